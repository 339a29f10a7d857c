#pragma once
// Whose facts an account may see, asked anew at every request: nothing is copied, so what ends has ended. Private to the module.

#include <optional>
#include <string>
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

/// A link or guardianship holds while the rows it names are made of the same rows as when staff confirmed it, or confirmed it again:
/// a merger that was a mistake shows nobody's facts to anybody else. A consent holds while both rows are what they were.
bool holds(Db& db, const LinkRow& link);
bool holds(Db& db, const GuardianRow& guardian);
bool holds(Db& db, const ConsentRow& consent);
/// What two rows are made of, as guardianships and consents keep it; "" where neither was ever merged.
std::string pair_made_of(Db& db, std::int64_t one, std::int64_t other);

/// The link of an account, whether it holds or not.
std::optional<LinkRow> current_link(Db& db, std::int64_t account);
/// Every current link to the person or to a row merged into the person's, whether it holds or not.
std::vector<LinkRow> links_to(Db& db, std::int64_t person);
/// The account joined to a person now by a link that holds; 0: none.
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
