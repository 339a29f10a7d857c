// On the green: fallen trees, cars where grass should be, grave mounds where none may be, broken benches.

#include "scenes.h"

namespace liren::draw {

namespace {

void draw_grass(Paper& paper, double top, double bottom, Colour blade, int tufts) {
    for (int i = 0; i < tufts; ++i) {
        const double y = top + (bottom - top) * i / tufts, x = paper.chance.between(0, 960), size = 8 + 18 * (y - top) / (bottom - top);
        paper.cut(blade, {{x - size * 0.5, y}, {x - size * 0.55, y - size}, {x - size * 0.15, y - size * 0.3}, {x, y - size * 1.3}, {x + size * 0.15, y - size * 0.3}, {x + size * 0.55, y - size}, {x + size * 0.5, y}}, 0);
    }
}

void fallen_tree(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 380, mix(leaf, straw, 0.25));
    draw_house(paper, hour, paper.chance.between(20, 80), 410, 360, 280, straw);
    draw_tree(paper, 850, 420, 290, pine);
    draw_grass(paper, 400, 700, mix(leaf, pine, 0.4), 40);
    paper.cut(colour(0xDDD3C2), {{300, 380}, {430, 380}, {760, 740}, {160, 740}}, 4);   // the path it lies across
    const double x = paper.chance.between(150, 220), y = paper.chance.between(560, 590);
    const Colour crown = paper.chance.one_of({leaf, pine, mix(amber, leaf, 0.5)});
    paper.blob(earth, x - 20, y + 30, 110, 46, 0.2, 4);
    for (int root = 0; root < 6; ++root) paper.strip(mix(wood, ink, 0.15), {{x, y - 10}, {x - 64 - root % 2 * 26.0, y - 80 + root * 28.0}}, 10, 3);
    paper.cut(wood, {{x - 20, y - 44}, {x + 460, y - 92}, {x + 460, y - 58}, {x - 10, y + 30}}, 8);
    paper.strip(mix(wood, straw, 0.3), {{x + 40, y - 26}, {x + 330, y - 66}}, 4, 0);
    paper.strip(wood, {{x + 300, y - 70}, {x + 380, y - 160}}, 18, 5);
    paper.blob(mix(crown, ink, 0.2), x + 560, y - 60, 190, 140, 0.16, 7);
    paper.blob(crown, x + 500, y - 96, 150, 116, 0.16, 7);
    paper.blob(mix(crown, straw, 0.25), x + 610, y - 30, 120, 76, 0.18, 5);
    for (int i = 0; i < 14; ++i) paper.oval(mix(crown, straw, 0.2), x + paper.chance.between(180, 640), y + paper.chance.between(20, 90), 9, 5, 2);
    if (paper.chance.once_in(2)) draw_person(paper, 90, 520, 170, paper.chance.one_of({cinnabar, river}), hour == Hour::rain);
}

void parked_car(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 360, mix(leaf, straw, 0.15));
    draw_house(paper, hour, paper.chance.between(480, 560), 390, 400, 310, paper.chance.one_of({brick, mist, straw}));
    draw_tree(paper, paper.chance.between(90, 190), 420, 320, pine);
    draw_tree(paper, paper.chance.between(330, 420), 400, 240, leaf);
    draw_grass(paper, 400, 600, mix(leaf, pine, 0.45), 46);
    paper.box(colour(0xE9E2D3), -20, 604, 1000, 22, 0, 6);
    paper.box(colour(0x77797A), -20, 626, 1000, 140, 0, 4);
    const double x = paper.chance.between(240, 340);
    paper.blob(earth, x + 230, 570, 290, 34, 0.12, 0);   // what the wheels left of the grass
    for (const double track : {60.0, 300.0}) paper.cut(mix(earth, ink, 0.2), {{x + track, 560}, {x + track + 60, 560}, {x + track + 30, 626}, {x + track - 50, 626}}, 0);
    draw_car(paper, x, 576, 460, paper.chance.one_of({cinnabar, river, paper_white, amber, ink_soft}));
    paper.box(wood, x - 120, 470, 10, 100, 2, 3);
    paper.box(pine, x - 190, 426, 152, 54, 5, 6);
    paper.words(paper_white, x - 178, 462, 26, "爱护草坪");
}

