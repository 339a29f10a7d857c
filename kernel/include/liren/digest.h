#pragma once
// Fingerprints, keyed fingerprints, random values and their spellings. Everything here is a plain function over bytes,
// safe to call from any thread; a failure of the cryptographic library itself (no entropy, no SHA-256) throws
// CryptoFailure, because nothing sensible can go on after it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace liren {

/// The cryptographic library refused; the process should not continue the work at hand.
class CryptoFailure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4) of the bytes.
Digest sha256(std::string_view bytes);

/// SHA-256 of bytes that arrive in pieces. Not shared between threads.
class Sha256 {
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    Sha256& update(std::string_view bytes);
    /// The digest of everything since construction or the last finish(); begins anew afterwards.
    Digest finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

/// HMAC-SHA-256 (RFC 2104) of `text` under `key`.
Digest hmac_sha256(std::string_view key, std::string_view text);

/// HKDF-SHA-256 (RFC 5869), without salt: a key of `length` (at most 8160) bytes that belongs to `purpose` alone.
std::string derive_key(std::string_view secret, std::string_view purpose, std::size_t length);

/// Lower-case hexadecimal, two characters a byte.
std::string hex(std::string_view bytes);
std::string hex(const Digest& digest);

/// The bytes of a digest, for functions that take bytes.
std::string_view bytes_of(const Digest& digest);

/// Base64 with the URL alphabet and without padding (RFC 4648 §5).
std::string base64url(std::string_view bytes);
/// The reverse; nothing for a foreign character, padding, an impossible length or stray bits at the end.
std::optional<std::string> from_base64url(std::string_view text);

/// `count` unpredictable bytes.
std::string random_bytes(std::size_t count);
/// `count` unpredictable bytes spelled as base64url: random_token(16) is 22 characters and 128 bits.
std::string random_token(std::size_t count);
/// `count` unpredictable decimal digits, each of the ten equally likely, leading zeros kept.
std::string random_digits(std::size_t count);

/// Whether both are the same bytes, in a time that depends on the lengths only.
bool constant_time_equal(std::string_view left, std::string_view right);

}  // namespace liren
