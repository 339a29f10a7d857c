// Duplicates suggested, merged and taken apart; a row as it stood; a row confirmed; fields a city adds; why each field is kept.

#include <algorithm>

#include "archive.h"

using namespace liren;
using namespace liren::people::testing;

namespace {

const std::string people_path = "/api/d/140502/people";

std::vector<std::string> names_in(const Answer& answer) {
    std::vector<std::string> names;
    for (const auto& item : answer.items()) names.emplace_back(item.at("name").as_string());
    return names;
}

std::string merger(const std::string& other, const std::string& take = "[]", const std::string& reason = "同一人重复登记", int other_version = 1) {
    return R"({"other":")" + other + R"(","other_version":)" + std::to_string(other_version) + R"(,"take":)" + take + R"(,"reason":")" + reason + "\"}";
}

}  // namespace

TEST_CASE("who is perhaps the same is suggested while somebody types, and on the page of a person") {
    in_archive([](Archive& archive) {
        const std::string first = archive.add_person(1, "张三", R"(,"phone":"13800001111","birth":"1980-02-03")").string("id");
        archive.add_person(2, "张三", R"(,"birth":"1991-05-06")");
        archive.add_person(3, "李四", R"(,"phone":"13800001111")");
        CHECK(archive.post("clerk", people_path + "/alike", R"({"name":"张三","phone":"138 0000 1111"})").items().size() == 2);   // of the second nothing says otherwise
        CHECK(archive.post("clerk", people_path + "/alike", R"({"name":"张三","birth":"1991-05-06"})").items().size() == 1);
        CHECK(archive.post("clerk", people_path + "/alike", R"({"name":"王五"})").items().empty());
        CHECK(archive.post("other", people_path + "/alike", R"({"name":"张三"})").items().empty());
        CHECK(archive.get("clerk", people_path + "/" + first + "/alike").items().empty());   // another birth date
        const std::string twin = archive.add_person(4, "张三", R"(,"birth":"1980-02-03")").string("id");
        CHECK(names_in(archive.get("clerk", people_path + "/" + first + "/alike")) == Names{"张三"});
        CHECK(archive.get("other", people_path + "/" + twin + "/alike").status == 404);
    });
}

