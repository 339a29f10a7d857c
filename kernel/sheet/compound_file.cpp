#include "sheet/compound_file.h"

#include <algorithm>

#include "sheet/refusal.h"

namespace liren::sheet {

namespace {

constexpr std::uint32_t last_sector = 0xfffffffa;   // this and above are marks, not sectors
constexpr std::uint32_t nobody = 0xffffffff;
constexpr std::size_t header_size = 512, entry_size = 128, sectors_in_header = 109;
constexpr unsigned mini_shift = 6;
constexpr std::uint8_t is_stream = 2, is_root = 5;

void append_numbers(std::vector<std::uint32_t>& into, std::string_view bytes) {
    for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) into.push_back(little32(bytes.data() + at));
}

}  // namespace

CompoundFile::CompoundFile(const Source& source, const SheetLimits& limits) : source_(source), limits_(limits) {
    if (source.size() > limits.old_file_bytes) throw Error(422, "sheet.too_large", std::to_string(source.size()) + " bytes").with("limit", std::to_string(limits.old_file_bytes >> 20));
    const std::string header = source.bytes(0, header_size);
    shift_ = little16(header.data() + 30);
    if (shift_ != 9 && shift_ != 12) damaged("sectors of an unknown size");
    mini_cutoff_ = little32(header.data() + 56);
    read_table(header);
    read_directory(little32(header.data() + 48));
    const std::uint32_t mini_start = little32(header.data() + 60), mini_count = little32(header.data() + 64);
    if (mini_count > next_.size()) damaged("more small sectors than the file has room for");
    if (mini_count > 0 && mini_start < last_sector) append_numbers(mini_next_, chain(mini_start, std::uint64_t{mini_count} << shift_));
    const Entry& root = entries_.front();
    if (root.size > 0 && root.start < last_sector) mini_ = chain(root.start, root.size);
}

std::string CompoundFile::sector(std::uint32_t number) const {
    const std::size_t size = std::size_t{1} << shift_;
    const std::uint64_t offset = (std::uint64_t{number} + 1) << shift_;
    if (offset >= source_.size()) damaged("a sector beyond the file");
    std::string bytes(size, '\0');   // the last sector may be short
    source_.read(offset, bytes.data(), size);
    return bytes;
}

void CompoundFile::read_table(std::string_view header) {
    const std::size_t most = static_cast<std::size_t>(source_.size() >> shift_) + 1, per_sector = (std::size_t{1} << shift_) / 4;
    std::vector<std::uint32_t> tables;
    append_numbers(tables, header.substr(76, sectors_in_header * 4));
    std::uint32_t more = little32(header.data() + 68);
    for (std::size_t i = 0; more < last_sector; ++i) {
        if (i > most / per_sector + 1) damaged("the list of tables runs in a circle");
        std::vector<std::uint32_t> numbers;
        append_numbers(numbers, sector(more));
        tables.insert(tables.end(), numbers.begin(), numbers.end() - 1);
        more = numbers.back();
    }
    for (const std::uint32_t table : tables) {
        if (table >= last_sector) continue;
        if (next_.size() > most + per_sector) damaged("more tables than the file has room for");
        append_numbers(next_, sector(table));
    }
}

std::string CompoundFile::chain(std::uint32_t start, std::uint64_t size) const {
    if (size > source_.size()) damaged("a stream larger than the file");
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(size));
    for (std::uint32_t at = start; bytes.size() < size; at = next_[at]) {
        if (at >= next_.size()) damaged("a stream ends early");
        bytes.append(sector(at), 0, static_cast<std::size_t>(std::min<std::uint64_t>(size - bytes.size(), std::uint64_t{1} << shift_)));
    }
    return bytes;
}

std::string CompoundFile::mini_chain(std::uint32_t start, std::uint64_t size) const {
    std::string bytes;
    for (std::uint32_t at = start; bytes.size() < size; at = mini_next_[at]) {
        const std::uint64_t offset = std::uint64_t{at} << mini_shift;
        if (at >= mini_next_.size() || offset >= mini_.size()) damaged("a small stream ends early");
        bytes.append(mini_, static_cast<std::size_t>(offset), static_cast<std::size_t>(std::min<std::uint64_t>(size - bytes.size(), 1u << mini_shift)));
    }
    return bytes;
}

void CompoundFile::read_directory(std::uint32_t start) {
    std::string bytes;
    const std::size_t most = static_cast<std::size_t>(source_.size());
    for (std::uint32_t at = start; at < last_sector; at = next_[at]) {
        if (at >= next_.size()) damaged("the directory ends early");
        if (bytes.size() > most) damaged("the directory runs in a circle");
        bytes += sector(at);
    }
    for (std::size_t at = 0; at + entry_size <= bytes.size(); at += entry_size) {
        const char* const raw = bytes.data() + at;
        Entry entry;
        const std::size_t letters = std::min<std::size_t>(little16(raw + 64), 64) / 2;
        for (std::size_t i = 0; i + 1 < letters; ++i) entry.name.push_back(little16(raw + 2 * i) < 0x80 ? raw[2 * i] : '?');
        entry.kind = static_cast<std::uint8_t>(raw[66]);
        entry.left = little32(raw + 68);
        entry.right = little32(raw + 72);
        entry.child = little32(raw + 76);
        entry.start = little32(raw + 116);
        entry.size = shift_ == 9 ? little32(raw + 120) : little64(raw + 120);   // the upper half is rubbish in version 3
        entries_.push_back(std::move(entry));
    }
    if (entries_.empty() || entries_.front().kind != is_root) damaged("no directory");
}

const CompoundFile::Entry* CompoundFile::find(std::string_view name) const {
    std::vector<bool> seen(entries_.size());
    std::vector<std::uint32_t> open = {entries_.front().child};
    while (!open.empty()) {
        const std::uint32_t at = open.back();
        open.pop_back();
        if (at == nobody || at >= entries_.size() || seen[at]) continue;
        seen[at] = true;
        const Entry& entry = entries_[at];
        if (entry.kind == is_stream && entry.name == name) return &entry;
        open.push_back(entry.left);
        open.push_back(entry.right);
    }
    return nullptr;
}

std::optional<std::string> CompoundFile::stream(std::string_view name) const {
    const Entry* const entry = find(name);
    if (entry == nullptr) return std::nullopt;
    if (entry->size == 0) return std::string();
    return entry->size < mini_cutoff_ ? mini_chain(entry->start, entry->size) : chain(entry->start, entry->size);
}

}  // namespace liren::sheet
