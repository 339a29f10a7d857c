#pragma once
// Appends JSON to a string. No tree, no copies: what a list of cases needs to leave in microseconds. The caller keeps the
// order of calls right (key before value inside an object); commas are put by the writer.

#include <cstdint>
#include <string>
#include <string_view>

namespace liren {

/// Appends `text` with JSON escapes, without quotes. `text` is UTF-8.
void append_json_escaped(std::string& out, std::string_view text);

class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }
    void key(std::string_view name) {
        comma();
        out_.append(1, '"').append(name).append("\":");
        need_comma_ = false;
    }
    /// A key written beforehand, as `,"name":` with its comma: a list has hundreds of them.
    void ready_key(std::string_view text) {
        out_.append(need_comma_ ? text : text.substr(1));
        need_comma_ = false;
    }
    void string(std::string_view text);
    void integer(std::int64_t value);
    void boolean(bool value) { raw(value ? "true" : "false"); }
    void null() { raw("null"); }
    /// A complete JSON value made elsewhere.
    void raw(std::string_view json) {
        comma();
        out_ += json;
        need_comma_ = true;
    }

private:
    void comma() {
        if (need_comma_) out_ += ',';
    }
    void open(char bracket) {
        comma();
        out_ += bracket;
        need_comma_ = false;
    }
    void close(char bracket) {
        out_ += bracket;
        need_comma_ = true;
    }

    std::string& out_;
    bool need_comma_ = false;
};

}  // namespace liren
