#pragma once
// One connection to PostgreSQL, with the statements it has prepared. It stays in libpq's pipeline mode, so that what needs no
// answer of its own travels with the next statement: "begin" with the first, the events with "commit". A read's "commit" is not
// waited for at all; its answer is taken up when the connection is used next. Used by one thread at a time.

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "sql/template.h"

struct pg_conn;
struct pg_result;

namespace liren::sql {

struct PostgresResultClear {
    void operator()(pg_result* result) const;
};
using PostgresResult = std::unique_ptr<pg_result, PostgresResultClear>;

class PostgresConnection {
public:
    /// What the last failure means for the transaction it ended.
    enum class Failure : std::uint8_t { none, again, broken, final };

    /// Connects; throws Error 503 "storage.unavailable".
    explicit PostgresConnection(const std::string& url);
    ~PostgresConnection();
    PostgresConnection(const PostgresConnection&) = delete;

    /// Begins a transaction in a store. It is sent with the first statement; without one, nothing is ever sent.
    void begin_read(const std::string& store);
    void begin_write(const std::string& store);

    std::int64_t run(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor* visit,
                     std::span<const std::string_view> expected);
    /// Queues a statement whose answer is checked with the next one.
    void send(const Statement& statement, std::span<const Parameter> parameters);
    /// Runs a text of the kernel's own with $1… as texts.
    PostgresResult run_raw(const char* text, const std::vector<std::string>& parameters);

    void commit();
    /// For reads: asks for the end of the transaction and does not wait.
    void finish();
    /// Never throws; a connection that cannot roll back is broken.
    void rollback() noexcept;

    Failure failure() const { return failure_; }
    /// True when the last transaction's "commit" was sent: if the connection broke then, nobody knows what became of it.
    bool commit_sent() const { return commit_sent_; }
    bool broken() const;

    /// Several statements in one text, outside the pipeline (migrations). Throws std::runtime_error with the engine's words.
    void script(const std::string& text);
    /// Prepares without types; returns the engine's words, or "".
    std::string try_prepare(const std::string& store, const std::string& text);
    std::string explain(const std::string& store, const Statement& statement, const Scope* scope, std::span<const Parameter> parameters);

private:
    struct Prepared {
        std::uint64_t groups = 0;
        Shape shape;
        std::uint64_t nulls = 0;      ///< positions bound to null: their type is left to the server
        std::uint64_t texts = 0;      ///< positions bound to a text; the others are int8
        Variant variant;
        std::string name;
        bool refused = false;         ///< the server did not take it: to be prepared again
        const std::string_view* checked = nullptr;
    };
    struct Entry {
        const Template* parsed = nullptr;
        std::vector<std::unique_ptr<Prepared>> prepared;
    };
    struct Outstanding {  // a command that was sent and not answered
        const char* name;
        Prepared* preparing;
    };

    void begin(const std::string& store, const char* text);
    void send_begin();
    void send_text(const char* text, const char* name);
    Prepared& send_statement(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters);
    Prepared& prepared_for(Entry& entry, const Call& call);
    void set_values(const Prepared& prepared, const Call& call, const Scope* scope);
    void check_names(Prepared& prepared, const pg_result* result, std::span<const std::string_view> expected, const char* name);
    PostgresResult flush();
    PostgresResult answer(const Outstanding& outstanding, PostgresResult& failed, const char*& failed_name);
    void drain();
    void forget_all();
    static std::uint64_t used(const Template& parsed, std::uint64_t groups);
    [[noreturn]] void fail(const pg_result* result, const char* name);
    [[noreturn]] void fail_broken(const char* name);

    pg_conn* connection_ = nullptr;
    std::string store_;               ///< the search path, or "" when unknown
    const char* unsent_begin_ = nullptr;  ///< a transaction that has begun only for us
    Failure failure_ = Failure::none;
    bool commit_sent_ = false;
    bool undrained_ = false;
    std::vector<Outstanding> outstanding_;
    std::unordered_map<std::string, std::unordered_map<const Statement*, Entry>> entries_;
    std::unordered_map<const Statement*, Entry>* store_entries_ = nullptr;
    std::uint64_t prepared_made_ = 0;
    std::size_t prepared_count_ = 0;
    // Scratch of one call.
    std::vector<std::int64_t> scope_values_;
    std::vector<std::string> numbers_;
    std::vector<const char*> values_;
    std::vector<std::string> texts_;
};

}  // namespace liren::sql
