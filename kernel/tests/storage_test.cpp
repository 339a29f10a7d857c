// What a store promises: all or nothing for each write, neighbours unharmed, events without gaps, numbers without gaps.
#include <doctest/doctest.h>

#include <boost/describe/class.hpp>
#include <set>
#include <thread>

#include "engines.h"
#include "liren/error.h"

using namespace liren;
using namespace liren::testing;

namespace {

const Statement insert_note(StoreKind::district, "test.note_insert", R"sql(
    insert into test_notes (id, version, subdistrict, community, grid, owner, assignee, unit, title)
    values (:id, 1, 1, :community, 1, :owner, null, null, :title)
)sql");
const Statement count_notes(StoreKind::district, "test.notes_count", "select count(*) as notes from test_notes");
const Statement insert_line(StoreKind::district, "test.line_insert", "insert into test_lines (id, note) values (:id, :note)");
const Statement rename_note(StoreKind::district, "test.note_rename", R"sql(
    update test_notes set title = :title, version = version + 1 where id = :id and version = :version
)sql");

void add_note(Tx& tx, const std::string& title, std::int64_t community = 7) {
    tx.run(insert_note, {{"id", new_id()}, {"community", community}, {"owner", tx.actor()}, {"title", title}});
    tx.record({.name = "test.noted", .subject_kind = "test.note", .subject = 1, .evidence = title});
}

std::int64_t notes(Storage& storage) {
    std::int64_t count = 0;
    storage.read(district, [&](Db& db) { count = db.number(count_notes, {}).value(); });
    return count;
}

std::string key_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.key();
    }
    return "";
}

}  // namespace

TEST_CASE("a write that throws leaves nothing and its neighbours stand") {
    with_each_engine([](Storage& storage) {
        for (int i = 0; i < 20; ++i) {
            const auto write = [&] {
                storage.write_now(district, as(1), [&](Tx& tx) {
                    add_note(tx, "note " + std::to_string(i));
                    require(i % 3 != 0, "test.refused");
                });
            };
            CHECK(key_of(write) == (i % 3 == 0 ? "test.refused" : ""));
        }
        CHECK(notes(storage) == 13);
    });
}

TEST_CASE("broken constraints are told apart") {
    with_each_engine([](Storage& storage) {
        storage.write_now(district, as(1), [](Tx& tx) { add_note(tx, "one"); });
        CHECK(key_of([&] { storage.write_now(district, as(1), [](Tx& tx) { add_note(tx, "one"); }); }) == "storage.duplicate");
        CHECK(key_of([&] { storage.write_now(district, as(1), [](Tx& tx) { add_note(tx, ""); }); }) == "storage.rule");
        CHECK(key_of([&] { storage.write_now(district, as(1), [](Tx& tx) { tx.run(insert_line, {{"id", 1}, {"note", 5}}); }); }) == "storage.reference");
        CHECK(notes(storage) == 1);
    });
}

TEST_CASE("a statement that failed ends its transaction, even when the handler looks away") {
    with_each_engine([](Storage& storage) {
        storage.write_now(district, as(1), [](Tx& tx) { add_note(tx, "one"); });
        const auto write = [&] {
            storage.write_now(district, as(1), [](Tx& tx) {
                add_note(tx, "two");
                CHECK_THROWS_AS(add_note(tx, "one"), Error);
            });
        };
        CHECK(key_of(write) == "storage.duplicate");
        CHECK(notes(storage) == 1);
    });
}

TEST_CASE("a guarded change of a row that has moved on changes nothing") {
    with_each_engine([](Storage& storage) {
        storage.write_now(district, as(1), [](Tx& tx) {
            tx.run(insert_note, {{"id", 5}, {"community", 1}, {"owner", nullptr}, {"title", "a"}});
            CHECK(tx.run(rename_note, {{"id", 5}, {"version", 1}, {"title", "b"}}) == 1);
            CHECK(tx.run(rename_note, {{"id", 5}, {"version", 1}, {"title", "c"}}) == 0);
        });
    });
}
