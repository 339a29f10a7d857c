// What an export promises, on SQLite and PostgreSQL. People and numbers are invented; check characters are right.

#include "export_house.h"
#include "parts.h"

#include <algorithm>
#include <fstream>

using namespace liren;
using namespace liren::exports;
using namespace liren::exports::testing;

namespace {

const std::string personal = R"(,"id_number":"11010519491231002X","phone":"13812345678")";

bool holds(const Table& table, const std::string& text) {
    return std::any_of(table.begin(), table.end(), [&](const auto& row) { return std::find(row.begin(), row.end(), text) != row.end(); });
}

struct Look {
    std::string field_names, reason;
};
BOOST_DESCRIBE_STRUCT(Look, (), (field_names, reason))
const Statement looks(StoreKind::district, "exports_test.looks", "select l.field_names, l.reason from kernel_looks l where l.subject_kind = 'exports.export' order by l.at, l.id");

std::vector<Look> looks_of(ExportHouse& house) {
    std::vector<Look> found;
    house.house().storage->read("d140502", [&](Db& db) { found = db.all<Look>(looks, {}); });
    return found;
}

}  // namespace

TEST_CASE("exports: every statement prepares and every list walks its index") {
    with_each_installation([](Installation& installation) {
        ExportHouse house(installation);
        CHECK(statement_faults(*house.house().storage, "exports", {"query_sealed", "register", "columns", "state", "place", "reach", "decision", "name"}) == std::vector<std::string>{});
    });
}

TEST_CASE("nothing is made before a second person approves; then the asker fetches what the list shows, masked") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三", personal);
        house.add_person("李四", R"(,"sex":"1")");
        house.add_person("王五", "", "other", other_code);
        const Answer asked = house.ask("clerk");
        REQUIRE_MESSAGE(asked.status == 201, asked.text);
        CHECK(asked.string("state") == "asked");
        CHECK(asked.number("row_count") == 2);
        house.run_jobs();
        CHECK(house.show("clerk", asked).string("state") == "asked");
        CHECK(house.files() == 0);
        const auto waiting = house.get("leader", "/api/d/140502/export-requests").items();
        REQUIRE(waiting.size() == 1);
        CHECK(waiting[0].at("owner_name").as_string() == "Name of clerk");
        CHECK(waiting[0].at("reason").as_string() == "年度核对");
        CHECK(waiting[0].at("row_count").as_int64() == 2);
        REQUIRE(house.decide("leader", asked, "approval", R"({"reason":"同意"})").status == 200);
        house.run_jobs();
        const Answer ready = house.show("clerk", asked);
        CHECK(ready.string("state") == "ready");
        CHECK(ready.number("done") == 2);
        const Answer file = house.download("clerk", asked);
        REQUIRE_MESSAGE(file.status == 200, file.text);
        const Table table = ExportHouse::rows(file.text);
        REQUIRE(table.size() == 6);
        CHECK(table[0][0].find("居民：2 行") != std::string::npos);
        CHECK(table[1][0].find("Name of clerk") != std::string::npos);
        CHECK(table[1][0].find(asked.string("number")) != std::string::npos);
        CHECK(table[1][0].find("Name of leader") != std::string::npos);
        CHECK(table[2][0].find("年度核对") != std::string::npos);
        CHECK(table[3][0] == "姓名");
        CHECK(holds(table, "138****5678"));
        CHECK_FALSE(holds(table, "13812345678"));
        CHECK_FALSE(holds(table, "王五"));
        CHECK(house.events(4) == std::vector<std::string>{"exports.asked", "exports.approved", "exports.made", "exports.downloaded"});
        CHECK(looks_of(house).empty());
    });
}

TEST_CASE("what lies on disk is sealed") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三", personal);
        house.made("", "all", true);
        REQUIRE(house.files() == 1);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(house.house_directory())) {
            if (!entry.is_regular_file()) continue;
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string bytes(std::istreambuf_iterator<char>(file), {});
            CHECK(bytes.starts_with("a1."));
            CHECK(bytes.find("13812345678") == std::string::npos);
            CHECK(bytes.find("张三") == std::string::npos);
        }
    });
}

