#include "frame.h"

#include <array>
#include <cerrno>
#include <cstdint>

#include <unistd.h>

namespace liren::image {

namespace {

bool read_exactly(char* into, std::size_t size) {
    while (size > 0) {
        const ssize_t count = ::read(STDIN_FILENO, into, size);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        into += count;
        size -= static_cast<std::size_t>(count);
    }
    return true;
}

bool write_exactly(const char* from, std::size_t size) {
    while (size > 0) {
        const ssize_t count = ::write(STDOUT_FILENO, from, size);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        from += count;
        size -= static_cast<std::size_t>(count);
    }
    return true;
}

}  // namespace

std::optional<std::string> read_piece(std::size_t largest) {
    std::array<unsigned char, 4> length{};
    if (!read_exactly(reinterpret_cast<char*>(length.data()), length.size())) return std::nullopt;
    const std::size_t size = length[0] | std::size_t{length[1]} << 8 | std::size_t{length[2]} << 16 | std::size_t{length[3]} << 24;
    if (size > largest) return std::nullopt;
    std::string piece(size, '\0');
    if (!read_exactly(piece.data(), size)) return std::nullopt;
    return piece;
}

bool write_piece(const char* bytes, std::size_t size) {
    std::array<char, 4> length{};
    for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<char>(size >> (8 * i) & 255);
    return write_exactly(length.data(), length.size()) && write_exactly(bytes, size);
}

}  // namespace liren::image
