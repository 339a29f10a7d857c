// Jobs: once, when due, together with their completion; those that fail try again and end dead, with their error.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "engines.h"
#include "liren/error.h"
#include "liren/jobs.h"

using namespace liren;
using namespace liren::testing;

namespace {

void enqueue(Storage& storage, const std::string& kind, Instant due, std::int64_t subject = 1) {
    storage.write_now(district, as(1), [&](Tx& tx) { tx.enqueue({.kind = kind, .subject = subject, .due = due, .payload = "{}"}); });
}

}  // namespace

TEST_CASE("a job runs when it is due, once, with what was enqueued") {
    with_each_engine([](Storage& storage) {
        FixedClock clock;
        JobRunner jobs(storage, clock);
        std::vector<std::int64_t> ran;
        jobs.on("test.note", [&](Tx& tx, const Job& job) {
            ran.push_back(job.subject);
            CHECK(job.payload == "{}");
            CHECK(tx.now() == clock.now());
            add_note(tx, "job " + std::to_string(job.subject));
        });
        enqueue(storage, "test.note", clock.now() + 2'000, 2);
        enqueue(storage, "test.note", clock.now() + 1'000, 1);
        CHECK(jobs.run_due(district) == 0);
        clock.at = clock.at + 2'000;
        CHECK(jobs.run_due(district) == 2);
        CHECK(ran == std::vector<std::int64_t>{1, 2});
        CHECK(jobs.run_due(district) == 0);
        CHECK(notes(storage) == 2);
        CHECK(jobs.failed().empty());
    });
}

TEST_CASE("a job of a write that was refused does not exist") {
    with_each_engine([](Storage& storage) {
        FixedClock clock;
        JobRunner jobs(storage, clock);
        CHECK(key_of([&] {
            storage.write_now(district, as(1), [&](Tx& tx) {
                tx.enqueue({.kind = "test.note", .due = clock.now()});
                throw Error(409, "test.refused");
            });
        }) == "test.refused");
        CHECK(jobs.run_due(district) == 0);
    });
}

TEST_CASE("a job that fails has no effect, tries again later, and dies after eight failures") {
    with_each_engine([](Storage& storage) {
        FixedClock clock;
        JobRunner jobs(storage, clock);
        bool mended = false;
        jobs.on("test.fails", [&](Tx& tx, const Job&) {
            add_note(tx, "effect");
            if (!mended) throw std::runtime_error("the gate is shut");
        });
        enqueue(storage, "test.fails", clock.now());
        for (int attempt = 1; attempt <= JobRunner::most_attempts; ++attempt) {
            CHECK(jobs.run_due(district) == 1);
            CHECK(jobs.run_due(district) == 0);
            const std::vector<FailedJob> failed = jobs.failed();
            REQUIRE(failed.size() == 1);
            CHECK(failed[0].store == district);
            CHECK(failed[0].kind == "test.fails");
            CHECK(failed[0].attempts == attempt);
            CHECK(failed[0].error == "the gate is shut");
            CHECK(failed[0].dead == (attempt == JobRunner::most_attempts));
            CHECK(failed[0].due > clock.now());
            clock.at = failed[0].due;
        }
        CHECK(jobs.run_due(district) == 0);
        CHECK(notes(storage) == 0);
        mended = true;
        CHECK(jobs.revive(district, jobs.failed()[0].id));
        CHECK(!jobs.revive(district, 5));
        CHECK(jobs.run_due(district) == 1);
        CHECK(notes(storage) == 1);
        CHECK(jobs.failed().empty());
    });
}

TEST_CASE("a job that nobody runs is a failure that can be seen") {
    with_each_engine([](Storage& storage) {
        FixedClock clock;
        JobRunner jobs(storage, clock);
        enqueue(storage, "test.orphan", clock.now());
        CHECK(jobs.run_due() == 1);
        REQUIRE(jobs.failed().size() == 1);
        CHECK(jobs.failed()[0].error == "nobody runs jobs of this kind");
    });
}

TEST_CASE("several runners share the jobs and have each effect once") {
    with_each_engine([](Storage& storage) {
        FixedClock clock;
        for (int i = 0; i < 60; ++i) enqueue(storage, "test.note", clock.now(), i);
        std::atomic<int> count{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                JobRunner jobs(storage, clock);
                jobs.on("test.note", [](Tx& tx, const Job& job) { add_note(tx, std::to_string(job.subject)); });
                count += jobs.run_due(district);
            });
        for (std::thread& thread : threads) thread.join();
        CHECK(count == 60);
        CHECK(notes(storage) == 60);
    });
}

TEST_CASE("a started runner finds what is due by itself and stops when told") {
    with_each_engine([](Storage& storage) {
        FixedClock clock;
        JobRunner jobs(storage, clock);
        std::atomic<bool> ran{false};
        jobs.on("test.note", [&](Tx&, const Job&) { ran = true; });
        jobs.start();
        enqueue(storage, "test.note", clock.now());
        for (int tries = 0; tries < 3000 && !ran; ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        CHECK(ran);
        jobs.stop();
    });
}
