#pragma once
// Who may call what. A route declares one Access; there is no default, so a route that forgets it does not compile. A
// Principal is the signed-in account of a request with its grants and posts. Permissions are words of the modules
// ("cases.dispatch"); roles, which bundle them, are data of the city. Nothing granted means refused.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "liren/id.h"
#include "liren/scope.h"

namespace liren {

class Access {
public:
    enum class Kind : std::uint8_t { anyone, signed_in, permission };

    Access() = delete;
    /// No account needed; `why` is printed by `./dev routes` and must convince a reader.
    static Access anyone(const char* why) { return {Kind::anyone, why}; }
    /// Any account: the handler answers with the caller's own things only.
    static Access signed_in(const char* why) { return {Kind::signed_in, why}; }
    static Access permission(const char* permission) { return {Kind::permission, permission}; }

    Kind kind() const { return kind_; }
    /// The permission, or the reason.
    const char* word() const { return word_; }

private:
    Access(Kind kind, const char* word) : kind_(kind), word_(word) {}
    Kind kind_;
    const char* word_;
};

/// A permission as a module declares it. `own`: every account has it for rows it owns. `assigned`: holders of the permission
/// also have it for rows assigned to them or to a unit they hold a post in.
struct Permission {
    const char* name;
    bool own = false;
    bool assigned = false;
};

/// Where a row lies and whose it is: what a Scope is held against in memory (the SQL token {scope:…} says the same).
struct Placement {
    std::int64_t subdistrict = 0, community = 0, grid = 0;
    std::int64_t owner = 0, assignee = 0, unit = 0;
};

bool covers(const Scope& scope, const Placement& at);

struct Grant {
    std::int64_t id = 0;
    std::string role;
    std::string district;      ///< "140502", or "*" for the whole city
    AreaLevel level = AreaLevel::district;
    std::int64_t area = 0;     ///< 0: no area, only rows assigned to me or my units
};

struct Principal {
    AccountId account;
    std::string login;
    std::string display_name;
    std::string kind;          ///< "staff" or "resident"
    std::string home_district;
    std::int64_t home_community = 0;
    std::vector<Grant> grants;
    std::vector<std::int64_t> units;
};

/// The roles of the city: which permissions each holds. Read from the city store; replaced as a whole when it changes.
struct Role {
    std::string code;                          ///< "grid_worker"; its name is the text "role.grid_worker"
    std::vector<std::string> permissions;
    std::string level;                         ///< where it is granted: city district subdistrict community grid unit
};

class RoleBook {
public:
    RoleBook(std::vector<Role> roles, std::vector<Permission> permissions) : roles_(std::move(roles)), permissions_(std::move(permissions)) {}

    const Role* find(std::string_view code) const;
    const std::vector<Role>& roles() const { return roles_; }
    const Permission* permission(std::string_view name) const;
    bool grants(const Grant& grant, std::string_view permission) const;

    /// Whether the caller holds the permission anywhere in the district ("*": anywhere), own rows included.
    bool holds(const Principal& principal, std::string_view permission, std::string_view district) const;
    /// The rows of that district (for city rows: of all districts, pass "*") for which the caller holds the permission.
    Scope scope(const Principal& principal, std::string_view permission, std::string_view district) const;

private:
    std::vector<Role> roles_;
    std::vector<Permission> permissions_;
};

}  // namespace liren
