#pragma once
// A ZIP file written forwards: what a part holds is known only when it ends, so its sizes follow it in a data descriptor, and
// ZIP64 is used where 32 bits do not hold them. ISA-L deflates at its level 1. The same input gives the same bytes.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "liren/sheet.h"

struct isal_zstream;

namespace liren::sheet {

class ZipWriter {
public:
    explicit ZipWriter(SheetWriter::Sink sink);
    ~ZipWriter();
    ZipWriter(const ZipWriter&) = delete;
    ZipWriter& operator=(const ZipWriter&) = delete;

    void begin_part(std::string name);
    void write(std::string_view bytes);
    void end_part();
    void finish();

private:
    struct Part {
        std::string name;
        std::uint32_t crc = 0;
        std::uint64_t packed = 0, size = 0, offset = 0;
    };
    enum class Piece : std::uint8_t { goes_on, last };
    void deflate(std::string_view bytes, Piece piece);
    void emit(std::string_view bytes);

    SheetWriter::Sink sink_;
    std::vector<Part> parts_;
    std::uint64_t written_ = 0;
    std::unique_ptr<isal_zstream> stream_;
    std::vector<std::uint8_t> level_, packed_;
};

}  // namespace liren::sheet
