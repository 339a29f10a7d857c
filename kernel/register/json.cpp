#include "register/json.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

#include "liren/names.h"
#include "register/extra.h"
#include "register/statements.h"

namespace liren::register_json {

namespace json = boost::json;

namespace {

/// "85.5" of an amount with two decimals is 8550; nothing for more decimals than it has.
std::optional<std::int64_t> amount_of(std::string_view text, int decimals) {
    const auto dot = text.find('.');
    const std::string_view whole = text.substr(0, dot), part = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
    if (whole.empty() || static_cast<int>(part.size()) > decimals || whole.size() > 12) return std::nullopt;
    std::string digits = std::string(whole) + std::string(part) + std::string(static_cast<std::size_t>(decimals) - part.size(), '0');
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return problem == std::errc{} && end == digits.data() + digits.size() && value >= 0 ? std::optional(value) : std::nullopt;
}

std::string amount_text(std::int64_t value, int decimals) {
    std::string text = std::to_string(value);
    if (decimals == 0) return text;
    const auto places = static_cast<std::size_t>(decimals);
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    return text.insert(text.size() - places, ".");
}

std::string masked(const RegisterField& field, std::string_view clear) {
    switch (field.kind) {
        case FieldKind::id_number: return mask_id_number(clear);
        case FieldKind::phone: return mask_phone(clear);
        case FieldKind::address: return mask_address(clear);
        default: return std::string(clear);
    }
}

/// Reads one member; what its kind cannot be is a fault.
class MemberReader {
public:
    MemberReader(const RegisterField& field, Findings& findings) : field_(field), findings_(findings) {}

    FieldValue read(const json::value& in) {
        switch (field_.kind) {
            case FieldKind::boolean:
                if (in.is_bool()) return std::int64_t{in.get_bool() ? 1 : 0};
                return refuse("schema.not_boolean");
            case FieldKind::integer:
                if (in.is_int64()) return in.get_int64();
                return refuse("schema.not_integer");
            case FieldKind::date: return number(parse_date(text(in)), "register.no_such_date");
            case FieldKind::amount: return number(amount_of(text(in), field_.decimals), "register.not_amount");
            case FieldKind::reference: return number(parse_id(text(in)), "schema.not_id");
            default:
                if (!in.is_string()) return refuse("schema.not_text");
                return std::string(text(in));
        }
    }

private:
    static std::string_view text(const json::value& in) { return in.is_string() ? std::string_view(in.get_string().data(), in.get_string().size()) : std::string_view{}; }
    FieldValue refuse(const char* key) {
        findings_.refuse(field_.name, key);
        return {};
    }
    FieldValue number(std::optional<std::int64_t> value, const char* key) { return value ? FieldValue(*value) : refuse(key); }

