#pragma once
// The rules of a request's head, on plain bytes: where it ends, what it may hold, how the body behind it is framed. Every way
// two readers could disagree about where a request ends (smuggling) is refused here, before Beast takes the head apart.
// Nothing in here waits, allocates or knows a socket.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace liren::net {

/// Why a request is turned away at the edge. The key travels in the problem+json; status 0 means "not refused".
struct Refusal {
    int status = 0;
    std::string_view key;
    explicit operator bool() const { return status != 0; }
};

inline constexpr std::size_t max_target_bytes = 8 * 1024;   ///< above: 414
inline constexpr std::size_t max_method_bytes = 32;
inline constexpr std::size_t max_fields = 100;               ///< above: 431

/// Finds the end of a head as its bytes arrive; each byte is looked at once. Refuses NUL, bare CR and bare LF on sight.
class HeadScanner {
public:
    enum class Found { more_wanted, complete, refused };

    /// `bytes` is everything received since reset(), including what earlier calls saw.
    Found scan(std::string_view bytes, std::size_t max_header_bytes);
    void reset() { *this = HeadScanner{}; }

    std::size_t begin() const { return begin_; }        ///< where the request line starts (a leading empty line is skipped)
    std::size_t end() const { return scanned_; }        ///< one past the empty line that ends the head
    Refusal refusal() const { return refusal_; }

private:
    Found refuse(Refusal refusal);

    std::size_t scanned_ = 0;
    std::size_t begin_ = 0;
    std::size_t line_begin_ = 0;
    bool request_line_seen_ = false;
    Refusal refusal_;
};

/// What the head says about the bytes behind it.
struct Framing {
    std::optional<std::uint64_t> content_length;
    bool chunked = false;
    bool expects_continue = false;
    bool http_1_1 = true;

    bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

/// Judges a complete head (request line to empty line): RFC 9112 without its leniencies. Fills `framing`.
Refusal inspect_head(std::string_view head, Framing& framing);

bool is_token(std::string_view text);
bool equals_ignoring_case(std::string_view text, std::string_view lower);

}  // namespace liren::net
