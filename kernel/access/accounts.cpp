#include "liren/accounts.h"

#include "access/store.h"
#include "liren/error.h"
#include "liren/seal.h"
#include "liren/text.h"

namespace liren {

namespace {

constexpr std::string_view phone_context = "access.phone";

AccountView view_of(const access_store::Account& row, const Keyring& keyring) {
    AccountView view{row.id, row.version, row.login, row.display_name, row.kind, {}, row.disabled, row.home_district, row.last_sign_in};
    if (row.phone_sealed) view.phone = keyring.open(*row.phone_sealed, phone_context).value_or("");
    return view;
}

std::optional<std::string> sealed(const Keyring& keyring, const std::string& phone) {
    return phone.empty() ? std::nullopt : std::optional(keyring.seal(phone, phone_context));
}
std::optional<std::string> hashed(const Keyring& keyring, const std::string& phone) {
    return phone.empty() ? std::nullopt : std::optional(keyring.lookup_hash(phone, phone_context));
}

Event account_event(const char* name, std::int64_t account, std::string_view fields = {}, std::string_view evidence = {}) {
    return {.name = name, .subject_kind = "access.account", .subject = account, .fields = std::string(fields), .evidence = std::string(evidence)};
}

Grant grant_of(const access_store::GrantRow& row) { return {row.id, row.role, row.district, static_cast<AreaLevel>(row.level), row.area}; }

}  // namespace

std::optional<AccountView> find_account(Db& gate, const Keyring& keyring, AccountId id) {
    const auto row = gate.one<access_store::Account>(access_store::account_by_id, {{"id", id.value}});
    return row ? std::optional(view_of(*row, keyring)) : std::nullopt;
}

std::optional<AccountView> find_demo_account(Db& gate, const Keyring& keyring, std::string_view card) {
    const auto row = gate.one<access_store::Account>(access_store::account_by_demo_card, {{"card", card}});
    return row ? std::optional(view_of(*row, keyring)) : std::nullopt;
}

std::vector<AccountView> accounts_page(Db& gate, const Keyring& keyring, std::string_view words, const std::optional<std::string>& within,
                                       std::string_view district, std::int64_t after, int limit) {
    std::optional<std::string> pattern, prefix;
    if (!words.empty()) pattern = "%" + like_literal(lower_ascii(words)) + "%";
    if (within) prefix = *within + "%";
    std::vector<AccountView> views;
    for (const auto& row : gate.all<access_store::Account>(access_store::accounts_page, {{"after", after},
                                                                                         {"kind", "staff"},
                                                                                         {"pattern", pattern},
                                                                                         {"within", prefix},
                                                                                         {"district", prefix ? Value(district) : Value(nullptr)},
                                                                                         {"limit", limit}}))
        views.push_back(view_of(row, keyring));
    return views;
}

std::vector<Grant> grants_of(Db& gate, AccountId id) {
    std::vector<Grant> grants;
    for (const auto& row : gate.all<access_store::GrantRow>(access_store::grants_of, {{"account", id.value}})) grants.push_back(grant_of(row));
    return grants;
}

std::optional<std::pair<Grant, AccountId>> find_grant(Db& gate, std::int64_t grant) {
    const auto row = gate.one<access_store::GrantRow>(access_store::grant_by_id, {{"id", grant}});
    if (!row) return std::nullopt;
    return std::pair{grant_of(*row), AccountId{row->account}};
}

std::string account_name(Db& gate, AccountId id) { return gate.word(access_store::display_name, {{"id", id.value}}).value_or(""); }

AccountId create_account(Tx& gate, const Keyring& keyring, const NewAccount& account) {
    const AccountId id{new_id()};
    const auto inserted = gate.run(access_store::insert_account, {{"id", id.value},
                                                                  {"login", account.login},
                                                                  {"display_name", account.display_name},
                                                                  {"kind", account.kind},
                                                                  {"phone_sealed", sealed(keyring, account.phone)},
                                                                  {"phone_hash", hashed(keyring, account.phone)},
                                                                  {"password_hash", account.password_hash},
                                                                  {"home_district", account.home_district},
                                                                  {"home_community", account.home_community},
                                                                  {"demo_card", account.demo_card.empty() ? Value(nullptr) : Value(account.demo_card)},
                                                                  {"created_at", gate.now()},
                                                                  {"client_ref", account.client_ref.empty() ? Value(nullptr) : Value(account.client_ref)}});
    if (inserted == 0) throw Error(409, "access.login_taken");
    gate.record(account_event("access.account_created", id.value, "login,display_name", account.login + "\n" + account.display_name));
    return id;
}

bool change_account(Tx& gate, const Keyring& keyring, const AccountView& after, std::string_view fields) {
    const auto changed = gate.run(access_store::update_account, {{"id", after.id},
                                                                 {"version", after.version},
                                                                 {"display_name", after.display_name},
                                                                 {"phone_sealed", sealed(keyring, after.phone)},
                                                                 {"phone_hash", hashed(keyring, after.phone)},
                                                                 {"disabled", after.disabled}});
    if (changed == 0) return false;
    if (after.disabled) gate.run(access_store::delete_sessions_of, {{"account", after.id}});
    Event event = account_event("access.account_changed", after.id, fields, after.display_name);
    event.version = after.version + 1;
    gate.record(std::move(event));
    return true;
}

void set_password(Tx& gate, AccountId id, std::string_view password_hash) {
    gate.run(access_store::set_password, {{"id", id.value}, {"password_hash", password_hash}});
    gate.run(access_store::delete_sessions_of, {{"account", id.value}});
    gate.record(account_event("access.password_changed", id.value));
}

std::int64_t give_grant(Tx& gate, AccountId account, const NewGrant& grant) {
    const std::int64_t id = new_id();
    const auto inserted = gate.run(access_store::insert_grant, {{"id", id},
                                                                {"account", account.value},
                                                                {"role", grant.role},
                                                                {"district", grant.district},
                                                                {"level", static_cast<int>(grant.level)},
                                                                {"area", grant.area},
                                                                {"area_path", grant.area_path},
                                                                {"given_by", gate.actor()},
                                                                {"given_at", gate.now()}});
    if (inserted == 0) throw Error(409, "access.granted_already");
    gate.record(account_event("access.grant_given", account.value, "grants", grant.role + " " + grant.area_path));
    return id;
}

void take_grant(Tx& gate, std::int64_t grant, AccountId account) {
    if (gate.run(access_store::delete_grant, {{"id", grant}}) == 0) not_found();
    gate.record(account_event("access.grant_taken", account.value, "grants", id_text(grant)));
}

}  // namespace liren
