#pragma once
// One SQLite connection, with the statements it has prepared. Used by one thread at a time (opened without SQLite's own mutex).
// Never checkpoints by itself: only a store's writer calls checkpoint() (stack.md, pitfall 1: the WAL-reset bug of 3.40).

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sql/template.h"

struct sqlite3;
struct sqlite3_stmt;

namespace liren::sql {

struct SqliteStatementClose {
    void operator()(sqlite3_stmt* statement) const;
};
using SqliteStatement = std::unique_ptr<sqlite3_stmt, SqliteStatementClose>;

class SqliteConnection {
public:
    enum class Role : std::uint8_t { writer, reader };
    enum class Command : std::uint8_t { begin_read, begin_write, commit, rollback, savepoint, release, rollback_to };
    static constexpr std::size_t commands = 7;
    using Attachments = std::vector<std::pair<std::string, std::filesystem::path>>;

    /// Opens the file (a writer creates it). `attached` files appear under their names, read-only. `fast` turns off fsync.
    SqliteConnection(const std::filesystem::path& file, Role role, bool fast, const Attachments& attached);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;

    void command(Command command);
    /// Runs a script of several statements (migrations, settings). Throws std::runtime_error with the engine's words.
    void script(std::string_view sql);
    /// Takes a row's former words out of the table's search index and puts its new ones in.
    void index_words(const std::string& table, std::int64_t id, std::string_view before, std::string_view after);
    /// Rows of the whole file whose foreign key names a row that does not exist.
    std::int64_t broken_references();
    /// True when no transaction is open: also after the engine itself rolled one back (disk full).
    bool idle() const;

    /// Runs a statement to its end, showing its rows; returns the rows changed (0 for a read).
    std::int64_t run(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor* visit,
                     std::span<const std::string_view> expected);

    /// Pages in the write-ahead log after the last commit of this connection (0 after a checkpoint).
    int wal_pages() const { return wal_pages_; }
    enum class Checkpoint : std::uint8_t { passive, restart, truncate };
    void checkpoint(Checkpoint how);

    /// Prepares a text and forgets it; returns the engine's words, or "".
    std::string try_prepare(const std::string& text);
    /// `explain query plan`, one step a line, indented.
    std::string explain(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters);

private:
    struct Prepared {
        std::uint64_t groups = 0;
        Shape shape;
        Variant variant;
        SqliteStatement statement;
        bool busy = false;
        const std::string_view* checked = nullptr;  ///< the expected names that were compared last
    };
    struct Entry {
        const Template* parsed = nullptr;
        std::vector<std::unique_ptr<Prepared>> prepared;
    };

    SqliteStatement prepare(const std::string& text, const char* name);
    Entry& entry_of(const Statement& statement);
    Prepared& prepared_for(Entry& entry, const Call& call);
    void bind(Prepared& prepared, const Call& call, const Scope* scope, const char* name);
    void check_names(Prepared& prepared, std::span<const std::string_view> expected, const char* name);
    void forget_all();
    [[noreturn]] void fail(int code, const std::string& name) const;

    sqlite3* db_ = nullptr;
    int wal_pages_ = 0;
    std::array<SqliteStatement, commands> commands_;
    std::unordered_map<const Statement*, Entry> entries_;
    std::unordered_map<std::string, std::pair<SqliteStatement, SqliteStatement>> word_indexes_;   ///< by table: take out, put in
    void run_words(SqliteStatement& statement, std::int64_t id, std::string_view words);
    std::size_t prepared_count_ = 0;
    std::vector<std::int64_t> scope_values_;
};

}  // namespace liren::sql