TEST_CASE("two rows that are one become one: values chosen, all that refers led over, and every bit of it taken back") {
    in_archive([](Archive& archive) {
        const std::string kept = archive.add_person(1, "张三", R"(,"education":"21","phone":"13800001111")").string("id");
        const std::string other = archive.add_person(2, "张三", R"(,"id_number":"11010519491231002X","education":"31")").string("id");
        const std::string dwelling = archive.post("clerk", "/api/d/140502/dwellings", R"({"client_ref":")" + client_ref(3) + R"(","area":")" + archive.area_id("140502002012") + R"(","label":"2-301"})").string("id");
        const Answer tenure = archive.post("clerk", "/api/d/140502/tenures", R"({"client_ref":")" + client_ref(4) + R"(","area":")" + archive.area_id("140502002012") + R"(","dwelling":")" + dwelling + R"(","person":")" + other + R"(","tenure_kind":"owner"})");
        REQUIRE_MESSAGE(tenure.status == 201, tenure.text);
        CHECK(archive.post_at("clerk", people_path + "/" + kept + "/merger", 1, merger(kept)).key() == "register.merged_with_itself");
        CHECK(archive.post_at("clerk", people_path + "/" + kept + "/merger", 1, merger(other, "[]", " ")).fault("reason") == "schema.required");
        CHECK(archive.post_at("clerk", people_path + "/" + kept + "/merger", 1, merger(other, R"(["height"])")).fault("take") == "schema.unknown_member");
        CHECK(archive.post_at("clerk", people_path + "/" + kept + "/merger", 7, merger(other)).status == 412);
        CHECK(archive.post_at("clerk", people_path + "/" + kept + "/merger", 1, merger(other, "[]", "重复", 9)).key() == "register.other_changed");   // somebody was at the other row
        CHECK(archive.post_at("other", people_path + "/" + kept + "/merger", 1, merger(other)).status == 404);
        CHECK(archive.post_at("clerk", people_path + "/" + kept + "/separation", 1, "{}").key() == "register.nothing_to_separate");
        const Answer merged = archive.post_at("clerk", people_path + "/" + kept + "/merger", 1, merger(other, R"(["id_number","education","birth","sex"])"));
        REQUIRE_MESSAGE(merged.status == 200, merged.text);
        CHECK(merged.string("education") == "31");
        CHECK(merged.string("birth") == "1949-12-31");
        CHECK(merged.string("phone") == "138****1111");
        CHECK(merged.body.at("is_merged").as_bool());
        CHECK(archive.names("clerk", "q=002x") == Names{"张三"});
        CHECK(archive.names("clerk", "") == Names{"张三"});
        CHECK(archive.get("clerk", "/api/d/140502/tenures/" + tenure.string("id")).string("person") == kept);
        const Answer gone = archive.get("clerk", people_path + "/" + other);
        CHECK(gone.string("merged_into") == kept);
        CHECK(archive.post_at("clerk", people_path + "/" + kept + "/merger", 2, merger(other)).key() == "register.ended");
        CHECK(archive.get("clerk", people_path + "/" + kept + "/history").items()[0].at("name").as_string() == "people.person_merged");

        REQUIRE(archive.patch("clerk", people_path + "/" + kept, 2, R"({"education":"81"})").status == 200);   // edited since: that stays
        const Answer apart = archive.post_at("clerk", people_path + "/" + kept + "/separation", 3, "{}");
        REQUIRE_MESSAGE(apart.status == 200, apart.text);
        CHECK(apart.string("education") == "81");
        CHECK(apart.body.at("id_number").is_null());
        CHECK_FALSE(apart.body.at("is_merged").as_bool());
        const Answer again = archive.get("clerk", people_path + "/" + other);
        CHECK(again.body.at("ended_at").is_null());
        CHECK(again.string("id_number") == "110105************");
        CHECK(archive.get("clerk", "/api/d/140502/tenures/" + tenure.string("id")).string("person") == other);
        CHECK(archive.names("clerk", "q=002x") == Names{"张三"});
    });
}

TEST_CASE("a merger is not taken back while its number stands in another row") {
    in_archive([](Archive& archive) {
        const std::string kept = archive.add_person(1, "张三").string("id");
        const std::string other = archive.add_person(2, "张三", R"(,"id_number":"11010519491231002X")").string("id");
        REQUIRE(archive.post_at("clerk", people_path + "/" + kept + "/merger", 1, merger(other)).status == 200);
        REQUIRE(archive.add_person(3, "张三丰", R"(,"id_number":"11010519491231002X")").status == 201);   // the other has ended: its number is free
        const std::string version = std::to_string(archive.get("clerk", people_path + "/" + kept).body.at("version").as_int64());
        const Answer refused = archive.post_at("clerk", people_path + "/" + kept + "/separation", std::stoll(version), "{}");
        CHECK(refused.status == 409);
        CHECK(archive.get("clerk", people_path + "/" + other).string("merged_into") == kept);
    });
}

