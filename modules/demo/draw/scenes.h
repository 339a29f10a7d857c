#pragma once
// The scenes: what a resident would photograph and send. Each draws a whole picture for an hour of the day.

#include <span>

#include "things.h"

namespace liren::draw {

struct Scene {
    const char* name;             ///< the first part of the file's name
    void (*draw)(Paper&, Hour);
    bool only_at_night;
};

std::span<const Scene> street_scenes();
std::span<const Scene> home_scenes();
std::span<const Scene> green_scenes();

}  // namespace liren::draw
