#pragma once
// How other threads reach a connection. A connection lives on one thread only; whoever answers from elsewhere puts a parcel into
// that thread's Inbox, which wakes it at most once per batch. Nobody outside ever holds a connection: a parcel names it weakly,
// so a client that has gone is simply not found. An Inbox outlives its thread; once closed it takes nothing more.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "liren/http.h"

namespace liren::net {

class EventStream;
struct Parcel;

/// The side of a connection that other threads address.
class Recipient {
public:
    virtual ~Recipient() = default;
    /// On the connection's own thread.
    virtual void receive(Parcel&& parcel) = 0;
};

struct Parcel {
    enum class Kind : std::uint8_t { answer, open_stream, wake_stream };
    Kind kind = Kind::answer;
    std::uint64_t request = 0;                  ///< which request of the connection is answered
    std::weak_ptr<Recipient> to;
    HttpResponse response;
    std::shared_ptr<EventStream> stream;
};

class Inbox {
public:
    /// `wake` makes the owning thread call deliver(); it is called under the lock, and never after close().
    explicit Inbox(std::function<void()> wake) : wake_(std::move(wake)) {}

    /// From any thread. False when the owning thread has ended.
    bool put(Parcel&& parcel);
    void deliver();                             ///< on the owning thread
    void close();                               ///< on the owning thread, when it will not deliver again

private:
    std::mutex mutex_;
    std::function<void()> wake_;
    std::vector<Parcel> parcels_;
    bool closed_ = false;
};

/// The right to answer one request, behind the kernel's Responder. Used at most once; unused at its end it answers 500.
class Ticket : public std::enable_shared_from_this<Ticket> {
public:
    Ticket(std::shared_ptr<Inbox> inbox, std::weak_ptr<Recipient> connection, std::uint64_t request)
        : inbox_(std::move(inbox)), connection_(std::move(connection)), request_(request) {}
    ~Ticket();
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    void answer(HttpResponse&& response);
    std::shared_ptr<Stream> open(HttpResponse&& head);
    Responder responder();

private:
    void hand_over(Parcel&& parcel);

    std::shared_ptr<Inbox> inbox_;
    std::weak_ptr<Recipient> connection_;
    std::uint64_t request_;
    std::atomic<bool> used_{false};
};

/// Stands open while a connection is inside dispatch: an answer given there, on the connection's own thread, is laid on the
/// counter instead of going through the inbox.
class Counter {
public:
    explicit Counter(const Ticket& ticket) : ticket_(&ticket), before_(open_) { open_ = this; }
    ~Counter() { open_ = before_; }
    Counter(const Counter&) = delete;
    Counter& operator=(const Counter&) = delete;

    bool answered() const { return answered_; }
    Parcel& parcel() { return parcel_; }

    /// The counter this thread has open for that ticket, or null.
    static Counter* of(const Ticket* ticket) { return open_ && open_->ticket_ == ticket ? open_ : nullptr; }
    void lay(Parcel&& parcel) {
        parcel_ = std::move(parcel);
        answered_ = true;
    }

private:
    static thread_local Counter* open_;
    const Ticket* ticket_;
    Counter* before_;
    bool answered_ = false;
    Parcel parcel_;
};

}  // namespace liren::net
