#include "register/standard.h"

#include <stdexcept>

#include "liren/digest.h"
#include "liren/register.h"
#include "liren/sheet.h"
#include "register/extra.h"
#include "register/kinds.h"

namespace liren {

namespace {

constexpr std::size_t version_characters = 12;

/// One line of the standard.
struct StandardField {
    std::string register_kind, register_label, name, label, kind, kind_label, code_list, standard;
    bool required = false, added_by_city = false;
    std::string ground, purpose, basis, sensitivity, sensitivity_label;
    int retention_years = 0;
};
BOOST_DESCRIBE_STRUCT(StandardField, (), (register_kind, register_label, name, label, kind, kind_label, code_list, standard, required, added_by_city, ground, purpose, basis, sensitivity, sensitivity_label, retention_years))

struct DataStandard {
    std::string version;                      ///< another one as soon as anything differs
    std::vector<StandardField> fields;
};
BOOST_DESCRIBE_STRUCT(DataStandard, (), (version, fields))

class Standard {
public:
    Standard(House& house, std::string_view language) : house_(house), language_(language) {}

    DataStandard make() {
        for (const Register* of : Register::all()) {
            for (const RegisterField& field : of->fields()) add(*of, field, text(of->kind() + "." + field.name), false);
            for (const auto held = extra_fields_of(house_, *of); const ExtraField& extra : *held)
                if (!extra.is_retired) add(*of, extra.field, language_ == "en" ? extra.label_en : extra.label, true);
        }
        std::string all;
        for (const StandardField& field : made_.fields)
            for (const std::string* part : {&field.register_kind, &field.name, &field.kind, &field.code_list, &field.standard, &field.ground, &field.sensitivity}) all += *part + "\n";
        for (const StandardField& field : made_.fields) all += (field.required ? '1' : '0') + std::to_string(field.retention_years);
        made_.version = hex(sha256(all)).substr(0, version_characters);
        return std::move(made_);
    }

private:
    std::string text(const std::string& key) const { return house_.texts.get(language_, key); }

    void add(const Register& of, const RegisterField& field, const std::string& label, bool by_city) {
        const Ground* ground = house_.grounds.find(of.ground_of(field));
        if (!ground) throw std::logic_error(of.kind() + "." + field.name + " has no ground");
        const bool english = language_ == "en";
        const std::string kind = kind_name(field.kind), kind_texts = "register.kind_", sensitivity_texts = "register.sensitivity_";
        // A number or an address of a person is never ordinary, whatever the register is for.
        const std::string sensitivity = field.is_sealed() && ground->sensitivity == "ordinary" ? "personal" : ground->sensitivity;
        made_.fields.push_back({of.kind(), text(of.kind()), field.name, label, kind, text(kind_texts + kind), field.of, Register::standard_of(field, house_.codes), field.is_required, by_city,
                                ground->code, english ? ground->purpose_en : ground->purpose, english ? ground->basis_en : ground->basis, sensitivity, text(sensitivity_texts + sensitivity), ground->retention_years});
    }

    House& house_;
    std::string language_;
    DataStandard made_;
};

DataStandard show_data_standard(Context& context) { return Standard(context.house(), context.language()).make(); }

HttpResponse download_data_standard(Context& context) {
    const Texts& texts = context.house().texts;
    const std::string language(context.language());
    const DataStandard standard = Standard(context.house(), language).make();
    HttpResponse response;
    SheetWriter out([&](std::string_view bytes) { response.body += bytes; }, SheetFormat::xlsx);
    std::vector<SheetColumn> columns;
    for (const char* column : {"register", "name", "label", "kind", "code_list", "standard", "required", "purpose", "basis", "sensitivity", "retention"})
        columns.push_back({texts.get(language, std::string("register.column_") + column), std::string_view(column) == "purpose" || std::string_view(column) == "basis" ? 48.0 : 18.0});
    out.begin_sheet(texts.get(language, "register.data_standard", {{"version", standard.version}}), columns);
    for (const StandardField& field : standard.fields) {
        for (const std::string* cell : {&field.register_label, &field.name, &field.label, &field.kind_label, &field.code_list, &field.standard}) out.text(*cell);
        out.text(texts.get(language, field.required ? "register.yes" : "register.no"));
        for (const std::string* cell : {&field.purpose, &field.basis, &field.sensitivity_label}) out.text(*cell);
        out.text(texts.get(language, "register.years_after_end", {{"years", std::to_string(field.retention_years)}}));
        out.end_row();
    }
    out.finish();
    response.status = 200;
    response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"data-standard-" + standard.version + ".xlsx\"");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

}  // namespace

void require_grounds(const House& house) {
    for (const Register* of : Register::all())
        for (const RegisterField& field : of->fields())
            if (!house.grounds.find(of->ground_of(field))) throw std::runtime_error(of->kind() + "." + field.name + ": packs/grounds holds no \"" + of->ground_of(field) + "\" that says why it is kept");
}

void add_standard_routes(Module& module) {
    module.routes.push_back(get("/api/city/data-standard", Access::signed_in("what is kept of whom, and why; no row is in it"), show_data_standard, "show_data_standard"));
    module.routes.push_back(get("/api/city/data-standard/spreadsheet", Access::signed_in("the same as a spreadsheet"), download_data_standard, "download_data_standard"));
}

}  // namespace liren
