// Requests over a plain socket: order, keep-alive, bodies, refusals.
#include <doctest/doctest.h>

#include "support.h"

using namespace liren;
using namespace liren::net::tests;
using liren::net::Options;

TEST_CASE("a request is answered with Date and Content-Length and the connection stays") {
    TestServer server;
    Client client(server.port());
    for (int i = 0; i < 3; ++i) {
        client.send("GET /a%20b?c=d HTTP/1.1\r\nHost: a\r\n\r\n");
        const Reply reply = client.reply();
        CHECK(reply.status == 200);
        CHECK(reply.body == "GET /a b?c=d ");
        CHECK(reply.field("Date").ends_with(" GMT"));
        CHECK(reply.field("Content-Type") == "text/plain");
        CHECK(reply.field("Connection").empty());
    }
    CHECK(server->counters().requests == 3);
    CHECK(server->counters().connections_open == 1);
}

TEST_CASE("pipelined requests are answered in their order, even when the first takes longest") {
    OtherThread kernel;
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        auto answer = [path = request.path, respond] { respond({.body = path}); };
        if (request.path == "/2") answer();                 // on the spot; the others through another thread
        else kernel.run(answer);
    });
    Client client(server.port());
    client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    for (const char* path : {"/1", "/2", "/3"}) CHECK(client.reply().body == path);
    CHECK(client.closed_by_server());
}

TEST_CASE("a thousand pipelined requests in one breath are all answered") {
    TestServer server;
    Client client(server.port());
    std::string all;
    for (int i = 0; i < 1000; ++i) all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    std::thread sender([&] { client.send(all); });
    int in_order = 0;
    for (int i = 0; i < 1000; ++i) in_order += client.reply().body == "GET /" + std::to_string(i) + "? ";
    sender.join();
    CHECK(in_order == 1000);
}

TEST_CASE("a request that arrives byte by byte is understood") {
    TestServer server;
    Client client(server.port());
    for (char c : std::string_view("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz")) client.send(std::string_view(&c, 1));
    CHECK(client.reply().body == "POST /a? xyz");
}

TEST_CASE("HTTP/1.0 closes unless it asks to stay") {
    TestServer server;
    Client client(server.port());
    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(client.reply().field("Connection") == "keep-alive");
    client.send("GET / HTTP/1.0\r\n\r\n");
    CHECK(client.reply().field("Connection") == "close");
    CHECK(client.closed_by_server());
}

TEST_CASE("Connection: close is obeyed") {
    TestServer server;
    Client client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    CHECK(client.reply().field("Connection") == "close");
    CHECK(client.closed_by_server());
}

TEST_CASE("a client that shuts its sending side still gets its answer") {
    TestServer server;
    Client client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    client.finish_sending();
    CHECK(client.reply().status == 200);
    CHECK(client.closed_by_server());
}

TEST_CASE("headers arrive in order with lower-case names, cookies and peer with them") {
    std::string seen;
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        for (const auto& [name, value] : request.headers) seen += name + "=" + value + ";";
        seen += request.peer + (request.secure ? " secure" : " plain") + " " + std::string(request.cookie("b")) + " " + request.target;
        respond({});
    });
    ask(server.port(), "GET /%41 HTTP/1.1\r\nHost: a\r\nX-One:  1 \r\nCookie: a=1; b=2\r\n\r\n");
    CHECK(seen == "host=a;x-one=1;cookie=a=1; b=2;127.0.0.1 plain 2 /%41");
}

