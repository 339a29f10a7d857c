#pragma once
// The small city with cases of 140502, on each engine.

#include <doctest/doctest.h>

#include "cases/cases.h"
#include "organizations/organizations.h"
#include "places/places.h"
#include "tests/small_city.h"
#include "tests/test_house.h"

namespace liren::cases::testing {

using namespace liren::testing;

class Desk : public TestHouse {
public:
    explicit Desk(Installation& installation)
        : TestHouse(installation, {places::module(), organizations::module(), cases::module()}, [](House& house) {
              organizations::load_divisions(house, small_city, source_file("packs/divisions/suffixes.yaml"));
              load_pack(house, "140502", source_file("packs/cases/categories.yaml"));
          }) {}
};

inline void at_desk(const std::function<void(Desk&)>& test) {
    with_each_installation([&](Installation& installation) {
        Desk desk(installation);
        test(desk);
    });
}

}  // namespace liren::cases::testing
