// What becomes of links, guardianships, consents and corrections when rows of people are merged and taken apart, on SQLite and
// PostgreSQL; and whose open pages follow when a row about a person changes.

#include <chrono>
#include <thread>

#include "facts_house.h"

using namespace liren;
using namespace liren::facts::testing;

namespace {

namespace json = boost::json;

std::int64_t version_of(FactsHouse& house, const std::string& person) { return house.get("clerk", root + "people/" + person).body.at("version").as_int64(); }

/// `other` becomes one with `kept`; the subscribers have seen it when it returns.
void merge(FactsHouse& house, const std::string& kept, const std::string& other, const std::string& take = "[]") {
    const Answer merged = house.post_at("clerk", root + "people/" + kept + "/merger", version_of(house, kept),
                                        R"({"other":")" + other + R"(","other_version":)" + std::to_string(version_of(house, other)) + R"(,"take":)" + take + R"(,"reason":"同一人重复登记"})");
    REQUIRE_MESSAGE(merged.status == 200, merged.text);
}

void separate(FactsHouse& house, const std::string& kept) {
    const Answer apart = house.post_at("clerk", root + "people/" + kept + "/separation", version_of(house, kept), "{}");
    REQUIRE_MESSAGE(apart.status == 200, apart.text);
}

/// Until the subscribers have seen everything: what is written is sealed up to 100 ms later.
bool until(FactsHouse& house, const std::function<bool()>& happened) {
    for (int tries = 0; tries < 300; ++tries) {
        house.house().subscribers.run_pending();
        if (happened()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

json::object waiting(FactsHouse& house, const std::string& what, std::size_t number = 1) {
    CHECK(until(house, [&] { return house.get("second", root + what + "?state=suspended").items().size() == number; }));
    const auto items = house.get("second", root + what + "?state=suspended").items();
    return number == 0 || items.empty() ? json::object{} : items.front().as_object();
}

Answer renew(FactsHouse& house, const std::string& who, const std::string& what, const json::object& row) {
    return house.decide(who, what, std::string(row.at("id").as_string()), "renewal", row.at("version").as_int64(), R"({"reason":"窗口再次核对"})");
}

std::string state_of(FactsHouse& house, const std::string& who) { return std::string(house.facts(who).body.at("link").at("state").as_string()); }

}  // namespace

TEST_CASE("a merger shows nobody's facts to anybody until a colleague of who merged confirms") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        const std::string twin = house.person("李四", R"(,"phone":"13900007777")");
        house.add("vehicles", R"(,"plate":"晋E12345","owner":")" + twin + "\"");
        merge(house, family.li, twin, R"(["phone"])");
        CHECK(house.seen("resident").empty());   // before any subscriber ran
        CHECK(state_of(house, "resident") == "suspended");
        CHECK(house.post("resident", root + "my-facts/look", R"({"person":")" + family.li + "\"}").status == 404);
        CHECK(house.correct("resident", family.li, "phone", "13812340000").status == 404);
        CHECK(house.consent("resident", "王五").key() == "facts.link_suspended");
        CHECK(house.get("other", root + "fact-links?state=suspended").items().empty());
        const json::object link = waiting(house, "fact-links");
        CHECK(link.at("state").as_string() == "suspended");
        CHECK(renew(house, "clerk", "fact-links", link).key() == "facts.own_merger");
        CHECK(renew(house, "resident", "fact-links", link).status == 403);
        CHECK(renew(house, "other", "fact-links", link).status == 404);
        const Answer renewed = renew(house, "second", "fact-links", link);
        REQUIRE_MESSAGE(renewed.status == 200, renewed.text);
        CHECK(renewed.string("state") == "current");
        CHECK(renewed.string("reason") == "窗口再次核对");
        CHECK(house.seen("resident") == Names{"李四 own"});
        CHECK(house.facts("resident").text.find("晋E12345") != std::string::npos);
        CHECK(house.decide("second", "fact-links", renewed.string("id"), "renewal", renewed.body.at("version").as_int64()).key() == "facts.link_holds");
        waiting(house, "fact-links", 0);
    });
}