TEST_CASE("an IPv4 client on an IPv6 socket is known by its IPv4 address") {
    Options options = quick_options();
    options.addresses = {"::ffff:127.0.0.1"};
    std::string peer;
    TestServer server(options, [&](HttpRequest&& request, Responder respond) {
        peer = request.peer;
        respond({});
    });
    CHECK(ask(server.port(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n").status == 200);
    CHECK(peer == "127.0.0.1");
}

TEST_CASE("one server listens on IPv4 and IPv6") {
    Options options = quick_options();
    options.addresses = {"127.0.0.1", "::1"};
    std::string peer;
    TestServer server(options, [&](HttpRequest&& request, Responder respond) {
        peer = request.peer;
        respond({});
    });
    Client client(server.port(), "::1");
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.reply().status == 200);
    CHECK(peer == "::1");
    CHECK(ask(server.port(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n").status == 200);
}

TEST_CASE("a chunked body is put together and its trailers are dropped") {
    std::size_t headers = 0;
    std::string body;
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        headers = request.headers.size();
        body = request.body;
        respond({});
    });
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n");
    client.send("0\r\nCookie: smuggled=1\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.reply().status == 200);
    CHECK(client.reply().status == 200);
    CHECK(body.empty());                    // of the second request
    CHECK(headers == 1);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nCookie: smuggled=1\r\n\r\n");
    CHECK(client.reply().status == 200);
    CHECK(body == "abc0123456789");
    CHECK(headers == 2);
}

TEST_CASE("a broken chunk is a bad request") {
    TestServer server;
    for (std::string_view chunk : {"x\r\n", "-1\r\n", "3\r\nabcd\r\n", "3 abc\r\n", "ffffffffffffffffff\r\n", "3\nabc\n0\n\n"}) {
        const Reply reply = ask(server.port(), "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(chunk) + "0\r\n\r\n");
        CHECK_MESSAGE((reply.status == 400 || reply.status == 413), chunk);
    }
}

TEST_CASE("a large body arrives whole") {
    std::string body;
    TestServer server(quick_options(), [&](HttpRequest&& request, Responder respond) {
        body = std::move(request.body);
        respond({});
    });
    std::string sent;
    for (int i = 0; sent.size() < 99'000; ++i) sent += std::to_string(i) + ",";
    CHECK(ask(server.port(), "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(sent.size()) + "\r\n\r\n" + sent).status == 200);
    CHECK(body == sent);
}

TEST_CASE("a client that waits for 100 Continue is invited") {
    TestServer server;
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("xyz");
    CHECK(client.reply().body == "POST /? xyz");
}

TEST_CASE("a refusal at the edge is problem+json with a key, and ends the connection") {
    TestServer server;
    Client client(server.port());
    client.send("GET /.. HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n");
    const Reply reply = client.reply();
    CHECK(reply.status == 400);
    CHECK(reply.field("Content-Type") == "application/problem+json");
    CHECK(reply.field("Connection") == "close");
    CHECK(reply.body == R"({"type":"about:blank","status":400,"key":"http.bad_path"})");
    client.finish_sending();
    CHECK(client.closed_by_server());
    CHECK(server->counters().requests == 0);
    CHECK(server->counters().refused == 1);
}

TEST_CASE("nothing smuggled reaches the kernel") {
    TestServer server;
    for (std::string_view fields : {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length : 5\r\n", "X: a\r\n b\r\n", "X: a\nY: b\r\n",
                                    "Host: b\r\n"})
        CHECK_MESSAGE(ask(server.port(), "POST / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n0\r\n\r\n").status == 400, fields);
    CHECK(ask(server.port(), "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n").status == 501);
    CHECK(ask(server.port(), "GET / HTTP/3.0\r\nHost: a\r\n\r\n").status == 505);
    CHECK(ask(server.port(), "\x16\x03\x01\x02\r\n\r\n").status == 400);
    CHECK(server->counters().requests == 0);
}

TEST_CASE("a taken port is told in a sentence") {
    TestServer server;
    Options options = quick_options();
    options.port = server.port();
    CHECK_THROWS_WITH(TestServer{options}, ("Another program already listens on 127.0.0.1 port " + std::to_string(server.port()) + ".").c_str());
    options.addresses = {"localhost"};
    CHECK_THROWS_WITH(TestServer{options}, "\"localhost\" is not an address to listen on.");
}
