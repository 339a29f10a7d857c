// The end of a server: what runs may finish, what waits is closed, what hangs is cut.
#include <doctest/doctest.h>

#include <atomic>
#include <optional>
#include <stdexcept>

#include "support.h"

using namespace liren;
using namespace liren::net::tests;
using liren::net::Options;
using namespace std::chrono_literals;

namespace {
const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
}

TEST_CASE("a server that was never started can be destroyed") {
    const net::Server server(quick_options(), [](HttpRequest&&, Responder) {}, [](Method, std::string_view) { return std::size_t{0}; });
    CHECK(server.port() != 0);
}

TEST_CASE("stop lets a running request finish, tells the client that the connection ends, and takes no new one") {
    std::optional<Responder> running;
    std::atomic<bool> asked = false;
    TestServer server(quick_options(), [&](HttpRequest&&, Responder respond) {
        running = std::move(respond);
        asked = true;
    });
    const std::uint16_t port = server.port();
    Client client(port), idle(port);
    client.send(get + get);
    REQUIRE(eventually([&] { return asked.load(); }));
    std::thread stopping([&] { server->stop(60s); });
    CHECK(idle.closed_by_server());
    CHECK(eventually([&] {                      // the two threads stop listening one after the other
        try {
            Client late(port);
            return false;
        } catch (const std::runtime_error&) {
            return true;
        }
    }));
    (*running)({.body = "finished"});
    const Reply reply = client.reply();
    CHECK(reply.body == "finished");
    CHECK(reply.field("Connection") == "close");
    client.finish_sending();
    CHECK(client.closed_by_server());
    stopping.join();
    CHECK(server->counters().connections_open == 0);
    CHECK(server->counters().requests == 1);
}

TEST_CASE("stop lets a body that is arriving finish") {
    TestServer server;
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    client.until("\r\n\r\n");
    Client idle(server.port());
    idle.send(get);
    idle.reply();
    std::thread stopping([&] { server->stop(60s); });
    CHECK(idle.closed_by_server());
    client.send("xyz");
    CHECK(client.reply().body == "POST /? xyz");
    client.close();
    stopping.join();
}

TEST_CASE("stop ends event streams whole") {
    std::shared_ptr<Stream> stream;
    TestServer server(quick_options(), [&](HttpRequest&&, Responder respond) { stream = respond.stream({.content_type = "text/event-stream"}); });
    Client client(server.port());
    client.send(get);
    client.until("\r\n\r\n");
    server->stop(60s);
    CHECK(client.rest() == "0\r\n\r\n");
    CHECK(stream->closed());
}

TEST_CASE("when the grace is over, what still runs is cut") {
    std::optional<Responder> never;
    TestServer server(quick_options(), [&](HttpRequest&&, Responder respond) { never = std::move(respond); });
    Client client(server.port());
    client.send(get);
    REQUIRE(eventually([&] { return server->counters().requests == 1; }));
    server->stop(50ms);
    CHECK(client.closed_by_server());
    (*never)({});
}

TEST_CASE("stop twice, and from two threads, is stop once") {
    TestServer server;
    std::thread other([&] { server->stop(); });
    server->stop();
    other.join();
    server->stop();
    CHECK(server->counters().connections_open == 0);
}

TEST_CASE("stop under load ends, and every answer that was begun is whole") {
    OtherThread kernel;
    const std::string body(3000, 'x');
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        if (request.path == "/later") kernel.run([respond, &body] { respond({.body = body}); });
        else respond({.body = body});
    });
    std::atomic<int> answered = 0, broken = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i)
        clients.emplace_back([&, i, connected = std::make_shared<Client>(server.port())] {
            Client& client = *connected;        // connected before any stop
            while (client.send(i % 2 ? get : "GET /later HTTP/1.1\r\nHost: a\r\n\r\n")) {
                const Reply reply = client.reply();
                if (reply.status == 0) return;
                ++answered;
                broken += reply.body != body;
                if (reply.field("Connection") == "close") return;
            }
        });
    CHECK(eventually([&] { return answered > 500; }));
    server->stop(60s);
    for (auto& client : clients) client.join();
    CHECK(broken == 0);
}

TEST_CASE("destroying a server under load is clean") {
    for (int round = 0; round < 5; ++round) {
        OtherThread kernel;
        std::atomic<int> asked = 0;
        std::vector<std::thread> clients;
        TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
            ++asked;
            if (request.path == "/stream") kernel.run([respond] { respond.stream({.content_type = "text/event-stream"})->send("data: x\n\n"); });
            else kernel.run([respond] { respond({.body = "late"}); });
        });
        for (int i = 0; i < 6; ++i)
            clients.emplace_back([i, connected = std::make_shared<Client>(server.port())] {
                Client& client = *connected;
                const std::string request = i % 2 ? get : "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n";
                while (client.send(request) && !client.some().empty()) {
                }
            });
        CHECK(eventually([&] { return asked > 20; }));
        server.destroy();
        for (auto& client : clients) client.join();
    }
}
