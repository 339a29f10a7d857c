// The rules of a request's head and target, on plain strings; requests_test.cpp shows that the server keeps them.
#include <doctest/doctest.h>

#include "answer.h"
#include "head.h"
#include "target.h"

using namespace liren;
using namespace liren::net;

namespace {

int status_of(std::string_view head) {
    Framing framing;
    HeadScanner scanner;
    const auto found = scanner.scan(head, 16 * 1024);
    if (found == HeadScanner::Found::refused) return scanner.refusal().status;
    if (found == HeadScanner::Found::more_wanted) return 0;
    return inspect_head(head.substr(scanner.begin(), scanner.end() - scanner.begin()), framing).status;
}

std::string path_of(std::string_view target) {
    std::string path, query;
    return split_target(Method::get, target, path, query) ? "refused" : path;
}

std::string with(std::string_view fields) { return "POST / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n\r\n"; }

}  // namespace

TEST_CASE("a head is found wherever the packets cut it") {
    const std::string head = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
    for (std::size_t cut = 1; cut < head.size(); ++cut) {
        HeadScanner scanner;
        CHECK(scanner.scan(std::string_view(head).substr(0, cut), 1000) == HeadScanner::Found::more_wanted);
        CHECK(scanner.scan(head + "GET /next", 1000) == HeadScanner::Found::complete);
        CHECK(scanner.end() == head.size());
    }
}

TEST_CASE("one empty line before the request line is ignored, a second is refused") {
    CHECK(status_of("\r\n" + with("A: b")) == 0);
    CHECK(status_of("\r\n\r\n" + with("A: b")) == 400);
}