TEST_CASE("a merger takes what the city added like any other value, and separation gives it back") {
    in_archive([](Archive& archive) {
        const auto field = [](const std::string& name, const std::string& kind, const std::string& more = {}) {
            return R"({"register_kind":"people.person","name":")" + name + R"(","kind":")" + kind + R"(","label":"取暖方式","label_en":"heating")" + more + "}";
        };
        REQUIRE(archive.post("admin", "/api/city/extra-fields", field("heating", "code", R"(,"choices":["燃气","煤"],"filter":true)")).status == 201);
        REQUIRE(archive.post("admin", "/api/city/extra-fields", field("rooms", "integer")).status == 201);
        REQUIRE(archive.until([&] { return extra_fields_of(archive.house(), liren::people::persons)->size() == 2; }));
        const std::string kept = archive.add_person(1, "张三", R"(,"extra":{"heating":"燃气"})").string("id");
        const std::string other = archive.add_person(2, "张三", R"(,"extra":{"heating":"煤","rooms":3})").string("id");
        const std::string path = people_path + "/" + kept;
        for (const char* unknown : {R"(["extra.size"])", R"(["heating"])", R"(["extra."])"}) CHECK(archive.post_at("clerk", path + "/merger", 1, merger(other, unknown)).fault("take") == "schema.unknown_member");
        const Answer merged = archive.post_at("clerk", path + "/merger", 1, merger(other, R"(["extra.heating","extra.rooms"])"));
        REQUIRE_MESSAGE(merged.status == 200, merged.text);
        CHECK(merged.body.at("extra").at("heating").as_string() == "煤");
        CHECK(merged.body.at("extra").at("rooms").as_int64() == 3);
        CHECK(archive.names("clerk", "extra=heating=%E7%85%A4") == Names{"张三"});
        const Answer apart = archive.post_at("clerk", path + "/separation", 2, "{}");
        REQUIRE_MESSAGE(apart.status == 200, apart.text);
        CHECK(apart.body.at("extra").at("heating").as_string() == "燃气");
        CHECK(apart.body.at("extra").at("rooms").is_null());
        CHECK(archive.get("clerk", people_path + "/" + other).body.at("extra").at("rooms").as_int64() == 3);
    });
}

TEST_CASE("the history of both rows names the other one and why they were merged, as far as the reader may see it") {
    in_archive([](Archive& archive) {
        archive.hire_at("wide", "community_worker", "140502002000");
        const std::string kept = archive.add_person(1, "张三").string("id");
        const std::string other = archive.post("wide", people_path, archive.person(2, "张叁", {}, "140502002013")).string("id");
        const Answer merged = archive.post_at("wide", people_path + "/" + kept + "/merger", 1, merger(other, R"(["name"])", "迁居后重复登记"));
        REQUIRE_MESSAGE(merged.status == 200, merged.text);
        const auto told = [&](const std::string& who, const std::string& row) { return archive.get(who, people_path + "/" + row + "/history").items()[0]; };
        CHECK(told("wide", kept).at("name").as_string() == "people.person_merged");
        CHECK(told("wide", kept).at("other").as_string() == other);
        CHECK(told("wide", kept).at("other_name").as_string() == "张叁");
        CHECK(told("wide", kept).at("reason").as_string() == "迁居后重复登记");
        CHECK(told("clerk", kept).at("other_name").as_string().empty());   // it lies elsewhere
        CHECK(told("other", other).at("name").as_string() == "people.person_ended");
        CHECK(told("other", other).at("other").as_string() == kept);
        CHECK(told("other", other).at("reason").as_string() == "迁居后重复登记");
        REQUIRE(archive.post_at("wide", people_path + "/" + kept + "/separation", 2, "{}").status == 200);
        const auto items = archive.get("wide", people_path + "/" + kept + "/history").items();
        const auto separated = std::find_if(items.begin(), items.end(), [](const auto& one) { return one.at("name").as_string() == "people.person_separated"; });
        REQUIRE(separated != items.end());
        CHECK(separated->at("other").as_string() == other);
        CHECK(told("other", other).at("name").as_string() == "people.person_separated");
        CHECK(told("other", other).at("other").as_string() == kept);
    });
}

