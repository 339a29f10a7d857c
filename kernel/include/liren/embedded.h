#pragma once
// A text file that travels inside the binary: a migration, a language file, a pack. Made by liren_embed() in CMake.

#include <cstddef>
#include <string_view>

namespace liren {

struct EmbeddedFile {
    std::string_view path;      ///< relative to the folder that embeds it, e.g. "migrations/district/20261125_0100_cases.sql"
    std::string_view content;
};

}  // namespace liren
