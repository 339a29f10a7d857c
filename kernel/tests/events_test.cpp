// Events: no gap, one chain, told in order; numbers without gaps; a forged event is named.
#include <doctest/doctest.h>

#include <mutex>
#include <set>
#include <thread>

#include "engines.h"
#include "liren/error.h"

using namespace liren;
using namespace liren::testing;

namespace {

/// Runs `act(thread, i)` on eight threads; what it throws beside Error fails the test.
void on_eight_threads(int each, const std::function<void(int, int)>& act) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread)
        threads.emplace_back([&, thread] {
            for (int i = 0; i < each; ++i) act(thread, i);
        });
    for (std::thread& thread : threads) thread.join();
}

std::optional<ChainFault> fault_after(Installation& installation, const std::string& sql) {
    installation.tamper(district, sql);
    const std::unique_ptr<Storage> storage = open_migrated(installation);
    const std::optional<ChainFault> fault = storage->check_chain(district);
    storage->close();
    return fault;
}

}  // namespace

TEST_CASE("events have no gaps and are told in order under load") {
    with_each_engine([](Storage& storage) {
        std::mutex mutex;
        std::vector<std::int64_t> told;
        std::set<std::int64_t> subjects;
        storage.on_sealed([&](const std::string& store, const std::vector<SealedEvent>& events) {
            const std::lock_guard lock(mutex);
            for (const SealedEvent& event : events) {
                if (store != district) continue;
                told.push_back(event.seq);
                subjects.insert(event.subject);
            }
        });
        std::atomic<int> stored{0};
        on_eight_threads(500, [&](int thread, int i) {
            const std::string title = std::to_string(thread) + "/" + std::to_string(i);
            const bool refused = i % 7 == 3;
            const std::string key = key_of([&] {
                storage.write_now(district, as(1), [&](Tx& tx) {
                    add_note(tx, title);
                    require(!refused, "test.refused");
                });
            });
            if (key.empty()) ++stored;
        });
        REQUIRE(stored == 8 * (500 - 71));
        REQUIRE(wait_until_sealed(storage, district, stored));
        CHECK(notes(storage) == stored);
        CHECK(storage.last_sealed(district) == stored);
        CHECK(!storage.check_chain(district));
        storage.close();  // the listener has heard everything
        const std::lock_guard lock(mutex);
        REQUIRE(told.size() == static_cast<std::size_t>(stored));
        for (std::size_t i = 0; i < told.size(); ++i) CHECK(told[i] == static_cast<std::int64_t>(i) + 1);
        CHECK(subjects.size() == told.size());
        MESSAGE(storage.statistics().writes << " writes in " << storage.statistics().commits << " commits");
    });
}

TEST_CASE("a write of this process is sealed and told without waiting for a poll") {
    with_each_engine([](Storage& storage) {
        std::atomic<int> told{0};
        storage.on_sealed([&](const std::string&, const std::vector<SealedEvent>& events) { told += static_cast<int>(events.size()); });
        for (int i = 1; i <= 20; ++i) {
            storage.write_now(district, as(1), [&](Tx& tx) { add_note(tx, std::to_string(i)); });
            REQUIRE(wait_until_sealed(storage, district, i));
        }
        storage.close();
        CHECK(told == 20);
    });
}

TEST_CASE("numbers have no gaps although writes fail in between") {
    with_each_engine([](Storage& storage) {
        std::mutex mutex;
        std::set<std::int64_t> given;
        on_eight_threads(25, [&](int thread, int i) {
            std::int64_t number = 0;
            const std::string key = key_of([&] {
                storage.write_now(district, as(1), [&](Tx& tx) {
                    number = tx.next_number("cases", 2026);
                    require((thread + i) % 3 != 0, "test.refused");
                });
            });
            const std::lock_guard lock(mutex);
            if (key.empty()) CHECK(given.insert(number).second);
            else CHECK(key == "test.refused");
        });
        CHECK(*given.begin() == 1);
        CHECK(*given.rbegin() == static_cast<std::int64_t>(given.size()));
        storage.write_now(district, as(1), [](Tx& tx) {
            CHECK(tx.next_number("cases", 2027) == 1);
            CHECK(tx.next_number("visits", 2026) == 1);
            CHECK(tx.next_number("visits", 2026) == 2);
        });
    });
}

