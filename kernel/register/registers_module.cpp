#include "register/registers_module.h"

#include <algorithm>

#include "liren/house.h"
#include "liren/register.h"
#include "register/extra.h"
#include "register/kinds.h"
#include "register/route_parts.h"
#include "register/standard.h"

namespace liren {

const char* kind_name(FieldKind kind) {
    switch (kind) {
        case FieldKind::text: return "text";
        case FieldKind::person_name: return "person_name";
        case FieldKind::id_number: return "id_number";
        case FieldKind::phone: return "phone";
        case FieldKind::address: return "address";
        case FieldKind::date: return "date";
        case FieldKind::code: return "code";
        case FieldKind::integer: return "integer";
        case FieldKind::amount: return "amount";
        case FieldKind::boolean: return "boolean";
        case FieldKind::reference: return "reference";
        case FieldKind::plate: return "plate";
        case FieldKind::credit_code: return "credit_code";
    }
    return "";
}

namespace {

struct DescribeQuery {
    std::optional<Text<6, 6>> district;       ///< whose pages are drawn; without it, what the caller holds anywhere
};
BOOST_DESCRIBE_STRUCT(DescribeQuery, (), (district))

/// Writes what pages need; labels in one language.
class Description {
public:
    Description(Context& context, std::string district, std::string& body) : context_(context), district_(std::move(district)), out_(body) {}

    void write() {
        out_.begin_object();
        out_.key("registers");
        out_.begin_array();
        for (const Register* of : Register::all())
            if (holds(*of, "read")) write_register(*of);
        out_.end_array();
        out_.key("codes");
        out_.begin_array();
        for (const auto& [name, list] : context_.house().codes.all()) write_list(*list);
        out_.end_array();
        out_.end_object();
    }

private:
    /// Somewhere in the district: whether here is said with each row.
    bool holds(const Register& of, std::string_view verb) const { return !context_.house().roles()->scope(context_.principal(), of.permission(verb), district_).empty(); }
    std::string label(const std::string& key) const { return context_.house().texts.get(context_.language(), key); }
    /// "New resident", where the list is called residents; languages without plurals need no second word.
    std::string label_of_one(const Register& of) const {
        const std::string key = of.kind() + "_one";
        return label(context_.house().texts.has(context_.language(), key) ? key : of.kind());
    }
    void text(const char* name, std::string_view value) {
        out_.key(name);
        out_.string(value);
    }
    void flag(const char* name, bool value) {
        out_.key(name);
        out_.boolean(value);
    }

    void write_register(const Register& of) {
        out_.begin_object();
        text("kind", of.kind());
        text("path", of.path());
        text("label", label(of.kind()));
        text("label_one", label_of_one(of));
        flag("manage", holds(of, "manage"));
        flag("unmask", holds(of, "unmask"));
        out_.key("fields");
        out_.begin_array();
        for (const RegisterField& field : of.fields()) write_field(of, field);
        out_.end_array();
        flag("watched", of.is_watched());
        out_.key("extra");
        out_.begin_array();
        for (const auto held = extra_fields_of(context_.house(), of); const ExtraField& extra : *held) write_extra(extra);
        out_.end_array();
        out_.end_object();
    }

    void write_field(const Register& of, const RegisterField& field) {
        out_.begin_object();
        text("name", field.name);
        text("label", label(of.kind() + "." + field.name));
        text("kind", kind_name(field.kind));
        text("of", field.of);
        out_.key("minimum");
        out_.integer(field.minimum);
        out_.key("maximum");
        out_.integer(field.maximum);
        out_.key("decimals");
        out_.integer(field.decimals);
        flag("required", field.is_required);
        flag("title", field.is_title);
        flag("listed", field.is_listed);
        flag("filter", field.is_filter);
        flag("searched", field.is_searched);
        flag("sealed", field.is_sealed());
        flag("qualifier", field.is_qualifier);
        text("standard", Register::standard_of(field, context_.house().codes));
        out_.end_object();
    }

    void write_extra(const ExtraField& extra) {
        out_.begin_object();
        text("name", extra.field.name);
        text("label", context_.language() == "en" ? extra.label_en : extra.label);
        text("kind", kind_name(extra.field.kind));
        out_.key("maximum");
        out_.integer(extra.field.maximum);
        out_.key("choices");
        out_.begin_array();
        for (const std::string& choice : extra.choices) out_.string(choice);
        out_.end_array();
        flag("required", extra.field.is_required);
        flag("listed", extra.field.is_listed);
        flag("filter", extra.field.is_filter);
        flag("retired", extra.is_retired);
        out_.end_object();
    }

    void write_list(const CodeList& list) {
        out_.begin_object();
        text("name", list.name());
        text("standard", list.standard());
        out_.key("items");
        out_.begin_array();
        for (const CodeItem& item : list.items()) {
            out_.begin_object();
            text("code", item.code);
            text("label", context_.language() == "en" && !item.name_en.empty() ? item.name_en : item.name);
            flag("assignable", item.assignable);
            out_.end_object();
        }
        out_.end_array();
        out_.end_object();
    }

    Context& context_;
    std::string district_;
    JsonWriter out_;
};

void describe_registers(Call& call) {
    const auto& district = static_cast<const DescribeQuery*>(call.body.get())->district;
    Description(call.context, district ? std::string(*district) : "*", call.response.body).write();
}

}  // namespace

Module registers_module() {
    Module module;
    module.name = "registers";
    Route route{.method = Method::get, .path = "/api/city/registers", .access = Access::signed_in("what pages are drawn from; rows are not in it"), .name = "describe_registers"};
    route = reading_body<DescribeQuery>(std::move(route));
    route.handle = describe_registers;
    route.reply_schema = schema_of<RawJson>();
    module.routes.push_back(std::move(route));
    add_extra_routes(module);
    add_standard_routes(module);
    return module;
}

}  // namespace liren
