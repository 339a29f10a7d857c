// The desk's side over HTTP. Who reads a hand-over has handovers.read where its case lies, or has the case; who does something
// with it answers for the case (cases::answers_for).

#include "routes.h"

#include "link.h"
#include "liren/error.h"
#include "liren/page.h"
#include "moving.h"

namespace liren::handovers {

namespace {

constexpr std::int64_t most_listed = 50;

std::vector<std::int64_t> values(const List<FileId, 9>& files) {
    std::vector<std::int64_t> ids;
    for (const FileId file : files) ids.push_back(file.value);
    return ids;
}

cases::CaseRow case_in_scope(Context& context, cases::CaseId id) {
    auto row = cases::find(context.db(), id, context.scope());
    if (!row) not_found("cases.not_found");
    return std::move(*row);
}

struct Found {
    HandoverRow row;
    cases::CaseRow of;
};

/// Through the case: whoever reaches the case in that permission's scope reads its hand-overs, nobody else.
Found found(Context& context, HandoverId id) {
    auto row = find(context.db(), id);
    if (!row) not_found("handovers.not_found");
    auto of = cases::find(context.db(), cases::CaseId{row->case_id}, context.scope());
    if (!of) not_found("handovers.not_found");
    return {std::move(*row), std::move(*of)};
}

Found found_to_act(Context& context, HandoverId id) {
    Found one = found(context, id);
    context.expect_version(subject_kind, one.row.id, one.row.version);
    cases::require_answers_for(context, one.of);
    return one;
}

Versioned<HandoverView> acted(Context& context, const HandoverRow& row, bool done) {
    if (!done) context.stale(subject_kind, row.id, row.version);
    const HandoverRow now = find(context.db(), HandoverId{row.id}).value();
    return {view_of(context, now, true), now.version};
}

// ---- reading -------------------------------------------------------------------------------------------------------------

HandoversOfCase list_of_case(Context& context, cases::CaseId id) {
    const cases::CaseRow row = case_in_scope(context, id);
    HandoversOfCase all;
    all.may_act = cases::answers_for(context, row);
    const bool under_way = row.state == "accepted" || row.state == "dispatched" || row.state == "acknowledged" || row.state == "handling";
    all.may_send = all.may_act && under_way;
    const bool is_known = row.reporter_kind != "anonymous" && (row.reporter_kind != "confidential" || row.accepted_by == context.account().value);
    all.may_tell_reporter = all.may_send && is_known && context.may("cases.unmask", row.placement());
    for (const HandoverRow& one : context.db().all<HandoverRow>(of_case, {{"case_id", row.id}})) all.items.push_back(view_of(context, one, all.may_act));
    return all;
}

Versioned<HandoverView> show(Context& context, HandoverId id) {
    const Found one = found(context, id);
    return {view_of(context, one.row, cases::answers_for(context, one.of)), one.row.version};
}

HandoverLine line_of(Context& context, const HandoverRow& row) {
    const auto of = cases::find(context.db(), cases::CaseId{row.case_id}, Scope::all()).value();
    const cases::Matter matter = cases::matter_of(context.db(), context.house(), context.store(), of, context.language());
    return {HandoverId{row.id}, row.version, row.number, cases::CaseId{row.case_id}, row.case_number, matter.category_name, matter.place, row.way, row.unit_name, row.state, row.attention,
            is_locked(row) && is_out(row), is_out(row) && row.due_at < context.now(), row.due_at, context.house().display_name(AccountId{row.assignee})};
}

Page<HandoverLine> list_current(Context& context, const CurrentQuery& query) {
    const bool area = query.view && *query.view == "area";
    Scope scope = context.scope();
    if (!area) {
        scope = Scope{};
        scope.account = context.account().value;
    }
    std::optional<std::int64_t> after_due, after_id;
    if (query.after) {
        const auto key = parse_cursor(*query.after, "ii");
        after_due = std::get<std::int64_t>(key[0]);
        after_id = std::get<std::int64_t>(key[1]);
    }
    const std::int64_t limit = query.limit ? query.limit->value : most_listed;
    const auto rows = merged_page<HandoverRow>(context.db(), current_handovers, scope, {{"after_due", after_due}, {"after_id", after_id}}, static_cast<int>(limit) + 1,
                                               [](const HandoverRow& row) { return std::pair(row.due_at.ms, row.id); });
    Page<HandoverLine> page;
    for (const HandoverRow& row : rows) {
        if (std::ssize(page.items) == limit) {
            const CursorValue key[] = {page.items.back().due_at.ms, page.items.back().id.value};
            page.next = cursor_text(key);
            break;
        }
        page.items.push_back(line_of(context, row));
    }
    return page;
}

HandoverAttention count_mine(Context& context) { return {context.db().number(count_attention, {{"account", context.account()}}).value_or(0)}; }

LetterView show_letter(Context& context, HandoverId id) {
    const Found one = found(context, id);
    cases::require_answers_for(context, one.of);
    require_out(one.row);
    const cases::Matter matter = cases::matter_of(context.db(), context.house(), context.store(), one.of, context.language());
    LetterView letter;
    letter.number = one.row.number;
    letter.district_name = district_name(context, one.row);
    letter.from_name = sender_unit(context, one.row);
    letter.sender_name = context.house().display_name(AccountId{one.row.assignee});
    letter.unit_name = one.row.unit_name;
    letter.case_number = one.row.case_number;
    letter.category_name = matter.category_name;
    letter.place = where_of(matter);
    letter.words = one.row.words;
    letter.why = one.row.why;
    letter.sent_at = one.row.sent_at;
    letter.due_at = one.row.due_at;
    for (const std::int64_t file : chosen_files(context.db(), one.row)) letter.files.push_back(FileId{file});
    letter.link = link_of(context, open_token(context.house().keyring, one.row));
    return letter;
}

// ---- doing ---------------------------------------------------------------------------------------------------------------

SentView sent_view(Context& context, const Sent& sent) { return {view_of(context, find(context.db(), sent.id).value(), true), sent.pin}; }

Created<SentView> send_handover(Context& context, cases::CaseId id, const HandoverOrder& body) {
    const cases::CaseRow row = case_in_scope(context, id);
    cases::require_answers_for(context, row);
    if (body.tell_reporter) {
        if (!context.may("cases.unmask", row.placement())) throw Error(403, "access.no_role");
        cases::look_at_reporter(context, row, body.unit_name + ": " + *body.tell_reporter);   // the reporter reads for whom, and why
    }
    return {sent_view(context, send(context.tx(), context.house(), row,
                                    {.way = body.way, .unit_name = body.unit_name, .unit_phone = body.unit_phone.value_or(Text<20>()), .words = body.words, .why = body.why,
                                     .files = values(body.files), .hours = static_cast<int>(body.hours.value), .tells_reporter = body.tell_reporter.has_value()}))};
}

Versioned<SentView> renew_handover(Context& context, HandoverId id, const Empty&) {
    const Found one = found_to_act(context, id);
    const auto sent = renew(context.tx(), context.house(), one.row);
    if (!sent) context.stale(subject_kind, one.row.id, one.row.version);
    SentView view = sent_view(context, *sent);
    const std::int64_t version = view.handover.version;
    return {std::move(view), version};
}

Versioned<HandoverView> extend_handover(Context& context, HandoverId id, const HandoverTime& body) {
    const Found one = found_to_act(context, id);
    return acted(context, one.row, extend(context.tx(), context.house(), one.row, static_cast<int>(body.hours.value)));
}

Versioned<HandoverView> revoke_handover(Context& context, HandoverId id, const HandoverReason& body) {
    const Found one = found_to_act(context, id);
    return acted(context, one.row, revoke(context.tx(), one.row, body.reason));
}

Versioned<HandoverView> reply_to_unit(Context& context, HandoverId id, const HandoverReply& body) {
    const Found one = found_to_act(context, id);
    return acted(context, one.row, reply(context.tx(), one.row, body.text));
}

Versioned<HandoverView> confirm_handover(Context& context, HandoverId id, const Empty&) {
    const Found one = found_to_act(context, id);
    return acted(context, one.row, confirm_receipt(context.tx(), one.row));
}

Versioned<HandoverView> file_result(Context& context, HandoverId id, const FiledResult& body) {
    const Found one = found_to_act(context, id);
    const Result result{body.kind == "answered" ? Result::Kind::answered : Result::Kind::returned, body.text, body.by, values(body.files)};
    return acted(context, one.row, finish(context.tx(), one.row, result));
}

/// Who sent it may say "seen" even when the case has gone on to others since.
Versioned<HandoverView> see_handover(Context& context, HandoverId id, const Empty&) {
    const auto row = find(context.db(), id);
    if (!row || row->assignee != context.account().value) {
        const Found one = found_to_act(context, id);
        return acted(context, one.row, mark_seen(context.tx(), one.row));
    }
    context.expect_version(subject_kind, row->id, row->version);
    return acted(context, *row, mark_seen(context.tx(), *row));
}

}  // namespace

std::vector<Route> desk_routes() {
    const auto read = [] { return Access::permission("handovers.read"); };
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    add(get("/api/d/{d}/cases/{id}/handovers", read(), list_of_case, "list_handovers_of_case"));
    add(post("/api/d/{d}/cases/{id}/handovers", read(), send_handover, "send_handover"));
    add(get("/api/d/{d}/handovers", read(), list_current, "list_handovers"));
    add(get("/api/d/{d}/handovers/attention", read(), count_mine, "count_handovers"));
    add(get("/api/d/{d}/handovers/{id}", read(), show, "show_handover"));
    add(get("/api/d/{d}/handovers/{id}/letter", read(), show_letter, "show_handover_letter"));
    add(post("/api/d/{d}/handovers/{id}/renewal", read(), renew_handover, "renew_handover").changes());
    add(post("/api/d/{d}/handovers/{id}/extension", read(), extend_handover, "extend_handover").changes());
    add(post("/api/d/{d}/handovers/{id}/revocation", read(), revoke_handover, "revoke_handover").changes());
    add(post("/api/d/{d}/handovers/{id}/replies", read(), reply_to_unit, "reply_to_unit").changes());
    add(post("/api/d/{d}/handovers/{id}/receipt", read(), confirm_handover, "confirm_handover").changes());
    add(post("/api/d/{d}/handovers/{id}/result", read(), file_result, "file_handover_result").changes());
    add(post("/api/d/{d}/handovers/{id}/sight", read(), see_handover, "see_handover").changes().records_nothing("what was looked at already is not looked at again"));
    return routes;
}

}  // namespace liren::handovers
