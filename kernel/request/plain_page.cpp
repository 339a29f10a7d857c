#include "liren/plain_page.h"

#include "liren/house.h"

namespace liren {

std::string Say::operator()(std::string_view key, const TextValues& values) const { return context_.house().texts.get(context_.language(), key, values); }

std::string site_address(const Context& context, std::string_view path) {
    const HttpRequest& request = context.request();
    return std::string(request.secure ? "https://" : "http://") + std::string(request.header("host")) + std::string(path);
}

Html plain_page(const Context& context, std::string_view title, const html::Node& content, int status) {
    const House& house = context.house();
    const auto say = [&](const char* key) { return house.texts.get(context.language(), key); };
    const html::Node lintel = html::header(html::class_("lintel"), html::img(html::class_("mark"), html::src("/assets/mark.svg"), html::alt("")),
                                           html::a(html::class_("name"), html::href("/"), say("page.name")),
                                           html::when(house.settings.demo, html::span(html::class_("demo"), say("page.demo"))));
    return {html::page({.title = title, .language = context.language(), .stylesheet = "/assets/plain.css", .body_class = "page", .for_search_engines = false},
                       lintel, html::main_(content), html::footer(html::class_("foot"), say("page.foot"))),
            status};
}

bool wants_page(const HttpRequest& request) {
    const std::string_view path = request.path;
    return !path.starts_with("/api/") && !path.starts_with("/test/") && request.header("accept").find("text/html") != std::string_view::npos;
}

Html refusal_page(const Context& context, const Error& error) {
    const Texts& texts = context.house().texts;
    const std::string title = texts.get(context.language(), error.key(), error.values());
    html::Node reasons;
    for (const FieldError& field : error.fields()) reasons += html::p(html::class_("note wrong"), texts.get(context.language(), field.key, field.values));
    return plain_page(context, title, html::group({html::h1(title), reasons, html::p(html::a(html::class_("button"), html::href("/"), texts.get(context.language(), "page.home")))}),
                      error.status());
}

}  // namespace liren
