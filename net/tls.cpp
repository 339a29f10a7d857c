#include "tls.h"

#include <array>
#include <memory>
#include <stdexcept>
#include <string_view>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace liren::net {

namespace {

[[noreturn]] void refuse(const std::string& sentence) {
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
    ERR_clear_error();
    throw std::runtime_error(sentence + " (" + reason.data() + ")");
}

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size, const unsigned char* offered, unsigned int offered_size, void*) {
    static constexpr std::string_view ours = "\x08http/1.1";
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, chosen_size, reinterpret_cast<const unsigned char*>(ours.data()), static_cast<unsigned>(ours.size()), offered, offered_size) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;                // the client offers only others: go on without ALPN
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace

SSL_CTX* make_tls_context(const std::string& certificate_file, const std::string& key_file) {
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
    if (!context) refuse("TLS cannot be set up");
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate_file.c_str()) != 1) refuse("The certificate chain in " + certificate_file + " cannot be read");
    if (SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1) refuse("The private key in " + key_file + " cannot be read");
    if (SSL_CTX_check_private_key(context.get()) != 1) refuse("The private key in " + key_file + " does not belong to the certificate in " + certificate_file);
    SSL_CTX_set_alpn_select_cb(context.get(), &choose_protocol, nullptr);
    return context.release();
}

}  // namespace liren::net
