#pragma once
// Pictures are made by a small program of their own, liren-image, which alone links libvips and alone touches the bytes a
// stranger sent. ImageWorkers keeps one or two of them running while there are pictures (the first starts them, an idle
// minute ends them), gives each picture a time limit, and starts a new one when one dies; whatever happens there is a PhotoResult here, never an exception and never a dead server.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace liren {

struct PhotoResult {
    /// Empty when the picture was made, otherwise a text key: `image.kind` (not JPEG, PNG, WebP, HEIF), `image.damaged`
    /// (cut off or not decodable), `image.too_large` (bytes), `image.too_many_pixels`, `image.busy` (the queue is full),
    /// `image.failed` (the helper died or took too long), `image.unavailable` (the helper does not start).
    std::string problem;
    std::string detail;          ///< for the log only
    int width = 0, height = 0;   ///< of the original, upright
    std::string view;            ///< JPEG, sRGB, upright, no metadata, at most 1600 px a side
    int view_width = 0, view_height = 0;
    std::string thumb;           ///< the same at most 320 px a side
    int thumb_width = 0, thumb_height = 0;

    bool ok() const { return problem.empty(); }
};

struct ImageLimits {
    std::size_t workers = 1;                          ///< helper processes; each holds about 60 MB while it works
    std::size_t waiting = 64;                         ///< pictures in the queue; more are `image.busy`
    std::size_t bytes = 32 * 1024 * 1024;             ///< of one original; at most 256 MiB
    std::chrono::milliseconds time{20'000};           ///< for one picture, from its turn on; then the helper is killed
    std::size_t pictures_per_helper = 1000;           ///< then a fresh one takes its place
    int view = 1600, thumb = 320;                     ///< px, longest side
};

class ImageWorkers {
public:
    /// Starts no helper yet. One that cannot be started makes photo() answer `image.unavailable`; every picture tries again.
    explicit ImageWorkers(std::string path_to_helper, ImageLimits limits = {});
    /// Waits for the pictures at work, refuses those that wait, and reaps every helper.
    ~ImageWorkers();
    ImageWorkers(const ImageWorkers&) = delete;
    ImageWorkers& operator=(const ImageWorkers&) = delete;

    /// Makes the view and the thumbnail of a photo. Blocks for its turn and its making (a 12-megapixel JPEG: 0.15 to 0.3 s);
    /// call it outside any transaction. Safe from any thread.
    PhotoResult photo(std::string_view bytes);

    /// How many helpers have died or were killed since the start; a number for the metrics.
    std::size_t deaths() const;

private:
    struct Crew;
    std::unique_ptr<Crew> crew_;
};

}  // namespace liren
