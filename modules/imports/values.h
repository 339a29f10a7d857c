#pragma once
// From a cell as offices fill it to the value of a field: dates in a dozen spellings, codes by their names, numbers with units,
// identity numbers of 15 digits. What cannot be read is said with the words that stood there. Pure but for the code lists.

#include <optional>
#include <string>
#include <string_view>

#include "liren/register.h"

namespace liren::imports {

/// `cell` as layout.h packs it. Nothing for an empty cell; a finding when it is not what the field holds. References and the
/// area are not for here: they need the registers.
FieldValue value_of(const RegisterField& field, std::string_view cell, const House& house, Findings& findings);

/// The same for a field that the city added.
FieldValue value_of(const ExtraField& extra, std::string_view cell, const House& house, Findings& findings);

/// Whether the cell is unmistakably of this field's kind.
bool looks_like(const RegisterField& field, std::string_view cell, const House& house);
bool looks_like(const ExtraField& extra, std::string_view cell);

/// What a formula's error becomes in a .csv, or where somebody pasted values: #N/A, #REF! …
bool is_error_word(std::string_view text);

/// 1985.3.7, 1985/03, 1985年3月7日, 19850307, a spreadsheet's serial number; nothing when it is no date.
std::optional<std::int64_t> date_of(std::string_view text, bool may_be_serial);

}  // namespace liren::imports
