#pragma once
// Cases: something is wrong at a place, somebody says so, and somebody is answerable until it is mended and the reporter has
// been asked. A case goes reported → accepted → dispatched → acknowledged → handling → handled → verifying → closed → rated,
// each step with its own deadline (hours of its category); it can be declined when reported, returned or passed on with a
// reason, and its deadline extended by somebody other than who asks. The handler may not verify or close (CJJ/T 106:
// supervision and handling are separate); the unit a case is about may not see the reporter, accept, dispatch, transfer,
// extend, verify or close.
//
// The verbs below are what the routes call and what the demo is made with: each takes the row as it was found, changes it
// under a guard on its version, writes a step, moves the counters, records an event and sets the next deadline. All of them
// throw Error 409 with the key of the rule that refuses, and return false when somebody was faster (the version moved).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "liren/access.h"
#include "liren/house.h"
#include "liren/request.h"
#include "liren/sql.h"

namespace liren::cases {

using CaseId = Id<"cases.case">;

Module module();

/// Loads categories, settings and rules of a district from packs/cases/*.yaml; categories already there keep their hours.
void load_pack(House& house, const std::string& district, std::string_view yaml);

/// Adds a dispatch rule at the end of the district's ordered table.
struct NewRule {
    std::optional<std::string> category;
    std::string target;                       ///< unit, account, grid_worker
    std::optional<std::int64_t> unit;
};
void add_rule(House& house, const std::string& district, const NewRule& rule);

/// A case as the verbs need it.
struct CaseRow {
    std::int64_t id = 0, version = 0;
    std::string number, category, state;
    std::int64_t area = 0, subdistrict = 0, community = 0, grid = 0;
    std::string reporter_kind, kind;
    std::optional<std::int64_t> owner;
    std::optional<std::int64_t> unit, assignee, accepted_by, handler, verifier, about_unit;
    Instant due_at, reported_at;
    int files_count = 0;
    std::optional<std::int64_t> extension_hours;   ///< with the three below: asked for, and not answered yet
    std::optional<std::string> extension_reason;
    std::optional<std::int64_t> extension_by;
    std::optional<Instant> extension_at;
    std::optional<Instant> external_due;      ///< of an order from outside
    std::optional<std::int64_t> merged_into;  ///< the case it waits with, in the state "merged"
    int disputes = 0;                         ///< how often its reporter said that it is not solved
    std::optional<std::int64_t> supervised_by;

