#include "liren/digest.h"

#include <algorithm>
#include <cstring>

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "crypto/openssl.h"

namespace liren {

using openssl::octets;
using openssl::demand;

namespace {

constexpr std::size_t block_size = 64;   // SHA-256's block, which HMAC pads its key to

EVP_MD_CTX* this_threads_context() {
    thread_local const openssl::MdContext context{EVP_MD_CTX_new()};
    demand(context != nullptr, "no memory for a digest");
    return context.get();
}

void begin(EVP_MD_CTX* context) { demand(EVP_DigestInit_ex(context, openssl::sha256_method(), nullptr) == 1, "SHA-256 does not start"); }

void add(EVP_MD_CTX* context, std::string_view bytes) {
    demand(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1, "SHA-256 does not go on");
}

Digest end(EVP_MD_CTX* context) {
    Digest digest;
    demand(EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1, "SHA-256 does not end");
    return digest;
}

constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr auto url_values = [] {
    std::array<std::int8_t, 256> values{};
    for (auto& value : values) value = -1;
    for (std::size_t i = 0; i < url_alphabet.size(); ++i) values[static_cast<unsigned char>(url_alphabet[i])] = static_cast<std::int8_t>(i);
    return values;
}();

}  // namespace

Digest sha256(std::string_view bytes) {
    EVP_MD_CTX* context = this_threads_context();
    begin(context);
    add(context, bytes);
    return end(context);
}

struct Sha256::Context {
    openssl::MdContext handle{EVP_MD_CTX_new()};
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
    demand(context_->handle != nullptr, "no memory for a digest");
    begin(context_->handle.get());
}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

Sha256& Sha256::update(std::string_view bytes) {
    add(context_->handle.get(), bytes);
    return *this;
}

Digest Sha256::finish() {
    const Digest digest = end(context_->handle.get());
    begin(context_->handle.get());
    return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view text) {
    std::array<char, block_size> inner{};
    if (key.size() > block_size) {
        const Digest shortened = sha256(key);
        std::memcpy(inner.data(), shortened.data(), shortened.size());
    } else if (!key.empty()) {
        std::memcpy(inner.data(), key.data(), key.size());
    }
    std::array<char, block_size> outer = inner;
    for (char& byte : inner) byte = static_cast<char>(byte ^ 0x36);
    for (char& byte : outer) byte = static_cast<char>(byte ^ 0x5c);

    EVP_MD_CTX* context = this_threads_context();
    begin(context);
    add(context, {inner.data(), inner.size()});
    add(context, text);
    const Digest half = end(context);
    begin(context);
    add(context, {outer.data(), outer.size()});
    add(context, bytes_of(half));
    const Digest whole = end(context);
    OPENSSL_cleanse(inner.data(), inner.size());
    OPENSSL_cleanse(outer.data(), outer.size());
    return whole;
}

std::string derive_key(std::string_view secret, std::string_view purpose, std::size_t length) {
    demand(length <= 255 * sizeof(Digest), "HKDF cannot make a key that long");
    const Digest extracted = hmac_sha256(std::string(sizeof(Digest), '\0'), secret);
    std::string key, block;
    for (unsigned char counter = 1; key.size() < length; ++counter) {
        block.append(purpose).push_back(static_cast<char>(counter));
        block = bytes_of(hmac_sha256(bytes_of(extracted), block));
        key.append(block, 0, std::min(block.size(), length - key.size()));
    }
    return key;
}

std::string_view bytes_of(const Digest& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

std::string hex(std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text(bytes.size() * 2, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        text[2 * i] = digits[byte >> 4];
        text[2 * i + 1] = digits[byte & 15];
    }
    return text;
}

std::string hex(const Digest& digest) { return hex(bytes_of(digest)); }

std::string base64url(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int waiting = 0;
    for (const char byte : bytes) {
        bits = bits << 8 | static_cast<unsigned char>(byte);
        for (waiting += 8; waiting >= 6; waiting -= 6) text.push_back(url_alphabet[bits >> (waiting - 6) & 63]);
    }
    if (waiting > 0) text.push_back(url_alphabet[bits << (6 - waiting) & 63]);
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes(text.size() * 3 / 4, '\0');
    std::size_t size = 0;
    std::uint32_t bits = 0;
    int waiting = 0;
    for (const char character : text) {
        const int value = url_values[static_cast<unsigned char>(character)];
        if (value < 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        waiting += 6;
        if (waiting >= 8) {
            waiting -= 8;
            bytes[size++] = static_cast<char>(bits >> waiting & 255);
        }
    }
    if ((bits & ((1u << waiting) - 1)) != 0) return std::nullopt;   // two spellings of one value would be two values
    return bytes;
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    if (count > 0) demand(RAND_bytes(octets(bytes), static_cast<int>(count)) == 1, "no entropy");
    return bytes;
}

std::string random_token(std::size_t count) { return base64url(random_bytes(count)); }

std::string random_digits(std::size_t count) {
    std::string digits;
    digits.reserve(count);
    while (digits.size() < count)
        for (const char byte : random_bytes(count - digits.size() + 4)) {
            const auto value = static_cast<unsigned char>(byte);
            if (value >= 250 || digits.size() == count) continue;   // 250–255 would favour 0–5
            digits.push_back(static_cast<char>('0' + value % 10));
        }
    return digits;
}

bool constant_time_equal(std::string_view left, std::string_view right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace liren
