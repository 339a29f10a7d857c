// What the register of persons promises, on SQLite and PostgreSQL. Numbers are invented, with right check characters.

#include "archive.h"

using namespace liren;
using namespace liren::people::testing;

namespace {

const std::string man_of_1949 = R"(,"id_number":"11010519491231002X")";

/// Looks of one kind that are on the record.
std::size_t looks(Archive& archive, const std::string& kind) {
    static const Statement of_kind(StoreKind::district, "kernel.looks_of_kind_in_tests", "select count(*) as number from kernel_looks k where k.subject_kind = :subject_kind");
    std::size_t number = 0;
    archive.house().storage->read("d140502", [&](Db& db) { number = static_cast<std::size_t>(db.number(of_kind, {{"subject_kind", kind}}).value_or(0)); });
    return number;
}

}  // namespace

TEST_CASE("a person is added, found, changed, and what changed is told field by field") {
    in_archive([](Archive& archive) {
        const Answer made = archive.add_person(1, "单雄信", man_of_1949 + R"(,"phone":"138 1234 5678","education":"21")");
        REQUIRE_MESSAGE(made.status == 201, made.text);
        const std::string path = "/api/d/140502/people/" + made.string("id");
        CHECK(made.string("birth") == "1949-12-31");
        CHECK(made.string("sex") == "2");
        const Answer changed = archive.patch("clerk", path, 1, R"({"education":"31","phone":"13812345679"})");
        REQUIRE_MESSAGE(changed.status == 200, changed.text);
        CHECK(changed.string("education") == "31");
        const auto history = archive.get("leader", path + "/history").items();
        REQUIRE(history.size() == 2);
        CHECK(history[0].at("name").as_string() == "people.person_changed");
        const auto& changes = history[0].at("changes").as_array();
        REQUIRE(changes.size() == 2);
        CHECK(changes[0].at("field").as_string() == "phone");
        CHECK(changes[0].at("old").as_string() == "138****5678");
        CHECK(changes[1].at("new").as_string() == "31");
        CHECK(archive.patch("clerk", path, 1, R"({"education":"81"})").status == 412);
        CHECK(archive.patch("clerk", path, 2, R"({"education":"31"})").key() == "register.nothing_changed");
    });
}

TEST_CASE("a number is masked in every answer, and shown by a look that says why") {
    in_archive([](Archive& archive) {
        const Answer made = archive.add_person(1, "张三", man_of_1949 + R"(,"phone":"13812345678","registered_address":"山西省晋城市城区某路1号2单元301室")");
        REQUIRE_MESSAGE(made.status == 201, made.text);
        const std::string path = "/api/d/140502/people/" + made.string("id");
        for (const std::string& target : {path, path + "/history", std::string("/api/d/140502/people")}) {
            const std::string text = archive.get("clerk", target).text;
            for (const char* clear : {"11010519491231002X", "002X", "13812345678", "301"}) CHECK_MESSAGE(text.find(clear) == std::string::npos, target << " shows " << clear);
        }
        CHECK(archive.get("clerk", path).string("id_number") == "110105************");
        CHECK(archive.post("clerk", path + "/look", R"({"reason":" "})").fault("reason") == "register.look_reason");
        CHECK(archive.post("leader", path + "/look", R"({"reason":"核对"})").status == 403);
        const Answer look = archive.post("clerk", path + "/look", R"({"reason":"入户核对"})");
        REQUIRE_MESSAGE(look.status == 200, look.text);
        CHECK(look.string("id_number") == "11010519491231002X");
        CHECK(look.string("phone") == "13812345678");
        CHECK(archive.get("clerk", path + "/history").items().size() == 1);   // a look is not told on the timeline
    });
}

