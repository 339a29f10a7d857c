#include "paper.h"

#include <cmath>
#include <numbers>

namespace liren::draw {

namespace {
constexpr double border = 18;
constexpr double shadow_strength = 0.20;
}  // namespace

Colour mix(Colour one, Colour other, double share) {
    const auto blend = [&](double a, double b) { return a + (b - a) * share; };
    return {blend(one.red, other.red), blend(one.green, other.green), blend(one.blue, other.blue)};
}

std::uint64_t Chance::next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

double Chance::between(double low, double high) { return low + (high - low) * static_cast<double>(next() >> 11) / 9007199254740992.0; }
int Chance::whole(int low, int high) { return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1)); }

Paper::Paper(Chance seeded) : chance(seeded), surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(picture_width), static_cast<int>(picture_height))), pen_(cairo_create(surface_)) {
    cairo_set_line_cap(pen_, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(pen_, CAIRO_LINE_JOIN_ROUND);
}

Paper::~Paper() {
    cairo_destroy(pen_);
    cairo_surface_destroy(surface_);
}

void Paper::use(Colour what) {
    const Colour seen = mix(what, air, air_share);
    cairo_set_source_rgb(pen_, seen.red, seen.green, seen.blue);
}

void Paper::lay(Colour what, double lift, const std::function<void()>& shape) {
    if (lift > 0) {
        cairo_save(pen_);
        cairo_translate(pen_, lift * 0.6, lift);
        cairo_new_path(pen_);
        shape();
        cairo_restore(pen_);
        cairo_set_source_rgba(pen_, 0.07, 0.09, 0.11, shadow_strength);
        cairo_fill(pen_);
    }
    cairo_new_path(pen_);
    shape();
    use(what);
    cairo_fill(pen_);
}

void Paper::cut(Colour what, std::initializer_list<Point> corners, double lift) { cut(what, std::vector<Point>(corners), lift); }

void Paper::cut(Colour what, const std::vector<Point>& corners, double lift) {
    lay(what, lift, [&] {
        for (const Point& corner : corners) cairo_line_to(pen_, corner.x, corner.y);
        cairo_close_path(pen_);
    });
}

void Paper::box(Colour what, double x, double y, double width, double height, double radius, double lift) {
    constexpr double quarter = std::numbers::pi / 2;
    lay(what, lift, [&] {
        cairo_arc(pen_, x + width - radius, y + radius, radius, -quarter, 0);
        cairo_arc(pen_, x + width - radius, y + height - radius, radius, 0, quarter);
        cairo_arc(pen_, x + radius, y + height - radius, radius, quarter, 2 * quarter);
        cairo_arc(pen_, x + radius, y + radius, radius, 2 * quarter, 3 * quarter);
        cairo_close_path(pen_);
    });
}

void Paper::disc(Colour what, double x, double y, double radius, double lift) { oval(what, x, y, radius, radius, lift); }

void Paper::oval(Colour what, double x, double y, double radius_x, double radius_y, double lift) {
    lay(what, lift, [&] {
        cairo_save(pen_);
        cairo_translate(pen_, x, y);
        cairo_scale(pen_, radius_x, radius_y);
        cairo_arc(pen_, 0, 0, 1, 0, 2 * std::numbers::pi);
        cairo_restore(pen_);
    });
}

void Paper::blob(Colour what, double x, double y, double radius_x, double radius_y, double waviness, double lift) {
    constexpr int knots = 11;
    Point rim[knots];
    for (int i = 0; i < knots; ++i) {
        const double angle = 2 * std::numbers::pi * i / knots, reach = 1 + chance.between(-waviness, waviness);
        rim[i] = {x + std::cos(angle) * radius_x * reach, y + std::sin(angle) * radius_y * reach};
    }
    lay(what, lift, [&] {   // through the middles, bent at the knots: a soft rim
        cairo_move_to(pen_, (rim[knots - 1].x + rim[0].x) / 2, (rim[knots - 1].y + rim[0].y) / 2);
        for (int i = 0; i < knots; ++i) {
            const Point& knot = rim[i];
            const Point& after = rim[(i + 1) % knots];
            const Point end{(knot.x + after.x) / 2, (knot.y + after.y) / 2};
            double from_x = 0, from_y = 0;
            cairo_get_current_point(pen_, &from_x, &from_y);
            cairo_curve_to(pen_, from_x + (knot.x - from_x) * 2 / 3, from_y + (knot.y - from_y) * 2 / 3, end.x + (knot.x - end.x) * 2 / 3, end.y + (knot.y - end.y) * 2 / 3, end.x, end.y);
        }
        cairo_close_path(pen_);
    });
}

void Paper::strip(Colour what, std::initializer_list<Point> along, double thickness, double lift) {
    cairo_set_line_width(pen_, thickness);
    const auto trace = [&] {
        cairo_new_path(pen_);
        for (const Point& point : along) cairo_line_to(pen_, point.x, point.y);
    };
    if (lift > 0) {
        cairo_save(pen_);
        cairo_translate(pen_, lift * 0.6, lift);
        trace();
        cairo_restore(pen_);
        cairo_set_source_rgba(pen_, 0.07, 0.09, 0.11, shadow_strength);
        cairo_stroke(pen_);
    }
    trace();
    use(what);
    cairo_stroke(pen_);
}

void Paper::arc(Colour what, double x, double y, double radius, double from, double to, double thickness) {
    cairo_new_path(pen_);
    cairo_arc(pen_, x, y, radius, from * std::numbers::pi / 180, to * std::numbers::pi / 180);
    cairo_set_line_width(pen_, thickness);
    use(what);
    cairo_stroke(pen_);
}

void Paper::glow(Colour what, double strength, std::initializer_list<Point> corners) {
    cairo_new_path(pen_);
    for (const Point& corner : corners) cairo_line_to(pen_, corner.x, corner.y);
    cairo_close_path(pen_);
    cairo_set_source_rgba(pen_, what.red, what.green, what.blue, strength);
    cairo_fill(pen_);
}

void Paper::glow_disc(Colour what, double strength, double x, double y, double radius) {
    cairo_new_path(pen_);
    cairo_arc(pen_, x, y, radius, 0, 2 * std::numbers::pi);
    cairo_set_source_rgba(pen_, what.red, what.green, what.blue, strength);
    cairo_fill(pen_);
}

void Paper::words(Colour what, double x, double y, double size, const char* text) {
    cairo_select_font_face(pen_, "Noto Sans CJK SC", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
    cairo_set_font_size(pen_, size);
    cairo_move_to(pen_, x, y);
    use(what);
    cairo_show_text(pen_, text);
}

void Paper::frame() {
    air_share = 0;
    const double right = picture_width - border, bottom = picture_height - border;
    cairo_set_fill_rule(pen_, CAIRO_FILL_RULE_EVEN_ODD);
    lay(paper_white, 5, [&] {   // the shadow falls inwards, as from a mount
        cairo_rectangle(pen_, -20, -20, picture_width + 40, picture_height + 40);
        cairo_rectangle(pen_, border, border, right - border, bottom - border);
    });
    cairo_set_fill_rule(pen_, CAIRO_FILL_RULE_WINDING);
    box(paper_white, right - 122, bottom - 34, 122 + border, 34 + border, 8, 0);
    words(ink_soft, right - 108, bottom - 9, 18, "演示·虚构");
}

bool Paper::write(const std::string& path) const { return cairo_surface_write_to_png(surface_, path.c_str()) == CAIRO_STATUS_SUCCESS; }

}  // namespace liren::draw
