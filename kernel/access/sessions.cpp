#include "liren/sessions.h"

#include "access/store.h"
#include "liren/digest.h"
#include "liren/house.h"

namespace liren {

namespace {

constexpr std::int64_t write_seen_every_ms = 60'000;
constexpr std::size_t cache_limit = 20'000;

std::string hash_of(std::string_view token) { return hex(sha256(token)); }

std::shared_ptr<const Principal> load_principal(House& house, Db& gate, std::int64_t account) {
    const auto row = gate.one<access_store::Account>(access_store::account_by_id, {{"id", account}});
    if (!row || row->disabled) return nullptr;
    auto principal = std::make_shared<Principal>();
    principal->account = AccountId{row->id};
    principal->login = row->login;
    principal->display_name = row->display_name;
    principal->kind = row->kind;
    principal->home_district = row->home_district;
    principal->home_community = row->home_community;
    for (const auto& grant : gate.all<access_store::GrantRow>(access_store::grants_of, {{"account", account}}))
        principal->grants.push_back({grant.id, grant.role, grant.district, static_cast<AreaLevel>(grant.level), grant.area});
    principal->units = house.units_of(principal->account);
    return principal;
}

}  // namespace

std::shared_ptr<const Principal> Sessions::find(std::string_view token) {
    const std::string hash = hash_of(token);
    std::shared_ptr<Entry> entry;
    {
        std::shared_lock lock(mutex_);
        if (const auto found = cache_.find(hash); found != cache_.end()) entry = found->second;
    }
    if (!entry) entry = load(hash);
    if (!entry || !entry->principal) return nullptr;
    const Instant now = house_.clock.now();
    if (now.ms >= entry->expires || now.ms - entry->seen >= minutes_ms(house_.settings.idle_minutes)) return nullptr;
    entry->seen = now.ms;
    if (now.ms - entry->written >= write_seen_every_ms) touch(hash, *entry, now);
    return entry->principal;
}

std::shared_ptr<Sessions::Entry> Sessions::load(const std::string& hash) {
    const std::uint64_t generation = generation_.load();
    std::shared_ptr<Entry> entry;
    house_.storage->read("gate", [&](Db& gate) {
        const auto session = gate.one<access_store::SessionRow>(access_store::session_by_hash, {{"token_hash", hash}});
        if (!session) return;
        entry = std::make_shared<Entry>();
        entry->expires = session->expires_at;
        entry->seen = session->seen_at;
        entry->written = session->seen_at;
        entry->principal = load_principal(house_, gate, session->account);
    });
    if (!entry) return nullptr;
    std::unique_lock lock(mutex_);
    // Somebody's rights changed while we read: use what we have once, keep nothing.
    if (generation == generation_.load()) {
        if (cache_.size() >= cache_limit) cache_.clear();
        cache_[hash] = entry;
    }
    return entry;
}

void Sessions::touch(const std::string& hash, Entry& entry, Instant now) {
    entry.written = now.ms;
    house_.storage->write(
        "gate", {AccountId{}, now}, [hash, now](Tx& tx) { tx.run(access_store::touch_session, {{"token_hash", hash}, {"at", now}}); },
        [](std::exception_ptr) { /* the next request tries again: only the idle time is a minute older */ });
}

std::shared_ptr<const Principal> Sessions::preview(Tx& gate, AccountId account) { return load_principal(house_, gate, account.value); }

std::string Sessions::open(Tx& gate, AccountId account) {
    const std::string token = random_token(32);
    const Instant now = gate.now();
    gate.run(access_store::delete_old_sessions, {{"account", account.value}, {"now", now}});
    gate.run(access_store::insert_session, {{"token_hash", hash_of(token)},
                                            {"account", account.value},
                                            {"at", now},
                                            {"expires_at", now + hours_ms(24) * house_.settings.session_days}});
    return token;
}

void Sessions::close(Tx& gate, std::string_view token) { gate.run(access_store::delete_session, {{"token_hash", hash_of(token)}}); }

void Sessions::close_all(Tx& gate, AccountId account) { gate.run(access_store::delete_sessions_of, {{"account", account.value}}); }

void Sessions::forget() {
    std::unique_lock lock(mutex_);
    ++generation_;
    cache_.clear();
}

}  // namespace liren
