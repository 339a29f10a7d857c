#include "photo.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#include <vips/vips.h>

namespace liren::image {

namespace {

constexpr int view_quality = 82, thumb_quality = 76;

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

/// Which of the four it is, by its first bytes; nothing for anything else.
const char* loader_of(std::string_view bytes) {
    const auto begins = [&](std::string_view magic, std::size_t at = 0) { return bytes.size() >= at + magic.size() && bytes.substr(at, magic.size()) == magic; };
    if (begins("\xFF\xD8\xFF")) return "jpeg";
    if (begins("\x89PNG\r\n\x1a\n")) return "png";
    if (begins("RIFF") && begins("WEBP", 8)) return "webp";
    if (begins("ftyp", 4))
        for (const std::string_view brand : {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif"})
            if (begins(brand, 8)) return "heif";
    return nullptr;
}

std::string reason() {
    std::string text = vips_error_buffer();
    vips_error_clear();
    if (text.size() > 400) text.resize(400);
    for (char& character : text)
        if (static_cast<unsigned char>(character) < 0x20 || static_cast<unsigned char>(character) >= 0x7F) character = ' ';
    return text;
}

Photo refuse(const char* problem, std::string detail) {
    Photo photo;
    photo.problem = problem;
    photo.detail = std::move(detail);
    return photo;
}

/// Runs a vips operation that fills a VipsImage*; empty when it failed.
template <class Operation>
Image made_by(Operation operation) {
    VipsImage* out = nullptr;
    return operation(&out) == 0 ? Image(out) : Image();
}

/// Three bands of eight bits in sRGB, whatever came: grey, CMYK, sixteen bits, see-through (laid on white).
Image plain(Image image) {
    if (!image) return image;
    if (vips_image_hasalpha(image.get())) {
        const std::unique_ptr<VipsArrayDouble, void (*)(VipsArrayDouble*)> white(vips_array_double_newv(1, image->BandFmt == VIPS_FORMAT_USHORT ? 65535.0 : 255.0),
                                                                                 [](VipsArrayDouble* array) { vips_area_unref(VIPS_AREA(array)); });
        image = made_by([&](VipsImage** out) { return vips_flatten(image.get(), out, "background", white.get(), nullptr); });
    }
    if (image) image = made_by([&](VipsImage** out) { return vips_colourspace(image.get(), out, VIPS_INTERPRETATION_sRGB, nullptr); });
    if (image) image = made_by([&](VipsImage** out) { return vips_cast_uchar(image.get(), out, nullptr); });
    return image;
}

bool write_jpeg(VipsImage* image, int quality, std::string& into) {
    void* bytes = nullptr;
    std::size_t size = 0;
    if (vips_jpegsave_buffer(image, &bytes, &size, "Q", quality, "strip", TRUE, "optimize_coding", TRUE, nullptr) != 0) return false;
    into.assign(static_cast<const char*>(bytes), size);
    g_free(bytes);
    return true;
}

}  // namespace

void start_vips(const char* program) {
    ::setenv("VIPS_CONCURRENCY", "1", 1);
    if (VIPS_INIT(program) != 0) {
        std::fprintf(stderr, "liren-image: vips does not start: %s\n", vips_error_buffer());
        std::exit(4);
    }
    vips_concurrency_set(1);
    vips_cache_set_max(0);   // every picture is another one; a cache would only keep strangers' pixels in memory
    vips_block_untrusted_set(TRUE);
    vips_operation_block_set("VipsForeign", TRUE);
    for (const char* allowed : {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadHeif", "VipsForeignSaveJpeg"})
        vips_operation_block_set(allowed, FALSE);
}

Photo make_photo(const std::string& original, const Wishes& wishes) {
    const char* const loader = loader_of(original);
    if (loader == nullptr) return refuse("image.kind", "first bytes of no known kind");

    // Opening reads the head only. Sixteen bytes a pixel at worst is what the memory limit is set for.
    const Image head(vips_image_new_from_buffer(original.data(), original.size(), "", "access", VIPS_ACCESS_SEQUENTIAL, nullptr));
    if (!head) return refuse("image.damaged", reason());
    const char* const found = vips_foreign_find_load_buffer(original.data(), original.size());
    std::string used = found != nullptr ? found : "";
    std::transform(used.begin(), used.end(), used.begin(), [](char character) { return static_cast<char>(g_ascii_tolower(character)); });
    if (used.find(loader) == std::string::npos) return refuse("image.kind", "first bytes say " + std::string(loader) + ", the loader is " + used);
    Photo photo;
    photo.width = vips_image_get_width(head.get());
    photo.height = vips_image_get_height(head.get());
    if (static_cast<double>(photo.width) * photo.height > wishes.pixels) return refuse("image.too_many_pixels", std::to_string(photo.width) + " x " + std::to_string(photo.height));
    if (vips_image_get_orientation_swap(head.get())) std::swap(photo.width, photo.height);
    if (wishes.only_measure) return photo;

    const auto shrunk = plain(made_by([&](VipsImage** out) {
        return vips_thumbnail_buffer(const_cast<char*>(original.data()), original.size(), out, wishes.view, "height", wishes.view, "size", VIPS_SIZE_DOWN, "export_profile", "srgb",
                                     "option_string", "[fail_on=truncated]", nullptr);   // the property "fail_on" is ignored here (vips 8.14)
    }));
    const Image view(shrunk ? vips_image_copy_memory(shrunk.get()) : nullptr);
    if (!view) return refuse("image.damaged", reason());
    const auto thumb = made_by([&](VipsImage** out) { return vips_thumbnail_image(view.get(), out, wishes.thumb, "height", wishes.thumb, "size", VIPS_SIZE_DOWN, "no_rotate", TRUE, nullptr); });
    if (!thumb || !write_jpeg(view.get(), view_quality, photo.view) || !write_jpeg(thumb.get(), thumb_quality, photo.thumb)) return refuse("image.damaged", reason());
    photo.view_width = vips_image_get_width(view.get());
    photo.view_height = vips_image_get_height(view.get());
    photo.thumb_width = vips_image_get_width(thumb.get());
    photo.thumb_height = vips_image_get_height(thumb.get());
    return photo;
}

}  // namespace liren::image
