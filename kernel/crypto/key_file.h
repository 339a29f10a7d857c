#pragma once
// The key file on disk: a first line that names the format, then one line a key, oldest first; the last one seals.
//   liren-keyring 1
//   k1-9f3c41d0 <base64url of 32 bytes>
// The eight characters after the dash are a fingerprint of the key, so that a damaged or swapped line is noticed.

#include <string>
#include <vector>

namespace liren {

struct KeyLine {
    std::string id;
    std::string secret;   ///< 32 bytes
};

/// The keys of the file, never none; throws KeyFileProblem. An absent file gives no keys only if `may_be_absent`.
std::vector<KeyLine> read_key_file(const std::string& path, bool may_be_absent);

/// Makes the file, unless another process was faster, in which case that one stays. Durable when it returns.
void create_key_file(const std::string& path, const std::vector<KeyLine>& keys);

/// Puts a new file in the place of the old one. Durable when it returns.
void replace_key_file(const std::string& path, const std::vector<KeyLine>& keys);

/// A fresh key with the given number.
KeyLine make_key(std::size_t number);

}  // namespace liren
