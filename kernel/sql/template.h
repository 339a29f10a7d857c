#pragma once
// A statement's text taken apart once per program: pieces of SQL, parameters, optional groups, scope tokens. From it and from
// what one call gives (which optional parameters, a scope of which shape) comes the text an engine prepares: a Variant.
// Immutable after parsing; shared by all threads.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "liren/sql.h"

namespace liren::sql {

enum class Engine : std::uint8_t { sqlite, postgres };

constexpr std::size_t most_parameters = 64;
constexpr std::size_t area_levels = 4;

struct Piece {
    enum class Kind : std::uint8_t { text, parameter, scope, skip_locked, found, found_end };
    Kind kind = Kind::text;
    int group = -1;                   ///< the optional group it belongs to, or -1
    std::string text;                 ///< of a text: SQL; of a scope or found: the alias
    std::string table;                ///< of a found: whose words are searched
    std::size_t parameter = 0;        ///< index into Template::names
    bool owner = false;               ///< of a scope: the relations it names
    bool assignee = false;
    bool unit = false;
};

struct Template {
    const Statement* statement = nullptr;
    bool every_store = false;         ///< the kernel's own ("kernel.…"): runs in a store of any kind
    std::vector<Piece> pieces;
    std::vector<std::string_view> names;
    std::vector<std::uint64_t> groups;///< for each optional group, the set of its parameters
    std::uint64_t required = 0;       ///< the set of parameters that stand outside every group
    bool scoped = false;
    bool owner = false;               ///< relations named by any scope token
    bool assignee = false;
    bool unit = false;
};

/// The template of a statement, parsed on first use. Throws std::logic_error that names the statement.
const Template& template_of(const Statement& statement);

/// What of a scope decides the text: how many values each condition has. Counts above 4 are rounded up to a power of two
/// (the last value is repeated), so that the number of prepared statements stays small.
struct Shape {
    bool everything = false;
    bool owner = false;
    bool assignee = false;
    std::array<std::uint16_t, area_levels> areas{};  ///< by AreaLevel; districts only in the city store
    std::uint16_t units = 0;
    bool operator==(const Shape&) const = default;
};
Shape shape_of(const Template& parsed, const Scope* scope);

/// One call's values, by index of Template::names, and which text they choose.
struct Call {
    std::array<const Value*, most_parameters> values;
    std::uint64_t groups = 0;         ///< the optional groups that stay
    Shape shape;
};
/// Matches what is given against the template; throws std::logic_error for a missing or unknown parameter, a scope that is
/// missing or not used.
void match(const Template& parsed, const Scope* scope, std::span<const Parameter> given, Call& call);

/// Where a position's value comes from when it is of the scope.
struct ScopeSlot {
    enum class Kind : std::uint8_t { district, subdistrict, community, grid, account, unit };   ///< begins like AreaLevel
    Kind kind;
    std::uint16_t index;
};

struct Variant {
    std::string text;
    std::vector<std::uint8_t> parameters;  ///< position - 1 → index of Template::names
    std::vector<ScopeSlot> scope;          ///< the positions that follow
};
Variant compile(const Template& parsed, Engine engine, std::uint64_t groups, const Shape& shape);

/// The values of the scope's slots, in order.
void scope_values(const Variant& variant, const Scope& scope, std::vector<std::int64_t>& out);

/// Every choice a check should prepare: subsets of the optional groups × scopes of every shape.
std::vector<std::pair<std::uint64_t, Shape>> choices(const Template& parsed);

}  // namespace liren::sql
