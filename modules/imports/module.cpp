#include "imports/imports.h"

#include "routes.h"
#include "work.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile imports_files[];
extern const std::size_t imports_count;
}  // namespace embedded

namespace imports {

Module module() {
    Module module;
    module.name = "imports";
    module.files = embedded::imports_files;
    module.file_count = embedded::imports_count;
    module.permissions = {{.name = "imports.read"}, {.name = "imports.run"}, {.name = "imports.configure"}};
    for (const char* name : {"imports.uploaded", "imports.understood", "imports.checking", "imports.checked", "imports.decided", "imports.writing", "imports.written", "imports.undoing", "imports.undone",
                             "imports.paused", "imports.resumed", "imports.stopped", "imports.progressed", "imports.expired", "imports.left_out", "imports.closed", "imports.configured"})
        module.events.push_back({name, Audience::timeline});
    module.routes = import_routes();
    module.placements.emplace_back("imports.import", [](Db& db, std::int64_t id) -> std::optional<Placement> {
        const auto import = db.one<ImportRow>(import_by_id, {{"id", id}});
        if (!import) return std::nullopt;
        return Placement{.subdistrict = import->subdistrict, .community = import->community, .grid = import->grid};
    });
    module.start = [](House& house) { run_works(house); };
    return module;
}

}  // namespace imports
}  // namespace liren
