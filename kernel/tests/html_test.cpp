#include <doctest/doctest.h>

#include <type_traits>

#include "liren/html.h"

using namespace liren;

namespace {

template <class From>
concept can_be_literal = std::is_convertible_v<From, html::Literal>;

}  // namespace

TEST_CASE("text is escaped wherever it stands") {
    const std::string evil = "<script>alert('&\"')</script>";
    CHECK(html::p(evil).markup() == "<p>&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;</p>");
    CHECK(html::div(html::class_("\" onclick=\"x")).markup() == "<div class=\"&quot; onclick=&quot;x\"></div>");
    CHECK(html::textarea("</textarea><script>").markup() == "<textarea>&lt;/textarea&gt;&lt;script&gt;</textarea>");
    CHECK(html::page({.title = "</title><script>"}, "").find("<script>") == std::string::npos);
    CHECK(html::page({.title = "t", .language = "\"><script>"}, "").find("<script>") == std::string::npos);
    CHECK(html::p(std::string("a\0b\x01", 4)).markup() == "<p>ab</p>");
}

TEST_CASE("elements nest without escaping twice") {
    const html::Node inner = html::strong("3 & 4");
    CHECK(html::p("还剩 ", inner, " 小时").markup() == "<p>还剩 <strong>3 &amp; 4</strong> 小时</p>");
    CHECK(html::ul(html::li(1), html::li(std::int64_t{-5})).markup() == "<ul><li>1</li><li>-5</li></ul>");
    CHECK(html::p(html::text("一\n二")).markup() == "<p>一<br>二</p>");
    const std::vector<html::Node> nodes = {html::li("a"), html::li("b")};
    CHECK(html::ol(nodes).markup() == "<ol><li>a</li><li>b</li></ol>");
    CHECK(html::ul(html::each(std::vector<std::string>{"<", "y"}, [](const std::string& each) { return html::li(each); })).markup() == "<ul><li>&lt;</li><li>y</li></ul>");
}

TEST_CASE("attributes come before content, flags have no value, absent ones leave no trace") {
    CHECK(html::input(html::type("text"), html::name("who"), html::required()).markup() == "<input type=\"text\" name=\"who\" required>");
    CHECK(html::option("一", html::value("1"), html::when(true, html::selected())).markup() == "<option value=\"1\" selected>一</option>");
    CHECK(html::option("一", html::when(false, html::selected())).markup() == "<option>一</option>");
    CHECK(html::div(html::when(false, html::p("x"))).markup() == "<div></div>");
    CHECK(html::div(std::optional<html::Node>{}).markup() == "<div></div>");
    CHECK(html::a(html::href("/c/1?a=1&b=2"), "看").markup() == "<a href=\"/c/1?a=1&amp;b=2\">看</a>");
}

TEST_CASE("links go to http, https, tel, mailto and this site only") {
    for (const char* good : {"/", "/a:b", "?q=x", "#top", "a/b", "", "https://liren.example/x", "HTTP://liren.example", "tel:+863562021234", "mailto:a@b.example", "./a"}) CHECK(html::safe_url(good) == good);
    for (const char* bad : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example", "/\\evil.example", "\\\\evil.example",
                            "blob:x", "file:///etc/passwd", "https:/\\evil.example", "a\nb", "x:y"})
        CHECK(html::safe_url(bad) == "#");
    CHECK(html::img(html::src("javascript:x")).markup() == "<img src=\"#\">");
}

TEST_CASE("raw markup comes from the source code only") {
    CHECK(html::div(html::raw("<hr>")).markup() == "<div><hr></div>");
    static_assert(!can_be_literal<std::string>);
    static_assert(!can_be_literal<std::string_view>);
    static_assert(!can_be_literal<const char*>);
    static_assert(!std::is_constructible_v<html::Node, std::string>);
    static_assert(!std::is_constructible_v<html::Part, bool>);
}

TEST_CASE("a page is a whole document") {
    const std::string page = html::page({.title = "东街社区", .language = "zh-CN", .stylesheet = "/plain.css", .for_search_engines = false, .refresh_seconds = 60}, html::main_(html::h1("您好")));
    CHECK(page.substr(0, 15) == "<!doctype html>");
    CHECK(page.find("<html lang=\"zh-CN\">") != std::string::npos);
    CHECK(page.find("<title>东街社区</title>") != std::string::npos);
    CHECK(page.find("<link rel=\"stylesheet\" href=\"/plain.css\">") != std::string::npos);
    CHECK(page.find("noindex") != std::string::npos);
    CHECK(page.find("content=\"60\"") != std::string::npos);
    CHECK(page.find("<body>\n<main><h1>您好</h1></main>") != std::string::npos);
}

TEST_CASE("a form posts, a drawing keeps only path data") {
    CHECK(html::post_form("/report", html::button("送出")).markup() == "<form method=\"post\" enctype=\"multipart/form-data\" action=\"/report\"><button>送出</button></form>");
    const std::string drawing = html::drawing(29, "M4 4h7v1h-7z\"/><script>", "二维码 <1>").markup();
    CHECK(drawing.find("<script") == std::string::npos);
    CHECK(drawing.find("<title>二维码 &lt;1&gt;</title>") != std::string::npos);
    CHECK(drawing.find("M4 4h7v1h-7z") != std::string::npos);
}
