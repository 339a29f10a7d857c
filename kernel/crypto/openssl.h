#pragma once
// What the .cpp files of this folder share about OpenSSL: owners for its handles and one way to complain. Fetched
// algorithms live as long as the program, because fetching costs more than hashing.

#include <memory>
#include <string>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "liren/digest.h"

namespace liren::openssl {

template <auto Free>
struct Release {
    template <class T>
    void operator()(T* handle) const { Free(handle); }
};

using MdContext = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Release<EVP_CIPHER_CTX_free>>;

/// Throws CryptoFailure with OpenSSL's own reason when `worked` is false.
inline void demand(bool worked, const char* what) {
    if (worked) return;
    char reason[256] = "no reason given";
    if (const unsigned long code = ERR_get_error()) ERR_error_string_n(code, reason, sizeof reason);
    ERR_clear_error();
    throw CryptoFailure(std::string(what) + ": " + reason);
}

inline const unsigned char* octets(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
inline unsigned char* octets(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

inline const EVP_MD* sha256_method() {
    static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    demand(method != nullptr, "SHA-256 is missing");
    return method;
}

}  // namespace liren::openssl
