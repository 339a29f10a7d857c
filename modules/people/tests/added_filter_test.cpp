// An added field as a filter finds every row, however many bear its value: page after page, within the scope, in the list's order.

#include "archive.h"
#include "liren/text.h"

using namespace liren;
using namespace liren::people::testing;

namespace {

/// So many people whose added field says `often`, and every hundredth of them `seldom` in another.
void settle(Archive& archive, const std::string& code, int number, const char* often) {
    const std::int64_t area = archive.area(code).id.value;
    archive.house().storage->write_now("d140502", {archive.account("clerk"), archive.now()}, [&](Tx& tx) {
        for (int i = 0; i < number; ++i) {
            Record record;
            record.area = area;
            record.values.resize(people::persons.fields().size());
            record.values[people::persons.index_of("name")] = "某" + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i);
            record.values[people::persons.index_of("sex")] = std::string(i % 2 == 0 ? "1" : "2");
            set_extra(record.extra, "heating", std::string(often));
            if (i % 100 == 0) set_extra(record.extra, "rooms", std::int64_t{7});
            Findings findings;
            check_record(tx, archive.house(), people::persons, record, findings);
            REQUIRE(findings.refusals().empty());
            add_record(tx, archive.house(), people::persons, record, {.source = "invented", .as_of = tx.now()});
        }
    });
}

/// Every name a query shows, over all its pages; each page continues where the last one ended.
std::vector<std::string> all_pages(Archive& archive, const std::string& as, const std::string& query) {
    std::vector<std::string> names;
    for (std::string after;;) {
        const Answer page = archive.get(as, "/api/d/140502/people?limit=100&" + query + (after.empty() ? "" : "&after=" + after));
        REQUIRE_MESSAGE(page.status == 200, page.text);
        for (const auto& item : page.items()) names.emplace_back(item.at("name").as_string());
        const auto* next = page.body.as_object().if_contains("next");
        if (!next || !next->is_string()) return names;
        after = std::string(next->as_string());
    }
}

}  // namespace

TEST_CASE("an added field as a filter finds every row of the scope, also where more than 500 bear its value") {
    in_archive([](Archive& archive) {
        for (const char* body : {R"({"register_kind":"people.person","name":"heating","kind":"text","label":"取暖","label_en":"Heating","filter":true})",
                                 R"({"register_kind":"people.person","name":"rooms","kind":"integer","label":"间数","label_en":"Rooms","filter":true})"})
            REQUIRE(archive.post("admin", "/api/city/extra-fields", body).status == 201);
        REQUIRE(Archive::until([&] { return extra_fields_of(archive.house(), people::persons)->size() == 2; }));
        settle(archive, "140502002012", 640, "gas");
        settle(archive, "140502002013", 620, "gas");
        settle(archive, "140502002012", 30, "coal");
        const std::vector<std::string> own = all_pages(archive, "clerk", "extra=heating=gas");
        CHECK(own.size() == 640);
        CHECK(std::set<std::string>(own.begin(), own.end()).size() == 640);
        CHECK(all_pages(archive, "leader", "extra=heating=gas").size() == 1260);
        CHECK(all_pages(archive, "leader", "extra=heating=gas&community=" + archive.area_id("140502002013")).size() == 620);
        CHECK(all_pages(archive, "clerk", "extra=heating=coal").size() == 30);
        CHECK(all_pages(archive, "clerk", "extra=heating=gas;rooms=7").size() == 7);
        CHECK(all_pages(archive, "clerk", "extra=rooms=7;heating=gas").size() == 7);
        CHECK(all_pages(archive, "leader", "extra=heating=gas&sex=1").size() == 630);
        CHECK(all_pages(archive, "clerk", "extra=heating=oil").empty());
    });
}
