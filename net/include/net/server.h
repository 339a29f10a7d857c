#pragma once
// The edge: HTTP/1.1 (and TLS) on Asio and Beast, behind plain structs. It reads whole requests, enforces the limits below
// before a byte reaches the kernel, and writes answers, files and event streams. It knows no route, no session and no store.
// One io_context per thread with SO_REUSEPORT; no lock on the request path; one coarse timer per thread, not one per request.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "liren/http.h"

namespace liren::net {

struct Options {
    std::vector<std::string> addresses = {"127.0.0.1"};   ///< addresses to listen on; an IPv6 one without brackets
    std::uint16_t port = 8080;                            ///< 0: the system chooses, see Server::port()
    unsigned threads = 2;
    std::size_t max_header_bytes = 16 * 1024;             ///< above: 431
    std::size_t max_connections = 10'000;                 ///< above: 503 with Retry-After, then closed
    std::size_t max_connections_per_peer = 2'000;
    std::chrono::seconds header_timeout{10};              ///< from the first byte of a head to its end (slow loris); then cut
    std::chrono::seconds body_timeout{60};                ///< a body must arrive at ≥ 1 KiB/s on average, and within this
    std::chrono::seconds body_grace{5};                   ///< the average is judged only after this: the first packets may be slow
    std::chrono::seconds keep_alive{75};                  ///< an idle connection is closed after this
    std::chrono::seconds write_timeout{60};               ///< a client that takes no byte of an answer for this long is cut
    std::chrono::seconds heartbeat{20};                   ///< a quiet event stream gets a comment this often, so that proxies keep it
    std::size_t max_pending_bodies = 256u << 20;          ///< bytes of bodies being read at once, all connections; above: 503
    std::string certificate_file;                         ///< PEM chain; empty = plain HTTP
    std::string key_file;
    /// Gets one sentence for the operator when something is wrong on our side (a handler threw, no descriptors are left, a file
    /// cannot be read). Called on the edge's threads; empty = standard error.
    std::function<void(std::string_view)> report;
    /// The sentence for people behind a refusal's key, in a language the reader accepts; empty: refusals carry the key alone.
    std::function<std::string(std::string_view key, std::string_view accept_language)> say;
};

class Server {
public:
    /// Binds at once. Throws std::runtime_error with a sentence for the operator when the address is taken.
    Server(Options options, Dispatch dispatch, BodyLimit limit);
    ~Server();                                            ///< stops at once

    void start();                                         ///< starts the threads and returns
    /// May be called once from any thread but the edge's own. Stops accepting, lets running requests finish for at most `grace`, closes streams and idle connections, joins.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(10));
    std::uint16_t port() const;

    struct Counters {
        std::uint64_t requests = 0, connections_open = 0, refused = 0, streams_open = 0;
    };
    Counters counters() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace liren::net
