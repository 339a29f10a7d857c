#pragma once
// How often one stranger may knock: a token bucket per key, on the machine's clock, in memory. Forgets idle keys.

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace liren {

class RateLimiter {
public:
    /// Takes one token from the bucket of `key`, which holds `per_minute` and refills evenly; false when it is empty.
    bool take(const std::string& key, int per_minute);

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Bucket {
        double tokens;
        Time at;
    };
    void forget_idle(Time now);

    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace liren
