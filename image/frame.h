#pragma once
// How the server and liren-image speak: length (u32, little-endian) and JSON header, then length and bytes.
//   request  {"op":"photo"|"probe","max":1600,"thumb":320}, one body: the original
//   answer   {"ok":true,"width":…,"height":…,"view_width":…,"view_height":…,"thumb_width":…,"thumb_height":…}
//            or {"ok":false,"error":"image.damaged","detail":"…"}, then two bodies: view and thumb, both may be empty

#include <cstddef>
#include <optional>
#include <string>

namespace liren::image {

constexpr std::size_t largest_header = 64 * 1024;
constexpr std::size_t largest_body = 256 * 1024 * 1024;

/// The next piece of standard input; nothing at its end, or when the piece would be longer than `largest`.
std::optional<std::string> read_piece(std::size_t largest);

/// Writes a piece to standard output; false when nobody listens any more.
bool write_piece(const char* bytes, std::size_t size);

}  // namespace liren::image
