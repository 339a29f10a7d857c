// The calendar of the installation, from the system's tz database through date-tz (g++ 12 has no std::chrono::get_tzdb).
// Each thread remembers the last offset and the time span in which it holds, so that a lookup is a comparison.
#include "liren/clock.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <limits>

#include <date/date.h>
#include <date/tz.h>

namespace liren {
namespace {

using std::chrono::milliseconds;

std::atomic<const date::time_zone*> chosen_zone{nullptr};

const date::time_zone* zone() {
    const date::time_zone* found = chosen_zone.load(std::memory_order_acquire);
    if (found == nullptr) {
        set_time_zone("Asia/Shanghai");
        found = chosen_zone.load(std::memory_order_acquire);
    }
    return found;
}

struct Offset {
    const date::time_zone* zone = nullptr;
    std::int64_t begin_ms = 0;
    std::int64_t end_ms = 0;
    std::int64_t offset_ms = 0;
};

/// Clamped to what fits ms: tz spans reach from year -32767 to 32767.
std::int64_t to_ms(date::sys_seconds at) { return milliseconds(at.time_since_epoch()).count(); }

std::int64_t offset_ms(Instant at) {
    thread_local Offset cached;
    const date::time_zone* wanted = zone();
    if (cached.zone != wanted || at.ms < cached.begin_ms || at.ms >= cached.end_ms) {
        const auto info = wanted->get_info(date::floor<std::chrono::seconds>(date::sys_time<milliseconds>(milliseconds(at.ms))));
        cached = {wanted, to_ms(info.begin), to_ms(info.end), milliseconds(info.offset).count()};
    }
    return cached.offset_ms;
}

date::local_time<milliseconds> local(Instant at) { return date::local_time<milliseconds>(milliseconds(at.ms + offset_ms(at))); }

}  // namespace

Instant SystemClock::now() const {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() + offset_ms_.load(std::memory_order_relaxed)};
}

void SystemClock::set(Instant now) {
    const std::int64_t machine = this->now().ms - offset_ms_.load(std::memory_order_relaxed);
    offset_ms_.store(now.ms - machine, std::memory_order_relaxed);
}

void set_time_zone(const std::string& name) { chosen_zone.store(date::locate_zone(name), std::memory_order_release); }

int calendar_year(Instant at) { return static_cast<int>(date::year_month_day(date::floor<date::days>(local(at))).year()); }

std::string local_minute(Instant at) {
    const auto time = local(at);
    const auto day = date::floor<date::days>(time);
    const date::year_month_day ymd(day);
    const auto minutes = date::floor<std::chrono::minutes>(time - day).count();
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                  static_cast<unsigned>(ymd.day()), static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
    return text;
}

Instant start_of_day(Instant at) {
    const auto midnight = date::local_time<milliseconds>(date::floor<date::days>(local(at)));
    const auto info = zone()->get_info(date::floor<std::chrono::seconds>(midnight));
    // Where the clocks skip midnight, the day begins when they go on.
    if (info.result == date::local_info::nonexistent) return {to_ms(info.second.begin)};
    return {midnight.time_since_epoch().count() - milliseconds(info.first.offset).count()};
}

}  // namespace liren
