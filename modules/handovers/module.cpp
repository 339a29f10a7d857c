// The manifest of handovers: its routes with their access, its events, permission, jobs and texts.
#include "handovers/handovers.h"

#include "moving.h"
#include "routes.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile handovers_files[];
extern const std::size_t handovers_count;
}  // namespace embedded

namespace handovers {

Module module() {
    Module module;
    module.name = "handovers";
    module.files = embedded::handovers_files;
    module.file_count = embedded::handovers_count;
    // handovers.read: what lies in one's area, is one's own, or of a case one has. Who may do something with it, the case says.
    module.permissions = {{.name = "handovers.read", .assigned = true}};
    for (const char* name : {"handovers.sent", "handovers.opened", "handovers.acknowledged", "handovers.asked", "handovers.replied", "handovers.answered", "handovers.returned", "handovers.revoked",
                             "handovers.extended", "handovers.renewed", "handovers.seen", "handovers.locked", "handovers.unopened", "handovers.due_soon", "handovers.became_overdue", "handovers.expired"})
        module.events.push_back({name, Audience::timeline});
    for (const char* name : {"handovers.pin_wrong", "handovers.reporter_shown"}) module.events.push_back({name, Audience::audit});
    for (auto make : {desk_routes, stranger_routes})
        for (Route& route : make()) module.routes.push_back(std::move(route));
    module.placements.emplace_back(subject_kind, [](Db& db, std::int64_t id) -> std::optional<Placement> {
        const auto row = find(db, HandoverId{id});
        return row ? std::optional(row->placement()) : std::nullopt;
    });
    module.start = run_watches;
    return module;
}

}  // namespace handovers
}  // namespace liren
