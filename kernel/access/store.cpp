#include "access/store.h"

namespace liren::access_store {

const Statement account_by_id(StoreKind::gate, "access.account_by_id", R"sql(
    select a.id, a.version, a.login, a.display_name, a.kind, a.phone_sealed, a.password_hash, a.disabled, a.failures, a.locked_until,
        a.home_district, a.home_community, a.last_sign_in
    from access_accounts a
    where a.id = :id
)sql");

const Statement account_by_login(StoreKind::gate, "access.account_by_login", R"sql(
    select a.id, a.version, a.login, a.display_name, a.kind, a.phone_sealed, a.password_hash, a.disabled, a.failures, a.locked_until,
        a.home_district, a.home_community, a.last_sign_in
    from access_accounts a
    where a.login = :login
)sql");

const Statement account_by_demo_card(StoreKind::gate, "access.account_by_demo_card", R"sql(
    select a.id, a.version, a.login, a.display_name, a.kind, a.phone_sealed, a.password_hash, a.disabled, a.failures, a.locked_until,
        a.home_district, a.home_community, a.last_sign_in
    from access_accounts a
    where a.demo_card = :card
)sql");

// Accounts an administrator sees: those with a grant inside the administrator's own areas, found by the grant's area path
// ("/140502/<subdistrict>/<community>/"), and those without any grant yet that the administrator's district made.
const Statement accounts_page(StoreKind::gate, "access.accounts_page", R"sql(
    select a.id, a.version, a.login, a.display_name, a.kind, a.phone_sealed, a.password_hash, a.disabled, a.failures, a.locked_until,
        a.home_district, a.home_community, a.last_sign_in
    from access_accounts a
    where a.id > :after and a.kind = :kind
        [and (a.login like :pattern escape '!' or lower(a.display_name) like :pattern escape '!')]
        [and (exists (select 1 from access_grants g where g.account = a.id and g.area_path like :within)
            or (a.home_district = :district and not exists (select 1 from access_grants h where h.account = a.id)))]
    order by a.id
    limit :limit
)sql");

const Statement insert_account(StoreKind::gate, "access.insert_account", R"sql(
    insert into access_accounts (id, version, login, display_name, kind, phone_sealed, phone_hash, password_hash, disabled, failures,
        locked_until, home_district, home_community, demo_card, created_at, client_ref)
    values (:id, 1, :login, :display_name, :kind, :phone_sealed, :phone_hash, :password_hash, 0, 0,
        0, :home_district, :home_community, :demo_card, :created_at, :client_ref)
    on conflict do nothing
)sql");

const Statement update_account(StoreKind::gate, "access.update_account", R"sql(
    update access_accounts
    set version = version + 1, display_name = :display_name, phone_sealed = :phone_sealed, phone_hash = :phone_hash, disabled = :disabled
    where id = :id and version = :version
)sql");

const Statement set_password(StoreKind::gate, "access.set_password", R"sql(
    update access_accounts
    set version = version + 1, password_hash = :password_hash, failures = 0, locked_until = 0
    where id = :id
)sql");

const Statement count_failure(StoreKind::gate, "access.count_failure", R"sql(
    update access_accounts
    set failures = :failures, locked_until = :locked_until
    where id = :id
)sql");

const Statement signed_in(StoreKind::gate, "access.signed_in", R"sql(
    update access_accounts
    set failures = 0, locked_until = 0, last_sign_in = :at
    where id = :id
)sql");

const Statement session_by_hash(StoreKind::gate, "access.session_by_hash", R"sql(
    select s.account, s.seen_at, s.expires_at
    from access_sessions s
    where s.token_hash = :token_hash
)sql");

const Statement insert_session(StoreKind::gate, "access.insert_session", R"sql(
    insert into access_sessions (token_hash, account, created_at, seen_at, expires_at)
    values (:token_hash, :account, :at, :at, :expires_at)
)sql");

const Statement touch_session(StoreKind::gate, "access.touch_session", R"sql(
    update access_sessions
    set seen_at = :at
    where token_hash = :token_hash
)sql");

const Statement delete_session(StoreKind::gate, "access.delete_session", R"sql(
    delete from access_sessions
    where token_hash = :token_hash
)sql");

const Statement delete_sessions_of(StoreKind::gate, "access.delete_sessions_of", R"sql(
    delete from access_sessions
    where account = :account
)sql");

const Statement delete_old_sessions(StoreKind::gate, "access.delete_old_sessions", R"sql(
    delete from access_sessions
    where account = :account and expires_at < :now
)sql");

const Statement grants_of(StoreKind::gate, "access.grants_of", R"sql(
    select g.id, g.account, g.role, g.district, g.level, g.area
    from access_grants g
    where g.account = :account
    order by g.id
)sql", "access_grants_once");

const Statement grant_by_id(StoreKind::gate, "access.grant_by_id", R"sql(
    select g.id, g.account, g.role, g.district, g.level, g.area
    from access_grants g
    where g.id = :id
)sql");

const Statement insert_grant(StoreKind::gate, "access.insert_grant", R"sql(
    insert into access_grants (id, account, role, district, level, area, area_path, given_by, given_at)
    values (:id, :account, :role, :district, :level, :area, :area_path, :given_by, :given_at)
    on conflict do nothing
)sql");

const Statement delete_grant(StoreKind::gate, "access.delete_grant", R"sql(
    delete from access_grants
    where id = :id
)sql");

const Statement display_name(StoreKind::gate, "access.display_name", R"sql(
    select a.display_name
    from access_accounts a
    where a.id = :id
)sql");

const Statement all_roles(StoreKind::city, "access.all_roles", R"sql(
    select r.code, r.level, r.permissions
    from access_roles r
    order by r.position
)sql");

const Statement put_role(StoreKind::city, "access.put_role", R"sql(
    insert into access_roles (code, position, level, permissions)
    values (:code, :position, :level, :permissions)
    on conflict (code) do update set position = excluded.position, level = excluded.level, permissions = excluded.permissions
)sql");

}  // namespace liren::access_store
