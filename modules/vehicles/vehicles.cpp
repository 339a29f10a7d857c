// The register of vehicles, and what a plate says by itself.

#include "vehicles/vehicles.h"

#include <algorithm>
#include <array>
#include <optional>

#include "liren/numbers.h"
#include "liren/text.h"

namespace liren::vehicles {

namespace {

// GA/T 16.7: the kinds that can be read from a plate.
constexpr const char* large_new_energy = "51";
constexpr const char* small_new_energy = "52";
constexpr std::size_t new_energy_characters = 8;   // an ordinary plate has seven

/// Special last characters and the kind they mean: trailer, trainer, police, Hong Kong, Macao.
constexpr std::array<std::pair<std::string_view, const char*>, 5> special_ends = {{{"\u6302", "15"}, {"\u5b66", "16"}, {"\u8b66", "23"}, {"\u6e2f", "26"}, {"\u6fb3", "27"}}};

std::optional<std::string> kind_said_by(std::string_view plate) {
    for (const auto& [end, kind] : special_ends)
        if (plate.ends_with(end)) return kind;
    if (count_characters(plate) != new_energy_characters) return std::nullopt;
    return plate.back() >= '0' && plate.back() <= '9' ? small_new_energy : large_new_energy;
}

void kind_agrees_with_plate(RecordView& row, Findings& findings) {
    const std::string_view plate = row.text("plate");
    if (!is_known_plate(plate)) return;
    const auto said = kind_said_by(plate);
    const std::string_view given = row.text("plate_kind");
    if (said && given.empty()) row.fill("plate_kind", *said);
    else if (said ? given != *said : given == small_new_energy || given == large_new_energy) findings.warn("plate_kind", "vehicles.kind_differs");
}

void registered_in_the_past(RecordView& row, Findings& findings) {
    if (row.number("registered_on").value_or(0) > row.today()) findings.refuse("registered_on", "vehicles.registered_in_future");
}

}  // namespace

using namespace field;

const Register all_vehicles({.kind = "vehicles.vehicle", .table = "vehicles_vehicles", .path = "vehicles", .ground = "vehicles"},
                            {
                                plate("plate").required().unique().title(),
                                code("plate_kind", "plate_kind").listed().filter(),
                                reference("owner", "people.person").listed().filter(),
                                phone("phone").listed().searched().under("contact"),
                                reference("dwelling", "dwellings.dwelling").listed().filter(),
                                text("parking", 80).listed().searched(),
                                code("colour", "vehicle_colour").listed().filter(),
                                text("brand", 60).listed(),
                                date("registered_on"),
                                text("note", 500),
                            },
                            {kind_agrees_with_plate, registered_in_the_past});

}  // namespace liren::vehicles
