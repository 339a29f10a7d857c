#pragma once
// The keyring seals personal values (ID number, phone) before they reach the database, and makes the keyed fingerprints
// by which a sealed value can still be found. Its keys live in one file outside the database and its backups, readable
// by the owner only. A Keyring never changes after it is made, so any number of threads may use one.

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace liren {

/// The key file is missing where it must exist, damaged, or readable by others; the text says which and what to do.
class KeyFileProblem : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Keyring {
public:
    /// Reads the key file, or makes one with a fresh key when none exists (mode 0600; written aside, synced, then
    /// linked into place, so that two starting processes agree on one key). Throws KeyFileProblem.
    static Keyring load_or_create(const std::string& path);
    /// Reads the key file; one that does not exist is a KeyFileProblem. Use it where data is already sealed.
    static Keyring load(const std::string& path);
    /// Adds a fresh key that seals from the next load on; older keys keep opening. Throws KeyFileProblem.
    static void add_key(const std::string& path);

    Keyring(Keyring&&) noexcept;
    Keyring& operator=(Keyring&&) noexcept;
    ~Keyring();

    /// Seals `clear` for one place: a value sealed in the context "people.phone" opens in no other. The result is
    /// `suite.keyid.base64url(iv|cipher|tag)`; suite `a1` is AES-256-GCM with a random 96-bit IV and the context as
    /// associated data. Sealing the same text twice gives two different values. A key is good for 2^32 values.
    std::string seal(std::string_view clear, std::string_view context) const;

    /// The clear text, or nothing when the value was altered, belongs to another context, or was sealed by a key or
    /// suite this ring does not have.
    std::optional<std::string> open(std::string_view sealed, std::string_view context) const;

    /// A keyed fingerprint (HMAC-SHA-256, 43 characters) for exact search: equal text in an equal context gives an
    /// equal value, and without the key nothing can be tried against it. Its key comes from the ring's first key by
    /// HKDF, so that adding keys breaks no search. Callers tidy the text first (upper-case X, no spaces).
    std::string lookup_hash(std::string_view clear, std::string_view context) const;

    /// The id of the key that seals, as it stands in sealed values, e.g. `k2-9f3c41d0`.
    const std::string& current_key_id() const;
    /// Whether a sealed value names a key other than the current one and should be sealed again on its next write.
    bool is_outdated(std::string_view sealed) const;

private:
    struct Ring;
    explicit Keyring(std::unique_ptr<const Ring> ring);
    std::unique_ptr<const Ring> ring_;
};

}  // namespace liren
