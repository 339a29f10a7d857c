#pragma once
// SQL as named constants, and the two things a handler does with them: read (Db) and write (Tx). One text runs on SQLite and
// on PostgreSQL (rules: docs/sql.md, checked by tests/checks/sql_rules). A Db or Tx belongs to one thread and one request.
//
//   static const Statement find_case(StoreKind::district, "cases.find", R"sql(
//       select c.id, c.version, c.state from cases_cases c
//       where c.id = :id and {scope:c|owner|assignee|unit}
//   )sql");
//   std::optional<CaseRow> found = db.one<CaseRow>(find_case, scope, {{"id", id}});
//
// In a text:  :name            a parameter
//             [and c.x = :x]   left out unless every parameter named inside is given and not null
//             {found:c|t :q}   c.id is among the 500 newest rows of table t whose words meet the question (liren/search.h)
//             {scope:c|unit}   the caller's scope on alias c: area columns (subdistrict, community, grid), and the relations
//                              named after '|' (columns owner, assignee = my account; unit = a unit I hold a post in)
//
// Every parameter outside [ ] must be given (nullptr for null); an unknown one, a scope that is missing or not used is a
// std::logic_error that names the statement. A statement that fails ends its transaction, on both engines: to try, write
// `on conflict do nothing`. Failures: Error 409 "storage.duplicate" (unique, primary key), 409 "storage.reference" (foreign
// key), 500 "storage.rule" (check, not null), 503 "storage.unavailable" / "storage.busy"; a wrong text is a std::logic_error.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>

#include "liren/clock.h"
#include "liren/id.h"
#include "liren/scope.h"
#include "liren/search.h"

namespace liren {

enum class StoreKind : std::uint8_t { city, gate, district };

/// One SQL text with a name. Define it at namespace scope: it enters the list that the checks walk.
class Statement {
public:
    Statement(StoreKind store, const char* name, const char* text, const char* index = nullptr);
    Statement(const Statement&) = delete;

    StoreKind store() const { return store_; }
    const char* name() const { return name_; }
    const char* text() const { return text_; }
    /// For a list: the index its plan must use (checked on both engines), else null.
    const char* index() const { return index_; }

    /// Every statement of the program.
    static const std::vector<const Statement*>& all();

private:
    StoreKind store_;
    const char* name_;
    const char* text_;
    const char* index_;
};

/// A value bound to a parameter. Text is not copied: it must outlive the call.
class Value {
public:
    Value(std::nullptr_t) {}
    Value(std::nullopt_t) {}
    Value(std::int64_t v) : data_(v) {}
    Value(int v) : data_(std::int64_t{v}) {}
    Value(bool v) : data_(std::int64_t{v ? 1 : 0}) {}
    Value(Instant v) : data_(v.ms) {}
    Value(std::string_view v) : data_(v) {}
    Value(const std::string& v) : data_(std::string_view(v)) {}
    Value(const char* v) : data_(std::string_view(v)) {}
    template <Word K>
    Value(Id<K> id) {
        if (id) data_ = id.value;
    }
    template <class T>
    Value(const std::optional<T>& v) {
        if (v) *this = Value(*v);
    }

    bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
    const std::variant<std::monostate, std::int64_t, std::string_view>& data() const { return data_; }

private:
    std::variant<std::monostate, std::int64_t, std::string_view> data_;
};

struct Parameter {
    std::string_view name;
    Value value;
};
using Parameters = std::initializer_list<Parameter>;

/// The current row of a result; columns count from 0. Views die with the row.
class Row {
public:
    virtual ~Row() = default;
    virtual int columns() const = 0;
    virtual std::string_view name(int column) const = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;   ///< 0 for null
    virtual std::string_view text(int column) const = 0;  ///< empty for null
};

// Conversions from a column to a described member; a module may add its own overload for its own types.
inline void from_column(const Row& row, int i, std::int64_t& out) { out = row.integer(i); }
inline void from_column(const Row& row, int i, int& out) { out = static_cast<int>(row.integer(i)); }
inline void from_column(const Row& row, int i, bool& out) { out = row.integer(i) != 0; }
inline void from_column(const Row& row, int i, std::string& out) { out = row.text(i); }
inline void from_column(const Row& row, int i, Instant& out) { out.ms = row.integer(i); }
template <Word K>
void from_column(const Row& row, int i, Id<K>& out) { out.value = row.integer(i); }
template <class T>
void from_column(const Row& row, int i, std::optional<T>& out) {
    if (row.is_null(i)) { out.reset(); return; }
    from_column(row, i, out.emplace());
}

/// Fills a described struct: its members, in order, are the statement's columns, by the same names (checked on first use).
template <class T>
void read_row(const Row& row, T& out) {
    int column = 0;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>>(
        [&](auto member) { from_column(row, column++, out.*member.pointer); });
}

template <class T>
const std::vector<std::string_view>& column_names() {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> found;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>>(
            [&](auto member) { found.emplace_back(member.name); });
        return found;
    }();
    return names;
}

