#include "request/problem.h"

#include "liren/json_writer.h"

namespace liren {

namespace {

void write_fields(JsonWriter& out, const Error& error, const Texts& texts, std::string_view language) {
    out.key("fields");
    out.begin_array();
    for (const FieldError& field : error.fields()) {
        out.begin_object();
        out.key("path");
        out.string(field.path);
        out.key("key");
        out.string(field.key);
        out.key("text");
        out.string(texts.get(language, field.key, field.values));
        out.end_object();
    }
    out.end_array();
}

}  // namespace

HttpResponse problem_response(const Error& error, const Texts& texts, std::string_view language) {
    HttpResponse response;
    response.status = error.status();
    response.content_type = "application/problem+json";
    JsonWriter out(response.body);
    out.begin_object();
    out.key("type");
    out.string("about:blank");
    out.key("status");
    out.integer(error.status());
    out.key("key");
    out.string(error.key());
    out.key("title");
    out.string(texts.get(language, error.key(), error.values()));
    if (!error.fields().empty()) write_fields(out, error, texts, language);
    for (const auto& [name, json] : error.attachments()) {
        out.key(name);
        out.raw(json);
    }
    out.end_object();
    if (error.retry_after() > 0) response.headers.emplace_back("Retry-After", std::to_string(error.retry_after()));
    return response;
}

}  // namespace liren
