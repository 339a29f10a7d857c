// Areas and grids over HTTP. Names, grid workers' public names and telephones are public (GB/T 34300 practice: posted where
// residents gather); changing them needs places.manage in the area.

#include "liren/accounts.h"
#include "liren/digest.h"
#include "liren/error.h"
#include "liren/pinyin.h"
#include "routes.h"
#include "store.h"

namespace liren::places {

namespace {

struct DistrictQuery {
    Text<6, 6> district;
};
BOOST_DESCRIBE_STRUCT(DistrictQuery, (), (district))

struct SearchQuery {
    Text<6, 6> district;
    Text<30, 1> q;
};
BOOST_DESCRIBE_STRUCT(SearchQuery, (), (district, q))

struct GridLine {
    std::string kind, worker_name, public_phone;
};
BOOST_DESCRIBE_STRUCT(GridLine, (), (kind, worker_name, public_phone))

struct AreaListed {
    AreaId id, parent;
    std::string kind, name, code, initials;
    std::optional<GridLine> grid;
};
BOOST_DESCRIBE_STRUCT(AreaListed, (), (id, parent, kind, name, code, initials, grid))

struct AreaStep {
    AreaId id;
    std::string name, kind;
};
BOOST_DESCRIBE_STRUCT(AreaStep, (), (id, name, kind))

struct GridView {
    std::string kind;
    AccountId worker_account;
    std::string worker_name, public_phone;
    std::int64_t households = 0;
};
BOOST_DESCRIBE_STRUCT(GridView, (), (kind, worker_account, worker_name, public_phone, households))

struct AreaView {
    AreaId id;
    std::int64_t version = 0;
    std::string kind, name, code;
    AreaId parent;
    std::vector<AreaStep> path;
    std::optional<GridView> grid;
    Instant valid_from;
    std::optional<Instant> valid_to;
};
BOOST_DESCRIBE_STRUCT(AreaView, (), (id, version, kind, name, code, parent, path, grid, valid_from, valid_to))

struct AreaFound {
    AreaId id;
    std::string kind, name, path_text;
};
BOOST_DESCRIBE_STRUCT(AreaFound, (), (id, kind, name, path_text))

struct GridBody {
    Choice<"basic|exclusive"> kind;
    std::optional<AccountId> worker_account;
    Text<50> worker_name;
    Text<40> public_phone;
    std::optional<Integer<0, 100'000>> households;
};
BOOST_DESCRIBE_STRUCT(GridBody, (), (kind, worker_account, worker_name, public_phone, households))

struct NewAreaBody {
    Text<36, 36> client_ref;
    AreaId parent;
    Choice<"grid|committee_area"> kind;
    Text<60, 1> name;
    std::optional<GridBody> grid;
};
BOOST_DESCRIBE_STRUCT(NewAreaBody, (), (client_ref, parent, kind, name, grid))

struct AreaChange {
    std::optional<Text<60, 1>> name;
    std::optional<GridBody> grid;
};
BOOST_DESCRIBE_STRUCT(AreaChange, (), (name, grid))

struct DoorView {
    std::string code, label, place;
    AreaId area, community, grid;
    std::string community_name, grid_name, worker_name, worker_phone;
    std::optional<std::int64_t> lat, lon;
};
BOOST_DESCRIBE_STRUCT(DoorView, (), (code, label, place, area, community, grid, community_name, grid_name, worker_name, worker_phone, lat, lon))

std::int64_t district_area(Db& city, const std::string& code) {
    for (const DistrictRow& district : city.all<DistrictRow>(district_rows, {}))
        if (district.code == code) return district.area.value;
    not_found("places.unknown_district");
}

Items<DistrictRow> list_districts(Context& context) { return {context.db().all<DistrictRow>(district_rows, {})}; }

Items<AreaListed> list_areas(Context& context, const DistrictQuery& query) {
    const std::int64_t district = district_area(context.db(), query.district);
    const auto fresh = context.db().one<Freshness>(areas_freshness, {{"district", district}}).value();
    context.header("ETag", "\"a" + std::to_string(fresh.changed_at) + "-" + std::to_string(fresh.number) + "\"");
    Items<AreaListed> list;
    for (const AreaLine& line : context.db().all<AreaLine>(areas_of_district, {{"district", district}})) {
        AreaListed listed{line.id, line.parent, line.kind, line.name, line.code, line.initials, std::nullopt};
        if (line.grid_kind) listed.grid = GridLine{*line.grid_kind, line.worker_name.value_or(""), line.public_phone.value_or("")};
        list.items.push_back(std::move(listed));
    }
    return list;
}

Items<AreaFound> find_areas(Context& context, const SearchQuery& query) {
    const std::int64_t district = district_area(context.db(), query.district);
    std::string initials = query.q;
    for (char& c : initials)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    Items<AreaFound> found;
    for (const AreaInfo& area : context.db().all<AreaInfo>(search_areas, {{"district", district}, {"name", "%" + query.q + "%"}, {"initials", "%" + initials + "%"}, {"limit", 20}}))
        found.items.push_back({area.id, area.kind, area.name, area.label()});
    return found;
}

AreaView view_of(Db& city, const AreaRow& row) {
    AreaView view{AreaId{row.id}, row.version, row.kind, row.name, row.code, AreaId{row.parent}, {}, std::nullopt, row.valid_from, row.valid_to};
    for (std::int64_t id = row.parent; id != 0;) {
        const auto above = city.one<AreaRow>(area_by_id, {{"id", id}});
        if (!above) break;
        view.path.insert(view.path.begin(), {AreaId{above->id}, above->name, above->kind});
        id = above->parent;
    }
    if (const auto grid = city.one<GridRow>(grid_by_area, {{"area", row.id}}))
        view.grid = GridView{grid->kind, AccountId{grid->worker.value_or(0)}, grid->worker_name, grid->public_phone, grid->households};
    return view;
}

Versioned<AreaView> show_area(Context& context, AreaId id) {
    const auto row = context.db().one<AreaRow>(area_in_scope, context.scope(), {{"id", id}});
    if (!row) not_found("places.unknown_area");
    return {view_of(context.db(), *row), row->version};
}

GridFacts facts_of(Context& context, const GridBody& body) {
    GridFacts facts{body.kind, std::nullopt, body.worker_name, body.public_phone, body.households ? body.households->value : 0};
    if (!body.worker_account) return facts;
    const std::string name = context.house().display_name(*body.worker_account);
    if (name.empty()) throw Error("request.invalid", {{"grid.worker_account", "places.unknown_worker"}});
    facts.worker = body.worker_account->value;
    if (facts.worker_name.empty()) facts.worker_name = name;
    return facts;
}

Created<AreaView> create_area(Context& context, const NewAreaBody& body) {
    if (!context.db().one<AreaRow>(area_in_scope, context.scope(), {{"id", body.parent}})) throw Error("request.invalid", {{"parent", "places.unknown_area"}});
    if (body.kind == "grid" && !body.grid) throw Error("request.invalid", {{"grid", "schema.required"}});
    const AreaId id = add_grid(context.tx(), {.parent = body.parent.value, .kind = body.kind, .name = body.name, .client_ref = body.client_ref},
                               body.grid ? facts_of(context, *body.grid) : GridFacts{});
    return {view_of(context.db(), context.db().one<AreaRow>(area_by_id, {{"id", id}}).value())};
}

Versioned<AreaView> change_area_route(Context& context, AreaId id, const AreaChange& body) {
    auto row = context.db().one<AreaRow>(area_in_scope, context.scope(), {{"id", id}});
    if (!row) not_found("places.unknown_area");
    context.expect_version("places.area", row->id, row->version);
    const std::string name = body.name ? std::string(*body.name) : row->name;
    std::string initials;
    for (const std::string& each : pinyin_initials(name)) initials += (initials.empty() ? "" : " ") + each;
    if (context.tx().run(change_area, {{"name", name}, {"sort_key", sort_key(name)}, {"initials", initials}, {"now", context.now()}, {"id", id}, {"version", row->version}}) == 0)
        context.stale("places.area", row->id, row->version);
    if (body.grid) {
        if (row->kind != "grid") throw Error("request.invalid", {{"grid", "places.not_a_grid"}});
        const GridFacts facts = facts_of(context, *body.grid);
        context.tx().run(change_grid, {{"kind", facts.kind}, {"worker", facts.worker}, {"worker_name", facts.worker_name}, {"public_phone", facts.public_phone},
                                       {"households", facts.households}, {"area", id}});
    }
    context.tx().record({.name = "places.area_changed", .subject_kind = "places.area", .subject = row->id, .version = row->version + 1, .area = row->id,
                         .fields = body.grid ? "name,grid" : "name", .evidence = name});
    row = context.db().one<AreaRow>(area_by_id, {{"id", id}});
    return {view_of(context.db(), *row), row->version};
}

DoorView show_door(Context& context, std::string code) {
    const auto door = find_door(context.db(), code);
    if (!door || !code.starts_with(context.district() + "-")) not_found("places.unknown_door");
    const auto area = find_area(context.db(), door->area).value();
    DoorView view{door->code, area.label(), door->place, door->area, AreaId{area.community}, AreaId{area.grid}, area.community_name, area.grid_name, {}, {}, door->lat, door->lon};
    context.house().storage->read("city", [&](Db& city) {
        if (const auto grid = city.one<GridRow>(grid_by_area, {{"area", area.grid}})) {
            view.worker_name = grid->worker_name;
            view.worker_phone = grid->public_phone;
        }
    });
    return view;
}

}  // namespace

std::vector<Route> area_routes() {
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    const char* why = "names of places and a grid's public telephone hang on every notice board";
    add(get("/api/city/districts", Access::anyone(why), list_districts, "list_districts"));
    add(get("/api/city/areas", Access::anyone(why), list_areas, "list_areas"));
    add(get("/api/city/areas/search", Access::anyone(why), find_areas, "find_areas"));
    add(get("/api/city/areas/{id}", Access::permission("places.read"), show_area, "show_area"));
    add(post("/api/city/areas", Access::permission("places.manage"), create_area, "create_area"));
    add(patch("/api/city/areas/{id}", Access::permission("places.manage"), change_area_route, "change_area").changes());
    add(get("/api/d/{d}/doors/{code}", Access::anyone("whoever stands at the door"), show_door, "show_door"));
    return routes;
}

}  // namespace liren::places
