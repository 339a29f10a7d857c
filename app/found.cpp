// `liren found`: a district and its first administrator in a directory that serve was never told to fill with a demo.

#include <fstream>
#include <iostream>

#include "cases/cases.h"
#include "commands.h"
#include "liren/accounts.h"
#include "liren/digest.h"
#include "liren/password.h"
#include "organizations/organizations.h"
#include "places/places.h"

namespace liren {

namespace {

std::string divisions_of(const Founding& founding) {
    if (founding.divisions.empty()) return std::string(pack("divisions/" + founding.district + ".csv"));
    std::ifstream file(founding.divisions, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + founding.divisions);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

places::AreaInfo district_area(House& house, const std::string& district) {
    std::optional<places::AreaInfo> area;
    house.storage->read("city", [&](Db& city) {
        if (const auto id = places::area_of_code(city, district + "000000")) area = places::find_area(city, *id);
    });
    if (!area) throw std::runtime_error("the divisions hold no row " + district + "000000");
    return *area;
}

}  // namespace

int found(const Installation& installation, const Founding& founding) {
    Installation bare = installation;
    bare.empty = true;
    auto house = open_house(bare);
    if (house->settings.demo) throw std::runtime_error("this directory holds a demo; found a district in another one, with --data");
    const std::string divisions = divisions_of(founding);
    house->storage->add_district(founding.district);
    house->migrate();
    organizations::load_divisions(*house, divisions, pack("divisions/suffixes.yaml"));
    cases::load_pack(*house, founding.district, pack("cases/categories.yaml"));
    const places::AreaInfo area = district_area(*house, founding.district);
    const std::string password = random_token(9) + "7a";   // the rule wants a letter and a digit
    house->storage->write_now("gate", {AccountId{}, house->clock.now()}, [&](Tx& gate) {
        const AccountId id = create_account(gate, house->keyring, {.login = founding.login, .display_name = founding.login, .password_hash = hash_password(password), .home_district = founding.district});
        give_grant(gate, id, {.role = "sys_admin", .district = founding.district, .level = AreaLevel::district, .area = area.id.value, .area_path = area.path()});
    });
    std::cout << area.name << " (" << founding.district << ") is founded. Its administrator signs in at /console as\n  " << founding.login << "\n  " << password
              << "\nand changes this password first; it is shown only here." << std::endl;
    house->storage->close();
    return 0;
}

}  // namespace liren
