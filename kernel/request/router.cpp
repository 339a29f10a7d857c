#include "request/router.h"

#include <memory>
#include <stdexcept>

namespace liren {

namespace {

std::string_view first_segment(std::string_view& rest) {
    if (!rest.empty() && rest.front() == '/') rest.remove_prefix(1);
    const auto slash = rest.find('/');
    const std::string_view segment = rest.substr(0, slash);
    rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash);
    return segment;
}

}  // namespace

void Router::add(const Route& route) {
    Node* node = &root_;
    std::string_view rest = route.path;
    while (!rest.empty() && rest != "/") {
        const std::string_view segment = first_segment(rest);
        if (segment.starts_with('{')) {
            if (!node->part) node->part = std::make_unique<Node>();
            node->part_name = segment.substr(1, segment.size() - 2);
            node = node->part.get();
        } else {
            node = &node->literal[std::string(segment)];
        }
    }
    for (const Route* other : node->here)
        if (other->method == route.method) throw std::logic_error("two routes for " + std::string(method_name(route.method)) + " " + route.path);
    node->here.push_back(&route);
    routes_.push_back(&route);
}

bool Router::walk(const Node& node, std::string_view rest, Method method, Match& match) {
    if (rest.empty() || rest == "/") {
        for (const Route* route : node.here) {
            match.path_exists = true;
            if (route->method == method || (method == Method::head && route->method == Method::get)) {
                match.route = route;
                return true;
            }
        }
        return false;
    }
    std::string_view after = rest;
    const std::string_view segment = first_segment(after);
    if (const auto found = node.literal.find(segment); found != node.literal.end() && walk(found->second, after, method, match)) return true;
    if (!node.part || segment.empty()) return false;
    const bool is_district = node.part_name == "d";
    const std::size_t parts = match.parts.size();
    if (is_district) match.district = segment;
    else match.parts.emplace_back(segment);
    if (walk(*node.part, after, method, match)) return true;
    match.parts.resize(parts);
    if (is_district) match.district.clear();
    return false;
}

std::string Router::methods_of(std::string_view path) const {
    std::string methods;
    for (const Method method : {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::delete_})
        if (find(method, path).route) methods += (methods.empty() ? "" : ", ") + std::string(method_name(method));
    return methods;
}

Match Router::find(Method method, std::string_view path) const {
    Match match;
    walk(root_, path, method, match);
    return match;
}

}  // namespace liren
