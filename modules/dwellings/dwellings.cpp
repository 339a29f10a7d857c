// The registers of compounds, buildings, dwellings and tenures.

#include "dwellings/dwellings.h"

namespace liren::dwellings {

namespace {

void tenure_in_order(RecordView& row, Findings& findings) {
    const auto from = row.number("held_from"), to = row.number("held_to");
    if (from && to && *to < *from) findings.refuse("held_to", "dwellings.tenure_reversed");
}

}  // namespace

using namespace field;

const Register compounds({.kind = "dwellings.compound", .table = "dwellings_compounds", .path = "compounds", .ground = "facilities"},
                         {
                             text("name", 60).required().title(),
                             code("compound_kind", "compound_kind").listed().filter(),
                             text("property_company", 120).listed().searched(),
                             integer("built_year", 1850, 2200).listed(),
                             integer("households", 0, 100'000).listed(),
                             text("note", 500),
                         });

const Register buildings({.kind = "dwellings.building", .table = "dwellings_buildings", .path = "buildings", .ground = "facilities"},
                         {
                             text("name", 60).required().title(),
                             reference("compound", "dwellings.compound").listed().filter().telling().qualifying(),
                             integer("floors", 1, 200).listed(),
                             integer("entrances", 1, 60).listed(),
                             boolean("elevator").listed().filter(),
                             text("note", 500),
                         });

const Register all_dwellings({.kind = "dwellings.dwelling", .table = "dwellings_dwellings", .path = "dwellings", .ground = "dwellings"},
                             {
                                 text("label", 80).required().title(),
                                 reference("building", "dwellings.building").listed().filter().telling().qualifying(),
                                 text("entrance", 20).listed(),
                                 integer("floor", -5, 200).listed(),
                                 amount("floor_area", 2, 100'000).listed(),
                                 code("dwelling_use", "dwelling_use").listed().filter(),
                                 code("dwelling_state", "dwelling_state").listed().filter(),
                                 text("note", 500),
                             });

const Register tenures({.kind = "dwellings.tenure", .table = "dwellings_tenures", .path = "tenures", .ground = "dwellings"},
                       {
                           reference("dwelling", "dwellings.dwelling").required().listed().filter(),
                           reference("person", "people.person").required().listed().filter(),
                           code("tenure_kind", "tenure_kind").required().listed().filter(),
                           date("held_from").listed().begins(),
                           date("held_to").listed().ends(),
                           text("note", 500),
                       },
                       {tenure_in_order});

}  // namespace liren::dwellings
