#pragma once
// One JSON line per fact, to standard error, written by a background thread so that a request never waits for the terminal or
// the disk. Personal values never come here: callers pass ids, keys and numbers; what looks like a phone or an ID number in a
// text is masked once more on the way out.

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace liren {

enum class LogLevel : std::uint8_t { info, warning, error };

struct LogField {
    std::string_view name;
    std::variant<std::int64_t, std::string_view> value;
};

void log(LogLevel level, std::string_view what, std::initializer_list<LogField> fields = {});
/// Waits until everything said so far is written.
void flush_log();

}  // namespace liren
