// One named administrator for every community of a batch (P1-29): those that have one already are left as they are. The first
// passwords are in the answer, once.

#include <algorithm>

#include "grants.h"
#include "initial_password.h"
#include "liren/error.h"
#include "routes.h"

namespace liren::organizations {

namespace {

struct BatchBody {
    Text<36, 36> client_ref;
    Text<6, 6> district;
    Text<40, 1> role;                         ///< of level community
    List<AreaId, 60> communities;
};
BOOST_DESCRIBE_STRUCT(BatchBody, (), (client_ref, district, role, communities))

struct OpenedAccount {
    AccountId id;
    AreaId community;
    std::string community_name, login, initial_password;
};
BOOST_DESCRIBE_STRUCT(OpenedAccount, (), (id, community, community_name, login, initial_password))

struct Served {
    AreaId community;
    std::string community_name;
};
BOOST_DESCRIBE_STRUCT(Served, (), (community, community_name))

struct BatchResult {
    std::vector<OpenedAccount> items;
    std::vector<Served> served;               ///< had an administrator before
};
BOOST_DESCRIBE_STRUCT(BatchResult, (), (items, served))

struct Opening {
    places::AreaInfo community;
    NewGrant grant;
    InitialPassword password;
};
struct Batch {
    std::vector<Opening> openings;
    std::vector<Served> served;
};

constexpr int most_accounts_of_a_community = 200;
constexpr int most_same_logins = 20;

bool has_administrator(Context& context, const NewGrant& grant) {
    for (const AccountView& account : accounts_page(context.db(), context.house().keyring, "", grant.area_path, "-", 0, most_accounts_of_a_community)) {
        if (account.disabled) continue;
        for (const Grant& held : grants_of(context.db(), AccountId{account.id}))
            if (held.role == grant.role && held.area == grant.area) return true;
    }
    return false;
}

places::AreaInfo required_community(Context& context, const BatchBody& body, AreaId id) {
    auto area = area_of(context, id);
    if (!area || area->district_code != body.district) throw Error("request.invalid", {{"communities", "places.unknown_area"}});
    return *area;
}

/// Before the transaction: 17 ms of hashing for each account.
Batch plan_batch(Context& context, const BatchBody& body) {
    if (body.communities.empty()) throw Error("request.invalid", {{"communities", "schema.required"}});
    std::vector<AreaId> communities = body.communities;
    std::sort(communities.begin(), communities.end());
    communities.erase(std::unique(communities.begin(), communities.end()), communities.end());
    Batch batch;
    for (const AreaId id : communities) {
        const places::AreaInfo community = required_community(context, body, id);
        NewGrant grant = grant_for(context, body.role, id);
        if (grant.area != id.value) throw Error("request.invalid", {{"role", "organizations.level_of_role"}});
        if (has_administrator(context, grant)) batch.served.push_back({id, community.name});
        else batch.openings.push_back({community, std::move(grant), make_initial_password()});
    }
    return batch;
}

/// A login people can be told on the telephone: the community's division code; "-2" and so on when somebody left with it.
std::pair<AccountId, std::string> open_account(Context& context, const Opening& opening) {
    const places::AreaInfo& area = opening.community;
    const std::string base = area.code.empty() ? id_text(area.id.value) : area.code;
    NewAccount account{.login = base, .display_name = context.house().texts.get(context.language(), "organizations.administrator_of", {{"community", area.name}}),
                       .password_hash = opening.password.hash, .home_district = area.district_code, .home_community = area.id.value};
    for (int n = 2;; ++n) {
        try {
            return {create_account(context.tx(), context.house().keyring, account), account.login};
        } catch (const Error& error) {
            if (error.key() != "access.login_taken" || n > most_same_logins) throw;
            account.login = base + "-" + std::to_string(n);
        }
    }
}

Created<BatchResult> add_batch(Context& context, const BatchBody&) {
    const auto& batch = context.prepared<Batch>();
    require(!batch.openings.empty(), "organizations.batch_served");   // here, so that the same batch sent again gets its answer first
    BatchResult result{{}, batch.served};
    for (const Opening& opening : batch.openings) {
        const auto [id, login] = open_account(context, opening);
        give_grant(context.tx(), id, opening.grant);
        result.items.push_back({id, opening.community.id, opening.community.name, login, opening.password.clear});
    }
    return {std::move(result)};
}

}  // namespace

std::vector<Route> batch_routes() {
    std::vector<Route> routes;
    routes.push_back(post("/api/gate/account-batches", Access::permission("accounts.manage"), add_batch, "create_account_batch").prepare(plan_batch));
    return routes;
}

}  // namespace liren::organizations
