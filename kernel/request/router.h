#pragma once
// Finds the route of a method and a path. Paths are split once; a literal segment beats a {part}. Built at start, read-only.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "liren/request.h"

namespace liren {

struct Match {
    const Route* route = nullptr;
    std::string district;                     ///< the value of {d}
    std::vector<std::string> parts;           ///< the other {parts}, in order
    bool path_exists = false;                 ///< some method of this path exists (405 instead of 404)
};

class Router {
public:
    /// Two routes of one method and shape throw std::logic_error.
    void add(const Route& route);
    Match find(Method method, std::string_view path) const;
    /// "GET, POST": what a path knows, for Allow.
    std::string methods_of(std::string_view path) const;
    const std::vector<const Route*>& routes() const { return routes_; }

private:
    struct Node {
        std::map<std::string, Node, std::less<>> literal;
        std::unique_ptr<Node> part;
        std::string part_name;
        std::vector<const Route*> here;
    };
    static bool walk(const Node& node, std::string_view rest, Method method, Match& match);

    Node root_;
    std::vector<const Route*> routes_;
};

}  // namespace liren
