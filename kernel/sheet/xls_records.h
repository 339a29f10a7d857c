#pragma once
// The records of a BIFF8 stream (MS-XLS) and the texts in them, which may run over several records.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/source.h"

namespace liren::sheet {

namespace record {
enum : std::uint16_t {
    formula = 0x0006, end = 0x000a, day_count = 0x0022, password = 0x002f, more = 0x003c, sheet = 0x0085, numbers = 0x00bd, rich_label = 0x00d6,
    cell_format = 0x00e0, merged = 0x00e5, shared_texts = 0x00fc, shared_label = 0x00fd, number = 0x0203, label = 0x0204, truth = 0x0205,
    text = 0x0207, row = 0x0208, array_formula = 0x0221, table_formula = 0x0236, small_number = 0x027e, number_format = 0x041e, shared_formula = 0x04bc, begin = 0x0809,
};
}  // namespace record

struct Record {
    std::uint16_t type = 0;
    std::string_view body;
    std::size_t next = 0;   ///< where the following one begins
};

/// The record at that place; damage when the stream ends inside it.
Record record_at(std::string_view stream, std::size_t at);

/// How a text's characters are stored: Latin-1, or UTF-16.
enum class Width : std::uint8_t { narrow, wide };
inline Width width_of(std::uint8_t flags) { return (flags & 1) != 0 ? Width::wide : Width::narrow; }

/// Reads a record's body and the bodies of the `more` records that follow it as one.
class BodyReader {
public:
    BodyReader(std::string_view stream, std::size_t at);

    bool at_end();
    std::uint16_t take16();
    std::uint32_t take32();
    std::uint8_t take8();
    void skip(std::uint64_t count);
    /// A text with a 16-bit count of characters, runs and phonetics skipped, as UTF-8.
    std::string take_text();
    std::string take_characters(std::size_t count, Width width);

private:
    void next_body();
    std::string_view stream_, body_;
    std::size_t next_;
};

}  // namespace liren::sheet
