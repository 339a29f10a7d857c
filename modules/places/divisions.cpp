// The division table: 12-digit codes (GB/T 2260, GB/T 10114, statistical codes) become areas of our own.

#include <stdexcept>

#include <yaml-cpp/yaml.h>

#include "store.h"

namespace liren::places {

namespace {

/// Zeroes the last non-zero group of a code: 140502002012 → 140502002000 → 140502000000 → 140500000000 → 140000000000.
std::string parent_code(std::string code) {
    for (const std::size_t start : {9u, 6u, 4u, 2u}) {
        const std::size_t length = start == 9 || start == 6 ? 3 : 2;
        const std::string zeros(length, '0');
        if (code.compare(start, length, zeros) == 0) continue;
        return code.replace(start, length, zeros);
    }
    return {};
}

std::vector<std::string> split_line(std::string_view line) {
    std::vector<std::string> cells;
    while (true) {
        const auto comma = line.find(',');
        cells.emplace_back(line.substr(0, comma));
        if (comma == std::string_view::npos) return cells;
        line.remove_prefix(comma + 1);
    }
}

std::string place_name(const YAML::Node& rules, const std::string& kind, const std::string& name) {
    for (const YAML::Node rule : rules["suffixes"]) {
        const auto from = rule["from"].as<std::string>();
        if (rule["kind"].as<std::string>() == kind && name.ends_with(from)) return name.substr(0, name.size() - from.size()) + rule["to"].as<std::string>();
    }
    return name;
}

}  // namespace

void load_divisions(Tx& city, std::string_view csv, std::string_view suffixes, const std::function<void(Tx&, const Division&)>& loaded) {
    const YAML::Node rules = YAML::Load(std::string(suffixes));
    bool is_head = true;
    while (!csv.empty()) {
        const auto end = csv.find('\n');
        const std::string_view line = csv.substr(0, end);
        csv = end == std::string_view::npos ? std::string_view{} : csv.substr(end + 1);
        if (line.empty() || std::exchange(is_head, false)) continue;
        const auto cells = split_line(line);
        if (cells.size() != 3 || cells[0].size() != 12) throw std::invalid_argument("the division table has a line that is not code,name,kind: " + std::string(line));
        Division division{cells[0], cells[1], cells[2], {}};
        if (const auto known = area_of_code(city, division.code)) {
            division.area = *known;
        } else {
            const bool committee = rules["places"][division.kind].IsDefined();
            const auto parent = area_of_code(city, parent_code(division.code));
            const bool in_district = division.code.compare(4, 2, "00") != 0;
            division.area = add_area(city, {.parent = parent ? parent->value : 0,
                                            .kind = committee ? rules["places"][division.kind].as<std::string>() : division.kind,
                                            .name = committee ? place_name(rules, division.kind, division.name) : division.name,
                                            .code = division.code,
                                            .district_code = in_district ? division.code.substr(0, 6) : ""});
            add_division_code(city, division.code, division.area);
        }
        loaded(city, division);
    }
}

}  // namespace liren::places
