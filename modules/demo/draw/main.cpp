// liren-draw: makes the invented photographs of the demonstration.
//   liren-draw --out DIR --count 200 --seed 7
// writes DIR/0001-lamp-night.png … and DIR/index.csv (file,scene,hour). The same seed gives the same pictures; picture n
// does not depend on how many follow it.

#include <charconv>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenes.h"

namespace {

using namespace liren::draw;

struct Order {
    std::string folder;
    int count = 20;
    std::uint64_t seed = 7;
};

template <class Number>
bool read_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

std::optional<Order> read_order(int count, char** arguments) {
    Order order;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = arguments[i], value = arguments[i + 1];
        if (name == "--out") order.folder = value;
        else if (name == "--count" && read_number(value, order.count) && order.count > 0 && order.count <= 9999) continue;
        else if (name == "--seed" && read_number(value, order.seed)) continue;
        else if (name != "--out") return std::nullopt;
    }
    if (count % 2 == 0 || order.folder.empty()) return std::nullopt;
    return order;
}

}  // namespace

int main(int count, char** arguments) {
    const std::optional<Order> order = read_order(count, arguments);
    if (!order) {
        std::cerr << "usage: liren-draw --out DIR [--count 1..9999] [--seed NUMBER]\n";
        return 2;
    }
    std::vector<Scene> scenes;
    for (const auto some : {street_scenes(), home_scenes(), green_scenes()}) scenes.insert(scenes.end(), some.begin(), some.end());
    std::ofstream index(order->folder + "/index.csv");
    index << "file,scene,hour\n";
    for (int number = 1; number <= order->count; ++number) {
        Paper paper(Chance(order->seed * 1'000'003 + static_cast<std::uint64_t>(number)));
        const Scene& scene = scenes[static_cast<std::size_t>(number - 1) % scenes.size()];   // every scene once before any comes again
        const Hour hour = scene.only_at_night ? Hour::night : paper.chance.one_of({Hour::morning, Hour::noon, Hour::noon, Hour::dusk, Hour::night, Hour::rain});
        scene.draw(paper, hour);
        draw_weather(paper, hour);
        paper.frame();
        char digits[16];
        std::snprintf(digits, sizeof digits, "%04d", number);
        const std::string name = std::string(digits) + "-" + scene.name + "-" + name_of(hour) + ".png";
        if (!paper.write(order->folder + "/" + name)) {
            std::cerr << "liren-draw: cannot write " << order->folder << "/" << name << "\n";
            return 1;
        }
        index << name << "," << scene.name << "," << name_of(hour) << "\n";
    }
    index.close();
    return index ? 0 : 1;
}
