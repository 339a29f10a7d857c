// Who is joined to whom, on SQLite and PostgreSQL: links, guardians, consents.

#include <chrono>
#include <thread>

#include "facts_house.h"

using namespace liren;
using namespace liren::facts::testing;

TEST_CASE("a number typed by oneself shows nothing until staff confirm it") {
    in_facts([](FactsHouse& house) {
        const std::string li = house.person("李四", R"(,"id_number":")" + li_number + "\"");
        CHECK(house.facts("resident").body.at("link").is_null());
        const Answer asked = house.ask_link("resident", "李四", li_number);
        REQUIRE_MESSAGE(asked.status == 201, asked.text);
        CHECK(house.seen("resident").empty());
        CHECK(house.facts("resident").body.at("link").at("state").as_string() == "asked");
        const auto waiting = house.get("second", root + "fact-links").items();
        REQUIRE(waiting.size() == 1);
        CHECK(waiting[0].at("fits").as_string() == "yes");
        CHECK(waiting[0].at("id_number").as_string() == "110105************");
        CHECK(house.get("second", root + "fact-links").text.find(li_number) == std::string::npos);
        const Answer confirmed = house.decide("second", "fact-links", asked.string("id"), "confirmation");
        REQUIRE_MESSAGE(confirmed.status == 200, confirmed.text);
        CHECK(confirmed.string("person") == li);
        CHECK(house.seen("resident") == Names{"李四 own"});
        CHECK(house.decide("second", "fact-links", asked.string("id"), "confirmation", 2).key() == "facts.link_decided");
    });
}

TEST_CASE("whether a number is registered cannot be told from the answer") {
    in_facts([](FactsHouse& house) {
        house.person("李四", R"(,"id_number":")" + li_number + "\"");
        const Answer known = house.ask_link("resident", "张三", li_number), unknown = house.ask_link("wife", "张三", "440524188001010014");
        CHECK(known.status == 201);
        CHECK(unknown.status == 201);
        CHECK(known.body.as_object().size() == unknown.body.as_object().size());
        CHECK(house.get("clerk", root + "fact-links").items().size() == 1);   // the other's home is nobody's community
        CHECK(house.ask_link("stranger", "", li_number).fault("name") == "schema.required");
        CHECK(house.ask_link("stranger", "张三", "").fault("id_number") == "schema.required");
        CHECK(house.ask_link("stranger", "张三", "110105194912310020").fault("id_number") == "id_number.check");
    });
}

TEST_CASE("a link is confirmed only for who bears the number, by the same name") {
    in_facts([](FactsHouse& house) {
        const std::string li = house.person("李四", R"(,"id_number":")" + li_number + "\"");
        const std::string asked = house.ask_link("resident", "李斯", li_number).string("id");
        CHECK(house.get("clerk", root + "fact-links").items()[0].at("fits").as_string() == "name_differs");
        CHECK(house.decide("clerk", "fact-links", asked, "confirmation").key() == "facts.name_differs");
        CHECK(house.patch("clerk", root + "people/" + li, 1, R"({"id_number":"440524188001010014"})").status == 200);
        CHECK(house.decide("clerk", "fact-links", asked, "confirmation").key() == "facts.nobody_bears_it");
        const Answer refused = house.decide("clerk", "fact-links", asked, "refusal", 1, R"({"reason":"身份证号与姓名不符"})");
        REQUIRE_MESSAGE(refused.status == 200, refused.text);
        const auto link = house.facts("resident").body.at("link");
        CHECK(link.at("state").as_string() == "refused");
        CHECK(link.at("reason").as_string() == "身份证号与姓名不符");
        CHECK(house.decide("clerk", "fact-links", asked, "refusal", 2).key() == "facts.link_decided");
        CHECK(house.decide("clerk", "fact-links", asked, "refusal", 1, R"({"reason":" "})").fault("reason") == "schema.required");
    });
}

