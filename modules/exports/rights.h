#pragma once
// What an asker reaches: the areas where they may export and read the register (and unmask it, for clear values), as areas that can
// be written down and held against their rights again later. Private to the module.

#include "liren/register.h"

namespace liren::exports {

struct Reach {
    std::vector<AreaGrant> areas;             ///< of a district: level district

    bool empty() const { return areas.empty(); }
    Scope scope() const;
    std::string stored() const;
    static Reach from_stored(std::string_view text);
};

/// Where all of it lies: the smallest area that holds every part.
struct Extent {
    std::int64_t area = 0;                    ///< 0: the district
    Placement at;
};

/// The rights of one person in one district: from a request, or, in a job, as they are at that moment.
class Rights {
public:
    using ScopeOf = std::function<Scope(std::string_view permission)>;
    Rights(House& house, Db& db, ScopeOf scope_of) : house_(house), db_(db), scope_of_(std::move(scope_of)) {}
    /// Of an account that is not asking now; none when it is disabled.
    static Rights of_account(House& house, Db& db, const std::string& store, std::int64_t account);

    /// Where rows of the register may be exported.
    Reach reach(const Register& of) const;
    /// The part of a reach that lies in an area; nothing when the area is unknown.
    Reach within(const Reach& reach, std::int64_t area) const;
    bool may_unmask(const Register& of, const Reach& reach) const;
    /// Whether rights as they are now still hold everything that went into a file.
    bool still_hold(const Register& of, const Reach& reach, bool clear) const;
    Extent extent(const Reach& reach) const;

private:
    std::optional<Placement> placement(const AreaGrant& grant) const;
    bool holds(const Scope& scope, const Reach& reach) const;

    House& house_;
    Db& db_;
    ScopeOf scope_of_;
};

}  // namespace liren::exports
