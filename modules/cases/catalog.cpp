#include "catalog.h"

#include <algorithm>

#include <yaml-cpp/yaml.h>

#include "liren/error.h"

namespace liren::cases {

const Category* Catalog::find(std::string_view code) const {
    const auto found = std::find_if(categories.begin(), categories.end(), [&](const Category& c) { return c.code == code; });
    return found == categories.end() ? nullptr : &*found;
}

std::string Catalog::name(std::string_view code, std::string_view language) const {
    const Category* category = find(code);
    if (!category) return std::string(code);
    return language == "en" ? category->name_en : category->name;
}

std::shared_ptr<const Catalog> catalog(House& house, const std::string& store) {
    return house.configured<Catalog>("cases", store, [&] {
        auto made = std::make_shared<Catalog>();
        house.storage->read(store, [&](Db& db) {
            made->categories = db.all<Category>(all_categories, {});
            for (const Setting& setting : db.all<Setting>(all_settings, {})) {
                if (setting.name == "number_prefix") made->number_prefix = setting.value;
                if (setting.name == "most_extension_hours") made->most_extension_hours = std::stoi(setting.value);
                if (setting.name == "dispute_days") made->dispute_days = std::stoi(setting.value);
                if (setting.name == "most_disputes") made->most_disputes = std::stoi(setting.value);
                if (setting.name == "alike_days") made->alike_days = std::stoi(setting.value);
            }
        });
        return std::shared_ptr<const Catalog>(made);
    });
}

const Category& reportable_category(const Catalog& catalog, std::string_view code) {
    const Category* category = catalog.find(code);
    if (!category || !category->active) throw Error("request.invalid", {{"category", "cases.unknown_category"}});
    return *category;
}

const Category& category_of(const Catalog& catalog, std::string_view code) {
    if (const Category* category = catalog.find(code)) return *category;
    throw Error(500, "error.internal", "a case names the unknown category " + std::string(code));
}

void load_pack(House& house, const std::string& district, std::string_view yaml) {
    const YAML::Node pack = YAML::Load(std::string(yaml));
    std::map<std::string, YAML::Node> groups;
    for (const YAML::Node group : pack["groups"]) groups[group["code"].as<std::string>()] = group;
    const int most_extension_hours = pack["most_extension_hours"].as<int>();
    if (most_extension_hours < 1 || most_extension_hours > longest_hours) throw std::invalid_argument("packs/cases: most_extension_hours is from 1 to " + std::to_string(longest_hours));
    house.storage->write_now("d" + district, {AccountId{}, house.clock.now()}, [&](Tx& tx) {
        tx.run(put_setting, {{"name", "number_prefix"}, {"value", pack["number_prefix"].as<std::string>()}});
        tx.run(put_setting, {{"name", "most_extension_hours"}, {"value", std::to_string(most_extension_hours)}});
        for (const char* name : {"alike_days", "dispute_days", "most_disputes"}) tx.run(put_setting, {{"name", name}, {"value", std::to_string(pack[name].as<int>())}});
        int position = 0;
        for (const YAML::Node category : pack["categories"]) {
            const auto hours = category["hours"].as<std::vector<int>>();
            if (hours.size() != 5) throw std::invalid_argument("packs/cases: a category has five hours: accept, dispatch, acknowledge, handle, verify");
            const YAML::Node group = groups.at(category["group"].as<std::string>());
            tx.run(put_category, {{"code", category["code"].as<std::string>()},
                                  {"position", ++position},
                                  {"name", category["name"].as<std::string>()},
                                  {"name_en", category["name_en"].as<std::string>()},
                                  {"group_code", group["code"].as<std::string>()},
                                  {"group_name", group["name"].as<std::string>()},
                                  {"group_name_en", group["name_en"].as<std::string>()},
                                  {"jurisdiction", category["jurisdiction"].as<std::string>()},
                                  {"icon", category["icon"].as<std::string>()},
                                  {"rural", category["rural"] && category["rural"].as<bool>()},
                                  {"accept_hours", hours[0]},
                                  {"dispatch_hours", hours[1]},
                                  {"acknowledge_hours", hours[2]},
                                  {"handle_hours", hours[3]},
                                  {"verify_hours", hours[4]}});
        }
        tx.record({.name = "cases.configured", .subject_kind = "cases.category"});
    });
}

}  // namespace liren::cases
