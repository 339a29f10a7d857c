#pragma once
// One guarded update and its event, together; the jobs that follow from it. Private to the module.

#include "handovers/handovers.h"
#include "store.h"

namespace liren::handovers {

inline constexpr std::string_view subject_kind = "handovers.handover";

/// What the sender is told: a word of the badge, "" when nothing needs a look.
namespace attention {
inline constexpr std::string_view none = "", question = "question", returned = "returned", answered = "answered", locked = "locked", unopened = "unopened", due_soon = "due_soon",
                                  overdue = "overdue", expired = "expired";
}

inline constexpr int grace_hours = 7 * 24;    ///< a link outlives its deadline by so much: late answers are answers
inline constexpr int unopened_hours = 24;     ///< without a sign of arrival for so long (or half its time): an alarm

struct Move {
    const char* event;                        ///< "handovers.acknowledged"
    std::string state;
    std::string_view attention{};
    std::optional<Instant> due_at = {}, expires_at = {}, sent_at = {}, opened_at = {}, acknowledged_at = {}, ended_at = {};
    std::optional<std::string> token_hash = {}, token_sealed = {}, pin_hash = {}, result = {}, result_by = {};
    std::optional<int> wrong_pins = {};
    std::optional<std::int64_t> step = {};
    std::string evidence = {};
};

/// False when somebody was faster.
bool move(Tx& tx, const HandoverRow& row, const Move& to);

/// Reminder, alarm and end of the link, for a deadline that was just set; the alarm of a link nobody opened.
void watch(Tx& tx, std::int64_t id, Instant due_at, Instant expires_at);
void watch_arrival(Tx& tx, std::int64_t id, Instant due_at);

/// Where it stands without counting that it expired or was asked.
std::string standing(const HandoverRow& row);

/// 409 handovers.over unless its result is still awaited.
void require_out(const HandoverRow& row);

void run_watches(House& house);

}  // namespace liren::handovers
