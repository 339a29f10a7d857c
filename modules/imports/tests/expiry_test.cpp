// What an import keeps and for how long, with the clock moved.

#include "import_house.h"

using namespace liren;
using namespace liren::imports::testing;

namespace {

constexpr std::int64_t day = hours_ms(24);
const Table two_people = {{"姓名", "身份证号"}, {"张三", "11010519491231002X"}, {"李四", "110105194912310021"}};

void pass(ImportHouse& house, std::int64_t ms) {
    house.house().clock.set(Instant{house.house().clock.now().ms + ms});
    house.house().jobs.run_due("d140502");
    for (const char* login : {"clerk", "admin"}) house.sign_in_again(login);
}
/// The house's clock runs while a test runs.
bool about(std::int64_t instant, std::int64_t expected) { return instant > expected - minutes_ms(1) && instant < expected + minutes_ms(1); }
bool has_upload(ImportHouse& house, const Answer& import) { return std::filesystem::exists(house.house().settings.data_directory / "imports" / "d140502" / (import.string("id") + ".sealed")); }
std::int64_t rows_kept(ImportHouse& house) {
    static const Statement count(StoreKind::district, "imports_test.rows", "select count(*) as number from imports_rows");
    std::int64_t number = 0;
    house.house().storage->read("d140502", [&](Db& db) { number = db.number(count, {}).value_or(0); });
    return number;
}
std::map<std::int64_t, std::int64_t> settled(const Answer& import) {
    std::map<std::int64_t, std::int64_t> counts;
    for (const auto& count : import.body.at("outcomes").as_array()) counts[count.at("settled").as_int64()] += count.at("number").as_int64();
    return counts;
}

}  // namespace

TEST_CASE("an upload that nobody writes is kept some days after the last step, then thrown away with its rows") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet(two_people));
        CHECK(about(import.number("kept_until"), house.house().clock.now().ms + 30 * day));
        pass(house, 20 * day);
        const Answer checked = house.step("clerk", import, "check");
        CHECK(about(checked.number("kept_until"), house.house().clock.now().ms + 30 * day));   // every step begins the days anew
        pass(house, 29 * day);
        CHECK(house.get("clerk", house.path(import)).string("state") == "checked");
        CHECK(has_upload(house, import));
        CHECK(rows_kept(house) == 2);
        pass(house, day + 1);
        const Answer gone = house.get("clerk", house.path(import));
        CHECK(gone.string("state") == "expired");
        CHECK(gone.body.at("kept_until").is_null());
        CHECK_FALSE(has_upload(house, import));
        CHECK(rows_kept(house) == 0);
        CHECK(house.get("clerk", "/api/d/140502/imports").items()[0].at("state").as_string() == "expired");
        CHECK(house.post_at("clerk", house.path(import) + "/check", gone.number("version"), "{}").key() == "imports.expired");
        CHECK(house.patch("clerk", house.path(import) + "/layout", gone.number("version"), R"({"header_row":1,"columns":[]})").key() == "imports.expired");
        CHECK(house.post_at("clerk", house.path(import) + "/writing", gone.number("version"), "{}").key() == "imports.not_checked");
    });
}

TEST_CASE("work that was paused and forgotten does not keep its upload for ever") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet(two_people));
        REQUIRE(house.post_at("clerk", house.path(import) + "/check", 1, "{}").status == 200);
        REQUIRE(house.post_at("clerk", house.path(import) + "/pause", 2, "{}").status == 200);
        pass(house, 31 * day);
        CHECK(house.get("clerk", house.path(import)).string("state") == "expired");
        const Answer second = house.upload("clerk", spreadsheet(two_people));
        house.step("clerk", second, "check");
        REQUIRE(house.post_at("clerk", house.path(second) + "/writing", house.get("clerk", house.path(second)).number("version"), "{}").status == 200);
        REQUIRE(house.post_at("clerk", house.path(second) + "/pause", house.get("clerk", house.path(second)).number("version"), "{}").status == 200);
        pass(house, 31 * day);
        const Answer ended = house.get("clerk", house.path(second));
        CHECK(ended.string("state") == "written");
        CHECK(settled(ended) == std::map<std::int64_t, std::int64_t>{{5, 2}});
        CHECK_FALSE(has_upload(house, second));
    });
}

TEST_CASE("rows nobody decided or mended are left out after their days; taking back works as long as the register's ground says, and no longer") {
    in_imports([](ImportHouse& house) {
        const Answer import = house.upload("clerk", spreadsheet(two_people));
        house.step("clerk", import, "check");
        Answer written = house.step("clerk", import, "writing");
        CHECK(settled(written) == std::map<std::int64_t, std::int64_t>{{0, 1}, {1, 1}});
        const std::int64_t at = house.house().clock.now().ms;
        CHECK(about(written.number("kept_until"), at + 30 * day));
        CHECK(about(written.number("undo_until"), at + 5 * 366 * day));   // packs/grounds: residents, identity
        pass(house, 30 * day + 1);
        written = house.get("clerk", house.path(import));
        CHECK(settled(written) == std::map<std::int64_t, std::int64_t>{{1, 1}, {5, 1}});
        CHECK(written.body.at("kept_until").is_null());
        CHECK(house.get("clerk", house.path(import) + "/rows?settled=5").items()[0].at("file").is_null());
        // A year later it is still taken back.
        pass(house, 365 * day);
        CHECK(house.step("clerk", import, "undoing").string("state") == "undone");
        CHECK(house.names().empty());
        pass(house, 5 * 366 * day);
        CHECK(rows_kept(house) == 0);
        CHECK(house.get("clerk", house.path(import)).string("state") == "undone");
        const Answer another = house.upload("clerk", spreadsheet({{"姓名"}, {"王五"}}));
        house.step("clerk", another, "check");
        house.step("clerk", another, "writing");
        pass(house, 31 * day);
        CHECK(rows_kept(house) == 1);
        pass(house, 5 * 366 * day);
        const Answer closed = house.get("clerk", house.path(another));
        CHECK(closed.string("state") == "closed");
        CHECK(rows_kept(house) == 0);
        CHECK(house.post_at("clerk", house.path(another) + "/undoing", closed.number("version"), "{}").key() == "imports.closed");
        CHECK(house.names() == Names{"王五"});
    });
}

TEST_CASE("how many days an upload is kept is said by the administrator, and holds for the next step of each") {
    in_imports([](ImportHouse& house) {
        const std::string path = "/api/d/140502/import-parameters";
        CHECK(house.get("clerk", path).number("days_kept") == 30);
        CHECK(house.get("", path).status == 401);
        CHECK(house.patch("clerk", path, 0, R"({"days_kept":3})").status == 403);
        CHECK(house.patch("admin", path, 0, R"({"days_kept":0})").status == 422);
        REQUIRE(house.patch("admin", path, 0, R"({"days_kept":3})").status == 200);
        const Answer import = house.upload("clerk", spreadsheet(two_people));
        CHECK(about(import.number("kept_until"), house.house().clock.now().ms + 3 * day));
        pass(house, 3 * day + 1);
        CHECK(house.get("clerk", house.path(import)).string("state") == "expired");
    });
}
