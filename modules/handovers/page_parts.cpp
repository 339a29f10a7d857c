#include "page_parts.h"

#include <algorithm>

#include "link.h"
#include "liren/digest.h"
#include "liren/house.h"
#include "liren/stored_files.h"
#include "liren/text.h"
#include "moving.h"
#include "routes.h"

namespace liren::handovers {

namespace {

using html::Node;

std::string address(const Context& context, const std::string& token, Act act) {
    const std::string path = link_path(context.district(), token);
    return act == Act::open ? path : path + "/" + word_of(act);
}

Node hidden(const char* name, const std::string& value) { return html::input(html::type("hidden"), html::name(name), html::value(value)); }

Node field(std::string_view id, const std::string& label, const Node& control, const std::string& hint = {}) {
    return html::div(html::class_("field"), html::label(html::for_(id), label), control, html::when(!hint.empty(), html::p(html::class_("hint"), hint)));
}

Node notes(const PageState& state) {
    return html::group({html::when(!state.good.empty(), html::p(html::class_("note good"), html::role("status"), state.good)),
                        html::when(!state.wrong.empty(), html::p(html::class_("note wrong"), html::role("alert"), state.wrong))});
}

Node words_field(const Context& context, const PageState& state, Act act, const char* label, const char* hint) {
    const Say say(context);
    const std::string id = std::string("text-") + word_of(act);
    return field(id, say(label), html::textarea(html::id(id), html::name("text"), html::rows(4), html::max_length(2000), html::required(), state.act == act ? state.typed.value("text") : std::string()),
                 say(hint));
}

Node keys_of_form(const PageState& state) { return html::group({hidden("pass", state.pass), hidden("client_ref", hex(random_bytes(16)))}); }

Node signature(const Context& context, const PageState& state, Act act) {
    const Say say(context);
    const std::string id = std::string("by-") + word_of(act);
    return field(id, say("handovers.page.by"), html::input(html::id(id), html::name("by"), html::max_length(60), html::autocomplete("name"), html::value(state.act == act ? state.typed.value("by") : "")),
                 say("handovers.page.by_hint"));
}

// ---- what the unit reads -------------------------------------------------------------------------------------------------

Node picture(const Context& context, std::int64_t file) {
    const auto link = [&](const char* size) { return signed_file_link(context.house().keyring, context.district(), file, size, context.now()); };
    return html::a(html::href(link("view")), html::img(html::src(link("thumb")), html::alt(Say(context)("handovers.page.picture")), html::width(120)));
}

Node pictures(const Context& context, const std::vector<std::int64_t>& files) {
    Node all;
    for (const std::int64_t file : files) all += picture(context, file);
    return html::when(!all.empty(), html::p(html::class_("pictures"), all));
}

Node fact(const std::string& name, const std::string& value) { return html::when(!value.empty(), html::group({html::dt(name), html::dd(value)})); }

/// Who reported, where the sender said that the unit must call them; no longer than the work lasts.
Node reporter(Context& context, const HandoverRow& row) {
    if (!row.tells_reporter || !is_out(row)) return {};
    const Say say(context);
    const auto contact = cases::reporter_of(context.db(), context.house(), cases::CaseId{row.case_id});
    if (contact.phone.empty() && contact.name.empty()) return {};
    return html::section(html::class_("card"), html::h2(say("handovers.page.call")), html::p(contact.name, " ", html::a(html::class_("button"), html::href("tel:" + contact.phone), contact.phone)),
                         html::p(html::class_("small muted"), say("handovers.page.call_hint")));
}

Node matter(Context& context, const HandoverRow& row) {
    const Say say(context);
    const auto of = cases::find(context.db(), cases::CaseId{row.case_id}, Scope::all()).value();
    const cases::Matter about = cases::matter_of(context.db(), context.house(), context.store(), of, context.language());
    const std::string from = district_name(context, row) + " · " + sender_unit(context, row) + " · " + context.house().display_name(AccountId{row.assignee});
    const bool late = is_out(row) && row.due_at < context.now();
    return html::group({html::div(html::class_("plate"), html::div(html::p(html::class_("number"), row.number), html::p(about.category_name + " · " + about.place),
                                                                   html::p(html::span(html::class_(late ? "state late" : is_out(row) ? "state" : "state done"), say("handovers.page.state." + row.state))))),
                        html::section(html::class_("card"), html::h2(say("handovers.page.matter")), html::p(html::text(row.words)), pictures(context, chosen_files(context.db(), row)),
                                      html::dl(html::class_("facts"), fact(say("handovers.page.place"), where_of(about)), fact(say("handovers.page.why"), row.why),
                                               fact(say("handovers.page.from"), from), fact(say("handovers.page.due"), local_minute(row.due_at)))),
                        reporter(context, row)});
}

/// What was said and done so far, the oldest first.
Node conversation(Context& context, const HandoverRow& row) {
    const Say say(context);
    std::vector<std::pair<Instant, Node>> said;
    const auto line = [](const std::string& what, Instant at, const Node& more) { return html::li(html::strong(what), " ", html::time(local_minute(at)), more); };
    for (const MessageRow& message : context.db().all<MessageRow>(messages_of, {{"handover", row.id}}))
        said.emplace_back(message.at, line(say(message.from_unit ? "handovers.page.you_asked" : "handovers.page.replied"), message.at, html::p(html::text(message.text))));
    if (row.acknowledged_at) said.emplace_back(*row.acknowledged_at, line(say("handovers.page.acknowledged"), *row.acknowledged_at, {}));
    if (!is_out(row) && row.ended_at)
        said.emplace_back(*row.ended_at, line(say("handovers.page.state." + row.state), *row.ended_at,
                                              html::group({html::when(!row.result_by.empty(), html::span(html::class_("muted"), " " + row.result_by)), html::p(html::text(row.result)),
                                                           pictures(context, result_files(context.db(), row))})));
    std::stable_sort(said.begin(), said.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const Node lines = html::each(said, [](const auto& one) { return one.second; });
    return html::when(!lines.empty(), html::ol(html::class_("steps"), lines));
}

// ---- what the unit does --------------------------------------------------------------------------------------------------

Node button(const std::string& words, bool primary = true) { return html::p(html::button(html::class_(primary ? "button primary full" : "button full"), html::type("submit"), words)); }

Node folded(const std::string& title, bool is_open, const Node& inside) {
    return html::details(html::class_("card"), html::Attribute{"open", {}, true, !is_open}, html::summary(html::strong(title)), inside);
}

Node verbs(const Context& context, const HandoverRow& row, const PageState& state) {
    const Say say(context);
    const auto to = [&](Act act) { return address(context, state.token, act); };
    const Node answer = html::section(
        html::class_("card"), html::h2(say("handovers.page.answer")),
        html::post_form(to(Act::answer), keys_of_form(state), words_field(context, state, Act::answer, "handovers.page.answer_words", "handovers.page.answer_hint"),
                        field("photo", say("handovers.page.photo"), html::input(html::type("file"), html::id("photo"), html::name("photo"), html::accept("image/*"), html::multiple()), say("handovers.page.photo_hint")),
                        signature(context, state, Act::answer), button(say("handovers.page.answer_send"))));
    const Node question = html::post_form(to(Act::ask), keys_of_form(state), words_field(context, state, Act::ask, "handovers.page.question", "handovers.page.question_hint"),
                                          button(say("handovers.page.question_send"), false));
    const Node back = html::post_form(to(Act::give_back), keys_of_form(state), words_field(context, state, Act::give_back, "handovers.page.reason", "handovers.page.reason_hint"),
                                      signature(context, state, Act::give_back), button(say("handovers.page.return_send"), false));
    return html::group({html::when(!row.acknowledged_at, html::post_form(to(Act::acknowledge), keys_of_form(state), button(say("handovers.page.acknowledge")))), answer,
                        folded(say("handovers.page.ask"), state.act == Act::ask && !state.wrong.empty(), question), folded(say("handovers.page.return"), state.act == Act::give_back && !state.wrong.empty(), back)});
}

Node again(const Context& context, const PageState& state) {
    return html::post_form(address(context, state.token, Act::open), hidden("pass", state.pass), html::p(html::button(html::class_("button quiet"), html::type("submit"), Say(context)("handovers.page.again"))));
}

}  // namespace

const char* word_of(Act act) {
    switch (act) {
        case Act::acknowledge: return "acknowledgement";
        case Act::ask: return "question";
        case Act::give_back: return "return";
        case Act::answer: return "answer";
        default: return "";
    }
}

void keep_private(Context& context) { context.header("Cache-Control", "no-store"); }

Html matter_page(Context& context, const HandoverRow& row, const PageState& state) {
    keep_private(context);
    const Node body = html::group({notes(state), matter(context, row), conversation(context, row), html::when(is_out(row), html::group({verbs(context, row, state), again(context, state)}))});
    return plain_page(context, row.number, body, state.status);
}

Html pin_page(Context& context, const std::optional<HandoverRow>& row, const PageState& state) {
    keep_private(context);
    const Say say(context);
    // Staff who scan the paper that came back go on to the desk, and need no PIN there.
    const bool staff = row && context.signed_in() && cases::find(context.db(), cases::CaseId{row->case_id}, context.scope_for("handovers.read"));
    const Node desk = html::when(staff, html::section(html::class_("card"), html::p(say("handovers.page.staff")),
                                                      html::p(html::a(html::class_("button primary"), html::href(row ? "/console/cases/" + id_text(row->case_id) + "?file=" + id_text(row->id) : "/"), say("handovers.page.file")))));
    const std::string from = row ? district_name(context, *row) + " · " + row->number : "";
    Node kept;
    for (const char* name : {"text", "by", "client_ref"})
        if (!state.typed.value(name).empty()) kept += hidden(name, state.typed.value(name));
    const Node form = html::post_form(address(context, state.token, state.act), kept,
                                      field("pin", say("handovers.page.pin"),
                                            html::input(html::id("pin"), html::name("pin"), html::input_mode("numeric"), html::autocomplete("off"), html::max_length(pin_digits), html::required()), say("handovers.page.pin_hint")),
                                      html::when(state.act == Act::answer, html::p(html::class_("note"), say("handovers.page.photos_again"))), button(say("handovers.page.enter")));
    return plain_page(context, say("handovers.page.title"), html::group({html::h1(say("handovers.page.title")), html::when(row.has_value(), html::p(html::class_("muted"), from)), notes(state), desk, form}), state.status);
}

Html closed_page(Context& context, Closed why, const std::optional<HandoverRow>& row) {
    keep_private(context);
    const Say say(context);
    const char* word = why == Closed::revoked ? "revoked" : why == Closed::expired ? "expired" : why == Closed::locked ? "locked" : "unknown";
    const int status = why == Closed::revoked || why == Closed::expired ? 410 : why == Closed::locked ? 423 : 404;
    const std::string at = !row ? "" : why == Closed::revoked ? local_minute(row->ended_at.value_or(Instant{})) : local_minute(row->expires_at);
    const std::string key = std::string("handovers.page.closed.") + word;
    return plain_page(context, say(key), html::group({html::h1(say(key)), html::p(html::class_("note warn"), html::role("alert"), say(key + ".text", {{"when", at}, {"number", row ? row->number : ""}}))}), status);
}

}  // namespace liren::handovers
