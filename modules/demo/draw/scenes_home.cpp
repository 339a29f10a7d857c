// In and around the house: passages, pipes, sewage, posters, wires from windows, rubbish.

#include "scenes.h"

namespace liren::draw {

namespace {

constexpr Colour wall = colour(0xEDE6D8), floor_colour = colour(0xB9AE9E);

void rubbish(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 400, colour(0xCFC6B8));
    draw_house(paper, hour, paper.chance.between(-60, 20), 420, 430, 330, paper.chance.one_of({brick, straw, mist}));
    draw_tree(paper, paper.chance.between(780, 880), 440, 300);
    draw_tiles(paper, 408, 720, mix(colour(0xCFC6B8), ink, 0.12));
    const double x = paper.chance.between(360, 470);
    draw_bin(paper, x, 590, 250, pine);
    draw_bin(paper, x + 170, 596, 250, paper.chance.one_of({river, ink_soft, mix(amber, wood, 0.4)}));
    for (int i = 0; i < 3; ++i) draw_bag(paper, x - 30 + i * 56.0, 366 + i % 2 * 6.0, 70, paper.chance.one_of({ink_soft, mix(river, paper_white, 0.5), straw}));
    for (int i = 0; i < 7; ++i) draw_bag(paper, x - 220 + i * 78.0 + paper.chance.between(-20, 20), 622 + paper.chance.between(-10, 38), paper.chance.between(70, 118), paper.chance.one_of({ink_soft, mix(cinnabar, paper_white, 0.45), mix(river, paper_white, 0.5), straw, paper_white}));
    draw_carton(paper, x + 250, 640, 120, 78);
    for (int i = 0; i < 8; ++i) paper.box(paper.chance.one_of({paper_white, straw, mist}), x + paper.chance.between(-260, 340), paper.chance.between(640, 682), 26, 14, 2, 2);
    if (paper.chance.once_in(2)) draw_cat(paper, x - 250, 660, 74, paper.chance.one_of({colour(0xD9955B), ink, stone}));
}

void passage(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 400, floor_colour);
    paper.cut(wall, {{-20, -20}, {980, -20}, {980, 560}, {640, 440}, {320, 440}, {-20, 560}}, 0);
    paper.cut(mix(wall, stone, 0.35), {{-20, -20}, {320, 150}, {320, 440}, {-20, 560}}, 0);
    paper.cut(mix(wall, stone, 0.2), {{980, -20}, {640, 150}, {640, 440}, {980, 560}}, 0);
    paper.cut(floor_colour, {{-20, 560}, {320, 440}, {640, 440}, {980, 560}, {980, 740}, {-20, 740}}, 0);
    paper.box(wood, 408, 212, 146, 230, 3, 6);   // the fire door at the end
    paper.box(mix(wood, ink, 0.2), 478, 212, 4, 230, 0, 0);
    paper.box(pine, 436, 172, 92, 30, 4, 4);
    paper.words(paper_white, 446, 195, 20, "安全出口");
    paper.cut(brick, {{60, 160}, {190, 210}, {190, 490}, {60, 536}}, 6);   // doors on both sides
    paper.cut(cinnabar, {{100, 236}, {124, 224}, {148, 248}, {124, 262}}, 3);
    paper.cut(brick, {{900, 160}, {770, 210}, {770, 490}, {900, 536}}, 6);
    const double shift = paper.chance.between(-40, 40);
    draw_carton(paper, 560 + shift, 560, 130, 110);
    draw_carton(paper, 580 + shift, 452, 96, 76);
    draw_carton(paper, 660 + shift, 590, 150, 120);
    paper.box(mix(wood, amber, 0.25), 215 + shift, 330, 130, 220, 3, 8);   // a cupboard nobody wants
    paper.box(mix(wood, ink, 0.15), 278 + shift, 338, 4, 204, 0, 0);
    paper.disc(straw, 268 + shift, 440, 6, 2), paper.disc(straw, 292 + shift, 440, 6, 2);
    draw_bicycle(paper, 330 + shift, 640, 300, paper.chance.one_of({cinnabar, river, pine, amber}));
    if (paper.chance.once_in(2)) draw_cat(paper, 280 + shift, 332, 56, colour(0xD9955B));
    if (is_dark(hour)) paper.glow_disc(straw, 0.18, 480, 120, 190);
    paper.box(straw, 446, 92, 68, 14, 6, 3);
}

