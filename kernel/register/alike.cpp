// Rows that are perhaps one and the same: asked while somebody types, on a row's page, and for every row of an import.

#include "liren/register.h"

namespace liren {

namespace {

constexpr int most_alike = 20;                // rows of one title that are looked at: beyond that a name says nothing

bool is_empty(const FieldValue& value) { return std::holds_alternative<std::monostate>(value); }

/// One telling field agrees, or there is none that both rows have.
bool may_be_one(const Register& of, const Record& a, const Record& b) {
    bool compared = false;
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        const RegisterField& field = of.fields()[i];
        if (field.is_unique && !is_empty(a.values[i]) && !is_empty(b.values[i])) {
            if (a.values[i] == b.values[i]) return true;
            return false;   // two numbers, two things
        }
        if (!field.tells_apart || is_empty(a.values[i]) || is_empty(b.values[i])) continue;
        if (a.values[i] == b.values[i]) return true;
        compared = true;
    }
    return !compared;
}

}  // namespace

std::vector<Record> find_alike(Db& db, House& house, const Register& of, const Record& row, const Scope& scope) {
    std::vector<Record> alike;
    if (!of.title()) return alike;
    const auto* title = std::get_if<std::string>(&row.values[*of.title()]);
    if (!title) return alike;
    for (Record& other : find_by_title(db, house, of, *title, std::nullopt, most_alike))
        if (other.id != row.id && covers(scope, other.placement()) && may_be_one(of, row, other)) alike.push_back(std::move(other));
    return alike;
}

}  // namespace liren
