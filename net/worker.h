#pragma once
// One thread of the edge: its io_context, its acceptors, its connections, its one timer and the coarse clock all deadlines are
// measured with. Everything here belongs to that thread; others reach it through its Inbox, or by posting stop and cut.
// This header brings in Asio: only server.cpp and connection.cpp may include it.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "house.h"
#include "inbox.h"

namespace liren::net {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;

inline constexpr asio::use_awaitable_t<Executor> awaited{};
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> as_result{awaited};

inline constexpr std::chrono::milliseconds tick_length{250};

class Connection;

/// Written by one thread, read by any.
class Tally {
public:
    void add(std::int64_t change) { value_.store(value_.load(std::memory_order_relaxed) + static_cast<std::uint64_t>(change), std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

class Worker {
public:
    Worker(House& house, asio::ssl::context* tls);
    ~Worker();

    void listen(const Tcp::endpoint& endpoint, bool only_v6);
    std::uint16_t port() const;                 ///< of the first acceptor
    void run();                                 ///< returns when stopped and the last connection has gone

    void drain();                               ///< on the worker's thread: no new work; idle connections and streams end
    void cut();                                 ///< on the worker's thread: everything ends now
    void ended(Connection& connection);

    House& house;
    asio::ssl::context* tls;                    ///< null: plain HTTP
    asio::io_context io{1};
    std::shared_ptr<Inbox> inbox;
    Clock::time_point now;                      ///< as of the last tick
    std::string date;                           ///< of the Date header, as of the last tick
    bool draining = false;
    Tally requests, connections_open, refused, streams_open;

private:
    Task<void> accept(Acceptor& acceptor);
    void welcome(Socket socket);
    void look_at_the_clock();
    void schedule_tick();
    void tick();
    bool finished() const { return draining && connections_.empty(); }

    std::vector<std::unique_ptr<Acceptor>> acceptors_;
    std::vector<Connection*> connections_;
    std::size_t turning_away_ = 0;
    Timer timer_{io};
};

}  // namespace liren::net
