// Each limit of net::Options, met by a client that oversteps it. Time limits are configured to a second; a test waits for the
// server's move and never measures how long it took.
#include <doctest/doctest.h>

#include <atomic>

#include "support.h"

using namespace liren;
using namespace liren::net::tests;
using liren::net::Options;
using namespace std::chrono_literals;

namespace {
const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
std::string post(std::string_view fields) { return "POST / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n\r\n"; }
}  // namespace

TEST_CASE("a header above the limit is 431, a target above it 414") {
    TestServer server;
    CHECK(ask(server.port(), "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n").status == 431);
    CHECK(ask(server.port(), "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'a')).status == 431);
    CHECK(ask(server.port(), "GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n").status == 414);
    CHECK(ask(server.port(), "GET /" + std::string(14'000, 'a')).status == 414);
}

TEST_CASE("a body above the route's limit is 413 before it is read") {
    TestServer server;
    CHECK(ask(server.port(), post("Content-Length: 100001")).status == 413);
    CHECK(ask(server.port(), post("Content-Length: 100001\r\nExpect: 100-continue")).status == 413);
    CHECK(ask(server.port(), post("Transfer-Encoding: chunked") + "186a1\r\n").status == 413);
    CHECK(server->counters().requests == 0);
}

TEST_CASE("chunks that add up to more than the limit are 413") {
    TestServer server;
    const std::string chunk = "8000\r\n" + std::string(0x8000, 'a') + "\r\n";
    CHECK(ask(server.port(), post("Transfer-Encoding: chunked") + chunk + chunk + chunk + chunk).status == 413);
}

TEST_CASE("a client that is still sending its too large body can read the refusal") {
    TestServer server;
    Client client(server.port());
    client.send(post("Content-Length: 1000000") + std::string(1'000'000, 'a'));
    CHECK(client.reply().status == 413);
}

TEST_CASE("a chunk line without end is refused") {
    TestServer server;
    CHECK(ask(server.port(), post("Transfer-Encoding: chunked") + "1;" + std::string(40'000, 'a')).status == 400);
}

TEST_CASE("a head that trickles is cut with 408") {
    Options options = quick_options();
    options.header_timeout = 1s;
    TestServer server(options);
    Client client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n");
    std::atomic<bool> answered = false;
    std::thread drip([&] {
        while (!answered && client.send("X: y\r\n")) std::this_thread::sleep_for(50ms);
    });
    CHECK(client.reply().status == 408);
    answered = true;
    drip.join();
    CHECK(server->counters().requests == 0);
}

TEST_CASE("a body that stops is cut with 408") {
    Options options = quick_options();
    options.body_timeout = 1s;
    TestServer server(options);
    CHECK(ask(server.port(), post("Content-Length: 10") + "abc").status == 408);
    CHECK(ask(server.port(), post("Transfer-Encoding: chunked") + "5\r\nabc").status == 408);
    CHECK(server->counters().requests == 0);
}

TEST_CASE("a body below a kibibyte a second is cut with 408 long before its whole time is over") {
    Options options = quick_options();
    options.body_grace = 1s;
    options.body_timeout = 3600s;
    TestServer server(options);
    CHECK(ask(server.port(), post("Content-Length: 10000") + "abc").status == 408);
}

TEST_CASE("an idle connection is closed without a word") {
    Options options = quick_options();
    options.keep_alive = 1s;
    TestServer server(options);
    Client silent(server.port()), used(server.port());
    used.send(get);
    CHECK(used.reply().status == 200);
    CHECK(silent.closed_by_server());
    CHECK(used.closed_by_server());
}

TEST_CASE("a client that takes nothing of its answer is cut") {
    Options options = quick_options();
    options.write_timeout = 1s;
    const std::string large(32 << 20, 'a');
    TestServer server(options, [&](HttpRequest&&, Responder respond) { respond({.fixed_body = large}); });
    Client client(server.port(), "127.0.0.1", 4096);
    client.send(get);
    CHECK(eventually([&] { return server->counters().requests == 1 && server->counters().connections_open == 0; }));
    CHECK(client.rest().size() < large.size());
}

TEST_CASE("a connection too many gets 503 with Retry-After, and the next one is welcome when one has gone") {
    Options options = quick_options();
    options.max_connections = 2;
    TestServer server(options);
    Client first(server.port()), second(server.port());
    first.send(get);
    second.send(get);
    CHECK(first.reply().status == 200);
    CHECK(second.reply().status == 200);
    Client third(server.port());
    const Reply reply = third.reply();
    CHECK(reply.status == 503);
    CHECK(reply.field("Retry-After") == "5");
    CHECK(reply.body.find("http.too_many_connections\"") != std::string::npos);
    third.finish_sending();
    CHECK(third.closed_by_server());
    first.close();
    CHECK(eventually([&] { return server->counters().connections_open == 1; }));
    CHECK(ask(server.port(), get).status == 200);
}

TEST_CASE("one peer cannot take all connections") {
    Options options = quick_options();
    options.max_connections_per_peer = 1;
    options.addresses = {"127.0.0.1", "::1"};
    TestServer server(options);
    Client first(server.port());
    first.send(get);
    CHECK(first.reply().status == 200);
    CHECK(ask(server.port(), get).body.find("http.too_many_connections_from_peer") != std::string::npos);
    Client other(server.port(), "::1");
    other.send(get);
    CHECK(other.reply().status == 200);
}

TEST_CASE("bodies being read at once have a limit together, and give their share back") {
    Options options = quick_options();
    options.max_pending_bodies = 1000;
    TestServer server(options);
    Client first(server.port());
    first.send(post("Content-Length: 900\r\nExpect: 100-continue"));
    first.until("\r\n\r\n");
    first.send(std::string(800, 'a'));
    CHECK(eventually([&] { return ask(server.port(), post("Content-Length: 500") + std::string(500, 'a')).body.find("http.too_many_bodies") != std::string::npos; }));
    CHECK(ask(server.port(), post("Content-Length: 1001")).status == 503);
    first.send(std::string(100, 'a'));
    CHECK(first.reply().status == 200);
    CHECK(ask(server.port(), post("Content-Length: 500") + std::string(500, 'a')).status == 200);
    Client gone(server.port());
    gone.send(post("Content-Length: 900\r\nExpect: 100-continue"));
    gone.until("\r\n\r\n");
    gone.send(std::string(800, 'a'));
    gone.reset();
    CHECK(eventually([&] { return ask(server.port(), post("Content-Length: 900") + std::string(900, 'a')).status == 200; }));
}
