#include "words.h"

#include "desk.h"
#include "liren/search.h"

using namespace liren;
using namespace liren::cases;
using namespace liren::cases::testing;

namespace {

/// A case as a district kept it before there was an index of words.
void insert_older_case(Tx& tx, std::int64_t id, const std::string& text) {
    tx.run(insert_case, {{"id", id}, {"number", "JC-2025-" + std::to_string(id)}, {"category", "street_lamp"}, {"text", text}, {"place", "东门"}, {"area", 1}, {"subdistrict", 2},
                         {"community", 3}, {"grid", 0}, {"lat", nullptr}, {"lon", nullptr}, {"source", "resident"}, {"reporter_kind", "number"}, {"owner", nullptr},
                         {"reporter_name_sealed", nullptr}, {"reporter_phone_sealed", nullptr}, {"reporter_phone_hash", nullptr}, {"code_hash", nullptr}, {"about_unit", nullptr},
                         {"due_at", 1}, {"step_hours", 1}, {"reported_at", 1}, {"files_count", 0}, {"cover", nullptr}, {"kind", "request"}, {"answer_by", ""}, {"speaker", ""},
                         {"speaker_name_sealed", nullptr}, {"external_number", nullptr}, {"external_due", nullptr}});
}

std::size_t found(House& house, const char* typed) {
    std::size_t rows = 0;
    house.storage->read("d140502", [&](Db& db) { rows = db.all<Candidate>(candidates, {{"find", db.find_text(search_question(house.keyring, typed))}, {"since", 0}}).size(); });
    return rows;
}

}  // namespace

TEST_CASE("a district that is older than the index of words gets it at the next start, once, over many pieces") {
    with_each_installation([](Installation& installation) {
        constexpr int older = 1203;
        TestHouse desk(installation, {places::module(), organizations::module(), cases::module()}, [](House& house) {
            organizations::load_divisions(house, small_city, source_file("packs/divisions/suffixes.yaml"));
            load_pack(house, "140502", source_file("packs/cases/categories.yaml"));
            house.storage->write_now("d140502", {AccountId{}, house.clock.now()}, [](Tx& tx) {
                for (int i = 1; i <= older; ++i) insert_older_case(tx, i, i == older ? "鸳鸯桥头的栏杆松了" : "路灯不亮");
            });
        });
        CHECK(found(desk.house(), "鸳鸯") == 1);
        CHECK(found(desk.house(), "东门") == 500);   // as many as a search finds at most
        index_older_cases(desk.house(), "d140502");
        CHECK(found(desk.house(), "鸳鸯 栏杆") == 1);
    });
}
