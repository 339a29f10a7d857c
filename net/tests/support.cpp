#include "support.h"

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace liren::net::tests {

namespace {
constexpr std::chrono::seconds long_limit{30};
}

std::string Reply::field(std::string_view name) const {
    const std::string wanted = "\r\n" + std::string(name) + ": ";
    const auto at = head.find(wanted);
    if (at == std::string::npos) return {};
    const auto begin = at + wanted.size();
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

Client::Client(std::uint16_t port, const std::string& address, int receive_buffer) {
    const bool v6 = address.find(':') != std::string::npos;
    descriptor_ = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer > 0) ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    int result = -1;
    if (v6) {
        sockaddr_in6 to{};
        to.sin6_family = AF_INET6;
        to.sin6_port = htons(port);
        ::inet_pton(AF_INET6, address.c_str(), &to.sin6_addr);
        result = ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&to), sizeof to);
    } else {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        ::inet_pton(AF_INET, address.c_str(), &to.sin_addr);
        result = ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }
    if (result != 0) {
        close();
        throw std::runtime_error("the test could not connect");
    }
}

Client::~Client() { close(); }

void Client::close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
}

void Client::reset() {
    const linger at_once{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
}

void Client::finish_sending() { ::shutdown(descriptor_, SHUT_WR); }

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Client::fill() {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(std::chrono::milliseconds(long_limit).count())) != 1) throw std::runtime_error("the server neither answered nor closed");
    char bytes[16384];
    const auto got = ::recv(descriptor_, bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return true;
}

std::string Client::until(std::string_view text) {
    std::size_t at;
    while ((at = buffer_.find(text)) == std::string::npos)
        if (!fill()) return std::exchange(buffer_, {});
    std::string found = buffer_.substr(0, at + text.size());
    buffer_.erase(0, found.size());
    return found;
}

Reply Client::reply(bool head_only) {
    Reply reply;
    reply.head = until("\r\n\r\n");
    if (!reply.head.starts_with("HTTP/1.1 ") || !reply.head.ends_with("\r\n\r\n")) return reply;
    reply.head.resize(reply.head.size() - 4);
    reply.status = std::stoi(reply.head.substr(9, 3));
    const std::string length = reply.field("Content-Length");
    if (head_only || length.empty()) return reply;
    while (buffer_.size() < std::stoul(length))
        if (!fill()) break;
    reply.body = buffer_.substr(0, std::stoul(length));
    buffer_.erase(0, reply.body.size());
    return reply;
}

std::string Client::some() {
    if (buffer_.empty()) fill();
    return std::exchange(buffer_, {});
}

std::string Client::rest() {
    while (fill()) {
    }
    return std::exchange(buffer_, {});
}

bool Client::closed_by_server() { return buffer_.empty() && !fill(); }

Reply ask(std::uint16_t port, std::string_view bytes, bool head_only) {
    Client client(port);
    client.send(bytes);
    return client.reply(head_only);
}

Options quick_options() {
    Options options;
    options.port = 0;
    return options;
}

TestServer::TestServer(Options options, Dispatch dispatch) {
    if (!dispatch)
        dispatch = [](HttpRequest&& request, Responder respond) {
            HttpResponse response;
            response.content_type = "text/plain";
            response.body = std::string(method_name(request.method)) + " " + request.path + "?" + request.query + " " + request.body;
            respond(std::move(response));
        };
    options.report = [this](std::string_view sentence) {
        const std::lock_guard lock(mutex_);
        reports_.emplace_back(sentence);
    };
    server_ = std::make_unique<Server>(options, dispatch, [](Method, std::string_view) { return std::size_t{100'000}; });
    server_->start();
}

std::vector<std::string> TestServer::reports() {
    const std::lock_guard lock(mutex_);
    return reports_;
}

bool eventually(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + long_limit;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

struct OtherThread::Shared {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> work;
    bool ending = false;
};

OtherThread::OtherThread() : shared_(std::make_shared<Shared>()) {
    thread_ = std::thread([shared = shared_] {
        for (;;) {
            std::unique_lock lock(shared->mutex);
            shared->changed.wait(lock, [&] { return shared->ending || !shared->work.empty(); });
            if (shared->work.empty()) return;
            auto work = std::move(shared->work.front());
            shared->work.pop_front();
            lock.unlock();
            work();
        }
    });
}

OtherThread::~OtherThread() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->ending = true;
    }
    shared_->changed.notify_one();
    thread_.join();
}

void OtherThread::run(std::function<void()> work) {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->work.push_back(std::move(work));
    }
    shared_->changed.notify_one();
}

}  // namespace liren::net::tests
