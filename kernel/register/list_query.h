#pragma once
// What a query string asks of one register: filters, areas, words, ended or not, and the page. Read once, then turned into the
// parameters of the list statement, for each part of a scope anew. Keeps a reference to the query it was given. Private to the
// kernel.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "liren/register.h"
#include "liren/search.h"

namespace liren {

struct FieldColumn;

class ListQuery {
public:
    ListQuery(House& house, const Register& of, const boost::json::value& given);

    int limit() const { return limit_; }
    /// False when words were typed of which none can be looked for.
    bool can_find() const { return can_find_; }
    /// The list statement's parameters; they refer into this query until the next call. Rows that bear what an added field is
    /// asked for are looked up by the index of words where they are few; where they are more than it looks at, the list is walked
    /// in its own order and each row's words are read: either way every row is found.
    std::vector<Parameter> parameters(Db& db, const Scope& part, int ask);

private:
    std::string_view text(std::string_view name) const;
    std::optional<std::int64_t> id_value(std::string_view name) const;
    /// A day; of a month or a year its begin (which is 00), or its last day.
    std::optional<std::int64_t> date_value(std::string_view name, bool last) const;
    void add(std::string_view name, std::optional<std::int64_t> value) { parameters_.push_back({name, value}); }
    void add_filter(const RegisterField& field, const FieldColumn& column);
    void read_question(House& house);
    void read_extra_filters(House& house);
    void read_page();

    const Register& of_;
    const boost::json::object& given_;
    std::vector<std::string> values_;
    std::vector<Parameter> parameters_;
    bool are_many(Db& db) const;

    SearchQuestion typed_, question_;         ///< what was typed, and that with what added fields are asked for
    std::string extra_words_;                 ///< words of added fields, as they follow each other in a row's own
    std::optional<std::string> find_, walked_, after_key_;
    std::optional<std::int64_t> after_id_;
    bool can_find_ = true;
    int limit_ = 20;
};

}  // namespace liren
