#pragma once
// The demo's drawn pictures: made by liren-draw, kept like any photo. Private to the module.

#include <functional>
#include <string>
#include <vector>

#include "liren/house.h"
#include "liren/photos.h"

namespace liren::demo {

struct Picture {
    std::string scene;                        ///< what it shows, as liren-draw names it: "lamp"
    KeptPhoto photo;
};

/// Empty when the drawing program is missing or fails: the demo then has no pictures, and says so.
std::vector<Picture> make_pictures(House& house, const std::string& store, const std::string& draw, int count, const std::function<void(const std::string&)>& say);

}  // namespace liren::demo
