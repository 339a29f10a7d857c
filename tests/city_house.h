#pragma once
// The small city in a house: areas by their codes, people hired for a role there. For tests of modules that stand on
// organizations.

#include <chrono>
#include <functional>
#include <thread>

#include <doctest/doctest.h>

#include "organizations/organizations.h"
#include "places/places.h"
#include "tests/small_city.h"
#include "tests/test_house.h"

namespace liren::testing {

class CityHouse : public TestHouse {
public:
    CityHouse(Installation& installation, std::vector<Module> modules)
        : TestHouse(installation, std::move(modules), [](House& house) { organizations::load_divisions(house, small_city, source_file("packs/divisions/suffixes.yaml")); }) {
        hire_at("admin", "sys_admin", "140502000000");
    }

    places::AreaInfo area(const std::string& code) {
        std::optional<places::AreaInfo> found;
        house().storage->read("city", [&](Db& city) {
            if (const auto id = places::area_of_code(city, code)) found = places::find_area(city, *id);
        });
        REQUIRE_MESSAGE(found.has_value(), code);
        return *found;
    }
    std::string area_id(const std::string& code) { return id_text(area(code).id.value); }
    NewGrant grant(const std::string& role, const std::string& code) {
        const places::AreaInfo at = area(code);
        return {.role = role, .district = at.district_code, .level = at.level(), .area = at.id.value, .area_path = at.path()};
    }
    /// Until what the city changed is known everywhere: the seal comes up to 100 ms later.
    static bool until(const std::function<bool()>& happened) {
        for (int tries = 0; tries < 300; ++tries) {
            if (happened()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }
    AccountId hire_at(const std::string& login, const std::string& role, const std::string& code) { return hire(login, grant(role, code)); }
};

}  // namespace liren::testing
