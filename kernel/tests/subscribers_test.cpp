// Subscribers: each event once, in order, with a cursor that moves together with the effect; a failing one stops alone.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "engines.h"
#include "liren/error.h"
#include "liren/subscribers.h"

using namespace liren;
using namespace liren::testing;

namespace {

void record(Storage& storage, const std::string& store, const std::string& name, int count) {
    const std::int64_t before = storage.last_sealed(store);
    for (int i = 1; i <= count; ++i)
        storage.write_now(store, as(1), [&](Tx& tx) { tx.record({.name = name, .subject_kind = "test.note", .subject = i}); });
    REQUIRE(wait_until_sealed(storage, store, before + count));
}

}  // namespace

TEST_CASE("a subscriber that sees its own effects does not keep a pass from ending") {
    with_each_engine([](Storage& storage) {
        FixedClock clock;
        Subscribers subscribers(storage, clock);
        subscribers.on("test.echo", "test.", StoreKind::district, [](Tx& tx, const SealedEvent& event) { add_note(tx, std::to_string(event.seq)); });
        record(storage, district, "test.done", 3);
        CHECK(subscribers.run_pending() == 3);
        CHECK(wait_until_sealed(storage, district, 6));
        CHECK(subscribers.run_pending() == 3);
        CHECK(titles(storage) == std::vector<std::string>{"1", "2", "3", "4", "5", "6"});
    });
}

TEST_CASE("a subscriber sees each event of its prefix once and in order, over restarts too") {
    with_each_engine([](Storage& storage) {
        FixedClock clock;
        std::vector<std::int64_t> seen;
        const auto run = [&] {
            Subscribers subscribers(storage, clock);
            subscribers.on("test.watch", "test.", StoreKind::district, [&](Tx&, const SealedEvent& event) { seen.push_back(event.seq); });
            return subscribers.run_pending();
        };
        record(storage, district, "test.done", 3);
        CHECK(run() == 3);
        CHECK(run() == 0);
        record(storage, district, "other.thing", 2);
        record(storage, district, "test.done", 1);
        CHECK(run() == 1);
        CHECK(seen == std::vector<std::int64_t>{1, 2, 3, 6});
    });
}

TEST_CASE("a failing subscriber stops at its event, alone, is listed, and goes on when it can") {
    with_each_engine([](Storage& storage) {
        FixedClock clock;
        bool mended = false;
        std::vector<std::int64_t> good;
        std::vector<std::int64_t> other;
        Subscribers subscribers(storage, clock);
        subscribers.on("test.fails", "test.", StoreKind::district, [&](Tx& tx, const SealedEvent& event) {
            add_note(tx, "effect " + std::to_string(event.subject));
            if (event.subject == 3 && !mended) throw Error(409, "test.shut");
        });
        subscribers.on("test.other", "test.done", StoreKind::district, [&](Tx&, const SealedEvent& event) { other.push_back(event.subject); });
        record(storage, district, "test.done", 5);
        subscribers.run_pending();
        CHECK(other == std::vector<std::int64_t>{1, 2, 3, 4, 5});
        CHECK(titles(storage) == std::vector<std::string>{"effect 1", "effect 2"});
        REQUIRE(subscribers.failed().size() == 1);
        const FailedSubscriber failed = subscribers.failed()[0];
        CHECK(failed.name == "test.fails");
        CHECK(failed.source == district);
        CHECK(failed.seq == 3);
        CHECK(failed.attempts == 1);
        CHECK(failed.error.starts_with("test.shut"));
        CHECK(failed.next > clock.now());
        CHECK(subscribers.run_pending() == 0);  // not before its time
        clock.at = failed.next;
        subscribers.run_pending();
        CHECK(subscribers.failed()[0].attempts == 2);
        mended = true;
        clock.at = subscribers.failed()[0].next;
        subscribers.run_pending();
        CHECK(subscribers.failed().empty());
        const std::vector<std::string> stored = titles(storage);
        REQUIRE(stored.size() >= 5);
        CHECK(stored[4] == "effect 5");
    });
}

TEST_CASE("an event of the city has its effect in every district") {
    with_each_engine([](Storage& storage) {
        FixedClock clock;
        Subscribers subscribers(storage, clock);
        subscribers.on("test.spread", "test.", StoreKind::city, StoreKind::district, [](Tx& tx, const SealedEvent& event) {
            add_note(tx, "city " + std::to_string(event.subject));
        });
        record(storage, "city", "test.done", 2);
        CHECK(subscribers.run_pending() == 4);
        CHECK(titles(storage) == std::vector<std::string>{"city 1", "city 2"});
        CHECK(titles(storage, "d990101") == std::vector<std::string>{"city 1", "city 2"});
    });
}

TEST_CASE("two processes share a subscriber and have each effect once") {
    with_each_engine([](Storage& storage) {
        FixedClock clock;
        record(storage, district, "test.done", 100);
        std::vector<std::thread> threads;
        for (int i = 0; i < 3; ++i)
            threads.emplace_back([&] {
                Subscribers subscribers(storage, clock);
                subscribers.on("test.copy", "test.done", StoreKind::district, [](Tx& tx, const SealedEvent& event) {
                    tx.enqueue({.kind = "test.effect", .subject = event.subject, .due = Instant{INT64_MAX}});
                    add_note(tx, std::to_string(event.subject));
                });
                while (subscribers.run_pending() > 0) {}
            });
        for (std::thread& thread : threads) thread.join();
        CHECK(notes(storage) == 100);
    });
}

TEST_CASE("a started subscriber acts when woken") {
    with_each_engine([](Storage& storage) {
        FixedClock clock;
        std::atomic<int> seen{0};
        Subscribers subscribers(storage, clock);
        subscribers.on("test.watch", "test.", StoreKind::district, [&](Tx&, const SealedEvent&) { ++seen; });
        storage.on_sealed([&](const std::string&, const std::vector<SealedEvent>&) { subscribers.wake(); });
        subscribers.start();
        record(storage, district, "test.done", 5);
        for (int tries = 0; tries < 3000 && seen < 5; ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        CHECK(seen == 5);
        subscribers.stop();
        storage.on_sealed({});
    });
}