TEST_CASE("one account is joined to one person, one person to one account") {
    in_facts([](FactsHouse& house) {
        const std::string li = house.person("李四"), wang = house.person("王五");
        const std::string first = house.link(li, "resident").string("id");
        CHECK(house.link(wang, "resident").key() == "facts.account_linked");
        CHECK(house.link(li, "wife").key() == "facts.person_linked");
        CHECK(house.ask_link("resident", "李四", li_number).key() == "facts.account_linked");
        CHECK(house.ask_link("wife", "王五", li_number).status == 201);
        CHECK(house.ask_link("wife", "王五", li_number).key() == "facts.link_asked_already");
        REQUIRE(house.decide("clerk", "fact-links", first, "ending").status == 200);
        CHECK(house.decide("clerk", "fact-links", first, "ending", 2).key() == "facts.link_not_current");
        CHECK(house.seen("resident").empty());
        CHECK(house.link(wang, "wife").status == 201);   // what was asked is overtaken
        CHECK(house.get("clerk", root + "fact-links").items().empty());
        CHECK(house.get("clerk", root + "fact-links?state=current").items().size() == 1);
        CHECK(house.get("clerk", root + "fact-links?person=" + li).items().size() == 1);
    });
}

TEST_CASE("nobody confirms or makes a link of their own account") {
    in_facts([](FactsHouse& house) {
        const std::string li = house.person("李四", R"(,"id_number":")" + li_number + "\"");
        CHECK(house.link(li, "clerk").key() == "facts.own_link");
        const std::string asked = house.ask_link("clerk", "李四", li_number).string("id");
        CHECK(house.decide("clerk", "fact-links", asked, "confirmation").key() == "facts.own_link");
        CHECK(house.decide("second", "fact-links", asked, "confirmation").status == 200);
    });
}

TEST_CASE("who is registered no longer is joined to no account") {
    in_facts([](FactsHouse& house) {
        const std::string li = house.person("李四");
        REQUIRE(house.post_at("clerk", root + "people/" + li + "/ending", 1, R"({"reason":"迁出"})").status == 200);
        CHECK(house.link(li, "resident").key() == "facts.person_ended");
        CHECK(house.link(house.person("王五"), "nobody").fault("login") == "facts.no_such_login");
    });
}

TEST_CASE("a resident ends a link or takes a request back; what hung on it ends too") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        REQUIRE(house.link(family.wang, "wife").status == 201);
        REQUIRE(house.consent("resident", "王五").status == 201);
        CHECK(house.seen("wife") == Names{"王五 own", "李四 shared"});
        const Answer sent = house.correct("resident", family.li, "phone", "13812340000");
        REQUIRE_MESSAGE(sent.status == 201, sent.text);
        const auto link = house.facts("resident").body.at("link");
        const std::string id(link.at("id").as_string());
        CHECK(house.decide("wife", "my-links", id, "ending", 1, "{}").status == 404);
        REQUIRE(house.decide("resident", "my-links", id, "ending", 1, "{}").status == 204);
        CHECK(house.seen("resident").empty());
        CHECK(house.seen("wife") == Names{"王五 own"});
        CHECK(house.get("clerk", root + "fact-corrections").items().empty());
        const std::string asked = house.ask_link("resident", "李四", li_number).string("id");
        REQUIRE(house.decide("resident", "my-links", asked, "ending", 1, "{}").status == 204);
        CHECK(house.get("clerk", root + "fact-links").items().empty());
        CHECK(house.decide("resident", "my-links", asked, "ending", 2, "{}").key() == "facts.link_not_current");
    });
}

