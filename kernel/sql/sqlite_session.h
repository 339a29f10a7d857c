#pragma once
// What a handler sees of a SQLite store: SqliteDb on a reader's snapshot, SqliteTx on a savepoint of the writer's batch.

#include <vector>

#include "events/chain.h"
#include "search/dialect.h"
#include "sql/sqlite_connection.h"

namespace liren::sql {

class SqliteDb final : public Db {
public:
    SqliteDb(SqliteConnection& connection, StoreKind kind) : connection_(connection), kind_(kind) {}
    StoreKind kind() const override { return kind_; }
    std::string find_text(const SearchQuestion& question) const override { return search::question_text(question, Engine::sqlite); }
    void each(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor& visit,
              std::span<const std::string_view> expected) override;

private:
    SqliteConnection& connection_;
    StoreKind kind_;
};

class SqliteTx final : public Tx {
public:
    SqliteTx(SqliteConnection& connection, StoreKind kind, WriteContext context) : connection_(connection), kind_(kind), context_(context) {}
    StoreKind kind() const override { return kind_; }
    std::string find_text(const SearchQuestion& question) const override { return search::question_text(question, Engine::sqlite); }

    void each(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor& visit,
              std::span<const std::string_view> expected) override;
    using Tx::run;
    std::int64_t run(const Statement& statement, std::span<const Parameter> parameters) override;
    void index_words(const char* table, std::int64_t id, std::string_view before, std::string_view after) override;
    void record(Event event) override;
    void enqueue(Job job) override;
    std::int64_t next_number(std::string_view series, int year) override;
    Instant now() const override { return context_.now; }
    AccountId actor() const override { return context_.actor; }
    std::size_t recorded() const override { return events_.size(); }

    /// Throws the failure of a statement that the work swallowed: such a work must not be released.
    void check_sound() const;
    std::vector<events::EventRow> take_events() { return std::move(events_); }

private:
    std::int64_t guarded(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor* visit,
                         std::span<const std::string_view> expected);

    SqliteConnection& connection_;
    StoreKind kind_;
    WriteContext context_;
    std::vector<events::EventRow> events_;
    std::exception_ptr failure_;
};

}  // namespace liren::sql