    const RegisterField& field_;
    Findings& findings_;
};

bool is_empty(const json::value& in) { return in.is_null() || (in.is_string() && in.get_string().empty()); }

void read_standing(const json::object& body, Record& into, Findings& findings) {
    if (const auto* area = body.if_contains("area")) {
        const auto id = area->is_string() ? parse_id({area->get_string().data(), area->get_string().size()}) : std::nullopt;
        if (id) into.area = *id;
        else findings.refuse("area", "schema.not_id");
    }
    if (const auto* source = body.if_contains("source"); source && source->is_string()) into.source = std::string(first_characters({source->get_string().data(), source->get_string().size()}, 120));
}

const char* const standing_members[] = {"client_ref", "area", "source", "extra"};

std::string component_name(const Register& of) {
    std::string name;
    bool up = true;
    for (const char c : of.kind()) {
        if (c == '.' || c == '_') { up = true; continue; }
        name += up ? static_cast<char>(c - 'a' + 'A') : c;
        up = false;
    }
    return name;
}

std::shared_ptr<const Schema> schema_of_field(const RegisterField& field) {
    auto schema = std::make_shared<Schema>();
    switch (field.kind) {
        case FieldKind::integer: schema->kind = SchemaKind::integer; schema->minimum = field.minimum; schema->maximum = field.maximum; break;
        case FieldKind::boolean: schema->kind = SchemaKind::boolean; break;
        case FieldKind::reference: schema->kind = SchemaKind::id; schema->name = field.of; break;
        case FieldKind::id_number: schema->kind = SchemaKind::personal; schema->name = "id_number"; break;
        case FieldKind::phone: schema->kind = SchemaKind::personal; schema->name = "phone"; break;
        case FieldKind::address: schema->kind = SchemaKind::personal; schema->name = "address"; break;
        case FieldKind::date:
        case FieldKind::amount: break;
        default: schema->maximum = field.maximum;
    }
    return schema;
}

void read_extra_members(const json::value& given, House& house, const Register& of, Record& into, Findings& findings) {
    if (!given.is_object()) return findings.refuse("extra", "schema.not_object");
    const auto extras = extra_fields_of(house, of);
    for (const auto& member : given.get_object()) {
        const std::string_view name(member.key().data(), member.key().size());
        const std::string path = "extra." + std::string(first_characters(name, 40));
        const auto known = std::find_if(extras->begin(), extras->end(), [&](const ExtraField& extra) { return extra.field.name == name; });
        if (known == extras->end()) {
            findings.refuse(path, "schema.unknown_member");
        } else if (is_empty(member.value())) {
            set_extra(into.extra, name, {});
        } else {
            RegisterField field = known->field;
            field.name = path;
            set_extra(into.extra, name, MemberReader(field, findings).read(member.value()));
        }
    }
}

}  // namespace

void read(const json::value& body, House& house, const Register& of, Record& into, Findings& findings) {
    if (!body.is_object()) throw Error("request.invalid", {{"", "schema.not_object"}});
    into.values.resize(of.fields().size());
    const json::object& object = body.get_object();
    read_standing(object, into, findings);
    if (const auto* extra = object.if_contains("extra"); extra && !extra->is_null()) read_extra_members(*extra, house, of, into, findings);
    for (const auto& member : object) {
        const std::string_view name(member.key().data(), member.key().size());
        bool known = false;
        for (const char* standing : standing_members) known = known || name == standing;
        for (std::size_t i = 0; i < of.fields().size() && !known; ++i) {
            if (of.fields()[i].name != name) continue;
            known = true;
            into.values[i] = is_empty(member.value()) ? FieldValue{} : MemberReader(of.fields()[i], findings).read(member.value());
        }
        if (!known) findings.refuse(std::string(first_characters(name, 40)), "schema.unknown_member");
    }
}

void write_value(JsonWriter& out, const RegisterField& field, const FieldValue& value, bool clear) {
    if (std::holds_alternative<std::monostate>(value)) return out.null();
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        switch (field.kind) {
            case FieldKind::date: return out.string(date_text(*number));
            case FieldKind::amount: return out.string(amount_text(*number, field.decimals));
            case FieldKind::boolean: return out.boolean(*number != 0);
            case FieldKind::reference: return out.string(id_text(*number));
            default: return out.integer(*number);
        }
    }
    const std::string& text = std::get<std::string>(value);
    out.string(field.is_sealed() && !clear ? masked(field, text) : text);
}

void write_row(JsonWriter& out, Db& db, House& house, const Register& of, const Record& record, const std::vector<std::size_t>& fields) {
    const auto put = [&](const char* name, std::string_view value) {
        out.key(name);
        out.string(value);
    };
    const auto id = [&](const char* name, std::int64_t value) {
        out.key(name);
        if (value == 0) out.null();
        else out.string(id_text(value));
    };
    out.begin_object();
    id("id", record.id);
    out.key("version");
    out.integer(record.version);
    id("area", record.area);
    put("area_name", house.name_of("places.area", record.area));
    put("community_name", house.name_of("places.area", record.community));
    put("source", record.source);
    out.key("as_of");
    out.integer(record.as_of.ms);
    put("confirmed_by_name", house.display_name(AccountId{record.confirmed_by}));
    out.key("ended_at");
    if (record.ended_at) out.integer(*record.ended_at);
    else out.null();
    put("end_reason", record.end_reason);
    for (const std::size_t i : fields) {
        const RegisterField& field = of.fields()[i];
        out.key(field.name);
        write_value(out, field, record.values[i], false);
        if (field.kind != FieldKind::reference) continue;
        out.key(field.name + "_name");
        const auto* to = std::get_if<std::int64_t>(&record.values[i]);
        const Register* named = to ? Register::find(field.of) : nullptr;
        out.string(named ? name_of_record(db, *named, *to) : "");
    }
    if (const auto extras = extra_fields_of(house, of); !extras->empty()) {
        out.key("extra");
        out.begin_object();
        for (const ExtraField& extra : *extras) {
            const FieldValue& value = extra_value(record.extra, extra.field.name);
            if (extra.is_retired && std::holds_alternative<std::monostate>(value)) continue;
            out.key(extra.field.name);
            write_extra_value(out, extra, value);
        }
        out.end_object();
    }
    out.end_object();
}

