#pragma once
// A moving window over one part of an .xlsx: whoever reads keeps the beginning of the thing at hand and asks for more when the
// window ends inside it. The window grows only for a thing larger than itself, up to a limit.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sheet/zip.h"

namespace liren::sheet {

class Window {
public:
    /// `most` bounds one thing, in bytes.
    Window(Zip& zip, const ZipEntry& entry, std::uint64_t most);

    const char* at() const { return bytes_.data() + at_; }
    const char* end() const { return bytes_.data() + end_; }
    void moved_to(const char* at) { at_ = static_cast<std::size_t>(at - bytes_.data()); }

    /// Reads on, keeping what lies from at() on; false when the part is at its end. Pointers into the window are void then.
    bool more();
    /// Runs to the end, so that the checksum is compared.
    void drain();

private:
    ZipPart part_;
    std::uint64_t most_;
    std::vector<char> bytes_;
    std::size_t at_ = 0, end_ = 0;
};

}  // namespace liren::sheet
