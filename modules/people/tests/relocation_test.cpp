// A whole household moves in one act, and the act is taken back whole; on SQLite and PostgreSQL.

#include <algorithm>

#include "archive.h"
#include "liren/accounts.h"

using namespace liren;
using namespace liren::people::testing;

namespace {

const std::string district_path = "/api/d/140502/";

/// A household in its old dwelling: a head who rents it, a spouse who owns a part, a child, a student who lives elsewhere; and where it moves to.
struct Home {
    Archive& archive;
    std::string household, old_dwelling, new_dwelling, elsewhere, head, spouse, child, student, rent, share;
    int ref = 100;

    explicit Home(Archive& given) : archive(given) {
        archive.hire_at("wide", "community_worker", "140502002000");
        old_dwelling = add("dwellings", R"("label":"2-301")");
        elsewhere = add("dwellings", R"("label":"学校宿舍")");
        new_dwelling = add("dwellings", R"("label":"5-502")", "140502002013");
        household = add("households", R"("label":"张三户","dwelling":")" + old_dwelling + "\"");
        const std::string in = R"(,"household":")" + household + "\"", at = R"(,"dwelling":")" + old_dwelling + "\"";
        head = add("people", R"("name":"张三","relation":"02","source":"入户走访")" + in + at);
        spouse = add("people", R"("name":"李四","relation":"10")" + in);
        child = add("people", R"("name":"张小","relation":"20")" + in + at);
        student = add("people", R"("name":"张大","relation":"20")" + in + R"(,"dwelling":")" + elsewhere + "\"");
        rent = add("tenures", R"("tenure_kind":"tenant","held_from":"2020","person":")" + head + "\"" + at);
        share = add("tenures", R"("tenure_kind":"co_owner","person":")" + spouse + "\"" + at);
    }

    std::string add(const std::string& path, const std::string& more, const std::string& code = "140502002012") {
        const Answer made = archive.post("wide", district_path + path, R"({"client_ref":")" + client_ref(++ref) + R"(","area":")" + archive.area_id(code) + "\"," + more + "}");
        REQUIRE_MESSAGE(made.status == 201, path << made.text);
        return made.string("id");
    }
    Answer row(const std::string& path, const std::string& id) { return archive.get("wide", district_path + path + "/" + id); }
    std::int64_t version() { return row("households", household).body.at("version").as_int64(); }
    Answer move(const std::string& who = "wide", const std::string& more = "", std::string to = "", const std::string& day = "2026-09-01") {
        if (to.empty()) to = new_dwelling;
        return archive.post_at(who, district_path + "households/" + household + "/relocation", version(), R"({"dwelling":")" + to + R"(","moved_on":")" + day + R"(","reason":"买了新房")" + more + "}");
    }
    Answer go_back(const std::string& who = "wide") { return archive.post_at(who, district_path + "households/" + household + "/return", version(), "{}"); }
    std::vector<std::string> events_of(const std::string& person, const char* ended = "false") {
        std::vector<std::string> found;
        for (const auto& one : archive.get("wide", district_path + "life-events?person=" + person + "&ended=" + ended).items()) found.emplace_back(std::string(one.at("event").as_string()) + " " + std::string(one.at("happened_on").as_string()));
        std::sort(found.begin(), found.end());
        return found;
    }
    std::vector<std::string> tenures_of(const std::string& person) {
        std::vector<std::string> found;
        for (const auto& one : archive.get("wide", district_path + "tenures?person=" + person).items()) {
            const auto text = [&](const char* name) { return one.at(name).is_string() ? std::string(one.at(name).as_string()) : std::string("-"); };
            found.push_back(text("dwelling_name") + " " + text("tenure_kind") + " " + text("held_from") + " " + text("held_to"));
        }
        std::sort(found.begin(), found.end());
        return found;
    }
};

void in_home(const std::function<void(Home&)>& test) {
    in_archive([&](Archive& archive) {
        Home home(archive);
        test(home);
    });
}

}  // namespace

