// Accounts and grants of staff over HTTP: whoever manages accounts does so inside the areas of that grant, and gives nothing
// that reaches further. A new password is shown once, to the one who made it.

#include "liren/accounts.h"
#include "liren/digest.h"
#include "liren/error.h"
#include "liren/page.h"
#include "liren/password.h"
#include "places/places.h"
#include "routes.h"
#include "store.h"

namespace liren::organizations {

namespace {

struct AccountsQuery {
    std::optional<Text<40>> q;
    std::optional<Integer<1, 100>> limit;
    std::optional<Text<60>> after;
};
BOOST_DESCRIBE_STRUCT(AccountsQuery, (), (q, limit, after))

struct GrantView {
    std::string id, role, role_name;
    AreaId area;
    std::string area_name;
};
BOOST_DESCRIBE_STRUCT(GrantView, (), (id, role, role_name, area, area_name))

struct HeldPost {
    std::string id;
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
    std::vector<GrantView> grants;
    std::vector<HeldPost> posts;
    std::optional<Instant> last_sign_in;
};
BOOST_DESCRIBE_STRUCT(AccountDetail, (), (id, version, login, display_name, phone_masked, kind, disabled, grants, posts, last_sign_in))

struct NewAccountBody {
    Text<36, 36> client_ref;
    Text<60, 2> login;
    Personal<PersonName> display_name;
    std::optional<Personal<Phone>> phone;
};
BOOST_DESCRIBE_STRUCT(NewAccountBody, (), (client_ref, login, display_name, phone))

struct NewAccountView {
    AccountId id;
    std::string login, initial_password;
};
BOOST_DESCRIBE_STRUCT(NewAccountView, (), (id, login, initial_password))

struct AccountChange {
    std::optional<Personal<PersonName>> display_name;
    std::optional<Personal<Phone>> phone;
    std::optional<bool> disabled;
};
BOOST_DESCRIBE_STRUCT(AccountChange, (), (display_name, phone, disabled))

struct GrantBody {
    Text<40, 1> role;
    std::optional<AreaId> area;               ///< none for roles of level "unit"
};
BOOST_DESCRIBE_STRUCT(GrantBody, (), (role, area))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

struct BatchBody {
    Text<36, 36> client_ref;
    List<AreaId, 60> communities;
};
BOOST_DESCRIBE_STRUCT(BatchBody, (), (client_ref, communities))

struct FreshPassword {
    std::string clear, hash;
};

/// 12 characters without look-alikes, with capitals, small letters and digits.
FreshPassword fresh_password() {
    static constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
    FreshPassword made;
    while (made.clear.empty() || password_problem(made.clear)) {
        made.clear.clear();
        for (const char c : random_bytes(48))
            if (const auto at = static_cast<unsigned char>(c); at < alphabet.size() * 4 && made.clear.size() < 12) made.clear += alphabet[at % alphabet.size()];
        if (made.clear.size() < 12) made.clear.clear();
    }
    made.hash = hash_password(made.clear);
    return made;
}

FreshPassword prepare_account(Context&, const NewAccountBody&) { return fresh_password(); }
FreshPassword prepare_reset(Context&, AccountId, const Empty&) { return fresh_password(); }

template <class Read>
void in_city(Context& context, Read read) {
    context.house().storage->read("city", read);
}

std::optional<places::AreaInfo> area_of(Context& context, AreaId id) {
    std::optional<places::AreaInfo> area;
    in_city(context, [&](Db& city) { area = places::find_area(city, id); });
    return area;
}

/// The district the caller manages: of the first grant that carries accounts.manage or accounts.read.
std::string home_of(const Context& context) {
    for (const Grant& grant : context.principal().grants)
        if (context.house().roles()->grants(grant, "accounts.read")) return grant.district;
    return context.principal().home_district;
}

/// The area paths the caller's scope begins with; nullopt: everything.
std::optional<std::string> within(Context& context) {
    if (context.scope().everything) return std::nullopt;
    for (const AreaGrant& grant : context.scope().areas)
        if (const auto area = area_of(context, AreaId{grant.area})) return area->path();
    return "/none/";
}

bool reaches(Context& context, const Grant& grant) {
    if (grant.area == 0) return grant.district == home_of(context);
    const auto area = area_of(context, AreaId{grant.area});
    return area && places::covers_area(context.scope(), *area);
}

AccountDetail detail_of(Context& context, const AccountView& account) {
    House& house = context.house();
    AccountDetail view{AccountId{account.id}, account.version, account.login, account.display_name, account.phone, account.kind, account.disabled, {}, {}, account.last_sign_in};
    for (const Grant& grant : grants_of(context.db(), view.id))
        view.grants.push_back({id_text(grant.id), grant.role, house.texts.get(context.language(), "role." + grant.role), AreaId{grant.area}, house.name_of("places.area", grant.area)});
    in_city(context, [&](Db& city) {
        for (const PostRow& post : city.all<PostRow>(posts_of_account, {{"account", view.id}}))
            view.posts.push_back({id_text(post.id), post.unit, house.name_of("organizations.unit", post.unit.value), post.title});
    });
    return view;
}

/// Visible: an account with a grant inside the caller's areas, or without grants and of the caller's district.
AccountView found_account(Context& context, AccountId id) {
    const auto account = find_account(context.db(), context.house().keyring, id);
    if (!account || account->kind != "staff") not_found("organizations.unknown_account");
    const auto grants = grants_of(context.db(), id);
    bool visible = grants.empty() && account->home_district == home_of(context);
    for (const Grant& grant : grants) visible = visible || reaches(context, grant);
    if (!visible) not_found("organizations.unknown_account");
    return *account;
}

Page<AccountDetail> list_accounts(Context& context, const AccountsQuery& query) {
    const int limit = query.limit ? static_cast<int>(query.limit->value) : 50;
    const std::int64_t after = query.after ? std::get<std::int64_t>(parse_cursor(*query.after, "i")[0]) : 0;
    auto accounts = accounts_page(context.db(), context.house().keyring, query.q ? std::string_view(*query.q) : std::string_view{}, within(context), home_of(context), after, limit + 1);
    Page<AccountDetail> page;
    if (accounts.size() > static_cast<std::size_t>(limit)) {
        accounts.pop_back();
        page.next = cursor_text(std::array<CursorValue, 1>{accounts.back().id});
    }
    for (const AccountView& account : accounts) page.items.push_back(detail_of(context, account));
    return page;
}

Versioned<AccountDetail> show_account(Context& context, AccountId id) {
    const AccountView account = found_account(context, id);
    return {detail_of(context, account), account.version};
}

Created<NewAccountView> create_account_route(Context& context, const NewAccountBody& body) {
    const auto& password = context.prepared<FreshPassword>();
    if (body.display_name.empty()) throw Error("request.invalid", {{"display_name", "schema.required"}});
    const AccountId id = create_account(context.tx(), context.house().keyring,
                                        {.login = body.login, .display_name = body.display_name, .phone = body.phone ? std::string(*body.phone) : "", .password_hash = password.hash, .home_district = home_of(context), .client_ref = body.client_ref});
    return {NewAccountView{id, body.login, password.clear}};
}

Versioned<AccountDetail> change_account_route(Context& context, AccountId id, const AccountChange& body) {
    AccountView account = found_account(context, id);
    context.expect_version("access.account", account.id, account.version);
    std::string fields;
    const auto note = [&](const char* field) { fields += (fields.empty() ? "" : ",") + std::string(field); };
    if (body.display_name) note("display_name"), account.display_name = *body.display_name;
    if (body.phone) note("phone"), account.phone = *body.phone;
    if (body.disabled) note("disabled"), account.disabled = *body.disabled;
    require(!(account.disabled && id == context.account()), "organizations.not_yourself");
    if (!change_account(context.tx(), context.house().keyring, account, fields)) context.stale("access.account", account.id, account.version);
    ++account.version;
    return {detail_of(context, account), account.version};
}

Created<NewAccountView> reset_password(Context& context, AccountId id, const Empty&) {
    const AccountView account = found_account(context, id);
    const auto& password = context.prepared<FreshPassword>();
    set_password(context.tx(), id, password.hash);
    return {NewAccountView{id, account.login, password.clear}};
}

const char* level_word(AreaLevel level) {
    static constexpr const char* words[] = {"district", "subdistrict", "community", "grid"};
    return words[static_cast<std::size_t>(level)];
}

/// The grant that a role and an area make, or why not.
NewGrant grant_for(Context& context, const GrantBody& body) {
    const Role* role = context.house().roles()->find(body.role);
    if (!role) throw Error("request.invalid", {{"role", "organizations.unknown_role"}});
    if (role->level == "unit") return {.role = role->code, .district = home_of(context), .level = AreaLevel::district, .area = 0, .area_path = ""};
    if (!body.area) throw Error("request.invalid", {{"area", "schema.required"}});
    const auto area = area_of(context, *body.area);
    if (!area || !places::covers_area(context.scope(), *area)) throw Error("request.invalid", {{"area", "places.unknown_area"}});
    if (role->level != level_word(area->level())) throw Error("request.invalid", {{"area", "organizations.level_of_role"}});
    return {.role = role->code, .district = area->district_code, .level = area->level(), .area = area->id.value, .area_path = area->path()};
}

Created<GrantView> add_grant(Context& context, AccountId id, const GrantBody& body) {
    found_account(context, id);
    require(id != context.account(), "organizations.not_yourself");
    const NewGrant grant = grant_for(context, body);
    const std::int64_t made = give_grant(context.tx(), id, grant);
    House& house = context.house();
    return {GrantView{id_text(made), grant.role, house.texts.get(context.language(), "role." + grant.role), AreaId{grant.area}, house.name_of("places.area", grant.area)}};
}

Nothing remove_grant(Context& context, Id<"access.grant"> id) {
    const auto grant = find_grant(context.db(), id.value);
    if (!grant || !reaches(context, grant->first)) not_found("organizations.unknown_grant");
    require(grant->second != context.account(), "organizations.not_yourself");
    take_grant(context.tx(), id.value, grant->second);
    return {};
}

// ---- one named administrator for every community of a batch (P1-29) -----------------------------------------------------

struct BatchPasswords {
    std::vector<FreshPassword> passwords;
};

BatchPasswords prepare_batch(Context&, const BatchBody& body) {
    BatchPasswords made;
    for (std::size_t i = 0; i < body.communities.size(); ++i) made.passwords.push_back(fresh_password());
    return made;
}

Items<NewAccountView> create_batch(Context& context, const BatchBody& body) {
    const auto& passwords = context.prepared<BatchPasswords>().passwords;
    Items<NewAccountView> made;
    std::size_t next = 0;
    for (const AreaId community : body.communities) {
        const NewGrant grant = grant_for(context, {Text<40, 1>("community_worker"), community});
        const auto area = area_of(context, community).value();
        const FreshPassword& password = passwords.at(next++);
        const std::string login = "sq" + id_text(community.value);
        const AccountId id = create_account(context.tx(), context.house().keyring, {.login = login, .display_name = area.name, .password_hash = password.hash, .home_district = area.district_code});
        give_grant(context.tx(), id, grant);
        made.items.push_back({id, login, password.clear});
    }
    return made;
}

}  // namespace

std::vector<Route> account_routes() {
    const auto read = [] { return Access::permission("accounts.read"); };
    const auto manage = [] { return Access::permission("accounts.manage"); };
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    add(get("/api/gate/accounts", read(), list_accounts, "list_accounts"));
    add(get("/api/gate/accounts/{id}", read(), show_account, "show_account"));
    add(post("/api/gate/accounts", manage(), create_account_route, "create_account").prepare(prepare_account));
    add(patch("/api/gate/accounts/{id}", manage(), change_account_route, "change_account").changes());
    add(post("/api/gate/accounts/{id}/password-reset", manage(), reset_password, "reset_password").prepare(prepare_reset));
    add(post("/api/gate/accounts/{id}/grants", manage(), add_grant, "add_grant"));
    add(remove("/api/gate/grants/{id}", manage(), remove_grant, "remove_grant").repeatable());
    add(post("/api/gate/account-batches", manage(), create_batch, "create_account_batch").prepare(prepare_batch));
    return routes;
}

}  // namespace liren::organizations
