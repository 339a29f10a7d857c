#include "vehicles/vehicles.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile vehicles_files[];
extern const std::size_t vehicles_count;
}  // namespace embedded

namespace vehicles {

Module module() {
    Module module;
    module.name = "vehicles";
    module.files = embedded::vehicles_files;
    module.file_count = embedded::vehicles_count;
    for (const Register* of : {&all_vehicles}) add_register(module, *of);
    return module;
}

}  // namespace vehicles
}  // namespace liren
