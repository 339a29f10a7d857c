#pragma once
// What all threads of one server share: the options, the kernel's two functions, and the few counts that are limits for the whole
// process. The lock is taken when a connection comes or goes, never for a request.

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "head.h"
#include "net/server.h"

namespace liren::net {

struct House {
    House(Options the_options, Dispatch the_dispatch, BodyLimit the_limit);

    /// Counts a connection in, or says why it must be turned away.
    Refusal admit(const std::string& peer);
    void leave(const std::string& peer);
    void report(std::string_view sentence) const;

    const Options options;
    const Dispatch dispatch;
    const BodyLimit limit;
    std::atomic<std::size_t> pending_bodies{0};

private:
    std::mutex mutex_;
    std::size_t connections_ = 0;
    std::unordered_map<std::string, std::size_t> peers_;
};

/// The bytes of one body being read, counted against Options::max_pending_bodies until the request is handed over.
class BodyShare {
public:
    explicit BodyShare(House& house) : house_(house) {}
    ~BodyShare() { house_.pending_bodies.fetch_sub(bytes_, std::memory_order_relaxed); }
    BodyShare(const BodyShare&) = delete;
    BodyShare& operator=(const BodyShare&) = delete;

    /// Would `bytes` more fit now? Asked before a body of declared length is read; nothing is reserved by a mere promise.
    bool fits(std::size_t bytes) const { return house_.pending_bodies.load(std::memory_order_relaxed) + bytes <= house_.options.max_pending_bodies; }
    /// Counts bytes that have arrived; false when all connections together hold too many.
    bool add(std::size_t bytes) {
        bytes_ += bytes;
        return house_.pending_bodies.fetch_add(bytes, std::memory_order_relaxed) + bytes <= house_.options.max_pending_bodies;
    }

private:
    House& house_;
    std::size_t bytes_ = 0;
};

}  // namespace liren::net
