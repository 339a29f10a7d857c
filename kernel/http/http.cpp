#include "liren/http.h"

#include <array>

namespace liren {

std::string_view method_name(Method method) {
    static constexpr std::array<std::string_view, 8> names = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER"};
    return names[static_cast<std::size_t>(method)];
}

std::string_view HttpRequest::header(std::string_view lower_name) const {
    for (const auto& [name, value] : headers)
        if (name == lower_name) return value;
    return {};
}

std::string_view HttpRequest::cookie(std::string_view name) const {
    std::string_view rest = header("cookie");
    while (!rest.empty()) {
        const auto end = rest.find(';');
        std::string_view pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
        if (pair.size() > name.size() && pair.substr(0, name.size()) == name && pair[name.size()] == '=') return pair.substr(name.size() + 1);
    }
    return {};
}

}  // namespace liren
