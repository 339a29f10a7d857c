// The manifest of exports: its routes with their access, its events, permissions, jobs and texts.
#include "exports/exports.h"

#include "routes.h"
#include "work.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile exports_files[];
extern const std::size_t exports_count;
}  // namespace embedded

namespace exports {

Module module() {
    ListWalk::make_statements();
    Module module;
    module.name = "exports";
    module.files = embedded::exports_files;
    module.file_count = embedded::exports_count;
    module.permissions = {{.name = "exports.read"}, {.name = "exports.ask"}, {.name = "exports.approve"}, {.name = "exports.configure"}};
    for (const char* name : {"exports.asked", "exports.approved", "exports.refused", "exports.progressed", "exports.made", "exports.failed", "exports.expired", "exports.configured"})
        module.events.push_back({name, Audience::timeline});
    module.events.push_back({"exports.downloaded", Audience::audit});
    module.routes = export_routes();
    module.placements.emplace_back("exports.export", [](Db& db, std::int64_t id) -> std::optional<Placement> {
        const auto row = db.one<ExportRow>(export_by_id, {{"id", id}});
        return row ? std::optional(row->placement()) : std::nullopt;
    });
    module.start = [](House& house) { run_works(house); };
    return module;
}

}  // namespace exports
}  // namespace liren
