#pragma once
// The text of a .csv as UTF-8, whatever it was written in: UTF-8 with or without byte order mark, UTF-16 with one, or what
// Chinese Windows writes, GB 18030 (GBK and GB 2312 are parts of it). Everything else is refused, never guessed.

#include <cstddef>
#include <cstdint>
#include <memory>

#include "sheet/source.h"

namespace liren::sheet {

enum class TextEncoding : std::uint8_t { utf8, utf16_little, utf16_big, gb18030 };

struct TextStart {
    TextEncoding encoding = TextEncoding::utf8;
    std::uint64_t offset = 0;   ///< behind the byte order mark
};

/// Looks at the whole file, because the first Chinese character may stand in its last line.
TextStart find_encoding(const Source& source);

class TextStream {
public:
    TextStream(const Source& source, TextStart start);
    ~TextStream();
    TextStream(const TextStream&) = delete;
    TextStream& operator=(const TextStream&) = delete;

    /// UTF-8, as much as fits; characters may be cut at the end of a piece. 0 at the end. Error(422, "sheet.encoding").
    std::size_t read(char* into, std::size_t room);

private:
    struct Conversion;
    const Source& source_;
    std::uint64_t at_;
    std::unique_ptr<Conversion> conversion_;
};

}  // namespace liren::sheet
