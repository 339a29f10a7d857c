// The manifest of intake: routes and texts; nothing is kept here.
#include "intake/intake.h"

#include "liren/house.h"
#include "routes.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile intake_files[];
extern const std::size_t intake_count;
}  // namespace embedded

namespace intake {

Module module() {
    Module module;
    module.name = "intake";
    module.files = embedded::intake_files;
    module.file_count = embedded::intake_count;
    module.events.push_back({"intake.caller_asked", Audience::audit});
    for (Route& route : caller_routes()) module.routes.push_back(std::move(route));
    return module;
}

}  // namespace intake
}  // namespace liren
