// Whether any current row refers to another: asked before a row that an import made on the way is taken back. One statement for
// each reference that a register declares, made from the declarations.

#include <deque>

#include "liren/register.h"
#include "work.h"

namespace liren::imports {

namespace {

struct Reference {
    std::string to, name, text, index;
    std::unique_ptr<const Statement> statement;
};

std::deque<Reference>& references() {
    static std::deque<Reference> all;   // texts stay where they are: statements point into them
    return all;
}

}  // namespace

void find_references() {
    if (!references().empty()) return;   // of the program, not of a house
    for (const Register* of : Register::all())
        for (const RegisterField& field : of->fields()) {
            if (field.kind != FieldKind::reference) continue;
            Reference& one = references().emplace_back();
            one.to = field.of;
            one.name = "imports.refers_" + of->table() + "_" + field.name;
            one.text = "select r.id from " + of->table() + " r where r." + field.name + " = :record and r.ended = 0 order by r.id limit 1";
            one.index = of->table() + "_";
            one.statement = std::make_unique<const Statement>(StoreKind::district, one.name.c_str(), one.text.c_str(), one.index.c_str());
        }
}

bool is_referred_to(Db& db, std::string_view kind, std::int64_t record) {
    for (const Reference& one : references())
        if (one.to == kind && db.number(*one.statement, {{"record", record}})) return true;
    return false;
}

}  // namespace liren::imports