TEST_CASE("an event that was changed, taken out, or cut off is named") {
    with_each_installation([](Installation& installation) {
        {
            const std::unique_ptr<Storage> storage = open_migrated(installation);
            for (int i = 1; i <= 9; ++i) storage->write_now(district, as(1), [&](Tx& tx) { add_note(tx, std::to_string(i)); });
            CHECK(wait_until_sealed(*storage, district, 9));
            CHECK(!storage->check_chain(district));
            storage->close();
        }
        const auto cut = fault_after(installation, "delete from kernel_events where seq = 9");
        REQUIRE(cut);
        CHECK(cut->seq == 9);
        CHECK(cut->store == district);
        const auto changed = fault_after(installation, "update kernel_events set actor = 2 where seq = 6");
        REQUIRE(changed);
        CHECK(changed->seq == 6);
        CHECK(changed->what == "the event's hash does not follow from its columns");
        const auto taken = fault_after(installation, "delete from kernel_events where seq = 4");
        REQUIRE(taken);
        CHECK(taken->seq == 4);
        CHECK(taken->what == "the event is missing");
    });
}

TEST_CASE("two processes on one database seal one chain and each hears all of it (PostgreSQL)") {
    with_each_installation([](Installation& installation) {
        if (!installation.is_postgres()) return;
        const std::unique_ptr<Storage> one = open_migrated(installation);
        const std::unique_ptr<Storage> two = open_migrated(installation);
        std::atomic<std::int64_t> heard_by_one{0};
        std::atomic<std::int64_t> heard_by_two{0};
        const auto hear = [](std::atomic<std::int64_t>& last) {
            return [&last](const std::string&, const std::vector<SealedEvent>& events) {
                for (const SealedEvent& event : events) {
                    CHECK(event.seq == last + 1);
                    last = event.seq;
                }
            };
        };
        one->on_sealed(hear(heard_by_one));
        two->on_sealed(hear(heard_by_two));
        on_eight_threads(50, [&](int thread, int i) {
            Storage& storage = thread % 2 == 0 ? *one : *two;
            storage.write_now(district, as(1), [&](Tx& tx) { add_note(tx, std::to_string(thread) + "/" + std::to_string(i)); });
        });
        CHECK(wait_until_sealed(*one, district, 400));
        for (int tries = 0; tries < 3000 && (heard_by_one < 400 || heard_by_two < 400); ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        CHECK(heard_by_one == 400);
        CHECK(heard_by_two == 400);
        CHECK(!one->check_chain(district));
        one->close();
        two->close();
    });
}

TEST_CASE("each program on a database makes ids of a node of its own (PostgreSQL)") {
    static const Statement list_nodes(StoreKind::gate, "kernel.test_nodes", "select n.node from kernel_nodes n order by n.node");
    with_each_installation([](Installation& installation) {
        if (!installation.is_postgres()) return;
        const auto held = [](Storage& storage) {
            std::vector<std::int64_t> found;
            storage.read("gate", [&](Db& db) { db.each(list_nodes, nullptr, {}, [&](const Row& row) { found.push_back(row.integer(0)); }); });
            return found;
        };
        const std::unique_ptr<Storage> one = open_migrated(installation);
        {
            const std::unique_ptr<Storage> two = open_migrated(installation);
            CHECK(held(*one) == std::vector<std::int64_t>{0, 1});
            CHECK((new_id() >> 12 & 1023) == 1);
            two->close();
        }
        CHECK(held(*one) == std::vector<std::int64_t>{0});
        one->close();
    });
    set_id_node(0);
}
