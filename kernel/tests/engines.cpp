#include "engines.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "liren/error.h"

namespace liren::testing {
namespace {

constexpr std::string_view district_tables = R"sql(
create table test_notes (
    id bigint primary key,
    version bigint not null,
    subdistrict bigint not null,
    community bigint not null,
    grid bigint not null,
    owner bigint,
    assignee bigint,
    unit bigint,
    title text not null,
    constraint test_notes_title check (title <> '')
);
create index test_notes_community on test_notes (community, id);
create index test_notes_owner on test_notes (owner, id);
create unique index test_notes_titles on test_notes (title, community);
create table test_lines (
    id bigint primary key,
    note bigint not null,
    constraint test_lines_note foreign key (note) references test_notes (id)
);
)sql";

constexpr std::string_view city_tables = "create table test_areas (id bigint primary key, name text not null);";

const Statement insert_note(StoreKind::district, "test.note_insert", R"sql(
    insert into test_notes (id, version, subdistrict, community, grid, owner, assignee, unit, title)
    values (:id, 1, 1, :community, 1, :owner, null, null, :title)
)sql");
const Statement count_notes(StoreKind::district, "test.notes_count", "select count(*) as notes from test_notes");
const Statement list_titles(StoreKind::district, "test.titles", "select n.title from test_notes n order by n.id");

class SqliteInstallation final : public Installation {
public:
    bool is_postgres() const override { return false; }
    std::unique_ptr<Storage> open() override { return Storage::open_sqlite(folder_.path(), true); }
    void tamper(const std::string& store, const std::string& sql) override {
        sqlite3* db = nullptr;
        REQUIRE(sqlite3_open((folder_.path() / (store + ".db")).c_str(), &db) == SQLITE_OK);
        const int code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
        sqlite3_close(db);
        REQUIRE(code == SQLITE_OK);
    }

private:
    TemporaryFolder folder_;
};

/// Becomes the user postgres (the server refuses root) and the program; its words go to the log. Never returns.
[[noreturn]] void become(const std::vector<std::string>& arguments, const std::filesystem::path& log) {
    if (const passwd* user = ::getuid() == 0 ? ::getpwnam("postgres") : nullptr; user != nullptr)
        if (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0) ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // a test program that dies takes its server along
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    ::dup2(out, 1);
    ::dup2(out, 2);
    ::close(0);
    std::vector<char*> argv;
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(127);
}

pid_t spawn(const std::vector<std::string>& arguments, const std::filesystem::path& log) {
    const pid_t child = ::fork();
    if (child == 0) become(arguments, log);
    return child;
}

std::string contents(const std::filesystem::path& file) {
    std::ifstream words(file);
    return std::string(std::istreambuf_iterator<char>(words), {});
}

/// One server for the program, in a folder of its own, listening on a unix socket only.
class PostgresServer {
public:
    static PostgresServer& get() {
        static PostgresServer server;
        return server;
    }
    ~PostgresServer() {
        if (own()) stop();
    }
    bool own() const { return foreign_ == nullptr; }
    std::string url(const std::string& database) const {
        if (foreign_ != nullptr) return std::string(foreign_) + (std::strstr(foreign_, "://") != nullptr ? "" : " dbname=" + database);
        return "host=" + folder_.path().string() + " user=postgres dbname=" + database;
    }
    void start() {
        process_ = spawn({binary("postgres"), "-D", data(), "-c", "listen_addresses=", "-c", "unix_socket_directories=" + folder_.path().string(), "-c",
                          "fsync=off", "-c", "deadlock_timeout=100ms", "-c", "max_connections=200", "-c", "shared_buffers=32MB"}, log());
        for (int tries = 0; PQping(url("postgres").c_str()) != PQPING_OK; ++tries) {
            if (tries > 600 || ::waitpid(process_, nullptr, WNOHANG) != 0) throw std::runtime_error("postgres does not start: " + contents(log()));
            ::usleep(50'000);
        }
    }
    void stop() {
        ::kill(process_, SIGQUIT);
        ::waitpid(process_, nullptr, 0);
    }

    void run(const std::string& database, const std::string& sql) const {
        PGconn* connection = PQconnectdb(url(database).c_str());
        PGresult* result = PQexec(connection, sql.c_str());
        const ExecStatusType status = PQresultStatus(result);
        const std::string words = PQerrorMessage(connection);
        PQclear(result);
        PQfinish(connection);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(sql + ": " + words);
    }

private:
    PostgresServer() {
        if (!own()) return;
        std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
        int status = 0;
        ::waitpid(spawn({binary("initdb"), "-D", data(), "-U", "postgres", "-A", "trust", "-E", "UTF8",
                         "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en", "--no-sync"}, log()), &status, 0);
        if (status != 0) throw std::runtime_error("initdb failed: " + contents(log()));
        start();
    }
    static std::string binary(const std::string& name) { return "/usr/lib/postgresql/15/bin/" + name; }
    std::string data() const { return (folder_.path() / "data").string(); }
    std::filesystem::path log() const { return folder_.path() / "commands.log"; }

    const char* foreign_ = std::getenv("LIREN_TEST_POSTGRES");
    TemporaryFolder folder_;
    pid_t process_ = 0;
};

class PostgresInstallation final : public Installation {
public:
    PostgresInstallation() { empty(); }
    ~PostgresInstallation() override { empty(); }
    bool is_postgres() const override { return true; }
    std::unique_ptr<Storage> open() override { return Storage::open_postgres(PostgresServer::get().url(database_), 12); }
    void tamper(const std::string& store, const std::string& sql) override { PostgresServer::get().run(database_, "set search_path to " + store + "; " + sql); }

private:
    void empty() { PostgresServer::get().run(database_, "set client_min_messages = warning; drop schema if exists city, gate, d140502, d990101 cascade"); }
    const std::string database_ = PostgresServer::get().own() ? "postgres" : "liren_test";
};

}  // namespace

bool restart_postgres(const std::function<void()>& while_down) {
    if (!PostgresServer::get().own()) return false;
    PostgresServer::get().stop();
    while_down();
    PostgresServer::get().start();
    return true;
}

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "liren-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;  // a folder left in /tmp harms nobody
    std::filesystem::remove_all(path_, ignored);
}

