#pragma once
// The texts that the cells of a workbook share: in one piece of memory that grows in place, and eight bytes a text. Views stay
// good once everything is appended.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "liren/sheet.h"
#include "sheet/zip.h"

namespace liren::sheet {

class SharedTexts {
public:
    SharedTexts() = default;
    SharedTexts(const SharedTexts&) = delete;
    SharedTexts& operator=(const SharedTexts&) = delete;
    ~SharedTexts() { std::free(bytes_); }

    /// The whole sharedStrings part of an .xlsx. Throws Error(422).
    void read(Zip& zip, const ZipEntry& entry);
    void append(std::string_view text, const SheetLimits& limits);
    std::size_t count() const { return places_.size(); }
    std::string_view at(std::size_t index) const {
        const std::uint64_t place = places_[index];
        return {bytes_ + (place >> length_bits), static_cast<std::size_t>(place & ((1u << length_bits) - 1))};
    }

private:
    static constexpr unsigned length_bits = 20;   // a cell holds at most 32,767 characters, 131 KB

    char* bytes_ = nullptr;
    std::size_t size_ = 0, capacity_ = 0;
    std::vector<std::uint64_t> places_;
};

}  // namespace liren::sheet
