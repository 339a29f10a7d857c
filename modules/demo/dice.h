#pragma once
// Chance that falls the same on every machine. Private to the module.

#include <cstdint>
#include <string>

#include <yaml-cpp/yaml.h>

namespace liren::demo {

/// splitmix64: the same seed throws the same dice on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    /// 0 … count-1.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
    /// low … high.
    int between(int low, int high) { return low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1))); }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
    std::string of(const YAML::Node& list) { return list[below(list.size())].as<std::string>(); }
    template <class T>
    const T& of(const std::vector<T>& list) { return list[below(list.size())]; }

private:
    std::uint64_t state_;
};

}  // namespace liren::demo