TEST_CASE("a look is never answered from memory: not for another row, and not without being recorded") {
    in_archive([](Archive& archive) {
        const std::string first = archive.add_person(1, "张三", man_of_1949).string("id"), second = archive.add_person(2, "李四", R"(,"phone":"13812345678")").string("id");
        for (const std::string& id : {first, second}) {
            const Answer look = archive.post_with_key("clerk", "/api/d/140502/people/" + id + "/look", "one-key", R"({"reason":"入户核对"})");
            REQUIRE_MESSAGE(look.status == 200, look.text);
            CHECK(look.body.at("id_number").is_null() == (id == second));
        }
        CHECK(looks(archive, "people.person") == 2);
    });
}

TEST_CASE("all that is wrong with a row is said at once") {
    in_archive([](Archive& archive) {
        const Answer wrong = archive.post("clerk", "/api/d/140502/people",
                                          R"({"client_ref":")" + client_ref(1) + R"(","area":")" + archive.area_id("140502002012") +
                                              R"(","name":" ","id_number":"110105194912310020","birth":"1990-02-30","sex":"7","phone":"12","height":180})");
        CHECK(wrong.status == 422);
        CHECK(wrong.fault("name") == "schema.required");
        CHECK(wrong.fault("id_number") == "id_number.check");
        CHECK(wrong.fault("birth") == "register.no_such_date");
        CHECK(wrong.fault("sex") == "register.unknown_code");
        CHECK(wrong.fault("phone") == "schema.not_phone");
        CHECK(wrong.fault("height") == "schema.unknown_member");
        CHECK(archive.add_person(2, "李四", R"(,"birth":"2999-01-01")").fault("birth") == "people.birth_in_future");
    });
}

TEST_CASE("a clerk of another community does not find the person, nor adds one there") {
    in_archive([](Archive& archive) {
        const std::string id = archive.add_person(1, "张三").string("id");
        CHECK(archive.get("other", "/api/d/140502/people/" + id).status == 404);
        CHECK(archive.patch("other", "/api/d/140502/people/" + id, 1, R"({"note":"x"})").status == 404);
        CHECK(archive.names("other", "").empty());
        CHECK(archive.names("other", "q=zs").empty());
        CHECK(archive.post("clerk", "/api/d/140502/people", archive.person(2, "李四", "", "140502002013")).fault("area") == "register.area_out_of_reach");
        CHECK(archive.names("leader", "") == Names{"张三"});
    });
}

TEST_CASE("one identity number stands in one current row") {
    in_archive([](Archive& archive) {
        const std::string first = archive.add_person(1, "张三", man_of_1949).string("id");
        const Answer second = archive.add_person(2, "张四", man_of_1949);
        CHECK(second.fault("id_number") == "register.taken");
        CHECK(second.string("existing") == first);
        const Answer beyond = archive.post("other", "/api/d/140502/people", archive.person(3, "张五", man_of_1949 + R"(,"sex":"7")", "140502002013"));
        CHECK(beyond.fault("id_number") == "register.taken");   // said together with all else, and not by whom
        CHECK(beyond.fault("sex") == "register.unknown_code");
        CHECK(beyond.body.as_object().if_contains("existing") == nullptr);
        const Answer ended = archive.post("clerk", "/api/d/140502/people/" + first + "/ending", R"({"reason":"重复登记"})");
        CHECK(ended.status == 428);   // a row is ended at the version one has seen
    });
}

TEST_CASE("a person is found by name, part of it, pinyin, initials of several readings, four digits or the whole number") {
    in_archive([](Archive& archive) {
        REQUIRE(archive.add_person(1, "单雄信", man_of_1949 + R"(,"phone":"13812345678")").status == 201);
        REQUIRE(archive.add_person(2, "阿不都·吾甫尔").status == 201);
        REQUIRE(archive.add_person(3, "欧阳锋").status == 201);
        for (const char* word : {"%E5%8D%95%E9%9B%84%E4%BF%A1", "%E5%8D%95%E9%9B%84", "%E9%9B%84%E4%BF%A1", "%E5%8D%95", "shanxiong", "sxx", "dxx", "002x", "5678", "13812345678", "11010519491231002X"})
            CHECK_MESSAGE(archive.names("clerk", std::string("q=") + word) == Names{"单雄信"}, word);
        CHECK(archive.names("clerk", "q=%E5%90%BE%E7%94%AB") == Names{"阿不都·吾甫尔"});
        CHECK(archive.names("clerk", "q=oyf") == Names{"欧阳锋"});
        CHECK(archive.names("clerk", "q=%E9%98%B3%E5%8D%95").empty());
        CHECK(archive.names("clerk", "q=%22%20OR%20%2A").empty());   // what an engine's own language would mean is only letters here
        CHECK(archive.names("clerk", "q=%21%21").empty());
    });
}

