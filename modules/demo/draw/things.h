#pragma once
// What stands about in a neighbourhood, cut from paper. `x` is the middle or the left edge as named, `base` the line it
// stands on, `size` a height in pixels.

#include "paper.h"

namespace liren::draw {

enum class Hour { morning, noon, dusk, night, rain };

const char* name_of(Hour hour);
bool is_dark(Hour hour);

/// Sky, sun or moon, hills and far houses, and the ground from `horizon` down.
void draw_backdrop(Paper& paper, Hour hour, double horizon, Colour ground);
/// Rain in front of everything.
void draw_weather(Paper& paper, Hour hour);

void draw_house(Paper& paper, Hour hour, double left, double base, double width, double height, Colour wall);
void draw_tree(Paper& paper, double x, double base, double size, Colour crown = leaf);
void draw_cypress(Paper& paper, double x, double base, double size);
void draw_lamp(Paper& paper, double x, double base, double size, bool lit);
void draw_bin(Paper& paper, double x, double base, double size, Colour body);
void draw_bag(Paper& paper, double x, double base, double size, Colour body);
void draw_car(Paper& paper, double left, double base, double length, Colour body);
void draw_bicycle(Paper& paper, double left, double base, double length, Colour body);
void draw_cone(Paper& paper, double x, double base, double size);
void draw_person(Paper& paper, double x, double base, double size, Colour coat, bool umbrella = false);
void draw_cat(Paper& paper, double x, double base, double size, Colour fur);
void draw_tiles(Paper& paper, double top, double bottom, Colour seam);
void draw_carton(Paper& paper, double left, double base, double width, double height);

}  // namespace liren::draw