TEST_CASE("the past of a row says where it came from and who stood for it then, and whether it had ended") {
    in_archive([](Archive& archive) {
        archive.house().settings.idle_minutes = 60 * 24;   // the clock is moved by hours here
        archive.hire_at("second", "community_worker", "140502002012");
        const Answer made = archive.add_person(1, "张三", R"(,"source":"入户走访","education":"21")");
        const std::string path = people_path + "/" + made.string("id");
        const std::int64_t known = made.body.at("as_of").as_int64();
        std::vector<std::string> instants;
        const auto mark = [&] {
            archive.pass(minutes_ms(15));
            instants.push_back(std::to_string(archive.now().ms));
            archive.pass(minutes_ms(15));
        };
        const auto then = [&](std::size_t which) { return archive.get("clerk", path + "/as-of?at=" + instants.at(which)); };
        mark();
        REQUIRE(archive.post_at("second", path + "/confirmation", 1, R"({"source":"电话核实"})").status == 200);
        mark();
        REQUIRE(archive.patch("clerk", path, 2, R"({"education":"31","source":"民政名册"})").status == 200);
        mark();
        CHECK(then(0).string("source") == "入户走访");
        CHECK(then(0).body.at("as_of").as_int64() == known);
        CHECK(then(0).string("confirmed_by_name") == made.string("confirmed_by_name"));
        CHECK(then(0).body.at("version").as_int64() == 1);
        CHECK(then(1).string("source") == "电话核实");
        CHECK(then(1).string("confirmed_by_name") != made.string("confirmed_by_name"));
        CHECK(then(1).string("education") == "21");
        CHECK(then(2).string("source") == "民政名册");
        for (const auto& event : archive.get("clerk", path + "/history").items()) CHECK(event.as_object().at("changes").as_array().size() <= 1);   // the row's own lines are no changes of a field
        const std::string other = archive.add_person(2, "张三").string("id");
        mark();
        REQUIRE(archive.post_at("clerk", path + "/merger", 3, merger(other)).status == 200);
        mark();
        REQUIRE(archive.post_at("clerk", path + "/separation", 3, "{}").status == 200);
        mark();
        const auto twin = [&](std::size_t which) { return archive.get("clerk", people_path + "/" + other + "/as-of?at=" + instants.at(which)); };
        CHECK(twin(3).body.at("ended_at").is_null());
        CHECK(twin(4).body.at("ended_at").is_int64());
        CHECK(twin(4).string("end_reason") == "同一人重复登记");
        CHECK(twin(5).body.at("ended_at").is_null());
    });
}

TEST_CASE("the past of a row shows what referred to it then and held on that day, not what does today") {
    in_archive([](Archive& archive) {
        const std::string area = R"(,"area":")" + archive.area_id("140502002012") + "\"";
        int ref = 10;
        const auto add = [&](const std::string& path, const std::string& more) {
            const Answer made = archive.post("clerk", "/api/d/140502/" + path, R"({"client_ref":")" + client_ref(++ref) + "\"" + area + more + "}");
            REQUIRE_MESSAGE(made.status == 201, made.text);
            return made.string("id");
        };
        const std::string person = archive.add_person(1, "张三").string("id"), heir = archive.add_person(2, "李四").string("id");
        const std::string dwelling = add("dwellings", R"(,"label":"2-301")");
        const auto tenure = [&](const std::string& kind, const std::string& more = {}) { return add("tenures", R"(,"dwelling":")" + dwelling + R"(","person":")" + person + R"(","tenure_kind":")" + kind + "\"" + more); };
        const std::string sold = tenure("owner"), ended = tenure("user"), past = tenure("tenant", R"(,"held_from":"2019","held_to":"2021")"), coming = tenure("co_owner", R"(,"held_from":"2090")"), stands = tenure("tenant", R"(,"held_from":"2019")");
        archive.pass(minutes_ms(15));
        const std::string before = std::to_string(archive.now().ms);
        archive.pass(minutes_ms(15));
        REQUIRE(archive.patch("clerk", "/api/d/140502/tenures/" + sold, 1, R"({"person":")" + heir + "\"}").status == 200);
        REQUIRE(archive.post_at("clerk", "/api/d/140502/tenures/" + ended + "/ending", 1, R"({"reason":"搬走"})").status == 200);
        const std::string late = tenure("user");
        const auto related = [&](const std::string& who, const std::string& row, const std::string& query) {
            std::vector<std::string> ids;
            for (const auto& section : archive.get(who, people_path + "/" + row + "/related" + query).items())
                if (section.at("register").as_string() == "dwellings.tenure")
                    for (const auto& one : section.at("rows").as_array()) ids.emplace_back(one.at("id").as_string());
            std::sort(ids.begin(), ids.end());
            return ids;
        };
        const auto sorted = [](Names ids) {
            std::sort(ids.begin(), ids.end());
            return ids;
        };
        CHECK(related("clerk", person, "") == sorted({past, coming, stands, late}));
        CHECK(related("clerk", person, "?at=" + before) == sorted({sold, ended, stands}));
        CHECK(related("clerk", heir, "?at=" + before).empty());
        CHECK(related("clerk", heir, "") == Names{sold});
        CHECK(archive.get("clerk", people_path + "/" + person + "/related?at=then").fault("at") == "schema.not_integer");
        CHECK(archive.get("other", people_path + "/" + person + "/related?at=" + before).status == 404);
    });
}

