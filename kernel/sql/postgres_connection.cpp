// libpq, and nothing else, lives here. Results come as text: an int8 costs ~10 ns to read, a sum() of int8 is numeric, and the
// round trip dwarfs both.
#include "sql/postgres_connection.h"

#include <libpq-fe.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "liren/error.h"

namespace liren::sql {
namespace {

constexpr std::size_t most_prepared = 2000;
constexpr Oid type_bool = 16;
constexpr Oid type_int8 = 20;
constexpr Oid type_text = 25;
constexpr std::uint64_t bit(std::size_t index) { return std::uint64_t{1} << index; }

class PostgresRow final : public Row {
public:
    explicit PostgresRow(const PGresult* result) : result_(result) {}
    int columns() const override { return PQnfields(result_); }
    std::string_view name(int column) const override { return PQfname(result_, column); }
    bool is_null(int column) const override { return PQgetisnull(result_, row, column) != 0; }
    std::int64_t integer(int column) const override {
        const std::string_view digits = text(column);
        if (PQftype(result_, column) == type_bool) return digits == "t" ? 1 : 0;
        std::int64_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }
    std::string_view text(int column) const override {
        return {PQgetvalue(result_, row, column), static_cast<std::size_t>(PQgetlength(result_, row, column))};
    }
    int row = 0;

private:
    const PGresult* result_;
};

std::int64_t affected(const PGresult* result) {
    const std::string_view digits = PQcmdTuples(const_cast<PGresult*>(result));
    std::int64_t rows = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), rows);
    return rows;
}

std::string first_line(const char* words) {
    const std::string_view text = words == nullptr ? "" : words;
    return std::string(text.substr(0, text.find('\n')));
}

}  // namespace

void PostgresResultClear::operator()(pg_result* result) const { PQclear(result); }

PostgresConnection::PostgresConnection(const std::string& url) {
    const char* keywords[] = {"dbname", "client_encoding", "application_name", "connect_timeout", nullptr};
    const char* values[] = {url.c_str(), "UTF8", "liren", "5", nullptr};
    connection_ = PQconnectdbParams(keywords, values, 1);
    PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);  // "already exists, skipping" is no news
    try {
        if (PQstatus(connection_) != CONNECTION_OK) fail_broken("connect");
        // No just-in-time compiler for statements of a millisecond; a statement that runs a minute is stuck.
        script("set jit = off; set statement_timeout = '60s'; set default_transaction_isolation = 'read committed'; set timezone = 'UTC'");
    } catch (...) {
        PQfinish(connection_);
        throw;
    }
}

PostgresConnection::~PostgresConnection() { PQfinish(connection_); }

bool PostgresConnection::broken() const { return failure_ == Failure::broken || PQstatus(connection_) != CONNECTION_OK; }

void PostgresConnection::fail_broken(const char* name) {
    failure_ = Failure::broken;
    outstanding_.clear();
    throw Error(503, "storage.unavailable", std::string(name) + ": " + first_line(PQerrorMessage(connection_))).retry_after(1);
}

void PostgresConnection::fail(const pg_result* result, const char* name) {
    if (PQstatus(connection_) != CONNECTION_OK) fail_broken(name);
    const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const std::string_view state = code == nullptr ? "" : code;
    const std::string words = std::string(name) + ": " + first_line(PQresultErrorMessage(result));
    failure_ = Failure::final;
    if (state == "40001" || state == "40P01") {
        failure_ = Failure::again;
        throw Error(503, "storage.busy", words).retry_after(1);
    }
    if (state.starts_with("57P") || state.starts_with("08")) {
        failure_ = Failure::broken;
        throw Error(503, "storage.unavailable", words).retry_after(1);
    }
    if (state == "23505" || state == "23P01") throw Error(409, "storage.duplicate", words);
    if (state == "23503") throw Error(409, "storage.reference", words);
    if (state.starts_with("23")) throw Error(500, "storage.rule", words);
    if (state == "57014" || state == "55P03") throw Error(503, "storage.busy", words).retry_after(1);
    if (state.starts_with("53") || state.starts_with("58")) throw Error(503, "storage.unavailable", words).retry_after(1);
    throw std::logic_error("statement " + words);
}

// Sending and receiving

