// The raw C API of SQLite, and nothing else, lives here.
#include "sql/sqlite_connection.h"

#include <sqlite3.h>

#include <stdexcept>

#include "liren/error.h"
#include "search/dialect.h"

namespace liren::sql {
namespace {

constexpr std::size_t most_prepared = 1000;  ///< of one connection; beyond it the connection starts anew

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
    int columns() const override { return sqlite3_column_count(statement_); }
    std::string_view name(int column) const override { return sqlite3_column_name(statement_, column); }
    bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
    std::string_view text(int column) const override {
        // Of a text, its bytes as they lie there: no terminating zero is put behind them.
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
        return bytes == nullptr ? std::string_view() : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
    }

private:
    sqlite3_stmt* statement_;
};

/// file:/path?mode=… with what a URI reserves escaped.
std::string uri(const std::filesystem::path& file, const char* mode) {
    std::string text = "file:";
    for (char c : std::filesystem::absolute(file).string()) {
        if (c == '%') text += "%25";
        else if (c == '?') text += "%3f";
        else if (c == '#') text += "%23";
        else text += c;
    }
    return text + "?mode=" + mode;
}

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (char c : text) {
        out += c;
        if (c == '\'') out += c;
    }
    return out + "'";
}

constexpr const char* command_texts[] = {"begin", "begin immediate", "commit", "rollback", "savepoint work", "release work", "rollback to work"};

}  // namespace

void SqliteStatementClose::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

SqliteConnection::SqliteConnection(const std::filesystem::path& file, Role role, bool fast, const Attachments& attached) {
    const bool writer = role == Role::writer;
    const int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | (writer ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(uri(file, writer ? "rwc" : "rw").c_str(), &db_, flags, nullptr);
    try {
        if (code != SQLITE_OK) fail(code, "open " + file.string());
        sqlite3_extended_result_codes(db_, 1);
        sqlite3_busy_timeout(db_, 5000);
        sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);  // "x" is a name, never a text: as on PostgreSQL
        sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
        if (writer) script("pragma journal_mode = wal");
        script("pragma wal_autocheckpoint = 0; pragma foreign_keys = on; pragma secure_delete = fast; pragma temp_store = memory;");
        script(fast ? "pragma synchronous = off" : "pragma synchronous = full");
        script(writer ? "pragma cache_size = -32000" : "pragma cache_size = -4000");
        for (const auto& [name, path] : attached) script("attach " + quoted(uri(path, "ro")) + " as " + name);
        if (!writer) script("pragma query_only = on");
        // Replaces the automatic checkpoint (already off) and tells how long the log has become.
        sqlite3_wal_hook(db_, [](void* self, sqlite3*, const char* name, int pages) {
            if (std::string_view(name) == "main") static_cast<SqliteConnection*>(self)->wal_pages_ = pages;
            return SQLITE_OK;
        }, this);
    } catch (...) {
        sqlite3_close(db_);
        throw;
    }
}

SqliteConnection::~SqliteConnection() {
    entries_.clear();
    word_indexes_.clear();
    for (SqliteStatement& command : commands_) command.reset();
    sqlite3_close(db_);
}

void SqliteConnection::fail(int code, const std::string& name) const {
    const std::string words = name + ": " + (db_ != nullptr ? sqlite3_errmsg(db_) : sqlite3_errstr(code));
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID) throw Error(409, "storage.duplicate", words);
    if (code == SQLITE_CONSTRAINT_FOREIGNKEY) throw Error(409, "storage.reference", words);
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT: throw Error(500, "storage.rule", words);
        case SQLITE_BUSY:
        case SQLITE_LOCKED: throw Error(503, "storage.busy", words).retry_after(1);
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_NOMEM:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_PERM:
        case SQLITE_PROTOCOL: throw Error(503, "storage.unavailable", words);
        default: throw std::logic_error("statement " + words);
    }
}

SqliteStatement SqliteConnection::prepare(const std::string& text, const char* name) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(db_, text.c_str(), static_cast<int>(text.size()) + 1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) fail(code, name);
    return SqliteStatement(statement);
}

