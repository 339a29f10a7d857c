#include "town.h"

using namespace liren;
using namespace liren::places;
using namespace liren::places::testing;

namespace {

std::vector<std::string> found(Town& town, const std::string& query) {
    std::vector<std::string> names;
    for (const auto& item : town.get("", "/api/city/areas/search?" + query).items()) names.emplace_back(item.at("name").as_string());
    return names;
}

}  // namespace

TEST_CASE("areas are found by a part of the name, by initials and by pinyin") {
    in_town([](Town& town) {
        CHECK(found(town, "district=140502&q=%E4%B9%A6%E9%99%A2") == std::vector<std::string>{"前书院社区", "后书院社区"});
        CHECK(found(town, "district=140502&q=qsy") == std::vector<std::string>{"前书院社区"});
        CHECK(found(town, "district=140502&q=QSY") == std::vector<std::string>{"前书院社区"});
        CHECK(found(town, "district=140502&q=houshu") == std::vector<std::string>{"后书院社区"});
        CHECK(found(town, "q=%E4%B9%99") == std::vector<std::string>{"乙街道", "乙一社区"});
    });
}

TEST_CASE("a wildcard in a search is a character like any other") {
    in_town([](Town& town) {
        CHECK(found(town, "district=140502&q=%25").empty());
        CHECK(found(town, "district=140502&q=_").empty());
        CHECK(found(town, "district=140502&q=%21").empty());
        CHECK(town.get("", "/api/city/areas/search?district=140502").fault("q") == "schema.required");
    });
}
