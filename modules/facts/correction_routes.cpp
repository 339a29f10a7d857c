// Corrections over HTTP: the resident asks, follows and withdraws; staff of the area compare, look, accept, refuse.
#include "routes.h"

#include "corrections.h"
#include "liren/error.h"
#include "liren/stored_files.h"
#include "people/people.h"
#include "reach.h"
#include "words.h"

namespace liren::facts {

namespace {

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

struct CorrectionBody {
    Text<36, 36> client_ref;
    PersonId person;
    Text<60, 1> register_kind;
    Id<"register.row"> record;
    Text<60, 1> field;
    Text<200, 1> value;
    std::optional<Text<200>> note;
    List<FileId, 6> files;
};
BOOST_DESCRIBE_STRUCT(CorrectionBody, (), (client_ref, person, register_kind, record, field, value, note, files))

struct CorrectionsQuery {
    std::optional<Choice<"open|accepted|refused|withdrawn">> state;
    std::optional<CorrectionId> after;
};
BOOST_DESCRIBE_STRUCT(CorrectionsQuery, (), (state, after))

struct MineQuery {
    std::optional<CorrectionId> before;
};
BOOST_DESCRIBE_STRUCT(MineQuery, (), (before))

struct Acceptance {
    Integer<1, 1'000'000'000> record_version;
};
BOOST_DESCRIBE_STRUCT(Acceptance, (), (record_version))

/// What the resident reads: the values masked where they are sealed.
struct OwnCorrection {
    CorrectionId id;
    std::int64_t version = 0;
    std::string state;
    PersonId person;
    std::string person_name, register_kind, register_label;
    Id<"register.row"> record;
    std::string field, field_label, old_value, asked, note;
    std::vector<FileId> files;
    Instant sent_at;
    std::optional<Instant> decided_at;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(OwnCorrection, (), (id, version, state, person, person_name, register_kind, register_label, record, field, field_label, old_value, asked, note, files, sent_at, decided_at, reason))

/// What staff compare. now_value: as the register has it this minute; changed_since: the row is no longer the one the resident saw.
struct CorrectionView : OwnCorrection {
    std::string now_value;
    std::int64_t record_version = 0;
    bool changed_since = false, sealed = false, own = false;
    std::string account_name, area_name, decided_by_name;
    std::vector<std::string> warnings;
};
BOOST_DESCRIBE_STRUCT(CorrectionView, (OwnCorrection), (now_value, record_version, changed_since, sealed, own, account_name, area_name, decided_by_name, warnings))

struct ClearValues {
    std::string old_value, now_value, asked;
};
BOOST_DESCRIBE_STRUCT(ClearValues, (), (old_value, now_value, asked))

const Register& register_of(const CorrectionRow& row) {
    const Register* of = Register::find(row.register_kind);
    if (!of) not_found("facts.correction_not_found");
    return *of;
}

/// The row that the request is about now: the one that took its place, if it was merged.
std::int64_t record_of(Db& db, const CorrectionRow& row) { return standing_row(db, register_of(row), row.record); }

/// A sealed text in words, as in_words would say it.
std::string said(Context& context, const RegisterField& field, const std::string& text, bool clear) {
    const auto value = text.empty() ? std::nullopt : from_words(field, text);
    return value ? in_words(context.db(), context.house(), field, *value, context.language(), clear) : std::string();
}

OwnCorrection own_view(Context& context, const CorrectionRow& row) {
    House& house = context.house();
    const Register& of = register_of(row);
    const RegisterField& field = field_of(of, row);
    const CorrectionTexts texts = open_texts(house.keyring, row);
    OwnCorrection view{CorrectionId{row.id}, row.version, row.state, PersonId{standing_row(context.db(), people::persons, row.person)}, person_name(context.db(), house, row.person), row.register_kind, house.texts.get(context.language(), row.register_kind),
                       Id<"register.row">{record_of(context.db(), row)}, row.field, label_of(house, of, row.field, context.language()), said(context, field, texts.old_value, false), said(context, field, texts.asked, false),
                       texts.note, {}, row.sent_at, row.decided_at, row.reason};
    for (const AttachedFile& file : files_of(context.db(), "facts.correction", row.id)) view.files.push_back(FileId{file.id});
    return view;
}

CorrectionView view_of(Context& context, const CorrectionRow& row) {
    House& house = context.house();
    const Register& of = register_of(row);
    const RegisterField& field = field_of(of, row);
    CorrectionView view;
    static_cast<OwnCorrection&>(view) = own_view(context, row);
    view.sealed = field.is_sealed();
    view.own = row.owner == context.account().value;
    view.account_name = house.display_name(AccountId{row.owner});
    view.area_name = house.name_of("places.area", row.area);
    view.decided_by_name = house.display_name(AccountId{row.decided_by});
    const auto now = find_record(context.db(), house, of, record_of(context.db(), row), Scope::all());
    if (!now) return view;
    view.record_version = now->version;
    view.changed_since = row.state == "open" && (now->version != row.record_version || now->id != row.record);
    view.now_value = in_words(context.db(), house, field, now->values[of.index_of(field.name)], context.language());
    if (row.state != "open") return view;
    Findings findings;
    corrected(context.db(), house, of, *now, row, findings);
    for (const std::vector<Finding>* all : {&findings.refusals(), &findings.warnings()})
        for (const Finding& finding : *all) view.warnings.push_back(house.texts.get(context.language(), finding.key, finding.values));
    return view;
}

/// Within the reach of the caller, now: where the request was placed, and where the row of its register lies.
CorrectionRow found_correction(Context& context, CorrectionId id) {
    auto row = context.db().one<CorrectionRow>(find_correction, context.scope(), {{"id", id}});
    if (!row) not_found("facts.correction_not_found");
    return std::move(*row);
}

Record managed_row(Context& context, const CorrectionRow& row, const char* verb) {
    const Register& of = register_of(row);
    auto record = find_record(context.db(), context.house(), of, record_of(context.db(), row), context.scope_for(of.permission(verb)));
    if (!record) not_found("facts.correction_not_found");
    return std::move(*record);
}

// ---- the resident --------------------------------------------------------------------------------------------------------

Created<OwnCorrection> send_correction(Context& context, const CorrectionBody& body) {
    NewCorrection given{body.person.value, body.register_kind, body.record.value, body.field, body.value, body.note ? std::string(*body.note) : std::string(), {}};
    for (const FileId file : body.files) given.files.push_back(file.value);
    const CorrectionId id = ask_correction(context.tx(), context.house(), given);
    return {own_view(context, context.db().one<CorrectionRow>(correction_by_id, {{"id", id}}).value())};
}

Page<OwnCorrection> list_of_mine(Context& context, const MineQuery& query) {
    Page<OwnCorrection> page;
    for (const CorrectionRow& row : context.db().all<CorrectionRow>(corrections_of_owner, {{"owner", context.account()}, {"before", query.before}, {"limit", static_cast<int>(most_listed) + 1}})) {
        if (page.items.size() == most_listed) {
            page.next = id_text(page.items.back().id.value);
            break;
        }
        page.items.push_back(own_view(context, row));
    }
    return page;
}

Versioned<OwnCorrection> withdraw_mine(Context& context, CorrectionId id, const Empty&) {
    const auto row = context.db().one<CorrectionRow>(correction_by_id, {{"id", id}});
    if (!row || row->owner != context.account().value) not_found("facts.correction_not_found");
    context.expect_version("facts.correction", row->id, row->version);
    if (!withdraw_correction(context.tx(), *row)) context.stale("facts.correction", row->id, row->version);
    return {own_view(context, context.db().one<CorrectionRow>(correction_by_id, {{"id", id}}).value()), row->version + 1};
}

// ---- staff ---------------------------------------------------------------------------------------------------------------

Page<CorrectionView> list_of_corrections(Context& context, const CorrectionsQuery& query) {
    const std::string state = query.state ? std::string(*query.state) : "open";
    const auto rows = merged_page<CorrectionRow>(context.db(), list_corrections, context.scope(), {{"state", state}, {"after", query.after}}, most_listed + 1,
                                                 [](const CorrectionRow& row) { return row.id; });
    Page<CorrectionView> page;
    for (const CorrectionRow& row : rows) {
        if (page.items.size() == most_listed) {
            page.next = id_text(page.items.back().id.value);
            break;
        }
        page.items.push_back(view_of(context, row));
    }
    return page;
}

Versioned<CorrectionView> show_correction(Context& context, CorrectionId id) {
    const CorrectionRow row = found_correction(context, id);
    return {view_of(context, row), row.version};
}

Versioned<CorrectionView> decided(Context& context, const CorrectionRow& row, bool done) {
    if (!done) context.stale("facts.correction", row.id, row.version);
    return {view_of(context, context.db().one<CorrectionRow>(correction_by_id, {{"id", row.id}}).value()), row.version + 1};
}

Versioned<CorrectionView> accept(Context& context, CorrectionId id, const Acceptance& body) {
    const CorrectionRow row = found_correction(context, id);
    context.expect_version("facts.correction", row.id, row.version);
    const Record record = managed_row(context, row, "manage");
    return decided(context, row, accept_correction(context.tx(), context.house(), row, record, body.record_version));
}

Versioned<CorrectionView> refuse(Context& context, CorrectionId id, const Reason& body) {
    const CorrectionRow row = found_correction(context, id);
    context.expect_version("facts.correction", row.id, row.version);
    return decided(context, row, refuse_correction(context.tx(), row, body.reason));
}

/// Two masked numbers look alike: who compares them takes a look, which the person can see.
ClearValues look_at_correction(Context& context, CorrectionId id, const Reason& body) {
    const CorrectionRow row = found_correction(context, id);
    const Register& of = register_of(row);
    const RegisterField& field = field_of(of, row);
    const Record record = managed_row(context, row, field.is_sealed() ? "unmask" : "read");
    const CorrectionTexts texts = open_texts(context.house().keyring, row);
    context.look(of.kind(), record.id, field.name, body.reason, "facts.correction", row.id);
    context.tx().record({.name = "facts.correction_looked", .subject_kind = "facts.correction", .subject = row.id, .area = row.area});
    return {said(context, field, texts.old_value, true), in_words(context.db(), context.house(), field, record.values[of.index_of(field.name)], context.language(), true), said(context, field, texts.asked, true)};
}

}  // namespace

std::vector<Route> correction_routes() {
    const auto own = [] { return Access::signed_in("whose facts they may correct is asked in the handler; others do not exist"); };
    const auto manage = [] { return Access::permission("people.manage"); };
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    add(get("/api/d/{d}/my-corrections", own(), list_of_mine, "list_my_corrections"));
    add(post("/api/d/{d}/my-corrections", own(), send_correction, "send_correction"));
    add(post("/api/d/{d}/my-corrections/{id}/withdrawal", own(), withdraw_mine, "withdraw_correction").changes());
    add(get("/api/d/{d}/fact-corrections", manage(), list_of_corrections, "list_corrections"));
    add(get("/api/d/{d}/fact-corrections/{id}", manage(), show_correction, "show_correction"));
    add(post("/api/d/{d}/fact-corrections/{id}/acceptance", manage(), accept, "accept_correction").changes());
    add(post("/api/d/{d}/fact-corrections/{id}/refusal", manage(), refuse, "refuse_correction").changes());
    add(post("/api/d/{d}/fact-corrections/{id}/look", manage(), look_at_correction, "look_at_correction").looks().repeatable());
    return routes;
}

}  // namespace liren::facts