TEST_CASE("every download of clear values is a look that names the fields, the count and the reason") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三", personal);
        const Answer ready = house.made("", "all", true);
        REQUIRE(house.download("clerk", ready).status == 200);
        CHECK(holds(ExportHouse::rows(house.download("clerk", ready).text), "11010519491231002X"));
        const auto found = looks_of(house);
        REQUIRE(found.size() == 2);
        CHECK(found[0].field_names == "id_number,phone,registered_address");
        CHECK(found[0].reason.find("1 行") != std::string::npos);
        CHECK(found[0].reason.find("年度核对") != std::string::npos);
        CHECK(house.show("clerk", ready).number("downloads") == 2);
    });
}

TEST_CASE("clear values are asked for only by who may unmask them") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三", personal);
        const Answer refused = house.ask_for("leader", "", "all", true);
        CHECK(refused.status == 422);
        CHECK(refused.fault("clear") == "exports.no_unmask");
        CHECK(house.ask_for("leader", "", "all", false).status == 201);
        CHECK(house.ask_for("clerk", "", "all", true).status == 201);
    });
}

TEST_CASE("an export is what the list's own query shows: filters, words, area, ended") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三", R"(,"sex":"1","birth":"1950-03")");
        house.add_person("李四", R"(,"sex":"2")");
        const auto names = [&](const std::string& query) {
            std::vector<std::string> found;
            const Table table = ExportHouse::rows(house.download("clerk", house.made(query)).text);
            for (std::size_t i = 4; i < table.size(); ++i) found.push_back(table[i][0]);
            return found;
        };
        CHECK(names("") == std::vector<std::string>{"李四", "张三"});
        CHECK(names("sex=1") == std::vector<std::string>{"张三"});
        CHECK(names("q=zs") == std::vector<std::string>{"张三"});
        CHECK(names("birth_from=1949&birth_to=1951") == std::vector<std::string>{"张三"});
        CHECK(names("community=" + house.area_id(own_code)) == std::vector<std::string>{"李四", "张三"});
        CHECK(house.ask_for("clerk", "ended=true", "all", false).key() == "exports.nothing");
        CHECK(house.ask_for("clerk", "sex=9", "all", false).key() == "exports.nothing");
    });
}

