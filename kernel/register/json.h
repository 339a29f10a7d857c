#pragma once
// Rows of a register as JSON: what requests bring, what answers show, what openapi.json says. Private to the kernel.

#include <memory>
#include <optional>

#include <boost/json/fwd.hpp>

#include "liren/json_writer.h"
#include "liren/register.h"

namespace liren::register_json {

/// The members a request gave, taken over into a row; what cannot be read is refused. A member that is null empties its field.
void read(const boost::json::value& body, House& house, const Register& of, Record& into, Findings& findings);

/// One field's value in words of JSON: dates as text, amounts as decimals, personal values masked unless `clear`.
void write_value(JsonWriter& out, const RegisterField& field, const FieldValue& value, bool clear);

/// The row with its area's name and the titles of what it refers to.
void write_row(JsonWriter& out, Db& db, House& house, const Register& of, const Record& record, const std::vector<std::size_t>& fields);

/// As text in the history; sealed where the field is.
std::optional<std::string> stored_text(const Register& of, std::size_t field, const FieldValue& value, const Keyring& keyring);
FieldValue from_stored_text(const Register& of, std::size_t field, const std::optional<std::string>& text, const Keyring& keyring);

std::shared_ptr<const Schema> row_schema(const Register& of);
std::shared_ptr<const Schema> draft_schema(const Register& of, bool is_new);
std::shared_ptr<const Schema> query_schema(const Register& of);

}  // namespace liren::register_json
