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
        code.replace(start, length, zeros);
        return code;
    }
    return {};
}

[[noreturn]] void refuse(const std::string& why, std::string_view line) { throw std::invalid_argument("the division table " + why + ": " + std::string(line)); }

std::vector<std::string> split_line(std::string_view line) {
    std::vector<std::string> cells;
    while (true) {
        const auto comma = line.find(',');
        cells.emplace_back(line.substr(0, comma));
        if (comma == std::string_view::npos) return cells;
        line.remove_prefix(comma + 1);
    }
}

Division read_line(std::string_view line) {
    const auto cells = split_line(line);
    if (cells.size() != 3 || cells[1].empty() || cells[2].empty()) refuse("has a line that is not code,name,kind", line);
    if (cells[0].size() != 12 || cells[0].find_first_not_of("0123456789") != std::string::npos) refuse("has a code that is not twelve digits", line);
    return {cells[0], cells[1], cells[2], {}, {}};
}

/// The committees' suffixes and places of packs/divisions/suffixes.yaml.
class Naming {
public:
    explicit Naming(std::string_view yaml) : rules_(YAML::Load(std::string(yaml))) {}

    /// community or village for a committee; else the kind itself.
    std::string kind(const Division& division) const {
        const YAML::Node place = rules_["places"][division.kind];
        return place.IsDefined() ? place.as<std::string>() : division.kind;
    }
    std::string name(const Division& division) const {
        for (const auto& rule : rules_["suffixes"]) {
            const auto from = rule["from"].as<std::string>();
            if (rule["kind"].as<std::string>() == division.kind && division.name.ends_with(from))
                return division.name.substr(0, division.name.size() - from.size()) + rule["to"].as<std::string>();
        }
        return division.name;
    }

private:
    YAML::Node rules_;
};

/// The area of the parent code, or above it where a level is missing (districts of a municipality).
AreaId nearest_above(Db& city, const std::string& code) {
    for (std::string above = parent_code(code); !above.empty(); above = parent_code(above))
        if (const auto area = area_of_code(city, above)) return *area;
    return {};
}

/// Adds the area of a row, or finds the one that another committee of the same place already made.
AreaId place_of(Tx& city, const Division& division, const Naming& naming) {
    const std::string name = naming.name(division);
    if (const auto same = city.number(area_named, {{"parent", division.parent.value}, {"name", name}})) {
        add_division_code(city, division.code, AreaId{*same});
        return AreaId{*same};
    }
    const bool in_district = division.code.compare(4, 2, "00") != 0;
    return add_area(city, {.parent = division.parent.value, .kind = naming.kind(division), .name = name, .code = division.code, .district_code = in_district ? division.code.substr(0, 6) : ""});
}

}  // namespace

void load_divisions(Tx& city, std::string_view csv, std::string_view suffixes, const std::function<void(Tx&, const Division&)>& loaded) {
    const Naming naming(suffixes);
    bool is_head = true;
    while (!csv.empty()) {
        const auto end = csv.find('\n');
        std::string_view line = csv.substr(0, end);
        csv = end == std::string_view::npos ? std::string_view{} : csv.substr(end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() || std::exchange(is_head, false)) continue;
        Division division = read_line(line);
        division.parent = nearest_above(city, division.code);
        if (!division.parent && !parent_code(division.code).empty()) refuse("has a row whose parent comes later or not at all", line);
        const auto known = area_of_code(city, division.code);
        division.area = known ? *known : place_of(city, division, naming);
        loaded(city, division);
    }
}

}  // namespace liren::places
