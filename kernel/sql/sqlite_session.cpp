#include "sql/sqlite_session.h"

#include "events/statements.h"
#include "sql/storage_state.h"

namespace liren::sql {

void SqliteDb::each(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor& visit,
                    std::span<const std::string_view> expected) {
    check_kind(statement, kind_);
    connection_.run(statement, scope, parameters, &visit, expected);
}

std::int64_t SqliteTx::guarded(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor* visit,
                               std::span<const std::string_view> expected) {
    check_sound();
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

void SqliteTx::check_sound() const {
    if (failure_) std::rethrow_exception(failure_);
}

void SqliteTx::each(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor& visit,
                    std::span<const std::string_view> expected) {
    guarded(statement, scope, parameters, &visit, expected);
}

std::int64_t SqliteTx::run(const Statement& statement, std::span<const Parameter> parameters) { return guarded(statement, nullptr, parameters, nullptr, {}); }

void SqliteTx::index_words(const char* table, std::int64_t id, std::string_view before, std::string_view after) {
    check_sound();
    try {
        connection_.index_words(table, id, before, after);
    } catch (...) {
        failure_ = std::current_exception();
        throw;
    }
}

void SqliteTx::record(Event event) { events_.push_back(events::row_of(std::move(event), context_.actor, context_.now)); }

void SqliteTx::enqueue(Job job) {
    events::insert([&](const Statement& statement, Parameters parameters) { run(statement, parameters); }, job, context_.now);
}

std::int64_t SqliteTx::next_number(std::string_view series, int year) {
    return number(events::next_of_series, {{"series", series}, {"year", year}}).value();
}

}  // namespace liren::sql
