// OpenAPI 3.1 from the routes' own schemas: what `liren api` prints and the web client's types are generated from.

#include <map>
#include <set>

#include "access/access_module.h"
#include "liren/pipeline.h"

namespace liren {

namespace {

class Document {
public:
    explicit Document(const std::vector<Module>& modules) {
        for (const Module& module : modules)
            for (const Route& route : module.routes)
                if (route.path.starts_with("/api/")) paths_[route.path][&route] = module.name;
    }

    std::string write() {
        begin();
        write_paths();
        write_components();
        out_.end_object();
        return text_ + "\n";
    }

private:
    void begin() {
        out_.begin_object();
        field("openapi", "3.1.0");
        out_.key("info");
        out_.begin_object();
        field("title", "Liren");
        field("version", "0.1.0");
        out_.end_object();
    }

    void write_paths() {
        out_.key("paths");
        out_.begin_object();
        for (const auto& [path, routes] : paths_) {
            out_.key(path);
            out_.begin_object();
            for (const auto& [route, module] : routes) write_route(*route, module);
            out_.end_object();
        }
        out_.end_object();
    }

    void write_route(const Route& route, const std::string& module) {
        std::string method(method_name(route.method));
        for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
        out_.key(method);
        out_.begin_object();
        field("operationId", route.name);
        out_.key("tags");
        out_.begin_array();
        out_.string(module);
        out_.end_array();
        field("x-access", route.access.kind() == Access::Kind::permission ? route.access.word() : route.access.kind() == Access::Kind::anyone ? "anyone" : "signed in");
        write_parameters(route);
        if (route.body_schema && route.method != Method::get) write_body(route);
        write_responses(route);
        out_.end_object();
    }

    void write_parameters(const Route& route) {
        out_.key("parameters");
        out_.begin_array();
        for (std::size_t at = route.path.find('{'); at != std::string::npos; at = route.path.find('{', at + 1))
            parameter(route.path.substr(at + 1, route.path.find('}', at) - at - 1), "path", true, nullptr);
        if (route.method == Method::get && route.body_schema)
            for (const SchemaMember& member : route.body_schema->members) parameter(member.name, "query", !member.optional, member.schema.get());
        if (route.needs_version) parameter("If-Match", "header", true, nullptr);
        if (route.method == Method::post && route.writes() && !route.is_repeatable && !has_client_ref(route)) parameter("Idempotency-Key", "header", true, nullptr);
        out_.end_array();
    }

    static bool has_client_ref(const Route& route) {
        if (!route.body_schema) return false;
        for (const SchemaMember& member : route.body_schema->members)
            if (member.name == "client_ref") return true;
        return false;
    }

    void parameter(const std::string& name, const char* in, bool required, const Schema* schema) {
        out_.begin_object();
        field("name", name);
        field("in", in);
        out_.key("required");
        out_.boolean(required);
        out_.key("schema");
        if (schema) write_schema(*schema);
        else write_simple("string");
        out_.end_object();
    }

    void write_body(const Route& route) {
        out_.key("requestBody");
        out_.begin_object();
        out_.key("required");
        out_.boolean(true);
        given_.insert(route.body_schema->name);
        content("application/json", [&] { write_schema(*route.body_schema); });
        out_.end_object();
    }

    void write_responses(const Route& route) {
        out_.key("responses");
        out_.begin_object();
        out_.key(std::to_string(route.success));
        out_.begin_object();
        field("description", route.success == 204 ? "done" : "the answer");
        if (route.reply_schema) content("application/json", [&] { write_reply(route); });
        out_.end_object();
        out_.key("default");
        out_.begin_object();
        field("description", "a problem (RFC 9457)");
        content("application/problem+json", [&] { reference("Problem"); });
        out_.end_object();
        out_.end_object();
    }

    void write_reply(const Route& route) {
        if (route.reply_shape.empty()) return write_schema(*route.reply_schema);
        out_.begin_object();
        field("type", "object");
        required(route.reply_shape == "page" ? std::vector<std::string>{"items", "next"} : std::vector<std::string>{"items"});
        out_.key("properties");
        out_.begin_object();
        out_.key("items");
        out_.begin_object();
        field("type", "array");
        out_.key("items");
        write_schema(*route.reply_schema);
        out_.end_object();
        if (route.reply_shape == "page") {
            out_.key("next");
            nullable([&] { write_simple("string"); });
        }
        out_.end_object();
        out_.end_object();
    }

    void write_components() {
        out_.key("components");
        out_.begin_object();
        out_.key("schemas");
        out_.begin_object();
        write_problem();
        // Writing a component may meet new ones, so go on until none is left.
        std::set<std::string> written;
        while (written.size() < components_.size()) {
            const auto snapshot = components_;
            for (const auto& [name, schema] : snapshot) {
                if (!written.insert(name).second) continue;
                out_.key(name);
                write_object(*schema);
            }
        }
        out_.end_object();
        out_.end_object();
    }