std::optional<std::string> stored_text(const Register& of, std::size_t field, const FieldValue& value, const Keyring& keyring) {
    if (std::holds_alternative<std::monostate>(value)) return std::nullopt;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    const std::string& text = std::get<std::string>(value);
    const RegisterField& declared = of.fields()[field];
    return declared.is_sealed() ? keyring.seal(text, seal_context(of, declared)) : text;
}

FieldValue from_stored_text(const Register& of, std::size_t field, const std::optional<std::string>& text, const Keyring& keyring) {
    if (!text) return {};
    const RegisterField& declared = of.fields()[field];
    if (declared.is_number()) return std::int64_t{std::stoll(*text)};
    return declared.is_sealed() ? keyring.open(*text, seal_context(of, declared)).value_or("") : *text;
}

std::shared_ptr<const Schema> row_schema(const Register& of) {
    auto schema = std::make_shared<Schema>();
    schema->kind = SchemaKind::object;
    schema->name = component_name(of);
    const auto add = [&](std::string name, std::shared_ptr<const Schema> type, bool optional) { schema->members.push_back({std::move(name), std::move(type), optional}); };
    add("id", schema_of<Id<"register.row">>(), false);
    add("version", schema_of<std::int64_t>(), false);
    add("area", schema_of<AreaId>(), false);
    for (const char* name : {"area_name", "community_name", "source"}) add(name, schema_of<std::string>(), false);
    add("as_of", schema_of<Instant>(), false);
    add("confirmed_by_name", schema_of<std::string>(), false);
    add("ended_at", schema_of<Instant>(), true);
    add("end_reason", schema_of<std::string>(), false);
    for (const RegisterField& field : of.fields()) {
        add(field.name, schema_of_field(field), true);
        if (field.kind == FieldKind::reference) add(field.name + "_name", schema_of<std::string>(), true);
    }
    add("extra", schema_of<RawJson>(), true);
    return schema;
}

std::shared_ptr<const Schema> draft_schema(const Register& of, bool is_new) {
    auto schema = std::make_shared<Schema>();
    schema->kind = SchemaKind::object;
    schema->name = component_name(of) + (is_new ? "Draft" : "Change");
    if (is_new) schema->members.push_back({"client_ref", schema_of<Text<36, 36>>(), false});
    schema->members.push_back({"area", schema_of<AreaId>(), !is_new});
    schema->members.push_back({"source", schema_of<Text<120>>(), true});
    schema->members.push_back({"extra", schema_of<RawJson>(), true});
    for (const RegisterField& field : of.fields()) schema->members.push_back({field.name, schema_of_field(field), !(is_new && field.is_required)});
    return schema;
}

std::shared_ptr<const Schema> query_schema(const Register& of) {
    auto schema = std::make_shared<Schema>();
    schema->kind = SchemaKind::object;
    schema->name = component_name(of) + "Query";
    const auto add = [&](const std::string& name, std::shared_ptr<const Schema> type) { schema->members.push_back({name, std::move(type), true}); };
    if (of.statements().is_searched) add("q", schema_of<Text<60>>());
    for (const char* area : {"subdistrict", "community", "grid"}) add(area, schema_of<AreaId>());
    if (of.statements().is_searched) add("extra", schema_of<Text<400>>());
    add("ended", schema_of<bool>());
    add("limit", schema_of<Integer<1, 100>>());
    add("after", schema_of<Text<600>>());
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        const RegisterField& field = of.fields()[i];
        if (!field.is_filter) continue;
        if (field.kind == FieldKind::date) {
            add(of.statements().columns[i].from, schema_of<Text<10>>());
            add(of.statements().columns[i].to, schema_of<Text<10>>());
        } else add(field.name, field.kind == FieldKind::boolean ? schema_of<bool>() : field.kind == FieldKind::reference ? schema_of_field(field) : schema_of<Text<60>>());
    }
    return schema;
}

}  // namespace liren::register_json
