#pragma once
// How the values of a register read to the person they are about, and what a person writes instead. Pure but for names of rows.
// Private to the module.

#include <optional>
#include <string>
#include <string_view>

#include "liren/house.h"
#include "liren/register.h"

namespace liren::facts {

/// In words: codes by their names, references by their titles, sealed values masked unless `clear`; "" when empty.
std::string in_words(Db& db, House& house, const RegisterField& field, const FieldValue& value, std::string_view language, bool clear = false);
/// "people.person.phone" in the caller's language.
std::string label_of(const House& house, const Register& of, std::string_view field, std::string_view language);
/// Whether a resident may say that this field is wrong: what stands by itself, and no remark of staff.
bool is_correctable(const RegisterField& field);
/// Whether a paper must be attached to the request.
bool needs_paper(const RegisterField& field);
/// Remarks of staff are not shown: they may speak of others.
bool is_shown(const RegisterField& field);
/// The value a person wrote; nothing when it cannot be one of this field.
std::optional<FieldValue> from_words(const RegisterField& field, std::string_view text);
/// As it is sealed: what from_words takes back.
std::string to_words(const RegisterField& field, const FieldValue& value);

}  // namespace liren::facts
