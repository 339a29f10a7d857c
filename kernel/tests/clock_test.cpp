// Ids and the calendar.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include "liren/clock.h"
#include "liren/id.h"

using namespace liren;

TEST_CASE("ids are unique over threads and rise within one") {
    std::vector<std::vector<std::int64_t>> made(4);
    std::vector<std::thread> threads;
    for (auto& ids : made)
        threads.emplace_back([&ids] {
            for (int i = 0; i < 20'000; ++i) ids.push_back(new_id());
        });
    for (std::thread& thread : threads) thread.join();
    std::set<std::int64_t> all;
    for (const auto& ids : made) {
        CHECK(std::is_sorted(ids.begin(), ids.end()));
        all.insert(ids.begin(), ids.end());
    }
    CHECK(all.size() == 80'000);
    CHECK(*all.begin() > 0);
}

TEST_CASE("an id's text comes back, look-alikes are read, anything else is not an id") {
    const std::int64_t id = new_id();
    CHECK(id_text(id).size() == 13);
    CHECK(parse_id(id_text(id)) == id);
    CHECK(id_text(1) == "0000000000001");
    CHECK(parse_id("oOoooooooooLi") == 33);
    CHECK(parse_id("7zzzzzzzzzzzz") == INT64_MAX);
    for (const char* text : {"", "1", "0000000000000", "8000000000000", "000000000000U", "00000000000001", "000000000000 "}) CHECK(!parse_id(text));
}

TEST_CASE("the day begins at local midnight, in a zone with summer time too") {
    const Instant noon{1'795'665'600'000};  // 2026-11-26 04:00 UTC
    CHECK(local_minute(noon) == "2026-11-26 12:00");
    CHECK(start_of_day(noon).ms == noon.ms - hours_ms(12));
    CHECK(calendar_year(Instant{1'798'732'799'999}) == 2026);  // 2026-12-31 15:59:59.999 UTC
    CHECK(calendar_year(Instant{1'798'732'800'000}) == 2027);
    set_time_zone("Europe/Berlin");
    CHECK(local_minute(Instant{1'774'745'999'000}) == "2026-03-29 01:59");
    CHECK(local_minute(Instant{1'774'746'000'000}) == "2026-03-29 03:00");
    CHECK(local_minute(start_of_day(Instant{1'774'746'000'000})) == "2026-03-29 00:00");
    CHECK_THROWS(set_time_zone("Nowhere/Town"));
    set_time_zone("Asia/Shanghai");
}

TEST_CASE("a clock that was set goes on from there") {
    SystemClock clock;
    clock.set(Instant{1'000'000});
    CHECK(clock.now().ms >= 1'000'000);
    CHECK(clock.now().ms < 1'000'000 + 60'000);
}
