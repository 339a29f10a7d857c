#include "engines.h"

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <stdexcept>

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
create unique index test_notes_titles on test_notes (community, title);
create table test_lines (
    id bigint primary key,
    note bigint not null,
    constraint test_lines_note foreign key (note) references test_notes (id)
);
)sql";

constexpr std::string_view city_tables = "create table test_areas (id bigint primary key, name text not null);";

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

}  // namespace

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
}

void with_each_engine(const std::function<void(Storage&)>& test) {
    with_each_installation([&](Installation& installation) {
        const std::unique_ptr<Storage> storage = open_migrated(installation);
        test(*storage);
        storage->close();
    });
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
