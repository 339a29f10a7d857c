// Units over HTTP: everyone sees their own node of the tree and what stands below it (P1-02).

#include <array>
#include <tuple>

#include "liren/error.h"
#include "liren/page.h"
#include "liren/text.h"
#include "places/places.h"
#include "routes.h"
#include "units.h"

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
    std::string area_name, phone, office_hours;
    std::int64_t posts_count = 0;
};
BOOST_DESCRIBE_STRUCT(UnitLine, (), (id, version, name, kind, parent, parent_name, area, area_name, phone, office_hours, posts_count))

struct PostLine {
    Id<"organizations.post"> id;
    AccountId account;
    std::string account_name, title;
};
BOOST_DESCRIBE_STRUCT(PostLine, (), (id, account, account_name, title))

struct UnitView : UnitLine {
    std::vector<PostLine> posts;
};
BOOST_DESCRIBE_STRUCT(UnitView, (UnitLine), (posts))

struct NewUnitBody {
    Text<36, 36> client_ref;
    Text<120, 1> name;
    UnitKind kind;
    std::optional<UnitId> parent;
    AreaId area;
    Text<40> phone;
    Text<80> office_hours;                    ///< in words, as they stand on the door
};
BOOST_DESCRIBE_STRUCT(NewUnitBody, (), (client_ref, name, kind, parent, area, phone, office_hours))

struct UnitChange {
    std::optional<Text<120, 1>> name;
    std::optional<UnitKind> kind;
    std::optional<UnitId> parent;
    std::optional<AreaId> area;
    std::optional<Text<40>> phone;
    std::optional<Text<80>> office_hours;
};
BOOST_DESCRIBE_STRUCT(UnitChange, (), (name, kind, parent, area, phone, office_hours))

UnitLine line_of(Context& context, const UnitRow& row) {
    House& house = context.house();
    return {row.id,   row.version, row.name, row.kind, row.parent, house.name_of("organizations.unit", row.parent.value), row.area, house.name_of("places.area", row.area.value),
            row.phone, row.office_hours, row.posts_count};
}

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
        const std::string folded = like_literal(fold(*query.q));
        words = "%" + folded + "%";
        initials = "% " + folded + "%";
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
    for (const UnitRow& row : rows) page.items.push_back(line_of(context, row));
    return page;
}

UnitView view_of(Context& context, UnitId id) {
    UnitView view{line_of(context, context.db().one<UnitRow>(unit_by_id, {{"id", id}}).value()), {}};
    for (const PostRow& post : context.db().all<PostRow>(posts_of_unit, {{"unit", id}}))
        view.posts.push_back({post.id, post.account, context.house().display_name(post.account), post.title});
    return view;
}

UnitRow found_unit(Context& context, UnitId id) {
    const auto row = context.db().one<UnitRow>(unit_in_scope, context.scope(), {{"id", id}});
    if (!row) not_found("organizations.unknown_unit");
    return *row;
}

/// An area or parent that the caller's scope does not reach is answered like one that does not exist.
void require_area(Context& context, AreaId id) {
    const auto area = places::find_area(context.db(), id);
    if (!area || !places::covers_area(context.scope(), *area)) throw Error("request.invalid", {{"area", "places.unknown_area"}});
}
void require_parent(Context& context, UnitId id) {
    if (!context.db().one<UnitRow>(unit_in_scope, context.scope(), {{"id", id}})) throw Error("request.invalid", {{"parent", "organizations.unknown_unit"}});
}

Versioned<UnitView> show_unit(Context& context, UnitId id) {
    const UnitRow row = found_unit(context, id);
    return {view_of(context, id), row.version};
}

Created<UnitView> create_unit(Context& context, const NewUnitBody& body) {
    require_area(context, body.area);
    if (body.parent) require_parent(context, *body.parent);
    const UnitId id = add_unit(context.tx(), {.name = body.name, .kind = body.kind, .parent = body.parent ? std::optional(body.parent->value) : std::nullopt, .area = body.area,
                                              .division_code = "", .phone = body.phone, .office_hours = body.office_hours, .client_ref = body.client_ref});
    return {view_of(context, id)};
}

Versioned<UnitView> change_unit_route(Context& context, UnitId id, const UnitChange& body) {
    const UnitRow before = found_unit(context, id);
    context.expect_version("organizations.unit", id.value, before.version);
    UnitRow after = before;
    if (body.name) after.name = *body.name;
    if (body.kind) after.kind = *body.kind;
    if (body.parent) after.parent = *body.parent;
    if (body.area) after.area = *body.area;
    if (body.phone) after.phone = *body.phone;
    if (body.office_hours) after.office_hours = *body.office_hours;
    if (after.area != before.area) require_area(context, after.area);
    if (after.parent != before.parent) require_parent(context, after.parent);
    if (!change_unit(context.tx(), before, after)) context.stale("organizations.unit", id.value, before.version);
    return {view_of(context, id), before.version + 1};
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
    return routes;
}

}  // namespace liren::organizations
