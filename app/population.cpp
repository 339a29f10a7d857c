#include <chrono>
#include <iostream>

#include "commands.h"
#include "demo/demo.h"

namespace liren {

int populate(const Installation& installation, const InventedPeople& invented) {
    auto house = open_house(installation);
    // Real registers never get invented neighbours.
    if (!house->settings.demo) throw std::runtime_error("invented people are written into demo directories only; this one is not");
    if (!house->storage->has("d" + invented.district)) throw std::runtime_error("there is no district " + invented.district + " here");
    house->start();
    const auto begun = std::chrono::steady_clock::now();
    const std::size_t written = demo::populate(*house, invented.district, {pack("demo/demo.yaml"), pack("demo/population.yaml")}, static_cast<std::size_t>(invented.people), invented.seed,
                                               [](const std::string& line) { std::cout << line << std::endl; });
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun;
    std::cout << written << " people in " << seconds.count() << " s, " << static_cast<long>(static_cast<double>(written) / seconds.count()) << " a second" << std::endl;
    if (written < static_cast<std::size_t>(invented.people)) std::cout << "No more communities without registered people." << std::endl;
    house->stop();
    return 0;
}

}  // namespace liren
