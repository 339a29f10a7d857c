// What a store promises: all or nothing for each write, neighbours unharmed, one snapshot for each read, a bounded queue.
#include <doctest/doctest.h>

#include <future>
#include <latch>
#include <mutex>
#include <set>
#include <thread>

#include "engines.h"
#include "liren/error.h"

using namespace liren;
using namespace liren::testing;

namespace {

const Statement insert_plain(StoreKind::district, "test.note_plain", R"sql(
    insert into test_notes (id, version, subdistrict, community, grid, title) values (:id, 1, 1, 1, 1, :title)
)sql");
const Statement insert_line(StoreKind::district, "test.line_insert", "insert into test_lines (id, note) values (:id, :note)");
const Statement rename_note(StoreKind::district, "test.note_rename", R"sql(
    update test_notes set title = :title, version = version + 1 where id = :id and version = :version
)sql");
const Statement touch_note(StoreKind::district, "test.note_touch", "update test_notes set version = version + 1 where id = :id");
const Statement list_ids(StoreKind::district, "test.ids", "select n.id from test_notes n order by n.id");
const Statement find_note(StoreKind::district, "test.note_find", "select n.title from test_notes n where n.id = :id");

/// A write whose answer is looked at later.
std::future<void> post(Storage& storage, const Storage::Work& work) {
    auto promise = std::make_shared<std::promise<void>>();
    storage.write(district, as(1), work, [promise](std::exception_ptr failure) {
        if (failure) promise->set_exception(failure);
        else promise->set_value();
    });
    return promise->get_future();
}

}  // namespace

TEST_CASE("a write that throws leaves nothing and its neighbours stand") {
    with_each_engine([](Storage& storage) {
        std::latch all_queued(1);
        std::vector<std::future<void>> answers;
        for (int i = 0; i < 20; ++i)
            answers.push_back(post(storage, [&, i](Tx& tx) {
                if (i == 0) all_queued.wait();  // on SQLite, all of them then share a batch
                add_note(tx, "note " + std::to_string(i));
                require(i % 3 != 1, "test.refused");
            }));
        all_queued.count_down();
        for (std::size_t i = 0; i < answers.size(); ++i) CHECK(key_of([&] { answers[i].get(); }) == (i % 3 == 1 ? "test.refused" : ""));
        CHECK(notes(storage) == 13);
        CHECK(wait_until_sealed(storage, district, 13));
        CHECK(storage.last_sealed(district) == 13);
        const StorageStatistics statistics = storage.statistics();
        CHECK(statistics.writes == 13);
        CHECK((storage.is_postgres() || statistics.commits == 1));
    });
}

TEST_CASE("broken constraints are told apart") {
    with_each_engine([](Storage& storage) {
        const auto write = [&](const Storage::Work& work) { return key_of([&] { storage.write_now(district, as(1), work); }); };
        CHECK(write([](Tx& tx) { add_note(tx, "one"); }) == "");
        CHECK(write([](Tx& tx) { add_note(tx, "one"); }) == "storage.duplicate");
        CHECK(write([](Tx& tx) { add_note(tx, ""); }) == "storage.rule");
        CHECK(write([](Tx& tx) { tx.run(insert_plain, {{"id", 1}, {"title", nullptr}}); }) == "storage.rule");
        CHECK(write([](Tx& tx) { tx.run(insert_line, {{"id", 1}, {"note", 5}}); }) == "storage.reference");
        CHECK(notes(storage) == 1);
    });
}

TEST_CASE("a statement that failed ends its transaction, even when the handler looks away") {
    with_each_engine([](Storage& storage) {
        storage.write_now(district, as(1), [](Tx& tx) { add_note(tx, "one"); });
        const auto write = [&] {
            storage.write_now(district, as(1), [](Tx& tx) {
                add_note(tx, "two");
                CHECK_THROWS_AS(add_note(tx, "one"), Error);
            });
        };
        CHECK(key_of(write) == "storage.duplicate");
        CHECK(notes(storage) == 1);
    });
}

TEST_CASE("a guarded change of a row that has moved on changes nothing") {
    with_each_engine([](Storage& storage) {
        storage.write_now(district, as(1), [](Tx& tx) {
            CHECK(tx.run(insert_plain, {{"id", 5}, {"title", "a"}}) == 1);
            CHECK(tx.run(rename_note, {{"id", 5}, {"version", 1}, {"title", "b"}}) == 1);
            CHECK(tx.run(rename_note, {{"id", 5}, {"version", 1}, {"title", "c"}}) == 0);
            CHECK(tx.word(find_note, {{"id", 5}}) == "b");
        });
    });
}

