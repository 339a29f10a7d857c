// Commands that look and change nothing: the API, the routes, the statements, the chain.

#include <cstdio>
#include <iostream>

#include "commands.h"
#include "liren/pipeline.h"
#include "liren/register.h"
#include "modules.h"

namespace liren {

namespace {

std::vector<Module> modules_and_kernel() { return House::with_kernel(all_modules()); }

std::string access_of(const Route& route) {
    switch (route.access.kind()) {
        case Access::Kind::anyone: return std::string("anyone: ") + route.access.word();
        case Access::Kind::signed_in: return std::string("signed in: ") + route.access.word();
        case Access::Kind::permission: return route.access.word();
    }
    return {};
}

std::string kind_of(const Route& route) {
    if (route.is_look) return "look";
    if (route.is_stream) return "stream";
    return route.writes() ? "write" : "read";
}

}  // namespace

int print_api() {
    std::cout << Pipeline::openapi(modules_and_kernel());
    return 0;
}

int print_routes() {
    for (const Module& module : modules_and_kernel())
        for (const Route& route : module.routes)
            std::cout << method_name(route.method) << ' ' << route.path << '\t' << access_of(route) << '\t' << kind_of(route) << '\t' << module.name << "::" << route.name << '\n';
    return 0;
}

int print_routes_json() {
    for (const Module& module : modules_and_kernel())
        for (const Route& route : module.routes) {
            std::string line;
            JsonWriter out(line);
            out.begin_object();
            const auto field = [&](const char* name, std::string_view value) {
                out.key(name);
                out.string(value);
            };
            field("method", method_name(route.method));
            field("path", route.path);
            field("name", route.name);
            field("module", module.name);
            field("kind", kind_of(route));
            field("access", route.access.kind() == Access::Kind::anyone ? "anyone" : route.access.kind() == Access::Kind::signed_in ? "signed_in" : "permission");
            field("permission", route.access.kind() == Access::Kind::permission ? route.access.word() : "");
            field("body", route.is_raw ? "raw" : route.is_form ? "form" : route.body_schema && route.method != Method::get ? "json" : "none");
            out.key("needs_version");
            out.boolean(route.needs_version);
            out.key("largest_body");
            out.integer(static_cast<std::int64_t>(route.largest_body));
            out.end_object();
            std::cout << line << '\n';
        }
    return 0;
}

int print_statements() {
    for (const Statement* statement : Statement::all()) std::cout << "-- " << statement->name() << "\n" << statement->text() << "\n";
    return 0;
}

int print_register_tables(const std::string& kind) {
    bool found = false;
    for (const Register* of : Register::all()) {
        if (!kind.empty() && of->kind() != kind) continue;
        found = true;
        std::cout << table_draft(*of);
    }
    if (!found) std::cerr << "There is no register called " << kind << ".\n";
    return found ? 0 : 2;
}

int migrate(const Installation& installation) {
    auto house = open_house(installation);
    house->storage->close();
    std::cout << "Every store is up to date.\n";
    return 0;
}

int check_chain(const Installation& installation) {
    auto house = open_house(installation);
    int faults = 0;
    std::vector<std::string> stores = {"city", "gate"};
    for (const std::string& district : house->storage->districts()) stores.push_back("d" + district);
    for (const std::string& store : stores) {
        const auto fault = house->storage->check_chain(store);
        if (fault) ++faults;
        std::cout << store << ": " << (fault ? "BROKEN at event " + std::to_string(fault->seq) + ": " + fault->what : "intact, " + std::to_string(house->storage->last_sealed(store)) + " events") << '\n';
    }
    house->storage->close();
    return faults == 0 ? 0 : 1;
}

int check_statements(const Installation& installation) {
    auto house = open_house(installation);
    int failed = 0;
    for (const Statement* statement : Statement::all()) {
        const std::string problem = house->storage->try_prepare(*statement);
        if (problem.empty()) continue;
        ++failed;
        std::cout << statement->name() << ": " << problem << '\n';
    }
    std::cout << Statement::all().size() << " statements, " << failed << " refused\n";
    house->storage->close();
    return failed == 0 ? 0 : 1;
}

}  // namespace liren
