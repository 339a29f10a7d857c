// Fills a new data directory for measuring: the demo's district and people, and as many cases as asked for, spread evenly over
// its grids and made with the public verbs of cases. `bench_seed DIRECTORY CASES`. The directory is one that `liren serve
// --test` opens. Of a hundred cases 40 stand reported, 10 accepted, 20 dispatched, 30 closed.

#include <cstdlib>
#include <iostream>

#include "cases/cases.h"
#include "demo/demo.h"
#include "installation.h"
#include "liren/accounts.h"
#include "places/places.h"

namespace liren {

namespace {

constexpr const char* district = "140502";
constexpr int cases_at_once = 100;

struct GridRow {
    std::int64_t id = 0, subdistrict = 0, community = 0;
    std::optional<std::int64_t> worker;
};
BOOST_DESCRIBE_STRUCT(GridRow, (), (id, subdistrict, community, worker))

const Statement all_grids(StoreKind::city, "bench.all_grids", R"sql(
    select a.id, a.subdistrict, a.community, g.worker
    from places_areas a
    join places_grids g on g.area = a.id
    order by a.id
)sql");

const Statement some_units(StoreKind::city, "bench.some_units", R"sql(
    select u.id from organizations_units u where u.kind = 'department' order by u.id
)sql");

struct People {
    cases::Actor clerk, checker;
    std::vector<std::int64_t> units;
    std::vector<GridRow> grids;
};

People people_of(House& house) {
    People people;
    house.storage->read("gate", [&](Db& gate) {
        people.clerk.account = AccountId{find_demo_account(gate, house.keyring, "community-worker").value().id};
        people.checker.account = AccountId{find_demo_account(gate, house.keyring, "second-worker").value().id};
    });
    house.storage->read("city", [&](Db& city) {
        people.grids = city.all<GridRow>(all_grids, {});
        city.each(some_units, nullptr, {}, [&](const Row& row) { people.units.push_back(row.integer(0)); }, {});
    });
    return people;
}

void must(bool moved) {
    if (!moved) throw std::logic_error("a case moved while it was made");
}

void make_case(Tx& tx, House& house, const People& people, int number) {
    const std::string store = std::string("d") + district;
    const GridRow& grid = people.grids[static_cast<std::size_t>(number) % people.grids.size()];
    cases::NewCase given;
    given.category = number % 3 == 0 ? "street_lamp" : number % 3 == 1 ? "manhole" : "greening";
    given.text = "路灯连着三天不亮，晚上老人出门看不清路，第" + std::to_string(number) + "次说了";
    given.place = "前书院社区 第1网格 · 3号楼二单元";
    given.area = given.grid = grid.id;
    given.subdistrict = grid.subdistrict;
    given.community = grid.community;
    given.reporter_kind = "number";
    given.name = "王秀兰";
    given.phone = "13900001234";
    const auto id = cases::report(tx, house, store, given).id;
    const int fate = number / static_cast<int>(people.grids.size()) * 37 % 100;   // the same mixture in every grid
    if (fate < 40) return;
    const auto row = [&] { return cases::find(tx, id, Scope::all()).value(); };
    must(cases::accept(tx, house, store, row(), people.clerk));
    if (fate < 50) return;
    const bool to_worker = grid.worker && number % 2 == 0;
    const std::int64_t unit = people.units[static_cast<std::size_t>(number) % people.units.size()];
    const cases::Actor handler = to_worker ? cases::Actor{AccountId{*grid.worker}, {}} : cases::Actor{AccountId{grid.worker.value_or(people.clerk.account.value)}, {unit}};
    must(cases::dispatch(tx, house, store, row(), people.clerk, to_worker ? std::nullopt : std::optional(unit), to_worker ? grid.worker : std::nullopt, ""));
    if (fate < 70) return;
    must(cases::acknowledge(tx, house, store, row(), handler));
    must(cases::begin(tx, house, store, row(), handler));
    must(cases::complete(tx, house, store, row(), handler, "已更换灯具，恢复照明", {}));
    must(cases::verify(tx, house, store, row(), people.checker));
    must(cases::close(tx, house, store, row(), people.checker, ""));
}

void seed(const std::string& directory, int count) {
    const auto house = open_house({.data = directory, .test = true, .fast = true});
    demo::fill(*house, district, {pack("demo/demo.yaml"), pack("demo/population.yaml")}, "", {0, 0}, [](const std::string&) {});
    const People people = people_of(*house);
    for (int made = 0; made < count; made += cases_at_once)
        house->storage->write_now(std::string("d") + district, {people.clerk.account, house->clock.now()}, [&](Tx& tx) {
            for (int i = made; i < std::min(count, made + cases_at_once); ++i) make_case(tx, *house, people, i);
        });
    std::cout << count << " cases in " << people.grids.size() << " grids" << std::endl;
    house->storage->close();
}

}  // namespace

}  // namespace liren

int main(int argument_count, char** arguments) {
    if (argument_count != 3) {
        std::cerr << "bench_seed DIRECTORY CASES\n";
        return 2;
    }
    try {
        liren::seed(arguments[1], std::atoi(arguments[2]));
    } catch (const std::exception& failure) {
        std::cerr << "bench_seed: " << failure.what() << '\n';
        return 1;
    }
}
