// What the register of vehicles promises, on SQLite and PostgreSQL. The plates are invented.

#include "dwellings/dwellings.h"
#include "people/people.h"
#include "tests/city_house.h"
#include "vehicles/vehicles.h"

using namespace liren;
using namespace liren::testing;

namespace {

class Garage : public CityHouse {
public:
    explicit Garage(Installation& installation) : CityHouse(installation, {places::module(), organizations::module(), dwellings::module(), people::module(), vehicles::module()}) {
        hire_at("clerk", "community_worker", "140502002012");
        hire_at("other", "community_worker", "140502002013");
        hire_at("leader", "subdistrict_leader", "140502002000");
    }
    Answer add(const std::string& path, int ref, const std::string& more) {
        return post("clerk", "/api/d/140502/" + path, R"({"client_ref":")" + client_ref(ref) + R"(","area":")" + area_id("140502002012") + "\"" + more + "}");
    }
    Answer add_vehicle(int ref, const std::string& plate, const std::string& more = {}) { return add("vehicles", ref, R"(,"plate":")" + plate + "\"" + more); }
    /// The warnings of a row, as key@field.
    std::vector<std::string> warnings(const std::string& plate, const std::string& plate_kind) {
        Record row;
        row.area = area("140502002012").id.value;
        row.values.resize(vehicles::all_vehicles.fields().size());
        row.values[vehicles::all_vehicles.index_of("plate")] = plate;
        if (!plate_kind.empty()) row.values[vehicles::all_vehicles.index_of("plate_kind")] = plate_kind;
        Findings findings;
        house().storage->read("d140502", [&](Db& db) { check_record(db, house(), vehicles::all_vehicles, row, findings); });
        std::vector<std::string> found;
        for (const Finding& warning : findings.warnings()) found.push_back(warning.key + "@" + warning.field);
        return found;
    }
    std::vector<std::string> plates(const std::string& as, const std::string& query) {
        std::vector<std::string> found;
        for (const auto& item : get(as, "/api/d/140502/vehicles?" + query).items()) found.emplace_back(item.at("plate").as_string());
        return found;
    }
};

void in_garage(const std::function<void(Garage&)>& test) {
    with_each_installation([&](Installation& installation) {
        Garage garage(installation);
        test(garage);
    });
}

using Plates = std::vector<std::string>;

}  // namespace

TEST_CASE("a vehicle is found by its plate however it is typed, by its end, and by the phone that moves it") {
    in_garage([](Garage& garage) {
        const Answer made = garage.add_vehicle(1, "晋g·1234a", R"(,"phone":"13800007777","parking":"地下车库B区12号","colour":"J")");
        REQUIRE_MESSAGE(made.status == 201, made.text);
        CHECK(made.string("plate") == "晋G1234A");
        CHECK(made.string("phone") == "138****7777");
        for (const char* word : {"%E6%99%8BG1234A", "g1234a", "%E6%99%8Bg%C2%B71234a", "1234a", "234a", "13800007777", "7777", "%E8%BD%A6%E5%BA%93"})
            CHECK_MESSAGE(garage.plates("clerk", std::string("q=") + word) == Plates{"晋G1234A"}, word);
        CHECK(garage.post("clerk", "/api/d/140502/vehicles/" + made.string("id") + "/look", R"({"reason":"请车主挪车"})").string("phone") == "13800007777");
    });
}

TEST_CASE("one plate stands in one current row") {
    in_garage([](Garage& garage) {
        REQUIRE(garage.add_vehicle(1, "晋G1234A").status == 201);
        CHECK(garage.add_vehicle(2, "晋G 1234a").fault("plate") == "register.taken");
    });
}

TEST_CASE("the kind of a new-energy, trainer or trailer plate is read from the plate") {
    in_garage([](Garage& garage) {
        CHECK(garage.add_vehicle(1, "晋GD12345").string("plate_kind") == "52");
        CHECK(garage.add_vehicle(2, "晋G12345F").string("plate_kind") == "51");
        CHECK(garage.add_vehicle(3, "晋G1234学").string("plate_kind") == "16");
        CHECK(garage.add_vehicle(4, "晋G1234挂").string("plate_kind") == "15");
        CHECK(garage.add_vehicle(5, "晋G12345").body.at("plate_kind").is_null());   // large or small: a plate does not say
    });
}

TEST_CASE("a kind that differs from the plate, and a plate nobody knows, are warned of and kept") {
    in_garage([](Garage& garage) {
        CHECK(garage.warnings("晋G12345", "52") == Plates{"vehicles.kind_differs@plate_kind"});
        CHECK(garage.warnings("晋GD12345", "02") == Plates{"vehicles.kind_differs@plate_kind"});
        CHECK(garage.warnings("晋G12345", "02").empty());
        CHECK(garage.warnings("晋GD12345", "52").empty());
        CHECK(garage.warnings("晋城A00123", "ebike") == Plates{"register.plate_unverified@plate"});
    });
}

TEST_CASE("a vehicle is not registered in the future") {
    in_garage([](Garage& garage) {
        CHECK(garage.add_vehicle(1, "晋G1234A", R"(,"registered_on":"2999-01-01")").fault("registered_on") == "vehicles.registered_in_future");
    });
}

TEST_CASE("a person's archive and a dwelling's show the vehicles, and another community's clerk finds none") {
    in_garage([](Garage& garage) {
        const std::string dwelling = garage.add("dwellings", 1, R"(,"label":"3号楼2单元501")").string("id");
        const std::string person = garage.add("people", 2, R"(,"name":"张三")").string("id");
        const Answer vehicle = garage.add_vehicle(3, "晋G1234A", R"(,"owner":")" + person + R"(","dwelling":")" + dwelling + "\"");
        REQUIRE_MESSAGE(vehicle.status == 201, vehicle.text);
        CHECK(vehicle.string("owner_name") == "张三");
        for (const std::string& subject : {"people/" + person, "dwellings/" + dwelling}) {
            std::size_t rows = 0;
            for (const auto& section : garage.get("leader", "/api/d/140502/" + subject + "/related").items())
                if (section.at("register").as_string() == "vehicles.vehicle") rows += section.at("rows").as_array().size();
            CHECK_MESSAGE(rows == 1, subject);
        }
        CHECK(garage.get("other", "/api/d/140502/vehicles/" + vehicle.string("id")).status == 404);
        CHECK(garage.plates("other", "q=1234a").empty());
        CHECK(garage.plates("clerk", "owner=" + person) == Plates{"晋G1234A"});
    });
}

TEST_CASE("every statement of the vehicles prepares, and its lists walk an index") {
    in_garage([](Garage& garage) { CHECK(statement_faults(*garage.house().storage, "vehicles", {"find", "after_key", "value", "subject_kind", "plate", "plate_kind", "colour"}).empty()); });
}
