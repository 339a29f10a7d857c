// The tree of areas over HTTP. Names, grid workers' public names and telephones are public (GB/T 34300 practice: posted where
// residents gather); adding and changing needs places.manage there.

#include <algorithm>
#include <map>

#include "liren/accounts.h"
#include "liren/error.h"
#include "routes.h"
#include "store.h"

namespace liren::places {

namespace {

// ---- reading -----------------------------------------------------------------------------------------------------------

struct DistrictQuery {
    Text<6, 6> district;
};
BOOST_DESCRIBE_STRUCT(DistrictQuery, (), (district))

struct PublicGrid {
    std::string kind, worker_name, public_phone;
};
BOOST_DESCRIBE_STRUCT(PublicGrid, (), (kind, worker_name, public_phone))

struct AreaListed {
    AreaId id, parent;
    std::string kind, name, code, initials;
    std::optional<PublicGrid> grid;
};
BOOST_DESCRIBE_STRUCT(AreaListed, (), (id, parent, kind, name, code, initials, grid))

std::vector<DistrictRow> served_districts(Context& context) {
    auto districts = context.db().all<DistrictRow>(district_rows, {});
    std::erase_if(districts, [&](const DistrictRow& district) { return !context.house().storage->has("d" + district.code); });
    return districts;
}

Items<DistrictRow> list_districts(Context& context) { return {served_districts(context)}; }

AreaId district_area(Context& context, const std::string& code) {
    for (const DistrictRow& district : served_districts(context))
        if (district.code == code) return district.area;
    not_found("places.unknown_district");
}

/// Each area right before those below it.
std::vector<AreaListed> in_tree_order(std::vector<AreaListed> lines, AreaId root) {
    std::map<std::int64_t, std::vector<std::size_t>> below;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].id == root) open.push_back(i);
        else below[lines[i].parent.value].push_back(i);
    }
    std::vector<AreaListed> ordered;
    while (!open.empty()) {
        const std::size_t line = open.back();
        open.pop_back();
        const auto& next = below[lines[line].id.value];
        open.insert(open.end(), next.rbegin(), next.rend());
        ordered.push_back(std::move(lines[line]));
    }
    return ordered;
}

Items<AreaListed> list_areas(Context& context, const DistrictQuery& query) {
    const AreaId district = district_area(context, query.district);
    const auto fresh = context.db().one<Freshness>(areas_freshness, {{"district", district}}).value();
    const std::string tag = "\"a" + std::to_string(fresh.changed_at) + "-" + std::to_string(fresh.number) + "-" + std::to_string(fresh.versions) + "\"";
    context.header("ETag", tag);
    if (context.request().header("if-none-match") == tag) return {};   // becomes 304
    std::vector<AreaListed> lines;
    for (const AreaLine& line : context.db().all<AreaLine>(areas_of_district, {{"district", district}})) {
        lines.push_back({line.id, line.parent, line.kind, line.name, line.code, line.initials, std::nullopt});
        if (line.grid_kind) lines.back().grid = PublicGrid{*line.grid_kind, line.worker_name.value_or(""), line.public_phone.value_or("")};
    }
    return {in_tree_order(std::move(lines), district)};
}

// ---- adding and changing -----------------------------------------------------------------------------------------------

struct GridBody {
    Choice<"basic|exclusive"> kind;
    std::optional<AccountId> worker_account;
    Text<50> worker_name;
    std::optional<Personal<Phone>> public_phone;
    std::optional<Integer<0, 100'000>> households;
};
BOOST_DESCRIBE_STRUCT(GridBody, (), (kind, worker_account, worker_name, public_phone, households))

struct NewAreaBody {
    Text<36, 36> client_ref;
    AreaId parent;
    Choice<"grid|committee_area"> kind;
    Text<60, 1> name;
    std::optional<GridBody> grid;
    std::optional<Text<12, 12>> division_code;   ///< of the committee whose area this is
};
BOOST_DESCRIBE_STRUCT(NewAreaBody, (), (client_ref, parent, kind, name, grid, division_code))

