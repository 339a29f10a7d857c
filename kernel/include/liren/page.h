#pragma once
// Pages of a list by key, not by offset. A scope of several parts is read part by part, each on its own index, and merged.
// The position of a page travels as an opaque text.

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "liren/sql.h"

namespace liren {

/// The parts of a scope that a statement can answer: parts by a relation its {scope:…} does not name are left out.
std::vector<Scope> parts_for(const Statement& statement, const Scope& scope);

/// The first `limit` rows over all parts of the scope, in order of `key(row)`, each once. The statement orders by the same key
/// in the same direction and ends with `limit :limit` (given here). The key must be unique to a row: end it with the id.
template <class T, class Key>
std::vector<T> merged_page(Db& db, const Statement& statement, const Scope& scope, Parameters parameters, int limit, Key key, bool descending = false) {
    std::vector<Parameter> given(parameters);
    given.push_back({"limit", limit});
    const std::vector<Scope> parts = parts_for(statement, scope);
    std::vector<T> page;
    page.reserve(static_cast<std::size_t>(limit));
    std::size_t filled = 0;   // parts that gave any row: one alone is in order already
    for (const Scope& part : parts) {
        const std::size_t before = page.size();
        db.each(statement, &part, given, [&](const Row& row) { read_row(row, page.emplace_back()); }, column_names<T>());
        filled += page.size() > before ? 1 : 0;
    }
    if (filled < 2) return page;
    std::stable_sort(page.begin(), page.end(), [&](const T& a, const T& b) { return descending ? key(b) < key(a) : key(a) < key(b); });
    page.erase(std::unique(page.begin(), page.end(), [&](const T& a, const T& b) { return key(a) == key(b); }), page.end());
    if (page.size() > static_cast<std::size_t>(limit)) page.erase(page.begin() + limit, page.end());
    return page;
}

using CursorValue = std::variant<std::int64_t, std::string>;

/// An opaque text (base64url) for the key of a page's last row.
std::string cursor_text(std::span<const CursorValue> key);
/// Its inverse. `shape` has one letter for each value: i an integer, t a text. Anything else is Error 422 "error.cursor".
std::vector<CursorValue> parse_cursor(std::string_view text, std::string_view shape);

}  // namespace liren