void pipe(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 520, floor_colour);
    const Colour bricks = paper.chance.one_of({brick, colour(0xB8AFA0), colour(0xC7A589)});
    paper.box(bricks, -20, -20, 1000, 580, 0, 6);
    for (int row = 0; row < 15; ++row)
        for (int column = -1; column < 11; ++column)
            if (paper.chance.once_in(3)) paper.box(mix(bricks, paper.chance.once_in(2) ? ink : paper_white, 0.12), column * 98.0 + row % 2 * 49.0, row * 38.0, 92, 32, 2, 0);
    const double x = paper.chance.between(330, 520), y = paper.chance.between(210, 270);
    const Colour metal = paper.chance.one_of({colour(0x8C959A), paper_white, mix(pine, stone, 0.5)});
    paper.box(metal, x - 24, -30, 48, 640, 4, 9);
    paper.box(metal, -30, 96, x + 30, 44, 4, 9);
    paper.box(mix(metal, ink, 0.2), x - 36, 84, 72, 68, 6, 6);
    paper.box(mix(metal, ink, 0.2), x - 34, y - 14, 68, 44, 5, 6);
    paper.box(mix(metal, ink, 0.2), x - 34, 470, 68, 40, 5, 6);
    paper.blob(mix(bricks, ink, 0.16), x + 20, y + 200, 150, 200, 0.22, 0);   // the wet patch
    paper.box(metal, x - 24, y + 26, 48, 220, 2, 0);
    const Colour water = mix(mist, river, 0.25);
    paper.cut(water, {{x + 20, y + 12}, {x + 70, y + 24}, {x + 120, y + 90}, {x + 142, y + 380}, {x + 116, y + 380}, {x + 96, y + 110}, {x + 58, y + 48}, {x + 22, y + 34}}, 4);
    paper.cut(mix(water, paper_white, 0.5), {{x + 24, y + 18}, {x + 66, y + 30}, {x + 112, y + 96}, {x + 128, y + 370}, {x + 122, y + 370}, {x + 104, y + 104}, {x + 60, y + 38}}, 0);
    for (int i = 0; i < 9; ++i) paper.oval(water, x + paper.chance.between(30, 190), y + paper.chance.between(0, 330), 5, 8, 2);
    paper.blob(water, x + 100, 660, 300, 44, 0.08, 3);
    paper.blob(mix(water, paper_white, 0.4), x + 60, 656, 150, 18, 0.1, 0);
    const double bucket = x + 128;
    paper.cut(paper.chance.one_of({cinnabar, river, pine}), {{bucket - 72, 540}, {bucket + 72, 540}, {bucket + 54, 662}, {bucket - 54, 662}}, 7);
    paper.oval(mix(water, paper_white, 0.3), bucket, 542, 70, 15, 0);
}

void sewage(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 330, colour(0xCFC6B8));
    draw_house(paper, hour, 60, 360, 520, 300, paper.chance.one_of({straw, brick, mist}));
    paper.box(wood, 270, 268, 76, 92, 2, 4);
    draw_tree(paper, paper.chance.between(720, 840), 380, 260, pine);
    draw_tiles(paper, 340, 720, mix(colour(0xCFC6B8), ink, 0.12));
    const Colour mud = mix(colour(0x6F6A45), pine, paper.chance.between(0.05, 0.3));
    const double x = paper.chance.between(420, 560), y = 520;
    paper.blob(mix(mud, paper_white, 0.25), x - 30, y + 50, 360, 120, 0.12, 3);
    paper.blob(mud, x - 20, y + 44, 310, 92, 0.14, 0);
    paper.blob(mix(mud, straw, 0.2), x + 60, y + 70, 120, 26, 0.16, 0);
    paper.oval(ink_soft, x, y, 84, 34, 4);
    for (int bar = -2; bar <= 2; ++bar) paper.strip(stone, {{x + bar * 28.0 - 8, y - 22}, {x + bar * 28.0 + 8, y + 22}}, 6, 0);
    paper.blob(mix(mud, paper_white, 0.15), x, y - 8, 52, 24, 0.15, 4);
    for (int i = 0; i < 6; ++i) paper.disc(mix(mud, paper_white, 0.45), x + paper.chance.between(-60, 60), y - paper.chance.between(0, 30), paper.chance.between(4, 11), 2);
    for (int i = 0; i < 3; ++i) {   // what the nose notices
        const double sx = x - 80 + i * 80.0;
        for (int bend = 0; bend < 3; ++bend) paper.arc(mix(mud, paper_white, 0.3), sx + (bend % 2 == 0 ? 0 : 0), y - 70 - bend * 28.0, 14, bend % 2 == 0 ? -90 : 90, bend % 2 == 0 ? 90 : 270, 6);
    }
    for (int i = 0; i < 5; ++i) paper.box(brick, 120 + i * 92.0, 610 + (i % 2) * 14.0, 62, 26, 3, 6);   // bricks to step on
    draw_person(paper, paper.chance.between(90, 150), 600, 220, paper.chance.one_of({river, cinnabar, amber}), hour == Hour::rain);
}

