#pragma once
// What the kernel and the edge (net/) say to each other: a request that has arrived whole, and a way to answer it.
// No Asio and no Beast in here. A HttpRequest is owned by whoever holds it; a Responder may be called once, from any
// thread, and a Responder that is dropped without a call answers 500. A Stream (SSE) may be fed from any thread.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace liren {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

std::string_view method_name(Method method);

struct HttpRequest {
    Method method = Method::get;
    std::string target;                      ///< as sent: path and query, percent-encoded
    std::string path;                        ///< decoded path, without query; no "." or ".." segment survives
    std::string query;                       ///< after '?', still encoded
    std::vector<std::pair<std::string, std::string>> headers;   ///< names in lower case, in order
    std::string body;
    std::string peer;                        ///< address of the client, without port
    bool secure = false;                     ///< arrived over TLS

    /// The first header of that (lower-case) name, or an empty view.
    std::string_view header(std::string_view lower_name) const;
    /// The value of a cookie, or an empty view.
    std::string_view cookie(std::string_view name) const;
};

/// Bytes that are made while they are sent, piece by piece, so that the whole is never in memory. Belongs to one answer; asked by one
/// thread at a time, which it may keep waiting no longer than a disk would.
class BodySource {
public:
    virtual ~BodySource() = default;
    virtual std::uint64_t size() const = 0;
    /// The next bytes; "" before all of `size` were given means that they cannot be had: the connection is cut.
    virtual std::string next() = 0;
};

struct HttpResponse {
    int status = 200;
    std::string content_type = "application/json; charset=utf-8";
    std::vector<std::pair<std::string, std::string>> headers;   ///< content-length, date and connection are the edge's
    std::string body;
    /// Bytes that live as long as the program (embedded assets), sent without a copy instead of `body` when not empty.
    std::string_view fixed_body;
    /// A file to send instead of `body` when not empty (read by the edge in pieces).
    std::string file_path;
    /// Sent instead of `body` when there is one.
    std::shared_ptr<BodySource> source;
};

/// One open server-sent-event connection.
class Stream {
public:
    virtual ~Stream() = default;
    /// Queues bytes; returns false when the client is gone or so slow that more than 256 KiB wait (then it is cut).
    virtual bool send(std::string bytes) = 0;
    virtual void close() = 0;
    virtual bool closed() const = 0;
};

class Responder {
public:
    using Send = std::function<void(HttpResponse&&)>;
    using Open = std::function<std::shared_ptr<Stream>(HttpResponse&& head)>;

    Responder() = default;
    Responder(Send send, Open open) : send_(std::move(send)), open_(std::move(open)) {}

    void operator()(HttpResponse&& response) const { send_(std::move(response)); }
    /// Answers with a head and keeps the connection open; the body is what the Stream is given.
    std::shared_ptr<Stream> stream(HttpResponse&& head) const { return open_(std::move(head)); }

private:
    Send send_;
    Open open_;
};

/// Called by the edge on one of its threads when a request has arrived whole. Must not block.
using Dispatch = std::function<void(HttpRequest&&, Responder)>;

/// Asked by the edge after the head has arrived and before the body is read: the largest body, in bytes, this route takes.
using BodyLimit = std::function<std::size_t(Method, std::string_view path)>;

/// The decoded value of ?name=…, or "": for routes whose body is not JSON.
std::string query_value(const HttpRequest& request, std::string_view name);

}  // namespace liren
