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

/// Fills the district once: grids, doors, units, staff, dispatch rules, cases, pictures. Says what it does, line by line.
/// `draw` is the path of liren-draw; where it is missing the cases stay without pictures. Fewer `cases` than the pack's have
/// fewer pictures in proportion.
void fill(House& house, const std::string& district, std::string_view pack, const std::string& draw, std::optional<int> cases, const std::function<void(const std::string&)>& say);

/// A second district with an administrator, a leader and two community workers and nothing else: for stories about borders.
void fill_neighbour(House& house, const std::string& district, std::string_view pack);

}  // namespace liren::demo
