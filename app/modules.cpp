#include "modules.h"

#include "cases/cases.h"
#include "demo/demo.h"
#include "dwellings/dwellings.h"
#include "exports/exports.h"
#include "facts/facts.h"
#include "handovers/handovers.h"
#include "imports/imports.h"
#include "facilities/facilities.h"
#include "institutions/institutions.h"
#include "intake/intake.h"
#include "organizations/organizations.h"
#include "people/people.h"
#include "places/places.h"
#include "vehicles/vehicles.h"

namespace liren {

std::vector<Module> all_modules() {
    std::vector<Module> modules;
    modules.push_back(places::module());
    modules.push_back(organizations::module());
    modules.push_back(cases::module());
    modules.push_back(people::module());
    modules.push_back(dwellings::module());
    modules.push_back(imports::module());
    modules.push_back(vehicles::module());
    modules.push_back(facilities::module());
    modules.push_back(institutions::module());
    modules.push_back(facts::module());
    modules.push_back(handovers::module());
    modules.push_back(exports::module());
    modules.push_back(intake::module());
    modules.push_back(demo::module());
    return modules;
}

}  // namespace liren
