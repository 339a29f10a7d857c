// A city adds fields to registers without a build: kept in the city store, read by every district.

#include "liren/error.h"
#include "liren/house.h"
#include "register/extra.h"
#include "register/statements.h"

namespace liren {

namespace {

constexpr std::size_t most_fields = 40;       // of one register: more is another register
constexpr std::size_t most_choices = 60;

struct StoredField {
    std::int64_t id = 0, version = 0;
    std::string register_kind, name, kind, label, label_en, choices;
    std::int64_t maximum = 0;
    bool required = false, listed = false, filter = false, retired = false;
};
BOOST_DESCRIBE_STRUCT(StoredField, (), (id, version, register_kind, name, kind, label, label_en, choices, maximum, required, listed, filter, retired))

const Statement every_field(StoreKind::city, "register.every_extra_field", R"sql(
    select f.id, f.version, f.register_kind, f.name, f.kind, f.label, f.label_en, f.choices, f.maximum, f.required, f.listed, f.filter, f.retired
    from kernel_extra_fields f
    order by f.register_kind, f.name
)sql", "kernel_extra_fields_name");

const Statement insert_field(StoreKind::city, "register.insert_extra_field", R"sql(
    insert into kernel_extra_fields (id, version, register_kind, name, kind, label, label_en, choices, maximum, required, listed, filter, retired, created_at)
    values (:id, 1, :register_kind, :name, :kind, :label, :label_en, :choices, :maximum, :required, :listed, :filter, 0, :now)
)sql");

const Statement retire_field(StoreKind::city, "register.retire_extra_field", R"sql(
    update kernel_extra_fields set retired = :retired, version = version + 1
    where id = :id and version = :version
)sql");

struct ExtraFieldBody {
    Text<60, 1> register_kind;
    Text<24, 1> name;
    Choice<"text|integer|date|boolean|code"> kind;
    Text<30, 1> label;
    Text<60, 1> label_en;
    std::optional<List<Text<30, 1>, most_choices>> choices;
    std::optional<Integer<1, 500>> maximum;   ///< characters of a text
    std::optional<bool> required, listed, filter;
};
BOOST_DESCRIBE_STRUCT(ExtraFieldBody, (), (register_kind, name, kind, label, label_en, choices, maximum, required, listed, filter))

struct ShownField {
    Id<"registers.extra_field"> id;
    std::int64_t version = 0;
    std::string register_kind, register_label, name, kind, label, label_en;
    std::vector<std::string> choices;
    std::int64_t maximum = 0;
    bool required = false, listed = false, filter = false, retired = false;
};
BOOST_DESCRIBE_STRUCT(ShownField, (), (id, version, register_kind, register_label, name, kind, label, label_en, choices, maximum, required, listed, filter, retired))

struct RetirementBody {
    bool retired = true;
};
BOOST_DESCRIBE_STRUCT(RetirementBody, (), (retired))

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return lines;
}

FieldKind kind_of(std::string_view word) {
    if (word == "integer") return FieldKind::integer;
    if (word == "date") return FieldKind::date;
    if (word == "boolean") return FieldKind::boolean;
    return word == "code" ? FieldKind::code : FieldKind::text;
}

ExtraField made_of(const StoredField& stored) {
    RegisterField field{.kind = kind_of(stored.kind), .name = stored.name, .maximum = stored.maximum};
    if (field.kind == FieldKind::integer) field.minimum = -999'999'999'999, field.maximum = 999'999'999'999;
    if (field.kind == FieldKind::boolean) field.maximum = 1;
    field.is_required = stored.required;
    field.is_listed = stored.listed;
    field.is_filter = stored.filter;
    return {std::move(field), stored.label, stored.label_en, lines_of(stored.choices), stored.retired};
}

using AllExtra = std::map<std::string, std::shared_ptr<const std::vector<ExtraField>>, std::less<>>;

std::shared_ptr<const AllExtra> all_extra(House& house) {
    return house.configured<AllExtra>("registers", "city", [&] {
        std::map<std::string, std::vector<ExtraField>> read;
        house.storage->read("city", [&](Db& city) {
            for (const StoredField& stored : city.all<StoredField>(every_field, {})) read[stored.register_kind].push_back(made_of(stored));
        });
        auto all = std::make_shared<AllExtra>();
        for (auto& [kind, fields] : read) (*all)[kind] = std::make_shared<const std::vector<ExtraField>>(std::move(fields));
        return std::shared_ptr<const AllExtra>(std::move(all));
    });
}

ShownField shown(Context& context, const StoredField& stored) {
    return {{stored.id}, stored.version, stored.register_kind, context.house().texts.get(context.language(), stored.register_kind), stored.name, stored.kind, stored.label, stored.label_en,
            lines_of(stored.choices), stored.maximum, stored.required, stored.listed, stored.filter, stored.retired};
}

Items<ShownField> list_extra_fields(Context& context) {
    Items<ShownField> items;
    for (const StoredField& stored : context.db().all<StoredField>(every_field, {})) items.items.push_back(shown(context, stored));
    return items;
}

void refuse(bool wrong, const char* field, const char* key) {
    if (wrong) throw Error("request.invalid", {{field, key}});
}

/// Lower-case Latin, digits and underscores: it is a member in JSON and a header in exports.
bool is_name(std::string_view name) {
    for (const char c : name)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    return !name.empty() && name.front() >= 'a' && name.front() <= 'z';
}

Created<ShownField> add_extra_field(Context& context, const ExtraFieldBody& body) {
    const Register* of = Register::find(body.register_kind);
    refuse(!of, "register_kind", "registers.unknown_register");
    refuse(!is_name(body.name), "name", "registers.field_name");
    for (const RegisterField& own : of->fields()) refuse(own.name == body.name, "name", "registers.field_taken");
    const List<Text<30, 1>, most_choices> given = body.choices.value_or(List<Text<30, 1>, most_choices>{});
    refuse((body.kind == "code") != !given.empty(), "choices", "registers.choices");
    const bool filter = body.filter.value_or(false);
    refuse(filter && !of->statements().is_searched, "filter", "registers.cannot_filter");
    std::size_t others = 0;
    for (const StoredField& other : context.db().all<StoredField>(every_field, {})) {
        if (other.register_kind != of->kind()) continue;
        ++others;
        refuse(other.name == body.name, "name", "registers.field_taken");
    }
    refuse(others >= most_fields, "name", "registers.too_many_fields");
    std::string choices;
    for (const auto& choice : given) choices += (choices.empty() ? "" : "\n") + std::string(choice);
    const StoredField stored{new_id(), 1, of->kind(), body.name, body.kind, body.label, body.label_en, choices, body.maximum ? body.maximum->value : 200, body.required.value_or(false), body.listed.value_or(false), filter, false};
    context.tx().run(insert_field, {{"id", stored.id}, {"register_kind", stored.register_kind}, {"name", stored.name}, {"kind", stored.kind}, {"label", stored.label}, {"label_en", stored.label_en},
                                    {"choices", stored.choices}, {"maximum", stored.maximum}, {"required", stored.required}, {"listed", stored.listed}, {"filter", stored.filter}, {"now", context.now()}});
    context.tx().record({.name = "registers.configured", .subject_kind = "registers.extra_field", .subject = stored.id, .version = 1, .evidence = of->kind() + "." + stored.name});
    return {shown(context, stored)};
}

Versioned<ShownField> retire_extra_field(Context& context, Id<"registers.extra_field"> id, const RetirementBody& body) {
    for (StoredField& stored : context.db().all<StoredField>(every_field, {})) {
        if (stored.id != id.value) continue;
        context.expect_version("registers.extra_field", stored.id, stored.version);
        if (context.tx().run(retire_field, {{"id", stored.id}, {"version", stored.version}, {"retired", body.retired}}) == 0) context.stale("registers.extra_field", stored.id, stored.version);
        stored.retired = body.retired;
        ++stored.version;
        context.tx().record({.name = "registers.configured", .subject_kind = "registers.extra_field", .subject = stored.id, .version = stored.version, .fields = "retired"});
        return {shown(context, stored), stored.version};
    }
    not_found("registers.field_not_found");
}

}  // namespace

std::shared_ptr<const std::vector<ExtraField>> extra_fields_of(House& house, const Register& of) {
    static const auto none = std::make_shared<const std::vector<ExtraField>>();
    const auto all = all_extra(house);
    const auto found = all->find(of.kind());
    return found == all->end() ? none : found->second;
}

void add_extra_routes(Module& module) {
    module.permissions.push_back({.name = "registers.extend"});
    module.events.push_back({"registers.configured", Audience::timeline});
    module.routes.push_back(get("/api/city/extra-fields", Access::permission("registers.extend"), list_extra_fields, "list_extra_fields"));
    module.routes.push_back(post("/api/city/extra-fields", Access::permission("registers.extend"), add_extra_field, "add_extra_field"));
    module.routes.push_back(post("/api/city/extra-fields/{id}/retirement", Access::permission("registers.extend"), retire_extra_field, "retire_extra_field").changes());
}

}  // namespace liren