TEST_CASE("staff of another community find neither link nor guardian nor correction") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        const std::string guardian = house.guardian(family.child, family.li).string("id");
        const std::string correction = house.correct("resident", family.li, "phone", "13812340000").string("id");
        const std::string link(house.facts("resident").body.at("link").at("id").as_string());
        for (const char* list : {"fact-links?state=current", "fact-guardians", "fact-corrections"}) {
            CHECK_MESSAGE(house.get("other", root + list).items().empty(), list);
            CHECK_MESSAGE(house.get("clerk", root + list).items().size() == 1, list);
        }
        CHECK(house.get("other", root + "fact-corrections/" + correction).status == 404);
        CHECK(house.decide("other", "fact-links", link, "ending").status == 404);
        CHECK(house.decide("other", "fact-guardians", guardian, "ending").status == 404);
        CHECK(house.decide("other", "fact-corrections", correction, "refusal").status == 404);
        CHECK(house.decide("other", "fact-corrections", correction, "acceptance", 1, R"({"record_version":1})").status == 404);
        CHECK(house.post("other", root + "fact-corrections/" + correction + "/look", R"({"reason":"核对"})").status == 404);
        CHECK(house.link(family.wang, "wife", "other").status == 404);
        CHECK(house.guardian(family.child, family.wang, "", "other").fault("minor") == "facts.no_such_person");
        CHECK(house.get("resident", root + "fact-links").status == 403);
    });
}

TEST_CASE("what hangs on a person moves with the person to the staff who answer for them now") {
    in_facts([](FactsHouse& house) {
        house.hire_at("wide", "community_worker", "140502002000");
        const Family family(house);
        REQUIRE(house.correct("resident", family.li, "phone", "13812340000").status == 201);
        REQUIRE(house.guardian(family.child, family.li).status == 201);
        for (const std::string& id : {family.li, family.child})
            REQUIRE(house.patch("wide", root + "people/" + id, 1, R"({"area":")" + house.area_id("140502002013") + "\"}").status == 200);
        const auto count = [&](const char* who) {
            std::size_t found = 0;
            for (const char* list : {"fact-links?state=current", "fact-guardians", "fact-corrections"}) found += house.get(who, root + list).items().size();
            return found;
        };
        for (int tries = 0; tries < 500 && count("other") < 3; ++tries) {   // PostgreSQL seals a moment later
            house.house().subscribers.run_pending();
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        CHECK(count("other") == 3);
        CHECK(count("clerk") == 0);
    });
}

TEST_CASE("a guardian sees a minor, and no longer on the day the minor comes of age") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        CHECK(house.seen("resident") == Names{"李四 own"});
        const Answer made = house.guardian(family.child, family.li);
        REQUIRE_MESSAGE(made.status == 201, made.text);
        CHECK(house.seen("resident") == Names{"李四 own", "李小 ward"});
        const int days = house.years_before(18, 1).ends_with("02-29") ? 2 : 1;
        REQUIRE(house.patch("clerk", root + "people/" + family.child, 1, R"({"birth":")" + house.years_before(18, days) + "\"}").status == 200);
        CHECK(house.seen("resident").size() == 2);
        house.in_days(days);
        CHECK(house.seen("resident") == Names{"李四 own"});
        CHECK(house.get("clerk", root + "fact-guardians").items()[0].at("of_age").as_bool());
        CHECK(house.decide("clerk", "fact-guardians", made.string("id"), "ending").status == 200);
        CHECK(house.decide("clerk", "fact-guardians", made.string("id"), "ending", 2).key() == "facts.guardian_ended");
    });
}

TEST_CASE("a guardianship has its validity, and ends when staff end it") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        CHECK(house.guardian(family.child, family.li, R"(,"valid_from":"2026-05-01","valid_to":"2026-04-30")").fault("valid_to") == "facts.validity_reversed");
        CHECK(house.guardian(family.child, family.li, R"(,"valid_from":"2026")").fault("valid_from") == "register.no_such_date");
        REQUIRE(house.guardian(family.child, family.li, R"(,"valid_from":"2020-01-01","valid_to":"2020-12-31")").status == 201);
        CHECK(house.seen("resident") == Names{"李四 own"});
        const auto listed = house.get("clerk", root + "fact-guardians?minor=" + family.child).items();
        REQUIRE(listed.size() == 1);
        const std::string id(listed[0].at("id").as_string());
        CHECK(house.guardian(family.child, family.li).key() == "facts.guardian_already");
        REQUIRE(house.decide("clerk", "fact-guardians", id, "ending").status == 200);
        REQUIRE(house.guardian(family.child, family.li).status == 201);
        CHECK(house.seen("resident") == Names{"李四 own", "李小 ward"});
    });
}

