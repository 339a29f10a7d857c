#include "sheet/zip.h"

#include <algorithm>
#include <cstring>

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include "sheet/refusal.h"

namespace liren::sheet {

namespace {

constexpr std::uint32_t local_signature = 0x04034b50, central_signature = 0x02014b50, end_signature = 0x06054b50;
constexpr std::uint32_t end64_signature = 0x06064b50, locator64_signature = 0x07064b50;
constexpr std::size_t local_size = 30, central_size = 46, end_size = 22, end64_size = 56, locator64_size = 20;
constexpr std::size_t longest_comment = 0xffff;
constexpr std::uint64_t directory_limit = 16u << 20;
constexpr std::uint64_t ratio_begins = 32u << 20;   // below that a high ratio harms nobody: many empty cells pack well
constexpr std::size_t packed_chunk = 64u << 10;

char small(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; }

bool same_name(std::string_view left, std::string_view right) {
    return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) { return small(a) == small(b); });
}

/// Replaces what the 32-bit fields could not hold by what the ZIP64 extra field says; it holds only those, in this order.
void take_zip64(std::string_view extra, ZipEntry& entry) {
    while (extra.size() >= 4) {
        const std::uint16_t id = little16(extra.data()), length = little16(extra.data() + 2);
        extra.remove_prefix(4);
        if (length > extra.size()) damaged("an extra field is longer than its place");
        if (id == 1) {
            std::string_view field = extra.substr(0, length);
            for (std::uint64_t* value : {&entry.size, &entry.packed, &entry.offset}) {
                if (*value != 0xffffffff) continue;
                if (field.size() < 8) damaged("a ZIP64 field lacks a number");
                *value = little64(field.data());
                field.remove_prefix(8);
            }
            return;
        }
        extra.remove_prefix(length);
    }
    if (entry.size == 0xffffffff || entry.packed == 0xffffffff || entry.offset == 0xffffffff) damaged("a part needs ZIP64 and has none");
}

std::string tidy(std::string_view name) {
    std::string result(name);
    std::replace(result.begin(), result.end(), '\\', '/');
    return result.substr(std::min(result.find_first_not_of('/'), result.size()));
}

}  // namespace

Zip::Zip(const Source& source, const SheetLimits& limits) : source_(source), limits_(limits) {
    const Directory directory = find_directory();
    read_directory(directory);
    refuse_overlaps(directory);
}

Zip::Directory Zip::find_directory() const {
    const std::uint64_t size = source_.size();
    if (size < end_size) damaged("too short for a ZIP file");
    const auto tail_size = static_cast<std::size_t>(std::min<std::uint64_t>(size, end_size + longest_comment));
    const std::uint64_t tail_offset = size - tail_size;
    const std::string tail = source_.bytes(tail_offset, tail_size);
    for (std::size_t at = tail.size() - end_size + 1; at-- > 0;) {
        const char* const end = tail.data() + at;
        if (little32(end) != end_signature || at + end_size + little16(end + 20) > tail.size()) continue;
        Directory found{little32(end + 16), little32(end + 12), little16(end + 10)};
        const std::uint64_t end_offset = tail_offset + at;
        if ((found.count == 0xffff || found.size == 0xffffffff || found.offset == 0xffffffff) && end_offset >= locator64_size) {
            const std::string locator = source_.bytes(end_offset - locator64_size, locator64_size);
            if (little32(locator.data()) == locator64_signature) {
                const std::string end64 = source_.bytes(little64(locator.data() + 8), end64_size);
                if (little32(end64.data()) != end64_signature) damaged("the ZIP64 end is not where it should be");
                found = {little64(end64.data() + 48), little64(end64.data() + 40), little64(end64.data() + 32)};
            }
        }
        if (found.offset > end_offset || found.size > end_offset - found.offset) damaged("the directory does not lie in the file");
        return found;
    }
    damaged("the ZIP directory is missing: the file is cut off");
}

void Zip::read_directory(const Directory& directory) {
    if (directory.count > limits_.parts || directory.size > directory_limit) refuse("sheet.unsafe", std::to_string(directory.count) + " parts");
    const std::string bytes = source_.bytes(directory.offset, static_cast<std::size_t>(directory.size));
    std::string_view rest = bytes;
    for (std::uint64_t i = 0; i < directory.count; ++i) {
        if (rest.size() < central_size || little32(rest.data()) != central_signature) damaged("the directory ends early");
        const char* const at = rest.data();
        const std::size_t name = little16(at + 28), extra = little16(at + 30), comment = little16(at + 32);
        if (rest.size() < central_size + name + extra + comment) damaged("the directory ends early");
        ZipEntry entry;
        entry.encrypted = (little16(at + 8) & 0x2041) != 0;
        entry.method = little16(at + 10);
        entry.crc = little32(at + 16);
        entry.packed = little32(at + 20);
        entry.size = little32(at + 24);
        entry.offset = little32(at + 42);
        entry.name = tidy(rest.substr(central_size, name));
        take_zip64(rest.substr(central_size + name, extra), entry);
        rest.remove_prefix(central_size + name + extra + comment);
        entries_.push_back(std::move(entry));
    }
}

