#pragma once
// The small city with its units, on each engine.

#include <doctest/doctest.h>

#include "organizations/organizations.h"
#include "places/places.h"
#include "tests/small_city.h"
#include "tests/test_house.h"

namespace liren::organizations::testing {

using namespace liren::testing;

class Hall : public TestHouse {
public:
    explicit Hall(Installation& installation)
        : TestHouse(installation, {places::module(), organizations::module()},
                    [](House& house) { load_divisions(house, small_city, source_file("packs/divisions/suffixes.yaml")); }) {
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
    AccountId hire_at(const std::string& login, const std::string& role, const std::string& code) { return hire(login, grant(role, code)); }
    std::string id_of(const std::string& login) const { return id_text(account(login).value); }
    /// The first unit of that name that the login sees; "" when there is none.
    std::string unit(const std::string& as, const std::string& name) {
        for (const auto& item : get(as, "/api/city/units?limit=200").items())
            if (item.at("name").as_string() == std::string_view(name)) return std::string(item.at("id").as_string());
        return "";
    }
    std::string new_unit(int ref, const std::string& name, const std::string& area, const std::string& more = {}) {
        return R"({"client_ref":")" + client_ref(ref) + R"(","kind":"department","name":")" + name + R"(","area":")" + area + "\"" + more + "}";
    }
};

inline void in_hall(const std::function<void(Hall&)>& test) {
    with_each_installation([&](Installation& installation) {
        Hall hall(installation);
        test(hall);
    });
}

inline std::vector<std::string> names_of(const Answer& list, const char* member = "name") {
    std::vector<std::string> names;
    for (const auto& item : list.items()) names.emplace_back(item.at(member).as_string());
    return names;
}

}  // namespace liren::organizations::testing
