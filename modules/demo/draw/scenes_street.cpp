// On the street: lamps, manholes, potholes, stalls, building sites, deep water.

#include "scenes.h"

namespace liren::draw {

namespace {

constexpr Colour asphalt = colour(0x77797A), pavement = colour(0xCFC6B8);

void draw_road(Paper& paper, double top) {
    paper.box(asphalt, -20, top, 1000, 800, 0, 6);
    paper.box(colour(0xE9E2D3), -20, top - 16, 1000, 18, 0, 5);   // the kerb
    const double shift = paper.chance.between(0, 120);
    for (double x = -120 + shift; x < 980; x += 190) paper.box(mix(asphalt, paper_white, 0.7), x, top + 110, 96, 12, 3, 0);
}

void broken_lamp(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 440, pavement);
    draw_house(paper, hour, -40, 470, paper.chance.between(260, 330), paper.chance.between(300, 390), paper.chance.one_of({brick, straw, mist}));
    draw_tree(paper, paper.chance.between(760, 900), 490, 260, pine);
    draw_road(paper, 560);
    draw_lamp(paper, paper.chance.between(640, 690), 560, 300, true);
    const double x = paper.chance.between(330, 430);
    draw_lamp(paper, x, 600, 470, false);
    paper.strip(amber, {{x + 88, 122}, {x + 78, 100}}, 4, 0);   // the last flicker
    paper.strip(amber, {{x + 108, 118}, {x + 112, 94}}, 4, 0);
    paper.strip(amber, {{x + 128, 124}, {x + 144, 104}}, 4, 0);
    draw_person(paper, x + paper.chance.between(-180, -110), 640, 170, paper.chance.one_of({river, pine, brick}));
    if (paper.chance.once_in(2)) draw_cat(paper, x + 150, 626, 46, ink);
}

void manhole(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 300, pavement);
    draw_house(paper, hour, paper.chance.between(520, 620), 318, 320, 230, straw);
    draw_tree(paper, paper.chance.between(60, 240), 330, 250);
    draw_tiles(paper, 306, 372, mix(pavement, ink, 0.15));
    draw_road(paper, 388);
    const double x = paper.chance.between(400, 560), y = paper.chance.between(540, 590);
    paper.oval(mix(asphalt, paper_white, 0.25), x, y, 158, 74, 3);
    paper.oval(colour(0x24282B), x, y, 132, 58, 0);
    paper.oval(ink, x + 8, y + 10, 112, 42, 0);
    const double slide = paper.chance.between(70, 110), tilt = paper.chance.between(24, 40);   // the lid, pushed aside
    paper.oval(colour(0x565C60), x + slide, y - tilt + 7, 128, 54, 8);
    paper.oval(colour(0x8B9093), x + slide, y - tilt, 126, 52, 0);
    for (int row = -1; row <= 1; ++row)
        for (int column = -2; column <= 2; ++column) paper.box(colour(0x656B6F), x + slide + column * 36 - 12, y - tilt + row * 24 - 5, 24, 10, 4, 0);
    paper.strip(ink, {{x + slide - 120, y - tilt + 6}, {x + slide - 60, y - tilt - 6}, {x + slide - 42, y - tilt + 22}}, 5, 0);   // a crack
    draw_cone(paper, x - paper.chance.between(210, 260), y + 40, 130);
    if (paper.chance.once_in(2)) draw_person(paper, 130, 520, 180, paper.chance.one_of({cinnabar, pine, river}), hour == Hour::rain);
}

void pothole(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 290, pavement);
    draw_house(paper, hour, -30, 310, 330, 220, mist);
    for (double x = 420; x < 960; x += 190) draw_tree(paper, x + paper.chance.between(-30, 30), 320, 220, leaf);
    draw_road(paper, 370);
    const double x = paper.chance.between(380, 560), y = 570;
    paper.blob(mix(asphalt, ink, 0.25), x, y, 190, 74, 0.16, 0);
    paper.blob(earth, x + 4, y + 8, 150, 54, 0.18, 0);
    paper.blob(hour == Hour::rain ? mist : mix(earth, ink, 0.35), x, y + 14, 96, 30, 0.15, 0);
    for (int i = 0; i < 9; ++i) paper.blob(mix(asphalt, ink, 0.15), x + paper.chance.between(-260, 260), y + paper.chance.between(-60, 110), paper.chance.between(8, 20), paper.chance.between(6, 12), 0.2, 4);
    draw_bicycle(paper, x + (paper.chance.once_in(2) ? -380 : 170), 500, 190, paper.chance.one_of({cinnabar, river, pine}));
    if (hour != Hour::night) draw_cone(paper, x + 10, y - 46, 90);
}

