#pragma once
// Ids: 64 bits, ordered by time, made by the server (41 bits of ms, 10 of node, 12 of sequence). Never an order people may
// rely on, never a secret; people see human numbers. In JSON an id is 13 characters of Crockford base32.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace liren {

/// A text that can be a template argument: Id<"cases.case">, Text<120>.
template <std::size_t N>
struct Word {
    char text[N]{};
    consteval Word(const char (&literal)[N]) {
        for (std::size_t i = 0; i < N; ++i) text[i] = literal[i];
    }
    constexpr std::string_view view() const { return {text, N - 1}; }
};

/// The id of one row of `Kind` ("module.noun"). 0 is "none".
template <Word Kind>
struct Id {
    std::int64_t value = 0;

    static constexpr std::string_view kind() { return Kind.view(); }
    constexpr explicit operator bool() const { return value != 0; }
    constexpr auto operator<=>(const Id&) const = default;
};

using AccountId = Id<"access.account">;
using AreaId = Id<"places.area">;
using UnitId = Id<"organizations.unit">;
using FileId = Id<"files.file">;

/// A new id from the machine's clock (never the injected one). Thread-safe; borrows the next ms when 4,096 are used up.
std::int64_t new_id();
/// Sets the node part (0–1023); 0 on SQLite. Call before the first new_id().
void set_id_node(unsigned node);

/// 13 characters of Crockford base32, upper case.
std::string id_text(std::int64_t id);
/// Accepts lower case and the look-alikes O, I, L; nullopt for anything else, negative or zero.
std::optional<std::int64_t> parse_id(std::string_view text);

}  // namespace liren
