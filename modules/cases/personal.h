#pragma once
// The reporter's name and phone, sealed; and the six-digit code that stands in for an account, hashed with the case's number.

#include <optional>
#include <string>
#include <string_view>

#include "liren/seal.h"

namespace liren::cases {

struct Reporter {
    std::optional<std::string> name_sealed, phone_sealed, phone_hash;
};

Reporter seal_reporter(const Keyring& keyring, const std::string& name, const std::string& phone);
std::optional<std::string> seal_speaker(const Keyring& keyring, const std::string& name);   ///< who spoke for the reporter
std::string open_speaker(const Keyring& keyring, const std::optional<std::string>& sealed);
std::optional<std::string> phone_hash(const Keyring& keyring, std::string_view phone);
std::string open_name(const Keyring& keyring, const std::optional<std::string>& sealed);
std::string open_phone(const Keyring& keyring, const std::optional<std::string>& sealed);
std::string hash_code(const Keyring& keyring, std::string_view number, std::string_view code);

}  // namespace liren::cases
