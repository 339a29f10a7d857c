#include "facilities/facilities.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile facilities_files[];
extern const std::size_t facilities_count;
}  // namespace embedded

namespace facilities {

Module module() {
    Module module;
    module.name = "facilities";
    module.files = embedded::facilities_files;
    module.file_count = embedded::facilities_count;
    for (const Register* of : {&all_facilities}) add_register(module, *of);
    return module;
}

}  // namespace facilities
}  // namespace liren
