#pragma once
// Whose facts an account may see, asked anew at every request: nothing is copied, so what ends has ended. Private to the module.

#include <optional>
#include <string_view>
#include <vector>

#include "liren/house.h"
#include "liren/register.h"
#include "store.h"

namespace liren::facts {

/// How an account stands to a person. shared: an adult of the household who consented; seen, but neither looked at nor corrected.
enum class Reach : std::uint8_t { none, shared, ward, own };

constexpr int most_rows = 100;                ///< of one kind about one person, and people one account sees

/// yyyymmdd of an instant in the zone of the installation.
std::int64_t day_of(Instant at);
/// The person's row whoever asks; nothing when there is none.
std::optional<Record> person_row(Db& db, House& house, std::int64_t id);
std::string person_name(Db& db, House& house, std::int64_t id);
/// By birth date and clock (民法典 17); an unknown month or day counts as the first, and who has no birth date as an adult.
bool is_minor(const Record& person, std::int64_t today, std::int64_t adult_age);
std::int64_t adult_age(Db& db);
/// The value of a reference or a date; nothing when it is empty.
std::optional<std::int64_t> number_in(const Register& of, const Record& row, std::string_view field);

std::optional<LinkRow> current_link(Db& db, std::int64_t account);
/// The account joined to a person now; 0: none.
std::int64_t account_of_person(Db& db, std::int64_t person);

struct Seen {
    Record person;
    Reach reach = Reach::none;
    std::string relation;                     ///< the guardian's to a ward; else ""
};
/// Everybody an account sees now: its own person first, then wards, then adults who consented. Empty without a current link.
std::vector<Seen> seen_by(Db& db, House& house, std::int64_t account, Instant now);
/// How the account stands to that person now.
Reach reach_of(Db& db, House& house, std::int64_t account, std::int64_t person, Instant now);

/// A register whose rows are about a person, and by which field.
struct Section {
    const Register* of;
    const char* field;
};
const std::vector<Section>& sections();
/// The person a row is about; nothing for registers that are about nobody.
std::optional<std::int64_t> person_behind(const Register& of, const Record& row);

}  // namespace liren::facts
