#include "sql/postgres_session.h"

#include "events/statements.h"
#include "sql/storage_state.h"

namespace liren::sql {

void PostgresDb::each(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor& visit,
                      std::span<const std::string_view> expected) {
    check_kind(statement, kind_);
    const RowVisitor watched = [&](const Row& row) {
        answered_ = true;
        visit(row);
    };
    connection_.run(statement, scope, parameters, &watched, expected);
    answered_ = true;
}

std::int64_t PostgresTx::guarded(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor* visit,
                                 std::span<const std::string_view> expected) {
    if (failure_) std::rethrow_exception(failure_);
    std::exception_ptr visitor_failure;  // what the handler's own visitor throws does not spoil the transaction
    RowVisitor watched;
    if (visit != nullptr) {
        watched = [&](const Row& row) {
            try {
                (*visit)(row);
            } catch (...) {
                visitor_failure = std::current_exception();
                throw;
            }
        };
    }
    try {
        check_kind(statement, kind_);
        return connection_.run(statement, scope, parameters, visit != nullptr ? &watched : nullptr, expected);
    } catch (...) {
        if (!visitor_failure) failure_ = std::current_exception();
        throw;
    }
}

void PostgresTx::each(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor& visit,
                      std::span<const std::string_view> expected) {
    guarded(statement, scope, parameters, &visit, expected);
}

std::int64_t PostgresTx::run(const Statement& statement, std::span<const Parameter> parameters) { return guarded(statement, nullptr, parameters, nullptr, {}); }

void PostgresTx::record(Event event) { events_.push_back(events::row_of(std::move(event), context_.actor, context_.now)); }

std::int64_t PostgresTx::next_number(std::string_view series, int year) {
    return number(events::next_of_series, {{"series", series}, {"year", year}}).value();
}

void PostgresTx::commit() {
    if (failure_) std::rethrow_exception(failure_);
    std::size_t queued = 0;
    const auto send = [&](const Statement& statement, Parameters parameters) {
        constexpr std::size_t most_queued = 200;  // answers must fit the socket's buffer while nobody reads them
        if (++queued % most_queued == 0) connection_.run(statement, nullptr, span(parameters), nullptr, {});
        else connection_.send(statement, span(parameters));
    };
    for (const events::EventRow& event : events_) events::insert(send, event);
    for (const Job& job : jobs_) events::insert(send, job, context_.now);
    connection_.commit();
}

}  // namespace liren::sql
