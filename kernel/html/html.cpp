#include "liren/html.h"

namespace liren::html {

namespace {

/// Escapes for text and for double-quoted attribute values alike, and drops what HTML forbids.
void escape(std::string& into, std::string_view text) {
    for (const char character : text) switch (character) {
            case '&': into += "&amp;"; break;
            case '<': into += "&lt;"; break;
            case '>': into += "&gt;"; break;
            case '"': into += "&quot;"; break;
            case '\'': into += "&#39;"; break;
            default:
                if (static_cast<unsigned char>(character) >= 0x20 || character == '\n' || character == '\t') into.push_back(character);
        }
}

bool begins(std::string_view text, std::string_view lower) {
    if (text.size() < lower.size()) return false;
    for (std::size_t i = 0; i < lower.size(); ++i) {
        const char character = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
        if (character != lower[i]) return false;
    }
    return true;
}

std::string opened(std::string_view name, std::initializer_list<Part> parts) {
    std::string markup("<");
    markup.append(name);
    for (const Part& part : parts) part.write_attribute(markup);
    markup.push_back('>');
    return markup;
}

}  // namespace

Part::Part(const std::vector<Node>& nodes) : kind_(Kind::markup), is_owned_(true) {
    for (const Node& node : nodes) owned_ += node.markup();
}

void Part::write_attribute(std::string& into) const {
    if (kind_ != Kind::attribute && kind_ != Kind::flag) return;
    into.append(" ").append(view_);
    if (kind_ == Kind::flag) return;
    into.append("=\"");
    escape(into, owned_);
    into.push_back('"');
}

void Part::write_content(std::string& into) const {
    const std::string_view content = is_owned_ ? std::string_view(owned_) : view_;
    if (kind_ == Kind::text) escape(into, content);
    else if (kind_ == Kind::markup) into.append(content);
}

Part raw(Literal markup) {
    Part part(markup.markup());
    part.kind_ = Part::Kind::markup;
    return part;
}

Node element(std::string_view name, std::initializer_list<Part> parts) {
    std::string markup = opened(name, parts);
    for (const Part& part : parts) part.write_content(markup);
    markup.append("</").append(name).append(">");
    return Node(std::move(markup));
}

Node void_element(std::string_view name, std::initializer_list<Part> parts) { return Node(opened(name, parts)); }

Node group(std::initializer_list<Part> parts) {
    std::string markup;
    for (const Part& part : parts) part.write_content(markup);
    return Node(std::move(markup));
}

Node text(std::string_view words) {
    Node all;
    for (;;) {
        const auto end = words.find('\n');
        all += group({words.substr(0, end)});
        if (end == std::string_view::npos) return all;
        all += br();
        words.remove_prefix(end + 1);
    }
}

std::string safe_url(std::string_view url) {
    constexpr std::string_view nowhere = "#";
    for (const char character : url)
        if (static_cast<unsigned char>(character) <= 0x20 || character == 0x7F || character == '\\') return std::string(nowhere);
    for (const std::string_view scheme : {"https://", "http://", "tel:", "mailto:"})
        if (begins(url, scheme)) return std::string(url);
    if (url.substr(0, 2) == "//") return std::string(nowhere);
    const auto colon = url.find(':'), path_begins = url.find_first_of("/?#");
    if (colon != std::string_view::npos && (path_begins == std::string_view::npos || colon < path_begins)) return std::string(nowhere);   // some scheme
    return std::string(url);
}

Node drawing(int size, std::string_view path, std::string_view title) {
    std::string units = std::to_string(size);
    std::string markup("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 ");
    markup.append(units).append(" ").append(units).append("\"><title>");
    escape(markup, title);
    markup.append("</title><path d=\"");
    constexpr std::string_view known = "MmLlHhVvCcSsQqTtAaZz0123456789 ,.-";
    for (const char character : path)
        if (known.find(character) != std::string_view::npos) markup.push_back(character);
    markup.append("\"/></svg>");
    return Node(std::move(markup));
}

std::string page_around(const Page& head, std::initializer_list<Part> body) {
    std::string markup("<!doctype html>\n<html lang=\"");
    escape(markup, head.language);
    markup.append("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    markup.append(element("title", {head.title}).markup()).append("\n");
    const auto meta = [&](std::string_view name, std::string_view content) {
        markup.append(void_element("meta", {Attribute{"name", std::string(name)}, Attribute{"content", std::string(content)}}).markup()).append("\n");
    };
    if (!head.description.empty()) meta("description", head.description);
    if (!head.for_search_engines) meta("robots", "noindex");
    if (head.refresh_seconds > 0) markup.append("<meta http-equiv=\"refresh\" content=\"").append(std::to_string(head.refresh_seconds)).append("\">\n");
    if (!head.stylesheet.empty()) markup.append(void_element("link", {Attribute{"rel", "stylesheet"}, href(head.stylesheet)}).markup()).append("\n");
    if (head.style) markup.append("<style>").append(head.style->markup()).append("</style>\n");
    markup.append("</head>\n");
    markup.append(opened("body", {when(!head.body_class.empty(), class_(head.body_class))})).append("\n");
    for (const Part& part : body) part.write_content(markup);
    markup.append("\n</body>\n</html>\n");
    return markup;
}

}  // namespace liren::html
