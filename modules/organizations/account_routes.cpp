// Accounts of staff over HTTP: whoever manages accounts does so inside the areas of that grant. A new password is shown once,
// to the one who made it. What an account may do is in grant_routes.cpp.

#include <algorithm>
#include <array>

#include "initial_password.h"
#include "liren/error.h"
#include "liren/page.h"
#include "reach.h"
#include "routes.h"
#include "store.h"

namespace liren::organizations {

namespace {

// ---- what is asked and answered ----------------------------------------------------------------------------------------

struct AccountsQuery {
    std::optional<Text<40>> q;
    std::optional<AreaId> community;
    std::optional<Integer<1, 100>> limit;
    std::optional<Text<60>> after;
};
BOOST_DESCRIBE_STRUCT(AccountsQuery, (), (q, community, limit, after))

struct HeldGrant {
    Id<"access.grant"> id;
    std::string role, role_name;
    AreaId area;
    std::string area_name;
};
BOOST_DESCRIBE_STRUCT(HeldGrant, (), (id, role, role_name, area, area_name))

struct HeldPost {
    Id<"organizations.post"> id;
    UnitId unit;
    std::string unit_name, title;
};
BOOST_DESCRIBE_STRUCT(HeldPost, (), (id, unit, unit_name, title))

struct AccountDetail {
    AccountId id;
    std::int64_t version = 0;
    std::string login, display_name;
    Personal<Phone> phone_masked;
    std::string kind;
    bool disabled = false;
    std::vector<HeldGrant> grants;
    std::vector<HeldPost> posts;
    std::optional<Instant> last_sign_in;
};
BOOST_DESCRIBE_STRUCT(AccountDetail, (), (id, version, login, display_name, phone_masked, kind, disabled, grants, posts, last_sign_in))

struct NewAccountBody {
    Text<36, 36> client_ref;
    Text<40, 3> login;
    Personal<PersonName> display_name;
    std::optional<Personal<Phone>> phone;
    std::optional<Text<6, 6>> district;       ///< needed by one who manages several
};
BOOST_DESCRIBE_STRUCT(NewAccountBody, (), (client_ref, login, display_name, phone, district))

struct MadeAccount {
    AccountId id;
    std::string login, initial_password;
};
BOOST_DESCRIBE_STRUCT(MadeAccount, (), (id, login, initial_password))

struct AccountChange {
    std::optional<Personal<PersonName>> display_name;
    std::optional<Personal<Phone>> phone;
    std::optional<bool> disabled;
};
BOOST_DESCRIBE_STRUCT(AccountChange, (), (display_name, phone, disabled))

struct PasswordReset {};
BOOST_DESCRIBE_STRUCT(PasswordReset, (), ())

AccountDetail detail_of(Context& context, const AccountView& account) {
    House& house = context.house();
    AccountDetail view{AccountId{account.id}, account.version, account.login, account.display_name, account.phone, account.kind, account.disabled, {}, {}, account.last_sign_in};
    for (const Grant& grant : grants_of(context.db(), view.id))
        view.grants.push_back({Id<"access.grant">{grant.id}, grant.role, house.texts.get(context.language(), "role." + grant.role), AreaId{grant.area}, house.name_of("places.area", grant.area)});
    house.storage->read("city", [&](Db& city) {
        for (const PostRow& held : city.all<PostRow>(posts_of_account, {{"account", view.id}}))
            view.posts.push_back({held.id, held.unit, house.name_of("organizations.unit", held.unit.value), held.title});
    });
    return view;
}

// ---- reading -----------------------------------------------------------------------------------------------------------

/// Below a community only those with a grant there; "-" is no district, so accounts without grants stay out.
constexpr std::string_view no_district = "-";

std::vector<AccountView> accounts_within(Context& context, const AccountsQuery& query, std::int64_t after, int limit) {
    const std::string_view words = query.q ? std::string_view(*query.q) : std::string_view{};
    const Keyring& keyring = context.house().keyring;
    if (query.community) {
        const auto area = area_of(context, *query.community);
        if (!area || !places::covers_area(context.scope(), *area)) not_found("places.unknown_area");
        return accounts_page(context.db(), keyring, words, area->path(), no_district, after, limit);
    }
    if (context.scope().everything) return accounts_page(context.db(), keyring, words, std::nullopt, no_district, after, limit);
    std::vector<AccountView> found;
    for (const places::AreaInfo& area : own_areas(context)) {
        auto page = accounts_page(context.db(), keyring, words, area.path(), area.district_code, after, limit);
        std::move(page.begin(), page.end(), std::back_inserter(found));
    }
    std::sort(found.begin(), found.end(), [](const AccountView& a, const AccountView& b) { return a.id < b.id; });
    found.erase(std::unique(found.begin(), found.end(), [](const AccountView& a, const AccountView& b) { return a.id == b.id; }), found.end());
    if (found.size() > static_cast<std::size_t>(limit)) found.erase(found.begin() + limit, found.end());
    return found;
}

Page<AccountDetail> list_accounts(Context& context, const AccountsQuery& query) {
    const int limit = query.limit ? static_cast<int>(query.limit->value) : 50;
    const std::int64_t after = query.after ? std::get<std::int64_t>(parse_cursor(*query.after, "i")[0]) : 0;
    auto accounts = accounts_within(context, query, after, limit + 1);
    Page<AccountDetail> page;
    if (accounts.size() > static_cast<std::size_t>(limit)) {
        accounts.pop_back();
        page.next = cursor_text(std::array<CursorValue, 1>{accounts.back().id});
    }
    for (const AccountView& account : accounts) page.items.push_back(detail_of(context, account));
    return page;
}

Versioned<AccountDetail> show_account(Context& context, AccountId id) {
    const AccountView account = visible_account(context, id);
    return {detail_of(context, account), account.version};
}

// ---- adding and changing -----------------------------------------------------------------------------------------------

InitialPassword password_for_new(Context&, const NewAccountBody&) { return make_initial_password(); }
InitialPassword password_for_reset(Context&, AccountId, const PasswordReset&) { return make_initial_password(); }

std::string home_district(Context& context, const NewAccountBody& body) {
    const auto districts = own_districts(context);
    if (!body.district) {
        if (districts.size() != 1) throw Error("request.invalid", {{"district", "schema.required"}});
        return districts.front();
    }
    if (std::find(districts.begin(), districts.end(), *body.district) == districts.end()) throw Error("request.invalid", {{"district", "places.unknown_district"}});
    return *body.district;
}

bool is_login(std::string_view login) {
    return login.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") == std::string_view::npos && login.front() != '.' && login.front() != '-' && login.front() != '_';
}

void require_name(const std::string& display_name) {
    if (display_name.empty()) throw Error("request.invalid", {{"display_name", "schema.required"}});
}

Created<MadeAccount> add_account(Context& context, const NewAccountBody& body) {
    require_name(body.display_name);
    if (!is_login(body.login)) throw Error("request.invalid", {{"login", "organizations.login_form"}});
    const auto& password = context.prepared<InitialPassword>();
    const AccountId id = create_account(context.tx(), context.house().keyring,
                                        {.login = body.login, .display_name = body.display_name, .phone = body.phone ? std::string(*body.phone) : "", .password_hash = password.hash, .home_district = home_district(context, body), .client_ref = body.client_ref});
    return {MadeAccount{id, body.login, password.clear}};
}

Versioned<AccountDetail> edit_account(Context& context, AccountId id, const AccountChange& body) {
    AccountView account = own_account(context, id);
    context.expect_version("access.account", account.id, account.version);
    if (body.display_name) require_name(*body.display_name);
    std::string fields;
    const auto note = [&](const char* field) { fields += (fields.empty() ? "" : ",") + std::string(field); };
    if (body.display_name) note("display_name"), account.display_name = *body.display_name;
    if (body.phone) note("phone"), account.phone = *body.phone;
    if (body.disabled) note("disabled"), account.disabled = *body.disabled;
    if (!change_account(context.tx(), context.house().keyring, account, fields)) context.stale("access.account", account.id, account.version);
    ++account.version;
    return {detail_of(context, account), account.version};
}

Created<MadeAccount> reset_password(Context& context, AccountId id, const PasswordReset&) {
    const AccountView account = own_account(context, id);
    const auto& password = context.prepared<InitialPassword>();
    set_password(context.tx(), id, password.hash);
    return {MadeAccount{id, account.login, password.clear}};
}

}  // namespace

std::vector<Route> account_routes() {
    const auto read = [] { return Access::permission("accounts.read"); };
    const auto manage = [] { return Access::permission("accounts.manage"); };
    std::vector<Route> routes;
    routes.push_back(get("/api/gate/accounts", read(), list_accounts, "list_accounts"));
    routes.push_back(get("/api/gate/accounts/{id}", read(), show_account, "show_account"));
    routes.push_back(post("/api/gate/accounts", manage(), add_account, "create_account").prepare(password_for_new));
    routes.push_back(patch("/api/gate/accounts/{id}", manage(), edit_account, "change_account").changes());
    routes.push_back(post("/api/gate/accounts/{id}/password-reset", manage(), reset_password, "reset_password").prepare(password_for_reset));
    return routes;
}

}  // namespace liren::organizations
