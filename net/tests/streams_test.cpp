// Event streams: fed from other threads, kept warm, cut when slow, gone when the client is.
#include <doctest/doctest.h>

#include <atomic>

#include "support.h"

using namespace liren;
using namespace liren::net::tests;
using liren::net::Options;
using namespace std::chrono_literals;

namespace {

const std::string get = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n";
const HttpResponse events{.content_type = "text/event-stream"};

/// A server whose every request becomes a stream, and the streams it has opened.
struct Streams {
    explicit Streams(Options options = quick_options())
        : server(options, [this](HttpRequest&&, Responder respond) {
              const std::lock_guard lock(mutex);
              open.push_back(respond.stream(HttpResponse(events)));
          }) {}
    ~Streams() { server.destroy(); }

    std::shared_ptr<Stream> stream(std::size_t number = 0) {
        eventually([&] {
            const std::lock_guard lock(mutex);
            return open.size() > number;
        });
        const std::lock_guard lock(mutex);
        return open.at(number);
    }

    std::mutex mutex;
    std::vector<std::shared_ptr<Stream>> open;
    TestServer server;
};

}  // namespace

TEST_CASE("what any thread sends arrives, in order, and close ends the answer whole") {
    Streams streams;
    Client client(streams.server.port());
    client.send(get);
    const std::string head = client.until("\r\n\r\n");
    CHECK(head.find("Content-Type: text/event-stream\r\n") != std::string::npos);
    CHECK(head.find("Transfer-Encoding: chunked\r\n") != std::string::npos);
    CHECK(head.find("Content-Length") == std::string::npos);
    auto stream = streams.stream();
    OtherThread kernel;
    for (int i = 0; i < 100; ++i) kernel.run([stream, i] { stream->send("data: " + std::to_string(i) + "\n\n"); });
    std::size_t at = 0;
    std::string seen;
    for (int i = 0; i < 100; ++i) {
        seen += client.until("data: " + std::to_string(i) + "\n\n");
        const auto found = seen.find("data: " + std::to_string(i) + "\n\n", at);
        REQUIRE(found != std::string::npos);
        at = found;
    }
    CHECK_FALSE(stream->closed());
    CHECK(streams.server->counters().streams_open == 1);
    kernel.run([stream] {
        stream->send("data: last\n\n");
        stream->close();
    });
    CHECK(client.rest().ends_with("\r\nc\r\ndata: last\n\n\r\n0\r\n\r\n"));
    CHECK(stream->closed());
    CHECK_FALSE(stream->send("more"));
    CHECK(eventually([&] { return streams.server->counters().streams_open == 0; }));
}

TEST_CASE("a stream may be opened and fed later from another thread") {
    OtherThread kernel;
    TestServer server(quick_options(), [&](HttpRequest&&, Responder respond) {
        kernel.run([respond] {
            auto stream = respond.stream(HttpResponse(events));
            stream->send("a");
            stream->send("b");
            stream->close();
        });
    });
    Client client(server.port());
    client.send(get);
    const std::string all = client.rest();
    CHECK(all.find('a') < all.find('b', all.find("\r\n\r\n")));
    CHECK(all.ends_with("\r\n0\r\n\r\n"));
}

TEST_CASE("a 1.0 client gets the bytes bare, HEAD only the head") {
    Streams streams;
    Client old(streams.server.port());
    old.send("GET / HTTP/1.0\r\n\r\n");
    auto stream = streams.stream();
    stream->send("data: x\n\n");
    stream->close();
    const std::string bare = old.rest();
    CHECK_MESSAGE(bare.ends_with("\r\n\r\ndata: x\n\n"), bare);
    Client head(streams.server.port());
    head.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(head.rest().ends_with("\r\n\r\n"));
    CHECK(eventually([&] { return streams.stream(1)->closed(); }));
}

TEST_CASE("a quiet event stream is kept warm by a comment") {
    Options options = quick_options();
    options.heartbeat = 1s;
    Streams streams(options);
    Client client(streams.server.port());
    client.send(get);
    CHECK(client.until(": \n\n").ends_with(": \n\n"));
    CHECK(client.until(": \n\n").ends_with(": \n\n"));
    CHECK(streams.stream()->send("data: still here\n\n"));
    CHECK(client.until("still here").ends_with("still here"));
}

TEST_CASE("a client that has gone closes the stream") {
    Streams streams;
    for (int i = 0; i < 4; ++i) {
        Client client(streams.server.port());
        client.send(get);
        client.until("\r\n\r\n");
        auto stream = streams.stream(static_cast<std::size_t>(i));
        if (i % 2) client.reset();
        else client.close();
        CHECK(eventually([&] { return stream->closed(); }));
        CHECK_FALSE(stream->send("nobody"));
    }
    CHECK(eventually([&] { return streams.server->counters().connections_open == 0; }));
}

TEST_CASE("a client for whom more than 256 KiB wait is cut, and sees that the answer is not whole") {
    Streams streams;
    Client client(streams.server.port(), "127.0.0.1", 4096);
    client.send(get);
    client.until("\r\n\r\n");
    auto stream = streams.stream();
    const std::string piece(16 * 1024, 'x');
    int sent = 0;
    while (stream->send(piece) && sent < 10'000) ++sent;
    CHECK(sent < 10'000);
    CHECK(stream->closed());
    CHECK(eventually([&] { return streams.server->counters().connections_open == 0; }));
    CHECK_FALSE(client.rest().ends_with("0\r\n\r\n"));
}

TEST_CASE("a piece above 256 KiB cuts at once") {
    Streams streams;
    Client client(streams.server.port());
    client.send(get);
    CHECK_FALSE(streams.stream()->send(std::string(256 * 1024 + 1, 'x')));
    client.rest();
    CHECK(eventually([&] { return streams.server->counters().streams_open == 0; }));
}

TEST_CASE("many threads may feed one stream while its client goes away") {
    Streams streams;
    for (int round = 0; round < 10; ++round) {
        Client client(streams.server.port());
        client.send(get);
        auto stream = streams.stream(static_cast<std::size_t>(round));
        std::vector<std::thread> feeders;
        for (int i = 0; i < 4; ++i)
            feeders.emplace_back([stream] {
                while (stream->send("data: x\n\n")) std::this_thread::yield();
            });
        client.until("data: x");
        if (round % 2) client.reset();
        else client.close();
        for (auto& feeder : feeders) feeder.join();
    }
    CHECK(eventually([&] { return streams.server->counters().connections_open == 0; }));
}

TEST_CASE("a stream outlives its server, closed") {
    std::shared_ptr<Stream> kept;
    {
        Streams streams;
        Client client(streams.server.port());
        client.send(get);
        client.until("\r\n\r\n");
        kept = streams.stream();
    }
    CHECK(kept->closed());
    CHECK_FALSE(kept->send("nobody"));
    kept->close();
}
