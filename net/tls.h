#pragma once
// The server's side of TLS: one OpenSSL context from a certificate chain and a key, TLS 1.2 and later, HTTP/1.1 by ALPN.

#include <string>

typedef struct ssl_ctx_st SSL_CTX;

namespace liren::net {

/// The caller owns the context. Throws std::runtime_error with a sentence for the operator.
SSL_CTX* make_tls_context(const std::string& certificate_file, const std::string& key_file);

}  // namespace liren::net