void PostgresConnection::send_text(const char* text, const char* name) {
    drain();
    if (PQsendQueryParams(connection_, text, 0, nullptr, nullptr, nullptr, nullptr, 0) == 0) fail_broken(name);
    outstanding_.push_back({name, nullptr});
}

/// Takes the answers of one command; keeps the first failure.
PostgresResult PostgresConnection::answer(const Outstanding& outstanding, PostgresResult& failed, const char*& failed_name) {
    PostgresResult last;
    while (PostgresResult result{PQgetResult(connection_)}) {
        const ExecStatusType status = PQresultStatus(result.get());
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
            last = std::move(result);
        } else {
            if (outstanding.preparing != nullptr) outstanding.preparing->refused = true;
            if (status != PGRES_PIPELINE_ABORTED && !failed) {
                failed = std::move(result);
                failed_name = outstanding.name;
            }
        }
        if (PQstatus(connection_) != CONNECTION_OK) fail_broken(outstanding.name);
    }
    return last;
}

/// Sends what is queued, waits for every answer, returns the last; throws the first failure.
PostgresResult PostgresConnection::flush() {
    const char* failed_name = outstanding_.empty() ? "flush" : outstanding_.back().name;
    if (PQpipelineSync(connection_) == 0) fail_broken(failed_name);
    PostgresResult last;
    PostgresResult failed;
    const std::vector<Outstanding> sent = std::move(outstanding_);
    outstanding_.clear();
    for (const Outstanding& command : sent) last = answer(command, failed, failed_name);
    const PostgresResult synced{PQgetResult(connection_)};
    if (PQresultStatus(synced.get()) != PGRES_PIPELINE_SYNC) fail_broken(failed_name);
    if (failed) fail(failed.get(), failed_name);
    return last;
}

/// Takes up the answers of a transaction's end that was not waited for.
void PostgresConnection::drain() {
    if (!undrained_) return;
    undrained_ = false;
    PostgresResult failed;
    const char* failed_name = "commit";
    answer({"commit", nullptr}, failed, failed_name);
    const PostgresResult synced{PQgetResult(connection_)};
    if (PQresultStatus(synced.get()) != PGRES_PIPELINE_SYNC) fail_broken(failed_name);
    if (failed) fail(failed.get(), failed_name);
}

// Transactions

void PostgresConnection::begin(const std::string& store, const char* text) {
    failure_ = Failure::none;
    commit_sent_ = false;
    if (prepared_count_ >= most_prepared) forget_all();
    if (store_ != store) {
        send_text(("set search_path to " + store).c_str(), "search_path");
        store_ = store;
        store_entries_ = &entries_[store];
    }
    unsent_begin_ = text;
}

void PostgresConnection::send_begin() {
    drain();
    if (unsent_begin_ == nullptr) return;
    const char* text = std::exchange(unsent_begin_, nullptr);
    send_text(text, "begin");
}

void PostgresConnection::begin_read(const std::string& store) { begin(store, "begin isolation level repeatable read read only"); }
void PostgresConnection::begin_write(const std::string& store) { begin(store, "begin isolation level read committed"); }

void PostgresConnection::commit() {
    if (unsent_begin_ != nullptr && outstanding_.empty()) {
        unsent_begin_ = nullptr;
        return;
    }
    send_begin();
    send_text("commit", "commit");
    commit_sent_ = true;
    const PostgresResult result = flush();
    commit_sent_ = false;
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") throw std::logic_error("a transaction that had failed was to be committed");
}

void PostgresConnection::finish() {
    if (std::exchange(unsent_begin_, nullptr) != nullptr) {
        if (!outstanding_.empty()) flush();  // a search path that nobody used
        return;
    }
    send_text("commit", "commit");
    outstanding_.clear();
    undrained_ = true;
    if (PQpipelineSync(connection_) == 0) fail_broken("commit");
}

void PostgresConnection::rollback() noexcept {
    if (broken()) return;
    const Failure cause = failure_;
    try {
        const bool begun = std::exchange(unsent_begin_, nullptr) == nullptr;
        if (begun) {
            store_.clear();  // a search path set in the failed transaction is undone with it
            send_text("rollback", "rollback");
        }
        if (!outstanding_.empty()) flush();
        failure_ = cause;
    } catch (const std::exception&) {
        failure_ = Failure::broken;  // the connection is thrown away, and the server rolls back by itself
    }
}

