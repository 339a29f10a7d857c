#pragma once
// How a case moves: one guarded update, one step on the timeline, the counters, the event and the next deadline, together.
// The verbs decide whether and where; this writes it down. Private to the module.

#include "catalog.h"
#include "cases/cases.h"

namespace liren::cases {

/// The event "cases.<step>" and the step on the timeline carry the same word.
struct Move {
    const char* step;                         ///< "accepted"
    std::string state;                        ///< where the case stands afterwards
    int hours = 0;                            ///< until the new step is due; 0: no deadline (closed)
    std::string text = {};                    ///< what was said
    const char* fields = "state";
    std::optional<std::string> reason = {}, outcome = {};
    bool returned = false;
    std::vector<std::int64_t> files = {};     ///< pictures that came with it
};

/// False when somebody was faster. A request for more time that still waited is void. `after` carries unit, assignee, accepted_by, handler and verifier as they shall be.
bool move(Tx& tx, const CaseRow& before, const CaseRow& after, const Move& to);

/// Adds a step without moving.
std::int64_t write_step(Tx& tx, const CaseRow& row, const char* step, std::string_view state, std::string_view text, bool internal,
                        std::optional<std::int64_t> hours = std::nullopt);
void count(Tx& tx, const CaseRow& row, std::string_view state, int by);
/// An order from outside says when it must be answered: no step of ours is due later.
Instant deadline_of(std::optional<Instant> external, Instant ours);
void set_deadline(Tx& tx, std::int64_t id, Instant due);

/// Somebody has to do something about it. Neither open nor ended: one that waits with the case it was merged into.
bool is_open(std::string_view state);
bool is_ended(std::string_view state);

/// What was merged into a case ends with it, each for its own reporter.
void end_merged(Tx& tx, const CaseRow& with, const Move& how);

/// 409 cases.wrong_state unless the case stands in one of the states.
void require_state(const CaseRow& row, std::initializer_list<std::string_view> states);
/// 409 cases.about_your_unit when the case is about a unit the actor holds a post in.
void require_not_about(const CaseRow& row, const Actor& actor);
/// 409 cases.not_yours unless the case is assigned to the actor, or to a unit of the actor and to no one in it.
void require_assigned(const CaseRow& row, const Actor& actor);
/// 409 cases.awaited while a result is still to come from outside.
void require_nothing_awaited(Db& db, const CaseRow& row);
bool is_assigned(const CaseRow& row, const Actor& actor);
bool is_about(const CaseRow& row, const Actor& actor);

}  // namespace liren::cases
