#include "population_words.h"

#include <algorithm>

#include "liren/text.h"

namespace liren::demo {

namespace {

std::vector<std::string> characters_of(std::string_view text) {
    std::vector<std::string> characters;
    while (!text.empty()) {
        characters.emplace_back(first_characters(text, 1));
        text.remove_prefix(characters.back().size());
    }
    return characters;
}

Weighted weighted(const YAML::Node& map) {
    Weighted made;
    for (const auto& entry : map) made.add(entry.first.as<std::string>(), entry.second.as<std::int64_t>());
    return made;
}

std::vector<std::string> texts(const YAML::Node& list) { return list ? list.as<std::vector<std::string>>() : std::vector<std::string>{}; }

CompoundWords compound(const YAML::Node& node) {
    CompoundWords made;
    made.name = node["name"].as<std::string>();
    made.kind = node["kind"].as<std::string>();
    for (int i = 0; i < 2; ++i) {
        if (node["floors"]) made.floors[i] = node["floors"][i].as<int>();
        if (node["entrances"]) made.entrances[i] = node["entrances"][i].as<int>();
        made.built[i] = node["built"][i].as<int>();
    }
    made.elevator = node["elevator"].as<bool>(false);
    return made;
}

std::vector<InstitutionWords> institutions_of(const YAML::Node& list) {
    std::vector<InstitutionWords> made;
    for (const YAML::Node node : list)
        made.push_back({node["name"].as<std::string>(), node["kind"].as<std::string>(), node["code"].as<std::string>(), node["key"].as<bool>(false), node["resources"].as<bool>(false),
                        node["assets"].as<bool>(false), node["food"].as<int>(0)});
    return made;
}

EthnicGroup group_of(const YAML::Node& node) {
    EthnicGroup made;
    made.code = node["code"].as<std::string>();
    if (node["surnames"]) made.surnames = weighted(node["surnames"]);
    for (const char* sex : {"male", "female"}) {
        const std::size_t at = std::string_view(sex) == "male" ? 0 : 1;
        if (node["dotted"]) made.dotted[at] = texts(node["dotted"][sex]);
        if (node["single"]) made.single[at] = texts(node["single"][sex]);
    }
    return made;
}

}  // namespace

void Weighted::add(std::string text, std::int64_t weight) { entries_.emplace_back((entries_.empty() ? 0 : entries_.back().first) + weight, std::move(text)); }

const std::string& Weighted::of(Dice& dice) const {
    const auto drawn = static_cast<std::int64_t>(dice.below(static_cast<std::size_t>(entries_.back().first)));
    return std::upper_bound(entries_.begin(), entries_.end(), drawn, [](std::int64_t value, const auto& entry) { return value < entry.first; })->second;
}

PopulationWords::PopulationWords(std::string_view yaml) {
    const YAML::Node root = YAML::Load(std::string(yaml));
    const auto text = [&](const char* name) { return root[name].as<std::string>(); };
    seed = root["seed"].as<std::uint64_t>();
    people = root["people"].as<std::size_t>();
    people_per_community = root["people_per_community"].as<std::size_t>();
    census = root["census"].as<std::int64_t>();
    id_area = text("id_area");
    phone_begins = text("phone_begins");
    plate_begins = text("plate_begins");
    source = text("source");
    address = text("address");
    building = text("building");
    home = text("home");
    entrance = text("entrance");
    lane = text("lane");
    household = text("household");
    last_facility = text("last_facility");
    buildings_of_compound = root["buildings_of_compound"].as<int>();
    houses_of_lane = root["houses_of_lane"].as<int>();
    surnames = weighted(root["surnames"]);
    for (const char* sex : {"male", "female"})
        for (const YAML::Node fashion : root["given"][sex])
            given[std::string_view(sex) == "male" ? 0 : 1].push_back({fashion["until"].as<std::int64_t>(), characters_of(fashion["characters"].as<std::string>())});
    rare_characters = characters_of(text("rare_characters"));
    for (const YAML::Node node : root["ethnic_groups"]) {
        groups.push_back(group_of(node));
        group_by_share.add(groups.back().code, node["share"].as<std::int64_t>());
    }
    for (const auto& [name, list] : {std::pair("name_endings", &name_endings), std::pair("long_names", &long_names), std::pair("origins", &origins), std::pair("employers", &employers), std::pair("lanes", &lanes),
                                     std::pair("property_companies", &property_companies), std::pair("parking", &parking), std::pair("brands", &brands), std::pair("key_group_basis", &key_group_basis), std::pair("posts", &posts)})
        *list = texts(root[name]);
    for (const YAML::Node node : root["compounds"]) compounds.push_back(compound(node));
    village_compound = compound(root["village_compound"]);
    for (const YAML::Node node : root["facilities"]) facilities.push_back({node["name"].as<std::string>(), node["class"].as<std::string>(), node["unit"].as<std::string>(), node["count"].as<int>()});
    institutions = institutions_of(root["institutions"]);
    village_institutions = institutions_of(root["village_institutions"]);
    for (const YAML::Node node : root["resources"]) resources.push_back({node["name"].as<std::string>(), node["kind"].as<std::string>(), node["item"].as<std::string>()});
    for (const YAML::Node node : root["assets"])
        assets.push_back({node["name"].as<std::string>(), node["kind"].as<std::string>(), node["quantity"].as<std::string>(), node["state"].as<std::string>(), node["value"].as<std::int64_t>()});
}

const EthnicGroup& PopulationWords::group(const std::string& code) const {
    return *std::find_if(groups.begin(), groups.end(), [&](const EthnicGroup& known) { return known.code == code; });
}

std::string filled(std::string text, std::initializer_list<std::pair<std::string_view, std::string>> places) {
    for (const auto& [place, value] : places) {
        const std::string bracketed = "{" + std::string(place) + "}";
        if (const auto at = text.find(bracketed); at != std::string::npos) text.replace(at, bracketed.size(), value);
    }
    return text;
}

}  // namespace liren::demo