void SqliteConnection::command(Command command) {
    const auto index = static_cast<std::size_t>(command);
    if (!commands_[index]) commands_[index] = prepare(command_texts[index], command_texts[index]);
    sqlite3_stmt* statement = commands_[index].get();
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) {
        sqlite3_reset(statement);
        return;
    }
    try {
        fail(code, command_texts[index]);
    } catch (...) {
        sqlite3_reset(statement);
        throw;
    }
}

void SqliteConnection::script(std::string_view sql) {
    char* words = nullptr;
    const std::string text(sql);
    const int code = sqlite3_exec(db_, text.c_str(), nullptr, nullptr, &words);
    if (code == SQLITE_OK) return;
    const std::string message = words != nullptr ? words : sqlite3_errstr(code);
    sqlite3_free(words);
    throw std::runtime_error(message);
}

void SqliteConnection::run_words(SqliteStatement& statement, std::int64_t id, std::string_view words) {
    sqlite3_bind_int64(statement.get(), 1, id);
    sqlite3_bind_text(statement.get(), 2, words.data(), static_cast<int>(words.size()), SQLITE_STATIC);
    const int code = sqlite3_step(statement.get());
    sqlite3_reset(statement.get());
    if (code != SQLITE_DONE) fail(code, "search index");
}

void SqliteConnection::index_words(const std::string& table, std::int64_t id, std::string_view before, std::string_view after) {
    if (before == after) return;
    auto& [take_out, put_in] = word_indexes_[table];
    if (!take_out) take_out = prepare(search::take_out_text(table), "search index");
    if (!put_in) put_in = prepare(search::put_in_text(table), "search index");
    if (!before.empty()) run_words(take_out, id, before);
    if (!after.empty()) run_words(put_in, id, after);
}

std::int64_t SqliteConnection::broken_references() {
    const SqliteStatement statement = prepare("select count(*) from pragma_foreign_key_check", "foreign_key_check");
    const int code = sqlite3_step(statement.get());
    if (code != SQLITE_ROW) fail(code, "foreign_key_check");
    return sqlite3_column_int64(statement.get(), 0);
}

bool SqliteConnection::idle() const { return sqlite3_get_autocommit(db_) != 0; }

SqliteConnection::Entry& SqliteConnection::entry_of(const Statement& statement) {
    Entry& entry = entries_[&statement];
    if (entry.parsed == nullptr) entry.parsed = &template_of(statement);
    return entry;
}

void SqliteConnection::forget_all() {
    for (auto& [statement, entry] : entries_)
        prepared_count_ -= std::erase_if(entry.prepared, [](const std::unique_ptr<Prepared>& prepared) { return !prepared->busy; });
}

SqliteConnection::Prepared& SqliteConnection::prepared_for(Entry& entry, const Call& call) {
    for (const std::unique_ptr<Prepared>& prepared : entry.prepared)
        if (!prepared->busy && prepared->groups == call.groups && prepared->shape == call.shape) return *prepared;
    if (prepared_count_ >= most_prepared) forget_all();
    auto fresh = std::make_unique<Prepared>();
    fresh->groups = call.groups;
    fresh->shape = call.shape;
    fresh->variant = compile(*entry.parsed, Engine::sqlite, call.groups, call.shape);
    fresh->statement = prepare(fresh->variant.text, entry.parsed->statement->name());
    entry.prepared.push_back(std::move(fresh));
    ++prepared_count_;
    return *entry.prepared.back();
}

void SqliteConnection::bind(Prepared& prepared, const Call& call, const Scope* scope, const char* name) {
    sqlite3_stmt* statement = prepared.statement.get();
    int position = 0;
    for (std::uint8_t index : prepared.variant.parameters) {
        const auto& data = call.values[index]->data();
        int code = SQLITE_OK;
        ++position;
        if (const auto* number = std::get_if<std::int64_t>(&data)) code = sqlite3_bind_int64(statement, position, *number);
        else if (const auto* text = std::get_if<std::string_view>(&data))
            code = sqlite3_bind_text(statement, position, text->data() != nullptr ? text->data() : "", static_cast<int>(text->size()), SQLITE_STATIC);
        else code = sqlite3_bind_null(statement, position);
        if (code != SQLITE_OK) fail(code, name);
    }
    if (prepared.variant.scope.empty()) return;
    scope_values(prepared.variant, *scope, scope_values_);
    for (std::int64_t value : scope_values_)
        if (const int code = sqlite3_bind_int64(statement, ++position, value); code != SQLITE_OK) fail(code, name);
}