    Placement placement() const { return {subdistrict, community, grid, owner.value_or(0), assignee.value_or(0), unit.value_or(0)}; }
};
BOOST_DESCRIBE_STRUCT(CaseRow, (), (id, version, number, category, state, area, subdistrict, community, grid, reporter_kind, kind, owner, unit, assignee,
                                    accepted_by, handler, verifier, about_unit, due_at, reported_at, files_count, extension_hours, extension_reason,
                                    extension_by, extension_at, external_due, merged_into, disputes, supervised_by))

std::optional<CaseRow> find(Db& db, CaseId id, const Scope& scope);

/// Who acts, with the units the actor holds a post in.
struct Actor {
    AccountId account;
    std::vector<std::int64_t> units;
};

/// An earlier case of somebody who calls again.
struct EarlierCase {
    CaseId id;
    std::string number, category, state, text, place;
    Instant reported_at;
    bool open = false;
    std::optional<std::int64_t> about_unit;
};
BOOST_DESCRIBE_STRUCT(EarlierCase, (), (id, number, category, state, text, place, reported_at, open, about_unit))
/// The newest cases of a telephone number within a scope of cases.read, never confidential ones, never one about a unit of the
/// actor. `phone` clear and tidy.
std::vector<EarlierCase> earlier_cases(Db& db, const Keyring& keyring, std::string_view phone, const Scope& scope, const Actor& actor, int limit);
/// What a category is called.
std::string category_name(House& house, const std::string& store, std::string_view code, std::string_view language);

struct NewCase {
    std::string category, text, place;
    std::int64_t area = 0, subdistrict = 0, community = 0, grid = 0;
    std::optional<std::int64_t> lat, lon;     ///< 1e-7 degrees
    std::string source = "resident";          ///< resident counter telephone visit chat letter grid_worker hotline unit device
    std::string kind = "request";             ///< request enquiry suggestion complaint praise help (诉求 咨询 建议 投诉 表扬 求助)
    std::string answer_by;                    ///< how the answer reaches the reporter: call message visit slip; "" where they follow it themselves
    std::string speaker, speaker_name;        ///< who spoke for the reporter (family neighbour steward worker unit) and their name, clear; "" : the reporter
    std::string external_number;              ///< of a 12345 order; one order is one case
    std::optional<Instant> external_due;      ///< what the order says; no step of ours is due later
    std::string reporter_kind;                ///< account number confidential anonymous
    AccountId owner;                          ///< of reporter_kind account and confidential, when signed in
    std::string name, phone;                  ///< clear, tidy; sealed before they are stored
    std::optional<std::int64_t> about_unit;
    std::vector<std::int64_t> files;
    std::string answer;                       ///< of an enquiry that was answered while it was asked: the case is closed with it
};

struct Reported {
    CaseId id;
    std::string number;
    std::string code;                         ///< six digits for a reporter without account; else empty
};

Reported report(Tx& tx, House& house, const std::string& store, const NewCase& report);
bool accept(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor);
/// An enquiry is answered by who could accept it, and is closed with the answer: nobody handles anything, nobody verifies.
bool answer(Tx& tx, const CaseRow& row, const Actor& actor, std::string_view text);
bool decline(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, std::string_view reason);
/// To a unit, or to an account (with the unit it acts for, if any).
bool dispatch(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, std::optional<std::int64_t> unit,
              std::optional<std::int64_t> account, std::string_view note);
bool acknowledge(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor);
bool begin(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor);
bool complete(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, std::string_view outcome,
              const std::vector<std::int64_t>& files);
bool take_back(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, std::string_view reason);

/// On to another unit or account. From whom it is assigned to; `directed`: from who may dispatch where it lies.
struct Transfer {
    std::optional<std::int64_t> unit, account;
    std::string reason;
    bool directed = false;
};
bool transfer(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, const Transfer& to);

/// More time for the present step: hours beyond its deadline, or beyond the answer when that comes after the deadline.
struct Extension {
    int hours = 0;
    std::string reason;
};
/// Throws 422 "cases.extension_too_long" beyond the district's limit.
bool request_extension(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, const Extension& asked);
struct Decision {
    bool granted = false;
    std::string reason;                       ///< needed of a refusal
};
bool decide_extension(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, const Decision& decision);

/// Up to a unit of the subdistrict or the district, because it is beyond what the community can do (P2-18); from whoever has it
/// or directs there. Throws 422 "cases.escalate_upwards" for a unit that does not stand above.
bool escalate(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, const Transfer& to);

/// Somebody above watches it (督办): says what is expected, and until when. Throws 409 "cases.own_supervision" for who handles it.
struct Supervision {
    std::string text;
    std::optional<Instant> until;
};
bool supervise(Tx& tx, const CaseRow& row, const Actor& actor, const Supervision& order);
bool end_supervision(Tx& tx, const CaseRow& row, const Actor& actor, std::string_view why);

/// The same matter told twice: `row` waits with `into` and is closed with it; its number and its reporter stay. What was merged
/// into `row` goes along. Throws 409 "cases.merge_with_itself", "cases.merge_into_ended", "cases.already_merged".
bool merge(Tx& tx, const CaseRow& row, const CaseRow& into, const Actor& actor, std::string_view reason);
/// Takes it apart again: it stands where a case that was accepted, or only reported, stands.
bool split(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, std::string_view reason);

bool verify(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor);
bool close(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, std::string_view outcome);
bool rate(Tx& tx, House& house, const std::string& store, const CaseRow& row, AccountId by, int score, bool solved, std::string_view text);
/// The reporter says that a closed case is not solved: it is taken up again, accepted, and must be dispatched anew. Throws 409
/// "cases.dispute_over" after the days of the district, "cases.disputed_enough" after as many disputes as it allows.
bool dispute(Tx& tx, House& house, const std::string& store, const CaseRow& row, std::string_view reason);
/// Whether the reporter may still dispute it at this instant.
bool can_dispute(House& house, const std::string& store, const CaseRow& row, std::optional<Instant> closed_at, Instant now);
bool note(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, std::string_view text, bool internal,
          const std::vector<std::int64_t>& files);

// ---- for modules that take a case out of the house -------------------------------------------------------------------------

/// Whether the caller answers for the case: it is assigned to them and they handle there, or they direct where it lies. Never
/// the unit it is about.
bool answers_for(const Context& context, const CaseRow& row);
/// 403 access.no_role, 409 cases.not_yours or cases.about_your_unit unless the caller does.
void require_answers_for(const Context& context, const CaseRow& row);
/// 409 cases.wrong_state unless somebody works on it: accepted and not yet handled.
void require_under_way(const CaseRow& row);

/// What a case is about, without its reporter.
struct Matter {
    std::string category_name, text, place, community_name;
};
Matter matter_of(Db& db, House& house, const std::string& store, const CaseRow& row, std::string_view language);

/// The name of the step that tells the reporter that an answer came, and nothing of it.
inline constexpr std::string_view answered_outside = "outside_answered";

/// A line on the case's timeline that another module leaves there, with the event "cases.<name>" (handed_over, outside_asked,
/// outside_answered, outside_returned, outside_withdrawn).
struct OutsideStep {
    enum class Readers : std::uint8_t { everybody, staff };
    const char* name;
    std::string text;
    Readers readers = Readers::staff;
    std::vector<std::int64_t> files = {};     ///< of the acting account, attached to the step
};
/// Returns the step's id.
std::int64_t leave_step(Tx& tx, CaseId id, const OutsideStep& step);

/// The case waits for a result from outside: until await_no_more it is neither completed nor declined (409 cases.awaited).
void await(Tx& tx, CaseId id, std::string_view kind, std::int64_t subject);
void await_no_more(Tx& tx, CaseId id, std::string_view kind, std::int64_t subject);

struct ReporterContact {
    std::string name, phone;                  ///< clear; "" where the reporter left none
};
/// For who has been told of the reporter before: makes no look of its own.
ReporterContact reporter_of(Db& db, const House& house, CaseId id);
/// As the case's own page would show it to the caller in clear: the same refusals, and a look with that reason.
ReporterContact look_at_reporter(Context& context, const CaseRow& row, const std::string& reason);

}  // namespace liren::cases
