#include <doctest/doctest.h>

#include <array>
#include <set>

#include "liren/digest.h"
#include "liren/password.h"

using namespace liren;

TEST_CASE("SHA-256 agrees with FIPS 180-4") {
    CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Sha256 pieces;
    pieces.update("a").update("").update("bc");
    CHECK(pieces.finish() == sha256("abc"));
    CHECK(pieces.finish() == sha256(""));   // begins anew
    Sha256 moved = std::move(pieces);
    CHECK(moved.update("abc").finish() == sha256("abc"));
}

TEST_CASE("HMAC-SHA-256 agrees with RFC 4231") {
    CHECK(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("HKDF agrees with RFC 5869, case 3") {
    CHECK(hex(derive_key(std::string(22, '\x0b'), "", 42)) == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST_CASE("base64url has one spelling for each value") {
    CHECK(base64url("") == "");
    CHECK(base64url("f") == "Zg");
    CHECK(base64url("\xff\xfe\xfd") == "__79");
    for (std::size_t size = 0; size < 70; ++size) {
        const std::string bytes = random_bytes(size);
        CHECK(from_base64url(base64url(bytes)) == bytes);
    }
    CHECK_FALSE(from_base64url("Zh"));      // stray bits
    CHECK_FALSE(from_base64url("Zg=="));
    CHECK_FALSE(from_base64url("A"));
    CHECK_FALSE(from_base64url("Z+"));
    CHECK_FALSE(from_base64url("灯"));
}

TEST_CASE("random values have the promised shape and spread") {
    CHECK(random_bytes(0).empty());
    CHECK(random_token(16).size() == 22);
    CHECK(random_token(16) != random_token(16));
    std::array<int, 10> seen{};
    for (const char digit : random_digits(20000)) {
        REQUIRE((digit >= '0' && digit <= '9'));
        ++seen[static_cast<std::size_t>(digit - '0')];
    }
    for (const int count : seen) CHECK((count > 1700 && count < 2300));   // ±7 standard deviations
}

TEST_CASE("equality does not stop at the first difference and tells lengths apart") {
    CHECK(constant_time_equal("", ""));
    CHECK(constant_time_equal("abc", "abc"));
    CHECK_FALSE(constant_time_equal("abc", "abd"));
    CHECK_FALSE(constant_time_equal("abc", "abcd"));
}

TEST_CASE("a password verifies against its own hash only") {
    const std::string encoded = hash_password("门前有棵大槐树");
    CHECK(encoded.substr(0, 31) == "$argon2id$v=19$m=19456,t=2,p=1$");
    CHECK(verify_password(encoded, "门前有棵大槐树"));
    CHECK_FALSE(verify_password(encoded, "门前有棵小槐树"));
    CHECK_FALSE(verify_password(encoded, ""));
    CHECK_FALSE(password_is_outdated(encoded));
    CHECK(hash_password("x") != hash_password("x"));
    CHECK_FALSE(verify_no_password("x"));
}

TEST_CASE("a damaged or greedy hash fits no password and costs nothing") {
    CHECK_FALSE(verify_password("", "x"));
    CHECK_FALSE(verify_password("plain", "plain"));
    CHECK_FALSE(verify_password("$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x"));
    CHECK_FALSE(verify_password("$argon2id$v=19$m=19456,t=2,p=1$$", "x"));
    CHECK(password_is_outdated("$argon2id$v=19$m=4096,t=3,p=1$x$y"));
}

TEST_CASE("new passwords: eight characters, three kinds, none that everybody tries") {
    CHECK(password_problem("Ab1!") == "access.password_short");
    CHECK(password_problem("灯灯灯Aa1") == "access.password_short");   // characters, not bytes
    CHECK(password_problem("槐树底下Tree7") == std::nullopt);
    CHECK(password_problem("abcdefgh1") == "access.password_plain");
    CHECK(password_problem("ABCDEFGH1") == "access.password_plain");
    CHECK(password_problem("Password123") == "access.password_common");
    CHECK(password_problem("P@ssw0rd!") == "access.password_common");
    CHECK(password_problem("Admin@2026") == "access.password_common");
    CHECK(password_problem("1qaz@WSX") == "access.password_common");
    CHECK(password_problem("Aa123456!") == "access.password_common");
    CHECK(password_problem("A1234567!") == "access.password_common");
    CHECK(password_problem("Jincheng#2026") == "access.password_common");
    CHECK(password_problem("Huai-shu7-men") == std::nullopt);
    CHECK(password_problem(std::string(300, 'a') + "A1") == "access.password_long");
}
