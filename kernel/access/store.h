#pragma once
// Every SQL statement of accounts, sessions, grants and roles. Private to kernel/access.

#include <optional>
#include <string>
#include <vector>

#include "liren/sql.h"

namespace liren::access_store {

struct Account {
    std::int64_t id = 0, version = 0;
    std::string login, display_name, kind;
    std::optional<std::string> phone_sealed;
    std::string password_hash;
    bool disabled = false;
    int failures = 0;
    std::int64_t locked_until = 0;
    std::string home_district;
    std::int64_t home_community = 0;
    std::optional<Instant> last_sign_in;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, version, login, display_name, kind, phone_sealed, password_hash, disabled, failures, locked_until,
                                    home_district, home_community, last_sign_in))

struct SessionRow {
    std::int64_t account = 0, seen_at = 0, expires_at = 0;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (), (account, seen_at, expires_at))

struct GrantRow {
    std::int64_t id = 0;
    std::int64_t account = 0;
    std::string role, district;
    int level = 0;
    std::int64_t area = 0;
};
BOOST_DESCRIBE_STRUCT(GrantRow, (), (id, account, role, district, level, area))

struct RoleRow {
    std::string code, level, permissions;
};
BOOST_DESCRIBE_STRUCT(RoleRow, (), (code, level, permissions))

extern const Statement account_by_id, account_by_login, account_by_demo_card, accounts_page, insert_account, update_account, set_password, count_failure,
    signed_in, session_by_hash, insert_session, touch_session, delete_session, delete_sessions_of, delete_old_sessions, grants_of, grant_by_id, insert_grant,
    delete_grant, display_name, all_roles, put_role;

}  // namespace liren::access_store
