#pragma once
// Facts: what the archive holds of a resident, shown to that resident (PIPL 44–50, "my facts"). An account is joined to a person's
// row by staff who saw the person; a guardian sees a minor until the minor comes of age; another adult of the household is seen by
// that adult's own consent. Who sees a fact of their own may ask for its correction, which staff accept into the register or
// refuse. Nothing here knows key groups: no answer of this module can tell that such a tag exists.
//
// The verbs below are what the routes call and what the demo is made with; each records its event. They throw Error 409 with the
// key of the rule that refuses, and those that change a row return false when somebody was faster.

#include <optional>
#include <string>
#include <vector>

#include "liren/house.h"
#include "liren/request.h"

namespace liren::facts {

using LinkId = Id<"facts.link">;
using GuardianId = Id<"facts.guardian">;
using ConsentId = Id<"facts.consent">;
using CorrectionId = Id<"facts.correction">;
using PersonId = Id<"people.person">;

Module module();

/// Joins an account to a person's row at once: the acting account saw the person, and says in `reason` how.
struct NewLink {
    AccountId account;
    std::int64_t person = 0;
    std::string reason;
};
LinkId make_link(Tx& tx, House& house, const NewLink& given);

/// Who sees a minor's facts. Dates are yyyymmdd.
struct NewGuardian {
    std::int64_t minor = 0, guardian = 0;
    std::string relation;                     ///< father mother grandparent sibling other
    std::optional<std::int64_t> valid_from, valid_to;
    std::string reason;
};
GuardianId confirm_guardian(Tx& tx, House& house, const NewGuardian& given);

/// One field of a row the acting account may correct; the value as a person writes it (a code as its code).
struct NewCorrection {
    std::int64_t person = 0;
    std::string register_kind;
    std::int64_t record = 0;
    std::string field, value, note;
    std::vector<std::int64_t> files;
};
CorrectionId ask_correction(Tx& tx, House& house, const NewCorrection& given);

}  // namespace liren::facts
