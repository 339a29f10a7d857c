// Answers: from any thread, once, dropped, large, from a file, to a client that has gone.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <stdexcept>

#include <unistd.h>

#include "support.h"

using namespace liren;
using namespace liren::net::tests;
using liren::net::Options;

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string head = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";

std::string numbered(std::size_t size) {
    std::string text;
    for (int i = 0; text.size() < size; ++i) text += std::to_string(i) + " ";
    return text;
}

class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& content) {
        char name[] = "/tmp/liren_net_XXXXXX";
        ::close(::mkstemp(name));
        path = name;
        std::ofstream(path, std::ios::binary) << content;
    }
    ~TemporaryFile() { std::remove(path.c_str()); }
    std::string path;
};

}  // namespace

TEST_CASE("an answer may come from another thread") {
    OtherThread kernel;
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        kernel.run([path = request.path, respond] { respond({.status = 201, .body = path}); });
    });
    Client client(server.port());
    for (int i = 0; i < 200; ++i) {
        client.send("GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        const Reply reply = client.reply();
        REQUIRE(reply.status == 201);
        REQUIRE(reply.body == "/" + std::to_string(i));
    }
}

TEST_CASE("a dropped responder answers 500, on the spot or later") {
    OtherThread kernel;
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        if (request.path == "/later") kernel.run([respond] {});
    });
    for (const char* path : {"/now", "/later"}) {
        const Reply reply = ask(server.port(), "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(reply.status == 500);
        CHECK(reply.field("Content-Type") == "application/problem+json");
    }
}

TEST_CASE("a second answer is ignored, also one to a stream") {
    OtherThread kernel;
    bool closed = false;
    TestServer server(quick_options(), [&](HttpRequest&&, Responder respond) {
        respond({.body = "first"});
        respond({.body = "second"});
        closed = respond.stream({})->closed();
        kernel.run([respond] { respond({.body = "third"}); });
    });
    Client client(server.port());
    for (int i = 0; i < 50; ++i) {
        client.send(get);
        REQUIRE(client.reply().body == "first");
    }
    CHECK(closed);
}

TEST_CASE("a handler that throws is a 500 and a report, and the server goes on") {
    TestServer server(quick_options(), [&](HttpRequest&&, Responder) { throw std::runtime_error("the roof is leaking"); });
    Client client(server.port());
    for (int i = 0; i < 2; ++i) {
        client.send(get);
        CHECK(client.reply().status == 500);
    }
    REQUIRE(server.reports().size() == 2);
    CHECK(server.reports()[0] == "A request ended by an exception: the roof is leaking");
}

TEST_CASE("HEAD gives the headers of GET and nothing else") {
    const std::string large = numbered(100'000);
    const TemporaryFile file(large);
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        if (request.path == "/file") respond({.file_path = file.path});
        else if (request.path == "/fixed") respond({.fixed_body = large});
        else respond({.body = large});
    });
    Client client(server.port());
    for (const char* path : {"/body", "/fixed", "/file"}) {
        client.send("HEAD " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        CHECK(client.reply(true).field("Content-Length") == std::to_string(large.size()));
    }
    client.send(get);
    CHECK(client.reply().body == large);
}

TEST_CASE("204 and 304 have neither body nor length") {
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) { respond({.status = request.path == "/204" ? 204 : 304, .body = "never"}); });
    Client client(server.port());
    for (const char* status : {"204", "304"}) {
        client.send("GET /" + std::string(status) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        const Reply reply = client.reply();
        CHECK(reply.status == std::stoi(status));
        CHECK(reply.field("Content-Length").empty());
    }
    client.send("GET /204 HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.reply().status == 204);
}

TEST_CASE("a large answer goes through a narrow client in many partial writes") {
    const std::string large = numbered(8 << 20);
    const TemporaryFile file(large);
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        if (request.path == "/file") respond({.file_path = file.path});
        else if (request.path == "/fixed") respond({.fixed_body = large});
        else respond({.body = large});
    });
    for (const char* path : {"/body", "/fixed", "/file"}) {
        Client client(server.port(), "127.0.0.1", 8192);
        client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n" + get);
        CHECK(client.reply().body == large);
        CHECK(client.reply().body == large);
    }
}

TEST_CASE("an empty file and a file that is none") {
    const TemporaryFile empty("");
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        if (request.path == "/empty") respond({.file_path = empty.path});
        else if (request.path == "/folder") respond({.file_path = "/tmp"});
        else respond({.file_path = "/nowhere/at/all"});
    });
    Client client(server.port());
    client.send("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.reply().field("Content-Length") == "0");
    client.send("GET /folder HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.reply().status == 500);
    client.send("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.reply().status == 500);
    REQUIRE(server.reports().size() == 2);
    CHECK(server.reports()[1] == "The file /nowhere/at/all cannot be read.");
}

TEST_CASE("an answer that may not be sent becomes a 500") {
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        HttpResponse response;
        if (request.path == "/split") response.headers = {{"Location", "/a\r\nSet-Cookie: b=c"}};
        else response.status = 99;
        respond(std::move(response));
    });
    const Reply reply = ask(server.port(), "GET /split HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(reply.status == 500);
    CHECK(reply.head.find("Set-Cookie") == std::string::npos);
    CHECK(ask(server.port(), get).status == 500);
    CHECK(server.reports().size() == 2);
}

TEST_CASE("a client that disappears at any moment leaves nothing behind") {
    const std::string large = numbered(4 << 20);
    OtherThread kernel;
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        if (request.path == "/later") kernel.run([respond] { respond({.body = "late"}); });
        else respond({.fixed_body = large});
    });
    const std::string moments[] = {"", "GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na", get,
                                   "GET /later HTTP/1.1\r\nHost: a\r\n\r\n", "GET /later HTTP/1.1\r\nHost: a\r\n\r\n" + get};
    for (int round = 0; round < 20; ++round)
        for (const std::string& moment : moments) {
            Client polite(server.port()), rude(server.port());
            polite.send(moment);
            rude.send(moment);
            polite.close();
            rude.reset();
        }
    CHECK(eventually([&] { return server->counters().connections_open == 0; }));
}

TEST_CASE("a client that disappears in the middle of its answer leaves nothing behind") {
    const std::string large = numbered(16 << 20);
    const TemporaryFile file(large);
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        if (request.path == "/file") respond({.file_path = file.path});
        else respond({.fixed_body = large});
    });
    for (const char* path : {"/fixed", "/file"})
        for (int i = 0; i < 5; ++i) {
            Client client(server.port());
            client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n");
            client.until("\r\n\r\n");
            if (i % 2) client.reset();
        }
    CHECK(eventually([&] { return server->counters().connections_open == 0; }));
}

TEST_CASE("a responder may outlive its client and its server") {
    std::optional<Responder> kept, dropped;
    Options options = quick_options();
    options.threads = 1;
    {
        TestServer server(options, [&](HttpRequest&&, Responder respond) { (kept ? dropped : kept) = std::move(respond); });
        Client first(server.port());
        first.send(get);
        CHECK(eventually([&] { return server->counters().requests == 1; }));
        Client second(server.port());
        second.send(get);
        CHECK(eventually([&] { return server->counters().requests == 2; }));
    }
    CHECK(kept->stream({})->closed());
    (*kept)({.body = "too late"});
    dropped.reset();
}
