#include "liren/register.h"

#include <algorithm>
#include <stdexcept>

#include "register/statements.h"

namespace liren {

namespace field {

RegisterField text(std::string name, std::int64_t most) { return {.kind = FieldKind::text, .name = std::move(name), .maximum = most}; }
RegisterField person_name(std::string name) { return {.kind = FieldKind::person_name, .name = std::move(name), .maximum = 50}; }
RegisterField id_number(std::string name) { return {.kind = FieldKind::id_number, .name = std::move(name), .maximum = 18}; }
RegisterField phone(std::string name) { return {.kind = FieldKind::phone, .name = std::move(name), .maximum = 20}; }
RegisterField address(std::string name) { return {.kind = FieldKind::address, .name = std::move(name), .maximum = 200}; }
RegisterField date(std::string name) { return {.kind = FieldKind::date, .name = std::move(name)}; }
RegisterField code(std::string name, std::string list) { return {.kind = FieldKind::code, .name = std::move(name), .of = std::move(list)}; }
RegisterField integer(std::string name, std::int64_t minimum, std::int64_t maximum) { return {.kind = FieldKind::integer, .name = std::move(name), .minimum = minimum, .maximum = maximum}; }
RegisterField amount(std::string name, int decimals, std::int64_t most) {
    std::int64_t scale = 1;
    for (int i = 0; i < decimals; ++i) scale *= 10;
    return {.kind = FieldKind::amount, .name = std::move(name), .maximum = most * scale, .decimals = decimals};
}
RegisterField boolean(std::string name) { return {.kind = FieldKind::boolean, .name = std::move(name), .maximum = 1}; }
RegisterField reference(std::string name, std::string register_kind) { return {.kind = FieldKind::reference, .name = std::move(name), .of = std::move(register_kind)}; }
RegisterField plate(std::string name) { return {.kind = FieldKind::plate, .name = std::move(name), .maximum = 10}; }
RegisterField credit_code(std::string name) { return {.kind = FieldKind::credit_code, .name = std::move(name), .maximum = 18}; }

}  // namespace field

namespace {

std::vector<const Register*>& known_registers() {
    static std::vector<const Register*> registers;
    return registers;
}

const char* word_of(const std::vector<std::pair<std::string, std::string>>& words, std::string_view verb) {
    for (const auto& [name, word] : words)
        if (name == verb) return word.c_str();
    throw std::logic_error("a register has no " + std::string(verb));
}

}  // namespace

Register::Register(RegisterName name, std::vector<RegisterField> fields, std::vector<Rule> rules)
    : name_(std::move(name)), fields_(std::move(fields)), rules_(std::move(rules)) {
    const std::string module = name_.kind.substr(0, name_.kind.find('.'));
    const std::string base = name_.permission.empty() ? module : name_.permission;
    for (const char* verb : {"read", "manage", "unmask"}) permissions_.emplace_back(verb, base + "." + verb);
    for (const char* verb : {"added", "changed", "ended", "looked", "merged", "separated", "confirmed"}) events_.emplace_back(verb, name_.kind + "_" + verb);
    for (std::size_t i = 0; i < fields_.size(); ++i)
        if (fields_[i].is_title) title_ = i;
    statements_ = std::make_unique<const Statements>(name_, fields_);
    std::vector<const Register*>& all = known_registers();
    all.insert(std::lower_bound(all.begin(), all.end(), this, [](const Register* a, const Register* b) { return a->kind() < b->kind(); }), this);
}

Register::~Register() { std::erase(known_registers(), this); }

std::size_t Register::index_of(std::string_view field) const {
    for (std::size_t i = 0; i < fields_.size(); ++i)
        if (fields_[i].name == field) return i;
    throw std::logic_error(name_.kind + " has no field " + std::string(field));
}

const char* Register::permission(std::string_view verb) const { return word_of(permissions_, verb); }
const char* Register::event(std::string_view verb) const { return word_of(events_, verb); }
const std::vector<const Register*>& Register::all() { return known_registers(); }

const Register* Register::find(std::string_view kind) {
    for (const Register* known : known_registers())
        if (known->kind() == kind) return known;
    return nullptr;
}

std::string Register::standard_of(const RegisterField& field, const CodeLists& codes) {
    switch (field.kind) {
        case FieldKind::code: return field.of.empty() ? "" : codes.get(field.of).standard();
        case FieldKind::id_number: return "GB 11643-1999";
        case FieldKind::credit_code: return "GB 32100-2015";
        case FieldKind::plate: return "GA 36-2018";
        case FieldKind::date: return "GB/T 7408.1-2023";
        default: return "";
    }
}

void Findings::require_none() const {
    if (refusals_.empty()) return;
    std::vector<FieldError> faults;
    for (const Finding& finding : refusals_) faults.push_back({finding.field, finding.key, finding.values});
    throw Error("request.invalid", std::move(faults));
}

std::string_view RecordView::text(std::string_view field) const {
    const auto* found = std::get_if<std::string>(&record_.values[of_.index_of(field)]);
    return found ? std::string_view(*found) : std::string_view{};
}

std::optional<std::int64_t> RecordView::number(std::string_view field) const {
    const auto* found = std::get_if<std::int64_t>(&record_.values[of_.index_of(field)]);
    return found ? std::optional(*found) : std::nullopt;
}

bool RecordView::has(std::string_view field) const { return !std::holds_alternative<std::monostate>(record_.values[of_.index_of(field)]); }

void RecordView::fill(std::string_view field, FieldValue value) {
    if (!has(field)) record_.values[of_.index_of(field)] = std::move(value);
}

}  // namespace liren
