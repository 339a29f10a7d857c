// The routes of signing in and out. Who may call what else is declared by each module; this one is for everybody.

#include "access/access_module.h"

#include "access/store.h"
#include "liren/accounts.h"
#include "liren/house.h"
#include "liren/password.h"
#include "liren/sessions.h"

namespace liren {

namespace {

struct SignIn {
    Text<60, 1> login;
    Text<200, 1> password;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (login, password))

struct PasswordChange {
    Text<200, 1> current;
    Text<200, 1> next;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (current, next))

struct SessionAccount {
    AccountId id;
    std::string login, display_name, kind;
};
BOOST_DESCRIBE_STRUCT(SessionAccount, (), (id, login, display_name, kind))

struct SessionGrant {
    std::string role, role_name;
    std::vector<std::string> permissions;
    std::string district;
    AreaId area;
    std::string area_name, level;
};
BOOST_DESCRIBE_STRUCT(SessionGrant, (), (role, role_name, permissions, district, area, area_name, level))

struct SessionPost {
    UnitId unit;
    std::string unit_name;
};
BOOST_DESCRIBE_STRUCT(SessionPost, (), (unit, unit_name))

struct SessionHome {
    std::string district;
    AreaId community;
    std::string community_name;
};
BOOST_DESCRIBE_STRUCT(SessionHome, (), (district, community, community_name))

struct SessionDistrict {
    std::string code, name;
};
BOOST_DESCRIBE_STRUCT(SessionDistrict, (), (code, name))

struct SessionView {
    SessionAccount account;
    std::vector<SessionGrant> grants;
    std::vector<SessionPost> posts;
    std::optional<SessionHome> home;
    std::vector<SessionDistrict> districts;
    bool demo = false;
    int idle_minutes = 0;
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (account, grants, posts, home, districts, demo, idle_minutes))

const char* level_name(const Grant& grant) {
    if (grant.district == "*") return "city";
    if (grant.area == 0) return "unit";
    switch (grant.level) {
        case AreaLevel::district: return "district";
        case AreaLevel::subdistrict: return "subdistrict";
        case AreaLevel::community: return "community";
        case AreaLevel::grid: return "grid";
    }
    return "";
}

std::vector<SessionDistrict> districts_of(House& house) {
    std::vector<SessionDistrict> list;
    for (const std::string& code : house.storage->districts()) list.push_back({code, house.name_of("places.district", std::stoll(code))});
    return list;
}

SessionView view_session(const Context& context, const Principal& principal) {
    House& house = context.house();
    const auto roles = house.roles();
    SessionView view;
    view.account = {principal.account, principal.login, principal.display_name, principal.kind};
    for (const Grant& grant : principal.grants) {
        const Role* role = roles->find(grant.role);
        view.grants.push_back({grant.role, house.texts.get(context.language(), "role." + grant.role), role ? role->permissions : std::vector<std::string>{},
                               grant.district, AreaId{grant.area}, house.name_of("places.area", grant.area), level_name(grant)});
    }
    for (const std::int64_t unit : principal.units) view.posts.push_back({UnitId{unit}, house.name_of("organizations.unit", unit)});
    if (!principal.home_district.empty())
        view.home = SessionHome{principal.home_district, AreaId{principal.home_community}, house.name_of("places.area", principal.home_community)};
    view.districts = districts_of(house);
    view.demo = house.settings.demo;
    view.idle_minutes = house.settings.idle_minutes;
    return view;
}

/// A stranger's 401 still says which districts there are: a report needs to know where it goes.
SessionView show_session(Context& context) {
    if (context.signed_in()) return view_session(context, context.principal());
    House& house = context.house();
    throw Error(401, "access.sign_in").attach("districts", to_json_list(districts_of(house))).attach("demo", house.settings.demo ? "true" : "false");
}

void count_failure(Context& context, const access_store::Account& account) {
    const House& house = context.house();
    const int failures = account.failures + 1;
    const bool locks = failures >= house.settings.failures_before_lock;
    const std::int64_t until = locks ? (context.now() + minutes_ms(house.settings.lock_minutes)).ms : 0;
    house.storage->write_now("gate", {AccountId{account.id}, context.now()}, [&](Tx& tx) {
        tx.run(access_store::count_failure, {{"id", account.id}, {"failures", locks ? 0 : failures}, {"locked_until", until}});
        tx.record({.name = locks ? "access.locked" : "access.sign_in_failed", .subject_kind = "access.account", .subject = account.id});
    });
}

/// Runs before the transaction: argon2 takes 17 ms. A wrong login costs the same time as a wrong password.
AccountId check_password(Context& context, const SignIn& body) {
    const auto account = context.db().one<access_store::Account>(access_store::account_by_login, {{"login", body.login}});
    if (!account) {
        verify_no_password(body.password);
        throw Error(401, "access.wrong_credentials");
    }
    if (account->locked_until > context.now().ms)
        throw Error(423, "access.locked").with("until", local_minute({account->locked_until}).substr(11)).retry_after(static_cast<int>((account->locked_until - context.now().ms) / 1000 + 1));
    if (!verify_password(account->password_hash, body.password) || account->disabled) {
        count_failure(context, *account);
        throw Error(401, "access.wrong_credentials");
    }
    return AccountId{account->id};
}

Created<SessionView> sign_in(Context& context, const SignIn&) {
    const AccountId account = context.prepared<AccountId>();
    const std::string token = open_session(context, account);
    const auto principal = context.house().sessions->preview(context.tx(), account);
    if (!principal) throw Error(401, "access.wrong_credentials");
    return {view_session(context, *principal)};
}

Nothing sign_out(Context& context) {
    const std::string name = Sessions::cookie_name(context.request().secure);
    context.house().sessions->close(context.tx(), context.request().cookie(name));
    context.tx().record({.name = "access.signed_out", .subject_kind = "access.account", .subject = context.account().value});
    context.header("Set-Cookie", name + "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0" + (context.request().secure ? "; Secure" : ""));
    return {};
}

std::string check_new_password(Context& context, const PasswordChange& body) {
    if (const auto problem = password_problem(body.next)) throw Error("request.invalid", {{"next", std::string(*problem)}});
    const auto account = context.db().one<access_store::Account>(access_store::account_by_id, {{"id", context.account()}});
    if (!account || !verify_password(account->password_hash, body.current)) {
        if (account) count_failure(context, *account);
        throw Error("request.invalid", {{"current", "access.wrong_current_password"}});
    }
    return hash_password(body.next);
}

Nothing change_password(Context& context, const PasswordChange&) {
    set_password(context.tx(), context.account(), context.prepared<std::string>());
    open_session(context, context.account());   // the others end, this browser stays signed in
    return {};
}

struct RoleView {
    std::string code, name, level;
    std::vector<std::string> permissions;
};
BOOST_DESCRIBE_STRUCT(RoleView, (), (code, name, level, permissions))

Items<RoleView> list_roles(Context& context) {
    Items<RoleView> roles;
    for (const auto held = context.house().roles(); const Role& role : held->roles())
        roles.items.push_back({role.code, context.house().texts.get(context.language(), "role." + role.code), role.level, role.permissions});
    return roles;
}

}  // namespace

std::string open_session(Context& context, AccountId account) {
    House& house = context.house();
    const std::string token = house.sessions->open(context.tx(), account);
    context.tx().run(access_store::signed_in, {{"id", account.value}, {"at", context.now()}});
    context.tx().record({.name = "access.signed_in", .subject_kind = "access.account", .subject = account.value});
    const bool secure = context.request().secure;
    context.header("Set-Cookie", Sessions::cookie_name(secure) + "=" + token + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" +
                                     std::to_string(house.settings.session_days * 86'400) + (secure ? "; Secure" : ""));
    return token;
}

Module access_module() {
    Module module;
    module.name = "access";
    module.routes.push_back(get("/api/gate/session", Access::anyone("who am I is a question for everyone; a stranger is answered 401"), show_session, "show_session"));
    module.routes.push_back(post("/api/gate/sessions", Access::anyone("signing in"), sign_in, "sign_in").prepare(check_password).repeatable().strangers(30));
    module.routes.push_back(remove("/api/gate/session", Access::signed_in("one's own session"), sign_out, "sign_out").repeatable());
    module.routes.push_back(post("/api/gate/password", Access::signed_in("one's own password"), change_password, "change_password").prepare(check_new_password).repeatable());
    module.routes.push_back(get("/api/city/roles", Access::signed_in("the names of roles are no secret among staff"), list_roles, "list_roles"));
    module.events = {{"access.account_created", Audience::audit}, {"access.account_changed", Audience::audit}, {"access.password_changed", Audience::audit},
                     {"access.grant_given", Audience::audit},     {"access.grant_taken", Audience::audit},     {"access.signed_in", Audience::audit},
                     {"access.signed_out", Audience::audit},      {"access.sign_in_failed", Audience::audit},  {"access.locked", Audience::audit},
                     {"access.roles_changed", Audience::audit}};
    return module;
}

}  // namespace liren
