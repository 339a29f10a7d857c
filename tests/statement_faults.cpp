#include "statement_faults.h"

#include "liren/storage.h"

namespace liren::testing {

namespace {

/// The names after a colon; "{scope:a}" has none of them.
std::set<std::string> parameters_of(std::string_view text) {
    std::set<std::string> names;
    const auto is_letter = [&](std::size_t at) { return at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') || text[at] == '_'); };
    for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
        std::size_t end = at + 1;
        while (is_letter(end)) ++end;
        if (at > 0 && !is_letter(at - 1) && end > at + 1) names.emplace(text.substr(at + 1, end - at - 1));
    }
    return names;
}

}  // namespace

std::vector<std::string> statement_faults(Storage& storage, std::string_view module, const std::set<std::string>& texts) {
    const Scope scope{.areas = {{AreaLevel::community, 7}}};
    std::vector<std::string> faults;
    bool any = false;
    for (const Statement* statement : Statement::all()) {
        if (!std::string_view(statement->name()).starts_with(std::string(module) + ".")) continue;
        any = true;
        if (const std::string problem = storage.try_prepare(*statement); !problem.empty()) faults.push_back(problem);
        if (!statement->index()) continue;
        const std::set<std::string> names = parameters_of(statement->text());
        std::vector<Parameter> parameters;
        for (const std::string& name : names) parameters.push_back({name, texts.count(name) != 0 ? Value("a%") : Value(7)});
        const std::string plan = storage.explain(*statement, scope, parameters);
        if (plan.find(statement->index()) == std::string::npos)
            faults.push_back(std::string(statement->name()) + " does not walk " + statement->index() + ": " + plan);
    }
    if (!any) faults.push_back("there is no statement of " + std::string(module));
    return faults;
}

}  // namespace liren::testing
