#include "link.h"

#include <charconv>

#include "liren/digest.h"

namespace liren::handovers {

namespace {

constexpr std::string_view token_context = "handovers.token", pin_context = "handovers.pin", pass_context = "handovers.pass";

std::string hash_pin(const Keyring& keyring, std::int64_t id, std::string_view pin) { return keyring.lookup_hash(id_text(id) + ":" + std::string(pin), pin_context); }

std::string pass_hash(const Keyring& keyring, const HandoverRow& row, const std::string& until) {
    return keyring.lookup_hash(id_text(row.id) + ":" + row.pin_hash + ":" + until, pass_context);
}

}  // namespace

Secret make_secret(const Keyring& keyring, std::int64_t id) {
    Secret secret;
    secret.token = random_token(16);
    secret.token_hash = hash_token(keyring, secret.token);
    secret.token_sealed = keyring.seal(secret.token, token_context);
    secret.pin = random_digits(pin_digits);
    secret.pin_hash = hash_pin(keyring, id, secret.pin);
    return secret;
}

std::string hash_token(const Keyring& keyring, std::string_view token) { return keyring.lookup_hash(token, token_context); }

std::string open_token(const Keyring& keyring, const HandoverRow& row) { return keyring.open(row.token_sealed, token_context).value_or(""); }

bool is_pin(const Keyring& keyring, const HandoverRow& row, std::string_view pin) { return constant_time_equal(hash_pin(keyring, row.id, pin), row.pin_hash); }

std::string make_pass(const Keyring& keyring, const HandoverRow& row, Instant now) {
    const std::string until = std::to_string((now + hours_ms(pass_hours)).ms);
    return until + "." + pass_hash(keyring, row, until);
}

bool is_pass(const Keyring& keyring, const HandoverRow& row, std::string_view pass, Instant now) {
    const auto dot = pass.find('.');
    if (dot == std::string_view::npos) return false;
    const std::string until(pass.substr(0, dot));
    std::int64_t ms = 0;
    std::from_chars(until.data(), until.data() + until.size(), ms);
    return ms > now.ms && constant_time_equal(pass.substr(dot + 1), pass_hash(keyring, row, until));
}

std::string link_path(std::string_view district, std::string_view token) { return "/plain/" + std::string(district) + "/h/" + std::string(token); }

bool is_locked(const HandoverRow& row) { return row.wrong_pins >= most_wrong_pins; }

bool is_out(const HandoverRow& row) { return row.state != "returned" && row.state != "answered" && row.state != "revoked"; }

}  // namespace liren::handovers
