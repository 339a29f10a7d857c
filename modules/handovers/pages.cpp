// Behind the link: pages that work on any phone, without JavaScript. Who visits shows the token (in the address) and the PIN, or
// the pass that the page gave for it. Everything slow, and the counting of wrong PINs, happens before the transaction.

#include "link.h"
#include "liren/digest.h"
#include "liren/error.h"
#include "liren/house.h"
#include "liren/photos.h"
#include "liren/text.h"
#include "moving.h"
#include "page_parts.h"
#include "routes.h"

namespace liren::handovers {

namespace {

constexpr std::size_t most_photos = 9;
constexpr std::size_t largest_answer = 40u << 20, largest_words = 64u << 10;
constexpr int calls_per_minute = 60;

struct Visit {
    Closed closed = Closed::none;
    std::optional<HandoverRow> row;
    PageState state;
    std::vector<KeptPhoto> photos;
    std::string text, by;
};

std::optional<HandoverRow> row_of(Context& context, const std::string& token) {
    if (token.size() != 22) return std::nullopt;
    return context.db().one<HandoverRow>(by_token, {{"token_hash", hash_token(context.house().keyring, token)}});
}

Closed door_of(const Context& context, const std::optional<HandoverRow>& row) {
    if (!row) return Closed::unknown;
    if (row->state == "revoked") return Closed::revoked;
    if (row->state == "expired" || row->expires_at <= context.now()) return Closed::expired;
    return is_locked(*row) ? Closed::locked : Closed::none;
}

/// Takes a try, in a transaction of its own, and says what became of it: the request that failed must still leave its mark.
Closed try_pin(Context& context, const HandoverRow& row, const std::string& pin, int& left) {
    Closed became = Closed::locked;
    context.house().storage->write_now(context.store(), {AccountId{}, context.now()}, [&](Tx& tx) {
        became = Closed::locked;
        if (tx.run(take_pin_try, {{"id", row.id}, {"most", most_wrong_pins}}) == 0) return;
        const HandoverRow now = find(tx, HandoverId{row.id}).value();
        if (is_pin(context.house().keyring, now, pin)) {
            tx.run(forgive_pins, {{"id", row.id}});
            became = Closed::none;
            return;
        }
        left = most_wrong_pins - now.wrong_pins;
        became = left > 0 ? Closed::wrong_pin : Closed::locked;
        tx.record({.name = "handovers.pin_wrong", .subject_kind = std::string(subject_kind), .subject = row.id, .area = row.area});
        if (left == 0 && !move(tx, now, {.event = "handovers.locked", .state = now.state, .attention = attention::locked})) throw Error(503, "storage.busy").retry_after(1);
    });
    return became;
}

/// Who stands there and what they typed. Nothing of the matter is read before PIN or pass are right.
Visit visit(Context& context, const std::string& token, Act act) {
    Visit made;
    made.state.token = token;
    made.state.act = act;
    made.state.typed = read_form(context.request());
    made.row = row_of(context, token);
    made.closed = door_of(context, made.row);
    if (made.closed != Closed::none) return made;
    const Form& form = made.state.typed;
    const Keyring& keyring = context.house().keyring;
    if (!is_pass(keyring, *made.row, form.value("pass"), context.now())) {
        const Say say(context);
        const std::string& pin = form.value("pin");
        int left = 0;
        made.closed = pin.empty() ? Closed::no_pin : try_pin(context, *made.row, pin, left);
        made.state.status = 422;
        if (made.closed == Closed::no_pin) made.state.wrong = say("handovers.page.pin_needed");
        if (made.closed == Closed::wrong_pin) made.state.wrong = say("handovers.page.pin_wrong", {{"left", std::to_string(left)}});
        if (made.closed != Closed::none) return made;
        made.state.status = 200;
    }
    made.state.pass = make_pass(keyring, *made.row, context.now());
    return made;
}

void refuse(Visit& made, const std::string& words) {
    made.state.wrong = words;
    made.state.status = 422;
}

std::string sentence_of(const Context& context, const Error& error) {
    const Say say(context);
    return error.fields().empty() ? say(error.key(), error.values()) : say(error.fields().front().key, error.fields().front().values);
}

/// The words and pictures of a form that says something.
void read_words(Context& context, Visit& made, const std::string& token, Act act) {
    const Form& form = made.state.typed;
    const Say say(context);
    made.text = std::string(first_characters(trim(strip_controls(form.value("text"))), 2000));
    made.by = std::string(first_characters(trim(strip_controls(form.value("by"))), 60));
    if (made.text.empty()) return refuse(made, say("handovers.page.words_needed"));
    if (act == Act::answer) {
        if (form.files.size() > most_photos) return refuse(made, say("handovers.page.too_many_photos", {{"limit", std::to_string(most_photos)}}));
        try {
            for (const FormFile& file : form.files) made.photos.push_back(keep_photo(context.house(), context.store(), file.bytes));
        } catch (const Error& error) {
            return refuse(made, sentence_of(context, error));
        }
    }
    // Two taps are one answer. The key is bound to the link, so that nobody is answered with another's page.
    if (!form.value("client_ref").empty()) context.idempotent_by(hex(sha256(token + form.value("client_ref"))));
}

template <Act act>
Visit prepare_act(Context& context, std::string token) {
    Visit made = visit(context, token, act);
    if (made.closed == Closed::none && act != Act::open && act != Act::acknowledge) read_words(context, made, token, act);
    return made;
}

Html turned_away(Context& context, const Visit& made) {
    if (made.closed == Closed::no_pin || made.closed == Closed::wrong_pin) return pin_page(context, made.row, made.state);
    return closed_page(context, made.closed, made.row);
}

/// The same words again, by another tap or from another tab, are the answer that is there already.
bool said_already(const HandoverRow& row, const Visit& made) {
    return (row.state == "answered" || row.state == "returned") && !made.text.empty() && row.result == made.text && row.result_by == made.by;
}

/// Does it, unless it is over: the link may have been revoked, or a colleague have answered, since the page was drawn.
template <class Work>
Html done(Context& context, const char* good, Work work) {
    const Visit& made = context.prepared<Visit>();
    if (made.closed != Closed::none) return turned_away(context, made);
    const HandoverRow row = find(context.db(), HandoverId{made.row->id}).value();
    if (const Closed closed = door_of(context, row); closed != Closed::none) return closed_page(context, closed, row);
    PageState state = made.state;
    if (state.wrong.empty() && said_already(row, made)) {
        state.good = Say(context)(good);
        return matter_page(context, row, state);
    }
    if (state.wrong.empty() && !is_out(row)) {
        state.wrong = Say(context)("handovers.page.over");
        state.status = 409;
    }
    if (!state.wrong.empty()) return matter_page(context, row, state);
    if (!work(row, made)) throw Error(409, "handovers.changed_meanwhile");
    state.good = Say(context)(good);
    state.typed = {};
    return matter_page(context, find(context.db(), HandoverId{row.id}).value(), state);
}

Html show_link(Context& context, std::string token) {
    const auto row = row_of(context, token);
    if (const Closed closed = door_of(context, row); closed != Closed::none) return closed_page(context, closed, row);
    return pin_page(context, row, {.token = token});
}

/// What is over can still be read, by who has link and PIN, until the link expires.
Html open_link(Context& context, std::string) {
    const Visit& made = context.prepared<Visit>();
    if (made.closed != Closed::none) return turned_away(context, made);
    const HandoverRow row = find(context.db(), HandoverId{made.row->id}).value();
    if (const Closed closed = door_of(context, row); closed != Closed::none) return closed_page(context, closed, row);
    const bool anew = !made.state.typed.value("pin").empty();
    if (anew && !open(context.tx(), row)) throw Error(409, "handovers.changed_meanwhile");
    return matter_page(context, find(context.db(), HandoverId{row.id}).value(), made.state);
}

Html acknowledge_by_link(Context& context, std::string) {
    return done(context, "handovers.page.acknowledged_now", [&](const HandoverRow& row, const Visit&) { return acknowledge(context.tx(), row); });
}

Html ask_by_link(Context& context, std::string) {
    return done(context, "handovers.page.asked_now", [&](const HandoverRow& row, const Visit& made) { return ask(context.tx(), row, made.text); });
}

bool finish_with(Context& context, const HandoverRow& row, const Visit& made, Result::Kind kind) {
    Result result{kind, made.text, made.by, {}};
    for (const KeptPhoto& photo : made.photos) result.files.push_back(write_photo(context.tx(), context.store(), photo, hex(random_bytes(16))));
    return finish(context.tx(), row, result);
}

Html return_by_link(Context& context, std::string) {
    return done(context, "handovers.page.returned_now", [&](const HandoverRow& row, const Visit& made) { return finish_with(context, row, made, Result::Kind::returned); });
}

Html answer_by_link(Context& context, std::string) {
    return done(context, "handovers.page.answered_now", [&](const HandoverRow& row, const Visit& made) { return finish_with(context, row, made, Result::Kind::answered); });
}

}  // namespace

std::vector<Route> stranger_routes() {
    const auto anyone = [] { return Access::anyone("the link's token and the PIN told by telephone stand in for an account"); };
    const char* silent = "a page that comes back, or is opened again, changes nothing worth an event";
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    add(get("/plain/{d}/h/{token}", anyone(), show_link, "show_link").strangers(calls_per_minute));
    add(post("/plain/{d}/h/{token}", anyone(), open_link, "open_link").form(largest_words).prepare(prepare_act<Act::open>).strangers(calls_per_minute).records_nothing(silent));
    add(post("/plain/{d}/h/{token}/acknowledgement", anyone(), acknowledge_by_link, "acknowledge_by_link").form(largest_words).prepare(prepare_act<Act::acknowledge>).strangers(calls_per_minute).records_nothing(silent));
    add(post("/plain/{d}/h/{token}/question", anyone(), ask_by_link, "ask_by_link").form(largest_words).prepare(prepare_act<Act::ask>).strangers(calls_per_minute).records_nothing(silent));
    add(post("/plain/{d}/h/{token}/return", anyone(), return_by_link, "return_by_link").form(largest_words).prepare(prepare_act<Act::give_back>).strangers(calls_per_minute).records_nothing(silent));
    add(post("/plain/{d}/h/{token}/answer", anyone(), answer_by_link, "answer_by_link").form(largest_answer).prepare(prepare_act<Act::answer>).strangers(calls_per_minute).records_nothing(silent));
    return routes;
}

}  // namespace liren::handovers