// Statements

void PostgresConnection::forget_all() {
    send_text("deallocate all", "deallocate");
    for (auto& [store, statements] : entries_)
        for (auto& [statement, entry] : statements) entry.prepared.clear();
    prepared_count_ = 0;
}

/// The parameters that stand in the text when these groups stay.
std::uint64_t PostgresConnection::used(const Template& parsed, std::uint64_t groups) {
    std::uint64_t found = parsed.required;
    for (std::size_t group = 0; group < parsed.groups.size(); ++group)
        if ((groups & bit(group)) != 0) found |= parsed.groups[group];
    return found;
}

PostgresConnection::Prepared& PostgresConnection::prepared_for(Entry& entry, const Call& call) {
    std::uint64_t nulls = 0;
    std::uint64_t texts = 0;
    const std::uint64_t in_text = used(*entry.parsed, call.groups);
    for (std::size_t index = 0; index < entry.parsed->names.size(); ++index) {
        if ((in_text & bit(index)) == 0) continue;
        if (call.values[index]->is_null()) nulls |= bit(index);
        else if (std::holds_alternative<std::string_view>(call.values[index]->data())) texts |= bit(index);
    }
    for (const std::unique_ptr<Prepared>& prepared : entry.prepared)
        if (!prepared->refused && prepared->groups == call.groups && prepared->nulls == nulls && prepared->texts == texts && prepared->shape == call.shape) return *prepared;
    std::erase_if(entry.prepared, [](const std::unique_ptr<Prepared>& prepared) { return prepared->refused; });
    auto fresh = std::make_unique<Prepared>();
    fresh->groups = call.groups;
    fresh->shape = call.shape;
    fresh->nulls = nulls;
    fresh->texts = texts;
    fresh->variant = compile(*entry.parsed, Engine::postgres, call.groups, call.shape);
    fresh->name.append("s").append(std::to_string(++prepared_made_));
    std::vector<Oid> types;
    for (std::uint8_t index : fresh->variant.parameters) types.push_back((nulls & bit(index)) != 0 ? 0 : (texts & bit(index)) != 0 ? type_text : type_int8);
    types.resize(types.size() + fresh->variant.scope.size(), type_int8);
    const char* name = entry.parsed->statement->name();
    if (PQsendPrepare(connection_, fresh->name.c_str(), fresh->variant.text.c_str(), static_cast<int>(types.size()), types.data()) == 0) fail_broken(name);
    outstanding_.push_back({name, fresh.get()});
    entry.prepared.push_back(std::move(fresh));
    ++prepared_count_;
    return *entry.prepared.back();
}

void PostgresConnection::set_values(const Prepared& prepared, const Call& call, const Scope* scope) {
    scope_values_.clear();
    if (!prepared.variant.scope.empty()) scope_values(prepared.variant, *scope, scope_values_);
    const std::size_t own = prepared.variant.parameters.size();
    const std::size_t count = own + scope_values_.size();
    if (texts_.size() < count) texts_.resize(count);
    values_.assign(count, nullptr);
    for (std::size_t i = 0; i < count; ++i) {
        if (i >= own) {
            texts_[i] = std::to_string(scope_values_[i - own]);
        } else {
            const auto& data = call.values[prepared.variant.parameters[i]]->data();
            if (const auto* number = std::get_if<std::int64_t>(&data)) texts_[i] = std::to_string(*number);
            else if (const auto* text = std::get_if<std::string_view>(&data)) texts_[i] = *text;
            else continue;
        }
        values_[i] = texts_[i].c_str();
    }
}

PostgresConnection::Prepared& PostgresConnection::send_statement(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters) {
    send_begin();
    Entry& entry = (*store_entries_)[&statement];
    if (entry.parsed == nullptr) entry.parsed = &template_of(statement);
    Call call;
    match(*entry.parsed, scope, parameters, call);
    Prepared& prepared = prepared_for(entry, call);
    set_values(prepared, call, scope);
    if (PQsendQueryPrepared(connection_, prepared.name.c_str(), static_cast<int>(values_.size()), values_.data(), nullptr, nullptr, 0) == 0)
        fail_broken(statement.name());
    outstanding_.push_back({statement.name(), nullptr});
    return prepared;
}

