#include "initial_password.h"

#include <string_view>

#include "liren/digest.h"
#include "liren/password.h"

namespace liren::organizations {

namespace {

constexpr std::size_t characters = 12;
constexpr std::string_view readable = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";   // no 0 O 1 l I i o L
constexpr std::size_t fair = 256 - 256 % readable.size();                                       // bytes beyond would favour the first letters

std::string draw() {
    std::string drawn;
    while (drawn.size() < characters)
        for (const char c : random_bytes(characters))
            if (const auto byte = static_cast<unsigned char>(c); byte < fair && drawn.size() < characters) drawn += readable[byte % readable.size()];
    return drawn;
}

}  // namespace

InitialPassword make_initial_password() {
    std::string clear = draw();
    while (password_problem(clear)) clear = draw();
    std::string hash = hash_password(clear);
    return {std::move(clear), std::move(hash)};
}

}  // namespace liren::organizations
