#include "people/people.h"

#include "relocation.h"

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
    for (Route& route : relocation_routes()) module.routes.push_back(std::move(route));
    for (const char* name : {"people.household_moved", "people.household_returned"}) module.events.push_back({name, Audience::timeline});
    return module;
}

}  // namespace people
}  // namespace liren
