#pragma once
// One client, from accept to close, as a conversation of coroutines: read a head, read a body, ask the kernel, write the answer,
// again. It lives on its worker's thread and keeps itself alive while it talks. Includes Asio: only server.cpp and
// connection.cpp may include it.

#include <boost/asio/ssl/stream.hpp>

#include "answer.h"
#include "event_stream.h"
#include "input_buffer.h"
#include "worker.h"

namespace liren::net {

class Connection final : public Recipient, public std::enable_shared_from_this<Connection> {
public:
    /// With a refusal, the client is told so and shown out; it was not counted in.
    Connection(Worker& worker, Socket socket, std::string peer, Refusal at_the_door);

    void start();
    void receive(Parcel&& parcel) override;
    void tick(Clock::time_point now);
    void drain();
    void cut();

    const std::string& peer() const { return peer_; }
    bool turned_away() const { return turned_away_; }
    std::size_t place = 0;                      ///< in the worker's list

private:
    enum class Phase : std::uint8_t { handshake, idle, head, body, kernel, write, stream, linger };

    Task<void> run();
    Task<void> converse();
    Task<bool> read_request();
    Task<bool> read_head();
    template <class Parser>
    Refusal take_head(Parser& parser);
    Task<bool> read_plain_body(std::size_t length, BodyShare& share);
    template <class Parser>
    Task<bool> read_chunked_body(Parser& parser, BodyShare& share);
    void note_broken_body();
    Task<bool> receive_some();
    bool hand_to_kernel();                      ///< true: answered before dispatch returned
    Task<void> wait_for_kernel();
    Task<bool> answer(HttpResponse& response, bool keep);
    Task<bool> send_file(int descriptor, std::uint64_t size);
    Task<bool> send_source(BodySource& source);
    Task<bool> write_all(std::string_view first, std::string_view second);
    std::size_t write_now(std::string_view first, std::string_view second);
    Task<void> pour(std::shared_ptr<EventStream> stream, HttpResponse head);
    Task<bool> pour_events(EventStream& stream, bool beats, bool chunked);
    Task<void> watch_client();
    Task<void> refuse();
    Task<void> part();
    Task<void> wait();
    void resume();
    void enter(Phase phase, Clock::duration time);
    bool body_too_slow(Clock::time_point now) const;
    void cancel();
    void close();
    void end(const std::exception_ptr& failure);

    struct Waiter {
        virtual ~Waiter() = default;
        virtual void go() = 0;
    };
    template <class Handler>
    struct WaiterFor;

    Worker& worker_;
    Socket socket_;
    std::unique_ptr<asio::ssl::stream<Socket&>> tls_;
    std::string peer_;
    bool turned_away_;

    Phase phase_ = Phase::idle;
    bool timed_out_ = false;                    ///< the running operation was cancelled by the clock
    bool gone_ = false;                         ///< the socket is closed or useless
    bool written_ = false;                      ///< our last word went out whole: part with a proper shutdown
    bool lingers_ = false;                      ///< we end what the client would have gone on with
    bool watching_ = false;                     ///< watch_client() runs
    bool beat_ = false;                         ///< a heartbeat is due
    Clock::time_point deadline_ = Clock::time_point::max();
    Clock::time_point body_began_, last_written_;
    std::uint64_t body_bytes_ = 0;

    InputBuffer input_;
    HeadScanner scanner_;
    Framing framing_;
    Refusal refusal_;
    HttpRequest request_;
    Method method_ = Method::get;
    bool keep_ = true;
    std::string out_;

    std::uint64_t request_number_ = 0;
    bool asked_ = false;                        ///< an answer to request_number_ is awaited
    Parcel parcel_;
    std::shared_ptr<EventStream> stream_;
    std::unique_ptr<Waiter> waiter_;
};

}  // namespace liren::net
