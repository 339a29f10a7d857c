// Posts: who works in a unit, as what. Holding one makes what is assigned to the unit reachable (architecture, decision 6).

#include "liren/accounts.h"
#include "liren/error.h"
#include "routes.h"
#include "store.h"

namespace liren::organizations {

namespace {

struct PostBody {
    AccountId account;
    Text<40, 1> title;
};
BOOST_DESCRIBE_STRUCT(PostBody, (), (account, title))

struct PostView {
    Id<"organizations.post"> id;
    UnitId unit;
    AccountId account;
    std::string account_name, title;
};
BOOST_DESCRIBE_STRUCT(PostView, (), (id, unit, account, account_name, title))

void require_unit(Context& context, UnitId id) {
    if (!context.db().one<UnitRow>(unit_in_scope, context.scope(), {{"id", id}})) not_found("organizations.unknown_unit");
}

/// The name of the member of staff; read from the gate before the transaction on the city.
std::string find_holder(Context& context, UnitId id, const PostBody& body) {
    require_unit(context, id);   // who does not reach the unit learns nothing of the account
    std::string name;
    context.house().storage->read("gate", [&](Db& gate) {
        const auto account = find_account(gate, context.house().keyring, body.account);
        if (!account || account->kind != "staff" || account->disabled) throw Error("request.invalid", {{"account", "organizations.not_staff"}});
        name = account->display_name;
    });
    return name;
}

Created<PostView> add_post(Context& context, UnitId id, const PostBody& body) {
    require_unit(context, id);
    const std::int64_t post = give_post(context.tx(), id, body.account, body.title);
    return {PostView{Id<"organizations.post">{post}, id, body.account, context.prepared<std::string>(), body.title}};
}

Nothing remove_post(Context& context, Id<"organizations.post"> id) {
    const auto post = context.db().one<PostRow>(post_by_id, {{"id", id}});
    if (!post) not_found("organizations.unknown_post");
    require_unit(context, post->unit);
    context.tx().run(delete_post, {{"id", id}});
    context.tx().record({.name = "organizations.post_taken", .subject_kind = "organizations.unit", .subject = post->unit.value, .fields = "posts", .evidence = id_text(post->account.value) + " " + post->title});
    return {};
}

}  // namespace

std::int64_t give_post(Tx& city, UnitId unit, AccountId account, std::string_view title) {
    const std::int64_t id = new_id();
    const auto inserted = city.run(insert_post, {{"id", id}, {"unit", unit}, {"account", account}, {"title", title}, {"since", city.now()}});
    require(inserted != 0, "organizations.post_held_already");
    city.record({.name = "organizations.post_given", .subject_kind = "organizations.unit", .subject = unit.value, .fields = "posts", .evidence = id_text(account.value) + " " + std::string(title)});
    return id;
}

std::vector<Route> post_routes() {
    std::vector<Route> routes;
    routes.push_back(post("/api/city/units/{id}/posts", Access::permission("organizations.manage"), add_post, "add_post").prepare(find_holder));
    routes.push_back(remove("/api/city/posts/{id}", Access::permission("organizations.manage"), remove_post, "remove_post").repeatable());
    return routes;
}

}  // namespace liren::organizations
