#include "liren/texts.h"

#include <stdexcept>

#include <boost/json.hpp>

namespace liren {

void Texts::add(const EmbeddedFile* files, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        std::string_view path = files[i].path;
        if (!path.starts_with("lang/") || !path.ends_with(".json")) continue;
        const std::string language(path.substr(5, path.size() - 10));
        auto& table = languages_[language];
        const boost::json::value parsed = boost::json::parse(files[i].content);
        for (const auto& entry : parsed.as_object()) {
            const auto [place, added] = table.emplace(std::string(entry.key()), std::string(entry.value().as_string()));
            if (!added) throw std::logic_error("the text " + place->first + " is given twice in " + language);
        }
    }
}

std::string Texts::get(std::string_view language, std::string_view key, const TextValues& values) const {
    const auto table = languages_.find(language);
    if (table == languages_.end()) return std::string(key);
    const auto found = table->second.find(std::string(key));
    if (found == table->second.end()) return std::string(key);
    std::string text = found->second;
    for (const auto& [name, value] : values) {
        const std::string place = "{" + name + "}";
        for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size())) text.replace(at, place.size(), value);
    }
    return text;
}

bool Texts::has(std::string_view language, std::string_view key) const {
    const auto table = languages_.find(language);
    return table != languages_.end() && table->second.contains(std::string(key));
}

std::vector<std::string> Texts::languages() const {
    std::vector<std::string> names;
    for (const auto& [name, table] : languages_) names.push_back(name);
    return names;
}

std::vector<std::string> Texts::keys(std::string_view language) const {
    std::vector<std::string> names;
    if (const auto table = languages_.find(language); table != languages_.end())
        for (const auto& [key, text] : table->second) names.push_back(key);
    return names;
}

std::string_view Texts::choose(std::string_view accept_language) {
    // The first tag we know wins; browsers order theirs by preference.
    while (!accept_language.empty()) {
        const auto comma = accept_language.find(',');
        std::string_view tag = accept_language.substr(0, comma);
        while (!tag.empty() && tag.front() == ' ') tag.remove_prefix(1);
        if (tag.starts_with("zh")) return "zh-CN";
        if (tag.starts_with("en")) return "en";
        accept_language = comma == std::string_view::npos ? std::string_view{} : accept_language.substr(comma + 1);
    }
    return "zh-CN";
}

}  // namespace liren
