#include "sheet/csv_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <unicode/ucnv.h>

#include "liren/text.h"
#include "sheet/refusal.h"

namespace liren::sheet {

namespace {

constexpr std::size_t chunk = 64u << 10;

struct Close {
    void operator()(UConverter* converter) const { ::ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, Close>;

Converter open_converter(const char* name) {
    UErrorCode problem = U_ZERO_ERROR;
    Converter converter(::ucnv_open(name, &problem));
    if (U_FAILURE(problem)) throw Error(500, "error.internal", std::string("no converter for ") + name);
    ::ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &problem);
    ::ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &problem);
    return converter;
}

/// How many bytes at the end begin a character that goes on beyond it.
std::size_t unfinished_tail(std::string_view text) {
    for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xc0) == 0x80) continue;
        const std::size_t length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
        return length > back ? back : 0;
    }
    return 0;
}

bool is_utf8(const Source& source) {
    std::vector<char> bytes(chunk);
    std::size_t kept = 0;
    for (std::uint64_t at = 0;;) {
        const std::size_t got = source.read(at, bytes.data() + kept, bytes.size() - kept);
        at += got;
        const std::string_view text(bytes.data(), kept + got);
        if (got == 0) return kept == 0;
        kept = unfinished_tail(text);
        if (!valid_utf8(text.substr(0, text.size() - kept))) return false;
        std::copy(text.end() - static_cast<std::ptrdiff_t>(kept), text.end(), bytes.begin());
    }
}

const char* icu_name(TextEncoding encoding) { return encoding == TextEncoding::utf16_little ? "UTF-16LE" : encoding == TextEncoding::utf16_big ? "UTF-16BE" : "gb18030"; }

}  // namespace

TextStart find_encoding(const Source& source) {
    char head[3] = {};
    const std::string_view mark(head, source.read(0, head, sizeof head));
    if (mark == "\xEF\xBB\xBF") {
        if (!is_utf8(source)) refuse("sheet.encoding", "says UTF-8 and is not");
        return {TextEncoding::utf8, 3};
    }
    if (mark.starts_with("\xFF\xFE")) return {TextEncoding::utf16_little, 2};
    if (mark.starts_with("\xFE\xFF")) return {TextEncoding::utf16_big, 2};
    return {is_utf8(source) ? TextEncoding::utf8 : TextEncoding::gb18030, 0};
}

struct TextStream::Conversion {
    explicit Conversion(TextEncoding encoding) : from(open_converter(icu_name(encoding))), to(open_converter("UTF-8")), bytes(chunk) {}

    Converter from, to;
    std::vector<char> bytes;
    const char *next = nullptr, *limit = nullptr;
    std::array<UChar, 1024> pivot{};
    UChar *pivot_next = pivot.data(), *pivot_filled = pivot.data();
    bool at_end = false, first = true;
};

TextStream::TextStream(const Source& source, TextStart start) : source_(source), at_(start.offset) {
    if (start.encoding != TextEncoding::utf8) conversion_ = std::make_unique<Conversion>(start.encoding);
}

TextStream::~TextStream() = default;

std::size_t TextStream::read(char* into, std::size_t room) {
    if (!conversion_) {
        const std::size_t got = source_.read(at_, into, room);
        at_ += got;
        return got;
    }
    Conversion& own = *conversion_;
    char* out = into;
    while (out == into) {
        if (own.next == own.limit && !own.at_end) {
            const std::size_t got = source_.read(at_, own.bytes.data(), own.bytes.size());
            at_ += got;
            own.at_end = got == 0;
            own.next = own.bytes.data();
            own.limit = own.next + got;
        }
        UErrorCode problem = U_ZERO_ERROR;
        ::ucnv_convertEx(own.to.get(), own.from.get(), &out, into + room, &own.next, own.limit, own.pivot.data(), &own.pivot_next, &own.pivot_filled,
                         own.pivot.data() + own.pivot.size(), own.first, own.at_end, &problem);
        own.first = false;
        if (U_FAILURE(problem) && problem != U_BUFFER_OVERFLOW_ERROR) refuse("sheet.encoding", ::u_errorName(problem));
        if (own.at_end && own.next == own.limit && problem != U_BUFFER_OVERFLOW_ERROR) break;
    }
    return static_cast<std::size_t>(out - into);
}

}  // namespace liren::sheet
