// When things break: a killed process, a full disk, a server that goes away, migrations that cannot be applied.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <future>
#include <latch>
#include <set>
#include <thread>

#include "engines.h"
#include "liren/error.h"

using namespace liren;
using namespace liren::testing;

namespace {

const Statement list_ids(StoreKind::district, "test.fault_ids", "select n.id from test_notes n order by n.id");

std::set<std::int64_t> stored_ids(Storage& storage) {
    std::set<std::int64_t> found;
    storage.read(district, [&](Db& db) { db.each(list_ids, nullptr, {}, [&](const Row& row) { found.insert(row.integer(0)); }); });
    return found;
}

/// The child of the kill test: writes from four threads and reports every id whose write was acknowledged.
[[noreturn]] void write_until_killed(Installation& installation, int report) {
    const std::unique_ptr<Storage> storage = open_migrated(installation);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&, thread] {
            for (int i = 0;; ++i) {
                std::int64_t id = 0;
                storage->write_now(district, as(1), [&](Tx& tx) { id = add_note(tx, std::to_string(thread) + "/" + std::to_string(i)); });
                if (::write(report, &id, sizeof id) != sizeof id) ::_exit(1);
            }
        });
    for (;;) ::pause();
}

/// No file of this process may grow beyond a few bytes: every COMMIT fails, as on a full disk.
class FullDisk {
public:
    FullDisk() {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit tight{4096, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &tight);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

private:
    rlimit before_{};
};

/// Six writes that wait for each other, one of which throws by itself; returns the key of each answer.
std::vector<std::string> six_writes(Storage& storage) {
    std::latch all_queued(1);
    std::vector<std::promise<std::string>> answers(6);
    for (int i = 0; i < 6; ++i)
        storage.write(district, as(1), [&, i](Tx& tx) {
            if (i == 0) all_queued.wait();
            add_note(tx, "lost " + std::to_string(i));
            require(i != 3, "test.refused");
        }, [&, i](std::exception_ptr failure) {
            answers[static_cast<std::size_t>(i)].set_value(failure ? key_of([&] { std::rethrow_exception(failure); }) : "");
        });
    all_queued.count_down();
    std::vector<std::string> keys;
    for (auto& answer : answers) keys.push_back(answer.get_future().get());
    return keys;
}

}  // namespace

TEST_CASE("what was acknowledged is there after kill -9") {
    with_each_installation([](Installation& installation) {
        open_migrated(installation)->close();
        int pipe_ends[2];
        REQUIRE(::pipe(pipe_ends) == 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(pipe_ends[0]);
            write_until_killed(installation, pipe_ends[1]);
        }
        ::close(pipe_ends[1]);
        std::set<std::int64_t> acknowledged;
        std::int64_t id = 0;
        while (::read(pipe_ends[0], &id, sizeof id) == sizeof id) {
            acknowledged.insert(id);
            if (acknowledged.size() == 300) ::kill(child, SIGKILL);
        }
        ::close(pipe_ends[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));
        REQUIRE(acknowledged.size() >= 300);
        const std::unique_ptr<Storage> storage = open_migrated(installation);
        const std::set<std::int64_t> stored = stored_ids(*storage);
        for (std::int64_t one : acknowledged) CHECK(stored.count(one) == 1);
        CHECK(wait_until_sealed(*storage, district, static_cast<std::int64_t>(stored.size())));
        CHECK(storage->last_sealed(district) == static_cast<std::int64_t>(stored.size()));
        CHECK(!storage->check_chain(district));
        storage->close();
    });
}

TEST_CASE("when nothing can be committed every write is answered 503, and later ones succeed") {
    with_each_installation([](Installation& installation) {
        const std::unique_ptr<Storage> storage = open_migrated(installation);
        storage->write_now(district, as(1), [](Tx& tx) { add_note(tx, "before"); });
        CHECK(wait_until_sealed(*storage, district, 1));
        std::vector<std::string> keys;
        if (!installation.is_postgres()) {
            const FullDisk full_disk;
            keys = six_writes(*storage);
        } else if (!restart_postgres([&] { keys = six_writes(*storage); })) {
            return;
        }
        for (const std::string& key : keys) CHECK(key == "storage.unavailable");
        CHECK(storage->statistics().failures >= 1);
        CHECK(titles(*storage) == std::vector<std::string>{"before"});
        CHECK(key_of([&] { storage->write_now(district, as(1), [](Tx& tx) { add_note(tx, "after"); }); }) == "");
        CHECK(titles(*storage) == std::vector<std::string>{"before", "after"});
        CHECK(wait_until_sealed(*storage, district, 2));
        CHECK(!storage->check_chain(district));
        storage->close();
    });
}