TEST_CASE("what hung on the row that ended leads to the row that was kept, and after a separation back to where it was") {
    in_facts([](FactsHouse& house) {
        const std::string kept = house.person("李四", R"(,"phone":"13812345678","employer":"甲厂")"), other = house.person("李四", R"(,"employer":"乙厂")");
        const std::string car = house.add("vehicles", R"(,"plate":"晋E12345","owner":")" + other + "\"");
        REQUIRE(house.link(other, "wife").status == 201);
        merge(house, kept, other);
        CHECK(house.seen("wife").empty());
        const json::object link = waiting(house, "fact-links");
        CHECK(link.at("person").as_string() == kept);
        CHECK(house.get("second", root + "fact-links?person=" + kept).items().size() == 1);
        CHECK(house.link(kept, "resident").key() == "facts.person_linked");
        REQUIRE(renew(house, "second", "fact-links", link).status == 200);
        CHECK(house.facts("wife").body.at("people").at(0).at("person").as_string() == kept);
        CHECK(house.facts("wife").text.find("甲厂") != std::string::npos);
        separate(house, kept);
        CHECK(house.seen("wife") == Names{"李四 own"});
        CHECK(house.facts("wife").body.at("people").at(0).at("person").as_string() == other);
        CHECK(house.facts("wife").text.find("甲厂") == std::string::npos);
        CHECK(house.facts("wife").text.find("晋E12345") != std::string::npos);
        CHECK(house.get("clerk", root + "vehicles/" + car).string("owner") == other);
        CHECK(house.link(kept, "resident").status == 201);
    });
}

TEST_CASE("after a separation the account of the row that was kept waits: what was written meanwhile stayed there") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        const std::string twin = house.person("李四", R"(,"phone":"13900007777")");
        merge(house, family.li, twin, R"(["phone"])");
        waiting(house, "fact-links");
        REQUIRE(house.patch("clerk", root + "people/" + family.li, version_of(house, family.li), R"({"employer":"另一人的单位"})").status == 200);
        separate(house, family.li);
        CHECK(house.seen("resident").empty());
        CHECK(until(house, [&] { return state_of(house, "resident") == "suspended"; }));
        const json::object link = waiting(house, "fact-links");
        CHECK(link.at("doubts").as_array().empty());
        REQUIRE(renew(house, "clerk", "fact-links", link).status == 200);   // who took them apart saw the mistake
        CHECK(house.seen("resident") == Names{"李四 own"});
    });
}

TEST_CASE("a link made while two rows were one is of neither once they are two again") {
    in_facts([](FactsHouse& house) {
        const std::string kept = house.person("李四"), other = house.person("李四");
        merge(house, kept, other);
        CHECK(house.link(other, "resident").key() == "facts.person_ended");
        REQUIRE(house.link(kept, "resident").status == 201);
        CHECK(house.seen("resident") == Names{"李四 own"});
        separate(house, kept);
        CHECK(house.seen("resident").empty());
        waiting(house, "fact-links");
    });
}

TEST_CASE("of two accounts whose rows became one, one is confirmed at most, and staff read what is doubtful") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        const std::string twin = house.person("李四", R"(,"id_number":"440524188001010014")");
        REQUIRE(house.link(twin, "stranger").status == 201);
        merge(house, family.li, twin);
        waiting(house, "fact-links", 2);
        const auto both = house.get("second", root + "fact-links?state=suspended").items();
        for (const auto& one : both) CHECK(one.at("doubts") == json::array{"two_accounts", "other_number"});
        REQUIRE(renew(house, "second", "fact-links", both[0].as_object()).status == 200);
        CHECK(renew(house, "second", "fact-links", both[1].as_object()).key() == "facts.person_linked");
        CHECK(house.seen("resident") == Names{"李四 own"});
        CHECK(house.seen("stranger").empty());
        CHECK(house.decide("second", "fact-links", std::string(both[1].at("id").as_string()), "ending", both[1].at("version").as_int64()).status == 200);
        waiting(house, "fact-links", 0);
        const std::string own = house.person("赵六"), own_twin = house.person("赵六");
        REQUIRE(house.link(own, "second").status == 201);
        merge(house, own, own_twin);
        CHECK(renew(house, "second", "fact-links", waiting(house, "fact-links")).key() == "facts.own_link");
    });
}

