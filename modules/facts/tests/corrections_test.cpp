// What a resident sees, looks at and asks to be corrected, on SQLite and PostgreSQL.

#include "facts_house.h"

using namespace liren;
using namespace liren::facts::testing;

namespace {

const boost::json::object* section_of(const boost::json::value& person, std::string_view kind) {
    for (const auto& section : person.at("sections").as_array())
        if (section.at("register_kind").as_string() == kind) return &section.as_object();
    return nullptr;
}

std::string fact(const boost::json::value& row, std::string_view field) {
    for (const auto& one : row.at("facts").as_array())
        if (one.at("field").as_string() == field) return std::string(one.at("text").as_string());
    return "-";
}

}  // namespace

TEST_CASE("a resident sees the own row, household, dwelling, tenure, car, care tags and life events, in words") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        const std::string dwelling = house.add("dwellings", R"(,"label":"3号楼2单元501","floor_area":"85.5")");
        REQUIRE(house.patch("clerk", root + "people/" + family.li, 1, R"({"dwelling":")" + dwelling + "\"}").status == 200);
        house.add("tenures", R"(,"dwelling":")" + dwelling + R"(","person":")" + family.li + R"(","tenure_kind":"owner","held_from":"2015")");
        house.add("vehicles", R"(,"plate":"晋E12345","owner":")" + family.li + "\"");
        house.add("vehicles", R"(,"plate":"晋E54321","owner":")" + family.wang + "\"");
        house.add("care-tags", R"(,"person":")" + family.li + R"(","tag":"living_alone","note":"邻居反映")");
        house.add("life-events", R"(,"person":")" + family.li + R"(","event":"married","happened_on":"1975-10-01")");
        const Answer mine = house.facts("resident");
        REQUIRE_MESSAGE(mine.status == 200, mine.text);
        const auto& person = mine.body.at("people").as_array().at(0);
        const auto only = [&](const char* kind) {
            const auto* section = section_of(person, kind);
            REQUIRE_MESSAGE(section, kind);
            REQUIRE(section->at("rows").as_array().size() == 1);
            return section->at("rows").as_array()[0];
        };
        CHECK(fact(only("people.person"), "id_number") == "110105************");
        CHECK(fact(only("people.person"), "phone") == "138****5678");
        CHECK(fact(only("people.person"), "education") == "大学本科毕业");
        CHECK(only("people.person").at("office").as_string() == "前书院社区");
        CHECK(only("people.person").at("confirmed").as_bool());
        CHECK(fact(only("people.household"), "label") == "李四户");
        CHECK(fact(only("dwellings.dwelling"), "floor_area") == "85.50");
        CHECK(fact(only("dwellings.tenure"), "held_from") == "2015");
        CHECK(fact(only("vehicles.vehicle"), "plate") == "晋E12345");
        CHECK(fact(only("people.life_event"), "happened_on") == "1975-10-01");
        CHECK(only("people.care_tag").at("facts").as_array().size() > 0);
        for (const char* hidden : {"13812345678", "002X", "王五", "李小", "晋E54321", "民警来访", "邻居反映"}) CHECK_MESSAGE(mine.text.find(hidden) == std::string::npos, hidden);
        CHECK(house.facts("stranger").body.at("people").as_array().empty());
    });
}

TEST_CASE("nothing that a resident is shown can tell that a key-group tag exists") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        house.hire_at("officer", "key_group_officer", "140502002012");
        const std::string before = house.facts("resident").text;
        house.add("key-group-tags", R"(,"person":")" + family.li + R"(","tag":"social_assistance","basis":"民政系统数据")", "officer");
        CHECK(house.facts("resident").text == before);
        CHECK(house.correct("resident", family.li, "tag", "x", R"(,"files":[])", "people.key_group_tag").status == 404);
    });
}

TEST_CASE("the own number is shown by a look that is recorded, and by nobody else's tap") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        REQUIRE(house.guardian(family.child, family.li).status == 201);
        const Answer look = house.post("resident", root + "my-facts/look", R"({"person":")" + family.li + "\"}");
        REQUIRE_MESSAGE(look.status == 200, look.text);
        CHECK(look.string("id_number") == li_number);
        CHECK(look.string("phone") == "13812345678");
        CHECK(house.post("resident", root + "my-facts/look", R"({"person":")" + family.child + "\"}").status == 200);
        CHECK(house.post("resident", root + "my-facts/look", R"({"person":")" + family.wang + "\"}").status == 404);
        CHECK(house.post("stranger", root + "my-facts/look", R"({"person":")" + family.li + "\"}").status == 404);
    });
}

