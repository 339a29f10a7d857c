// The manifest of facts: its routes with their access, its events, permissions and where its rows lie.
#include "facts/facts.h"

#include "following.h"
#include "reach.h"
#include "routes.h"
#include "store.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile facts_files[];
extern const std::size_t facts_count;
}  // namespace embedded

namespace facts {

namespace {

template <class Row>
Placement placed(const Row& row, std::int64_t owner) { return {.subdistrict = row.subdistrict, .community = row.community, .grid = row.grid, .owner = owner}; }

}  // namespace

Module module() {
    Module module;
    module.name = "facts";
    module.files = embedded::facts_files;
    module.file_count = embedded::facts_count;
    // facts.read: who hears of links, guardians and corrections of an area and sees the papers; everybody of their own.
    module.permissions = {{.name = "facts.read", .own = true}, {.name = "facts.configure"}};
    for (const char* name : {"facts.link_asked", "facts.link_made", "facts.link_refused", "facts.link_withdrawn", "facts.link_ended", "facts.link_suspended", "facts.link_resumed", "facts.link_renewed", "facts.guardian_confirmed", "facts.guardian_ended", "facts.guardian_suspended", "facts.guardian_resumed", "facts.guardian_renewed", "facts.consented",
                             "facts.consent_revoked", "facts.view_changed", "facts.correction_sent", "facts.correction_accepted", "facts.correction_refused", "facts.correction_withdrawn"})
        module.events.push_back({name, Audience::timeline});
    for (const char* name : {"facts.looked", "facts.correction_looked", "facts.configured"}) module.events.push_back({name, Audience::audit});
    for (auto make : {link_routes, guardian_routes, correction_routes, my_facts_routes, settings_routes})
        for (Route& route : make()) module.routes.push_back(std::move(route));
    module.placements.emplace_back("facts.link", [](Db& db, std::int64_t id) -> std::optional<Placement> {
        const auto row = db.one<LinkRow>(link_by_id, {{"id", id}});
        return row ? std::optional(placed(*row, row->owner)) : std::nullopt;
    });
    module.placements.emplace_back("facts.guardian", [](Db& db, std::int64_t id) -> std::optional<Placement> {
        const auto row = db.one<GuardianRow>(guardian_by_id, {{"id", id}});
        return row ? std::optional(placed(*row, account_of_person(db, row->guardian))) : std::nullopt;
    });
    module.placements.emplace_back("facts.consent", [](Db& db, std::int64_t id) -> std::optional<Placement> {
        const auto row = db.one<ConsentRow>(consent_by_id, {{"id", id}});
        return row ? std::optional(Placement{.owner = row->owner}) : std::nullopt;
    });
    module.placements.emplace_back("facts.correction", [](Db& db, std::int64_t id) -> std::optional<Placement> {
        const auto row = db.one<CorrectionRow>(correction_by_id, {{"id", id}});
        return row ? std::optional(placed(*row, row->owner)) : std::nullopt;
    });
    module.start = follow_registers;
    return module;
}

}  // namespace facts
}  // namespace liren
