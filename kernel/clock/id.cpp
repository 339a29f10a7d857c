// Ids from the machine's clock: 41 bits of ms since 2020, 10 of node, 12 of sequence. One atomic holds the last ms and
// sequence together; its successor is whichever is later, the clock or "last + 1" — so a full ms borrows the next one, and a
// clock that steps back never repeats an id within a process.
#include "liren/id.h"

#include <array>
#include <atomic>
#include <chrono>

namespace liren {
namespace {

constexpr std::int64_t epoch_ms = 1'577'836'800'000;  // 2020-01-01 UTC: 41 bits last until 2089
constexpr int sequence_bits = 12;
constexpr int node_bits = 10;
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::atomic<std::int64_t> last_tick{0};
std::atomic<unsigned> node_part{0};

std::int64_t machine_tick() {
    using namespace std::chrono;
    return (duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() - epoch_ms) << sequence_bits;
}

constexpr std::array<std::int8_t, 256> make_digits() {
    std::array<std::int8_t, 256> digits{};
    for (auto& digit : digits) digit = -1;
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        const auto upper = static_cast<unsigned char>(alphabet[i]);
        digits[upper] = static_cast<std::int8_t>(i);
        if (upper >= 'A') digits[upper + 32] = static_cast<std::int8_t>(i);
    }
    for (char c : {'O', 'o'}) digits[static_cast<unsigned char>(c)] = 0;
    for (char c : {'I', 'i', 'L', 'l'}) digits[static_cast<unsigned char>(c)] = 1;
    return digits;
}
constexpr std::array<std::int8_t, 256> digits = make_digits();

}  // namespace

std::int64_t new_id() {
    const std::int64_t now = machine_tick();
    std::int64_t last = last_tick.load(std::memory_order_relaxed);
    std::int64_t next = 0;
    do {
        next = last + 1 > now ? last + 1 : now;
    } while (!last_tick.compare_exchange_weak(last, next, std::memory_order_relaxed));
    const std::int64_t ms = next >> sequence_bits;
    const std::int64_t sequence = next & ((1 << sequence_bits) - 1);
    const std::int64_t node = node_part.load(std::memory_order_relaxed);
    return ms << (node_bits + sequence_bits) | node << sequence_bits | sequence;
}

void set_id_node(unsigned node) { node_part.store(node & ((1U << node_bits) - 1), std::memory_order_relaxed); }

std::string id_text(std::int64_t id) {
    std::string text(13, '0');
    auto rest = static_cast<std::uint64_t>(id);
    for (std::size_t i = text.size(); i-- > 0; rest >>= 5) text[i] = alphabet[rest & 31];
    return text;
}

std::optional<std::int64_t> parse_id(std::string_view text) {
    if (text.size() != 13) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int digit = digits[static_cast<unsigned char>(text[i])];
        if (digit < 0 || (i == 0 && digit > 7)) return std::nullopt;  // 13 × 5 bits are 65, an id has 63
        value = value << 5 | static_cast<std::uint64_t>(digit);
    }
    if (value == 0) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

}  // namespace liren
