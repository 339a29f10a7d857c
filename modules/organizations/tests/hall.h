#pragma once
// The small city with its units, on each engine.

#include "tests/city_house.h"

namespace liren::organizations::testing {

using namespace liren::testing;

class Hall : public CityHouse {
public:
    explicit Hall(Installation& installation) : CityHouse(installation, {places::module(), organizations::module()}) {}

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
