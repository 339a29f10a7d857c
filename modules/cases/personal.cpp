#include "personal.h"

namespace liren::cases {

namespace {

constexpr std::string_view name_context = "cases.reporter_name";
constexpr std::string_view phone_context = "cases.reporter_phone";
constexpr std::string_view speaker_context = "cases.speaker_name";
constexpr std::string_view code_context = "cases.code";

std::string opened(const Keyring& keyring, const std::optional<std::string>& sealed, std::string_view context) {
    return sealed ? keyring.open(*sealed, context).value_or("") : std::string();
}

}  // namespace

Reporter seal_reporter(const Keyring& keyring, const std::string& name, const std::string& phone) {
    Reporter reporter;
    if (!name.empty()) reporter.name_sealed = keyring.seal(name, name_context);
    if (!phone.empty()) {
        reporter.phone_sealed = keyring.seal(phone, phone_context);
        reporter.phone_hash = keyring.lookup_hash(phone, phone_context);
    }
    return reporter;
}

std::optional<std::string> seal_speaker(const Keyring& keyring, const std::string& name) { return name.empty() ? std::nullopt : std::optional(keyring.seal(name, speaker_context)); }
std::string open_speaker(const Keyring& keyring, const std::optional<std::string>& sealed) { return opened(keyring, sealed, speaker_context); }
std::optional<std::string> phone_hash(const Keyring& keyring, std::string_view phone) { return keyring.lookup_hash(phone, phone_context); }
std::string open_name(const Keyring& keyring, const std::optional<std::string>& sealed) { return opened(keyring, sealed, name_context); }
std::string open_phone(const Keyring& keyring, const std::optional<std::string>& sealed) { return opened(keyring, sealed, phone_context); }

std::string hash_code(const Keyring& keyring, std::string_view number, std::string_view code) {
    return keyring.lookup_hash(std::string(number) + ":" + std::string(code), code_context);
}

}  // namespace liren::cases
