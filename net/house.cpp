#include "house.h"

#include <iostream>

namespace liren::net {

House::House(Options the_options, Dispatch the_dispatch, BodyLimit the_limit)
    : options(std::move(the_options)), dispatch(std::move(the_dispatch)), limit(std::move(the_limit)) {}

Refusal House::admit(const std::string& peer) {
    const std::lock_guard lock(mutex_);
    if (connections_ >= options.max_connections) return {503, "http.too_many_connections"};
    std::size_t& of_peer = peers_[peer];
    if (of_peer >= options.max_connections_per_peer) return {503, "http.too_many_connections_from_peer"};
    ++of_peer;
    ++connections_;
    return {};
}

void House::leave(const std::string& peer) {
    const std::lock_guard lock(mutex_);
    --connections_;
    const auto found = peers_.find(peer);
    if (found != peers_.end() && --found->second == 0) peers_.erase(found);
}

void House::report(std::string_view sentence) const {
    if (options.report) options.report(sentence);
    else std::cerr << "net: " << sentence << '\n';
}

}  // namespace liren::net
