// Units and posts over HTTP: everyone sees their own node of the tree and what stands below it (P1-02).

#include <array>
#include <tuple>

#include "liren/error.h"
#include "liren/page.h"
#include "liren/pinyin.h"
#include "places/places.h"
#include "routes.h"
#include "store.h"

namespace liren::organizations {

namespace {

using UnitKind = Choice<"department|subdistrict_office|residents_committee|villagers_committee|property_company|grid_center|other">;

struct UnitsQuery {
    std::optional<Text<30>> q;
    std::optional<UnitId> parent;
    std::optional<UnitKind> kind;
    std::optional<Integer<1, 200>> limit;
    std::optional<Text<400>> after;
};
BOOST_DESCRIBE_STRUCT(UnitsQuery, (), (q, parent, kind, limit, after))

struct UnitLine {
    UnitId id;
    std::int64_t version = 0;
    std::string name, kind;
    UnitId parent;
    std::string parent_name;
    AreaId area;
    std::string area_name, phone;
    std::int64_t posts_count = 0;
};
BOOST_DESCRIBE_STRUCT(UnitLine, (), (id, version, name, kind, parent, parent_name, area, area_name, phone, posts_count))

struct PostView {
    std::string id;
    AccountId account;
    std::string account_name, title;
};
BOOST_DESCRIBE_STRUCT(PostView, (), (id, account, account_name, title))

struct UnitView {
    UnitId id;
    std::int64_t version = 0;
    std::string name, kind;
    UnitId parent;
    std::string parent_name;
    AreaId area;
    std::string area_name, phone;
    std::vector<PostView> posts;
};
BOOST_DESCRIBE_STRUCT(UnitView, (), (id, version, name, kind, parent, parent_name, area, area_name, phone, posts))

struct NewUnitBody {
    Text<36, 36> client_ref;
    Text<120, 1> name;
    UnitKind kind;
    std::optional<UnitId> parent;
    AreaId area;
    Text<40> phone;
};
BOOST_DESCRIBE_STRUCT(NewUnitBody, (), (client_ref, name, kind, parent, area, phone))

struct UnitChange {
    std::optional<Text<120, 1>> name;
    std::optional<Text<40>> phone;
};
BOOST_DESCRIBE_STRUCT(UnitChange, (), (name, phone))

struct PostBody {
    AccountId account;
    Text<40, 1> title;
};
BOOST_DESCRIBE_STRUCT(PostBody, (), (account, title))

Page<UnitLine> list_units(Context& context, const UnitsQuery& query) {
    const int limit = query.limit ? static_cast<int>(query.limit->value) : 50;
    std::optional<std::string> after_key, words, initials;
    std::optional<std::int64_t> after_id;
    if (query.after) {
        const auto key = parse_cursor(*query.after, "ti");
        after_key = std::get<std::string>(key[0]);
        after_id = std::get<std::int64_t>(key[1]);
    }
    if (query.q && !query.q->empty()) {
        words = "%" + *query.q + "%";
        initials = words;
    }
    const auto key = [](const UnitRow& row) { return std::tuple(row.sort_key, row.id.value); };
    auto rows = merged_page<UnitRow>(context.db(), units_page, context.scope(),
                                     {{"kind", query.kind ? Value(*query.kind) : Value(nullptr)}, {"parent", query.parent}, {"words", words}, {"initials", initials},
                                      {"after_key", after_key}, {"after_id", after_id}},
                                     limit + 1, key);
    Page<UnitLine> page;
    if (rows.size() > static_cast<std::size_t>(limit)) {
        rows.pop_back();
        page.next = cursor_text(std::array<CursorValue, 2>{rows.back().sort_key, rows.back().id.value});
    }
    House& house = context.house();
    for (const UnitRow& row : rows)
        page.items.push_back({row.id, row.version, row.name, row.kind, row.parent, house.name_of("organizations.unit", row.parent.value), row.area,
                              house.name_of("places.area", row.area.value), row.phone, row.posts_count});
    return page;
}

UnitView view_of(Context& context, const UnitRow& row) {
    House& house = context.house();
    UnitView view{row.id, row.version, row.name, row.kind, row.parent, house.name_of("organizations.unit", row.parent.value), row.area, house.name_of("places.area", row.area.value), row.phone, {}};
    for (const PostRow& post : context.db().all<PostRow>(posts_of_unit, {{"unit", row.id}}))
        view.posts.push_back({id_text(post.id), post.account, house.display_name(post.account), post.title});
    return view;
}

UnitRow found_unit(Context& context, UnitId id) {
    const auto row = context.db().one<UnitRow>(unit_in_scope, context.scope(), {{"id", id}});
    if (!row) not_found("organizations.unknown_unit");
    return *row;
}

Versioned<UnitView> show_unit(Context& context, UnitId id) {
    const UnitRow row = found_unit(context, id);
    return {view_of(context, row), row.version};
}

Created<UnitView> create_unit(Context& context, const NewUnitBody& body) {
    const auto area = places::find_area(context.db(), body.area);
    const bool inside = area && places::covers_area(context.scope(), *area);
    if (!inside) throw Error("request.invalid", {{"area", "places.unknown_area"}});
    if (body.parent) found_unit(context, *body.parent);
    const UnitId id = add_unit(context.tx(), {body.name, body.kind, body.parent ? std::optional(body.parent->value) : std::nullopt, body.area, "", body.phone});
    return {view_of(context, context.db().one<UnitRow>(unit_by_id, {{"id", id}}).value())};
}

Versioned<UnitView> change_unit_route(Context& context, UnitId id, const UnitChange& body) {
    UnitRow row = found_unit(context, id);
    context.expect_version("organizations.unit", row.id.value, row.version);
    if (body.name) row.name = *body.name;
    if (body.phone) row.phone = *body.phone;
    const auto changed = context.tx().run(change_unit, {{"name", row.name}, {"phone", row.phone}, {"sort_key", sort_key(row.name)}, {"initials", initials_of(row.name)},
                                                        {"now", context.now()}, {"id", id}, {"version", row.version}});
    if (changed == 0) context.stale("organizations.unit", row.id.value, row.version);
    ++row.version;
    context.tx().record({.name = "organizations.unit_changed", .subject_kind = "organizations.unit", .subject = row.id.value, .version = row.version, .area = row.area.value, .fields = "name,phone", .evidence = row.name});
    return {view_of(context, row), row.version};
}

Created<PostView> add_post(Context& context, UnitId id, const PostBody& body) {
    found_unit(context, id);
    const std::string name = context.house().display_name(body.account);
    if (name.empty()) throw Error("request.invalid", {{"account", "organizations.unknown_account"}});
    const std::int64_t post = give_post(context.tx(), id, body.account, body.title);
    return {PostView{id_text(post), body.account, name, body.title}};
}

Nothing remove_post(Context& context, Id<"organizations.post"> id) {
    const auto post = context.db().one<PostRow>(post_by_id, {{"id", id}});
    if (!post) not_found("organizations.unknown_post");
    found_unit(context, post->unit);
    context.tx().run(delete_post, {{"id", id}});
    context.tx().record({.name = "organizations.post_taken", .subject_kind = "organizations.unit", .subject = post->unit.value, .fields = "posts", .evidence = id_text(post->account.value)});
    return {};
}

}  // namespace

std::vector<Route> unit_routes() {
    const auto read = [] { return Access::permission("organizations.read"); };
    const auto manage = [] { return Access::permission("organizations.manage"); };
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    add(get("/api/city/units", read(), list_units, "list_units"));
    add(get("/api/city/units/{id}", read(), show_unit, "show_unit"));
    add(post("/api/city/units", manage(), create_unit, "create_unit"));
    add(patch("/api/city/units/{id}", manage(), change_unit_route, "change_unit").changes());
    add(post("/api/city/units/{id}/posts", manage(), add_post, "add_post"));
    add(remove("/api/city/posts/{id}", manage(), remove_post, "remove_post").repeatable());
    return routes;
}

}  // namespace liren::organizations
