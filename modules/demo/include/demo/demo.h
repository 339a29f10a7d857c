#pragma once
// The demo: an invented population for a real district, made through the public verbs of the modules, so that whoever opens
// Liren for the first time can walk the whole journey. Deterministic (packs/demo/demo.yaml holds words and seed). It exists
// only in a data directory made for it; its accounts share one random password, kept in demo-logins.txt (0600).

#include <functional>
#include <optional>
#include <string>

#include "liren/house.h"
#include "liren/request.h"

namespace liren::demo {

/// The page of role cards at "/" and the one-tap sign-in behind them. Outside a demo directory "/" leads to the resident app.
Module module();

struct Packs {
    std::string_view demo, population;        ///< demo/demo.yaml, demo/population.yaml
};

/// How much to invent; what is not said is what the packs say.
struct Amounts {
    std::optional<int> cases, people;
};

/// Fills the district once: grids, doors, units, staff, dispatch rules, cases, pictures, the people of some communities. Says
/// what it does, line by line. `draw` is the path of liren-draw; where it is missing the cases stay without pictures. Fewer
/// cases than the pack's have fewer pictures in proportion.
void fill(House& house, const std::string& district, const Packs& packs, const std::string& draw, const Amounts& amounts, const std::function<void(const std::string&)>& say);

/// Writes `people` more invented people into communities in which nobody is registered yet, with their dwellings, households,
/// vehicles, tags, facilities and institutions; the same seed makes the same people. Returns how many were written: fewer when
/// no community is left.
std::size_t populate(House& house, const std::string& district, const Packs& packs, std::size_t people, std::optional<std::uint64_t> seed, const std::function<void(const std::string&)>& say);

/// A second district with an administrator, a leader and two community workers and nothing else: for stories about borders.
void fill_neighbour(House& house, const std::string& district, std::string_view pack);

}  // namespace liren::demo