void grave_mound(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 330, mix(leaf, earth, 0.35));
    std::vector<Point> slope{{-20, 760}, {-20, 420}};
    for (double x = 60; x <= 1000; x += 120) slope.push_back({x, 430 - x * 0.10 + paper.chance.between(-10, 10)});
    slope.push_back({1000, 760});
    paper.cut(mix(leaf, straw, 0.3), slope, 6);
    for (int i = 0; i < 4; ++i) draw_cypress(paper, paper.chance.between(40, 240) + i * 210.0, 450 - i * 16.0, paper.chance.between(200, 280));
    draw_grass(paper, 460, 700, mix(leaf, pine, 0.4), 44);
    const double x = paper.chance.between(420, 520), base = 610;
    paper.cut(mix(earth, ink, 0.12), {{x - 230, base}, {x - 190, base - 90}, {x - 90, base - 168}, {x + 20, base - 186}, {x + 130, base - 150}, {x + 210, base - 70}, {x + 240, base}}, 9);
    paper.cut(earth, {{x - 190, base}, {x - 150, base - 80}, {x - 70, base - 140}, {x + 20, base - 154}, {x + 100, base - 120}, {x + 160, base - 56}, {x + 180, base}}, 0);
    for (int i = 0; i < 7; ++i) paper.blob(mix(earth, paper_white, 0.15), x + paper.chance.between(-140, 140), base - paper.chance.between(14, 100), 16, 9, 0.2, 0);
    paper.box(stone, x - 56, base - 118, 112, 138, 12, 7);
    paper.box(mix(stone, ink, 0.2), x - 76, base + 14, 152, 20, 3, 5);
    for (int row = 0; row < 3; ++row) paper.box(mix(stone, ink, 0.3), x - 26 + row * 20.0, base - 92, 8, 84, 3, 0);   // no name: it is invented
    for (int i = 0; i < 10; ++i) paper.disc(i % 2 == 0 ? paper_white : mix(amber, paper_white, 0.3), x + 118 + (i % 5) * 20.0, base - 10 - i / 5 * 22.0, 13, 3);
    paper.strip(ink_soft, {{x - 110, base + 30}, {x - 110, base - 26}}, 4, 2);
    paper.disc(cinnabar, x - 110, base - 28, 4, 0);
    paper.strip(wood, {{x + 290, base + 30}, {x + 350, base - 110}}, 9, 4);   // the spade is still there
    paper.cut(ink_soft, {{x + 268, base + 14}, {x + 306, base + 30}, {x + 282, base + 70}, {x + 256, base + 60}}, 4);
}

void broken_bench(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 380, mix(leaf, straw, 0.3));
    draw_tree(paper, paper.chance.between(120, 260), 430, 340, paper.chance.one_of({leaf, amber, pine}));
    draw_tree(paper, paper.chance.between(720, 860), 420, 280, pine);
    draw_lamp(paper, 610, 430, 250, is_dark(hour));
    draw_grass(paper, 400, 520, mix(leaf, pine, 0.4), 30);
    paper.box(colour(0xDDD3C2), -20, 520, 1000, 240, 0, 5);
    const double x = paper.chance.between(240, 340);
    for (const double leg : {30.0, 370.0}) paper.cut(ink_soft, {{x + leg, 470}, {x + leg + 20, 470}, {x + leg + 28, 630}, {x + leg - 10, 630}}, 5);
    for (const double post : {60.0, 340.0}) paper.box(ink_soft, x + post, 360, 14, 150, 3, 4);
    for (int slat = 0; slat < 3; ++slat)
        if (slat != 1) paper.box(mix(wood, amber, 0.25), x, 372 + slat * 40.0, 420, 28, 4, 6);
    paper.cut(mix(wood, amber, 0.25), {{x, 412}, {x + 170, 412}, {x + 190, 440}, {x, 440}}, 6);   // the broken slat and its splinters
    paper.cut(mix(wood, amber, 0.25), {{x + 150, 640}, {x + 330, 588}, {x + 340, 612}, {x + 164, 664}}, 6);
    paper.box(mix(wood, amber, 0.15), x - 10, 500, 440, 30, 4, 7);
    paper.box(mix(wood, ink, 0.1), x - 10, 530, 440, 12, 4, 4);
    for (int i = 0; i < 6; ++i) paper.cut(straw, {{x + 180 + i * 12.0, 424}, {x + 186 + i * 12.0, 434 + paper.chance.between(0, 12)}, {x + 176 + i * 12.0, 436}}, 0);
    draw_person(paper, x + 520, 640, 230, paper.chance.one_of({river, brick, pine}), hour == Hour::rain);
    if (paper.chance.once_in(2)) draw_cat(paper, x + 60, 502, 60, paper.chance.one_of({colour(0xD9955B), ink}));
}

constexpr Scene scenes[] = {{"tree", fallen_tree, false}, {"car", parked_car, false}, {"mound", grave_mound, false}, {"bench", broken_bench, false}};

}  // namespace

std::span<const Scene> green_scenes() { return scenes; }

}  // namespace liren::draw