TEST_CASE("a whole household moves in one act: rows, rent and the events of lives; who stays or lives elsewhere does not") {
    in_home([](Home& home) {
        const Answer moved = home.move("wide", R"(,"stay":[")" + home.child + "\"]");
        REQUIRE_MESSAGE(moved.status == 200, moved.text);
        CHECK(moved.body.at("moved").as_int64() == 2);
        const std::string there = home.archive.area_id("140502002013");
        for (const auto& [path, id] : {std::pair{"households", home.household}, {"people", home.head}, {"people", home.spouse}}) {
            CHECK(home.row(path, id).string("dwelling") == home.new_dwelling);
            CHECK(home.row(path, id).string("area") == there);
            CHECK(home.row(path, id).string("source") == "整户迁居：买了新房");
        }
        CHECK(home.row("people", home.child).string("dwelling") == home.old_dwelling);
        CHECK(home.row("people", home.student).string("dwelling") == home.elsewhere);
        CHECK(home.tenures_of(home.head) == Names{"2-301 tenant 2020 2026-09-01", "5-502 tenant 2026-09-01 -"});
        CHECK(home.tenures_of(home.spouse) == Names{"2-301 co_owner - -"});   // who moves out stays the owner
        for (const std::string& mover : {home.head, home.spouse}) CHECK(home.events_of(mover) == Names{"moved_in 2026-09-01", "moved_out 2026-09-01"});
        for (const std::string& other : {home.child, home.student}) CHECK(home.events_of(other).empty());
        const auto listed = home.archive.get("wide", district_path + "households/" + home.household + "/relocations").items();
        REQUIRE(listed.size() == 1);
        CHECK(listed[0].at("from_name").as_string() == "2-301");
        CHECK(listed[0].at("to_name").as_string() == "5-502");
        CHECK(listed[0].at("reason").as_string() == "买了新房");
        CHECK(listed[0].at("undone_at").is_null());
        CHECK(home.archive.get("clerk", district_path + "households/" + home.household + "/relocations").status == 404);   // it is another community's now
        const auto history = home.archive.get("wide", district_path + "households/" + home.household + "/history").items();
        CHECK(std::any_of(history.begin(), history.end(), [](const auto& one) { return one.at("name").as_string() == "people.household_moved"; }));
    });
}

TEST_CASE("a move is taken back whole, except what somebody worked with since") {
    in_home([](Home& home) {
        CHECK(home.go_back().key() == "people.nothing_moved");
        REQUIRE(home.move().status == 200);
        std::string rented;
        for (const auto& one : home.archive.get("wide", district_path + "tenures?person=" + home.head).items())
            if (one.at("dwelling").as_string() == home.new_dwelling) rented = std::string(one.at("id").as_string());
        REQUIRE(home.archive.patch("wide", district_path + "tenures/" + rented, 1, R"({"note":"合同已核对"})").status == 200);
        CHECK(home.go_back("clerk").status == 404);
        CHECK(home.go_back("other").key() == "people.old_home_out_of_reach");
        const Answer back = home.go_back();
        REQUIRE_MESSAGE(back.status == 200, back.text);
        CHECK(back.body.at("stayed").as_int64() == 1);
        const std::string here = home.archive.area_id("140502002012");
        for (const auto& [path, id] : {std::pair{"households", home.household}, {"people", home.head}, {"people", home.child}}) {
            CHECK(home.row(path, id).string("dwelling") == home.old_dwelling);
            CHECK(home.row(path, id).string("area") == here);
        }
        CHECK(home.row("people", home.head).string("source") == "入户走访");
        CHECK(home.row("people", home.spouse).body.at("dwelling").is_null());
        CHECK(home.tenures_of(home.head) == Names{"2-301 tenant 2020 -", "5-502 tenant 2026-09-01 -"});
        CHECK(home.events_of(home.head).empty());
        CHECK(home.events_of(home.head, "true").size() == 2);
        CHECK(home.archive.get("wide", district_path + "households/" + home.household + "/relocations").items()[0].at("undone_at").is_int64());
        CHECK(home.go_back().key() == "people.nothing_moved");
        CHECK(home.move().status == 200);   // and it may move again
    });
}

