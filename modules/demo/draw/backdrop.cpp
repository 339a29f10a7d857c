#include "things.h"

namespace liren::draw {

namespace {

struct Light {
    Colour sky, high, far, hills, air;
    double air_share;
};

Light light_of(Hour hour) {
    switch (hour) {
        case Hour::morning: return {colour(0xF6E7D3), colour(0xFBF3E6), colour(0xD9CDBC), colour(0xC3CDBB), colour(0xFFE9C9), 0.10};
        case Hour::noon: return {colour(0xD5E4EC), colour(0xE7F0F3), colour(0xC3D0D4), colour(0xA9C4AE), colour(0xFFFFFF), 0.04};
        case Hour::dusk: return {colour(0xEDB98B), colour(0xF3D0A4), colour(0xB98E7E), colour(0x8F7F7A), colour(0x8A4B3A), 0.16};
        case Hour::night: return {colour(0x223041), colour(0x2B3B4E), colour(0x1C2835), colour(0x263A3C), colour(0x14202E), 0.43};
        case Hour::rain: return {colour(0xB4BEC4), colour(0xC3CBCF), colour(0x9CA9AF), colour(0x8FA196), colour(0x71828C), 0.26};
    }
    return {};
}

}  // namespace

const char* name_of(Hour hour) {
    static constexpr const char* names[] = {"morning", "noon", "dusk", "night", "rain"};
    return names[static_cast<int>(hour)];
}

bool is_dark(Hour hour) { return hour == Hour::night; }

void draw_backdrop(Paper& paper, Hour hour, double horizon, Colour ground) {
    const Light light = light_of(hour);
    paper.air_share = 0;
    paper.box(light.sky, -10, -10, picture_width + 20, picture_height + 20, 0, 0);
    double sun_x = paper.chance.between(120, 840), sun_y = paper.chance.between(90, horizon * 0.5);
    if (hour == Hour::night) sun_x = 790 + sun_x * 0.1, sun_y = 78 + sun_y * 0.12;   // up in the corner: behind a dead lamp the moon would light it
    paper.blob(light.high, sun_x, sun_y + 30, 420, 190, 0.06, 0);
    if (hour == Hour::night) {
        for (int i = 0; i < 26; ++i) paper.disc(colour(0xD9DCC8), paper.chance.between(20, 940), paper.chance.between(20, horizon * 0.7), paper.chance.between(1, 2.4), 0);
        paper.disc(straw, sun_x, sun_y, 34, 6);
        paper.disc(light.high, sun_x + 15, sun_y - 9, 29, 0);
    } else if (hour != Hour::rain) {
        paper.disc(hour == Hour::dusk ? colour(0xD96B45) : colour(0xF2C66D), sun_x, hour == Hour::dusk ? horizon * 0.55 : sun_y, hour == Hour::dusk ? 54 : 40, 6);
    }
    for (int i = hour == Hour::rain ? 5 : 3; i > 0 && hour != Hour::night; --i) {   // clouds of two sheets
        const double x = paper.chance.between(60, 900), y = paper.chance.between(60, horizon * 0.5), size = paper.chance.between(40, 80);
        const Colour cloud = hour == Hour::rain ? colour(0xD5DADC) : paper_white;
        paper.box(cloud, x - size * 1.4, y - size * 0.22, size * 2.8, size * 0.44, size * 0.22, 5);
        paper.box(cloud, x - size * 0.7, y - size * 0.5, size * 1.5, size * 0.6, size * 0.28, 0);
    }
    for (int ridge = 0; ridge < 2; ++ridge) {   // the Taihang behind the town
        const Colour hills = mix(light.hills, light.sky, ridge == 0 ? 0.5 : 0.1);
        std::vector<Point> rim{{-20, picture_height}};
        for (double x = -20; x <= 1000; x += 85) rim.push_back({x, horizon - paper.chance.between(30, 115) + ridge * 55});
        rim.push_back({1000, picture_height});
        paper.cut(hills, rim, 5);
    }
    for (double x = -30; x < 960;) {   // far houses
        const double width = paper.chance.between(46, 96), height = paper.chance.between(40, 150);
        if (!paper.chance.once_in(4)) {
            paper.box(light.far, x, horizon - height, width, height + 40, 2, 4);
            for (double y = horizon - height + 14; y < horizon - 14; y += 22)
                for (double column = x + 10; column < x + width - 12; column += 19) {
                    const bool lit = hour == Hour::night && paper.chance.once_in(3);
                    paper.box(lit ? straw : mix(light.far, light.sky, 0.45), column, y, 9, 11, 1, 0);
                }
        }
        x += width + paper.chance.between(2, 26);
    }
    paper.air = light.air;
    paper.air_share = light.air_share;
    paper.box(ground, -20, horizon, picture_width + 40, picture_height, 0, 6);
}

void draw_weather(Paper& paper, Hour hour) {
    if (hour != Hour::rain) return;
    for (int i = 0; i < 90; ++i) {
        const double x = paper.chance.between(0, 980), y = paper.chance.between(0, 700), length = paper.chance.between(14, 30);
        paper.glow(paper_white, 0.5, {{x, y}, {x + 2, y}, {x - length * 0.28 + 1, y + length}, {x - length * 0.28, y + length}});
    }
}

}  // namespace liren::draw
