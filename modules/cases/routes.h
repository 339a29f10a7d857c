#pragma once
// What the routes of cases take and answer with. Private to the module; the names are those of openapi.json.

#include "cases/cases.h"
#include "catalog.h"
#include "liren/request.h"

namespace liren::cases {

// ---- lists -------------------------------------------------------------------------------------------------------------

struct BoardQuery {
    std::optional<Choice<"area|assigned|mine|all">> view;
    std::optional<Text<200>> state;           ///< states, comma-separated; none: all
    std::optional<Text<40>> category;
    std::optional<AreaId> subdistrict, community, grid;
    std::optional<bool> overdue;
    std::optional<Text<60>> q;                ///< a whole number, or words of text and place
    std::optional<Choice<"newest|due">> order;
    std::optional<Choice<"request|enquiry|suggestion|complaint|praise|help">> kind;
    std::optional<Choice<"resident|counter|telephone|visit|chat|letter|grid_worker|hotline|unit|device">> source;
    std::optional<bool> supervised, unhappy, due_today;
    std::optional<Instant> since;             ///< reported since
    std::optional<Integer<1, 100>> limit;
    std::optional<Text<200>> after;
};
BOOST_DESCRIBE_STRUCT(BoardQuery, (), (view, state, category, subdistrict, community, grid, overdue, q, order, kind, source, supervised, unhappy, due_today, since, limit, after))

struct CountsQuery {
    std::optional<Choice<"area|assigned|mine|all">> view;
    std::optional<AreaId> subdistrict, community, grid;
};
BOOST_DESCRIBE_STRUCT(CountsQuery, (), (view, subdistrict, community, grid))

struct LineView {
    CaseId id;
    std::int64_t version = 0;
    std::string number, category, category_name, state, text, place;
    AreaId community, grid;
    Instant due_at;
    bool overdue = false;
    Instant reported_at;
    int files_count = 0;
    FileId cover;
    std::string unit_name, handler_name;
    bool returned = false;
    std::string reporter_kind, kind, source;
    int disputes = 0;
    bool supervised = false;
};
BOOST_DESCRIBE_STRUCT(LineView, (), (id, version, number, category, category_name, state, text, place, community, grid, due_at, overdue, reported_at,
                                     files_count, cover, unit_name, handler_name, returned, reporter_kind, kind, source, disputes, supervised))

struct CountsView {
    RawJson states;
    std::int64_t overdue = 0, due_today = 0;
    Instant as_of;
};
BOOST_DESCRIBE_STRUCT(CountsView, (), (states, overdue, due_today, as_of))

// ---- one case ----------------------------------------------------------------------------------------------------------

struct ReporterView {
    Personal<PersonName> name_masked;
    Personal<Phone> phone_masked;
    bool can_unmask = false;
    std::string speaker;                      ///< who spoke for the reporter; "": the reporter
    Personal<PersonName> speaker_masked;
};
BOOST_DESCRIBE_STRUCT(ReporterView, (), (name_masked, phone_masked, can_unmask, speaker, speaker_masked))

struct FileView {
    FileId id;
    int width = 0, height = 0;
    std::string kind;
};
BOOST_DESCRIBE_STRUCT(FileView, (), (id, width, height, kind))

struct RatingView {
    std::int64_t score = 0;
    bool solved = false;
    std::string text;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(RatingView, (), (score, solved, text, at))

/// A request for more time that waits for its answer; seen by who reads internal steps.
struct ExtensionView {
    std::int64_t hours = 0;
    std::string reason, asked_by_name;
    Instant asked_at;
};
BOOST_DESCRIBE_STRUCT(ExtensionView, (), (hours, reason, asked_by_name, asked_at))

/// A case beside this one: merged into it, linked with it, or the one it waits with.
struct NeighbourView {
    CaseId id;
    std::string number, category_name, state, text, place;
};
BOOST_DESCRIBE_STRUCT(NeighbourView, (), (id, number, category_name, state, text, place))

struct SupervisionView {
    std::string by_name, text;
    Instant at;
    std::optional<Instant> until;
};
BOOST_DESCRIBE_STRUCT(SupervisionView, (), (by_name, text, at, until))

struct CaseDetail {
    CaseId id;
    std::int64_t version = 0;
    std::string number, state, category, category_name, jurisdiction, text, place;
    AreaId area, community, grid;
    std::string community_name, grid_name;
    std::optional<std::int64_t> lat, lon;
    std::string source, reporter_kind, kind, answer_by;
    std::optional<std::string> external_number;
    std::optional<Instant> external_due;
    std::optional<ReporterView> reporter;
    std::vector<FileView> files;
    UnitId unit;
    std::string unit_name;
    AccountId assignee;
    std::string assignee_name;
    AccountId handler;
    std::string handler_name, verifier_name;
    UnitId about_unit;
    std::string about_unit_name;
    Instant due_at;
    int step_hours = 0;
    bool overdue = false;
    Instant reported_at;
    std::optional<Instant> closed_at;
    std::string outcome, returned_reason;
    bool returned = false;
    std::optional<RatingView> rating;
    std::optional<ExtensionView> extension;
    std::optional<SupervisionView> supervision;
    int disputes = 0;
    std::optional<NeighbourView> merged_into;
    std::vector<NeighbourView> merged, linked;
    std::vector<std::string> next;
};
BOOST_DESCRIBE_STRUCT(CaseDetail, (), (id, version, number, state, category, category_name, jurisdiction, text, place, area, community, grid,
                                       community_name, grid_name, lat, lon, source, reporter_kind, kind, answer_by, external_number, external_due,
                                       reporter, files, unit, unit_name, assignee,
                                       assignee_name, handler, handler_name, verifier_name, about_unit, about_unit_name, due_at, step_hours, overdue,
                                       reported_at, closed_at, outcome, returned_reason, returned, rating, extension,
                                       supervision, disputes, merged_into, merged, linked, next))

struct StepView {
    std::string seq, name;
    Instant at;
    std::string actor_name, text;
    bool internal = false;
    std::vector<FileId> files;
    std::string state;
    std::optional<std::int64_t> hours;        ///< of an extension
};
BOOST_DESCRIBE_STRUCT(StepView, (), (seq, name, at, actor_name, text, internal, files, state, hours))

struct UnitChoice {
    UnitId id;
    std::string name, kind;
};
BOOST_DESCRIBE_STRUCT(UnitChoice, (), (id, name, kind))

/// To whom a case can be passed on: the units that answer for its place, the nearest first, and the grid's worker.
struct TransferTargets {
    std::vector<UnitChoice> units;
    AccountId worker;
    std::string worker_name;
};
BOOST_DESCRIBE_STRUCT(TransferTargets, (), (units, worker, worker_name))

// ---- what people send --------------------------------------------------------------------------------------------------

struct Report {
    Text<36, 36> client_ref;
    Text<40, 1> category;
    Text<5000> text;
    std::optional<Text<20>> door;
    std::optional<AreaId> area;
    Text<120> place;
    List<FileId, 9> files;
    Choice<"account|number|confidential|anonymous"> reporter;
    std::optional<Personal<PersonName>> name;
    std::optional<Personal<Phone>> phone;
    std::optional<Choice<"resident|counter|telephone|visit|chat|letter|grid_worker|hotline|unit|device">> source;
    std::optional<UnitId> about_unit;
    std::optional<Choice<"request|enquiry|suggestion|complaint|praise|help">> kind;
    // Of what staff write down for somebody else:
    std::optional<Choice<"call|message|visit|slip">> answer_by;
    std::optional<Choice<"family|neighbour|steward|worker|unit">> speaker;
    std::optional<Personal<PersonName>> speaker_name;
    std::optional<Text<40, 1>> external_number;
    std::optional<Instant> external_due;
    std::optional<Text<2000, 1>> answer;      ///< of an enquiry, given while it was asked
};
BOOST_DESCRIBE_STRUCT(Report, (), (client_ref, category, text, door, area, place, files, reporter, name, phone, source, about_unit, kind, answer_by,
                                   speaker, speaker_name, external_number, external_due, answer))

struct ReportedView {
    CaseId id;
    std::string number;
    std::optional<std::string> code;
    std::string status_path;
};
BOOST_DESCRIBE_STRUCT(ReportedView, (), (id, number, code, status_path))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

struct Reason {
    Text<500, 1> reason;
};
BOOST_DESCRIBE_STRUCT(Reason, (), (reason))

struct DispatchOrder {
    std::optional<UnitId> unit;
    std::optional<AccountId> account;
    Text<500> note;
};
BOOST_DESCRIBE_STRUCT(DispatchOrder, (), (unit, account, note))

struct TransferOrder {
    std::optional<UnitId> unit;
    std::optional<AccountId> account;
    Text<500, 1> reason;
};
BOOST_DESCRIBE_STRUCT(TransferOrder, (), (unit, account, reason))

struct EscalationOrder {
    UnitId unit;
    Text<500, 1> reason;
};
BOOST_DESCRIBE_STRUCT(EscalationOrder, (), (unit, reason))

struct SupervisionOrder {
    Text<500, 1> text;
    std::optional<Instant> until;
};
BOOST_DESCRIBE_STRUCT(SupervisionOrder, (), (text, until))

struct MergeOrder {
    CaseId into;
    Text<500> reason;
};
BOOST_DESCRIBE_STRUCT(MergeOrder, (), (into, reason))

struct LinkOrder {
    CaseId other;
};
BOOST_DESCRIBE_STRUCT(LinkOrder, (), (other))

struct ExtensionRequest {
    Integer<1, longest_hours> hours;
    Text<500, 1> reason;
};
BOOST_DESCRIBE_STRUCT(ExtensionRequest, (), (hours, reason))

struct ExtensionDecision {
    bool granted = false;
    Text<500> reason;
};
BOOST_DESCRIBE_STRUCT(ExtensionDecision, (), (granted, reason))

struct Completion {
    Text<2000, 1> outcome;
    List<FileId, 9> files;
};
BOOST_DESCRIBE_STRUCT(Completion, (), (outcome, files))

struct Answer {
    Text<2000, 1> text;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (text))

struct Closure {
    Text<2000> outcome;
};
BOOST_DESCRIBE_STRUCT(Closure, (), (outcome))

struct Rating {
    Integer<1, 5> score;
    bool solved = false;
    Text<500> text;
};
BOOST_DESCRIBE_STRUCT(Rating, (), (score, solved, text))

struct Note {
    Text<2000, 1> text;
    bool internal = true;
    List<FileId, 9> files;
};
BOOST_DESCRIBE_STRUCT(Note, (), (text, internal, files))

struct Message {
    Text<2000, 1> text;
    List<FileId, 9> files;
};
BOOST_DESCRIBE_STRUCT(Message, (), (text, files))

struct LookReason {
    Text<200> reason;
};
BOOST_DESCRIBE_STRUCT(LookReason, (), (reason))

struct ReporterClear {
    Unmasked<PersonName> name;
    Unmasked<Phone> phone;
    Unmasked<PersonName> speaker;
};
BOOST_DESCRIBE_STRUCT(ReporterClear, (), (name, phone, speaker))

// ---- handlers, by file -------------------------------------------------------------------------------------------------

/// "Not solved" is on the board and the morning page for so long after it was said.
inline constexpr int unhappy_days = 7;
inline Instant unhappy_since(Instant now) { return now + -hours_ms(24 * unhappy_days); }
struct Line;
LineView line_view(Context& context, const Catalog& known, Line&& line);
Page<LineView> list_cases(Context& context, const BoardQuery& query);                                   // board.cpp
CountsView count_cases(Context& context, const CountsQuery& query);
std::int64_t count_new(Context& context, Instant since);                                                ///< reported since, within the scope

Versioned<CaseDetail> show_case(Context& context, CaseId id);                                           // detail.cpp
Items<StepView> show_timeline(Context& context, CaseId id);
Versioned<CaseDetail> detail_of(Context& context, CaseId id);                                           ///< as the caller sees it now

/// Throws what report_from would refuse, and changes nothing: for forms that come back with their faults.
void check_report(Context& context, const Report& body);
/// A report as it was asked for, by JSON or by a plain form.
ReportedView report_from(Context& context, const Report& body);                                         // report_routes.cpp
std::vector<Route> report_routes();                                                                     // report_routes.cpp
std::vector<Route> moving_routes();                                                                     // moving_routes.cpp
std::vector<Route> alike_routes();                                                                      // alike.cpp
std::vector<Route> joining_routes();                                                                    // joining_routes.cpp
std::vector<Route> verb_routes();                                                                       // verb_routes.cpp
std::vector<Route> status_routes();                                                                     // status.cpp
std::vector<Route> configuration_routes();                                                              // configuration.cpp
std::vector<Route> morning_routes();                                                                    // morning.cpp
std::vector<Route> slip_routes();                                                                       // slip.cpp
std::vector<Route> community_page();                                                                    // community_page.cpp
std::vector<Route> plain_pages();                                                                       // pages.cpp

Actor actor_of(const Context& context);
/// The case within the caller's scope for the route's permission, at the version the caller saw.
CaseRow found_at_version(Context& context, CaseId id);
/// The answer after a verb, or 412 when the guard found that somebody was faster.
Versioned<CaseDetail> moved(Context& context, const CaseRow& row, bool changed);
/// 422 where a case is sent to a unit or person nobody knows.
void check_whom(Context& context, const std::optional<UnitId>& unit, const std::optional<AccountId>& account);

}  // namespace liren::cases
