#pragma once
// One photo: recognised by its first bytes, measured before it is decoded, turned upright, made sRGB, shrunk, and written
// anew as JPEG without anything that came with it (place, camera, time, thumbnails, comments, hidden second files).

#include <cstddef>
#include <string>

namespace liren::image {

struct Wishes {
    int view = 1600;                               ///< px, longest side
    int thumb = 320;
    double pixels = 100'000'000;                   ///< an original with more is refused unseen
    bool only_measure = false;
};

struct Photo {
    std::string problem, detail;
    int width = 0, height = 0;
    std::string view, thumb;
    int view_width = 0, view_height = 0, thumb_width = 0, thumb_height = 0;
};

/// Starts vips with one thread and the four loaders only. Ends the process when that fails.
void start_vips(const char* program);

Photo make_photo(const std::string& original, const Wishes& wishes);

}  // namespace liren::image
