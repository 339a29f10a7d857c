#pragma once
// Plain pages, written in C++ and safe by construction: text is escaped because it is text, a link is followed only where
// links may go, and raw markup can come from the source code alone. A Node is a finished piece of a page and may be kept;
// everything else lives for one expression. No JavaScript, no state, any thread.
//
//   html::page({.title = name, .language = "zh-CN"},
//       html::h1(name),
//       html::when(open, html::p("还剩 ", html::strong(rest))),
//       html::post_form("/report", html::label(html::for_("what"), "发生了什么"), html::textarea(html::id("what"), html::name("what"))));

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace liren::html {

/// Markup as it stands in the source code; anything made at run time does not compile here.
class Literal {
public:
    template <std::size_t size>
    consteval Literal(const char (&markup)[size]) : markup_(markup, size - 1) {}
    constexpr std::string_view markup() const { return markup_; }

private:
    std::string_view markup_;
};

class Part;
Part raw(Literal markup);

/// A finished piece of a page; only the functions of this header make one that is not empty.
class Node {
public:
    Node() = default;
    const std::string& markup() const& { return markup_; }
    std::string markup() && { return std::move(markup_); }
    bool empty() const { return markup_.empty(); }
    Node& operator+=(const Node& more) {
        markup_ += more.markup_;
        return *this;
    }

private:
    explicit Node(std::string markup) : markup_(std::move(markup)) {}
    std::string markup_;
    friend Node element(std::string_view name, std::initializer_list<Part> parts);
    friend Node void_element(std::string_view name, std::initializer_list<Part> parts);
    friend Node group(std::initializer_list<Part> parts);
    friend Node drawing(int size, std::string_view path, std::string_view title);
};

/// A name from the source code and a value that is escaped. A flag (`required`) has no value.
struct Attribute {
    std::string_view name;
    std::string value;
    bool flag = false;
    bool absent = false;   ///< written nowhere
};

/// What an element may be given: text (always escaped), numbers, finished pieces, attributes. Lives for one expression.
class Part {
public:
    Part(std::string_view text) : view_(text) {}
    Part(const char* text) : view_(text) {}
    Part(const std::string& text) : view_(text) {}
    template <std::integral Number>
        requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
    Part(Number number) : owned_(std::to_string(number)), is_owned_(true) {}
    Part(const Node& node) : view_(node.markup()), kind_(Kind::markup) {}
    Part(const std::vector<Node>& nodes);
    Part(const std::optional<Node>& node) : view_(node ? std::string_view(node->markup()) : std::string_view{}), kind_(Kind::markup) {}
    Part(Attribute attribute) : owned_(std::move(attribute.value)), view_(attribute.name), kind_(attribute.absent ? Kind::nothing : attribute.flag ? Kind::flag : Kind::attribute) {}

    void write_attribute(std::string& into) const;
    void write_content(std::string& into) const;

private:
    enum class Kind : std::uint8_t { text, markup, attribute, flag, nothing };
    std::string owned_;
    std::string_view view_;
    Kind kind_ = Kind::text;
    bool is_owned_ = false;
    friend Part raw(Literal markup);
};

/// Any element by name, which comes from the source code; prefer the named functions below.
Node element(std::string_view name, std::initializer_list<Part> parts);
Node void_element(std::string_view name, std::initializer_list<Part> parts);
/// Pieces beside each other, without an element around them.
Node group(std::initializer_list<Part> parts);
/// Text as a piece of its own; line breaks become <br>.
Node text(std::string_view words);

/// The piece if the condition holds, nothing otherwise.
inline Node when(bool condition, Node node) { return condition ? std::move(node) : Node{}; }
/// An attribute if the condition holds.
inline Attribute when(bool condition, Attribute attribute) {
    attribute.absent = !condition;
    return attribute;
}
/// One piece for each item: `each(rows, [](const Row& row) { return tr(td(row.name)); })`.
template <class Items, class Make>
Node each(const Items& items, Make make) {
    Node all;
    for (const auto& item : items) all += make(item);
    return all;
}

#define LIREN_HTML_ELEMENT(function, tag)                                              \
    template <class... Parts>                                                          \
    Node function(const Parts&... parts) { return element(tag, {Part(parts)...}); }
#define LIREN_HTML_VOID(function, tag)                                                 \
    template <class... Parts>                                                          \
    Node function(const Parts&... parts) { return void_element(tag, {Part(parts)...}); }

LIREN_HTML_ELEMENT(header, "header") LIREN_HTML_ELEMENT(main_, "main") LIREN_HTML_ELEMENT(footer, "footer") LIREN_HTML_ELEMENT(nav, "nav")
LIREN_HTML_ELEMENT(section, "section") LIREN_HTML_ELEMENT(article, "article") LIREN_HTML_ELEMENT(aside, "aside") LIREN_HTML_ELEMENT(div, "div")
LIREN_HTML_ELEMENT(h1, "h1") LIREN_HTML_ELEMENT(h2, "h2") LIREN_HTML_ELEMENT(h3, "h3") LIREN_HTML_ELEMENT(p, "p") LIREN_HTML_ELEMENT(blockquote, "blockquote")
LIREN_HTML_ELEMENT(a, "a") LIREN_HTML_ELEMENT(span, "span") LIREN_HTML_ELEMENT(strong, "strong") LIREN_HTML_ELEMENT(em, "em") LIREN_HTML_ELEMENT(small, "small")
LIREN_HTML_ELEMENT(code, "code") LIREN_HTML_ELEMENT(time, "time") LIREN_HTML_ELEMENT(ul, "ul") LIREN_HTML_ELEMENT(ol, "ol") LIREN_HTML_ELEMENT(li, "li")
LIREN_HTML_ELEMENT(dl, "dl") LIREN_HTML_ELEMENT(dt, "dt") LIREN_HTML_ELEMENT(dd, "dd") LIREN_HTML_ELEMENT(table, "table") LIREN_HTML_ELEMENT(caption, "caption")
LIREN_HTML_ELEMENT(thead, "thead") LIREN_HTML_ELEMENT(tbody, "tbody") LIREN_HTML_ELEMENT(tr, "tr") LIREN_HTML_ELEMENT(th, "th") LIREN_HTML_ELEMENT(td, "td")
LIREN_HTML_ELEMENT(form, "form") LIREN_HTML_ELEMENT(fieldset, "fieldset") LIREN_HTML_ELEMENT(legend, "legend") LIREN_HTML_ELEMENT(label, "label")
LIREN_HTML_ELEMENT(textarea, "textarea") LIREN_HTML_ELEMENT(select, "select") LIREN_HTML_ELEMENT(option, "option") LIREN_HTML_ELEMENT(button, "button")
LIREN_HTML_ELEMENT(figure, "figure") LIREN_HTML_ELEMENT(figcaption, "figcaption") LIREN_HTML_ELEMENT(details, "details") LIREN_HTML_ELEMENT(summary, "summary")
LIREN_HTML_VOID(img, "img") LIREN_HTML_VOID(input, "input") LIREN_HTML_VOID(br, "br") LIREN_HTML_VOID(hr, "hr")
#undef LIREN_HTML_ELEMENT
#undef LIREN_HTML_VOID

/// Where a link may go: http, https, tel, mailto, or a path, query or fragment of this site. Everything else —
/// javascript:, data:, //elsewhere, anything with a control character or a backslash — is "#".
std::string safe_url(std::string_view url);

inline Attribute href(std::string_view url) { return {"href", safe_url(url)}; }
inline Attribute src(std::string_view url) { return {"src", safe_url(url)}; }
inline Attribute action(std::string_view url) { return {"action", safe_url(url)}; }
inline Attribute id(std::string_view value) { return {"id", std::string(value)}; }
inline Attribute class_(std::string_view value) { return {"class", std::string(value)}; }
inline Attribute name(std::string_view value) { return {"name", std::string(value)}; }
inline Attribute value(std::string_view words) { return {"value", std::string(words)}; }
inline Attribute type(std::string_view kind) { return {"type", std::string(kind)}; }
inline Attribute for_(std::string_view field) { return {"for", std::string(field)}; }
inline Attribute alt(std::string_view words) { return {"alt", std::string(words)}; }
inline Attribute lang(std::string_view language) { return {"lang", std::string(language)}; }
inline Attribute role(std::string_view value) { return {"role", std::string(value)}; }
inline Attribute scope(std::string_view value) { return {"scope", std::string(value)}; }
inline Attribute label_of(std::string_view words) { return {"aria-label", std::string(words)}; }
inline Attribute described_by(std::string_view other) { return {"aria-describedby", std::string(other)}; }
inline Attribute placeholder(std::string_view words) { return {"placeholder", std::string(words)}; }
inline Attribute autocomplete(std::string_view kind) { return {"autocomplete", std::string(kind)}; }
inline Attribute input_mode(std::string_view kind) { return {"inputmode", std::string(kind)}; }
inline Attribute accept(std::string_view kinds) { return {"accept", std::string(kinds)}; }
inline Attribute datetime(std::string_view instant) { return {"datetime", std::string(instant)}; }
inline Attribute max_length(int characters) { return {"maxlength", std::to_string(characters)}; }
inline Attribute rows(int count) { return {"rows", std::to_string(count)}; }
inline Attribute width(int px) { return {"width", std::to_string(px)}; }
inline Attribute height(int px) { return {"height", std::to_string(px)}; }
inline Attribute column_span(int count) { return {"colspan", std::to_string(count)}; }
inline Attribute required() { return {"required", {}, true}; }
inline Attribute checked() { return {"checked", {}, true}; }
inline Attribute selected() { return {"selected", {}, true}; }
inline Attribute disabled() { return {"disabled", {}, true}; }
inline Attribute multiple() { return {"multiple", {}, true}; }
inline Attribute invalid() { return {"aria-invalid", "true"}; }

/// A form that sends its fields (and files) to `url` by POST.
template <class... Parts>
Node post_form(std::string_view url, const Parts&... parts) {
    return form(Attribute{"method", "post"}, Attribute{"enctype", "multipart/form-data"}, action(url), parts...);
}

/// One SVG path in a square of `size` units (a QR code, an icon); of `path` only the letters, digits and signs that path
/// data knows are kept. `title` is what a screen reader says.
Node drawing(int size, std::string_view path, std::string_view title);

struct Page {
    std::string_view title;
    std::string_view language = "zh-CN";
    std::string_view description{};
    std::string_view stylesheet{};             ///< a URL of this site
    std::optional<Literal> style{};            ///< rules in the page itself; needs a style-src that allows them
    std::string_view body_class{};
    bool for_search_engines = true;
    int refresh_seconds = 0;                   ///< 0: never
};

std::string page_around(const Page& head, std::initializer_list<Part> body);

/// The whole document.
template <class... Parts>
std::string page(const Page& head, const Parts&... body) { return page_around(head, {Part(body)...}); }

}  // namespace liren::html
