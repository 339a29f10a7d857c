#include "request/form.h"

#include <boost/json.hpp>

#include "liren/error.h"
#include "liren/form.h"
#include "liren/text.h"

namespace liren {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// The value of `name="…"` in a Content-Disposition line, or nothing.
std::string_view quoted(std::string_view line, std::string_view name) {
    const std::string key = std::string(name) + "=\"";
    for (auto at = line.find(key); at != std::string_view::npos; at = line.find(key, at + 1)) {
        if (at > 0 && line[at - 1] != ' ' && line[at - 1] != ';') continue;   // "filename" ends in "name"
        const auto start = at + key.size();
        const auto end = line.find('"', start);
        return end == std::string_view::npos ? std::string_view{} : line.substr(start, end - start);
    }
    return {};
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

void read_part(std::string_view head, std::string_view bytes, Form& form) {
    std::string field, type;
    bool is_file = false;
    while (!head.empty()) {
        const auto end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        const std::string name = lower(line.substr(0, line.find(':')));
        if (name == "content-disposition") {
            field = quoted(line, "name");
            is_file = line.find("filename") != std::string_view::npos;
        } else if (name == "content-type") {
            type = lower(line.substr(line.find(':') + 1));
            type.erase(0, type.find_first_not_of(' '));
        }
        head = end == std::string_view::npos ? std::string_view{} : head.substr(end + 2);
    }
    if (field.empty()) throw Error(400, "request.bad_form");
    if (!is_file) form.fields.emplace_back(std::move(field), strip_controls(bytes));
    else if (!bytes.empty()) form.files.push_back({std::move(field), std::move(type), bytes});
}

Form read_multipart(std::string_view body, std::string_view boundary) {
    Form form;
    const std::string delimiter = "--" + std::string(boundary);
    if (boundary.empty() || boundary.size() > 70 || !body.starts_with(delimiter)) throw Error(400, "request.bad_form");
    body.remove_prefix(delimiter.size());
    for (int parts = 0; !body.starts_with("--"); ++parts) {
        if (parts == 200 || !body.starts_with("\r\n")) throw Error(400, "request.bad_form");
        body.remove_prefix(2);
        const auto head_end = body.find("\r\n\r\n");
        const auto part_end = body.find("\r\n" + delimiter, head_end == std::string_view::npos ? 0 : head_end + 2);
        if (head_end == std::string_view::npos || part_end == std::string_view::npos) throw Error(400, "request.bad_form");
        const auto bytes_start = head_end + 4;
        read_part(body.substr(0, head_end), part_end > bytes_start ? body.substr(bytes_start, part_end - bytes_start) : std::string_view{}, form);
        body.remove_prefix(part_end + 2 + delimiter.size());
    }
    return form;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> parse_urlencoded(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!text.empty() && pairs.size() < 200) {
        const auto end = text.find('&');
        const std::string_view pair = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        pairs.emplace_back(decode(pair.substr(0, equals)), equals == std::string_view::npos ? std::string{} : strip_controls(decode(pair.substr(equals + 1))));
    }
    return pairs;
}

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query) { return parse_urlencoded(query); }

void read_texts(const std::vector<std::pair<std::string_view, std::string_view>>& values, void (*read)(const boost::json::value&, void*, Reading&), void* out, Reading& reading) {
    boost::json::object object;
    for (const auto& [name, value] : values)
        if (!value.empty()) object[name] = value;
    read(boost::json::value(std::move(object)), out, reading);
}

const std::string& Form::value(std::string_view field) const {
    static const std::string none;
    for (const auto& [name, value] : fields)
        if (name == field) return value;
    return none;
}

Form read_form(const HttpRequest& request) {
    const std::string_view type = request.header("content-type");
    if (type.starts_with("application/x-www-form-urlencoded")) return {parse_urlencoded(request.body), {}};
    const auto at = type.find("boundary=");
    if (at == std::string_view::npos) throw Error(400, "request.bad_form");
    std::string_view boundary = type.substr(at + 9);
    if (boundary.starts_with('"')) boundary = boundary.substr(1, boundary.find('"', 1) - 1);
    else boundary = boundary.substr(0, boundary.find(';'));
    return read_multipart(request.body, boundary);
}

std::string query_value(const HttpRequest& request, std::string_view name) {
    for (auto& [key, value] : parse_urlencoded(request.query))
        if (key == name) return value;
    return {};
}

}  // namespace liren
