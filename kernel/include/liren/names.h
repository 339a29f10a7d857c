#pragma once
// People's names, telephone numbers and identity numbers: how they are tidied, checked, and masked where the full value
// has no business. Pure functions, safe from any thread. Includes the general text functions and pinyin, because
// whoever touches a name needs them too.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "liren/pinyin.h"
#include "liren/text.h"

namespace liren {

/// A name as it is stored (民委发〔2016〕33号): composed (NFC), without controls, blanks at the ends or between Chinese
/// characters (张　三 → 张三); the only separator is U+00B7, whatever dot was typed. Names of one character are names.
std::string tidy_name(std::string_view name);

/// Keeps the first character of each part: 张三 → 张*, 欧阳锋 → 欧**, 阿不都·吾甫尔 → 阿**·吾**, John Smith → J*** S****.
/// A name of one character gets a star as well, so that a mask never shows a whole name.
std::string mask_name(std::string_view name);

/// 13812345678 → 138****5678, 0356-2021234 → 0356-***1234; of anything else at most the last two characters remain.
std::string mask_phone(std::string_view phone);

/// 11010519491231002X → 110105************ (of 15 digits too the first six remain): birth date and sequence together are the whole
/// number, and a list that shows the birth date must not show the other half (decision 0006). Of other documents only the first
/// and the last two characters remain, and nothing of those shorter than eight.
std::string mask_id_number(std::string_view number);

/// Province and city remain (the first six characters), at most half of the text: the rest leads to a door.
std::string mask_address(std::string_view address);

/// The number as it is stored and looked up: half-width digits, without blanks and without +86; a landline keeps one
/// hyphen after its area code and one before its extension. Nothing when it is neither a mobile (1[3-9] and nine digits)
/// nor a landline (optional area code, seven or eight digits, optional extension) nor a 400 or 800 number.
std::optional<std::string> tidy_phone(std::string_view phone);

/// Whether tidy_phone has an answer.
bool valid_mobile_or_landline(std::string_view phone);
bool valid_mobile(std::string_view phone);

/// Half-width, without blanks, X in upper case.
std::string tidy_id_number(std::string_view number);

/// What GB 11643-1999 finds wrong with a tidy number, as a text key; nothing when it is well-formed. `today` is yyyymmdd
/// in Shanghai. Keys: `id_number.length` (18 are needed), `id_number.characters`, `id_number.province`,
/// `id_number.birth_date` (does not exist or is before 1850), `id_number.birth_future`, `id_number.check`. The six digits
/// of the place are not compared with today's divisions, because they are those of the day of issue. Residence permits
/// (81, 82, 83) pass, as do permanent-residence cards of 2023 (9, then the province).
std::optional<std::string_view> id_number_problem(std::string_view number, std::int32_t today);

/// What a well-formed number says.
struct IdNumberFacts {
    std::int32_t birth_date;   ///< yyyymmdd
    int sex;                   ///< GB/T 2261.1: 1 male, 2 female
};
/// Nothing when the number is not 18 characters that end in the right check character.
std::optional<IdNumberFacts> id_number_facts(std::string_view number);

/// The 18-character form of a legacy 15-digit number (imports only): 19 before the year, and the check character.
std::optional<std::string> lengthen_id_number(std::string_view fifteen);

}  // namespace liren
