// TLS with a certificate made on the spot: a round trip, large bodies, streams, and clients that do not speak it.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <unistd.h>

#include "support.h"

using namespace liren;
using namespace liren::net::tests;
using liren::net::Options;
using namespace std::chrono_literals;

namespace {

const std::string get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

/// A folder with a fresh self-signed certificate and its key.
class Certificate {
public:
    Certificate() {
        char name[] = "/tmp/liren_tls_XXXXXX";
        folder_ = ::mkdtemp(name);
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        X509_NAME* subject = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
        X509_set_issuer_name(certificate, subject);
        X509_sign(certificate, key, EVP_sha256());
        FILE* file = std::fopen(certificate_file().c_str(), "w");
        PEM_write_X509(file, certificate);
        std::fclose(file);
        file = std::fopen(key_file().c_str(), "w");
        PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    ~Certificate() {
        std::remove(certificate_file().c_str());
        std::remove(key_file().c_str());
        ::rmdir(folder_.c_str());
    }
    std::string certificate_file() const { return folder_ + "/certificate.pem"; }
    std::string key_file() const { return folder_ + "/key.pem"; }

private:
    std::string folder_;
};

Options tls_options(const Certificate& certificate) {
    Options options = quick_options();
    options.certificate_file = certificate.certificate_file();
    options.key_file = certificate.key_file();
    return options;
}

/// A TLS client on a blocking socket.
class TlsClient {
public:
    explicit TlsClient(std::uint16_t port, int receive_buffer = 0) : client_(port, "127.0.0.1", receive_buffer), context_(SSL_CTX_new(TLS_client_method())), tls_(SSL_new(context_)) {
        static constexpr unsigned char protocols[] = "\x02h2\x08http/1.1";
        SSL_set_alpn_protos(tls_, protocols, sizeof protocols - 1);
        SSL_set_fd(tls_, client_.descriptor());
        connected = SSL_connect(tls_) == 1;
    }
    ~TlsClient() {
        SSL_free(tls_);
        SSL_CTX_free(context_);
    }
    bool send(std::string_view bytes) { return SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size()); }
    /// Reads `size` bytes or to the end, and notes whether that was a proper close_notify.
    std::string read(std::size_t size) {
        std::string bytes(size, '\0');
        std::size_t got = 0;
        while (got < size) {
            const int more = SSL_read(tls_, bytes.data() + got, static_cast<int>(size - got));
            if (more <= 0) {
                ended_properly = SSL_get_error(tls_, more) == SSL_ERROR_ZERO_RETURN;
                break;
            }
            got += static_cast<std::size_t>(more);
        }
        bytes.resize(got);
        return bytes;
    }
    std::string until(std::string_view text) {
        std::string bytes;
        while (!bytes.ends_with(text)) {
            const std::string next = read(1);
            if (next.empty()) break;
            bytes += next;
        }
        return bytes;
    }
    std::string protocol() const {
        const unsigned char* name = nullptr;
        unsigned size = 0;
        SSL_get0_alpn_selected(tls_, &name, &size);
        return std::string(reinterpret_cast<const char*>(name), size);
    }
    void disappear() { client_.reset(); }

    bool connected = false, ended_properly = false;

private:
    Client client_;
    SSL_CTX* context_;
    SSL* tls_;
};

}  // namespace

TEST_CASE("a request over TLS is secure, keeps its connection and chooses http/1.1") {
    const Certificate certificate;
    bool secure = false;
    OtherThread kernel;
    TestServer server(tls_options(certificate), [&](HttpRequest&& request, Responder respond) {
        secure = request.secure;
        if (request.body.empty()) respond({.body = "now"});
        else kernel.run([respond, body = request.body] { respond({.body = body}); });
    });
    TlsClient client(server.port());
    REQUIRE(client.connected);
    CHECK(client.protocol() == "http/1.1");
    for (int i = 0; i < 3; ++i) {
        client.send(get);
        CHECK(client.until("now").ends_with("Content-Length: 3\r\n\r\nnow"));
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nlater");
        CHECK(client.until("later").ends_with("later"));
    }
    CHECK(secure);
    client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    client.read(100'000);
    CHECK(client.ended_properly);
}

TEST_CASE("large bodies go both ways over TLS") {
    const Certificate certificate;
    const std::string large(5 << 20, 'x');
    std::size_t received = 0;
    TestServer server(tls_options(certificate), [&](HttpRequest&& request, Responder respond) {
        received = request.body.size();
        respond({.fixed_body = large});
    });
    TlsClient client(server.port(), 8192);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n" + std::string(90'000, 'y'));
    client.until("\r\n\r\n");
    CHECK(client.read(large.size()) == large);
    CHECK(received == 90'000);
}

TEST_CASE("a refusal and an event stream work over TLS") {
    const Certificate certificate;
    std::shared_ptr<Stream> stream;
    TestServer server(tls_options(certificate), [&](HttpRequest&&, Responder respond) { stream = respond.stream({.content_type = "text/event-stream"}); });
    TlsClient refused(server.port());
    refused.send("GET /.. HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(refused.read(100'000).find("http.bad_path") != std::string::npos);
    TlsClient client(server.port());
    client.send(get);
    client.until("\r\n\r\n");
    CHECK(stream->send("data: x\n\n"));
    CHECK(client.until("data: x\n\n").ends_with("data: x\n\n"));
    stream->close();
    CHECK(client.until("0\r\n\r\n").ends_with("0\r\n\r\n"));
    client.read(1);
    CHECK(client.ended_properly);
}

TEST_CASE("a TLS client that disappears closes its stream") {
    const Certificate certificate;
    std::shared_ptr<Stream> stream;
    TestServer server(tls_options(certificate), [&](HttpRequest&&, Responder respond) { stream = respond.stream({.content_type = "text/event-stream"}); });
    TlsClient client(server.port());
    client.send(get);
    client.until("\r\n\r\n");
    client.disappear();
    CHECK(eventually([&] { return stream->closed() && server->counters().connections_open == 0; }));
}

TEST_CASE("a client that does not speak TLS, or says nothing, is closed") {
    const Certificate certificate;
    Options options = tls_options(certificate);
    options.header_timeout = 1s;
    TestServer server(options);
    Client plain(server.port()), silent(server.port());
    plain.send(get);
    CHECK(plain.rest().find("HTTP") == std::string::npos);
    CHECK(silent.closed_by_server());
    CHECK(server->counters().requests == 0);
}

TEST_CASE("a TLS server stops while clients are connected") {
    const Certificate certificate;
    TestServer server(tls_options(certificate));
    TlsClient idle(server.port());
    Client shaking(server.port());
    idle.send(get);
    idle.until("GET /a? ");
    server->stop(60s);
    CHECK(server->counters().connections_open == 0);
}

TEST_CASE("a certificate that cannot be used is told in a sentence") {
    const Certificate one, other;
    Options options = tls_options(one);
    options.key_file = other.key_file();
    CHECK_THROWS_AS(TestServer{options}, std::runtime_error);
    options.certificate_file = "/nowhere";
    CHECK_THROWS_AS(TestServer{options}, std::runtime_error);
}
