#include "liren/password.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <argon2.h>

#include "liren/digest.h"

namespace liren {

namespace {

constexpr std::uint32_t memory_kib = 19456;   // 19 MiB
constexpr std::uint32_t passes = 2;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_size = 16;
constexpr std::size_t hash_size = 32;
constexpr std::size_t shortest = 8;
constexpr std::size_t longest_bytes = 256;
constexpr std::string_view todays_costs = "$argon2id$v=19$m=19456,t=2,p=1$";

/// The roots of what is tried first: lower-case letters and digits, after tails of digits and signs are cut off.
constexpr std::array<std::string_view, 62> common_roots = {
    "password", "passwd", "passw", "admin", "administrator", "root", "qwerty", "qwertyuiop", "qwert", "asdf", "asdfgh", "asdfghjkl", "zxcvbn", "zxcvbnm",
    "abc", "abcd", "abcde", "abcdef", "letmein", "welcome", "iloveyou", "woaini", "aini", "wodemima", "mima", "test", "guest", "user", "login", "changeme",
    "default", "system", "manager", "master", "monkey", "dragon", "sunshine", "princess", "football", "baseball", "superman", "trustno", "hello", "china",
    "zhongguo", "beijing", "shanghai", "shanxi", "jincheng", "liren", "community", "shequ", "jiedao", "wangge", "minzheng", "zhengfu", "gongan",
    "qaz", "qazwsx", "qweasd", "qweasdzxc", "qwe"};

/// Walks over the keyboard that hold several kinds of character and still are no secret.
constexpr std::array<std::string_view, 14> common_wholes = {"1qaz2wsx", "1qaz@wsx", "!qaz2wsx", "!qaz@wsx", "1q2w3e4r", "q1w2e3r4", "1q2w3e4r5t", "zaq12wsx", "zaq1@wsx",
                                                            "1qazxsw2", "1qaz2wsx3edc", "qwer1234", "a1b2c3d4", "aa123456"};

char plain_spelling(char character) {
    switch (character) {
        case '@': case '4': return 'a';
        case '0': return 'o';
        case '1': case '!': return 'i';
        case '3': return 'e';
        case '5': case '$': return 's';
        case '7': return 't';
        default: return character;
    }
}

bool is_letter(char character) { return character >= 'a' && character <= 'z'; }

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& character : result)
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
    return result;
}

bool is_common_root(std::string_view text) { return std::find(common_roots.begin(), common_roots.end(), text) != common_roots.end(); }

bool is_common(std::string_view password) {
    const std::string lowered = lower(password);
    for (const std::string_view whole : common_wholes)
        if (lowered.substr(0, whole.size()) == whole && lowered.size() < whole.size() + 3) return true;
    std::string_view core = lowered;
    while (!core.empty() && !is_letter(core.back())) core.remove_suffix(1);
    while (!core.empty() && !is_letter(core.front())) core.remove_prefix(1);
    if (core.size() < 2 || is_common_root(core)) return true;   // digits and signs around nothing, or around a root
    std::string undisguised(core);
    for (char& character : undisguised) character = plain_spelling(character);
    if (is_common_root(undisguised)) return true;
    std::string whole_undisguised = lowered;
    for (char& character : whole_undisguised) character = plain_spelling(character);
    return is_common_root(whole_undisguised);
}

std::uint32_t cost(std::string_view encoded, std::string_view name) {
    const auto at = encoded.find(name);
    std::uint32_t value = 0;
    if (at == std::string_view::npos) return 0;
    std::from_chars(encoded.data() + at + name.size(), encoded.data() + encoded.size(), value);
    return value;
}

}  // namespace

std::string hash_password(std::string_view password) {
    const std::string salt = random_bytes(salt_size);
    std::array<char, 160> encoded{};
    const int result = argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(), salt.data(), salt.size(), hash_size, encoded.data(), encoded.size());
    if (result != ARGON2_OK) throw CryptoFailure(std::string("argon2id: ") + argon2_error_message(result));
    return encoded.data();
}

bool verify_password(std::string_view encoded, std::string_view password) {
    if (encoded.substr(0, 15) != "$argon2id$v=19$" || encoded.size() > 256 || password.size() > longest_bytes) return false;
    if (cost(encoded, "$m=") > 65536 || cost(encoded, ",t=") > 10 || cost(encoded, ",p=") > 4) return false;
    return argon2id_verify(std::string(encoded).c_str(), password.data(), password.size()) == ARGON2_OK;
}

bool verify_no_password(std::string_view password) {
    static const std::string nobodys = hash_password(random_bytes(32));
    verify_password(nobodys, password.substr(0, longest_bytes));
    return false;
}

bool password_is_outdated(std::string_view encoded) { return encoded.substr(0, todays_costs.size()) != todays_costs; }

std::optional<std::string_view> password_problem(std::string_view password) {
    bool has_lower = false, has_upper = false, has_digit = false, has_other = false;
    std::size_t characters = 0;
    for (const char character : password) {
        const auto byte = static_cast<unsigned char>(character);
        if ((byte & 0xC0) == 0x80) continue;   // the rest of a character already counted
        ++characters;
        if (byte >= 'a' && byte <= 'z') has_lower = true;
        else if (byte >= 'A' && byte <= 'Z') has_upper = true;
        else if (byte >= '0' && byte <= '9') has_digit = true;
        else has_other = true;
    }
    if (characters < shortest) return "access.password_short";
    if (password.size() > longest_bytes) return "access.password_long";
    if (has_lower + has_upper + has_digit + has_other < 3) return "access.password_plain";
    if (is_common(password)) return "access.password_common";
    return std::nullopt;
}

}  // namespace liren
