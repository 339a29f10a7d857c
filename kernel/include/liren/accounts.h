#pragma once
// Accounts: ways to sign in. An account is not a person; what it may do stands in its grants (role × area). These are the
// verbs on the gate store that modules build their pages from; each records its event. Passwords come hashed (password.h),
// because hashing takes 17 ms and belongs before the transaction.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "liren/access.h"
#include "liren/sql.h"

namespace liren {

class Keyring;

struct AccountView {
    std::int64_t id = 0, version = 0;
    std::string login, display_name, kind;
    std::string phone;                        ///< clear; mask before it leaves (Personal<Phone>)
    bool disabled = false;
    std::string home_district;
    std::optional<Instant> last_sign_in;
};

struct NewAccount {
    std::string login, display_name;
    std::string kind = "staff";               ///< "staff" or "resident"
    std::string phone;                        ///< tidy, or empty
    std::string password_hash;
    std::string home_district;
    std::int64_t home_community = 0;
    std::string demo_card;                    ///< of a demo account that has a role card
    std::string client_ref;
};

struct NewGrant {
    std::string role, district;               ///< district "*": the whole city
    AreaLevel level = AreaLevel::district;
    std::int64_t area = 0;
    std::string area_path;                    ///< "/140502/<subdistrict>/<community>/<grid>/", for "accounts inside my areas"
};

std::optional<AccountView> find_account(Db& gate, const Keyring& keyring, AccountId id);
std::optional<AccountView> find_demo_account(Db& gate, const Keyring& keyring, std::string_view card);
/// Staff accounts after `after`, in order of id. `within`: area path prefixes whose grants the reader may see; a null
/// `within` sees all; accounts that have no grant yet are seen by their home district.
std::vector<AccountView> accounts_page(Db& gate, const Keyring& keyring, std::string_view words, const std::optional<std::string>& within,
                                       std::string_view district, std::int64_t after, int limit);
std::vector<Grant> grants_of(Db& gate, AccountId id);
/// The grant and whose it is.
std::optional<std::pair<Grant, AccountId>> find_grant(Db& gate, std::int64_t grant);
std::string account_name(Db& gate, AccountId id);

/// Throws 409 "access.login_taken".
AccountId create_account(Tx& gate, const Keyring& keyring, const NewAccount& account);
/// False when somebody was faster (the version is not the current one).
bool change_account(Tx& gate, const Keyring& keyring, const AccountView& after, std::string_view fields);
/// Also ends every session of the account.
void set_password(Tx& gate, AccountId id, std::string_view password_hash);
/// Throws 409 "access.granted_already".
std::int64_t give_grant(Tx& gate, AccountId account, const NewGrant& grant);
void take_grant(Tx& gate, std::int64_t grant, AccountId account);

}  // namespace liren