void poster(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 560, floor_colour);
    const Colour plaster = paper.chance.one_of({wall, colour(0xDDE3DC), colour(0xE8D9C4)});
    paper.box(plaster, -20, -20, 1000, 600, 0, 6);
    paper.box(mix(plaster, pine, 0.55), -20, 400, 1000, 180, 0, 0);
    paper.box(mix(plaster, paper_white, 0.4), -20, 392, 1000, 10, 0, 0);
    const double door = paper.chance.between(560, 660);
    paper.box(mix(ink_soft, river, 0.25), door, 130, 230, 470, 3, 9);
    paper.box(mix(ink_soft, paper_white, 0.25), door + 20, 152, 190, 220, 2, 0);
    paper.disc(straw, door + 196, 400, 9, 3);
    paper.box(paper_white, door + 64, 76, 102, 40, 4, 5);
    paper.words(cinnabar, door + 78, 106, 26, "2 单元");
    static constexpr const char* words[] = {"开锁", "疏通", "搬家", "办证", "回收", "贷款"};
    for (int i = 0; i < 17; ++i) {
        const double x = paper.chance.between(40, i < 13 ? door - 130 : door + 130), y = paper.chance.between(60, 430), width = paper.chance.between(84, 128), height = width * paper.chance.between(0.7, 1.2), lean = paper.chance.between(-14, 14);
        const Colour sheet = paper.chance.one_of({paper_white, straw, mix(cinnabar, paper_white, 0.55), mix(river, paper_white, 0.65), mix(leaf, paper_white, 0.5)});
        paper.cut(sheet, {{x, y + lean}, {x + width, y}, {x + width + lean * 0.4, y + height}, {x + lean * 0.4, y + height + lean}}, 5);
        paper.words(paper.chance.one_of({ink, cinnabar, river}), x + width * 0.14, y + height * 0.46, width * 0.34, words[paper.chance.whole(0, 5)]);
        for (int row = 0; row < 2; ++row) paper.box(mix(sheet, ink, 0.35), x + width * 0.14, y + height * (0.6 + row * 0.16), width * 0.66, 5, 2, 0);
    }
    draw_person(paper, door - 90, 670, 250, paper.chance.one_of({cinnabar, pine, amber}));
}

void wires(Paper& paper, Hour hour) {
    draw_backdrop(paper, hour, 520, colour(0xCFC6B8));
    draw_house(paper, hour, 150, 560, 640, 470, paper.chance.one_of({brick, straw, mist}));
    draw_tiles(paper, 560, 720, mix(colour(0xCFC6B8), ink, 0.12));
    const double x = paper.chance.between(300, 380);
    const Colour flex = paper.chance.one_of({ink, cinnabar, river});
    paper.strip(flex, {{x, 260}, {x + 14, 330}, {x - 10, 420}, {x + 30, 520}, {x + 120, 590}}, 6, 3);
    paper.strip(flex, {{x + 186, 186}, {x + 200, 300}, {x + 170, 410}, {x + 230, 520}, {x + 260, 588}}, 6, 3);
    paper.box(paper_white, x + 96, 572, 74, 26, 5, 5);
    draw_bicycle(paper, x - 150, 664, 270, paper.chance.one_of({cinnabar, pine, river}));
    draw_bicycle(paper, x + 170, 672, 270, paper.chance.one_of({amber, mist, brick}));
    paper.cut(amber, {{x + 140, 470}, {x + 104, 530}, {x + 132, 530}, {x + 116, 582}, {x + 168, 512}, {x + 138, 512}, {x + 160, 470}}, 5);
    draw_weather(paper, hour);
}

constexpr Scene scenes[] = {{"rubbish", rubbish, false}, {"passage", passage, false}, {"pipe", pipe, false}, {"sewage", sewage, false}, {"poster", poster, false}, {"wires", wires, false}};

}  // namespace

std::span<const Scene> home_scenes() { return scenes; }

}  // namespace liren::draw
