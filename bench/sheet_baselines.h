#pragma once
// What our reader and writer are compared with: the least that can be done with the same file, and what other libraries do.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace bench {

/// The same for every reader; cheap, so that reading is measured and not hashing.
inline std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = text.size();
    for (const char letter : text) hash = hash * 31 + static_cast<unsigned char>(letter);
    return hash;
}

/// ISA-L over sheet1.xml, and nothing else; the number of bytes.
std::uint64_t inflate_only(const std::string& path);
/// ISA-L and the least tokenizer that works on this very file: no references, dates, prefixes, checks or limits.
void read_with_bare_tokenizer(const std::string& path, std::uint64_t& rows, std::uint64_t& hash);
/// libzip and expat.
void read_with_expat(const std::string& path, std::uint64_t& rows, std::uint64_t& hash);
/// libxlsxwriter with constant_memory; the size of the file.
std::uint64_t write_with_libxlsxwriter(const std::string& path, std::uint64_t rows, std::uint32_t columns, const std::function<const std::string&(std::uint32_t)>& cell,
                                       bool (*is_number)(std::uint32_t));

}  // namespace bench
