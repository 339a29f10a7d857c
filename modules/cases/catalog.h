#pragma once
// What a district has configured for cases: categories with their hours, and settings. Read from memory (House::configured);
// an event cases.configured renews it.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store.h"

namespace liren::cases {

inline constexpr int longest_hours = 720;     ///< of any step, and of any extension

struct Catalog {
    std::vector<Category> categories;         ///< in the order of the pack
    std::string number_prefix = "JC";         ///< of human numbers: JC-2026-000123
    int most_extension_hours = 72;            ///< one extension asks for at most; a district older than the setting has these
    int dispute_days = 15, most_disputes = 2; ///< how long after closing, and how often, a reporter may say that it is not solved
    int alike_days = 14;                      ///< how far back a report is held against others

    const Category* find(std::string_view code) const;
    std::string name(std::string_view code, std::string_view language) const;
};

std::shared_ptr<const Catalog> catalog(House& house, const std::string& store);

/// The category of a new report; 422 "cases.unknown_category" when nobody knows it or it is switched off.
const Category& reportable_category(const Catalog& catalog, std::string_view code);

/// The category of a case; 500 when it vanished (a category is switched off, never deleted).
const Category& category_of(const Catalog& catalog, std::string_view code);

}  // namespace liren::cases
