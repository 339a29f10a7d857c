#pragma once
// The time of the house: ms since 1970 UTC, injected, so that a test may set it. Ids and rate limits use the machine's clock.

#include <atomic>
#include <compare>
#include <cstdint>
#include <string>

namespace liren {

/// ms since 1970-01-01 UTC.
struct Instant {
    std::int64_t ms = 0;
    constexpr auto operator<=>(const Instant&) const = default;
};

constexpr Instant operator+(Instant at, std::int64_t ms) { return {at.ms + ms}; }
constexpr std::int64_t operator-(Instant a, Instant b) { return a.ms - b.ms; }
constexpr std::int64_t hours_ms(std::int64_t hours) { return hours * 3'600'000; }
constexpr std::int64_t minutes_ms(std::int64_t minutes) { return minutes * 60'000; }

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

/// The machine's clock, with an offset that only `liren serve --test` may set.
class SystemClock : public Clock {
public:
    Instant now() const override;
    void set(Instant now);

private:
    std::atomic<std::int64_t> offset_ms_{0};
};

/// Sets the zone of the installation by its tz name ("Asia/Shanghai"); throws when the system does not know it.
void set_time_zone(const std::string& name);
/// The calendar year of an instant in the zone of the installation (parameter; default Asia/Shanghai).
int calendar_year(Instant at);
/// "2026-11-24 13:05" in the zone of the installation.
std::string local_minute(Instant at);
/// Ms of the local midnight that begins the day of `at`.
Instant start_of_day(Instant at);

}  // namespace liren
