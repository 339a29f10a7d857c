#include "sheet/zip_writer.h"

#include <algorithm>
#include <utility>

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include "liren/error.h"

namespace liren::sheet {

namespace {

constexpr std::size_t packed_size = 64u << 10;
constexpr std::uint64_t fits = 0xfffffffe;
constexpr std::uint32_t new_year_1980 = 0x00210000;   // the earliest date there is; no clock in the bytes
constexpr std::uint16_t flags = 0x0808;               // sizes follow, names are UTF-8

void put16(std::string& into, std::uint64_t value) {
    into.push_back(static_cast<char>(value & 0xff));
    into.push_back(static_cast<char>(value >> 8 & 0xff));
}
void put32(std::string& into, std::uint64_t value) {
    put16(into, value & 0xffff);
    put16(into, value >> 16 & 0xffff);
}
void put64(std::string& into, std::uint64_t value) {
    put32(into, value & 0xffffffff);
    put32(into, value >> 32);
}

}  // namespace

ZipWriter::ZipWriter(SheetWriter::Sink sink) : sink_(std::move(sink)), stream_(std::make_unique<isal_zstream>()), level_(ISAL_DEF_LVL1_DEFAULT), packed_(packed_size) {}
ZipWriter::~ZipWriter() = default;

void ZipWriter::emit(std::string_view bytes) {
    sink_(bytes);
    written_ += bytes.size();
}

void ZipWriter::begin_part(std::string name) {
    std::string header;
    put32(header, 0x04034b50);
    put16(header, 20);
    put16(header, flags);
    put16(header, 8);
    put32(header, new_year_1980);
    header.append(12, '\0');   // checksum and sizes: in the descriptor
    put16(header, name.size());
    put16(header, 0);
    header.append(name);
    parts_.push_back({.name = std::move(name), .offset = written_});
    emit(header);
    ::isal_deflate_init(stream_.get());
    stream_->level = 1;
    stream_->level_buf = level_.data();
    stream_->level_buf_size = static_cast<std::uint32_t>(level_.size());
}

void ZipWriter::deflate(std::string_view bytes, Piece piece) {
    stream_->next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));   // C; not written to
    stream_->avail_in = static_cast<std::uint32_t>(bytes.size());
    stream_->end_of_stream = piece == Piece::last;
    do {
        stream_->next_out = packed_.data();
        stream_->avail_out = static_cast<std::uint32_t>(packed_.size());
        if (::isal_deflate(stream_.get()) != COMP_OK) throw Error(500, "error.internal", "ISA-L does not deflate");
        const std::size_t count = packed_.size() - stream_->avail_out;
        parts_.back().packed += count;
        if (count > 0) emit({reinterpret_cast<const char*>(packed_.data()), count});
    } while (stream_->avail_out == 0 || stream_->avail_in > 0 || (piece == Piece::last && stream_->internal_state.state != ZSTATE_END));
}

void ZipWriter::write(std::string_view bytes) {
    Part& part = parts_.back();
    part.crc = ::crc32_gzip_refl(part.crc, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    part.size += bytes.size();
    deflate(bytes, Piece::goes_on);
}

void ZipWriter::end_part() {
    deflate({}, Piece::last);
    const Part& part = parts_.back();
    std::string descriptor;
    put32(descriptor, 0x08074b50);
    put32(descriptor, part.crc);
    const bool large = part.packed > fits || part.size > fits;
    for (const std::uint64_t size : {part.packed, part.size}) large ? put64(descriptor, size) : put32(descriptor, size);
    emit(descriptor);
}

void ZipWriter::finish() {
    const std::uint64_t begin = written_;
    std::string directory;
    for (const Part& part : parts_) {
        const bool large = part.packed > fits || part.size > fits || part.offset > fits;
        std::string extra;
        if (large) {
            put16(extra, 1);
            put16(extra, 24);
            for (const std::uint64_t value : {part.size, part.packed, part.offset}) put64(extra, value);
        }
        const auto short_of = [large](std::uint64_t value) { return large ? 0xffffffff : value; };
        put32(directory, 0x02014b50);
        put16(directory, large ? 45 : 20);
        put16(directory, large ? 45 : 20);
        put16(directory, flags);
        put16(directory, 8);
        put32(directory, new_year_1980);
        put32(directory, part.crc);
        put32(directory, short_of(part.packed));
        put32(directory, short_of(part.size));
        put16(directory, part.name.size());
        put16(directory, extra.size());
        directory.append(10, '\0');   // comment, disk, attributes
        put32(directory, short_of(part.offset));
        directory.append(part.name).append(extra);
    }
    const std::uint64_t end = begin + directory.size(), count = parts_.size();
    const bool large = begin > fits || count > 0xfffe;
    if (large) {
        put32(directory, 0x06064b50);
        put64(directory, 44);
        put16(directory, 45);
        put16(directory, 45);
        put64(directory, 0);
        put64(directory, count);
        put64(directory, count);
        put64(directory, end - begin);
        put64(directory, begin);
        put32(directory, 0x07064b50);
        put32(directory, 0);
        put64(directory, end);
        put32(directory, 1);
    }
    put32(directory, 0x06054b50);
    put32(directory, 0);
    put16(directory, std::min<std::uint64_t>(count, 0xffff));
    put16(directory, std::min<std::uint64_t>(count, 0xffff));
    put32(directory, std::min<std::uint64_t>(end - begin, 0xffffffff));
    put32(directory, large ? 0xffffffff : begin);
    put16(directory, 0);
    emit(directory);
}

}  // namespace liren::sheet
