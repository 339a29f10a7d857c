// Following a case without an account: number and six-digit code, asked in a body (never in a URL), five tries in 15 minutes.

#include "status.h"

#include <algorithm>

#include "catalog.h"
#include "liren/digest.h"
#include "liren/error.h"
#include "liren/stored_files.h"
#include "moving.h"
#include "personal.h"
#include "routes.h"

namespace liren::cases {

namespace {

constexpr int tries_allowed = 5;
constexpr std::int64_t tries_window_ms = minutes_ms(15);

void require_tries_left(Db& db, const std::string& number, Instant now) {
    const auto tries = db.one<Tries>(code_tries, {{"number", number}});
    if (!tries || now - tries->since >= tries_window_ms || tries->failures < tries_allowed) return;
    throw Error(429, "cases.code_locked").retry_after(static_cast<int>((tries_window_ms - (now - tries->since)) / 1000 + 1));
}

/// In a transaction of its own: the request that failed must still leave its mark.
void count_wrong_code(Context& context, const std::string& number) {
    context.house().storage->write_now(context.store(), {AccountId{}, context.now()}, [&](Tx& tx) {
        const auto tries = tx.one<Tries>(code_tries, {{"number", number}});
        const bool fresh = !tries || context.now() - tries->since >= tries_window_ms;
        tx.run(count_code_try, {{"number", number}, {"failures", fresh ? 1 : tries->failures + 1}, {"since", fresh ? context.now() : tries->since}});
        tx.record({.name = "cases.code_wrong", .subject_kind = "cases.case", .evidence = number});
    });
}

struct StatusQuestion {
    Text<30, 1> number;
    Text<6, 6> code;
};
BOOST_DESCRIBE_STRUCT(StatusQuestion, (), (number, code))

struct StatusRating {
    Text<30, 1> number;
    Text<6, 6> code;
    Integer<1, 5> score;
    bool solved = false;
    Text<500> text;
};
BOOST_DESCRIBE_STRUCT(StatusRating, (), (number, code, score, solved, text))

struct StatusMessage {
    Text<30, 1> number;
    Text<6, 6> code;
    Text<2000, 1> text;
};
BOOST_DESCRIBE_STRUCT(StatusMessage, (), (number, code, text))

CaseStatus show_status(Context& context, const StatusQuestion& body) {
    return status_view(context, case_by_code(context, body.number, body.code));
}

/// Writing routes check the code before their transaction, so that a wrong one is counted.
CaseId check_rating_code(Context& context, const StatusRating& body) { return CaseId{case_by_code(context, body.number, body.code).id}; }
CaseId check_message_code(Context& context, const StatusMessage& body) { return CaseId{case_by_code(context, body.number, body.code).id}; }

CaseRow reread(Context& context) {
    const auto row = find(context.db(), context.prepared<CaseId>(), Scope::all());
    if (!row) not_found("cases.not_found");
    return *row;
}

CaseStatus rate_by_code(Context& context, const StatusRating& body) {
    const CaseRow row = reread(context);
    if (!rate(context.tx(), context.house(), context.store(), row, AccountId{}, static_cast<int>(body.score.value), body.solved, body.text)) context.stale("cases.case", row.id, row.version);
    return status_view(context, reread(context));
}

CaseStatus dispute_by_code(Context& context, const StatusMessage& body) {
    const CaseRow row = reread(context);
    if (!dispute(context.tx(), context.house(), context.store(), row, body.text)) context.stale("cases.case", row.id, row.version);
    return status_view(context, reread(context));
}

CaseStatus add_by_code(Context& context, const StatusMessage& body) {
    const CaseRow row = reread(context);
    require(is_open(row.state), "cases.wrong_state");
    if (!note(context.tx(), context.house(), context.store(), row, Actor{}, body.text, false, {})) context.stale("cases.case", row.id, row.version);
    return status_view(context, reread(context));
}

}  // namespace

CaseRow case_by_code(Context& context, const std::string& number, const std::string& code) {
    Db& db = context.db();
    require_tries_left(db, number, context.now());
    const auto found = db.one<NumberCode>(case_by_number, {{"number", number}});
    const std::string given = hash_code(context.house().keyring, number, code);
    if (!found || !found->code_hash || !constant_time_equal(given, *found->code_hash)) {
        count_wrong_code(context, number);
        not_found("cases.wrong_code");
    }
    return find(db, CaseId{found->id}, Scope::all()).value();
}

namespace {

/// What became since of the case this one waits with: that it moved, and when. Its words and its reporter are another's.
void follow_leading(Context& context, const CaseRow& row, const std::vector<Step>& own, CaseStatus& view) {
    const Instant since = own.empty() ? row.reported_at : own.back().at;
    for (const Step& step : context.db().all<Step>(steps_of, {{"case_id", *row.merged_into}}))
        if (!step.internal && step.at >= since && step.name != "noted") view.steps.push_back({"cases." + step.name, step.state, step.at, "", {}, {}, {}});
}

}  // namespace

CaseStatus status_view(Context& context, const CaseRow& row) {
    House& house = context.house();
    const auto facts = context.db().one<Facts>(case_facts, {{"id", row.id}}).value();
    const auto files = row.files_count > 0 ? files_of(context.db(), "cases.case", row.id) : std::vector<AttachedFile>{};
    CaseStatus view;
    view.number = row.number;
    view.version = row.version;
    view.state = row.state;
    view.category = row.category;
    view.category_name = catalog(house, context.store())->name(row.category, context.language());
    view.place = facts.place;
    view.reported_at = row.reported_at;
    view.due_at = row.due_at;
    view.closed_at = facts.closed_at;
    view.outcome = facts.outcome;
    const auto steps = context.db().all<Step>(steps_of, {{"case_id", row.id}});
    const auto sent = [](const Step& step) { return step.name == "dispatched" || step.name == "transferred"; };
    const auto last_sent = std::find_if(steps.rbegin(), steps.rend(), sent);
    for (const Step& step : steps) {
        const bool wordless = is_told_without_words(step);
        if (step.internal && !wordless) continue;
        StatusStep shown{"cases." + step.name, step.state, step.at, wordless ? "" : step.text, {}, {}, step.hours};
        // A resident reads which unit acts, never a member of staff by name; the unit of an earlier dispatch is not kept.
        if (step.name == "handled" || (last_sent != steps.rend() && step.id == last_sent->id))
            shown.who = row.unit ? house.name_of("organizations.unit", *row.unit) : row.assignee ? house.texts.get(context.language(), "role.grid_worker") : "";
        for (const AttachedFile& file : files)
            if (file.part == step.id && !wordless) shown.files.push_back({FileId{file.id}, signed_file_link(house.keyring, context.district(), file.id, "thumb", context.now()),
                                                             signed_file_link(house.keyring, context.district(), file.id, "view", context.now())});
        view.steps.push_back(std::move(shown));
    }
    if (row.state == "merged" && row.merged_into) follow_leading(context, row, steps, view);
    if (facts.score) view.rating = RatingView{*facts.score, facts.solved.value_or(0) != 0, facts.rating_text, facts.rated_at.value_or(Instant{})};
    view.can_dispute = can_dispute(house, context.store(), row, facts.closed_at, context.now());
    view.can_rate = row.state == "closed";
    view.can_add = is_open(row.state);
    return view;
}

std::vector<Route> status_routes() {
    std::vector<Route> routes;
    const char* why = "number and code stand in for an account";
    routes.push_back(post("/api/d/{d}/case-status", Access::anyone(why), show_status, "show_status").only_reads().strangers(60));
    routes.push_back(post("/api/d/{d}/case-status/rating", Access::anyone(why), rate_by_code, "rate_by_code").prepare(check_rating_code).strangers(60));
    routes.push_back(post("/api/d/{d}/case-status/dispute", Access::anyone(why), dispute_by_code, "dispute_by_code").prepare(check_message_code).strangers(60));
    routes.push_back(post("/api/d/{d}/case-status/messages", Access::anyone(why), add_by_code, "add_by_code").prepare(check_message_code).strangers(60));
    return routes;
}

}  // namespace liren::cases
