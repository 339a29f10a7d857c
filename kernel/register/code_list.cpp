#include "liren/code_list.h"

#include <stdexcept>

#include <yaml-cpp/yaml.h>

#include "liren/text.h"

namespace liren {

CodeList::CodeList(std::string_view yaml) {
    const YAML::Node root = YAML::Load(std::string(yaml));
    name_ = root["code"].as<std::string>();
    standard_ = root["standard"].as<std::string>("");
    for (const auto& node : root["items"]) {
        CodeItem item{node["code"].as<std::string>(), node["name"].as<std::string>(), node["name_en"].as<std::string>(""), node["assignable"].as<bool>(true)};
        const std::size_t at = items_.size();
        if (!by_code_.emplace(item.code, at).second) throw std::runtime_error("the code list " + name_ + " holds " + item.code + " twice");
        for (const std::string& word : {item.code, item.name, item.name_en}) by_word_.emplace(fold(word), at);
        for (const auto& alias : node["aliases"]) by_word_.emplace(fold(alias.as<std::string>()), at);
        items_.push_back(std::move(item));
    }
    if (items_.empty()) throw std::runtime_error("the code list " + name_ + " is empty");
}

const CodeItem* CodeList::find(std::string_view code) const {
    const auto found = by_code_.find(std::string(code));
    return found == by_code_.end() ? nullptr : &items_[found->second];
}

const CodeItem* CodeList::recognize(std::string_view text) const {
    const auto found = by_word_.find(fold(text));
    return found == by_word_.end() ? nullptr : &items_[found->second];
}

void CodeLists::add(std::string_view yaml) {
    auto list = std::make_unique<const CodeList>(yaml);
    const std::string name = list->name();
    lists_[name] = std::move(list);
}

const CodeList& CodeLists::get(std::string_view name) const {
    const auto found = lists_.find(name);
    if (found == lists_.end()) throw std::logic_error("no pack holds the code list " + std::string(name));
    return *found->second;
}

}  // namespace liren
