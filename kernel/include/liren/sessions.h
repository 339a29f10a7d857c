#pragma once
// Who is calling: session cookies (a random token, stored only as its hash) resolved to Principals through a cache that is
// emptied when grants, posts or accounts change. Thread-safe; a cached look-up costs one hash and one map access.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "liren/access.h"
#include "liren/clock.h"

namespace liren {

class Context;
class House;
class Tx;

class Sessions {
public:
    explicit Sessions(House& house) : house_(house) {}

    /// The caller behind a cookie value; null when there is none, or it has ended (signed out, idle, expired, disabled).
    std::shared_ptr<const Principal> find(std::string_view token);
    /// Opens a session inside a transaction on the gate; returns the token for the cookie (shown once).
    std::string open(Tx& gate, AccountId account);
    /// The Principal an account has now, as the transaction sees it; null when it is disabled.
    std::shared_ptr<const Principal> preview(Tx& gate, AccountId account);
    /// Ends one session (by its token) or all sessions of an account.
    void close(Tx& gate, std::string_view token);
    void close_all(Tx& gate, AccountId account);
    /// Forgets what is cached; called after commits that touch accounts, grants, sessions or posts.
    void forget();

    static std::string cookie_name(bool secure) { return secure ? "__Host-liren" : "liren"; }

private:
    struct Entry {
        std::shared_ptr<const Principal> principal;
        std::int64_t expires = 0;
        std::atomic<std::int64_t> seen{0};
        std::atomic<std::int64_t> written{0};
    };
    std::shared_ptr<Entry> load(const std::string& hash);
    void touch(const std::string& hash, Entry& entry, Instant now);

    House& house_;
    std::shared_mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<Entry>> cache_;
    std::atomic<std::uint64_t> generation_{0};
};

/// Opens a session for the account and sets its cookie on the answer; records access.signed_in. Only in a route of the gate.
std::string open_session(Context& context, AccountId account);

}  // namespace liren