TEST_CASE("a row says what may be done with it where it lies, and registers are described for one district") {
    in_archive([](Archive& archive) {
        const std::string path = people_path + "/" + archive.add_person(1, "张三").string("id");
        const auto may = [&](const std::string& who, const char* what) { return archive.get(who, path).body.at("may").at(what).as_bool(); };
        CHECK(may("clerk", "manage"));
        CHECK(may("clerk", "unmask"));
        CHECK_FALSE(may("leader", "manage"));
        for (const auto& section : archive.get("clerk", path + "/related").items()) CHECK(section.at("manage").as_bool() == (section.at("register").as_string() != "people.key_group_tag"));
        const auto described = [&](const std::string& query) { return archive.get("clerk", "/api/city/registers" + query).body.at("registers").as_array(); };
        CHECK(described("").size() == described("?district=140502").size());
        CHECK(described("?district=990101").empty());
        for (const auto& one : described(""))
            if (one.at("kind").as_string() == "people.person") CHECK_FALSE(one.at("label_one").as_string().empty());
    });
}

TEST_CASE("a row is read as it stood at an instant") {
    in_archive([](Archive& archive) {
        const Answer made = archive.add_person(1, "张三", R"(,"education":"21","note":"甲")");
        const std::string path = people_path + "/" + made.string("id");
        archive.pass(minutes_ms(15));
        const std::string before = std::to_string(archive.now().ms);
        archive.pass(minutes_ms(15));
        REQUIRE(archive.patch("clerk", path, 1, R"({"education":"31","note":null})").status == 200);
        archive.pass(minutes_ms(15));
        REQUIRE(archive.post_at("clerk", path + "/ending", 2, R"({"reason":"迁出"})").status == 200);
        const Answer then = archive.get("clerk", path + "/as-of?at=" + before);
        REQUIRE_MESSAGE(then.status == 200, then.text);
        CHECK(then.string("education") == "21");
        CHECK(then.string("note") == "甲");
        CHECK(then.body.at("version").as_int64() == 1);
        CHECK(then.body.at("ended_at").is_null());
        CHECK(archive.get("clerk", path + "/as-of?at=" + std::to_string(archive.now().ms)).string("education") == "31");
        CHECK(archive.get("clerk", path + "/as-of?at=1000").key() == "register.not_yet");
        CHECK(archive.get("clerk", path + "/as-of?at=then").fault("at") == "schema.not_integer");
        CHECK(archive.get("other", path + "/as-of?at=" + before).status == 404);
    });
}

TEST_CASE("a row is confirmed as it is, with where that is known from") {
    in_archive([](Archive& archive) {
        const std::string path = people_path + "/" + archive.add_person(1, "张三").string("id");
        archive.pass(minutes_ms(50));
        const Answer confirmed = archive.post_at("clerk", path + "/confirmation", 1, R"({"source":"入户走访"})");
        REQUIRE_MESSAGE(confirmed.status == 200, confirmed.text);
        CHECK(confirmed.string("source") == "入户走访");
        CHECK(archive.now().ms - confirmed.body.at("as_of").as_int64() < minutes_ms(1));
        CHECK(archive.post_at("clerk", path + "/confirmation", 1, R"({"source":"电话"})").status == 412);
        CHECK(archive.post_at("leader", path + "/confirmation", 2, R"({"source":"电话"})").status == 403);
        CHECK(archive.get("clerk", path + "/history").items()[0].at("name").as_string() == "people.person_confirmed");
    });
}

