#include "net/server.h"

#include <condition_variable>
#include <csignal>
#include <stdexcept>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>

#include "answer.h"
#include "connection.h"
#include "tls.h"
#include "worker.h"

namespace liren::net {

namespace {

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr std::size_t max_turning_away = 128;   ///< refused clients per thread that still get a polite 503
constexpr std::chrono::milliseconds accept_pause{100};

std::string readable(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

Tcp::endpoint endpoint_of(const std::string& address, std::uint16_t port) {
    ErrorCode error;
    const auto parsed = asio::ip::make_address(address, error);
    if (error) throw std::runtime_error("\"" + address + "\" is not an address to listen on.");
    return {parsed, port};
}

std::runtime_error cannot_listen(const Tcp::endpoint& endpoint, const ErrorCode& error) {
    const std::string where = endpoint.address().to_string() + " port " + std::to_string(endpoint.port());
    if (error == asio::error::address_in_use) return std::runtime_error("Another program already listens on " + where + ".");
    return std::runtime_error("Cannot listen on " + where + ": " + error.message() + ".");
}

/// SO_REUSEPORT would let us share the port with a second copy of ourselves; a bind without it shows whether it is free.
void require_free(asio::io_context& io, const Tcp::endpoint& endpoint, bool only_v6) {
    Acceptor probe(io);
    ErrorCode error;
    probe.open(endpoint.protocol(), error);
    if (!error) probe.set_option(asio::socket_base::reuse_address(true), error);
    if (!error && endpoint.address().is_v6()) probe.set_option(asio::ip::v6_only(only_v6), error);
    if (!error) probe.bind(endpoint, error);
    if (error) throw cannot_listen(endpoint, error);
}

}  // namespace

// ---- Worker ----

Worker::Worker(House& the_house, asio::ssl::context* the_tls) : house(the_house), tls(the_tls) {
    inbox = std::make_shared<Inbox>([this] { asio::post(io, [this] { inbox->deliver(); }); });
    look_at_the_clock();
}

Worker::~Worker() { inbox->close(); }

void Worker::listen(const Tcp::endpoint& endpoint, bool only_v6) {
    auto acceptor = std::make_unique<Acceptor>(io);
    ErrorCode error;
    acceptor->open(endpoint.protocol(), error);
    if (!error) acceptor->set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor->set_option(ReusePort(true), error);
    if (!error && endpoint.address().is_v6()) acceptor->set_option(asio::ip::v6_only(only_v6), error);
    if (!error) acceptor->bind(endpoint, error);
    if (!error) acceptor->listen(asio::socket_base::max_listen_connections, error);
    if (error) throw cannot_listen(endpoint, error);
    acceptors_.push_back(std::move(acceptor));
}

std::uint16_t Worker::port() const { return acceptors_.front()->local_endpoint().port(); }

void Worker::run() {
    for (auto& acceptor : acceptors_)
        asio::co_spawn(io, accept(*acceptor), [](std::exception_ptr failure) {
            if (failure) std::rethrow_exception(failure);   // out of run(): a server that accepts no more must not look alive
        });
    schedule_tick();
    io.run();
    inbox->close();
}

Task<void> Worker::accept(Acceptor& acceptor) {
    while (!draining) {
        auto [error, socket] = co_await acceptor.async_accept(as_result);
        if (draining) break;
        if (!error) {
            try {
                welcome(std::move(socket));
            } catch (const std::exception& exception) {
                house.report(std::string("A connection could not be taken in: ") + exception.what());
            }
        } else if (error != asio::error::connection_aborted) {
            house.report("No connection can be accepted just now: " + error.message());
            Timer pause(io, accept_pause);          // most likely out of descriptors: let some come back
            co_await pause.async_wait(as_result);
        }
    }
}

void Worker::welcome(Socket socket) {
    ErrorCode error;
    const auto remote = socket.remote_endpoint(error);
    if (error) return;                              // gone before we looked
    socket.non_blocking(true, error);
    if (!error) socket.set_option(Tcp::no_delay(true), error);
    if (error) return;
    std::string peer = readable(remote.address());
    const Refusal refusal = house.admit(peer);
    if (refusal) {
        refused.add(1);
        if (tls || turning_away_ >= max_turning_away) return;   // a handshake just to say no costs more than it tells
        ++turning_away_;
    }
    auto connection = std::make_shared<Connection>(*this, std::move(socket), std::move(peer), refusal);
    connection->place = connections_.size();
    connections_.push_back(connection.get());
    if (!refusal) connections_open.add(1);
    connection->start();
}

void Worker::ended(Connection& connection) {
    Connection* last = connections_.back();
    connections_[connection.place] = last;
    last->place = connection.place;
    connections_.pop_back();
    if (connection.turned_away()) {
        --turning_away_;
    } else {
        connections_open.add(-1);
        house.leave(connection.peer());
    }
    if (finished()) timer_.cancel();
}

void Worker::look_at_the_clock() {
    now = Clock::now();
    date = http_date(std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

void Worker::schedule_tick() {
    if (finished()) return;
    timer_.expires_after(tick_length);
    timer_.async_wait([this](const ErrorCode& error) {
        if (error) return;                          // cancelled: the worker has finished
        tick();
        schedule_tick();
    });
}

void Worker::tick() {
    look_at_the_clock();
    // Backwards, because a connection that ends takes itself out and puts the last one in its place.
    for (std::size_t i = connections_.size(); i-- > 0;)
        if (i < connections_.size()) connections_[i]->tick(now);
}

void Worker::drain() {
    draining = true;
    for (auto& acceptor : acceptors_) acceptor->close();
    for (std::size_t i = connections_.size(); i-- > 0;)
        if (i < connections_.size()) connections_[i]->drain();
    if (finished()) timer_.cancel();
}

void Worker::cut() {
    for (std::size_t i = connections_.size(); i-- > 0;)
        if (i < connections_.size()) connections_[i]->cut();
}

// ---- Server ----

struct Server::Impl {
    Impl(Options options, Dispatch dispatch, BodyLimit limit);
    void bind();
    void start();
    void stop(std::chrono::milliseconds grace);
    void work(Worker& worker);

    House house;
    std::unique_ptr<asio::ssl::context> tls;
    std::vector<std::unique_ptr<Worker>> workers;
    std::vector<std::thread> threads;
    std::uint16_t port = 0;
    std::mutex mutex;                               ///< over the three below
    std::condition_variable changed;
    std::size_t running = 0;
    bool stopping = false, stopped = false;
};

Server::Impl::Impl(Options options, Dispatch dispatch, BodyLimit limit) : house(std::move(options), std::move(dispatch), std::move(limit)) {
    if (!house.options.certificate_file.empty()) tls = std::make_unique<asio::ssl::context>(make_tls_context(house.options.certificate_file, house.options.key_file));
    for (unsigned i = 0; i < std::max(1u, house.options.threads); ++i) workers.push_back(std::make_unique<Worker>(house, tls.get()));
    bind();
}

void Server::Impl::bind() {
    port = house.options.port;
    bool any_v4 = false;
    for (const auto& address : house.options.addresses) any_v4 = any_v4 || endpoint_of(address, 0).address().is_v4();
    if (house.options.addresses.empty()) throw std::runtime_error("There is no address to listen on.");
    for (const auto& address : house.options.addresses) {
        if (port != 0) require_free(workers.front()->io, endpoint_of(address, port), any_v4);
        for (auto& worker : workers) {
            worker->listen(endpoint_of(address, port), any_v4);   // "::" alone also takes IPv4
            if (port == 0) port = worker->port();
        }
    }
}

void Server::Impl::work(Worker& worker) {
    worker.run();
    const std::lock_guard lock(mutex);
    --running;
    changed.notify_all();
}

void Server::Impl::start() {
    const std::lock_guard lock(mutex);
    if (!threads.empty()) throw std::logic_error("the server was started twice");
    // Signals are for the main thread; a handler on ours would interrupt a coroutine.
    sigset_t all, before;
    sigfillset(&all);
    for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGPROF}) sigdelset(&all, fault);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    for (auto& worker : workers) {
        ++running;
        threads.emplace_back([this, &worker = *worker] { work(worker); });
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Server::Impl::stop(std::chrono::milliseconds grace) {
    std::unique_lock lock(mutex);
    if (stopping) return changed.wait(lock, [this] { return stopped; });
    stopping = true;
    if (running > 0) {
        for (auto& worker : workers) asio::post(worker->io, [&worker = *worker] { worker.drain(); });
        if (!changed.wait_for(lock, grace, [this] { return running == 0; }))
            for (auto& worker : workers) asio::post(worker->io, [&worker = *worker] { worker.cut(); });
        changed.wait(lock, [this] { return running == 0; });
    }
    for (auto& thread : threads) thread.join();
    stopped = true;
    changed.notify_all();
}

Server::Server(Options options, Dispatch dispatch, BodyLimit limit) : impl_(std::make_unique<Impl>(std::move(options), std::move(dispatch), std::move(limit))) {}
Server::~Server() { impl_->stop(std::chrono::milliseconds(0)); }
void Server::start() { impl_->start(); }
void Server::stop(std::chrono::milliseconds grace) { impl_->stop(grace); }
std::uint16_t Server::port() const { return impl_->port; }

Server::Counters Server::counters() const {
    Counters sum;
    for (const auto& worker : impl_->workers) {
        sum.requests += worker->requests.value();
        sum.connections_open += worker->connections_open.value();
        sum.refused += worker->refused.value();
        sum.streams_open += worker->streams_open.value();
    }
    return sum;
}

}  // namespace liren::net