void PostgresConnection::send(const Statement& statement, std::span<const Parameter> parameters) { send_statement(statement, nullptr, parameters); }

void PostgresConnection::check_names(Prepared& prepared, const pg_result* result, std::span<const std::string_view> expected, const char* name) {
    const int columns = PQnfields(result);
    bool same = columns == static_cast<int>(expected.size());
    std::string found;
    for (int i = 0; i < columns; ++i) {
        const std::string_view column = PQfname(result, i);
        same = same && column == expected[static_cast<std::size_t>(i)];
        found += (i > 0 ? ", " : "") + std::string(column);
    }
    if (same) {
        prepared.checked = expected.data();
        return;
    }
    std::string wanted;
    for (std::string_view column : expected) wanted += (wanted.empty() ? "" : ", ") + std::string(column);
    throw std::logic_error(std::string("statement ") + name + " gives (" + found + ") where (" + wanted + ") is read");
}

std::int64_t PostgresConnection::run(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor* visit,
                                     std::span<const std::string_view> expected) {
    Prepared& prepared = send_statement(statement, scope, parameters);
    const PostgresResult result = flush();
    if (!expected.empty() && prepared.checked != expected.data()) check_names(prepared, result.get(), expected, statement.name());
    PostgresRow row(result.get());
    const int rows = PQntuples(result.get());
    if (visit != nullptr)
        for (row.row = 0; row.row < rows; ++row.row) (*visit)(row);
    const bool reads = std::string_view(PQcmdStatus(result.get())).starts_with("SELECT");
    return reads ? 0 : affected(result.get());
}

PostgresResult PostgresConnection::run_raw(const char* text, const std::vector<std::string>& parameters) {
    send_begin();
    std::vector<const char*> values;
    for (const std::string& parameter : parameters) values.push_back(parameter.c_str());
    if (PQsendQueryParams(connection_, text, static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0) == 0) fail_broken(text);
    outstanding_.push_back({text, nullptr});
    return flush();
}

void PostgresConnection::script(const std::string& text) {
    if (PQpipelineStatus(connection_) == PQ_PIPELINE_ON) {
        drain();
        if (PQexitPipelineMode(connection_) == 0) fail_broken("script");
    }
    const PostgresResult result{PQexec(connection_, text.c_str())};
    const ExecStatusType status = PQresultStatus(result.get());
    const std::string words = first_line(PQresultErrorMessage(result.get()));
    if (PQenterPipelineMode(connection_) == 0) fail_broken("script");
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) throw std::runtime_error(words);
}

std::string PostgresConnection::try_prepare(const std::string& store, const std::string& text) {
    begin_read(store);
    send_begin();
    std::string words;
    try {
        if (PQsendPrepare(connection_, "", text.c_str(), 0, nullptr) == 0) fail_broken("prepare");
        outstanding_.push_back({"prepare", nullptr});
        flush();
    } catch (const Error& error) {
        words = error.detail();
    } catch (const std::logic_error& error) {
        words = error.what();
    }
    rollback();
    return words;
}

std::string PostgresConnection::explain(const std::string& store, const Statement& statement, const Scope* scope, std::span<const Parameter> parameters) {
    const Template& parsed = template_of(statement);
    Call call;
    match(parsed, scope, parameters, call);
    Prepared prepared;
    prepared.variant = compile(parsed, Engine::postgres, call.groups, call.shape);
    set_values(prepared, call, scope);
    std::vector<std::string> values;
    std::string plan;
    begin_read(store);
    run_raw("set local enable_seqscan = off", {});  // tables of tests are small: the question is whether an index fits
    const std::string text = "explain (costs off) " + prepared.variant.text;
    if (PQsendQueryParams(connection_, text.c_str(), static_cast<int>(values_.size()), nullptr, values_.data(), nullptr, nullptr, 0) == 0)
        fail_broken(statement.name());
    outstanding_.push_back({statement.name(), nullptr});
    const PostgresResult result = flush();
    for (int row = 0; row < PQntuples(result.get()); ++row) plan += PQgetvalue(result.get(), row, 0) + std::string("\n");
    rollback();
    return plan;
}

}  // namespace liren::sql
