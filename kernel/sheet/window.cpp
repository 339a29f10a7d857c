#include "sheet/window.h"

#include <algorithm>
#include <cstring>

#include "sheet/refusal.h"

namespace liren::sheet {

namespace {

constexpr std::size_t usual = 256u << 10;   // stays in the second-level cache between inflating and reading

}  // namespace

Window::Window(Zip& zip, const ZipEntry& entry, std::uint64_t most) : part_(zip, entry), most_(std::max<std::uint64_t>(most, 4096)), bytes_(usual) {}

bool Window::more() {
    const std::size_t kept = end_ - at_;
    if (kept > most_) refuse("sheet.row_too_large", "one row or text has more than " + std::to_string(most_) + " bytes");
    if (kept > bytes_.size() / 2) {
        std::vector<char> larger(bytes_.size() * 2);
        std::memcpy(larger.data(), at(), kept);
        bytes_ = std::move(larger);
    } else {
        std::memmove(bytes_.data(), at(), kept);
    }
    at_ = 0;
    end_ = kept;
    const std::size_t got = part_.read(bytes_.data() + end_, bytes_.size() - end_);
    end_ += got;
    return got > 0;
}

void Window::drain() {
    do at_ = end_;
    while (more());
}

}  // namespace liren::sheet
