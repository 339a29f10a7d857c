#pragma once
// Two small districts for tests of modules: names of 140502 that look alike, and an invented district beside it.

#include <string>
#include <string_view>

namespace liren::testing {

constexpr std::string_view small_city =
    "code,name,kind\n"
    "140000000000,山西省,province\n"
    "140500000000,晋城市,city\n"
    "140502000000,城区,district\n"
    "140502002000,西街街道,subdistrict\n"
    "140502100000,北石店镇,town\n"
    "140502002012,前书院社区居委会,residents_committee\n"
    "140502002013,后书院社区居委会,residents_committee\n"
    "140502100245,小张村委会,villagers_committee\n"
    "990000000000,试验省,province\n"
    "990100000000,试验市,city\n"
    "990101000000,东区,district\n"
    "990101001000,甲街道,subdistrict\n"
    "990101002000,乙街道,subdistrict\n"
    "990101001001,甲一社区居委会,residents_committee\n"
    "990101002001,乙一社区居委会,residents_committee\n";

/// A client_ref of the right form, another for each number.
inline std::string client_ref(int number) {
    std::string digits = std::to_string(number);
    return "01936b1e-0000-7000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

}  // namespace liren::testing
