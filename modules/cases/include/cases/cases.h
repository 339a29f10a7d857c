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
    std::string reporter_kind;
    std::optional<std::int64_t> owner;
    std::optional<std::int64_t> unit, assignee, accepted_by, handler, verifier, about_unit;
    Instant due_at, reported_at;
    int files_count = 0;
    std::optional<std::int64_t> extension_hours;   ///< with the three below: asked for, and not answered yet
    std::optional<std::string> extension_reason;
    std::optional<std::int64_t> extension_by;
    std::optional<Instant> extension_at;

    Placement placement() const { return {subdistrict, community, grid, owner.value_or(0), assignee.value_or(0), unit.value_or(0)}; }
};
BOOST_DESCRIBE_STRUCT(CaseRow, (), (id, version, number, category, state, area, subdistrict, community, grid, reporter_kind, owner, unit, assignee,
                                    accepted_by, handler, verifier, about_unit, due_at, reported_at, files_count, extension_hours, extension_reason,
                                    extension_by, extension_at))

std::optional<CaseRow> find(Db& db, CaseId id, const Scope& scope);

/// Who acts, with the units the actor holds a post in.
struct Actor {
    AccountId account;
    std::vector<std::int64_t> units;
};

struct NewCase {
    std::string category, text, place;
    std::int64_t area = 0, subdistrict = 0, community = 0, grid = 0;
    std::optional<std::int64_t> lat, lon;     ///< 1e-7 degrees
    std::string source = "resident";          ///< resident counter telephone visit grid_worker
    std::string reporter_kind;                ///< account number confidential anonymous
    AccountId owner;                          ///< of reporter_kind account and confidential, when signed in
    std::string name, phone;                  ///< clear, tidy; sealed before they are stored
    std::optional<std::int64_t> about_unit;
    std::vector<std::int64_t> files;
};

struct Reported {
    CaseId id;
    std::string number;
    std::string code;                         ///< six digits for a reporter without account; else empty
};

Reported report(Tx& tx, House& house, const std::string& store, const NewCase& report);
bool accept(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor);
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

bool verify(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor);
bool close(Tx& tx, House& house, const std::string& store, const CaseRow& row, const Actor& actor, std::string_view outcome);
bool rate(Tx& tx, House& house, const std::string& store, const CaseRow& row, AccountId by, int score, bool solved, std::string_view text);
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
