#pragma once
// Corrections: asked by who sees a fact of their own, accepted into the register or refused by staff of the area. Private to the
// module; ask_correction is in the door.

#include "facts/facts.h"
#include "liren/register.h"
#include "store.h"

namespace liren::facts {

/// The sealed texts of a correction, clear.
struct CorrectionTexts {
    std::string old_value, asked, note;
};
CorrectionTexts open_texts(const Keyring& keyring, const CorrectionRow& correction);
const RegisterField& field_of(const Register& of, const CorrectionRow& correction);
/// The row as it would be: checked with every rule of the register; what is doubtful stays in the findings.
Record corrected(Db& db, House& house, const Register& of, const Record& row, const CorrectionRow& correction, Findings& findings);

/// Writes it into the register. `seen`: the version of the row the caller compared. False when somebody was faster.
bool accept_correction(Tx& tx, House& house, const CorrectionRow& correction, const Record& row, std::int64_t seen);
bool refuse_correction(Tx& tx, const CorrectionRow& correction, std::string_view reason);
bool withdraw_correction(Tx& tx, const CorrectionRow& correction);

}  // namespace liren::facts
