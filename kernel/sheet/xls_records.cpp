#include "sheet/xls_records.h"

#include <algorithm>

#include "sheet/refusal.h"
#include "text/utf8.h"

namespace liren::sheet {

Record record_at(std::string_view stream, std::size_t at) {
    if (at > stream.size() || stream.size() - at < 4) damaged("the records end early");
    const std::size_t size = little16(stream.data() + at + 2);
    if (stream.size() - at - 4 < size) damaged("a record is cut off");
    return {little16(stream.data() + at), stream.substr(at + 4, size), at + 4 + size};
}

BodyReader::BodyReader(std::string_view stream, std::size_t at) : stream_(stream) {
    const Record first = record_at(stream, at);
    body_ = first.body;
    next_ = first.next;
}

bool BodyReader::at_end() {
    while (body_.empty()) {
        if (stream_.size() - next_ < 4 || record_at(stream_, next_).type != record::more) return true;
        next_body();
    }
    return false;
}

void BodyReader::next_body() {
    const Record following = record_at(stream_, next_);
    if (following.type != record::more) damaged("a text goes on in no record");
    body_ = following.body;
    next_ = following.next;
}

std::uint8_t BodyReader::take8() {
    while (body_.empty()) next_body();
    const auto value = static_cast<std::uint8_t>(body_.front());
    body_.remove_prefix(1);
    return value;
}

std::uint16_t BodyReader::take16() {
    const std::uint16_t low = take8();
    return static_cast<std::uint16_t>(low | take8() << 8);
}

std::uint32_t BodyReader::take32() {
    const std::uint32_t low = take16();
    return low | static_cast<std::uint32_t>(take16()) << 16;
}

void BodyReader::skip(std::uint64_t count) {
    while (count > 0) {
        while (body_.empty()) next_body();
        const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(count, body_.size()));
        body_.remove_prefix(step);
        count -= step;
    }
}

std::string BodyReader::take_characters(std::size_t count, Width width) {
    std::string text;
    char32_t first_half = 0;
    for (; count > 0; --count) {
        while (body_.empty()) {   // where a text goes on, the width is said again
            next_body();
            if (!body_.empty()) width = width_of(take8());
        }
        const bool wide = width == Width::wide;
        if (wide && body_.size() < 2) damaged("half a character");
        const char32_t unit = wide ? little16(body_.data()) : static_cast<unsigned char>(body_.front());
        body_.remove_prefix(wide ? 2 : 1);
        if (first_half != 0) {
            const bool pair = unit >= 0xdc00 && unit <= 0xdfff;
            utf8::append(text, pair ? 0x10000 + ((first_half - 0xd800) << 10) + (unit - 0xdc00) : utf8::replacement);
            first_half = 0;
            if (pair) continue;
        }
        if (unit >= 0xd800 && unit <= 0xdbff) first_half = unit;
        else utf8::append(text, unit >= 0xdc00 && unit <= 0xdfff ? utf8::replacement : unit);
    }
    if (first_half != 0) utf8::append(text, utf8::replacement);
    return text;
}

std::string BodyReader::take_text() {
    const std::size_t count = take16();
    const std::uint8_t flags = take8();
    const std::uint64_t runs = (flags & 8) != 0 ? take16() : 0, phonetics = (flags & 4) != 0 ? take32() : 0;
    std::string text = take_characters(count, width_of(flags));
    skip(runs * 4 + phonetics);
    return text;
}

}  // namespace liren::sheet