TEST_CASE("a rule fills what was left out before anything is missed, and a day is found up to its month") {
    in_archive([](Archive& archive) {
        archive.add_person(1, "张三", R"(,"birth":"1980-02-28")");
        archive.add_person(2, "李四", R"(,"birth":"1980-03")");
        CHECK(archive.names("clerk", "birth_to=1980-02") == Names{"张三"});
        CHECK(archive.names("clerk", "birth_to=1980") == Names{"李四", "张三"});
        CHECK(archive.names("clerk", "birth_from=1980-03") == Names{"李四"});
    });
}

TEST_CASE("a surname stands in the list where it sounds as a surname") {
    in_archive([](Archive& archive) {
        int ref = 0;
        for (const char* name : {"曾一", "陈一", "单一", "冯一", "赵一", "孙一", "仇一", "钱一"}) archive.add_person(++ref, name);
        CHECK(archive.names("clerk", "") == Names{"陈一", "冯一", "钱一", "仇一", "单一", "孙一", "曾一", "赵一"});
        CHECK(archive.post("clerk", people_path + "/alike", R"({"name":"曾一"})").items().size() == 1);
    });
}

TEST_CASE("a dwelling is named with the building it lies in") {
    in_archive([](Archive& archive) {
        const std::string area = R"("area":")" + archive.area_id("140502002012") + "\"";
        const std::string building = archive.post("clerk", "/api/d/140502/buildings", R"({"client_ref":")" + client_ref(1) + "\"," + area + R"(,"name":"3号楼"})").string("id");
        const std::string dwelling = archive.post("clerk", "/api/d/140502/dwellings", R"({"client_ref":")" + client_ref(2) + "\"," + area + R"(,"label":"2单元501","building":")" + building + "\"}").string("id");
        CHECK(archive.add_person(3, "张三", R"(,"dwelling":")" + dwelling + "\"").string("dwelling_name") == "3号楼 2单元501");
    });
}

