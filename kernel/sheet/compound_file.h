#pragma once
// The container of old Office files (MS-CFB): a small file system of sectors in chains. Every chain is bounded by the file, so
// a circle ends. Only the streams of the top folder are of interest; an embedded object's own are not.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "liren/sheet.h"
#include "sheet/source.h"

namespace liren::sheet {

class CompoundFile {
public:
    /// Throws Error(422).
    CompoundFile(const Source& source, const SheetLimits& limits);

    /// The bytes of a stream of the top folder, whose name is ASCII; nothing when there is none.
    std::optional<std::string> stream(std::string_view name) const;
    bool has(std::string_view name) const { return find(name) != nullptr; }

private:
    struct Entry {
        std::string name;
        std::uint8_t kind = 0;
        std::uint32_t left = 0, right = 0, child = 0, start = 0;
        std::uint64_t size = 0;
    };
    const Entry* find(std::string_view name) const;
    std::string sector(std::uint32_t number) const;
    std::string chain(std::uint32_t start, std::uint64_t size) const;
    std::string mini_chain(std::uint32_t start, std::uint64_t size) const;
    void read_table(std::string_view header);
    void read_directory(std::uint32_t start);

    const Source& source_;
    const SheetLimits& limits_;
    unsigned shift_ = 9;
    std::uint64_t mini_cutoff_ = 4096;
    std::vector<std::uint32_t> next_, mini_next_;
    std::vector<Entry> entries_;
    std::string mini_;
};

}  // namespace liren::sheet
