#pragma once
// Hand-overs: a case goes to a unit that does not sign in, by a link with a PIN or by a letter, and stays open until its result
// returns (P2-18). Each unit has a hand-over of its own: sent → opened → acknowledged ⇄ asked → answered or returned; until then
// it can expire, be extended, sent anew with another link and PIN, or revoked with a reason. The unit sees the place, the
// category, the words and the pictures the sender chose; who reported only where the sender says that the unit must call them.
// Whoever sent it is told of all that needs a look: a question, an answer, a return, a link that was never opened, one that is
// locked by wrong PINs, a deadline near or missed.
//
// The verbs below are what the routes and the stranger's pages call and what the demo is made with. Those that take a row return
// false when somebody was faster; all throw Error 409 with the key of the rule that refuses.

#include <optional>
#include <string>
#include <vector>

#include "cases/cases.h"
#include "liren/house.h"
#include "liren/request.h"

namespace liren::handovers {

using HandoverId = Id<"handovers.handover">;

Module module();

/// A hand-over as its verbs need it.
struct HandoverRow {
    std::int64_t id = 0, version = 0;
    std::string number;
    std::int64_t case_id = 0;
    std::string case_number, way, unit_name, unit_phone;
    std::int64_t assignee = 0, area = 0, subdistrict = 0, community = 0, grid = 0;
    std::string state;
    bool current = false;
    std::string attention, token_hash, token_sealed, pin_hash;
    int wrong_pins = 0;
    std::string words, why;
    bool tells_reporter = false;
    Instant due_at, expires_at, sent_at;
    std::optional<Instant> opened_at;
    std::int64_t times_opened = 0;
    std::optional<Instant> acknowledged_at, ended_at;
    std::string result, result_by;
    std::optional<std::int64_t> step;

    Placement placement() const { return {.subdistrict = subdistrict, .community = community, .grid = grid, .assignee = assignee}; }
};
BOOST_DESCRIBE_STRUCT(HandoverRow, (), (id, version, number, case_id, case_number, way, unit_name, unit_phone, assignee, area, subdistrict, community, grid, state, current, attention,
                                        token_hash, token_sealed, pin_hash, wrong_pins, words, why, tells_reporter, due_at, expires_at, sent_at, opened_at, times_opened,
                                        acknowledged_at, ended_at, result, result_by, step))

std::optional<HandoverRow> find(Db& db, HandoverId id);

struct NewHandover {
    std::string way = "link";                 ///< link letter
    std::string unit_name, unit_phone;
    std::string words;                        ///< what the unit reads of the matter
    std::string why;                          ///< why the case leaves the house
    std::vector<std::int64_t> files;          ///< of the case, chosen
    int hours = 0;                            ///< until its result is due
    bool tells_reporter = false;              ///< the caller has looked at the reporter for that purpose
};

/// What only the sender is shown, once.
struct Sent {
    HandoverId id;
    std::string token, pin;
};

Sent send(Tx& tx, House& house, const cases::CaseRow& row, const NewHandover& given);
/// Another link and another PIN; the old ones are worth nothing any more. Opens what was locked or expired.
std::optional<Sent> renew(Tx& tx, House& house, const HandoverRow& row);
/// Due so many hours from now; the link of one that had expired works again.
bool extend(Tx& tx, House& house, const HandoverRow& row, int hours);
bool revoke(Tx& tx, const HandoverRow& row, const std::string& reason);
bool reply(Tx& tx, const HandoverRow& row, const std::string& text);
/// The unit said by telephone, or on the letter's receipt, that it has it.
bool confirm_receipt(Tx& tx, const HandoverRow& row);
/// Whoever was to look has looked.
bool mark_seen(Tx& tx, const HandoverRow& row);

// ---- what the unit does, behind its link; or staff, from the paper that came back -------------------------------------------

bool open(Tx& tx, const HandoverRow& row);
bool acknowledge(Tx& tx, const HandoverRow& row);
bool ask(Tx& tx, const HandoverRow& row, const std::string& question);

struct Result {
    enum class Kind : std::uint8_t { answered, returned };
    Kind kind = Kind::answered;
    std::string text, by;                     ///< by: who signed for the unit, as written
    std::vector<std::int64_t> files;          ///< of the acting account, not attached yet
};
bool finish(Tx& tx, const HandoverRow& row, const Result& result);

}  // namespace liren::handovers