TEST_CASE("fields a city added are columns under their label; a retired one is none, and the filter is told in words") {
    in_exports([](ExportHouse& house) {
        const auto add = [&](const std::string& name, const std::string& more) {
            const Answer added = house.post("admin", "/api/city/extra-fields", R"({"register_kind":"people.person","name":")" + name + R"(",)" + more + "}");
            REQUIRE_MESSAGE(added.status == 201, added.text);
            return added;
        };
        add("checked_on", R"("kind":"date","label":"核对日期","label_en":"Checked on")");
        add("heating", R"("kind":"code","choices":["燃气","煤"],"label":"供暖方式","label_en":"Heating","listed":true,"filter":true)");
        add("pets", R"("kind":"boolean","label":"养犬","label_en":"Has a dog","filter":true)");
        const Answer rooms = add("rooms", R"("kind":"integer","label":"间数","label_en":"Rooms","listed":true)");
        REQUIRE(ExportHouse::until([&] { return extra_fields_of(house.house(), people::persons)->size() == 4; }));
        house.add_person("张三", R"(,"extra":{"heating":"燃气","rooms":3,"pets":true,"checked_on":"2024-05-01"})");
        house.add_person("李四", R"(,"extra":{"heating":"煤"})");
        const auto column = [](const Table& table, const std::string& title, const std::string& name) -> std::string {
            const auto at = static_cast<std::size_t>(std::find(table[3].begin(), table[3].end(), title) - table[3].begin());
            if (at == table[3].size()) return "no such column";
            for (std::size_t i = 4; i < table.size(); ++i)
                if (table[i][0] == name) return at < table[i].size() ? table[i][at] : "";
            return "no such row";
        };
        const Answer asked = house.made();
        CHECK(asked.string("column_words").find("供暖方式") != std::string::npos);
        const Table every = ExportHouse::rows(house.download("clerk", asked).text);
        CHECK(column(every, "供暖方式", "张三") == "燃气");
        CHECK(column(every, "间数", "张三") == "3");
        CHECK(column(every, "养犬", "张三") == "是");
        CHECK(column(every, "核对日期", "张三") == "2024-05-01");
        CHECK(column(every, "供暖方式", "李四") == "煤");
        CHECK(column(every, "间数", "李四").empty());
        const Table listed = ExportHouse::rows(house.download("clerk", house.made("", "listed")).text);
        CHECK(column(listed, "供暖方式", "张三") == "燃气");
        CHECK(column(listed, "核对日期", "张三") == "no such column");
        // A filter by an added field is the list's own, and the approver reads it.
        const Answer filtered = house.made("extra=heating%3D%E7%87%83%E6%B0%94%3Bpets%3Dtrue");
        CHECK(filtered.string("query_words") == "供暖方式：燃气、养犬：是");
        CHECK(ExportHouse::rows(house.download("clerk", filtered).text).size() == 5);
        CHECK(house.ask_for("clerk", "extra=rooms=3", "all", false).fault("extra") == "register.unknown_filter");
        // Retired after somebody asked and before it is made: no column any more.
        const Answer waiting = house.ask("clerk");
        REQUIRE(house.post_at("admin", "/api/city/extra-fields/" + rooms.string("id") + "/retirement", 1, R"({"retired":true})").status == 200);
        REQUIRE(ExportHouse::until([&] { return extra_fields_of(house.house(), people::persons)->at(3).is_retired; }));
        REQUIRE(house.decide("leader", waiting, "approval").status == 200);
        house.run_jobs();
        CHECK(column(ExportHouse::rows(house.download("clerk", house.show("clerk", waiting)).text), "间数", "张三") == "no such column");
        CHECK(column(ExportHouse::rows(house.download("clerk", house.made()).text), "间数", "张三") == "no such column");
        CHECK(column(every, "间数", "张三") == "3");
    });
}

TEST_CASE("a query the list would refuse, or does not know, is refused") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        CHECK(house.ask_for("clerk", "birth_from=1985-13", "all", false).fault("birth_from") == "register.no_such_date");
        CHECK(house.ask_for("clerk", "colour=red", "all", false).fault("colour") == "schema.unknown_member");
        CHECK(house.ask_for("clerk", "community=" + house.area_id(other_code), "all", false).fault("query") == "exports.out_of_reach");
        CHECK(house.ask("clerk", "", "people.nobody").fault("register_kind") == "exports.no_register");
        CHECK(house.ask("clerk", "", "people.key_group_tag").fault("register_kind") == "exports.no_register");
        CHECK(house.post("clerk", "/api/d/140502/exports", R"({"register_kind":"people.person","query":"","columns":"all","clear":false,"format":"xlsx","reason":""})").status == 422);
    });
}

TEST_CASE("the approver is told the query in words, without the number that was typed") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三", personal + R"(,"sex":"1")");
        REQUIRE(house.ask_for("clerk", "q=11010519491231002X&sex=1", "listed", true).status == 201);
        const auto waiting = house.get("leader", "/api/d/140502/export-requests").items();
        const std::string words(waiting.at(0).at("query_words").as_string());
        CHECK(words.find("110****") != std::string::npos);
        CHECK(words.find("11010519491231002X") == std::string::npos);
        CHECK(words.find("男") != std::string::npos);
        CHECK(waiting[0].at("sealed_words").as_string() == "公民身份号码、联系电话");
        CHECK(waiting[0].at("clear").as_bool());
    });
}

TEST_CASE("nobody approves the own request") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        const Answer asked = house.ask("leader");
        REQUIRE(asked.status == 201);
        CHECK(house.get("leader", "/api/d/140502/export-requests").items().empty());
        CHECK(house.decide("leader", asked, "approval").key() == "exports.own_request");
        CHECK(house.decide("leader", asked, "refusal", R"({"reason":"不"})").key() == "exports.own_request");
        CHECK(house.decide("chief", asked, "approval").status == 200);
    });
}