TEST_CASE("one read sees one snapshot, also in a read inside it") {
    with_each_engine([](Storage& storage) {
        storage.write_now(district, as(1), [](Tx& tx) { add_note(tx, "one"); });
        storage.read(district, [&](Db& db) {
            std::vector<std::string> seen;
            const auto look = [&](Db& which) {
                int rows = 0;
                which.each(list_ids, nullptr, {}, [&](const Row&) { ++rows; });
                return rows;
            };
            CHECK(look(db) == 1);
            storage.write_now(district, as(1), [](Tx& tx) { add_note(tx, "two"); });
            CHECK(look(db) == 1);
            storage.read(district, [&](Db& inner) { CHECK(look(inner) == 1); });
        });
        CHECK(notes(storage) == 2);
    });
}

TEST_CASE("a statement may run again while its own rows are being read") {
    with_each_engine([](Storage& storage) {
        storage.write_now(district, as(1), [](Tx& tx) {
            for (int i = 0; i < 3; ++i) add_note(tx, std::to_string(i));
            int pairs = 0;
            tx.each(list_ids, nullptr, {}, [&](const Row&) { tx.each(list_ids, nullptr, {}, [&](const Row&) { ++pairs; }); });
            CHECK(pairs == 9);
        });
    });
}

TEST_CASE("a write beyond the waiting room is refused at once") {
    with_each_engine([](Storage& storage) {
        storage.set_queue_limit(3);
        std::latch open(1);
        std::vector<std::future<void>> answers;
        for (int i = 0; i < 3; ++i)
            answers.push_back(post(storage, [&, i](Tx& tx) {
                open.wait();
                add_note(tx, std::to_string(i));
            }));
        std::future<void> refused = post(storage, [](Tx& tx) { add_note(tx, "refused"); });
        try {
            refused.get();
            FAIL("accepted");
        } catch (const Error& error) {
            CHECK(error.status() == 503);
            CHECK(error.key() == "storage.busy");
            CHECK(error.retry_after() == 1);
        }
        open.count_down();
        for (auto& answer : answers) CHECK_NOTHROW(answer.get());
        // A place is free again before its write is answered.
        CHECK(key_of([&] { post(storage, [](Tx& tx) { add_note(tx, "later"); }).get(); }) == "");
        CHECK(notes(storage) == 4);
    });
}

TEST_CASE("a store that is not there, and a wait that would never end, are refused") {
    with_each_engine([](Storage& storage) {
        CHECK(key_of([&] { storage.read("d1", [](Db&) {}); }) == "storage.unknown");
        CHECK(key_of([&] { storage.write_now("d1", as(1), [](Tx&) {}); }) == "storage.unknown");
        CHECK_THROWS_AS(storage.add_district("../x"), std::invalid_argument);
        const auto write_inside = [&] { storage.write_now(district, as(1), [&](Tx&) { storage.write_now("city", as(1), [](Tx&) {}); }); };
        CHECK_THROWS_AS(write_inside(), std::logic_error);
        CHECK(storage.districts() == std::vector<std::string>{"140502", "990101"});
    });
}

TEST_CASE("a write sees who acts and when, and its own rows") {
    with_each_engine([](Storage& storage) {
        storage.write_now(district, as(77, 5'000), [](Tx& tx) {
            CHECK(tx.actor().value == 77);
            CHECK(tx.now().ms == 5'000);
            CHECK(tx.recorded() == 0);
            add_note(tx, "mine");
            CHECK(tx.recorded() == 1);
            int rows = 0;
            tx.each(list_ids, nullptr, {}, [&](const Row&) { ++rows; });
            CHECK(rows == 1);
        });
        CHECK(wait_until_sealed(storage, district, 1));
        const std::vector<SealedEvent> events = storage.sealed_after(district, 0, 10);
        REQUIRE(events.size() == 1);
        CHECK(events[0].name == "test.noted");
        CHECK(events[0].actor == 77);
        CHECK(events[0].at.ms == 5'000);
        CHECK(events[0].area == 7);
        CHECK(events[0].fields == "title");
    });
}

TEST_CASE("transactions that lock each other are run again (PostgreSQL)") {
    with_each_engine([](Storage& storage) {
        if (!storage.is_postgres()) return;
        storage.write_now(district, as(1), [](Tx& tx) {
            for (int id : {1, 2}) tx.run(insert_plain, {{"id", id}, {"title", std::to_string(id)}});
        });
        std::latch both_hold_one(2);
        std::atomic<int> attempts{0};
        const auto crossing = [&](int first, int second) {
            return [&, first, second](Tx& tx) {
                tx.run(touch_note, {{"id", first}});
                if (attempts.fetch_add(1) < 2) both_hold_one.arrive_and_wait();
                tx.run(touch_note, {{"id", second}});
            };
        };
        std::future<void> one = post(storage, crossing(1, 2));
        std::future<void> two = post(storage, crossing(2, 1));
        CHECK_NOTHROW(one.get());
        CHECK_NOTHROW(two.get());
        CHECK(attempts >= 3);
        CHECK(storage.statistics().retries >= 1);
    });
}