TEST_CASE("who owned the old home and rents the new one has a tenancy begun for the head") {
    in_home([](Home& home) {
        REQUIRE(home.archive.post_at("wide", district_path + "tenures/" + home.rent + "/ending", 1, R"({"reason":"退租"})").status == 200);
        REQUIRE(home.move("wide", R"(,"tenure_kind":"tenant")").status == 200);
        CHECK(home.tenures_of(home.head) == Names{"5-502 tenant 2026-09-01 -"});
        CHECK(home.tenures_of(home.spouse) == Names{"2-301 co_owner - -"});
    });
}

TEST_CASE("a move that cannot be is refused before anything is written") {
    in_home([](Home& home) {
        Archive& archive = home.archive;
        CHECK(home.move("wide", "", home.old_dwelling).fault("dwelling") == "people.same_dwelling");
        CHECK(home.move("wide", "", id_text(12345)).fault("dwelling") == "register.unknown_reference");
        CHECK(home.move("wide", "", "", "2090-01-01").fault("moved_on") == "people.event_in_future");
        CHECK(home.move("wide", "", "", "2026-13-01").fault("moved_on") == "register.no_such_date");
        CHECK(home.move("clerk").fault("dwelling") == "register.unknown_reference");   // beyond the clerk's reach
        CHECK(home.move("other").status == 404);
        CHECK(home.move("leader").status == 403);
        CHECK(home.move("wide", R"(,"stay":[")" + id_text(12345) + "\"]").fault("stay") == "people.not_a_member");
        CHECK(home.move("wide", R"(,"stay":[")" + home.head + R"(",")" + home.spouse + R"(",")" + home.child + "\"]").fault("stay") == "people.nobody_moves");
        archive.house().put_roles(source_file("packs/roles/roles.yaml") + "  - code: people_clerk\n    level: subdistrict\n    permissions: [people.read, people.manage, dwellings.read]\n  - code: reader\n    level: subdistrict\n    permissions: [dwellings.read]\n");
        archive.hire_at("keeper", "people_clerk", "140502002000");
        CHECK(home.move("keeper").key() == "people.tenure_out_of_reach");
        const AccountId near = archive.hire_at("near", "community_worker", "140502002012");
        archive.house().storage->write_now("gate", {near, archive.now()}, [&](Tx& gate) { give_grant(gate, near, archive.grant("reader", "140502002000")); });
        CHECK(home.move("near").fault("dwelling") == "register.area_out_of_reach");
        const std::string near_dwelling = home.add("dwellings", R"("label":"1-101")");
        REQUIRE(archive.patch("wide", district_path + "people/" + home.child, 1, R"({"area":")" + archive.area_id("140502002013") + "\"}").status == 200);
        CHECK(home.move("clerk", "", near_dwelling).key() == "people.member_out_of_reach");
        CHECK(home.move("clerk", R"(,"stay":[")" + home.child + "\"]", near_dwelling).status == 200);
        CHECK(home.events_of(home.child).empty());
    });
}

TEST_CASE("a collective household does not move as one") {
    in_home([](Home& home) {
        home.archive.house().storage->write_now("d140502", {home.archive.account("wide"), home.archive.now()}, [&](Tx& tx) {
            const auto member = find_record(tx, home.archive.house(), liren::people::persons, parse_id(home.child).value(), Scope::all());
            for (int i = 0; i < 100; ++i) {
                Record one = *member;
                add_record(tx, home.archive.house(), liren::people::persons, one, {"集体户", tx.now(), 0, 0});
            }
        });
        CHECK(home.move().key() == "people.too_many_members");
    });
}