TEST_CASE("a correction is asked with a paper, compared, and accepted into the register with its source and history") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        CHECK(house.correct("resident", family.li, "education", "31").fault("files") == "facts.paper_needed");
        const Answer sent = house.correct("resident", family.li, "education", "31", house.with_paper("resident"));
        REQUIRE_MESSAGE(sent.status == 201, sent.text);
        CHECK(sent.string("asked") == "大学专科毕业");
        const Answer shown = house.get("clerk", root + "fact-corrections/" + sent.string("id"));
        REQUIRE_MESSAGE(shown.status == 200, shown.text);
        CHECK(shown.string("now_value") == "大学本科毕业");
        CHECK(shown.body.at("files").as_array().size() == 1);
        CHECK_FALSE(shown.body.at("changed_since").as_bool());
        const Answer done = house.decide("clerk", "fact-corrections", sent.string("id"), "acceptance", 1, R"({"record_version":1})");
        REQUIRE_MESSAGE(done.status == 200, done.text);
        const Answer row = house.get("clerk", root + "people/" + family.li);
        CHECK(row.string("education") == "31");
        CHECK(row.string("source") == "本人更正申请");
        CHECK(row.string("confirmed_by_name") == "Name of clerk");
        CHECK(house.get("clerk", root + "people/" + family.li + "/history").items()[0].at("changes").as_array()[0].at("old").as_string() == "21");
        CHECK(house.get("resident", root + "my-corrections").items()[0].at("state").as_string() == "accepted");
        CHECK(house.decide("clerk", "fact-corrections", sent.string("id"), "acceptance", 2, R"({"record_version":2})").key() == "facts.correction_decided");
    });
}

TEST_CASE("a row that was changed since is not overwritten") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        const std::string id = house.correct("resident", family.li, "phone", "13812340000").string("id");
        REQUIRE(house.patch("clerk", root + "people/" + family.li, 1, R"({"phone":"13812349999"})").status == 200);
        CHECK(house.decide("clerk", "fact-corrections", id, "acceptance", 1, R"({"record_version":1})").key() == "facts.row_changed");
        const Answer shown = house.get("clerk", root + "fact-corrections/" + id);
        CHECK(shown.body.at("changed_since").as_bool());
        CHECK(shown.string("now_value") == "138****9999");
        CHECK(shown.string("old_value") == "138****5678");
        CHECK(house.decide("clerk", "fact-corrections", id, "acceptance", 1, R"({"record_version":2})").status == 200);   // seen, and decided
        CHECK(house.get("clerk", root + "people?q=13812340000").items().size() == 1);
    });
}

TEST_CASE("a refused correction says why; the resident withdraws one that is open") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        const std::string id = house.correct("resident", family.li, "phone", "13812340000").string("id");
        CHECK(house.decide("wife", "my-corrections", id, "withdrawal", 1, "{}").status == 404);
        REQUIRE(house.decide("clerk", "fact-corrections", id, "refusal", 1, R"({"reason":"号码打不通"})").status == 200);
        CHECK(house.get("resident", root + "my-corrections").items()[0].at("reason").as_string() == "号码打不通");
        CHECK(house.get("wife", root + "my-corrections").items().empty());
        CHECK(house.decide("resident", "my-corrections", id, "withdrawal", 2, "{}").key() == "facts.correction_decided");
        const std::string again = house.correct("resident", family.li, "phone", "13812340001").string("id");
        REQUIRE(house.decide("resident", "my-corrections", again, "withdrawal", 1, "{}").status == 200);
        CHECK(house.get("clerk", root + "fact-corrections").items().empty());
        CHECK(house.get("clerk", root + "fact-corrections?state=withdrawn").items().size() == 1);
    });
}

TEST_CASE("sending twice is sending once, and one field is asked about once") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        const std::string body = R"({"client_ref":")" + client_ref(900) + R"(","person":")" + family.li + R"(","register_kind":"people.person","record":")" + family.li + R"(","field":"phone","value":"13812340000","files":[]})";
        const Answer first = house.post("resident", root + "my-corrections", body), second = house.post("resident", root + "my-corrections", body);
        REQUIRE_MESSAGE(first.status == 201, first.text);
        CHECK(second.string("id") == first.string("id"));
        CHECK(house.get("clerk", root + "fact-corrections").items().size() == 1);
        CHECK(house.correct("resident", family.li, "phone", "13812340001").key() == "facts.correction_open");
    });
}

TEST_CASE("a value that the register would refuse is refused when it is asked") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        CHECK(house.correct("resident", family.li, "phone", "12").fault("value") == "schema.not_phone");
        CHECK(house.correct("resident", family.li, "birth", "2999-01-01", house.with_paper("resident")).fault("value") == "people.birth_in_future");
        CHECK(house.correct("resident", family.li, "birth", "1949.13", house.with_paper("resident")).fault("value") == "register.no_such_date");
        CHECK(house.correct("resident", family.li, "education", "999", house.with_paper("resident")).fault("value") == "register.unknown_code");
        CHECK(house.correct("resident", family.li, "phone", "138 1234 5678").fault("value") == "facts.same_value");
        CHECK(house.correct("resident", family.li, "household", "x").fault("field") == "facts.no_such_field");
        CHECK(house.correct("resident", family.li, "note", "x").fault("field") == "facts.no_such_field");
        CHECK(house.correct("resident", family.li, "education", "31", R"(,"files":[")" + house.paper("wife") + "\"]").fault("files") == "files.unknown");
        CHECK(house.correct("resident", family.li, "phone", "13812340000", R"(,"files":[])", "people.nonsense").status == 404);
    });
}