void SqliteConnection::check_names(Prepared& prepared, std::span<const std::string_view> expected, const char* name) {
    prepared.checked = expected.data();
    sqlite3_stmt* statement = prepared.statement.get();
    const int columns = sqlite3_column_count(statement);
    bool same = columns == static_cast<int>(expected.size());
    std::string found;
    for (int i = 0; i < columns; ++i) {
        const std::string_view column = sqlite3_column_name(statement, i);
        same = same && column == expected[static_cast<std::size_t>(i)];
        found += (i > 0 ? ", " : "") + std::string(column);
    }
    if (same) return;
    prepared.checked = nullptr;
    std::string wanted;
    for (std::string_view column : expected) wanted += (wanted.empty() ? "" : ", ") + std::string(column);
    throw std::logic_error(std::string("statement ") + name + " gives (" + found + ") where (" + wanted + ") is read");
}

std::int64_t SqliteConnection::run(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor* visit,
                                   std::span<const std::string_view> expected) {
    Entry& entry = entry_of(statement);
    Call call;
    match(*entry.parsed, scope, parameters, call);
    Prepared& prepared = prepared_for(entry, call);
    if (!expected.empty() && prepared.checked != expected.data()) check_names(prepared, expected, statement.name());
    struct Use {  // frees the statement also when the visitor throws
        Prepared& prepared;
        ~Use() {
            sqlite3_reset(prepared.statement.get());
            prepared.busy = false;
        }
    } use{prepared};
    prepared.busy = true;
    bind(prepared, call, scope, statement.name());
    const SqliteRow row(prepared.statement.get());
    int code = 0;
    while ((code = sqlite3_step(prepared.statement.get())) == SQLITE_ROW)
        if (visit != nullptr) (*visit)(row);
    if (code != SQLITE_DONE) fail(code, statement.name());
    return sqlite3_stmt_readonly(prepared.statement.get()) != 0 ? 0 : sqlite3_changes64(db_);
}

void SqliteConnection::checkpoint(Checkpoint how) {
    constexpr int modes[] = {SQLITE_CHECKPOINT_PASSIVE, SQLITE_CHECKPOINT_RESTART, SQLITE_CHECKPOINT_TRUNCATE};
    int pages = 0;
    int moved = 0;
    sqlite3_busy_timeout(db_, 100);  // readers that hold an old page: try again later
    const int code = sqlite3_wal_checkpoint_v2(db_, "main", modes[static_cast<int>(how)], &pages, &moved);
    sqlite3_busy_timeout(db_, 5000);
    if (code != SQLITE_OK && code != SQLITE_BUSY) fail(code, "checkpoint");
    if (pages == moved) wal_pages_ = 0;
}

std::string SqliteConnection::try_prepare(const std::string& text) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(db_, text.c_str(), static_cast<int>(text.size()) + 1, &statement, nullptr);
    const SqliteStatement owned(statement);
    return code == SQLITE_OK ? std::string() : std::string(sqlite3_errmsg(db_));
}

std::string SqliteConnection::explain(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters) {
    const Template& parsed = template_of(statement);
    Call call;
    match(parsed, scope, parameters, call);
    Prepared prepared;
    prepared.variant = compile(parsed, Engine::sqlite, call.groups, call.shape);
    prepared.statement = prepare("explain query plan " + prepared.variant.text, statement.name());
    bind(prepared, call, scope, statement.name());
    std::string plan;
    while (sqlite3_step(prepared.statement.get()) == SQLITE_ROW)
        plan += reinterpret_cast<const char*>(sqlite3_column_text(prepared.statement.get(), 3)) + std::string("\n");
    return plan;
}

}  // namespace liren::sql
