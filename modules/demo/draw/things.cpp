#include "things.h"

#include <cmath>

namespace liren::draw {

void draw_house(Paper& paper, Hour hour, double left, double base, double width, double height, Colour wall) {
    paper.box(wall, left, base - height, width, height, 2, 8);
    paper.box(mix(wall, ink, 0.28), left - 8, base - height - 12, width + 16, 16, 3, 5);
    const double pitch = 62, columns = std::floor((width - 24) / pitch), margin = (width - columns * pitch) / 2;
    for (double y = base - height + 26; y + 52 < base - 30; y += 74)
        for (double column = 0; column < columns; ++column) {
            const double x = left + margin + column * pitch + 11;
            const bool lit = is_dark(hour) && paper.chance.once_in(2);
            paper.box(mix(wall, paper_white, 0.55), x - 4, y - 4, 48, 54, 2, 3);
            paper.box(lit ? colour(0xFFE3A0) : mix(mist, ink, 0.25), x, y, 40, 46, 1, 0);
            paper.box(mix(wall, paper_white, 0.55), x + 18, y, 4, 46, 0, 0);
            if (paper.chance.once_in(4)) paper.box(paper.chance.one_of({pine, brick, mix(river, paper_white, 0.4)}), x + 2, y + 24, 15, 22, 1, 0);   // a flower box, a curtain
            if (paper.chance.once_in(5)) paper.box(paper_white, x + 6, y + 56, 30, 14, 2, 3);                                                          // an air conditioner
        }
}

void draw_tree(Paper& paper, double x, double base, double size, Colour crown) {
    paper.cut(wood, {{x - size * 0.045, base}, {x - size * 0.025, base - size * 0.55}, {x + size * 0.025, base - size * 0.55}, {x + size * 0.05, base}}, 4);
    paper.blob(mix(crown, ink, 0.18), x + size * 0.1, base - size * 0.62, size * 0.30, size * 0.28, 0.12, 6);
    paper.blob(crown, x - size * 0.06, base - size * 0.72, size * 0.32, size * 0.29, 0.12, 6);
    paper.blob(mix(crown, straw, 0.28), x - size * 0.10, base - size * 0.80, size * 0.18, size * 0.15, 0.14, 3);
}

void draw_cypress(Paper& paper, double x, double base, double size) {
    paper.box(wood, x - 5, base - size * 0.2, 10, size * 0.2, 2, 3);
    paper.oval(mix(pine, ink, 0.15), x + 4, base - size * 0.55, size * 0.15, size * 0.45, 6);
    paper.oval(pine, x - 2, base - size * 0.55, size * 0.11, size * 0.40, 3);
}

void draw_lamp(Paper& paper, double x, double base, double size, bool lit) {
    const double top = base - size, arm = size * 0.22;
    if (lit) {
        paper.glow(colour(0xFFE3A0), 0.20, {{x + arm - 14, top + 16}, {x + arm + 22, top + 16}, {x + arm + size * 0.42, base + 20}, {x + arm - size * 0.36, base + 20}});
        paper.glow(colour(0xFFE3A0), 0.22, {{x + arm - 10, top + 16}, {x + arm + 18, top + 16}, {x + arm + size * 0.24, base + 12}, {x + arm - size * 0.18, base + 12}});
        paper.glow_disc(colour(0xFFE9B5), 0.35, x + arm + 4, top + 18, 34);
    }
    paper.box(ink_soft, x - 11, base - 34, 22, 36, 3, 4);
    paper.strip(ink_soft, {{x, base - 8}, {x, top + 20}, {x + arm * 0.25, top + 4}, {x + arm, top}}, 9, 4);
    paper.box(ink_soft, x + arm - 22, top - 6, 50, 14, 6, 3);
    paper.box(lit ? colour(0xFFF1C9) : colour(0x6B7178), x + arm - 16, top + 7, 38, 9, 4, 0);
}

void draw_bin(Paper& paper, double x, double base, double size, Colour body) {
    const double half = size * 0.32;
    paper.cut(body, {{x - half, base - size * 0.86}, {x + half, base - size * 0.86}, {x + half * 0.82, base}, {x - half * 0.82, base}}, 7);
    paper.box(mix(body, ink, 0.25), x - half - 5, base - size * 0.92, half * 2 + 10, size * 0.1, 4, 4);
    paper.box(mix(body, paper_white, 0.75), x - half * 0.42, base - size * 0.58, half * 0.84, half * 0.84, 4, 0);
    paper.arc(body, x, base - size * 0.58 + half * 0.42, half * 0.24, 20, 300, 4);
    paper.disc(ink, x - half * 0.6, base - 1, size * 0.055, 2);
    paper.disc(ink, x + half * 0.6, base - 1, size * 0.055, 2);
}

void draw_bag(Paper& paper, double x, double base, double size, Colour body) {
    paper.blob(body, x, base - size * 0.38, size * 0.46, size * 0.40, 0.07, 5);
    paper.cut(body, {{x - size * 0.16, base - size * 0.95}, {x + size * 0.16, base - size * 0.98}, {x + size * 0.06, base - size * 0.74}, {x - size * 0.06, base - size * 0.74}}, 3);
    paper.strip(mix(body, paper_white, 0.4), {{x - size * 0.2, base - size * 0.5}, {x - size * 0.24, base - size * 0.26}}, 3, 0);
    paper.strip(cinnabar, {{x - size * 0.08, base - size * 0.75}, {x + size * 0.08, base - size * 0.75}}, 4, 0);
}

void draw_car(Paper& paper, double left, double base, double length, Colour body) {
    const double height = length * 0.19;
    paper.cut(mix(body, paper_white, 0.12), {{left + length * 0.17, base - height * 1.25}, {left + length * 0.30, base - height * 2.15}, {left + length * 0.68, base - height * 2.15}, {left + length * 0.84, base - height * 1.25}}, 6);
    paper.cut(mix(mist, paper_white, 0.3), {{left + length * 0.24, base - height * 1.3}, {left + length * 0.33, base - height * 1.98}, {left + length * 0.48, base - height * 1.98}, {left + length * 0.48, base - height * 1.3}}, 0);
    paper.cut(mix(mist, paper_white, 0.3), {{left + length * 0.51, base - height * 1.3}, {left + length * 0.51, base - height * 1.98}, {left + length * 0.66, base - height * 1.98}, {left + length * 0.77, base - height * 1.3}}, 0);
    paper.box(body, left, base - height * 1.35, length, height * 1.05, height * 0.34, 7);
    paper.box(straw, left + length * 0.965, base - height * 1.12, length * 0.035, height * 0.3, 4, 0);
    paper.box(cinnabar, left, base - height * 1.12, length * 0.03, height * 0.3, 4, 0);
    paper.strip(mix(body, ink, 0.3), {{left + length * 0.06, base - height * 0.62}, {left + length * 0.94, base - height * 0.62}}, 3, 0);
    for (const double wheel : {0.22, 0.78}) {
        paper.disc(ink, left + length * wheel, base - height * 0.32, height * 0.46, 4);
        paper.disc(line, left + length * wheel, base - height * 0.32, height * 0.2, 0);
    }
}

void draw_bicycle(Paper& paper, double left, double base, double length, Colour body) {
    const double radius = length * 0.19, rear = left + radius, front = left + length - radius, hub = base - radius;
    for (const double x : {rear, front}) {
        paper.disc(ink, x, hub, radius, 5);
        paper.disc(stone, x, hub, radius * 0.68, 0);
        paper.disc(ink, x, hub, radius * 0.16, 0);
    }
    paper.cut(body, {{rear - radius * 0.8, hub - radius * 1.05}, {rear + radius * 1.3, hub - radius * 1.2}, {rear + radius * 1.7, hub - radius * 0.1}, {front - radius * 1.5, hub - radius * 0.1},
                     {front - radius * 0.7, hub - radius * 2.4}, {front - radius * 0.2, hub - radius * 2.4}, {front - radius * 1.0, hub + radius * 0.3}, {rear + radius * 0.8, hub + radius * 0.3}}, 6);
    paper.strip(ink_soft, {{front, hub}, {front - radius * 0.5, hub - radius * 2.6}}, 7, 3);
    paper.strip(ink, {{front - radius * 1.0, hub - radius * 3.0}, {front - radius * 0.3, hub - radius * 2.7}}, 8, 3);
    paper.box(ink, rear - radius * 0.7, hub - radius * 1.45, radius * 2.0, radius * 0.42, radius * 0.2, 4);
    paper.disc(straw, front - radius * 0.25, hub - radius * 2.25, radius * 0.2, 0);
}

void draw_cone(Paper& paper, double x, double base, double size) {
    paper.box(mix(cinnabar, ink, 0.1), x - size * 0.42, base - size * 0.12, size * 0.84, size * 0.14, 4, 4);
    paper.cut(colour(0xD9623F), {{x - size * 0.3, base - size * 0.12}, {x - size * 0.06, base - size}, {x + size * 0.06, base - size}, {x + size * 0.3, base - size * 0.12}}, 5);
    paper.cut(paper_white, {{x - size * 0.21, base - size * 0.42}, {x - size * 0.155, base - size * 0.62}, {x + size * 0.155, base - size * 0.62}, {x + size * 0.21, base - size * 0.42}}, 0);
}

void draw_person(Paper& paper, double x, double base, double size, Colour coat, bool umbrella) {
    paper.box(ink_soft, x - size * 0.10, base - size * 0.34, size * 0.08, size * 0.34, 3, 3);
    paper.box(ink_soft, x + size * 0.03, base - size * 0.34, size * 0.08, size * 0.34, 3, 3);
    paper.cut(coat, {{x - size * 0.10, base - size * 0.76}, {x + size * 0.10, base - size * 0.76}, {x + size * 0.19, base - size * 0.28}, {x - size * 0.19, base - size * 0.28}}, 5);
    paper.strip(mix(coat, ink, 0.2), {{x + size * 0.09, base - size * 0.70}, {x + size * 0.2, base - size * 0.58}, {x + size * 0.19, base - size * (umbrella ? 0.78 : 0.46)}}, size * 0.07, 2);
    paper.disc(colour(0xE9C4A2), x, base - size * 0.86, size * 0.105, 3);
    paper.cut(colour(0x2E2A2A), {{x - size * 0.115, base - size * 0.80}, {x - size * 0.12, base - size * 0.90}, {x - size * 0.075, base - size * 0.965}, {x, base - size * 0.985}, {x + size * 0.075, base - size * 0.965}, {x + size * 0.115, base - size * 0.90},
                                 {x + size * 0.02, base - size * 0.905}, {x - size * 0.055, base - size * 0.88}}, 0);   // hair
    paper.disc(colour(0x2E2A2A), x + size * 0.025, base - size * 0.85, size * 0.011, 0);
    paper.disc(colour(0x2E2A2A), x + size * 0.07, base - size * 0.85, size * 0.011, 0);
    paper.disc(brick, x + size * 0.0, base - size * 0.82, size * 0.014, 0);
    if (!umbrella) return;
    const double centre = x + size * 0.16, rim = base - size * 1.02;
    paper.strip(wood, {{centre + size * 0.03, base - size * 0.62}, {centre + size * 0.03, rim}}, 4, 2);
    paper.cut(mix(amber, cinnabar, 0.25), {{centre - size * 0.4, rim}, {centre - size * 0.26, rim - size * 0.19}, {centre + size * 0.02, rim - size * 0.27}, {centre + size * 0.3, rim - size * 0.19}, {centre + size * 0.44, rim}}, 5);
}

void draw_cat(Paper& paper, double x, double base, double size, Colour fur) {
    paper.strip(fur, {{x + size * 0.3, base - size * 0.08}, {x + size * 0.56, base - size * 0.14}, {x + size * 0.6, base - size * 0.42}}, size * 0.1, 2);
    paper.oval(fur, x, base - size * 0.32, size * 0.34, size * 0.34, 4);
    paper.disc(fur, x - size * 0.1, base - size * 0.72, size * 0.24, 3);
    paper.cut(fur, {{x - size * 0.33, base - size * 0.76}, {x - size * 0.29, base - size * 1.06}, {x - size * 0.12, base - size * 0.92}}, 0);
    paper.cut(fur, {{x - size * 0.07, base - size * 0.93}, {x + size * 0.1, base - size * 1.06}, {x + size * 0.13, base - size * 0.76}}, 0);
    paper.disc(straw, x - size * 0.18, base - size * 0.74, size * 0.04, 0);
    paper.disc(straw, x - size * 0.02, base - size * 0.74, size * 0.04, 0);
}

void draw_tiles(Paper& paper, double top, double bottom, Colour seam) {
    double step = 22;
    for (double y = top + 14; y < bottom; y += step, step *= 1.28) paper.strip(seam, {{-10, y}, {970, y}}, 2, 0);
    for (double lane = -12; lane <= 12; ++lane) paper.strip(seam, {{480 + lane * 62, top + 3}, {480 + lane * 178, bottom}}, 2, 0);
}

void draw_carton(Paper& paper, double left, double base, double width, double height) {
    paper.box(colour(0xC79A66), left, base - height, width, height, 2, 6);
    paper.box(colour(0xE0BE8F), left + width * 0.42, base - height, width * 0.16, height, 0, 0);
    paper.box(colour(0xA67C4D), left + width * 0.1, base - height * 0.3, width * 0.2, height * 0.14, 2, 0);
}

}  // namespace liren::draw
