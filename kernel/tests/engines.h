#pragma once
// Runs one case on both engines. SQLite: a fresh folder. PostgreSQL: a server of our own (initdb in a temporary folder, unix
// socket only, not root), started once for the program, emptied for each case, with a default collation that is not byte order;
// LIREN_TEST_POSTGRES names another one (its database is emptied of city, gate, d140502, d990101!).

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "liren/clock.h"
#include "liren/storage.h"

namespace liren::testing {

/// A folder that goes away.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Opens the same installation again: the second call of open() sees what the first one stored.
class Installation {
public:
    virtual ~Installation() = default;
    virtual bool is_postgres() const = 0;
    /// Not migrated, no district.
    virtual std::unique_ptr<Storage> open() = 0;
    /// Lets a test do what no Storage would: `sql` is run behind its back in a store.
    virtual void tamper(const std::string& store, const std::string& sql) = 0;
};

/// Each engine in turn, with an empty installation.
void with_each_installation(const std::function<void(Installation&)>& test);
/// Each engine in turn, with city, gate and the districts 140502 and 990101, the kernel's tables and those of the tests.
void with_each_engine(const std::function<void(Storage&)>& test);

/// The kernel's migrations and those of the tests (tables test_notes, test_lines, test_areas).
std::vector<EmbeddedFile> test_migrations();
std::unique_ptr<Storage> open_migrated(Installation& installation);

/// Kills the server, calls, starts it again; false when it is not ours to kill.
bool restart_postgres(const std::function<void()>& while_down);

constexpr const char* district = "d140502";
/// Waits until a store has sealed so many events (PostgreSQL seals after the answer); false after half a minute.
bool wait_until_sealed(Storage& storage, const std::string& store, std::int64_t seq);
/// The key of the Error that was thrown, "" when none was.
std::string key_of(const std::function<void()>& act);

// What most cases write: a note, with an event test.noted (subject = the note).
std::int64_t add_note(Tx& tx, const std::string& title, std::int64_t community = 7);
std::int64_t notes(Storage& storage, const std::string& store = district);
std::vector<std::string> titles(Storage& storage, const std::string& store = district);

class FixedClock : public Clock {
public:
    Instant now() const override { return at; }
    Instant at{1'795'000'000'000};
};
inline WriteContext as(std::int64_t account, std::int64_t ms = 1'795'000'000'000) { return {AccountId{account}, Instant{ms}}; }

}  // namespace liren::testing
