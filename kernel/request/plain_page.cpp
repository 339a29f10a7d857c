#include "liren/plain_page.h"

#include "liren/house.h"

namespace liren {

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

}  // namespace liren
