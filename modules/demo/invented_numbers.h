#pragma once
// Numbers with right check characters that nobody can bear. Each community of a district draws from a slice of its own, so that
// no two collide whatever was made before. Private to the module.

#include <cstdint>
#include <map>
#include <string>

namespace liren::demo {

class InventedNumbers {
public:
    /// The `place`-th of `places` communities.
    InventedNumbers(std::string id_area, std::string plate_begins, std::size_t place, std::size_t places);

    /// A citizen identity number for somebody born on `birth`; where the slice of that day is full the birth moves on by a day.
    std::string id_number(std::int64_t& birth, int sex);
    /// "" when the slice is used up.
    std::string plate(bool new_energy);
    /// GB 32100 with `begins` (department and class) in front.
    std::string credit_code(const std::string& begins);
    std::string part_code(const std::string& part_class);

private:
    std::string id_area_, plate_begins_;
    std::size_t place_, slice_;
    std::map<std::pair<std::int64_t, int>, std::size_t> given_;   ///< numbers of a day and sex that are given out
    std::size_t plates_ = 0, new_energy_plates_ = 0, credit_codes_ = 0, part_codes_ = 0;
};

/// The next day of a yyyymmdd.
std::int64_t day_after(std::int64_t day);
/// The yyyymmdd `days` before one.
std::int64_t days_before(std::int64_t day, int days);

}  // namespace liren::demo
