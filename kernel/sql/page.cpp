// Cursor texts: each value as "i<digits>;" or "t<length>:<bytes>", the whole in base64url.
#include "liren/page.h"

#include <charconv>
#include <iterator>

#include "liren/error.h"
#include "sql/template.h"

namespace liren {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string to_base64url(std::string_view bytes) {
    std::string text;
    std::uint32_t held = 0;
    int bits = 0;
    for (char c : bytes) {
        held = held << 8 | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 6; bits -= 6) text += alphabet[held >> (bits - 6) & 63];
    }
    if (bits > 0) text += alphabet[held << (6 - bits) & 63];
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes;
    std::uint32_t held = 0;
    int bits = 0;
    for (char c : text) {
        const std::size_t digit = alphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        held = held << 6 | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(held >> bits & 255);
    }
    return bytes;
}

/// Reads digits up to `end`; false when they are not a number.
bool take_number(std::string_view& rest, char end, std::int64_t& out) {
    const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), out);
    if (error != std::errc() || stop == rest.data() + rest.size() || *stop != end) return false;
    rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()) + 1);
    return true;
}

bool take_value(std::string_view& rest, char letter, std::vector<CursorValue>& key) {
    if (rest.empty() || rest.front() != letter) return false;
    rest.remove_prefix(1);
    std::int64_t number = 0;
    if (!take_number(rest, letter == 'i' ? ';' : ':', number)) return false;
    if (letter == 'i') {
        key.emplace_back(number);
        return true;
    }
    if (number < 0 || static_cast<std::uint64_t>(number) > rest.size()) return false;
    key.emplace_back(std::string(rest.substr(0, static_cast<std::size_t>(number))));
    rest.remove_prefix(static_cast<std::size_t>(number));
    return true;
}

}  // namespace

std::vector<Scope> parts_for(const Statement& statement, const Scope& scope) {
    const sql::Template& parsed = sql::template_of(statement);
    Scope within = scope;
    std::vector<AreaGrant> districts;  // in the city store a district is an area like any other, and contains only its own rows
    if (statement.store() == StoreKind::city && !scope.everything) {
        std::copy_if(scope.areas.begin(), scope.areas.end(), std::back_inserter(districts), [](const AreaGrant& grant) { return grant.level == AreaLevel::district; });
        std::erase_if(within.areas, [](const AreaGrant& grant) { return grant.level == AreaLevel::district; });
        std::sort(districts.begin(), districts.end());
        districts.erase(std::unique(districts.begin(), districts.end()), districts.end());
    }
    std::vector<Scope> parts = within.parts();
    for (const AreaGrant& grant : districts) parts.emplace_back().areas.push_back(grant);
    std::erase_if(parts, [&](const Scope& part) {
        if (part.whole_district() || !part.areas.empty()) return false;
        if (part.account != 0) return !(part.owned ? parsed.owner : parsed.assignee);
        return !parsed.unit;
    });
    return parts;
}

std::string cursor_text(std::span<const CursorValue> key) {
    std::string bytes;
    for (const CursorValue& value : key) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            bytes.append("i").append(std::to_string(*number)).append(";");
        } else {
            const auto& text = std::get<std::string>(value);
            bytes.append("t").append(std::to_string(text.size())).append(":").append(text);
        }
    }
    return to_base64url(bytes);
}

std::vector<CursorValue> parse_cursor(std::string_view text, std::string_view shape) {
    std::vector<CursorValue> key;
    const std::optional<std::string> bytes = from_base64url(text);
    std::string_view rest = bytes ? std::string_view(*bytes) : std::string_view();
    bool sound = bytes.has_value();
    for (std::size_t i = 0; sound && i < shape.size(); ++i) sound = take_value(rest, shape[i], key);
    if (!sound || !rest.empty()) throw Error(422, "error.cursor");
    return key;
}

}  // namespace liren
