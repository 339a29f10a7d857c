#pragma once
// What a row was. Beside the fields its history holds two lines of the row itself: where it came from (source, as-of date, confirmer)
// and that it had ended before it was reopened. Private to the kernel.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "liren/register.h"

namespace liren {

inline constexpr std::string_view origin_line = "row.origin", ending_line = "row.ending";
/// Lines that no form and no list of changes shows.
inline bool is_line_of_row(std::string_view field) { return field.starts_with("row."); }

struct Change {
    std::int64_t subject = 0, version = 0;    ///< the version that the change made
    std::string_view field;
    std::optional<std::string> old_value, new_value;
    std::int64_t batch = 0;
    std::optional<std::int64_t> led_to = {};  ///< what a reference named before
};
void write_change(Tx& tx, const Register& of, const Change& change);

std::string origin_text(const Record& record);
void set_origin(Record& record, std::string_view text);
/// Writes where the row came from, if that differs.
void write_origin_change(Tx& tx, const Register& of, const Record& before, const Record& after, std::int64_t batch);
/// The row ended and stands again.
void write_reopening(Tx& tx, const Register& of, const Record& ended);

/// yyyymmdd in the zone of the installation.
std::int32_t day_of(Instant at);
/// Rows within the scope that named `subject` in this field at an instant, had not ended, and held on that day; the oldest first.
/// At most `limit`.
std::vector<Record> referring_then(Db& db, House& house, const Register& of, std::size_t field, std::int64_t subject, Instant at, const Scope& scope, std::size_t limit);

}  // namespace liren
