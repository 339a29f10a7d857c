#pragma once
// The bytes of a file, read at any place: from the disk with pread (a mapped file that somebody cuts would kill the process),
// or from memory.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace liren::sheet {

class Source {
public:
    virtual ~Source() = default;
    virtual std::uint64_t size() const = 0;
    /// Reads up to `room` bytes; fewer only at the end.
    virtual std::size_t read(std::uint64_t offset, char* into, std::size_t room) const = 0;

    /// Exactly that many bytes; fewer are `sheet.damaged`.
    std::string bytes(std::uint64_t offset, std::size_t count) const;
};

std::unique_ptr<Source> open_file(const std::string& path);
std::unique_ptr<Source> in_memory(std::string bytes);

inline std::uint16_t little16(const char* at) {
    const auto* byte = reinterpret_cast<const unsigned char*>(at);
    return static_cast<std::uint16_t>(byte[0] | byte[1] << 8);
}
inline std::uint32_t little32(const char* at) { return little16(at) | static_cast<std::uint32_t>(little16(at + 2)) << 16; }
inline std::uint64_t little64(const char* at) { return little32(at) | static_cast<std::uint64_t>(little32(at + 4)) << 32; }

}  // namespace liren::sheet