TEST_CASE("a write whose connection breaks before the commit is run again, once (PostgreSQL)") {
    with_each_installation([](Installation& installation) {
        if (!installation.is_postgres()) return;
        const std::unique_ptr<Storage> storage = open_migrated(installation);
        int attempts = 0;
        storage->write_now(district, as(1), [&](Tx& tx) {
            add_note(tx, "once");
            if (++attempts == 1) installation.tamper("city", "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
            tx.each(list_ids, nullptr, {}, [](const Row&) {});
        });
        CHECK(attempts == 2);
        CHECK(notes(*storage) == 1);
        CHECK(wait_until_sealed(*storage, district, 1));
        storage->close();
    });
}

TEST_CASE("a district that cannot be migrated stays closed and the others serve") {
    with_each_installation([](Installation& installation) {
        {
            const std::unique_ptr<Storage> storage = installation.open();
            storage->add_district("140502");
            storage->add_district("990101");
            CHECK(storage->trouble("d990101") == "The store has not been migrated yet.");
            storage->close();
        }
        installation.tamper("d990101", "create table test_notes (id bigint primary key)");
        const std::unique_ptr<Storage> storage = open_migrated(installation);
        CHECK(storage->trouble(district) == "");
        CHECK(storage->trouble("d990101").starts_with("The migration 20261102_0000_test.sql failed in the store d990101: "));
        CHECK(key_of([&] { storage->read("d990101", [](Db&) {}); }) == "storage.closed");
        CHECK(key_of([&] { storage->write_now("d990101", as(1), [](Tx&) {}); }) == "storage.closed");
        storage->write_now(district, as(1), [](Tx& tx) { add_note(tx, "served"); });
        installation.tamper("d990101", "drop table test_notes");
        storage->migrate(test_migrations());  // nothing of the failed attempt is left: the same files now fit
        CHECK(storage->trouble("d990101") == "");
        storage->write_now("d990101", as(1), [](Tx& tx) { add_note(tx, "served"); });
        CHECK(notes(*storage, "d990101") == 1);
        storage->close();
    });
}

TEST_CASE("a changed migration and a newer store are refused in plain words") {
    with_each_installation([](Installation& installation) {
        open_migrated(installation)->close();
        {
            std::vector<EmbeddedFile> files = test_migrations();
            for (EmbeddedFile& file : files)
                if (file.path == "migrations/city/20261102_0000_test.sql") file.content = "create table other (id bigint primary key)";
            const std::unique_ptr<Storage> storage = installation.open();
            try {
                storage->migrate(files);
                FAIL("accepted");
            } catch (const std::runtime_error& error) {
                CHECK(std::string(error.what()) == "The migration 20261102_0000_test.sql was changed after it was applied to the store city. "
                                                   "Put the file back as it was, and write the change as a new migration.");
            }
            storage->close();
        }
        installation.tamper("d990101", "insert into kernel_migrations (name, checksum, applied_at) values ('20990101_0000_future.sql', 'x', 1)");
        const std::unique_ptr<Storage> storage = installation.open();
        try {
            storage->migrate(test_migrations());
            FAIL("accepted");
        } catch (const std::runtime_error& error) {
            CHECK(std::string(error.what()) == "The store d990101 is newer than this program: it has the migration 20990101_0000_future.sql, which this "
                                               "program does not know. Start the newer program, or restore a backup made before it.");
        }
        storage->close();
    });
}

TEST_CASE("two processes may migrate at once (PostgreSQL)") {
    with_each_installation([](Installation& installation) {
        if (!installation.is_postgres()) return;
        std::vector<std::future<void>> processes;
        for (int i = 0; i < 4; ++i) processes.push_back(std::async(std::launch::async, [&] { open_migrated(installation)->close(); }));
        for (auto& process : processes) CHECK_NOTHROW(process.get());
    });
}

TEST_CASE("the kernel's migration is the same in every kind of store") {
    std::set<std::string_view> contents;
    std::set<std::string_view> names;
    for (const EmbeddedFile& file : kernel_migrations()) {
        if (!file.path.ends_with("20261101_0000_kernel.sql")) continue;
        contents.insert(file.content);
        names.insert(file.path);
    }
    CHECK(contents.size() == 1);
    CHECK(names.size() == 3);
}