TEST_CASE("what is doubtful is kept, and said with the answer") {
    in_archive([](Archive& archive) {
        const Answer made = archive.add_person(1, "张三", man_of_1949 + R"(,"birth":"1950-01-01")");
        REQUIRE_MESSAGE(made.status == 201, made.text);
        REQUIRE(made.body.at("warnings").as_array().size() == 1);
        CHECK(made.body.at("warnings").as_array()[0].at("key").as_string() == "people.birth_differs");
    });
}

TEST_CASE("a household is found by the initials of its name, and the history names what a row was joined to") {
    in_archive([](Archive& archive) {
        const Answer household = archive.post("clerk", "/api/d/140502/households", R"({"client_ref":")" + client_ref(1) + R"(","area":")" + archive.area_id("140502002012") + R"(","label":"欧阳家"})");
        REQUIRE_MESSAGE(household.status == 201, household.text);
        CHECK(archive.get("clerk", "/api/d/140502/households?q=oyj").items().size() == 1);
        const Answer person = archive.add_person(2, "欧阳锋");
        const std::string path = "/api/d/140502/people/" + person.string("id");
        REQUIRE(archive.patch("clerk", path, 1, R"({"household":")" + household.string("id") + "\"}").status == 200);
        const auto history = archive.get("clerk", path + "/history").items();
        CHECK(history[0].at("changes").as_array()[0].at("new_name").as_string() == "欧阳家");
    });
}

TEST_CASE("a changed name is found by the new one only") {
    in_archive([](Archive& archive) {
        const std::string id = archive.add_person(1, "张三").string("id");
        REQUIRE(archive.patch("clerk", "/api/d/140502/people/" + id, 1, R"({"name":"李四"})").status == 200);
        CHECK(archive.names("clerk", "q=zs").empty());
        CHECK(archive.names("clerk", "q=lisi") == Names{"李四"});
    });
}

TEST_CASE("the list stands in the order of the names, page after page, and narrows by filters") {
    in_archive([](Archive& archive) {
        for (int i = 0; i < 7; ++i) REQUIRE(archive.add_person(i + 1, std::vector<std::string>{"周一", "安二", "王三", "白四", "邹五", "邓六", "孙七"}[static_cast<std::size_t>(i)], i % 2 == 0 ? R"(,"sex":"1")" : R"(,"sex":"2")").status == 201);
        Names all;
        std::string after;
        do {
            const Answer page = archive.get("clerk", "/api/d/140502/people?limit=3" + (after.empty() ? "" : "&after=" + after));
            for (const auto& item : page.items()) all.emplace_back(item.at("name").as_string());
            after = page.body.at("next").is_null() ? "" : page.string("next");
        } while (!after.empty());
        CHECK(all == Names{"安二", "白四", "邓六", "孙七", "王三", "周一", "邹五"});
        CHECK(archive.names("clerk", "sex=2") == Names{"安二", "白四", "邓六"});
        CHECK(archive.get("clerk", "/api/d/140502/people?limit=1000").status == 422);
        CHECK(archive.get("clerk", "/api/d/140502/people?after=nonsense").status == 422);
    });
}

