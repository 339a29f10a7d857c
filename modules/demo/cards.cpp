// The page of role cards: one tap signs in as somebody and opens that person's app in a tab of its own. Each card lives under
// a host name of its own (clerk.localhost), so that several people are signed in side by side in one browser.

#include "cards.h"

#include "liren/accounts.h"
#include "liren/error.h"
#include "liren/form.h"
#include "liren/plain_page.h"
#include "liren/qr.h"
#include "liren/sessions.h"

namespace liren::demo {

namespace {

using html::Node;

const std::vector<Card>& cards() {
    static const std::vector<Card> all = {{"resident", "/resident/"},     {"community-worker", "/console/"},   {"grid-worker", "/worker/"},       {"second-worker", "/console/"},
                                          {"property-staff", "/worker/"}, {"subdistrict-leader", "/console/"}, {"district-leader", "/console/"}, {"administrator", "/console/"}};
    return all;
}

std::string host_of(const Context& context, const std::string& card) {
    const std::string_view host = context.request().header("host");
    const auto colon = host.rfind(':');
    const std::string_view port = colon == std::string_view::npos ? std::string_view{} : host.substr(colon);
    return "http://" + card + ".localhost" + std::string(port);
}

/// Line drawings of the web's own set, on a square of 24.
const char* drawing_of(std::string_view card) {
    if (card == "resident") return "M4 20V9.500L12 4l8 5.500V20M9.500 20v-6h5v6M2.500 20h19";
    if (card == "grid-worker") return "M12 21s7-6.200 7-11.500A7 7 0 0 0 5 9.500C5 14.800 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z";
    if (card == "community-worker") return "M4 13.500 6.500 5h11L20 13.500V19H4zM4 13.500h4.500l1.500 2.500h4l1.500-2.500H20";
    if (card == "second-worker") return "M12 3.500 19 6v5.500c0 4.500-3 7.500-7 9-4-1.500-7-4.500-7-9V6zM8.800 11.800l2.400 2.400 4.200-4.400";
    if (card == "subdistrict-leader") return "M6 21V4h12v17M3.500 21h17M9.500 8h1.500M13 8h1.500M9.500 12h1.500M13 12h1.500M10.500 21v-4.500h3V21";
    if (card == "district-leader") return "M3.500 20h17M5.500 20v-8.500h3.500V20M10.250 20V5h3.500v15M15 20v-6h3.500v6";
    if (card == "property-staff") return "M8 16.500a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12.500h9M18 12.500v3M15 12.500v2";
    return "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400zM9 19.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400z";
}

Node hidden_drawing(std::string_view path) { return html::span(html::class_("drawn"), html::Attribute{"aria-hidden", "true"}, html::drawing(24, path, "")); }

/// The whole card is the button.
Node card_form(const Context& context, const Card& card) {
    const Texts& texts = context.house().texts;
    const std::string name(card.name);
    std::string person;
    if (const auto account = find_demo_account(const_cast<Context&>(context).db(), context.house().keyring, name)) person = account->display_name;
    const auto say = [&](const std::string& key) { return texts.get(context.language(), "demo.card." + key); };
    return html::li(html::form(html::Attribute{"method", "post"}, html::Attribute{"target", "_blank"}, html::action(host_of(context, name) + "/demo/sessions"),
                               html::input(html::type("hidden"), html::name("card"), html::value(name)),
                               html::button(html::class_("person"), html::type("submit"), hidden_drawing(drawing_of(name)),
                                            html::span(html::class_("who"), html::strong(say(name)), html::span(html::class_("name"), person)),
                                            html::span(html::class_("job"), say(name + ".job")), html::span(html::class_("enter"), say("enter")))));
}

/// What hangs at the door: its QR, to be scanned or clicked.
Node door_sign(const Context& context) {
    const std::string door = door_of_the_journey(context.house());
    if (door.empty()) return {};
    const Texts& texts = context.house().texts;
    const std::string url = host_of(context, "resident") + "/q/" + door;
    const QrDrawing qr = qr_drawing(url);
    return html::aside(html::class_("sign"), html::a(html::class_("qr"), html::href(url), html::Attribute{"target", "_blank"}, html::drawing(qr.size, qr.path, texts.get(context.language(), "demo.qr"))),
                       html::p(html::strong(texts.get(context.language(), "demo.door"))), html::p(html::class_("muted small"), texts.get(context.language(), "demo.scan")),
                       html::a(html::class_("button"), html::href(url), html::Attribute{"target", "_blank"}, texts.get(context.language(), "demo.open_door")));
}

Node journey(const Context& context) {
    const Texts& texts = context.house().texts;
    Node steps;
    for (int step = 1; step <= 8; ++step) {
        const std::string key = "demo.journey." + std::to_string(step);
        steps += html::li(html::strong(texts.get(context.language(), key)), html::p(texts.get(context.language(), key + ".how")));
    }
    return html::section(html::class_("journey"), html::h2(texts.get(context.language(), "demo.journey")), html::ol(steps));
}

HttpResponse show_front(Context& context) {
    HttpResponse response;
    if (!context.house().settings.demo) {
        response.status = 303;
        response.headers.emplace_back("Location", "/resident/");
        return response;
    }
    const Texts& texts = context.house().texts;
    const auto say = [&](const char* key) { return texts.get(context.language(), key); };
    Node list;
    for (const Card& card : cards()) list += card_form(context, card);
    const Node hero = html::section(html::class_("front"), html::img(html::class_("mark"), html::src("/assets/mark.svg"), html::alt(""), html::width(72), html::height(72)),
                                    html::div(html::h1(say("demo.title")), html::p(html::class_("lead"), say("demo.lead"))));
    const Node content = html::group({hero, html::div(html::class_("hall"), html::ul(html::class_("people"), list), door_sign(context)), journey(context)});
    Html page = plain_page(context, say("demo.title"), content);
    const std::string wide = "<body class=\"page hallway\"";
    const std::string_view plain = "<body class=\"page\"";
    if (const auto body = page.text.find(plain); body != std::string::npos) page.text.replace(body, plain.size(), wide);
    response.content_type = "text/html; charset=utf-8";
    response.body = std::move(page.text);
    return response;
}

AccountId find_card(Context& context) {
    if (!context.house().settings.demo) not_found();
    const Form form = read_form(context.request());
    const auto account = find_demo_account(context.db(), context.house().keyring, form.value("card"));
    if (!account) not_found();
    return AccountId{account->id};
}

SeeOther enter(Context& context) {
    open_session(context, context.prepared<AccountId>());
    const Form form = read_form(context.request());
    for (const Card& card : cards())
        if (form.value("card") == card.name) return {card.app};
    not_found();
}

}  // namespace

std::vector<Route> card_routes() {
    std::vector<Route> routes;
    routes.push_back(get("/", Access::anyone("the front door"), show_front, "show_front"));
    routes.push_back(post("/demo/sessions", Access::anyone("only in a demo directory, which is served on loopback only"), enter, "enter_demo").form(4096).prepare(find_card));
    return routes;
}

}  // namespace liren::demo
