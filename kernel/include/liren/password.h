#pragma once
// Passwords: which are good enough to set, how they are stored, how one is checked. Hashing takes about 17 ms of one
// core and 19 MiB on purpose, so callers run it on their own bounded queue, never on a writer or an edge thread.

#include <optional>
#include <string>
#include <string_view>

namespace liren {

/// Argon2id (RFC 9106), m = 19 MiB, t = 2, p = 1, 16 bytes of salt, 32 of output, as the usual encoded string
/// `$argon2id$v=19$m=19456,t=2,p=1$…`. Blocks for about 17 ms. Throws CryptoFailure when memory is short.
std::string hash_password(std::string_view password);

/// Whether the password belongs to the encoded string. Takes as long for a wrong one as for a right one. An encoded
/// string that is damaged, or asks for more than 64 MiB or ten passes, fits no password.
bool verify_password(std::string_view encoded, std::string_view password);

/// Spends the time of a check and says no: for accounts that do not exist, so that they answer like those that do.
bool verify_no_password(std::string_view password);

/// Whether the encoded string was made with other costs than today's and should be made again at the next log-in.
bool password_is_outdated(std::string_view encoded);

/// What is wrong with a new password, as a text key; nothing when it may be set (GB/T 22239 level 3: eight or more,
/// three kinds). `access.password_short`: under 8 characters. `access.password_long`: over 256 bytes.
/// `access.password_plain`: fewer than three of lower-case, upper-case, digit, other. `access.password_common`: among
/// those tried first by everybody, also when disguised by P@ssw0rd spelling or a tail of digits and signs.
std::optional<std::string_view> password_problem(std::string_view password);

}  // namespace liren