/// Parts that share bytes make a small file inflate without end, and are never made in good faith.
void Zip::refuse_overlaps(const Directory& directory) const {
    std::vector<const ZipEntry*> order;
    for (const ZipEntry& entry : entries_) order.push_back(&entry);
    std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->offset < b->offset; });
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::uint64_t next = i + 1 < order.size() ? order[i + 1]->offset : directory.offset;
        if (order[i]->offset > directory.offset) damaged("a part lies beyond the directory");
        if (order[i]->offset > next || order[i]->packed > next - order[i]->offset || next - order[i]->offset - order[i]->packed < local_size)
            refuse("sheet.unsafe", "part " + order[i]->name + " overlaps what follows it");
    }
    std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
    for (std::size_t i = 1; i < order.size(); ++i)
        if (order[i]->name == order[i - 1]->name) refuse("sheet.unsafe", "two parts are called " + order[i]->name);
}

const ZipEntry* Zip::find(std::string_view name) const {
    for (const ZipEntry& entry : entries_)
        if (same_name(entry.name, name)) return &entry;
    return nullptr;
}

std::string Zip::whole(const ZipEntry& entry) {
    if (entry.size > limits_.small_part_bytes) refuse("sheet.too_much", entry.name + " would be " + std::to_string(entry.size) + " bytes");
    std::string bytes(static_cast<std::size_t>(entry.size), '\0');
    ZipPart part(*this, entry);
    std::size_t done = 0;
    while (done < bytes.size()) {
        const std::size_t got = part.read(bytes.data() + done, bytes.size() - done);
        if (got == 0) damaged(entry.name + " is shorter than it says");
        done += got;
    }
    char beyond = 0;
    if (part.read(&beyond, 1) != 0) damaged(entry.name + " is longer than it says");
    return bytes;
}

void Zip::inflated(std::uint64_t bytes) {
    inflated_ += bytes;
    if (inflated_ > limits_.inflated_bytes) refuse("sheet.too_much", "the parts together inflate beyond the limit");
}

ZipPart::ZipPart(Zip& zip, const ZipEntry& entry) : zip_(zip), entry_(entry), packed_left_(entry.packed) {
    if (entry.encrypted) refuse("sheet.encrypted", entry.name);
    if (entry.method != 0 && entry.method != 8) damaged(entry.name + " is packed by method " + std::to_string(entry.method));
    if (entry.size > zip.limits().part_bytes) refuse("sheet.too_much", entry.name + " would be " + std::to_string(entry.size) + " bytes");
    const std::string local = zip.source().bytes(entry.offset, local_size);
    if (little32(local.data()) != local_signature) damaged(entry.name + " is not where the directory says");
    at_ = entry.offset + local_size + little16(local.data() + 26) + little16(local.data() + 28);
    if (at_ > zip.source().size() || packed_left_ > zip.source().size() - at_) damaged(entry.name + " is cut off");
    if (entry.method == 0 && entry.packed != entry.size) damaged(entry.name + " has two sizes");
    if (entry.method == 8) {
        state_ = std::make_unique<inflate_state>();
        ::isal_inflate_init(state_.get());
        packed_.resize(packed_chunk);
    }
}

ZipPart::~ZipPart() = default;

std::size_t ZipPart::read(char* into, std::size_t room) {
    if (room == 0) return 0;
    const std::size_t got = entry_.method == 8 ? read_deflated(into, room) : read_stored(into, room);
    if (got == 0) {
        if (!checked_ && (given_ != entry_.size || crc_ != entry_.crc)) damaged(entry_.name + " has a wrong checksum");
        checked_ = true;
        return 0;
    }
    given_ += got;
    zip_.inflated(got);
    if (given_ > entry_.size) damaged(entry_.name + " is longer than it says");
    if (given_ > ratio_begins && given_ / zip_.limits().ratio > entry_.packed) refuse("sheet.too_much", entry_.name + " inflates too much");
    crc_ = ::crc32_gzip_refl(crc_, reinterpret_cast<const unsigned char*>(into), got);
    return got;
}

std::size_t ZipPart::read_stored(char* into, std::size_t room) {
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(room, packed_left_));
    const std::size_t got = zip_.source().read(at_, into, want);
    if (got != want) damaged(entry_.name + " is cut off");
    at_ += got;
    packed_left_ -= got;
    return got;
}

bool ZipPart::take_packed() {
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(packed_.size(), packed_left_));
    if (want == 0) return false;
    if (zip_.source().read(at_, packed_.data(), want) != want) damaged(entry_.name + " is cut off");
    at_ += want;
    packed_left_ -= want;
    state_->next_in = reinterpret_cast<std::uint8_t*>(packed_.data());
    state_->avail_in = static_cast<std::uint32_t>(want);
    return true;
}

std::size_t ZipPart::read_deflated(char* into, std::size_t room) {
    const auto asked = static_cast<std::uint32_t>(std::min<std::size_t>(room, 1u << 30));
    state_->next_out = reinterpret_cast<std::uint8_t*>(into);
    state_->avail_out = asked;
    while (state_->avail_out > 0 && state_->block_state != ISAL_BLOCK_FINISH) {
        const bool fresh = state_->avail_in == 0 && take_packed();
        const std::uint32_t in = state_->avail_in, out = state_->avail_out;
        if (::isal_inflate(state_.get()) < 0) damaged(entry_.name + " does not inflate");
        // Bits already taken in may still yield bytes, so only a call without any effect means that the packed bytes ran out.
        if (!fresh && state_->avail_in == in && state_->avail_out == out && state_->block_state != ISAL_BLOCK_FINISH) damaged(entry_.name + " ends early");
    }
    return asked - state_->avail_out;
}

}  // namespace liren::sheet