    void write_problem() {
        out_.key("Problem");
        out_.raw(R"({"type":"object","required":["type","status","key","title"],"properties":{"type":{"type":"string"},"status":{"type":"integer"},)"
                 R"("key":{"type":"string"},"title":{"type":"string"},"fields":{"type":"array","items":{"type":"object","required":["path","key","text"],)"
                 R"("properties":{"path":{"type":"string"},"key":{"type":"string"},"text":{"type":"string"}}}},)"
                 R"("current":{"type":"object","properties":{"version":{"type":"integer"},"changed_at":{"type":"integer"},"changed_by":{"type":"string"},)"
                 R"("fields":{"type":"array","items":{"type":"string"}}}}}})");
    }

    void write_object(const Schema& schema) {
        out_.begin_object();
        field("type", "object");
        std::vector<std::string> names;
        for (const SchemaMember& member : schema.members)
            if (!member.optional) names.push_back(member.name);
        required(names);
        out_.key("properties");
        out_.begin_object();
        for (const SchemaMember& member : schema.members) {
            out_.key(member.name);
            const bool may_be_null = member.optional || (member.schema->kind == SchemaKind::id && !given_.contains(schema.name));
            if (may_be_null) nullable([&] { write_schema(*member.schema); });
            else write_schema(*member.schema);
        }
        out_.end_object();
        out_.end_object();
    }

    void write_schema(const Schema& schema) {
        switch (schema.kind) {
            case SchemaKind::object:
                components_.emplace(schema.name, &schema);
                return reference(schema.name);
            case SchemaKind::list:
                out_.begin_object();
                field("type", "array");
                if (schema.maximum > 0) number("maxItems", schema.maximum);
                out_.key("items");
                write_schema(*schema.item);
                return out_.end_object();
            case SchemaKind::integer:
                out_.begin_object();
                field("type", "integer");
                if (schema.minimum != schema.maximum) number("minimum", schema.minimum), number("maximum", schema.maximum);
                return out_.end_object();
            case SchemaKind::instant: return write_simple("integer", "ms since 1970 UTC");
            case SchemaKind::boolean: return write_simple("boolean");
            case SchemaKind::id: return write_simple("string", "id of " + schema.name);
            case SchemaKind::personal: return write_simple("string", "personal: " + schema.name);
            case SchemaKind::raw: return out_.raw("{}");
            case SchemaKind::choice:
                out_.begin_object();
                field("type", "string");
                out_.key("enum");
                words(schema.words);
                return out_.end_object();
            case SchemaKind::text:
                out_.begin_object();
                field("type", "string");
                if (schema.minimum > 0) number("minLength", schema.minimum);
                if (schema.maximum > 0) number("maxLength", schema.maximum);
                return out_.end_object();
        }
    }

    template <class F>
    void content(const char* type, F write) {
        out_.key("content");
        out_.begin_object();
        out_.key(type);
        out_.begin_object();
        out_.key("schema");
        write();
        out_.end_object();
        out_.end_object();
    }
    template <class F>
    void nullable(F write) {
        out_.begin_object();
        out_.key("anyOf");
        out_.begin_array();
        write();
        write_simple("null");
        out_.end_array();
        out_.end_object();
    }
    void write_simple(const char* type, const std::string& description = {}) {
        out_.begin_object();
        field("type", type);
        if (!description.empty()) field("description", description);
        out_.end_object();
    }
    void reference(const std::string& name) {
        out_.begin_object();
        field("$ref", "#/components/schemas/" + name);
        out_.end_object();
    }
    void field(const char* name, std::string_view value) {
        out_.key(name);
        out_.string(value);
    }
    void number(const char* name, std::int64_t value) {
        out_.key(name);
        out_.integer(value);
    }
    void required(const std::vector<std::string>& names) {
        if (names.empty()) return;
        out_.key("required");
        words(names);
    }
    void words(const std::vector<std::string>& list) {
        out_.begin_array();
        for (const std::string& word : list) out_.string(word);
        out_.end_array();
    }

    struct ByMethod {
        bool operator()(const Route* a, const Route* b) const { return a->method < b->method; }
    };
    std::map<std::string, std::map<const Route*, std::string, ByMethod>> paths_;
    std::map<std::string, const Schema*> components_;
    std::set<std::string> given_;             ///< components that requests bring: there a required id is never null
    std::string text_;
    JsonWriter out_{text_};
};

}  // namespace

std::string Pipeline::openapi(const std::vector<Module>& modules) { return Document(modules).write(); }

}  // namespace liren
