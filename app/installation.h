#pragma once
// One installation: a data directory with its stores, keys and files, brought up to date and filled on first use.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "liren/house.h"

namespace liren {

struct Installation {
    std::filesystem::path data = "data";
    std::string postgres;                     ///< libpq URL; empty: SQLite in the data directory
    bool empty = false;                       ///< no district, no demo
    bool test = false;                        ///< opens /test/*; only in a directory that was made so
    bool fast = false;                        ///< no fsync (unit tests only)
    int limit_scale = 1;
    std::optional<int> demo_cases, demo_people;   ///< how many invented cases and people; none: what the demo's packs say
};

/// Opens, migrates and, on first use, loads roles, the district and the demo. Progress goes to standard output. Throws
/// std::runtime_error with a sentence for the operator.
std::unique_ptr<House> open_house(const Installation& installation);

/// A pack that travels in the binary: "roles/roles.yaml".
std::string_view pack(std::string_view path);
/// The texts of every pack in a folder ("codes/").
std::vector<std::string_view> packs_in(std::string_view folder);

/// Where a helper program stands: beside this one.
std::string helper_path(const char* name);

}  // namespace liren
