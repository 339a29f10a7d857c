#pragma once
// The small city with the module places, on each engine.

#include <doctest/doctest.h>

#include "places/places.h"
#include "tests/small_city.h"
#include "tests/test_house.h"

namespace liren::places::testing {

using namespace liren::testing;

class Town : public TestHouse {
public:
    explicit Town(Installation& installation)
        : TestHouse(installation, {places::module()}, [](House& house) {
              house.storage->write_now("city", {AccountId{}, house.clock.now()}, [](Tx& city) {
                  load_divisions(city, small_city, source_file("packs/divisions/suffixes.yaml"), [](Tx&, const Division&) {});
              });
          }) {}

    AreaInfo area(const std::string& code) {
        std::optional<AreaInfo> found;
        house().storage->read("city", [&](Db& city) {
            if (const auto id = area_of_code(city, code)) found = find_area(city, *id);
        });
        REQUIRE_MESSAGE(found.has_value(), code);
        return *found;
    }
    std::string id(const std::string& code) { return id_text(area(code).id.value); }
    void hire_at(const std::string& login, const std::string& role, const std::string& code) {
        const AreaInfo at = area(code);
        hire(login, {.role = role, .district = at.district_code, .level = at.level(), .area = at.id.value, .area_path = at.path()});
    }
    /// Runs in a transaction on the city; the key of the Error it ended with, or "".
    std::string in_city(const std::function<void(Tx&)>& work) {
        return key_of([&] { house().storage->write_now("city", {AccountId{}, house().clock.now()}, work); });
    }
    std::string grid_body(int ref, const std::string& parent, const std::string& name, const std::string& grid = R"({"kind":"basic"})") {
        return R"({"client_ref":")" + client_ref(ref) + R"(","parent":")" + parent + R"(","kind":"grid","name":")" + name + R"(","grid":)" + grid + "}";
    }
};

inline void in_town(const std::function<void(Town&)>& test) {
    with_each_installation([&](Installation& installation) {
        Town town(installation);
        test(town);
    });
}

}  // namespace liren::places::testing
