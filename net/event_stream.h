#pragma once
// The two ends of one open answer: producers on any thread send() into it, the connection's thread take()s and writes. Bytes wait
// here while the client is slow; above the limit the client is cut, because a stream with a hole would be worse than none.

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "inbox.h"
#include "liren/http.h"

namespace liren::net {

inline constexpr std::size_t max_stream_backlog = 256 * 1024;

class EventStream final : public Stream {
public:
    EventStream(std::shared_ptr<Inbox> inbox, std::weak_ptr<Recipient> connection) : inbox_(std::move(inbox)), connection_(std::move(connection)) {}

    bool send(std::string bytes) override;
    void close() override;                     ///< what was sent before still goes out
    bool closed() const override;

    enum class State : std::uint8_t {
        open,      ///< more may come
        closing,   ///< the producer is done; what waits still goes out
        lost       ///< the client has gone or was cut
    };

    /// For the connection: everything that waits (it counts as waiting until written()), and the state seen with it.
    std::string take(State& state);
    void written(std::size_t bytes);
    void lose();
    bool lost() const;

private:
    void wake();

    mutable std::mutex mutex_;
    State state_ = State::open;
    std::string pending_;
    std::size_t in_flight_ = 0;
    bool wake_sent_ = false;
    std::shared_ptr<Inbox> inbox_;
    std::weak_ptr<Recipient> connection_;
};

}  // namespace liren::net