TEST_CASE("a city adds fields without a build: checked, kept, told, found by, and retired") {
    in_archive([](Archive& archive) {
        const auto field = [](const std::string& name, const std::string& kind, const std::string& more = {}) {
            return R"({"register_kind":"people.person","name":")" + name + R"(","kind":")" + kind + R"(","label":"取暖方式","label_en":"heating")" + more + "}";
        };
        const std::string path = "/api/city/extra-fields";
        CHECK(archive.post("clerk", path, field("heating", "text")).status == 403);
        CHECK(archive.post("admin", path, field("Heating", "text")).fault("name") == "registers.field_name");
        CHECK(archive.post("admin", path, field("sex", "text")).fault("name") == "registers.field_taken");
        CHECK(archive.post("admin", path, field("heating", "code")).fault("choices") == "registers.choices");
        CHECK(archive.post("admin", path, field("heating", "text", R"(,"choices":["燃气"])")).fault("choices") == "registers.choices");
        CHECK(archive.post("admin", path, R"({"register_kind":"people.nobody","name":"x","kind":"text","label":"x","label_en":"x"})").fault("register_kind") == "registers.unknown_register");
        CHECK(archive.post("admin", path, R"({"register_kind":"people.life_event","name":"x","kind":"text","label":"x","label_en":"x","filter":true})").fault("filter") == "registers.cannot_filter");
        const Answer made = archive.post("admin", path, field("heating", "code", R"(,"choices":["燃气","煤"],"filter":true,"listed":true)"));
        REQUIRE_MESSAGE(made.status == 201, made.text);
        CHECK(archive.post("admin", path, field("heating", "text")).fault("name") == "registers.field_taken");
        REQUIRE(archive.post("admin", path, field("rooms", "integer")).status == 201);
        REQUIRE(archive.post("admin", path, field("checked_on", "date")).status == 201);
        REQUIRE(archive.until([&] { return extra_fields_of(archive.house(), liren::people::persons)->size() == 3; }));
        const Answer wrong = archive.add_person(1, "张三", R"(,"extra":{"heating":"柴","rooms":"三","size":1})");
        CHECK(wrong.fault("extra.heating") == "register.unknown_code");
        CHECK(wrong.fault("extra.rooms") == "schema.not_integer");
        CHECK(wrong.fault("extra.size") == "schema.unknown_member");
        const Answer person = archive.add_person(2, "张三", R"(,"extra":{"heating":"燃气","rooms":3,"checked_on":"2026-11"})");
        REQUIRE_MESSAGE(person.status == 201, person.text);
        CHECK(person.body.at("extra").at("rooms").as_int64() == 3);
        CHECK(person.body.at("extra").at("checked_on").as_string() == "2026-11");
        archive.add_person(3, "李四", R"(,"extra":{"heating":"煤"})");
        CHECK(archive.names("clerk", "extra=heating=%E7%87%83%E6%B0%94") == Names{"张三"});
        CHECK(archive.names("clerk", "extra=heating=%E7%85%A4&q=zs").empty());
        CHECK(archive.names("other", "extra=heating=%E7%87%83%E6%B0%94").empty());
        CHECK(archive.get("clerk", people_path + "?extra=rooms=3").fault("extra") == "register.unknown_filter");
        const std::string one = people_path + "/" + person.string("id");
        REQUIRE(archive.patch("clerk", one, 1, R"({"extra":{"heating":"煤"}})").status == 200);
        CHECK(archive.names("clerk", "extra=heating=%E7%85%A4") == Names{"李四", "张三"});
        const auto history = archive.get("clerk", one + "/history").items();
        CHECK(history[0].at("changes").as_array()[0].at("old").as_string() == "燃气");
        CHECK(archive.post_at("admin", path + "/" + made.string("id") + "/retirement", 7, R"({"retired":true})").status == 412);
        REQUIRE(archive.post_at("admin", path + "/" + made.string("id") + "/retirement", 1, R"({"retired":true})").status == 200);
        CHECK(archive.post_at("admin", path + "/" + id_text(12345) + "/retirement", 1, R"({"retired":true})").key() == "registers.field_not_found");
        REQUIRE(archive.until([&] { return extra_fields_of(archive.house(), liren::people::persons)->at(1).is_retired; }));
        CHECK(archive.get("clerk", one).body.at("extra").at("heating").as_string() == "煤");   // what was said stays readable
        CHECK(archive.get("admin", path).items().size() == 3);
    });
}

TEST_CASE("the data standard says of every field what it is, why it is kept, and how long") {
    in_archive([](Archive& archive) {
        const Answer standard = archive.get("clerk", "/api/city/data-standard");
        REQUIRE_MESSAGE(standard.status == 200, standard.text);
        bool identity = false;
        for (const auto& field : standard.body.at("fields").as_array()) {
            CHECK_FALSE(field.at("purpose").as_string().empty());
            CHECK_FALSE(field.at("basis").as_string().empty());
            CHECK(field.at("retention_years").as_int64() > 0);
            if (field.at("register_kind").as_string() != "people.person" || field.at("name").as_string() != "id_number") continue;
            identity = true;
            CHECK(field.at("standard").as_string() == "GB 11643-1999");
            CHECK(field.at("sensitivity").as_string() == "sensitive");
        }
        CHECK(identity);
        CHECK(archive.get("clerk", "/api/city/data-standard").string("version") == standard.string("version"));
        const Answer sheet = archive.get("clerk", "/api/city/data-standard/spreadsheet");
        CHECK(sheet.status == 200);
        CHECK(sheet.text.substr(0, 2) == "PK");
        CHECK(archive.get("", "/api/city/data-standard").status == 401);
    });
}
