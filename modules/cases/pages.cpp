// The pages that work everywhere, without JavaScript: reporting at a door, following a case by number and code, rating it.

#include "catalog.h"
#include "liren/digest.h"
#include "liren/error.h"
#include "liren/form.h"
#include "liren/photos.h"
#include "liren/plain_page.h"
#include "liren/text.h"
#include "places/places.h"
#include "status.h"

namespace liren::cases {

namespace {

using html::Node;
using html::Part;

/// A UUID (version 4) for forms that have no script to make one: the form's own idempotency key.
std::string fresh_client_ref() {
    std::string bytes = random_bytes(16);
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    const std::string text = hex(bytes);
    return text.substr(0, 8) + "-" + text.substr(8, 4) + "-" + text.substr(12, 4) + "-" + text.substr(16, 4) + "-" + text.substr(20);
}

Node field(std::string_view id, const std::string& label, const Node& control, const std::string& hint = {}) {
    return html::div(html::class_("field"), html::label(html::for_(id), label), control, html::when(!hint.empty(), html::p(html::class_("hint"), hint)));
}

Node choice(const char* value, const std::string& words, bool chosen) {
    return html::label(html::class_("choice"), html::input(html::type("radio"), html::name("reporter"), html::value(value), html::when(chosen, html::checked())), words);
}

// ---- reporting at a door -----------------------------------------------------------------------------------------------

Node category_select(const Context& context, const std::string& chosen) {
    const bool english = context.language() == "en";
    Node options;
    const auto known = catalog(context.house(), context.store());   // held: it may be renewed while we read
    for (const Category& category : known->categories)
        if (category.active) options += html::option(html::value(category.code), html::when(category.code == chosen, html::selected()), english ? category.name_en : category.name);
    return html::select(html::id("category"), html::name("category"), options);
}

Node report_form(const Context& context, const places::Door& door, const Form& given, const std::string& wrong) {
    const Say say(context);
    const std::string reporter = given.value("reporter").empty() ? "number" : given.value("reporter");
    const std::string ref = given.value("client_ref").empty() ? fresh_client_ref() : given.value("client_ref");
    const Node plate = html::div(html::class_("plate"), html::div(html::h1(door.place), html::p(door.label)));
    const Node form = html::post_form(
        "/plain/" + context.district() + "/q/" + door.code, html::input(html::type("hidden"), html::name("client_ref"), html::value(ref)),
        field("photo", say("cases.page.photo"), html::input(html::type("file"), html::id("photo"), html::name("photo"), html::accept("image/*"), html::multiple()), say("cases.page.photo_hint")),
        field("category", say("cases.page.category"), category_select(context, given.value("category").empty() ? "other" : given.value("category"))),
        field("text", say("cases.page.text"), html::textarea(html::id("text"), html::name("text"), html::rows(4), html::max_length(5000), given.value("text")), say("cases.page.text_hint")),
        html::fieldset(html::class_("field"), html::legend(say("cases.page.reporter")), choice("number", say("cases.page.reporter_number"), reporter == "number"),
                       choice("confidential", say("cases.page.reporter_confidential"), reporter == "confidential"),
                       choice("anonymous", say("cases.page.reporter_anonymous"), reporter == "anonymous")),
        field("name", say("cases.page.name"), html::input(html::id("name"), html::name("name"), html::autocomplete("name"), html::value(given.value("name")))),
        field("phone", say("cases.page.phone"), html::input(html::id("phone"), html::name("phone"), html::type("tel"), html::autocomplete("tel"), html::value(given.value("phone"))), say("cases.page.phone_hint")),
        html::p(html::button(html::class_("button primary full"), html::type("submit"), say("cases.page.send"))));
    return html::group({html::when(!wrong.empty(), html::p(html::class_("note wrong"), html::role("alert"), wrong)), plate, form});
}

places::Door found_door(Context& context, const std::string& code) {
    auto door = places::find_door(context.db(), code);
    if (!door) not_found("places.unknown_door");
    return *door;
}

Html show_door_page(Context& context, std::string code) {
    const places::Door door = found_door(context, code);
    return plain_page(context, Say(context)("cases.page.report_title"), report_form(context, door, {}, {}));
}

/// What a plain form turned out to be, before its transaction.
struct PlainReport {
    Form form;
    Report body;
    std::vector<KeptPhoto> photos;
    std::string wrong;                        ///< a sentence; the page comes back with everything typed
};

std::string sentence_of(const Context& context, const Error& error) {
    const Say say(context);
    if (error.fields().empty()) return say(error.key(), error.values());
    std::string text;
    for (const FieldError& fault : error.fields()) text += (text.empty() ? "" : " ") + say(fault.key, fault.values);
    return text;
}

PlainReport prepare_report(Context& context, std::string code) {
    PlainReport report;
    report.form = read_form(context.request());
    const auto& form = report.form;
    try {
        Reading reading;
        context.idempotent_by(form.value("client_ref"));
        read_fields(form, {"client_ref", "category", "text", "reporter", "name", "phone"}, {{"door", code}}, report.body, reading);
        if (!reading.faults().empty()) throw Error("request.invalid", reading.take());
        check_report(context, report.body);
        for (const FormFile& file : form.files) {
            if (report.photos.size() == 9) throw Error("request.invalid", {{"photo", "schema.too_many", {{"limit", "9"}, {"found", std::to_string(form.files.size())}}}});
            report.photos.push_back(keep_photo(context.house(), context.store(), file.bytes));
        }
        if (report.photos.empty() && report.body.text.empty()) throw Error("request.invalid", {{"text", "cases.say_or_show"}});
    } catch (const Error& error) {
        report.wrong = sentence_of(context, error);
    }
    return report;
}

Node number_plate(const Context& context, const std::string& number, const std::string& code) {
    const Say say(context);
    return html::div(html::class_("plate"), html::div(html::p(say("cases.page.number")), html::p(html::class_("number"), number), html::p(say("cases.page.code")),
                                                      html::p(html::class_("number"), code)));
}

Html send_door_report(Context& context, std::string code) {
    const Say say(context);
    const PlainReport& report = context.prepared<PlainReport>();
    const places::Door door = found_door(context, code);
    if (!report.wrong.empty()) return plain_page(context, say("cases.page.report_title"), report_form(context, door, report.form, report.wrong), 422);
    Report body = report.body;
    int place = 0;
    for (const KeptPhoto& photo : report.photos)
        body.files.push_back(FileId{write_photo(context.tx(), context.store(), photo, body.client_ref.substr(0, 34) + (place < 9 ? "0" : "") + std::to_string(++place))});
    const ReportedView made = report_from(context, body);
    const Node done = html::group({html::p(html::class_("note good"), html::role("status"), say("cases.page.sent")), number_plate(context, made.number, made.code.value_or("")),
                                   html::p(say("cases.page.keep")), html::p(html::a(html::class_("button"), html::href("/plain/" + context.district() + "/s?number=" + made.number), say("cases.page.follow")))});
    return plain_page(context, say("cases.page.sent_title"), done);
}

// ---- following a case --------------------------------------------------------------------------------------------------

Node question_form(const Context& context, const std::string& number, const std::string& wrong) {
    const Say say(context);
    return html::group({html::h1(say("cases.page.status_title")), html::when(!wrong.empty(), html::p(html::class_("note wrong"), html::role("alert"), wrong)),
                        html::post_form("/plain/" + context.district() + "/s",
                                        field("number", say("cases.page.number"), html::input(html::id("number"), html::name("number"), html::required(), html::value(number))),
                                        field("code", say("cases.page.code"), html::input(html::id("code"), html::name("code"), html::input_mode("numeric"), html::required(), html::max_length(6), html::autocomplete("off"))),
                                        html::p(html::button(html::class_("button primary"), html::type("submit"), say("cases.page.look_up"))))});
}

Node step_item(const Context& context, const StatusStep& step) {
    const Say say(context);
    Node pictures;
    for (const StatusFile& file : step.files) pictures += html::a(html::href(file.url), html::img(html::src(file.thumb_url), html::alt(say("cases.page.picture")), html::width(120)));
    return html::li(html::strong(say(std::string("step.") + step.name)), " ", html::time(local_minute(step.at)), html::when(!step.who.empty(), html::span(html::class_("muted"), " " + step.who)),
                    html::when(!step.text.empty(), html::p(html::text(step.text))), pictures);
}

Node rating_form(const Context& context, const CaseStatus& status, const std::string& code) {
    const Say say(context);
    Node scores;
    for (int score = 5; score >= 1; --score)
        scores += html::label(html::class_("choice"), html::input(html::type("radio"), html::name("score"), html::value(std::to_string(score)), html::when(score == 5, html::checked())),
                              say("cases.score." + std::to_string(score)));
    return html::section(html::class_("card"), html::h2(say("cases.page.rate")),
                         html::post_form("/plain/" + context.district() + "/s/rating", html::input(html::type("hidden"), html::name("number"), html::value(status.number)),
                                         html::input(html::type("hidden"), html::name("code"), html::value(code)), html::fieldset(html::class_("field"), html::legend(say("cases.page.solved")),
                                             html::label(html::class_("choice"), html::input(html::type("radio"), html::name("solved"), html::value("true"), html::checked()), say("cases.page.solved_yes")),
                                             html::label(html::class_("choice"), html::input(html::type("radio"), html::name("solved"), html::value("false")), say("cases.page.solved_no"))),
                                         html::fieldset(html::class_("field"), html::legend(say("cases.page.satisfied")), scores),
                                         field("text", say("cases.page.rate_text"), html::textarea(html::id("text"), html::name("text"), html::rows(3), html::max_length(500))),
                                         html::p(html::button(html::class_("button primary"), html::type("submit"), say("cases.page.rate_send")))));
}

Node dispute_form(const Context& context, const CaseStatus& status, const std::string& code) {
    const Say say(context);
    return html::details(html::class_("card"), html::summary(html::strong(say("cases.page.dispute"))),
                         html::post_form("/plain/" + context.district() + "/s/dispute", html::input(html::type("hidden"), html::name("number"), html::value(status.number)),
                                         html::input(html::type("hidden"), html::name("code"), html::value(code)),
                                         field("still", say("cases.page.dispute_text"), html::textarea(html::id("still"), html::name("text"), html::rows(3), html::required(), html::max_length(500)), say("cases.page.dispute_hint")),
                                         html::p(html::button(html::class_("button"), html::type("submit"), say("cases.page.dispute_send")))));
}

Html status_page(Context& context, const CaseStatus& status, const std::string& code) {
    const Say say(context);
    const Node facts = html::group({html::div(html::class_("plate"), html::div(html::p(html::class_("number"), status.number), html::p(status.category_name + " · " + status.place),
                                                                               html::p(html::class_("state"), say("state." + status.state)))),
                                    html::when(status.can_rate, rating_form(context, status, code)),
                                    html::when(status.rating.has_value(), html::p(html::class_("note good"), say("cases.page.rated"))),
                                    html::when(status.can_dispute, dispute_form(context, status, code)),
                                    html::ol(html::class_("steps"), html::each(status.steps, [&](const StatusStep& step) { return step_item(context, step); }))});
    return plain_page(context, status.number, facts);
}

Html ask_status(Context& context) {
    std::string number;
    for (const auto& [name, value] : parse_query(context.request().query))
        if (name == "number") number = value;
    return plain_page(context, Say(context)("cases.page.status_title"), question_form(context, number, {}));
}

Html show_status_page(Context& context) {
    const Form form = read_form(context.request());
    try {
        const CaseRow row = case_by_code(context, form.value("number"), form.value("code"));
        return status_page(context, status_view(context, row), form.value("code"));
    } catch (const Error& error) {
        return plain_page(context, Say(context)("cases.page.status_title"), question_form(context, form.value("number"), sentence_of(context, error)));
    }
}

struct PlainRating {
    CaseId id;
    std::string code, wrong, number;
    int score = 0;
    bool solved = false;
    std::string text;
};

PlainRating prepare_rating(Context& context) {
    const Form form = read_form(context.request());
    PlainRating rating;
    rating.number = form.value("number");
    rating.code = form.value("code");
    const std::string& score = form.value("score");
    rating.score = score.size() == 1 && score[0] >= '1' && score[0] <= '5' ? score[0] - '0' : 0;
    rating.solved = form.value("solved") == "true";
    rating.text = std::string(first_characters(strip_controls(form.value("text")), 500));
    try {
        if (rating.score == 0) throw Error(422, "request.bad_form");
        rating.id = CaseId{case_by_code(context, rating.number, rating.code).id};
    } catch (const Error& error) {
        rating.wrong = sentence_of(context, error);
    }
    return rating;
}

Html rate_on_page(Context& context) {
    const PlainRating& rating = context.prepared<PlainRating>();
    if (!rating.wrong.empty()) return plain_page(context, Say(context)("cases.page.status_title"), question_form(context, rating.number, rating.wrong), 422);
    const CaseRow row = find(context.db(), rating.id, Scope::all()).value();
    if (row.state == "closed") rate(context.tx(), context.house(), context.store(), row, AccountId{}, rating.score, rating.solved, rating.text);
    return status_page(context, status_view(context, find(context.db(), rating.id, Scope::all()).value()), rating.code);
}

struct PlainDispute {
    CaseId id;
    std::string code, wrong, number, text;
};

PlainDispute prepare_dispute(Context& context) {
    const Form form = read_form(context.request());
    PlainDispute dispute;
    dispute.number = form.value("number");
    dispute.code = form.value("code");
    dispute.text = std::string(first_characters(trim(strip_controls(form.value("text"))), 500));
    try {
        dispute.id = CaseId{case_by_code(context, dispute.number, dispute.code).id};
        if (dispute.text.empty()) throw Error(422, "schema.required");
    } catch (const Error& error) {
        dispute.wrong = sentence_of(context, error);
    }
    return dispute;
}

/// Sent twice, or too late: the page shows how it stands.
Html dispute_on_page(Context& context) {
    const PlainDispute& asked = context.prepared<PlainDispute>();
    if (!asked.wrong.empty()) return plain_page(context, Say(context)("cases.page.status_title"), question_form(context, asked.number, asked.wrong), 422);
    const CaseRow row = find(context.db(), asked.id, Scope::all()).value();
    if (status_view(context, row).can_dispute) dispute(context.tx(), context.house(), context.store(), row, asked.text);
    return status_page(context, status_view(context, find(context.db(), asked.id, Scope::all()).value()), asked.code);
}

}  // namespace

std::vector<Route> plain_pages() {
    const char* why = "a page without JavaScript for whoever stands at the door";
    std::vector<Route> routes;
    routes.push_back(get("/plain/{d}/q/{code}", Access::anyone(why), show_door_page, "show_door_page"));
    routes.push_back(post("/plain/{d}/q/{code}", Access::anyone(why), send_door_report, "send_door_report").form(40u << 20).prepare(prepare_report).strangers(60).records_nothing("a form that comes back with its faults changes nothing"));
    routes.push_back(get("/plain/{d}/s", Access::anyone(why), ask_status, "ask_status"));
    routes.push_back(post("/plain/{d}/s", Access::anyone(why), show_status_page, "show_status_page").form(64 * 1024).only_reads().strangers(60));
    routes.push_back(post("/plain/{d}/s/rating", Access::anyone(why), rate_on_page, "rate_on_page").form(64 * 1024).prepare(prepare_rating).strangers(60).records_nothing("a rating that comes back refused changes nothing"));
    routes.push_back(post("/plain/{d}/s/dispute", Access::anyone(why), dispute_on_page, "dispute_on_page").form(64 * 1024).prepare(prepare_dispute).strangers(60).records_nothing("what comes too late or twice changes nothing"));
    return routes;
}

}  // namespace liren::cases
