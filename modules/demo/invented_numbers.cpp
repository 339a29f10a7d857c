#include "invented_numbers.h"

#include <array>
#include <chrono>
#include <stdexcept>

namespace liren::demo {

namespace {

constexpr std::size_t sequences_of_a_day = 500;   // GB 11643: three digits, odd for men, even for women
constexpr std::string_view credit_characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::string_view plate_letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

std::string padded(std::size_t number, std::size_t width) {
    std::string digits = std::to_string(number);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

char id_check(std::string_view seventeen) {
    constexpr std::array<int, 17> weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (seventeen[i] - '0');
    return "10X98765432"[sum % 11];
}

/// GB 11714, of eight characters.
char organisation_check(std::string_view eight) {
    constexpr std::array<int, 8> weights = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (eight[i] <= '9' ? eight[i] - '0' : eight[i] - 'A' + 10);
    return "0X987654321"[sum % 11];
}

char credit_check(std::string_view seventeen) {
    int sum = 0, weight = 1;
    for (const char c : seventeen) {
        sum += weight * static_cast<int>(credit_characters.find(c));
        weight = weight * 3 % 31;
    }
    return credit_characters[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

std::int64_t moved(std::int64_t day, int days) {
    using namespace std::chrono;
    const year_month_day from{year(static_cast<int>(day / 10000)), month(static_cast<unsigned>(day / 100 % 100)), std::chrono::day(static_cast<unsigned>(day % 100))};
    const year_month_day to{sys_days(from) + std::chrono::days(days)};
    return static_cast<std::int64_t>(static_cast<int>(to.year())) * 10000 + static_cast<unsigned>(to.month()) * 100 + static_cast<unsigned>(to.day());
}

}  // namespace

InventedNumbers::InventedNumbers(std::string id_area, std::string plate_begins, std::size_t place, std::size_t places)
    : id_area_(std::move(id_area)), plate_begins_(std::move(plate_begins)), place_(place), slice_(sequences_of_a_day / std::max<std::size_t>(places, 1)) {
    if (slice_ == 0) throw std::runtime_error("the demo's identity numbers suffice for 500 communities of a district");
}

std::string InventedNumbers::id_number(std::int64_t& birth, int sex) {
    std::size_t* used = &given_[{birth, sex}];
    while (*used == slice_) {
        birth = day_after(birth);
        used = &given_[{birth, sex}];
    }
    const std::size_t sequence = (place_ * slice_ + (*used)++) * 2 + (sex == 1 ? 1 : 0);
    const std::string number = id_area_ + std::to_string(birth) + padded(sequence, 3);
    return number + id_check(number);
}

std::string InventedNumbers::plate(bool new_energy) {
    constexpr std::size_t of_new_energy = 200, of_ordinary = 1800, all = 24 * 24 * 1000, step = 354'323;   // step: no common factor with all
    if (new_energy && new_energy_plates_ < of_new_energy) return plate_begins_ + "D" + padded((place_ * of_new_energy + new_energy_plates_++) % 100'000, 5);
    if (plates_ == of_ordinary) return {};
    const std::size_t number = (place_ * of_ordinary + plates_++) * step % all;
    return plate_begins_ + plate_letters[number / 24'000] + padded(number % 1000, 3) + plate_letters[number / 1000 % 24];
}

std::string InventedNumbers::credit_code(const std::string& begins) {
    const std::string organisation = "MAX" + padded(place_, 3) + padded(credit_codes_++, 2);
    std::string code = begins + id_area_ + organisation + organisation_check(organisation);
    return code + credit_check(code);
}

std::string InventedNumbers::part_code(const std::string& part_class) { return id_area_ + part_class + "99" + padded(place_ * 1000 + part_codes_++, 6); }

std::int64_t day_after(std::int64_t day) { return moved(day, 1); }
std::int64_t days_before(std::int64_t day, int days) { return moved(day, -days); }

}  // namespace liren::demo
