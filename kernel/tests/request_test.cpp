#include <doctest/doctest.h>

#include "liren/error.h"
#include "liren/form.h"
#include "request/rate.h"
#include "request/router.h"
#include "request/workers.h"

namespace {

using namespace liren;

Route route(Method method, const char* path) { return Route{.method = method, .path = path, .access = Access::anyone("test"), .name = path}; }

HttpRequest form_request(std::string body, std::string type) {
    HttpRequest request;
    request.method = Method::post;
    request.headers = {{"content-type", std::move(type)}};
    request.body = std::move(body);
    return request;
}

}  // namespace

TEST_CASE("a literal segment beats a part, and the district stands apart") {
    const Route list = route(Method::get, "/api/d/{d}/cases"), counts = route(Method::get, "/api/d/{d}/cases/counts"), one = route(Method::get, "/api/d/{d}/cases/{id}"), front = route(Method::get, "/");
    Router router;
    for (const Route* each : {&list, &counts, &one, &front}) router.add(*each);
    CHECK(router.find(Method::get, "/api/d/140502/cases/counts").route == &counts);
    const Match match = router.find(Method::get, "/api/d/140502/cases/ABC");
    CHECK(match.route == &one);
    CHECK(match.district == "140502");
    CHECK(match.parts == std::vector<std::string>{"ABC"});
    CHECK(router.find(Method::get, "/").route == &front);
    CHECK(router.find(Method::head, "/api/d/140502/cases").route == &list);
}

TEST_CASE("a path that exists under another method is told from one that does not") {
    const Route list = route(Method::get, "/api/things");
    Router router;
    router.add(list);
    CHECK(router.find(Method::post, "/api/things").route == nullptr);
    CHECK(router.find(Method::post, "/api/things").path_exists);
    CHECK_FALSE(router.find(Method::get, "/api/nothing").path_exists);
}

TEST_CASE("two routes of one method and shape do not start") {
    const Route a = route(Method::get, "/x/{id}"), b = route(Method::get, "/x/{code}");
    Router router;
    router.add(a);
    CHECK_THROWS_AS(router.add(b), std::logic_error);
}

TEST_CASE("a multipart form gives fields and files, and no file names") {
    const HttpRequest request = form_request("--X\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n灯\r\n--X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"../../etc/passwd\"\r\n"
                                             "Content-Type: image/png\r\n\r\nPNG\r\n--\r\n--X--\r\n",
                                             "multipart/form-data; boundary=X");
    const Form form = read_form(request);   // files are views into the request
    CHECK(form.value("text") == "灯");
    REQUIRE(form.files.size() == 1);
    CHECK(form.files[0].field == "photo");
    CHECK(form.files[0].bytes == "PNG\r\n--");
}

TEST_CASE("a multipart form that breaks off is refused") {
    for (const char* body : {"", "--X", "--X\r\n", "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue", "--X\r\n\r\n\r\n--X--", "--Y\r\n--X--"})
        CHECK_THROWS_AS(read_form(form_request(body, "multipart/form-data; boundary=X")), Error);
    CHECK_THROWS_AS(read_form(form_request("a=b", "multipart/form-data")), Error);
}

TEST_CASE("an urlencoded form is decoded once") {
    const Form form = read_form(form_request("a=%E7%81%AF+%2B&b=%zz&c", "application/x-www-form-urlencoded"));
    CHECK(form.value("a") == "灯 +");
    CHECK(form.value("b") == "%zz");
    CHECK(form.value("absent").empty());
}

TEST_CASE("a stranger has as many tries as a minute allows") {
    RateLimiter limiter;
    for (int i = 0; i < 3; ++i) CHECK(limiter.take("peer", 3));
    CHECK_FALSE(limiter.take("peer", 3));
    CHECK(limiter.take("another", 3));
}

TEST_CASE("what does not fit in the waiting room is refused at once") {
    std::mutex held;
    held.lock();
    Workers workers(1, 1);
    std::atomic<bool> started{false};
    REQUIRE(workers.submit([&] { started = true; std::lock_guard wait(held); }));
    while (!started) std::this_thread::yield();
    CHECK(workers.submit([] {}));
    CHECK_FALSE(workers.submit([] {}));
    held.unlock();
}
