#include "dwellings/dwellings.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile dwellings_files[];
extern const std::size_t dwellings_count;
}  // namespace embedded

namespace dwellings {

Module module() {
    Module module;
    module.name = "dwellings";
    module.files = embedded::dwellings_files;
    module.file_count = embedded::dwellings_count;
    for (const Register* of : {&compounds, &buildings, &all_dwellings, &tenures}) add_register(module, *of);
    return module;
}

}  // namespace dwellings
}  // namespace liren
