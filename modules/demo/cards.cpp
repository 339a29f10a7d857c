// The page of role cards: one tap signs in as somebody and opens that person's app in a tab of its own. Each card lives under
// a host name of its own (clerk.localhost), so that several people are signed in side by side in one browser.

#include "cards.h"

#include "liren/accounts.h"
#include "liren/error.h"
#include "liren/form.h"
#include "liren/plain_page.h"
#include "liren/sessions.h"

namespace liren::demo {

namespace {

using html::Node;

const std::vector<Card>& cards() {
    static const std::vector<Card> all = {{"resident", "/resident/"},           {"grid-worker", "/worker/"},     {"community-worker", "/console/"},
                                          {"subdistrict-leader", "/console/"},  {"property-staff", "/worker/"},  {"administrator", "/console/"},
                                          {"district-leader", "/console/"},     {"second-worker", "/console/"}};
    return all;
}

std::string host_of(const Context& context, const std::string& card) {
    const std::string_view host = context.request().header("host");
    const auto colon = host.rfind(':');
    const std::string_view port = colon == std::string_view::npos ? std::string_view{} : host.substr(colon);
    return "http://" + card + ".localhost" + std::string(port);
}

Node card_form(const Context& context, const Card& card) {
    const Texts& texts = context.house().texts;
    const std::string name(card.name);
    std::string person;
    if (const auto account = find_demo_account(const_cast<Context&>(context).db(), context.house().keyring, name)) person = account->display_name;
    const auto say = [&](const std::string& key) { return texts.get(context.language(), "demo.card." + key); };
    return html::li(html::form(html::class_("card"), html::Attribute{"method", "post"}, html::Attribute{"target", "_blank"}, html::action(host_of(context, name) + "/demo/sessions"),
                               html::input(html::type("hidden"), html::name("card"), html::value(name)), html::h2(say(name)), html::p(html::strong(person), " · ", say(name + ".job")),
                               html::button(html::class_("button primary"), html::type("submit"), say("enter"))));
}

Node journey(const Context& context) {
    const Texts& texts = context.house().texts;
    Node steps;
    for (int step = 1; step <= 8; ++step) {
        const std::string key = "demo.journey." + std::to_string(step);
        Node item = html::li(html::strong(texts.get(context.language(), key)), html::p(texts.get(context.language(), key + ".how")));
        steps += item;
    }
    return html::section(html::h2(texts.get(context.language(), "demo.journey")), html::ol(html::class_("steps"), steps));
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
    const std::string door = door_of_the_journey(context.house());
    const Node content = html::group({html::h1(say("demo.title")), html::p(say("demo.lead")), html::ul(html::class_("cards"), list),
                                      html::p(html::a(html::class_("button"), html::href(host_of(context, "resident") + "/q/" + door), say("demo.scan"))), journey(context)});
    Html page = plain_page(context, say("demo.title"), content);
    const std::string wide = "<body class=\"page wide\"";
    if (const auto body = page.text.find("<body class=\"page\""); body != std::string::npos) page.text.replace(body, wide.size() - 5, wide);
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
