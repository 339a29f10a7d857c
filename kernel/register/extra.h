#pragma once
// The fields a city added, as text in the column `extra` and in the history. Private to the kernel.

#include <string>
#include <string_view>

#include "liren/json_writer.h"
#include "liren/register.h"

namespace liren {

/// {"rooms": 3, "heating": "燃气"} as it stands in the column; an empty row is "{}".
ExtraValues read_extra(std::string_view json);
std::string extra_text(const ExtraValues& values);

/// The word by which a list is filtered: the same for a row and for a question, and no word a person could type.
std::string extra_word(const Register& of, std::string_view name, const FieldValue& value);

/// How a history names the field ("x.rooms").
std::string extra_history_name(std::string_view name);

FieldValue extra_from_stored(const ExtraField& extra, const std::optional<std::string>& text);

/// Dates as text, booleans as such.
void write_extra_value(JsonWriter& out, const ExtraField& extra, const FieldValue& value);

/// The routes by which a city adds and retires fields.
void add_extra_routes(Module& module);

}  // namespace liren