TEST_CASE("a number that somebody else bears is told to staff, not to who asks") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        house.person("赵六", R"(,"id_number":"440524188001010014")");
        const Answer sent = house.correct("resident", family.li, "id_number", "440524188001010014", house.with_paper("resident"));
        REQUIRE_MESSAGE(sent.status == 201, sent.text);
        CHECK(sent.text.find("0014") == std::string::npos);
        CHECK(house.get("clerk", root + "fact-corrections").items()[0].at("warnings").as_array().size() > 0);
        CHECK(house.decide("clerk", "fact-corrections", sent.string("id"), "acceptance", 1, R"({"record_version":1})").fault("id_number") == "register.taken");
        const Answer look = house.post("clerk", root + "fact-corrections/" + sent.string("id") + "/look", R"({"reason":"核对更正申请"})");
        REQUIRE_MESSAGE(look.status == 200, look.text);
        CHECK(look.string("asked") == "440524188001010014");
        CHECK(look.string("now_value") == li_number);
    });
}

TEST_CASE("only oneself and a guardian ask for a correction, and nobody decides their own") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        REQUIRE(house.link(family.wang, "wife").status == 201);
        REQUIRE(house.consent("wife", "李四").status == 201);
        CHECK(house.correct("resident", family.wang, "phone", "13812340000").key() == "facts.not_yours_to_correct");
        CHECK(house.correct("stranger", family.li, "phone", "13812340000").status == 404);
        CHECK(house.correct("resident", family.li, "phone", "13812340000", R"(,"files":[])", "people.person", family.wang).status == 404);
        CHECK(house.correct("resident", family.child, "phone", "13812340000").status == 404);
        REQUIRE(house.guardian(family.child, family.li).status == 201);
        CHECK(house.correct("resident", family.child, "phone", "13812340000").status == 201);
        const std::string zhao = house.person("赵六");
        REQUIRE(house.link(zhao, "second").status == 201);
        const std::string own = house.correct("second", zhao, "phone", "13812340009").string("id");
        CHECK(house.decide("second", "fact-corrections", own, "acceptance", 1, R"({"record_version":1})").key() == "facts.own_correction");
        CHECK(house.decide("clerk", "fact-corrections", own, "acceptance", 1, R"({"record_version":1})").status == 200);
    });
}

TEST_CASE("a car is corrected like a person's row, and a row that has ended is not") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        const std::string car = house.add("vehicles", R"(,"plate":"晋E12345","owner":")" + family.li + "\"");
        const Answer sent = house.correct("resident", family.li, "parking", "B2-017", R"(,"files":[])", "vehicles.vehicle", car);
        REQUIRE_MESSAGE(sent.status == 201, sent.text);
        REQUIRE(house.decide("clerk", "fact-corrections", sent.string("id"), "acceptance", 1, R"({"record_version":1})").status == 200);
        CHECK(house.get("clerk", root + "vehicles/" + car).string("parking") == "B2-017");
        const std::string open = house.correct("resident", family.li, "parking", "B2-018", R"(,"files":[])", "vehicles.vehicle", car).string("id");
        REQUIRE(house.post_at("clerk", root + "vehicles/" + car + "/ending", 2, R"({"reason":"报废"})").status == 200);
        CHECK(house.correct("resident", family.li, "brand", "比亚迪", R"(,"files":[])", "vehicles.vehicle", car).key() == "facts.record_ended");
        CHECK(house.decide("clerk", "fact-corrections", open, "acceptance", 1, R"({"record_version":3})").key() == "facts.record_ended");
    });
}

TEST_CASE("what a resident typed is sealed where it lies") {
    in_facts([](FactsHouse& house) {
        const Family family(house);
        REQUIRE(house.ask_link("stranger", "赵六", "440524188001010014").status == 201);
        REQUIRE(house.correct("resident", family.li, "phone", "13812340000", R"(,"note":"换号了","files":[])").status == 201);
        static const Statement links(StoreKind::district, "facts_test.links", "select l.name_sealed || l.id_number_sealed as text from facts_links l where l.state = 'asked'");
        static const Statement corrections(StoreKind::district, "facts_test.corrections", "select c.old_sealed || c.asked_sealed || c.note_sealed as text from facts_corrections c");
        house.house().storage->read("d140502", [&](Db& db) {
            for (const Statement* statement : {&links, &corrections}) {
                const std::string kept = db.word(*statement, {}).value_or("");
                CHECK(kept.size() > 20);
                for (const char* clear : {"赵六", "440524188001010014", "13812340000", "13812345678", "换号了"}) CHECK_MESSAGE(kept.find(clear) == std::string::npos, clear);
            }
        });
    });
}

TEST_CASE("every statement of facts prepares, and its lists walk their indexes") {
    with_each_installation([](Installation& installation) {
        FactsHouse house(installation);
        for (const std::string& fault : statement_faults(*house.house().storage, "facts", {"state", "field", "login"})) FAIL_CHECK(fault);
    });
}
