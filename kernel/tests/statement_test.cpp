// How a statement's text becomes an engine's: parameters, optional parts, scopes; and what is refused.
#include <doctest/doctest.h>

#include <boost/describe/class.hpp>

#include "engines.h"
#include "liren/error.h"
#include "liren/page.h"
#include "sql/template.h"
#include "tests/statement_faults.h"

using namespace liren;
using namespace liren::testing;
using liren::sql::Engine;

namespace {

const Statement list_notes(StoreKind::district, "test.notes_list", R"sql(
    select n.id, n.title from test_notes n  -- a comment with :nothing and [brackets]
    where {scope:n|owner|assignee|unit}
    [and n.title = :title] [and n.id > :after and n.id < :before]
    /* another :one */ order by n.id limit :limit
)sql");
const Statement literals(StoreKind::district, "test.literals", "select ':a' as a, '[b] it''s {c}' as b, cast(:n as bigint) as \"c:d\"");
const Statement insert_note(StoreKind::district, "test.note_insert_full", R"sql(
    insert into test_notes (id, version, subdistrict, community, grid, owner, assignee, unit, title)
    values (:id, 1, :subdistrict, :community, :grid, :owner, :assignee, :unit, :title)
)sql");
const Statement list_ids(StoreKind::district, "test.notes_ids", R"sql(
    select n.id, n.title from test_notes n
    where {scope:n|owner|assignee|unit} [and n.id > :after]
    order by n.id
    limit :limit
)sql", "test_notes_community");
const Statement list_latest(StoreKind::district, "test.notes_latest", R"sql(
    select n.id, n.title from test_notes n
    where {scope:n|owner|assignee|unit} [and n.id < :before]
    order by n.id desc
    limit :limit
)sql");
const Statement areas_of_city(StoreKind::district, "test.areas_of_city", "select count(*) as areas from city.test_areas");
const Statement insert_area(StoreKind::city, "test.area_insert", "insert into test_areas (id, name) values (:id, :name)");
const Statement write_city(StoreKind::city, "test.area_rename", "update test_areas set name = :name where id = :id");
const Statement wrong_text(StoreKind::district, "test.wrong", "select n.nothing from test_notes n");
const Statement titles_in_order(StoreKind::district, "test.titles_in_order", "select n.title from test_notes n order by n.title");

struct NoteRow {
    std::int64_t id = 0;
    std::string title;
};
BOOST_DESCRIBE_STRUCT(NoteRow, (), (id, title))
struct WrongRow {
    std::int64_t id = 0;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(WrongRow, (), (id, name))

std::string refusal(const std::function<void()>& act) {
    try {
        act();
    } catch (const std::logic_error& error) {
        return error.what();
    }
    return "";
}

std::string text_of(const Statement& statement, Engine engine, const Scope& scope, std::vector<Parameter> parameters) {
    const sql::Template& parsed = sql::template_of(statement);
    sql::Call call;
    sql::match(parsed, &scope, parameters, call);
    std::string text = sql::compile(parsed, engine, call.groups, call.shape).text;
    text.erase(std::unique(text.begin(), text.end(), [](char a, char b) { return a == ' ' && b == ' '; }), text.end());
    return text;
}

/// Six notes: 1–3 in community 7 (3 in grid 70), 4 owned by 9, 5 assigned to 9, 6 of unit 50.
void fill(Storage& storage) {
    storage.write_now(district, as(9), [](Tx& tx) {
        const auto add = [&](std::int64_t id, std::int64_t community, std::int64_t grid, Value owner, Value assignee, Value unit) {
            tx.run(insert_note, {{"id", id}, {"subdistrict", 1}, {"community", community}, {"grid", grid}, {"owner", owner},
                                 {"assignee", assignee}, {"unit", unit}, {"title", "note " + std::to_string(id)}});
        };
        add(1, 7, 71, nullptr, nullptr, nullptr);
        add(2, 7, 71, 9, nullptr, 50);
        add(3, 7, 70, nullptr, 9, nullptr);
        add(4, 8, 80, 9, nullptr, nullptr);
        add(5, 8, 80, nullptr, 9, nullptr);
        add(6, 8, 81, nullptr, nullptr, 50);
    });
}

std::vector<std::int64_t> ids(Storage& storage, const Scope& scope) {
    std::vector<std::int64_t> found;
    storage.read(district, [&](Db& db) {
        for (const NoteRow& row : db.all<NoteRow>(list_ids, scope, {{"limit", 100}})) found.push_back(row.id);
    });
    return found;
}

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a text is written for each engine, optional parts only when given") {
    const Scope scope{.areas = {{AreaLevel::community, 7}}, .account = 9};
    CHECK(text_of(list_notes, Engine::sqlite, scope, {{"limit", 5}}) ==
          " select n.id, n.title from test_notes n where (n.community = ?2 or n.owner = ?3 or n.assignee = ?3) order by n.id limit ?1 ");
    CHECK(text_of(list_notes, Engine::postgres, Scope::all(), {{"title", "a"}, {"after", nullptr}, {"before", 3}, {"limit", 5}}) ==
          " select n.id, n.title from test_notes n where 1 = 1 and n.title = $1 order by n.id limit $2 ");
    CHECK(text_of(list_notes, Engine::sqlite, {}, {{"after", 1}, {"before", 3}, {"limit", 5}}) ==
          " select n.id, n.title from test_notes n where (1 = 0) and n.id > ?1 and n.id < ?2 order by n.id limit ?3 ");
}

TEST_CASE("a district-wide grant sees everything, more than four areas share one text with eight") {
    const Scope district_wide{.areas = {{AreaLevel::grid, 5}, {AreaLevel::district, 1}}};
    CHECK(text_of(list_ids, Engine::sqlite, district_wide, {{"limit", 5}}).find("1 = 1") != std::string::npos);
    Scope five;
    for (std::int64_t area = 1; area <= 5; ++area) five.areas.push_back({AreaLevel::grid, area});
    CHECK(text_of(list_ids, Engine::sqlite, five, {{"limit", 5}}).find("n.grid in (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)") != std::string::npos);
}

TEST_CASE("a call that does not fit its statement is refused by name") {
    const Scope scope = Scope::all();
    const auto call = [&](const Statement& statement, const Scope* given, std::vector<Parameter> parameters) {
        return refusal([&] {
            sql::Call matched;
            sql::match(sql::template_of(statement), given, parameters, matched);
        });
    };
    CHECK(call(list_notes, &scope, {}) == "statement test.notes_list: parameter :limit is missing");
    CHECK(call(list_notes, &scope, {{"limit", 1}, {"color", 1}}) == "statement test.notes_list: unknown parameter :color");
    CHECK(call(list_notes, &scope, {{"limit", 1}, {"limit", 2}}) == "statement test.notes_list: parameter :limit is given twice");
    CHECK(call(list_notes, nullptr, {{"limit", 1}}) == "statement test.notes_list: the text has a {scope:…} and the call gives none");
    CHECK(call(literals, &scope, {{"n", 1}}) == "statement test.literals: the call gives a scope and the text has no {scope:…}");
}

TEST_CASE("a text that cannot be read is refused by name") {
    static const Statement open_part(StoreKind::district, "test.open", "select 1 [and x = :x");
    static const Statement empty_part(StoreKind::district, "test.empty", "select 1 [and x = 1]");
    static const Statement unknown_token(StoreKind::district, "test.token", "select {scopes:c}");
    static const Statement unknown_relation(StoreKind::district, "test.relation", "select {scope:c|friend}");
    static const Statement question(StoreKind::district, "test.question", "select ?");
    CHECK(refusal([] { sql::template_of(open_part); }) == "statement test.open: an optional part is not closed with ]");
    CHECK(refusal([] { sql::template_of(empty_part); }) == "statement test.empty: an optional part names no parameter");
    CHECK(refusal([] { sql::template_of(unknown_token); }) == "statement test.token: unknown token {scopes:c}");
    CHECK(refusal([] { sql::template_of(unknown_relation); }) == "statement test.relation: unknown relation friend");
    CHECK(refusal([] { sql::template_of(question); }) == "statement test.question: write :name, not ? or $1");
}

TEST_CASE("literals and quoted names are left alone") {
    with_each_engine([](Storage& storage) {
        storage.read(district, [](Db& db) {
            db.each(literals, nullptr, std::vector<Parameter>{{"n", 42}}, [](const Row& row) {
                CHECK(row.text(0) == ":a");
                CHECK(row.text(1) == "[b] it's {c}");
                CHECK(row.integer(2) == 42);
                CHECK(row.name(2) == "c:d");
            });
        });
    });
}

TEST_CASE("each shape of a scope sees its rows and no others") {
    with_each_engine([](Storage& storage) {
        fill(storage);
        CHECK(ids(storage, Scope::all()) == Ids{1, 2, 3, 4, 5, 6});
        CHECK(ids(storage, {}) == Ids{});
        CHECK(ids(storage, {.areas = {{AreaLevel::community, 7}}}) == Ids{1, 2, 3});
        CHECK(ids(storage, {.areas = {{AreaLevel::grid, 70}, {AreaLevel::grid, 81}}}) == Ids{3, 6});
        CHECK(ids(storage, {.areas = {{AreaLevel::subdistrict, 2}}}) == Ids{});
        CHECK(ids(storage, {.account = 9}) == Ids{2, 3, 4, 5});
        CHECK(ids(storage, {.account = 9, .assigned = false}) == Ids{2, 4});
        CHECK(ids(storage, {.units = {50}}) == Ids{2, 6});
        CHECK(ids(storage, {.areas = {{AreaLevel::grid, 70}}, .account = 9, .units = {50, 51, 52, 53, 54}}) == Ids{2, 3, 4, 5, 6});
    });
}

TEST_CASE("a page merged over the parts of a scope is in order and shows each row once") {
    with_each_engine([](Storage& storage) {
        fill(storage);
        const Scope scope{.areas = {{AreaLevel::community, 7}, {AreaLevel::grid, 70}}, .account = 9, .units = {50}};
        CHECK(parts_for(list_ids, scope).size() == 5);
        const auto key = [](const NoteRow& row) { return row.id; };
        storage.read(district, [&](Db& db) {
            Ids seen;
            std::optional<std::int64_t> after;
            for (;;) {
                const auto page = merged_page<NoteRow>(db, list_ids, scope, {{"after", after}}, 2, key);
                for (const NoteRow& row : page) seen.push_back(row.id);
                if (page.size() < 2) break;
                after = page.back().id;
            }
            CHECK(seen == Ids{1, 2, 3, 4, 5, 6});
            const auto latest = merged_page<NoteRow>(db, list_latest, scope, {}, 3, key, true);
            CHECK(latest.size() == 3);
            CHECK(latest.front().id == 6);
            CHECK(latest.back().id == 4);
            CHECK(merged_page<NoteRow>(db, list_ids, {}, {}, 3, key).empty());
        });
    });
}

TEST_CASE("a district's grant is everything in the district's store and one area of the city's") {
    static const Statement list_units(StoreKind::city, "test.units_list", "select u.id from test_units u where {scope:u|owner} order by u.id limit :limit");
    const Scope scope{.areas = {{AreaLevel::district, 1}, {AreaLevel::district, 2}, {AreaLevel::grid, 70}}, .account = 9};
    CHECK(parts_for(list_ids, scope).size() == 1);
    const std::vector<Scope> parts = parts_for(list_units, scope);
    CHECK(parts.size() == 4);  // the grid, my own, two districts
    for (const Scope& part : parts) CHECK(text_of(list_units, Engine::sqlite, part, {{"limit", 5}}).find(" or ") == std::string::npos);
    CHECK(text_of(list_units, Engine::sqlite, parts.back(), {{"limit", 5}}).find("u.district = ?2") != std::string::npos);
    CHECK(parts_for(list_units, Scope::all()).size() == 1);
}

TEST_CASE("a cursor comes back as it was, a broken one is refused") {
    const std::vector<CursorValue> key = {std::int64_t{-5}, std::string("灯:不;亮"), std::string()};
    CHECK(parse_cursor(cursor_text(key), "itt") == key);
    for (const char* text : {"", "x", "%%%", "aTU", "aTU7aTU7"}) {
        try {
            parse_cursor(text, "i");
            FAIL("accepted");
        } catch (const Error& error) {
            CHECK(error.status() == 422);
            CHECK(error.key() == "error.cursor");
        }
    }
    CHECK_THROWS_AS(parse_cursor(cursor_text(key), "it"), Error);
}

TEST_CASE("columns that do not bear the members' names are refused") {
    with_each_engine([](Storage& storage) {
        storage.read(district, [](Db& db) {
            CHECK(refusal([&] { db.all<WrongRow>(list_ids, Scope::all(), {{"limit", 1}}); }) ==
                  "statement test.notes_ids gives (id, title) where (id, name) is read");
        });
    });
}

TEST_CASE("a district sees the city's tables and cannot write them") {
    with_each_engine([](Storage& storage) {
        storage.write_now("city", as(1), [](Tx& tx) { tx.run(insert_area, {{"id", 1}, {"name", "泽州路"}}); });
        storage.read(district, [](Db& db) {
            CHECK(db.number(areas_of_city, {}) == 1);
            CHECK(refusal([&] { db.number(write_city, {{"id", 1}, {"name", "x"}}); }) == "statement test.area_rename belongs to another kind of store");
        });
        storage.read("city", [](Db& db) { CHECK(!refusal([&] { db.number(write_city, {{"id", 1}, {"name", "x"}}); }).empty()); });
    });
}

TEST_CASE("preparing finds a wrong text and passes the right ones") {
    with_each_engine([](Storage& storage) {
        CHECK(storage.try_prepare(wrong_text).find("test.wrong") == 0);
        for (const Statement* statement : Statement::all()) {
            const std::string_view name = statement->name();
            const bool broken_on_purpose = name.starts_with("test.") && name != "test.notes_list" && name != "test.notes_ids" && name != "test.literals";
            if (!broken_on_purpose) CHECK(storage.try_prepare(*statement) == "");
        }
    });
}

TEST_CASE("a list's plan names its index") {
    with_each_engine([](Storage& storage) {
        const Scope scope{.areas = {{AreaLevel::community, 7}}};
        const std::vector<Parameter> parameters = {{"limit", 5}};
        const std::string plan = storage.explain(list_ids, scope, parameters);
        CHECK_MESSAGE(plan.find(list_ids.index()) != std::string::npos, plan);
    });
}

TEST_CASE("every statement of the kernel prepares, and each list walks its index") {
    with_each_engine([](Storage& storage) {
        for (const char* part : {"kernel", "access", "files"})
            for (const std::string& fault : statement_faults(storage, part, {"kind", "subject_kind", "client_ref", "view_name", "words", "login", "hash"})) FAIL_CHECK(fault);
    });
}

TEST_CASE("texts compare byte by byte on both engines") {
    with_each_engine([](Storage& storage) {
        storage.write_now(district, as(1), [](Tx& tx) {
            std::int64_t id = 0;
            for (const char* title : {"b", "B", "a", "é", "灯", "A"})
                tx.run(insert_note, {{"id", ++id}, {"subdistrict", 1}, {"community", 1}, {"grid", 1}, {"owner", nullptr}, {"assignee", nullptr}, {"unit", nullptr}, {"title", title}});
        });
        std::string titles;
        storage.read(district, [&](Db& db) { db.each(titles_in_order, nullptr, {}, [&](const Row& row) { titles += row.text(0); }); });
        CHECK(titles == "ABabé灯");
    });
}