TEST_CASE("a guardianship over merged rows waits for staff, and a consent for who gave it") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        REQUIRE(house.link(family.wang, "wife").status == 201);
        REQUIRE(house.guardian(family.child, family.li).status == 201);
        REQUIRE(house.consent("wife", "李四").status == 201);
        CHECK(house.seen("resident") == Names{"李四 own", "李小 ward", "王五 shared"});
        const std::string child_twin = house.person("李小", R"(,"birth":"2018-01-01","employer":"别家孩子")"), wang_twin = house.person("王五");
        merge(house, family.child, child_twin, R"(["employer"])");
        merge(house, family.wang, wang_twin);
        CHECK(house.seen("resident") == Names{"李四 own"});
        const json::object guardian = waiting(house, "fact-guardians");
        CHECK(guardian.at("state").as_string() == "suspended");
        CHECK(house.get("second", root + "fact-guardians?minor=" + family.child).items().size() == 1);
        CHECK(house.guardian(family.child, family.li, "", "second").key() == "facts.guardian_already");
        CHECK(renew(house, "clerk", "fact-guardians", guardian).key() == "facts.own_merger");
        const Answer renewed = renew(house, "second", "fact-guardians", guardian);
        REQUIRE_MESSAGE(renewed.status == 200, renewed.text);
        CHECK(house.decide("second", "fact-guardians", renewed.string("id"), "renewal", renewed.body.at("version").as_int64()).key() == "facts.guardianship_holds");
        CHECK(house.seen("resident") == Names{"李四 own", "李小 ward"});
        REQUIRE(renew(house, "second", "fact-links", waiting(house, "fact-links")).status == 200);
        CHECK_FALSE(house.facts("wife").body.at("consents").at(0).at("holds").as_bool());
        CHECK(house.seen("resident") == Names{"李四 own", "李小 ward"});
        REQUIRE(house.consent("wife", "李四").status == 201);   // given anew, for what they are now
        CHECK(house.consent("wife", "李四").key() == "facts.consented_already");
        CHECK(house.seen("resident") == Names{"李四 own", "李小 ward", "王五 shared"});
        separate(house, family.wang);
        separate(house, family.child);
        CHECK(house.seen("resident") == Names{"李四 own"});
    });
}

TEST_CASE("a guardianship of people without any account waits and moves like any other") {
    in_facts([](FactsHouse& house) {
        house.hire_at("wide", "community_worker", "140502002000");
        const std::string father = house.person("李四", R"(,"birth":"1980-01-01")"), child = house.person("李小", R"(,"birth":"2018-01-01")"), twin = house.person("李小", R"(,"birth":"2018-01-01")");
        REQUIRE(house.guardian(child, father).status == 201);
        REQUIRE(house.patch("wide", root + "people/" + child, 1, R"({"area":")" + house.area_id("140502002013") + "\"}").status == 200);
        CHECK(until(house, [&] { return house.get("other", root + "fact-guardians").items().size() == 1; }));
        REQUIRE(house.post_at("wide", root + "people/" + twin + "/merger", 1, R"({"other":")" + child + R"(","other_version":2,"take":[],"reason":"重复登记"})").status == 200);
        CHECK(waiting(house, "fact-guardians").at("minor").as_string() == twin);   // and lies where the row lies that was kept
    });
}

TEST_CASE("the guardian whose own row was merged sees the child again once both are confirmed, and at once after a separation") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        const std::string twin = house.person("李四");
        REQUIRE(house.guardian(family.child, family.li).status == 201);
        merge(house, twin, family.li);   // the row with the account ends
        CHECK(house.seen("resident").empty());
        REQUIRE(renew(house, "second", "fact-links", waiting(house, "fact-links")).status == 200);
        CHECK(house.seen("resident") == Names{"李四 own"});
        REQUIRE(renew(house, "second", "fact-guardians", waiting(house, "fact-guardians")).status == 200);
        CHECK(house.seen("resident") == Names{"李四 own", "李小 ward"});
        separate(house, twin);
        CHECK(house.seen("resident") == Names{"李四 own", "李小 ward"});
        waiting(house, "fact-links", 0);
        waiting(house, "fact-guardians", 0);
    });
}