TEST_CASE("a request is decided once, at the version one has seen, and refused only with a reason") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        const Answer asked = house.ask("clerk");
        CHECK(house.decide("leader", asked, "refusal").status == 422);
        CHECK(house.post_at("leader", "/api/d/140502/export-requests/" + asked.string("id") + "/approval", 7, "{}").status == 412);
        const Answer refused = house.decide("leader", asked, "refusal", R"({"reason":"范围过大"})");
        REQUIRE(refused.status == 200);
        CHECK(house.show("clerk", asked).string("decision") == "范围过大");
        CHECK(house.decide("leader", refused, "approval").key() == "exports.not_waiting");
        house.run_jobs();
        CHECK(house.files() == 0);
        CHECK(house.download("clerk", asked).key() == "exports.not_ready");
    });
}

TEST_CASE("a request is nobody's business but the asker's and of those who decide there") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        const Answer asked = house.ask("clerk");
        const std::string mine = "/api/d/140502/exports/" + asked.string("id"), theirs = "/api/d/140502/export-requests/" + asked.string("id");
        CHECK(house.get("other", mine).status == 404);
        CHECK(house.get("leader", mine).status == 404);
        CHECK(house.download("other", asked).status == 404);
        CHECK(house.get("other", "/api/d/140502/exports").items().empty());
        CHECK(house.get("far", theirs).status == 404);
        CHECK(house.decide("far", asked, "approval").status == 404);
        CHECK(house.get("far", "/api/d/140502/export-requests").items().empty());
        CHECK(house.get("clerk", theirs).status == 403);
        CHECK(house.get("leader", theirs).status == 200);
        CHECK(house.get("", mine).status == 401);
    });
}

TEST_CASE("who may not read the register there does not know of the request, nor decides it") {
    in_exports([](ExportHouse& house) {
        house.hire_at("officer", "key_group_officer", own_code);
        house.hire_at("both", "community_worker", own_code);
        house.house().storage->write_now("gate", {AccountId{}, house.house().clock.now()}, [&](Tx& gate) { give_grant(gate, house.account("both"), house.grant("key_group_officer", own_code)); });
        house.house().sessions->forget();
        const std::string person = house.add_person("张三");
        const Answer tag = house.post("both", "/api/d/140502/key-group-tags", R"({"client_ref":")" + client_ref(900) + R"(","area":")" + house.area_id(own_code) + R"(","person":")" + person + R"(","tag":")" +
                                                                                house.house().codes.get("key_group").items().front().code + R"(","basis":"通知"})");
        REQUIRE_MESSAGE(tag.status == 201, tag.text);
        const Answer asked = house.ask("both", "", "people.key_group_tag");
        REQUIRE_MESSAGE(asked.status == 201, asked.text);
        CHECK(house.get("leader", "/api/d/140502/export-requests").items().empty());
        CHECK(house.get("leader", "/api/d/140502/export-requests/" + asked.string("id")).status == 404);
        CHECK(house.decide("leader", asked, "approval").status == 404);
    });
}

TEST_CASE("an approver who no longer is one decides nothing") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        const Answer asked = house.ask("clerk");
        house.dismiss("leader");
        CHECK(house.decide("leader", asked, "approval").status == 403);
    });
}

TEST_CASE("an asker whose rights went before the making gets nothing") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        const Answer asked = house.ask("clerk");
        REQUIRE(house.decide("leader", asked, "approval").status == 200);
        house.dismiss("clerk");
        house.run_jobs();
        CHECK(house.files() == 0);
        CHECK(house.events(3).back() == "exports.failed");
    });
}

TEST_CASE("an asker whose rights went after the making does not fetch it: exports.rights_gone") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        const Answer ready = house.made();
        house.dismiss("clerk");
        CHECK(house.download("clerk", ready).status == 403);
        house.house().storage->write_now("gate", {AccountId{}, house.house().clock.now()}, [&](Tx& gate) { give_grant(gate, house.account("clerk"), house.grant("community_worker", other_code)); });
        house.house().sessions->forget();
        CHECK(house.download("clerk", ready).key() == "exports.rights_gone");
    });
}