TEST_CASE("an archive shows the household, the tenure and the tags that refer to it, and key groups to named roles only") {
    in_archive([](Archive& archive) {
        archive.hire_at("officer", "key_group_officer", "140502002012");
        const std::string area = R"("area":")" + archive.area_id("140502002012") + "\"";
        const auto add = [&](const std::string& as, const std::string& path, int ref, const std::string& more) {
            const Answer made = archive.post(as, "/api/d/140502/" + path, R"({"client_ref":")" + client_ref(ref) + "\"," + area + more + "}");
            REQUIRE_MESSAGE(made.status == 201, path << made.text);
            return made.string("id");
        };
        const std::string dwelling = add("clerk", "dwellings", 1, R"(,"label":"3号楼2单元501","floor_area":"85.5")");
        const std::string household = add("clerk", "households", 2, R"(,"label":"张三户","dwelling":")" + dwelling + "\"");
        const std::string person = archive.add_person(3, "张三", R"(,"household":")" + household + R"(","relation":"02","dwelling":")" + dwelling + "\"").string("id");
        add("clerk", "tenures", 4, R"(,"dwelling":")" + dwelling + R"(","person":")" + person + R"(","tenure_kind":"owner","held_from":"2015")");
        add("clerk", "care-tags", 5, R"(,"person":")" + person + R"(","tag":"living_alone")");
        add("officer", "key-group-tags", 6, R"(,"person":")" + person + R"(","tag":"social_assistance","basis":"民政系统数据")");
        const auto related = [&](const std::string& as, const std::string& target) {
            std::map<std::string, std::size_t> counts;
            for (const auto& section : archive.get(as, target + "/related").items()) counts[std::string(section.at("register").as_string())] += section.at("rows").as_array().size();
            return counts;
        };
        const auto of_person = related("clerk", "/api/d/140502/people/" + person);
        CHECK(of_person.at("dwellings.tenure") == 1);
        CHECK(of_person.at("people.care_tag") == 1);
        CHECK(of_person.count("people.key_group_tag") == 0);
        CHECK(related("officer", "/api/d/140502/people/" + person).at("people.key_group_tag") == 0);   // not unasked
        CHECK(looks(archive, "people.key_group_tag") == 0);
        CHECK(archive.get("officer", "/api/d/140502/key-group-tags?person=" + person).items().size() == 1);
        CHECK(looks(archive, "people.key_group_tag") == 1);
        CHECK(archive.get("clerk", "/api/d/140502/key-group-tags").status == 403);
        CHECK(related("leader", "/api/d/140502/dwellings/" + dwelling).at("people.person") == 1);
        const Answer shown = archive.get("clerk", "/api/d/140502/people/" + person);
        CHECK(shown.string("household_name") == "张三户");
        CHECK(shown.string("dwelling_name") == "3号楼2单元501");
        CHECK(archive.get("clerk", "/api/d/140502/dwellings/" + dwelling).string("floor_area") == "85.50");
    });
}

TEST_CASE("pages are drawn from the declarations, in the caller's language, and only of registers the caller may read") {
    in_archive([](Archive& archive) {
        const Answer told = archive.get("clerk", "/api/city/registers");
        REQUIRE(told.status == 200);
        std::set<std::string> kinds;
        for (const auto& of : told.body.at("registers").as_array()) kinds.emplace(of.at("kind").as_string());
        CHECK(kinds.count("people.person") == 1);
        CHECK(kinds.count("people.key_group_tag") == 0);
        CHECK(archive.get("", "/api/city/registers").status == 401);
    });
}

TEST_CASE("every statement of a register prepares, and its lists walk an index") {
    with_each_installation([](Installation& installation) {
        Archive archive(installation);
        for (const char* module : {"people", "dwellings", "register"})
            for (const std::string& fault : statement_faults(*archive.house().storage, module, {"find", "after_key", "value", "subject_kind", "sex", "name", "residence_kind", "ethnicity", "education", "politics", "household_kind", "event", "tag", "compound_kind", "dwelling_use", "dwelling_state", "tenure_kind", "field"}))
                FAIL_CHECK(fault);
    });
}