TEST_CASE("a correction of a row that was merged is of the row that was kept, and is accepted once the account is confirmed") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        const std::string kept = house.person("李四", R"(,"phone":"13900007777")");
        const Answer sent = house.correct("resident", family.li, "phone", "13812340000");
        REQUIRE_MESSAGE(sent.status == 201, sent.text);
        merge(house, kept, family.li);
        const Answer shown = house.get("second", root + "fact-corrections/" + sent.string("id"));
        CHECK(shown.string("record") == kept);
        CHECK(shown.string("now_value") == "139****7777");
        CHECK(shown.body.at("changed_since").as_bool());
        const std::string seen = R"({"record_version":)" + std::to_string(version_of(house, kept)) + "}";
        CHECK(house.decide("second", "fact-corrections", sent.string("id"), "acceptance", 1, seen).key() == "facts.correction_suspended");
        REQUIRE(renew(house, "second", "fact-links", waiting(house, "fact-links")).status == 200);
        REQUIRE(house.decide("second", "fact-corrections", sent.string("id"), "acceptance", 1, seen).status == 200);
        CHECK(house.get("clerk", root + "people/" + kept).string("phone") == "138****0000");
    });
}

TEST_CASE("the open pages of who sees a person follow when a car, a tenure or a life event changes hands or words") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        REQUIRE(house.link(family.wang, "wife").status == 201);
        static const Statement told(StoreKind::district, "facts_test.told", "select count(*) as number from kernel_events e where e.name = 'facts.view_changed' and e.subject = :link");
        const auto number = [&](const std::string& who) {
            const std::int64_t link = parse_id(std::string(house.facts(who).body.at("link").at("id").as_string())).value();
            std::int64_t found = 0;
            house.house().storage->read("d140502", [&](Db& db) { found = db.number(told, {{"link", link}}).value_or(0); });
            return found;
        };
        const auto tells = [&](const std::string& who, const std::function<void()>& change) {
            const std::int64_t before = number(who);
            change();
            return until(house, [&] { return number(who) > before; });
        };
        std::string car;
        CHECK(tells("resident", [&] { car = house.add("vehicles", R"(,"plate":"晋E12345","owner":")" + family.li + "\""); }));
        CHECK(tells("resident", [&] { REQUIRE(house.patch("clerk", root + "vehicles/" + car, 1, R"({"owner":")" + family.wang + "\"}").status == 200); }));   // it is theirs no more
        CHECK(tells("wife", [&] { REQUIRE(house.patch("clerk", root + "vehicles/" + car, 2, R"({"parking":"B2-017"})").status == 200); }));
        CHECK(tells("resident", [&] { house.add("life-events", R"(,"event":"moved_in","happened_on":"2020-01-02","person":")" + family.li + "\""); }));
        CHECK(tells("resident", [&] { house.add("care-tags", R"(,"tag":")" + std::string(house.house().codes.get("care_tag").items().front().code) + R"(","person":")" + family.li + "\""); }));
        CHECK(tells("wife", [&] { REQUIRE(house.patch("clerk", root + "households/" + family.household, 1, R"({"label":"李四家"})").status == 200); }));
        std::string dwelling;
        dwelling = house.add("dwellings", R"(,"label":"2-301")");
        CHECK(tells("wife", [&] { house.add("tenures", R"(,"tenure_kind":"owner","dwelling":")" + dwelling + R"(","person":")" + family.wang + "\""); }));
        CHECK(tells("resident", [&] { REQUIRE(house.patch("clerk", root + "people/" + family.li, version_of(house, family.li), R"({"dwelling":")" + dwelling + "\"}").status == 200); }));
        CHECK(tells("resident", [&] { REQUIRE(house.patch("clerk", root + "dwellings/" + dwelling, 1, R"({"label":"2-302"})").status == 200); }));
        REQUIRE(house.guardian(family.child, family.li).status == 201);
        CHECK(tells("resident", [&] { house.add("life-events", R"(,"event":"birth","happened_on":"2018-01-01","person":")" + family.child + "\""); }));   // a ward's too
    });
}
