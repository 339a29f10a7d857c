#include "people/people.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile people_files[];
extern const std::size_t people_count;
}  // namespace embedded

namespace people {

Module module() {
    Module module;
    module.name = "people";
    module.files = embedded::people_files;
    module.file_count = embedded::people_count;
    for (const Register* of : {&persons, &households, &life_events, &care_tags, &key_group_tags}) add_register(module, *of);
    return module;
}

}  // namespace people
}  // namespace liren