TEST_CASE("a guardian is an adult, the ward a minor, and nobody confirms themselves") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        CHECK(house.guardian(family.wang, family.li).key() == "facts.not_minor");
        CHECK(house.guardian(house.person("甲"), family.li).key() == "facts.not_minor");   // no birth date
        CHECK(house.guardian(family.child, house.person("乙", R"(,"birth":"2015-01-01")")).key() == "facts.guardian_is_minor");
        REQUIRE(house.link(family.wang, "second").status == 201);
        CHECK(house.guardian(family.child, family.wang, "", "second").key() == "facts.own_guardianship");
        CHECK(house.guardian(family.child, family.wang).status == 201);
    });
}

TEST_CASE("the age at which a person is of age is a parameter of the district") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        const std::string half_grown = house.person("李大", R"(,"birth":")" + house.years_before(16, 0).substr(0, 4) + "\"");
        REQUIRE(house.guardian(half_grown, family.li).status == 201);
        CHECK(house.seen("resident").size() == 2);
        CHECK(house.patch("clerk", root + "fact-settings", 1, R"({"adult_age":14})").status == 403);
        REQUIRE(house.patch("admin", root + "fact-settings", 1, R"({"adult_age":14})").status == 200);
        CHECK(house.patch("admin", root + "fact-settings", 1, R"({"adult_age":15})").status == 412);
        CHECK(house.get("admin", root + "fact-settings").number("adult_age") == 14);
        CHECK(house.seen("resident").size() == 1);
    });
}

TEST_CASE("an adult is seen by another of the household only while the adult consents") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        CHECK(house.consent("wife", "李四").key() == "facts.not_linked");
        REQUIRE(house.link(family.wang, "wife").status == 201);
        CHECK(house.seen("resident") == Names{"李四 own"});
        CHECK(house.consent("wife", "张三").fault("name") == "facts.no_such_member");
        CHECK(house.consent("wife", "李小").fault("name") == "facts.no_such_member");   // a child is no adult
        const Answer given = house.consent("wife", "李四");
        REQUIRE_MESSAGE(given.status == 201, given.text);
        CHECK(house.consent("wife", "李四").key() == "facts.consented_already");
        CHECK(house.seen("resident") == Names{"李四 own", "王五 shared"});
        CHECK(house.facts("resident").text.find("13900001111") == std::string::npos);
        CHECK(house.post("resident", root + "my-facts/look", R"({"person":")" + family.wang + "\"}").status == 404);
        CHECK(house.decide("resident", "my-consents", given.string("id"), "revocation", 1, "{}").status == 404);
        REQUIRE(house.decide("wife", "my-consents", given.string("id"), "revocation", 1, "{}").status == 204);
        CHECK(house.decide("wife", "my-consents", given.string("id"), "revocation", 2, "{}").key() == "facts.consent_revoked");
        CHECK(house.seen("resident") == Names{"李四 own"});
        REQUIRE(house.consent("wife", "李四").status == 201);
        REQUIRE(house.patch("clerk", root + "people/" + family.wang, 1, R"({"household":null})").status == 200);
        CHECK(house.seen("resident") == Names{"李四 own"});   // no longer of one household
    });
}

TEST_CASE("a minor does not consent") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        REQUIRE(house.link(family.child, "wife").status == 201);
        CHECK(house.consent("wife", "李四").key() == "facts.consent_by_adult");
    });
}