void stall(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 330, pavement);
    draw_house(paper, hour, 40, 350, 400, 290, brick);
    draw_house(paper, hour, 520, 350, 420, 230, straw);
    draw_tiles(paper, 336, 720, mix(pavement, ink, 0.12));
    const double x = paper.chance.between(250, 400), base = 590;
    const Colour stripe = paper.chance.one_of({cinnabar, pine, river});
    paper.strip(wood, {{x + 20, base}, {x + 20, 300}}, 9, 3);
    paper.strip(wood, {{x + 340, base}, {x + 340, 300}}, 9, 3);
    for (int i = 0; i < 9; ++i) paper.cut(i % 2 == 0 ? stripe : paper_white, {{x - 6 + i * 41.0, 268}, {x + 35 + i * 41.0, 268}, {x + 38 + i * 42.0 - 1, 330}, {x + 17 + i * 42.0, 346}, {x - 4 + i * 42.0, 330}}, 5);
    paper.box(colour(0xA67C4D), x, base - 120, 362, 96, 4, 7);
    for (int row = 0; row < 2; ++row)
        for (int i = 0; i < 8; ++i) paper.disc(paper.chance.one_of({cinnabar, amber, leaf, colour(0xD97B4A)}), x + 34 + i * 42.0 + row * 16, base - 128 - row * 22 + paper.chance.between(-3, 3), 22, 4);
    paper.disc(ink, x + 60, base - 10, 26, 4), paper.disc(ink, x + 300, base - 10, 26, 4);
    draw_person(paper, x - 80, 620, 230, paper.chance.one_of({river, pine}), hour == Hour::rain);
    draw_person(paper, x + 440, 640, 220, paper.chance.one_of({amber, brick}));
}

void building_site(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 500, earth);
    const double x = paper.chance.between(120, 220), mast = paper.chance.between(600, 700);
    for (int floor = 0; floor < 5; ++floor) {
        paper.box(colour(0xBDB5A8), x, 420 - floor * 74.0, 340, 18, 1, 5);
        for (int column = 0; column < 5; ++column) paper.box(colour(0xA59C8E), x + 8 + column * 78.0, 438 - floor * 74.0, 12, 58, 0, 3);
    }
    for (int pole = 0; pole < 6; ++pole) paper.strip(mix(pine, straw, 0.3), {{x - 18 + pole * 74.0, 510}, {x - 18 + pole * 74.0, 92}}, 5, 2);
    for (int level = 0; level < 6; ++level) paper.strip(mix(pine, straw, 0.3), {{x - 26, 474 - level * 74.0}, {x + 366, 474 - level * 74.0}}, 5, 2);
    paper.box(amber, mast, 90, 24, 430, 2, 6);
    for (double y = 104; y < 510; y += 30) paper.strip(wood, {{mast + 3, y}, {mast + 21, y + 26}}, 4, 0);
    paper.box(amber, mast - 380, 78, 560, 20, 2, 6);
    paper.cut(amber, {{mast, 80}, {mast + 12, 30}, {mast + 24, 80}}, 4);
    paper.strip(ink_soft, {{mast + 12, 34}, {mast - 350, 80}}, 3, 0);
    paper.box(ink_soft, mast + 132, 96, 44, 40, 2, 4);
    const double hook = mast - paper.chance.between(160, 330);
    paper.strip(ink_soft, {{hook, 98}, {hook, 220}}, 3, 0);
    paper.box(brick, hook - 36, 220, 72, 30, 2, 5);
    if (is_dark(hour)) paper.glow(colour(0xFFF1C9), 0.28, {{mast + 12, 120}, {mast - 330, 510}, {mast + 60, 520}});
    for (int panel = -1; panel < 9; ++panel) {   // the hoarding in front, and the digger that keeps the lane awake
        const Colour board = panel % 2 == 0 ? mix(river, paper_white, 0.35) : mix(river, paper_white, 0.5);
        paper.box(board, panel * 122.0 + 10, 520, 122, 104, 0, 5);
    }
    paper.words(paper_white, 150, 588, 44, "文明施工  安静邻里");
    const double noise = mast + 60;
    for (int ring = 1; ring <= 3; ++ring) paper.arc(cinnabar, noise, 400, 26 + ring * 24, -50, 50, 9);
    paper.box(cinnabar, noise - 34, 384, 34, 32, 4, 4);
    paper.cut(cinnabar, {{noise - 4, 384}, {noise + 22, 366}, {noise + 22, 434}, {noise - 4, 416}}, 4);
}

void deep_water(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 360, pavement);
    draw_house(paper, hour, paper.chance.between(-30, 60), 420, 380, 330, brick);
    draw_tree(paper, 560, 430, 280);
    paper.box(mix(mist, river, 0.35), -20, 470, 1000, 300, 0, 5);
    draw_car(paper, paper.chance.between(470, 540), 570, 330, paper.chance.one_of({cinnabar, paper_white, amber}));
    std::vector<Point> wave{{-20, 800}};
    for (double x = -20; x <= 1000; x += 30) wave.push_back({x, 540 + paper.chance.between(-6, 8)});
    wave.push_back({1000, 800});
    paper.cut(mix(mist, river, 0.15), wave, 4);
    draw_person(paper, paper.chance.between(200, 320), 640, 210, amber, true);
    std::vector<Point> front{{-20, 800}};
    for (double x = -20; x <= 1000; x += 34) front.push_back({x, 612 + paper.chance.between(-6, 8)});
    front.push_back({1000, 800});
    paper.cut(mix(mist, river, 0.45), front, 5);
    for (int i = 0; i < 8; ++i) paper.strip(mix(mist, paper_white, 0.6), {{60 + i * 115.0, 650 + paper.chance.between(-16, 24)}, {110 + i * 115.0, 650 + paper.chance.between(-16, 24)}}, 4, 0);
}

constexpr Scene scenes[] = {{"lamp", broken_lamp, true}, {"manhole", manhole, false}, {"pothole", pothole, false}, {"stall", stall, false}, {"site", building_site, false}, {"water", deep_water, false}};

}  // namespace

std::span<const Scene> street_scenes() { return scenes; }

}  // namespace liren::draw