TEST_CASE("a file is gone after its days") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        REQUIRE(house.patch("admin", "/api/d/140502/export-parameters", 0, R"({"days_kept":2})").status == 200);
        const Answer ready = house.made();
        REQUIRE(house.files() == 1);
        const Instant made = house.house().clock.now();
        house.house().clock.set(made + hours_ms(47));
        house.run_jobs();
        CHECK(house.files() == 1);
        house.house().clock.set(made + hours_ms(49));
        house.run_jobs();
        CHECK(house.files() == 0);
        CHECK(house.events(5).back() == "exports.expired");
    });
}

TEST_CASE("a file past its days is not fetched, even before the job came by") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        REQUIRE(house.patch("admin", "/api/d/140502/export-parameters", 0, R"({"days_kept":1})").status == 200);
        const Answer ready = house.made();
        for (int i = 0; i < 30; ++i) {   // nobody is signed out for being idle
            house.house().clock.set(house.house().clock.now() + minutes_ms(50));
            REQUIRE(house.show("clerk", ready).status == 200);
        }
        const Answer late = house.download("clerk", ready);
        CHECK(late.status == 410);
        CHECK(late.key() == "exports.expired");
    });
}

TEST_CASE("a masked export of at most so many rows passes without approval when the district says so; a clear one never does") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三", personal);
        CHECK(house.patch("clerk", "/api/d/140502/export-parameters", 0, R"({"free_rows":5})").status == 403);
        REQUIRE(house.patch("admin", "/api/d/140502/export-parameters", 0, R"({"free_rows":1})").status == 200);
        const Answer free = house.ask_for("clerk", "", "all", false);
        CHECK(free.string("state") == "making");
        house.run_jobs();
        CHECK(house.download("clerk", free).status == 200);
        CHECK(house.ask_for("clerk", "", "all", true).string("state") == "asked");
        house.add_person("李四");
        CHECK(house.ask_for("clerk", "", "all", false).string("state") == "asked");
    });
}

TEST_CASE("more rows than one export may hold are refused: exports.too_many_rows") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        house.add_person("李四");
        REQUIRE(house.patch("admin", "/api/d/140502/export-parameters", 0, R"({"most_rows":1})").status == 200);
        CHECK(house.ask("clerk").key() == "exports.too_many_rows");
    });
}

TEST_CASE("a part that is no longer whole is said, and nothing of it leaves") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        const Answer ready = house.made();
        for (const auto& entry : std::filesystem::recursive_directory_iterator(house.house_directory()))
            if (entry.is_regular_file()) std::ofstream(entry.path(), std::ios::app) << "x";
        const Answer gone = house.download("clerk", ready);
        CHECK(gone.status == 410);
        CHECK(gone.key() == "exports.file_gone");
    });
}

TEST_CASE("a text that begins like a formula is a text in every format") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三", R"(,"note":"=cmd|' /C calc'!A0")");
        CHECK(holds(ExportHouse::rows(house.download("clerk", house.made()).text), "=cmd|' /C calc'!A0"));
        const std::string csv = house.download("clerk", house.made("", "all", false, "csv")).text;
        CHECK(csv.find("'=cmd|") != std::string::npos);
    });
}

TEST_CASE("on paper every page says who, when and why, and a file is put together once and opened piece by piece") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        const Answer ready = house.made();
        CHECK(house.files() == 1);
        const std::string bytes = house.download("clerk", ready).text;
        CHECK(house.files() == 2);                 // the part, and the finished file, sealed
        CHECK(house.download("clerk", ready).text == bytes);
        CHECK(house.files() == 2);
        CHECK(ExportHouse::rows(bytes).size() == 5);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(house.house_directory())) {
            if (!entry.is_regular_file()) continue;
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string sealed(std::istreambuf_iterator<char>(file), {});
            CHECK(sealed.starts_with("a1."));
            CHECK(sealed.find("worksheet") == std::string::npos);
        }
        // Cut short, or changed anywhere: nothing of it leaves.
        const auto finished = house.house_directory() / "d140502" / ready.string("id") / "finished.sealed";
        REQUIRE(std::filesystem::exists(finished));
        std::filesystem::resize_file(finished, std::filesystem::file_size(finished) - 40);
        CHECK(house.download("clerk", ready).key() == "exports.file_gone");
    });
}

