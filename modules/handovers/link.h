#pragma once
// What a stranger shows: the token of the link (128 random bits), the six digits told by telephone, and afterwards a pass that
// the page carries so that the PIN is not asked again at every button. None of the three is stored; their keyed hashes are.
// Private to the module.

#include <optional>
#include <string>
#include <string_view>

#include "handovers/handovers.h"

namespace liren::handovers {

inline constexpr int pin_digits = 6;
inline constexpr int most_wrong_pins = 5;     ///< then the link is locked until the sender sends another
inline constexpr int pass_hours = 12;

struct Secret {
    std::string token, token_hash, token_sealed, pin, pin_hash;
};
Secret make_secret(const Keyring& keyring, std::int64_t id);

std::string hash_token(const Keyring& keyring, std::string_view token);
std::string open_token(const Keyring& keyring, const HandoverRow& row);
bool is_pin(const Keyring& keyring, const HandoverRow& row, std::string_view pin);

/// A pass is bound to the PIN it was given for: a renewed hand-over takes no older one.
std::string make_pass(const Keyring& keyring, const HandoverRow& row, Instant now);
bool is_pass(const Keyring& keyring, const HandoverRow& row, std::string_view pass, Instant now);

/// Where the link leads, on this site.
std::string link_path(std::string_view district, std::string_view token);

bool is_locked(const HandoverRow& row);
/// Its result is still awaited.
bool is_out(const HandoverRow& row);

}  // namespace liren::handovers
