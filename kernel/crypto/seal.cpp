#include "liren/seal.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include <openssl/rand.h>

#include "crypto/key_file.h"
#include "crypto/openssl.h"
#include "liren/digest.h"

namespace liren {

using openssl::octets;
using openssl::demand;

namespace {

constexpr std::string_view suite_aes_gcm = "a1";   // "s1" is kept for SM4-CTR with HMAC-SM3
constexpr std::size_t iv_size = 12;
constexpr std::size_t tag_size = 16;

struct Key {
    std::string id;
    std::string sealing;        ///< 32 bytes, derived from the secret
    std::uint64_t serial = 0;   ///< tells keys apart within this process, whatever ring they hang on
};

const EVP_CIPHER* aes_256_gcm() {
    static const EVP_CIPHER* const method = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    demand(method != nullptr, "AES-256-GCM is missing");
    return method;
}

/// Unpredictable bytes, drawn from the generator some at a time: one drawing costs as much as sealing a short value.
void draw_iv(unsigned char* iv) {
    constexpr std::size_t ivs_at_once = 64;
    thread_local std::array<unsigned char, iv_size * ivs_at_once> drawn;
    thread_local std::size_t used = drawn.size();
    if (used == drawn.size()) {
        demand(RAND_bytes(drawn.data(), static_cast<int>(drawn.size())) == 1, "no entropy");
        used = 0;
    }
    std::copy_n(drawn.data() + used, iv_size, iv);
    used += iv_size;
}

/// One thread's cipher in one direction. It remembers the last key, because expanding a key costs as much as sealing.
class Cipher {
public:
    explicit Cipher(int encrypting) : encrypting_(encrypting) { demand(context_ != nullptr, "no memory for a cipher"); }

    EVP_CIPHER_CTX* begin(const Key& key, const unsigned char* iv, std::string_view context) {
        const bool same_key = key.serial == serial_;
        serial_ = 0;   // a failure on the way must not leave a half-set key behind
        demand(EVP_CipherInit_ex(context_.get(), same_key ? nullptr : aes_256_gcm(), nullptr, same_key ? nullptr : octets(key.sealing), iv, encrypting_) == 1,
               "AES-256-GCM does not start");
        serial_ = key.serial;
        int count = 0;
        demand(EVP_CipherUpdate(context_.get(), nullptr, &count, octets(context), static_cast<int>(context.size())) == 1, "AES-256-GCM takes no context");
        return context_.get();
    }

private:
    openssl::CipherContext context_{EVP_CIPHER_CTX_new()};
    int encrypting_;
    std::uint64_t serial_ = 0;
};

std::uint64_t next_serial() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

}  // namespace

struct Keyring::Ring {
    std::vector<Key> keys;   ///< oldest first
    std::string lookup_key;

    const Key* find(std::string_view id) const {
        for (auto key = keys.rbegin(); key != keys.rend(); ++key)
            if (key->id == id) return &*key;
        return nullptr;
    }
};

Keyring::Keyring(std::unique_ptr<const Ring> ring) : ring_(std::move(ring)) {}
Keyring::Keyring(Keyring&&) noexcept = default;
Keyring& Keyring::operator=(Keyring&&) noexcept = default;
Keyring::~Keyring() = default;

Keyring Keyring::load(const std::string& path) {
    auto ring = std::make_unique<Ring>();
    const std::vector<KeyLine> lines = read_key_file(path, false);
    for (const KeyLine& line : lines) ring->keys.push_back({line.id, derive_key(line.secret, "liren seal a1", 32), next_serial()});
    ring->lookup_key = derive_key(lines.front().secret, "liren lookup", 32);
    return Keyring(std::move(ring));
}

Keyring Keyring::load_or_create(const std::string& path) {
    if (read_key_file(path, true).empty()) create_key_file(path, {make_key(1)});
    return load(path);
}

void Keyring::add_key(const std::string& path) {
    std::vector<KeyLine> lines = read_key_file(path, false);
    lines.push_back(make_key(lines.size() + 1));
    replace_key_file(path, lines);
}

std::string Keyring::seal(std::string_view clear, std::string_view context) const {
    thread_local Cipher cipher(1);
    const Key& key = ring_->keys.back();
    std::string bytes(iv_size + clear.size() + tag_size, '\0');
    unsigned char* const out = octets(bytes);
    draw_iv(out);
    EVP_CIPHER_CTX* const handle = cipher.begin(key, out, context);
    int count = 0;
    if (!clear.empty()) demand(EVP_EncryptUpdate(handle, out + iv_size, &count, octets(clear), static_cast<int>(clear.size())) == 1, "AES-256-GCM does not seal");
    demand(EVP_EncryptFinal_ex(handle, out + iv_size + count, &count) == 1, "AES-256-GCM does not finish");
    demand(EVP_CIPHER_CTX_ctrl(handle, EVP_CTRL_GCM_GET_TAG, tag_size, out + iv_size + clear.size()) == 1, "AES-256-GCM gives no tag");

    const std::string spelled = base64url(bytes);
    std::string sealed;
    sealed.reserve(suite_aes_gcm.size() + key.id.size() + spelled.size() + 2);
    sealed.append(suite_aes_gcm).append(".").append(key.id).append(".").append(spelled);
    return sealed;
}

std::optional<std::string> Keyring::open(std::string_view sealed, std::string_view context) const {
    const auto first = sealed.find('.');
    const auto second = first == std::string_view::npos ? first : sealed.find('.', first + 1);
    if (second == std::string_view::npos || sealed.substr(0, first) != suite_aes_gcm) return std::nullopt;
    const Key* const key = ring_->find(sealed.substr(first + 1, second - first - 1));
    std::optional<std::string> bytes = key != nullptr ? from_base64url(sealed.substr(second + 1)) : std::nullopt;
    if (!bytes || bytes->size() < iv_size + tag_size) return std::nullopt;

    thread_local Cipher cipher(0);
    unsigned char* const in = octets(*bytes);
    const std::size_t length = bytes->size() - iv_size - tag_size;
    EVP_CIPHER_CTX* const handle = cipher.begin(*key, in, context);
    std::string clear(length, '\0');
    int count = 0;
    demand(EVP_CIPHER_CTX_ctrl(handle, EVP_CTRL_GCM_SET_TAG, tag_size, in + iv_size + length) == 1, "AES-256-GCM takes no tag");
    if (length > 0) demand(EVP_DecryptUpdate(handle, octets(clear), &count, in + iv_size, static_cast<int>(length)) == 1, "AES-256-GCM does not open");
    unsigned char nothing[tag_size];
    if (EVP_DecryptFinal_ex(handle, nothing, &count) != 1) {
        ERR_clear_error();
        return std::nullopt;
    }
    return clear;
}

std::string Keyring::lookup_hash(std::string_view clear, std::string_view context) const {
    std::string text;
    text.reserve(context.size() + 1 + clear.size());
    text.append(context).push_back('\0');   // no context holds a zero byte, so no two pairs meet
    text.append(clear);
    return base64url(bytes_of(hmac_sha256(ring_->lookup_key, text)));
}

const std::string& Keyring::current_key_id() const { return ring_->keys.back().id; }

bool Keyring::is_outdated(std::string_view sealed) const {
    const std::string current = std::string(suite_aes_gcm) + "." + current_key_id() + ".";
    return sealed.substr(0, current.size()) != current;
}

}  // namespace liren
