#pragma once
// What a handler sees of a PostgreSQL store: PostgresDb on one snapshot, PostgresTx in one transaction.

#include <exception>
#include <vector>

#include "events/chain.h"
#include "search/dialect.h"
#include "sql/postgres_connection.h"

namespace liren::sql {

class PostgresDb final : public Db {
public:
    PostgresDb(PostgresConnection& connection, StoreKind kind) : connection_(connection), kind_(kind) {}
    StoreKind kind() const override { return kind_; }
    std::string find_text(const SearchQuestion& question) const override { return search::question_text(question, Engine::postgres); }
    void each(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor& visit,
              std::span<const std::string_view> expected) override;
    /// False while no statement has been answered: then the read may begin again on another connection.
    bool answered() const { return answered_; }

private:
    PostgresConnection& connection_;
    StoreKind kind_;
    bool answered_ = false;
};

class PostgresTx final : public Tx {
public:
    PostgresTx(PostgresConnection& connection, StoreKind kind, WriteContext context) : connection_(connection), kind_(kind), context_(context) {}
    StoreKind kind() const override { return kind_; }
    std::string find_text(const SearchQuestion& question) const override { return search::question_text(question, Engine::postgres); }

    void each(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor& visit,
              std::span<const std::string_view> expected) override;
    using Tx::run;
    std::int64_t run(const Statement& statement, std::span<const Parameter> parameters) override;
    void index_words(const char*, std::int64_t, std::string_view, std::string_view) override {}
    void record(Event event) override;
    void enqueue(Job job) override { jobs_.push_back(std::move(job)); }
    std::int64_t next_number(std::string_view series, int year) override;
    Instant now() const override { return context_.now; }
    AccountId actor() const override { return context_.actor; }
    std::size_t recorded() const override { return events_.size(); }

    /// Sends events and jobs together with the commit; throws the failure of a statement that the work swallowed.
    void commit();
    std::vector<std::string> event_names() const {
        std::vector<std::string> names;
        for (const events::EventRow& event : events_) names.push_back(event.name);
        return names;
    }

private:
    std::int64_t guarded(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor* visit,
                         std::span<const std::string_view> expected);

    PostgresConnection& connection_;
    StoreKind kind_;
    WriteContext context_;
    std::vector<events::EventRow> events_;
    std::vector<Job> jobs_;
    std::exception_ptr failure_;
};

}  // namespace liren::sql
