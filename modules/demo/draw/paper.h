#pragma once
// Paper to cut from: every shape is a sheet of one colour that throws a small shadow on what lies below. All chance comes
// from one seed, so that the same seed draws the same picture on every machine.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

#include <cairo.h>

namespace liren::draw {

constexpr double picture_width = 960, picture_height = 720;

struct Colour {
    double red, green, blue;
};

constexpr Colour colour(std::uint32_t rgb) { return {(rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0}; }
/// `share` of `other`, the rest of `one`.
Colour mix(Colour one, Colour other, double share);

// The house's colours (design/look.md) and what is mixed from them.
constexpr Colour paper_white = colour(0xFAF8F4), line = colour(0xE4DFD6), ink = colour(0x1F2328), ink_soft = colour(0x4A5158), stone = colour(0xB9B3A8), pine = colour(0x2F6B4F),
                 leaf = colour(0x6FA37F), cinnabar = colour(0xB83A25), brick = colour(0xC9806A), amber = colour(0xE0A94A), straw = colour(0xF3DDA6), river = colour(0x24598F),
                 mist = colour(0x9DB8CF), wood = colour(0x8A6248), earth = colour(0xA98C6B);

/// SplitMix64: small, good enough for pictures, the same everywhere.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    double between(double low, double high);
    int whole(int low, int high);   ///< both ends included
    bool once_in(int times) { return whole(1, times) == 1; }
    template <class Item>
    Item one_of(std::initializer_list<Item> items) {
        return items.begin()[whole(0, static_cast<int>(items.size()) - 1)];
    }

private:
    std::uint64_t state_;
};

struct Point {
    double x, y;
};

class Paper {
public:
    explicit Paper(Chance chance);
    ~Paper();
    Paper(const Paper&) = delete;
    Paper& operator=(const Paper&) = delete;

    Chance chance;
    Colour air{1, 1, 1};      ///< what the light of the hour adds to every colour …
    double air_share = 0;     ///< … and how much of it

    // Sheets. `lift` is how far the sheet lies above the one below: its shadow's length in pixels, 0 for none.
    void cut(Colour what, std::initializer_list<Point> corners, double lift = 4);
    void cut(Colour what, const std::vector<Point>& corners, double lift = 4);
    void box(Colour what, double x, double y, double width, double height, double radius = 3, double lift = 4);
    void disc(Colour what, double x, double y, double radius, double lift = 4);
    void oval(Colour what, double x, double y, double radius_x, double radius_y, double lift = 4);
    /// A soft closed shape around a centre, with a wavy rim.
    void blob(Colour what, double x, double y, double radius_x, double radius_y, double waviness, double lift = 4);
    /// A stroke with round ends.
    void strip(Colour what, std::initializer_list<Point> along, double thickness, double lift = 3);
    /// A quarter-ring, as sound or signal is drawn; angles in degrees.
    void arc(Colour what, double x, double y, double radius, double from, double to, double thickness);
    /// Light: no shadow, see-through, not tinted by the hour.
    void glow(Colour what, double strength, std::initializer_list<Point> corners);
    void glow_disc(Colour what, double strength, double x, double y, double radius);
    void words(Colour what, double x, double y, double size, const char* text);

    /// The white border and the mark 演示·虚构; last of all.
    void frame();
    bool write(const std::string& path) const;

private:
    void lay(Colour what, double lift, const std::function<void()>& shape);
    void use(Colour what);
    cairo_surface_t* surface_;
    cairo_t* pen_;
};

}  // namespace liren::draw
