#pragma once
// What the edge's tests share: a server on a port the system chose, and a client that is nothing but a POSIX socket, so that a
// test can send exactly the bytes it means. Every wait ends by an event of the other side; the long limit only turns a hang
// into a failure.

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "net/server.h"

namespace liren::net::tests {

struct Reply {
    int status = 0;                 ///< 0: the connection ended before a head came
    std::string head;               ///< status line and fields, without the empty line
    std::string body;
    std::string field(std::string_view name) const;   ///< empty when absent
};

class Client {
public:
    explicit Client(std::uint16_t port, const std::string& address = "127.0.0.1", int receive_buffer = 0);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// False when the server has closed.
    bool send(std::string_view bytes);
    Reply reply(bool head_only = false);           ///< reads one answer by its Content-Length
    std::string until(std::string_view text);      ///< reads up to and including `text`; what came, if the server closes first
    std::string rest();                            ///< reads until the server closes
    std::string some();                            ///< what one read gives; empty: the server closed
    bool closed_by_server();                       ///< waits for the end; false when bytes came instead
    void finish_sending();
    void reset();                                  ///< disappears with a reset, as a phone in a lift does
    void close();
    int descriptor() const { return descriptor_; }

private:
    bool fill();
    int descriptor_ = -1;
    std::string buffer_;
};

/// One request over its own connection.
Reply ask(std::uint16_t port, std::string_view bytes, bool head_only = false);

Options quick_options();

/// Answers 200 with "METHOD path?query body", unless given another dispatch. Body limit 100 000 bytes.
class TestServer {
public:
    explicit TestServer(Options options = quick_options(), Dispatch dispatch = {});
    Server& operator*() { return *server_; }
    Server* operator->() { return server_.get(); }
    std::uint16_t port() const { return server_->port(); }
    std::vector<std::string> reports();
    void destroy() { server_.reset(); }

private:
    std::mutex mutex_;
    std::vector<std::string> reports_;
    std::unique_ptr<Server> server_;
};

/// Waits until `holds` or the long limit; the result is what the test checks.
bool eventually(const std::function<bool()>& holds);

/// A thread that runs what it is given, in order: the kernel's writer, seen from the edge.
class OtherThread {
public:
    OtherThread();
    ~OtherThread();
    void run(std::function<void()> work);

private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
    std::thread thread_;
};

}  // namespace liren::net::tests