struct AreaChangeBody {
    std::optional<Text<60, 1>> name;
    std::optional<GridBody> grid;             ///< replaces the whole grid: what is left out is cleared
};
BOOST_DESCRIBE_STRUCT(AreaChangeBody, (), (name, grid))

/// The display name of the worker a request names; read from the gate before the transaction on the city.
struct Worker {
    std::string name;
};

constexpr const char* worker_member = "grid.worker_account";

Worker find_worker(Context& context, const std::optional<GridBody>& grid) {
    if (!grid || !grid->worker_account) return {};
    Worker worker;
    context.house().storage->read("gate", [&](Db& gate) {
        const auto account = find_account(gate, context.house().keyring, *grid->worker_account);
        if (!account || account->kind != "staff" || account->disabled) throw Error("request.invalid", {{worker_member, "places.unknown_worker"}});
        worker.name = account->display_name;
    });
    return worker;
}
AreaInfo found_area(Context& context, AreaId id) {
    const auto area = find_area(context.db(), id);
    if (!area || !covers_area(context.scope(), *area)) not_found("places.unknown_area");
    return *area;
}

// Who does not reach the area learns nothing of the account.
Worker worker_of_new(Context& context, const NewAreaBody& body) {
    found_area(context, body.parent);
    return find_worker(context, body.grid);
}
Worker worker_of_change(Context& context, AreaId id, const AreaChangeBody& body) {
    found_area(context, id);
    return find_worker(context, body.grid);
}

GridFacts facts_of(const GridBody& body, const Worker& worker) {
    GridFacts facts{body.kind, std::nullopt, body.worker_name, body.public_phone ? std::string(*body.public_phone) : "", body.households ? body.households->value : 0};
    if (body.worker_account) facts.worker = body.worker_account->value;
    if (facts.worker_name.empty()) facts.worker_name = worker.name;
    return facts;
}

void check_shape(const NewAreaBody& body) {
    std::vector<FieldError> faults;
    const bool is_grid = body.kind == "grid";
    if (is_grid && !body.grid) faults.push_back({"grid", "schema.required"});
    if (!is_grid && body.grid) faults.push_back({"grid", "places.not_a_grid"});
    if (body.division_code && (is_grid || body.division_code->find_first_not_of("0123456789") != std::string::npos)) faults.push_back({"division_code", "places.code_form"});
    if (!faults.empty()) throw Error("request.invalid", std::move(faults));
}

Created<AreaView> create_area(Context& context, const NewAreaBody& body) {
    check_shape(body);
    found_area(context, body.parent);
    const AreaId id = add_grid(context.tx(), {.parent = body.parent.value, .kind = body.kind, .name = body.name, .code = body.division_code ? std::string(*body.division_code) : "", .client_ref = body.client_ref},
                               body.grid ? facts_of(*body.grid, context.prepared<Worker>()) : GridFacts{});
    return {view_area(context.db(), context.scope(), id).value()};
}

Versioned<AreaView> change_area_route(Context& context, AreaId id, const AreaChangeBody& body) {
    const AreaInfo area = found_area(context, id);
    context.expect_version("places.area", id.value, area.version);
    AreaChange change;
    if (body.name) change.name = *body.name;
    if (body.grid) change.grid = facts_of(*body.grid, context.prepared<Worker>());
    if (!change_area(context.tx(), id, area.version, change)) context.stale("places.area", id.value, area.version);
    AreaView view = view_area(context.db(), context.scope(), id).value();
    const std::int64_t version = view.version;
    return {std::move(view), version};
}

}  // namespace

std::vector<Route> area_routes() {
    const char* why = "names of places and a grid's public telephone hang on every notice board";
    std::vector<Route> routes;
    routes.push_back(get("/api/city/districts", Access::anyone(why), list_districts, "list_districts").strangers(120));
    routes.push_back(get("/api/city/areas", Access::anyone(why), list_areas, "list_areas").strangers(120));
    routes.push_back(post("/api/city/areas", Access::permission("places.manage"), create_area, "create_area").prepare(worker_of_new));
    routes.push_back(patch("/api/city/areas/{id}", Access::permission("places.manage"), change_area_route, "change_area").prepare(worker_of_change).changes());
    return routes;
}

}  // namespace liren::places
