// Grids (GB/T 34300): one grid lies in one community or village, is basic or exclusive, and has a code and a worker.

#include "grids.h"

#include "liren/error.h"
#include "store.h"

namespace liren::places {

namespace {

constexpr std::size_t division_code_digits = 12;
constexpr int most_grids_of_a_kind = 999;

bool takes_grids(const std::string& kind) { return kind == "community" || kind == "village"; }

}  // namespace

std::string next_grid_code(Tx& city, std::int64_t community, std::string_view kind) {
    const auto parent = city.one<AreaRow>(area_by_id, {{"id", community}});
    if (!parent || parent->code.size() != division_code_digits) return {};
    const std::string prefix = parent->code + (kind == "exclusive" ? "1" : "0");
    const std::string last = city.word(last_code, {{"first", prefix + "000"}, {"last", prefix + "999"}}).value_or("");
    const int serial = last.empty() ? 1 : std::stoi(last.substr(prefix.size())) + 1;
    require(serial <= most_grids_of_a_kind, "places.grids_full");
    const std::string digits = std::to_string(serial);
    return prefix + std::string(3 - digits.size(), '0') + digits;
}

void write_grid(Tx& city, AreaId grid, const GridFacts& facts) {
    city.run(update_grid, {{"kind", facts.kind}, {"worker", facts.worker}, {"worker_name", facts.worker_name}, {"public_phone", facts.public_phone},
                           {"households", facts.households}, {"area", grid}});
}

std::optional<GridFacts> find_grid(Db& db, AreaId grid) {
    return db.one<GridFacts>(db.kind() == StoreKind::city ? grid_in_city : grid_in_district, {{"area", grid.value}});
}

std::optional<AccountId> grid_worker(Db& db, AreaId grid) {
    const auto facts = find_grid(db, grid);
    return facts && facts->worker ? std::optional(AccountId{*facts->worker}) : std::nullopt;
}

AreaId add_grid(Tx& city, const NewArea& area, const GridFacts& facts) {
    const auto parent = city.one<AreaRow>(area_by_id, {{"id", area.parent}});
    if (!parent || !takes_grids(parent->kind)) throw Error("request.invalid", {{"parent", "places.grid_parent"}});
    NewArea added = area;
    if (added.kind == "grid" && added.code.empty()) added.code = next_grid_code(city, area.parent, facts.kind);
    const AreaId id = add_area(city, added);
    if (area.kind == "grid")
        city.run(insert_grid, {{"area", id.value}, {"kind", facts.kind}, {"worker", facts.worker}, {"worker_name", facts.worker_name},
                               {"public_phone", facts.public_phone}, {"households", facts.households}});
    return id;
}

void set_grid_worker(Tx& city, AreaId grid, AccountId worker, std::string_view name) {
    auto facts = find_grid(city, grid);
    const auto area = find_area(city, grid);
    if (!facts || !area) not_found("places.unknown_area");
    facts->worker = worker.value;
    facts->worker_name = name;
    if (!change_area(city, grid, area->version, {.name = {}, .grid = facts})) throw Error(409, "places.changed_meanwhile");
}

}  // namespace liren::places
