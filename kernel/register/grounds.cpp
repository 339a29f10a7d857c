#include "liren/grounds.h"

#include <stdexcept>

#include <yaml-cpp/yaml.h>

namespace liren {

void Grounds::add(std::string_view yaml) {
    for (const auto& node : YAML::Load(std::string(yaml))) {
        Ground ground{node["code"].as<std::string>(""),        node["purpose"].as<std::string>(""),  node["purpose_en"].as<std::string>(""),
                      node["basis"].as<std::string>(""),       node["basis_en"].as<std::string>(""), node["sensitivity"].as<std::string>(""),
                      node["retention_years"].as<int>(0)};
        if (ground.code.empty() || ground.purpose.empty() || ground.basis.empty() || ground.retention_years < 1) throw std::runtime_error("the ground " + ground.code + " lacks its purpose, basis or retention");
        if (ground.sensitivity != "ordinary" && ground.sensitivity != "personal" && ground.sensitivity != "sensitive") throw std::runtime_error("the ground " + ground.code + " is ordinary, personal or sensitive");
        const std::string code = ground.code;
        if (!grounds_.emplace(code, std::move(ground)).second) throw std::runtime_error("the ground " + code + " stands twice");
    }
}

const Ground* Grounds::find(std::string_view code) const {
    const auto found = grounds_.find(code);
    return found == grounds_.end() ? nullptr : &found->second;
}

}  // namespace liren