void with_each_installation(const std::function<void(Installation&)>& test) {
    SUBCASE("SQLite") {
        SqliteInstallation installation;
        test(installation);
    }
    SUBCASE("PostgreSQL") {
        PostgresInstallation installation;
        test(installation);
    }
}

void with_each_engine(const std::function<void(Storage&)>& test) {
    with_each_installation([&](Installation& installation) {
        const std::unique_ptr<Storage> storage = open_migrated(installation);
        test(*storage);
        storage->close();
    });
}

bool wait_until_sealed(Storage& storage, const std::string& store, std::int64_t seq) {
    for (int tries = 0; tries < 3000; ++tries) {
        if (storage.last_sealed(store) >= seq) return true;
        ::usleep(10'000);
    }
    return false;
}

std::string key_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.key();
    }
    return "";
}

std::int64_t add_note(Tx& tx, const std::string& title, std::int64_t community) {
    const std::int64_t id = new_id();
    tx.run(insert_note, {{"id", id}, {"community", community}, {"owner", tx.actor()}, {"title", title}});
    tx.record({.name = "test.noted", .subject_kind = "test.note", .subject = id, .version = 1, .area = community, .fields = "title", .evidence = title});
    return id;
}

std::int64_t notes(Storage& storage, const std::string& store) {
    std::int64_t count = 0;
    storage.read(store, [&](Db& db) { count = db.number(count_notes, {}).value(); });
    return count;
}

std::vector<std::string> titles(Storage& storage, const std::string& store) {
    std::vector<std::string> found;
    storage.read(store, [&](Db& db) { db.each(list_titles, nullptr, {}, [&](const Row& row) { found.emplace_back(row.text(0)); }); });
    return found;
}

std::vector<EmbeddedFile> test_migrations() {
    std::vector<EmbeddedFile> files = kernel_migrations();
    files.push_back({"migrations/district/20261102_0000_test.sql", district_tables});
    files.push_back({"migrations/city/20261102_0000_test.sql", city_tables});
    return files;
}

std::unique_ptr<Storage> open_migrated(Installation& installation) {
    std::unique_ptr<Storage> storage = installation.open();
    storage->add_district("140502");
    storage->add_district("990101");
    storage->migrate(test_migrations());
    return storage;
}

}  // namespace liren::testing
