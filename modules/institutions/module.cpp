#include "institutions/institutions.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile institutions_files[];
extern const std::size_t institutions_count;
}  // namespace embedded

namespace institutions {

Module module() {
    Module module;
    module.name = "institutions";
    module.files = embedded::institutions_files;
    module.file_count = embedded::institutions_count;
    for (const Register* of : {&all_institutions, &offered_resources, &joint_items, &collective_assets, &health_certificates}) add_register(module, *of);
    return module;
}

}  // namespace institutions
}  // namespace liren
