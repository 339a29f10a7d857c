#pragma once
// Numbers that things bear: licence plates (GA 36) and unified social credit codes (GB 32100). Pure functions.

#include <string>
#include <string_view>

namespace liren {

/// Half-width, without blanks and separators, capital letters: how both are stored and compared.
std::string tidy_code(std::string_view text);

/// Whether a tidy text is an ordinary, new-energy, trainer, police, trailer or Hong Kong/Macao plate. Others exist (military,
/// embassy, temporary, electric bicycles), so "no" is a doubt, not an error.
bool is_known_plate(std::string_view plate);

enum class CreditCode { sound, inner_check_differs, wrong_form, wrong_check };

/// GB 32100-2015: 18 characters without I O S V Z and the check character; within it the 9 of GB 11714, whose own check a few
/// older codes miss.
CreditCode judge_credit_code(std::string_view code);

}  // namespace liren