using RowVisitor = std::function<void(const Row&)>;

/// Reads of one store (a district also sees city.* and gate.* tables, read-only).
class Db {
public:
    virtual ~Db() = default;

    /// The kind of store this reads.
    virtual StoreKind kind() const = 0;

    /// A question in the words of this engine, for the parameter of a {found:…} token.
    virtual std::string find_text(const SearchQuestion& question) const = 0;

    /// Runs a reading statement and shows every row. `expected`: column names the rows must have, or empty.
    virtual void each(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters, const RowVisitor& visit,
                      std::span<const std::string_view> expected = {}) = 0;

    template <class T>
    std::optional<T> one(const Statement& statement, Parameters parameters) { return one_of<T>(statement, nullptr, parameters); }
    template <class T>
    std::optional<T> one(const Statement& statement, const Scope& scope, Parameters parameters) { return one_of<T>(statement, &scope, parameters); }
    template <class T>
    std::vector<T> all(const Statement& statement, Parameters parameters) { return all_of<T>(statement, nullptr, span(parameters)); }
    template <class T>
    std::vector<T> all(const Statement& statement, const Scope& scope, Parameters parameters) { return all_of<T>(statement, &scope, span(parameters)); }
    template <class T>
    std::vector<T> all(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters) { return all_of<T>(statement, scope, parameters); }

    /// The first column of the first row as an integer; nullopt when there is no row.
    std::optional<std::int64_t> number(const Statement& statement, Parameters parameters) { return number_of(statement, nullptr, parameters); }
    std::optional<std::int64_t> number(const Statement& statement, const Scope& scope, Parameters parameters) { return number_of(statement, &scope, parameters); }
    std::optional<std::string> word(const Statement& statement, Parameters parameters);

protected:
    static std::span<const Parameter> span(Parameters p) { return {p.begin(), p.size()}; }

private:
    std::optional<std::int64_t> number_of(const Statement& statement, const Scope* scope, Parameters parameters);
    template <class T>
    std::optional<T> one_of(const Statement& statement, const Scope* scope, Parameters parameters) {
        std::optional<T> found;
        each(statement, scope, span(parameters), [&](const Row& row) { if (!found) read_row(row, found.emplace()); }, column_names<T>());
        return found;
    }
    template <class T>
    std::vector<T> all_of(const Statement& statement, const Scope* scope, std::span<const Parameter> parameters) {
        std::vector<T> rows;
        each(statement, scope, parameters, [&](const Row& row) { read_row(row, rows.emplace_back()); }, column_names<T>());
        return rows;
    }
};

/// A fact that happened, recorded in the transaction that made it true. Never holds a personal value.
struct Event {
    std::string name;                 ///< past tense, declared by a module: "cases.closed"
    std::string subject_kind;         ///< "cases.case"
    std::int64_t subject = 0;
    std::int64_t version = 0;         ///< of the subject's row after the change; 0 where it has none
    std::int64_t area = 0;            ///< the smallest area the subject lies in
    std::string fields;               ///< names of the members that changed, comma-separated
    std::string evidence;             ///< what the digest binds (texts, values); hashed, not stored
};

/// Work to do at or after `due`, in the store where it was enqueued, in a transaction of its own.
struct Job {
    std::string kind;                 ///< "cases.deadline"
    std::int64_t subject = 0;
    Instant due;
    std::string payload;              ///< small JSON, never personal
};

/// One writing transaction (on SQLite a savepoint of the batch). Everything in it becomes true together, or not at all.
class Tx : public Db {
public:
    /// Runs a writing statement; returns the number of rows it changed.
    std::int64_t run(const Statement& statement, Parameters parameters) { return run(statement, span(parameters)); }
    virtual std::int64_t run(const Statement& statement, std::span<const Parameter> parameters) = 0;
    /// Keeps the search index of a table in step with a row's column `words`: what it was (empty: a new row) and what it is.
    /// Only SQLite needs it; PostgreSQL's index follows the column by itself.
    virtual void index_words(const char* table, std::int64_t id, std::string_view before, std::string_view after) = 0;
    virtual void record(Event event) = 0;
    virtual void enqueue(Job job) = 0;

    /// The next number of a series within a year, from 1, without gaps. Takes a store-wide lock: call it late.
    virtual std::int64_t next_number(std::string_view series, int year) = 0;
    /// Who acts and when, as the request says.
    virtual Instant now() const = 0;
    virtual AccountId actor() const = 0;
    virtual std::size_t recorded() const = 0;
};

}  // namespace liren
