#include "request/rate.h"

#include <algorithm>

namespace liren {

bool RateLimiter::take(const std::string& key, int per_minute) {
    const Time now = std::chrono::steady_clock::now();
    std::lock_guard lock(mutex_);
    if (buckets_.size() > 50'000) forget_idle(now);
    auto [place, is_new] = buckets_.try_emplace(key, Bucket{static_cast<double>(per_minute), now});
    Bucket& bucket = place->second;
    const double minutes = std::chrono::duration<double>(now - bucket.at).count() / 60.0;
    bucket.tokens = std::min<double>(per_minute, bucket.tokens + minutes * per_minute);
    bucket.at = now;
    if (bucket.tokens < 1.0) return false;
    bucket.tokens -= 1.0;
    return true;
}

void RateLimiter::forget_idle(Time now) {
    std::erase_if(buckets_, [&](const auto& entry) { return now - entry.second.at > std::chrono::minutes(2); });
}

}  // namespace liren