TEST_CASE("a finished file of many pieces is given back byte for byte, a quarter of a megabyte at a time; a piece that was changed ends it") {
    in_exports([](ExportHouse& house) {
        const std::int64_t id = 4711;
        std::mt19937 dice(7);
        std::string all;
        for (const std::size_t size : {std::size_t{1}, std::size_t{262'144}, std::size_t{262'145}, std::size_t{3} << 20}) {
            all.clear();
            for (std::size_t i = 0; i < size; ++i) all += static_cast<char>(dice());
            keep_part(house.house(), "d140502", id, 1, "x");
            FinishedFile file(house.house(), "d140502", id);
            for (std::size_t at = 0; at < size; at += 100'000) file.write(std::string_view(all).substr(at, 100'000));
            file.finish();
            const auto source = open_finished(house.house(), "d140502", id);
            REQUIRE(source);
            CHECK(source->size() == size);
            std::string read;
            for (std::string piece; !(piece = source->next()).empty(); read += piece) CHECK(piece.size() <= 262'144);
            CHECK(read == all);
        }
        const auto path = house.house_directory() / "d140502" / id_text(id) / "finished.sealed";
        {
            std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
            file.seekp(500'000);
            file.put('!');
        }
        const auto changed = open_finished(house.house(), "d140502", id);
        REQUIRE(changed);
        CHECK(changed->next().size() == 262'144);
        CHECK(changed->next().empty());
        drop_parts(house.house(), "d140502", id);
        CHECK_FALSE(open_finished(house.house(), "d140502", id));
    });
}

TEST_CASE("the area of a row is named so that an import where all of it lies understands it") {
    in_exports([](ExportHouse& house) {
        house.add_person("张三");
        house.add_person("李四", "", "other", other_code);
        const auto areas = [&](const std::string& as, const std::string& by, const std::string& query) {
            const Answer asked = house.ask_for(as, query, "listed", false);
            REQUIRE_MESSAGE(asked.status == 201, asked.text);
            REQUIRE(house.decide(by, asked, "approval").status == 200);
            house.run_jobs();
            std::vector<std::string> names;
            const Table table = ExportHouse::rows(house.download(as, asked).text);
            REQUIRE(table.at(3).back() == "所属区域");
            for (std::size_t i = 4; i < table.size(); ++i) names.push_back(table[i].back());
            return names;
        };
        CHECK(areas("clerk", "leader", "") == std::vector<std::string>{"前书院社区"});
        CHECK(areas("leader", "chief", "") == std::vector<std::string>{"后书院社区", "前书院社区"});
        house.hire_at("deputy", "district_leader", "140502000000");
        CHECK(areas("chief", "deputy", "") == std::vector<std::string>{"西街街道后书院社区", "西街街道前书院社区"});
        CHECK(areas("chief", "leader", "community=" + house.area_id(own_code)) == std::vector<std::string>{"前书院社区"});
    });
}

TEST_CASE("who holds two communities asks for both at once, each row once, and the subdistrict decides") {
    in_exports([](ExportHouse& house) {
        for (int i = 0; i < 7; ++i) house.add_person("甲" + std::string(i % 2 == 0 ? "子" : "丑"), "", i % 2 == 0 ? "clerk" : "other", i % 2 == 0 ? own_code : other_code);
        house.house().storage->write_now("gate", {AccountId{}, house.house().clock.now()}, [&](Tx& gate) { give_grant(gate, house.account("clerk"), house.grant("community_worker", other_code)); });
        house.house().sessions->forget();
        const Answer asked = house.ask("clerk");
        CHECK(asked.number("row_count") == 7);
        CHECK(asked.string("area_name") == "西街街道");
        REQUIRE(house.decide("leader", asked, "approval").status == 200);
        house.run_jobs();
        CHECK(ExportHouse::rows(house.download("clerk", asked).text).size() == 11);
    });
}
