// The register of statements, and the small reads of Db that need no template.
#include "liren/sql.h"

namespace liren {
namespace {

std::vector<const Statement*>& statement_register() {
    static std::vector<const Statement*> statements;
    return statements;
}

}  // namespace

Statement::Statement(StoreKind store, const char* name, const char* text, const char* index) : store_(store), name_(name), text_(text), index_(index) {
    statement_register().push_back(this);
}

const std::vector<const Statement*>& Statement::all() { return statement_register(); }

std::optional<std::int64_t> Db::number_of(const Statement& statement, const Scope* scope, Parameters parameters) {
    std::optional<std::int64_t> found;
    each(statement, scope, span(parameters), [&](const Row& row) { if (!found) found = row.integer(0); });
    return found;
}

std::optional<std::string> Db::word(const Statement& statement, Parameters parameters) {
    std::optional<std::string> found;
    each(statement, nullptr, span(parameters), [&](const Row& row) { if (!found) found = std::string(row.text(0)); });
    return found;
}

}  // namespace liren
