#pragma once
// The registers of people and dwellings in the small city, on each engine.

#include <chrono>
#include <thread>

#include "dwellings/dwellings.h"
#include "liren/register.h"
#include "people/people.h"
#include "tests/city_house.h"

namespace liren::people::testing {

using namespace liren::testing;

class Archive : public CityHouse {
public:
    explicit Archive(Installation& installation) : CityHouse(installation, {places::module(), organizations::module(), dwellings::module(), people::module()}) {
        hire_at("clerk", "community_worker", "140502002012");
        hire_at("other", "community_worker", "140502002013");
        hire_at("leader", "subdistrict_leader", "140502002000");
    }

    /// The body of a new person in the clerk's community; `more` is further members, each with its comma in front.
    std::string person(int ref, const std::string& name, const std::string& more = {}, const std::string& code = "140502002012") {
        return R"({"client_ref":")" + client_ref(ref) + R"(","area":")" + area_id(code) + R"(","name":")" + name + "\"" + more + "}";
    }
    Answer add_person(int ref, const std::string& name, const std::string& more = {}) { return post("clerk", "/api/d/140502/people", person(ref, name, more)); }
    Instant now() { return house().clock.now(); }
    void pass(std::int64_t ms) { house().clock.set(Instant{now().ms + ms}); }
    std::vector<std::string> names(const std::string& as, const std::string& query) {
        std::vector<std::string> found;
        for (const auto& item : get(as, "/api/d/140502/people?" + query).items()) found.emplace_back(item.at("name").as_string());
        return found;
    }
};

inline void in_archive(const std::function<void(Archive&)>& test) {
    with_each_installation([&](Installation& installation) {
        Archive archive(installation);
        test(archive);
    });
}

using Names = std::vector<std::string>;

}  // namespace liren::people::testing