TEST_CASE("every way two readers could disagree about the end of a request is refused") {
    CHECK(status_of(with("Content-Length: 5")) == 0);
    CHECK(status_of(with("Content-Length: 5\r\nTransfer-Encoding: chunked")) == 400);
    CHECK(status_of(with("Transfer-Encoding: chunked\r\nContent-Length: 5")) == 400);
    CHECK(status_of(with("Content-Length: 5\r\nContent-Length: 6")) == 400);
    CHECK(status_of(with("Content-Length: 5\r\nContent-Length: 5")) == 400);
    CHECK(status_of(with("Content-Length: 5, 5")) == 400);
    CHECK(status_of(with("Content-Length: +5")) == 400);
    CHECK(status_of(with("Content-Length: 0x5")) == 400);
    CHECK(status_of(with("Content-Length:")) == 400);
    CHECK(status_of(with("Content-Length: 99999999999999999999")) == 400);
    CHECK(status_of(with("Content-Length : 5")) == 400);
    CHECK(status_of(with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")) == 400);
    CHECK(status_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
    CHECK(status_of(with("A: b\r\n c")) == 400);
    CHECK(status_of(with(" A: b")) == 400);
    CHECK(status_of(with("A: b\rc")) == 400);
    CHECK(status_of(with("A: b\nB: c")) == 400);
    CHECK(status_of("GET / HTTP/1.1\nHost: a\n\n") == 400);
    CHECK(status_of(with(std::string_view("A: b\0c", 6))) == 400);
    CHECK(status_of(with("A: b\x01")) == 400);
    CHECK(status_of(with(": b")) == 400);
    CHECK(status_of(with("no colon")) == 400);
}

TEST_CASE("a transfer coding other than chunked is not implemented") {
    CHECK(status_of(with("Transfer-Encoding: chunked")) == 0);
    CHECK(status_of(with("Transfer-Encoding: CHUNKED")) == 0);
    CHECK(status_of(with("Transfer-Encoding: gzip, chunked")) == 501);
    CHECK(status_of(with("Transfer-Encoding: xchunked")) == 501);
    CHECK(status_of(with("Transfer-Encoding:")) == 501);
}

TEST_CASE("a request names exactly one host, except in HTTP/1.0") {
    CHECK(status_of("GET / HTTP/1.1\r\nA: b\r\n\r\n") == 400);
    CHECK(status_of(with("Host: a")) == 400);
    CHECK(status_of("GET / HTTP/1.1\r\nHost: \r\n\r\n") == 400);
    CHECK(status_of("GET / HTTP/1.1\r\nHost: a b\r\n\r\n") == 400);
    CHECK(status_of("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n") == 400);
    CHECK(status_of("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n") == 0);
    CHECK(status_of("GET / HTTP/1.0\r\n\r\n") == 0);
}

TEST_CASE("a request line is method, target, version, with one blank between") {
    for (std::string_view line : {"GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1", "GET / http/1.1", "G@T / HTTP/1.1", "GET /\t HTTP/1.1", "GET /a b HTTP/1.1",
                                  "GET /\x7f HTTP/1.1", "GET /\xe4\xbd\xa0 HTTP/1.1", "GET / HTTP/1.12", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH / HTTP/1.1"})
        CHECK_MESSAGE(status_of(std::string(line) + "\r\nHost: a\r\n\r\n") == 400, line);
    CHECK(status_of("GET / HTTP/2.0\r\nHost: a\r\n\r\n") == 505);
}

TEST_CASE("a head has limits: its target, its bytes, its number of fields") {
    CHECK(status_of("GET /" + std::string(8191, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n") == 0);
    CHECK(status_of("GET /" + std::string(8192, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n") == 414);
    CHECK(status_of("GET /" + std::string(9000, 'a')) == 414);
    CHECK(status_of(with("A: " + std::string(17'000, 'a'))) == 431);
    std::string many;
    for (int i = 0; i < 100; ++i) many += "A: b\r\n";
    CHECK(status_of(with(many + "A: b")) == 431);
}

TEST_CASE("an expectation we do not know is refused, a 1.0 client's is not heard") {
    CHECK(status_of(with("Expect: 100-Continue")) == 0);
    CHECK(status_of(with("Expect: tea")) == 417);
    CHECK(status_of("GET / HTTP/1.0\r\nExpect: tea\r\n\r\n") == 0);
}

TEST_CASE("a path is decoded exactly once and strictly") {
    CHECK(path_of("/a%20b") == "/a b");
    CHECK(path_of("/%E4%BD%A0%e5%a5%bd") == "/你好");
    CHECK(path_of("/%2541") == "/%41");
    CHECK(path_of("/a+b") == "/a+b");
    CHECK(path_of("http://host/a") == "/a");
    CHECK(path_of("http://host") == "/");
    CHECK(path_of("/a//b") == "/a//b");
    CHECK(path_of("/...") == "/...");
    for (std::string_view target : {"/%00", "/a%2fb", "/a%2Fb", "/%0a", "/%7F", "/%", "/%4", "/%zz", "/%c0%af", "/%ed%a0%80", "/%f4%90%80%80", "/%ff", "/%e4%bd", "/a#b", "*", "host:80", "http:///a"})
        CHECK_MESSAGE(path_of(target) == "refused", target);
}

TEST_CASE("no path steps upwards, written plainly or encoded") {
    for (std::string_view target : {"/..", "/.", "/../a", "/a/..", "/a/./b", "/%2e%2e/a", "/%2e", "/.%2E", "/a/%2e./b", "http://host/../a"})
        CHECK_MESSAGE(path_of(target) == "refused", target);
}

TEST_CASE("the query stays as it was sent") {
    std::string path, query;
    CHECK_FALSE(split_target(Method::get, "/a?b=%00&c=..%2f?", path, query));
    CHECK(path == "/a");
    CHECK(query == "b=%00&c=..%2f?");
    CHECK_FALSE(split_target(Method::options, "*", path, query));
    CHECK(path == "*");
}

TEST_CASE("a header that would break the framing is not sent") {
    std::string out = "before";
    HttpResponse response;
    response.headers = {{"X-Name", "a\r\nSet-Cookie: b"}};
    CHECK_FALSE(append_head(out, response, {}, "date"));
    response.headers = {{"X Name", "a"}};
    CHECK_FALSE(append_head(out, response, {}, "date"));
    CHECK(out == "before");
    response.headers = {{"Content-length", "7"}, {"X-Name", "a"}};
    CHECK(append_head(out, response, {.length = 3}, "date"));
    CHECK(out.find("length: 7") == std::string::npos);
    CHECK(out.find("X-Name: a\r\n") != std::string::npos);
}

TEST_CASE("a date is written as HTTP writes it") { CHECK(http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT"); }
