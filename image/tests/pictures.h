#pragma once
// Pictures made from nothing, for the tests: a PNG of any claimed and any real size, and what a camera adds to a JPEG.

#include <cstdint>
#include <string>
#include <vector>

#include <zlib.h>

namespace pictures {

inline std::string be32(std::uint32_t value) {
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16 & 255), static_cast<char>(value >> 8 & 255), static_cast<char>(value & 255)};
}

inline std::string chunk(const std::string& kind, const std::string& content) {
    const std::string covered = kind + content;
    const auto crc = ::crc32(0, reinterpret_cast<const Bytef*>(covered.data()), static_cast<uInt>(covered.size()));
    return be32(static_cast<std::uint32_t>(content.size())) + covered + be32(static_cast<std::uint32_t>(crc));
}

inline std::string deflated(const std::string& raw) {
    uLongf size = ::compressBound(raw.size());
    std::string packed(size, '\0');
    ::compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(raw.data()), raw.size(), 6);
    packed.resize(size);
    return packed;
}

/// An RGB picture with a soft gradient; `real_rows` fewer than `height` makes it a cut-off one.
inline std::string png(std::uint32_t width, std::uint32_t height, std::uint32_t real_rows = 0xFFFFFFFF) {
    std::string rows;
    for (std::uint32_t y = 0; y < std::min(height, real_rows); ++y) {
        rows.push_back('\0');
        for (std::uint32_t x = 0; x < width; ++x) {
            rows.push_back(static_cast<char>(x * 255 / width));
            rows.push_back(static_cast<char>(y * 255 / height));
            rows.push_back(static_cast<char>(x < width / 2 ? 40 : 200));
        }
    }
    return "\x89PNG\r\n\x1a\n" + chunk("IHDR", be32(width) + be32(height) + std::string("\x08\x02\x00\x00\x00", 5)) + chunk("IDAT", deflated(rows)) + chunk("IEND", "");
}

/// A see-through grey picture of sixteen bits.
inline std::string deep_png(std::uint32_t width, std::uint32_t height) {
    std::string rows;
    for (std::uint32_t y = 0; y < height; ++y) {
        rows.push_back('\0');
        for (std::uint32_t x = 0; x < width; ++x) rows += std::string("\x40\x00\x00\x00", 4);   // dark, wholly transparent
    }
    return "\x89PNG\r\n\x1a\n" + chunk("IHDR", be32(width) + be32(height) + std::string("\x10\x04\x00\x00\x00", 5)) + chunk("IDAT", deflated(rows)) + chunk("IEND", "");
}

/// The JPEG with an Exif segment that says "turn me" and names a camera and a place.
inline std::string from_a_camera(const std::string& jpeg, char orientation) {
    std::string tiff("II*\0\x08\0\0\0", 8);
    tiff += std::string("\x03\0", 2);
    tiff += std::string("\x0F\x01\x02\0\x10\0\0\0\x32\0\0\0", 12);                     // make: 16 characters at 50
    tiff += std::string("\x12\x01\x03\0\x01\0\0\0", 8) + orientation + std::string("\0\0\0", 3);   // orientation
    tiff += std::string("\x25\x88\x04\0\x01\0\0\0\x42\0\0\0", 12);                     // GPS directory at 66
    tiff += std::string(4, '\0');
    tiff += std::string("SECRET-CAMERA-1\0", 16);
    tiff += std::string("\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0", 14) + std::string(4, '\0');
    const std::string segment = std::string("Exif\0\0", 6) + tiff;
    const auto size = segment.size() + 2;
    return jpeg.substr(0, 2) + "\xFF\xE1" + static_cast<char>(size >> 8) + static_cast<char>(size & 255) + segment + jpeg.substr(2);
}

}  // namespace pictures
