// What a resident unit offers its neighbours and what was done together (P5-34); what a collective economic organisation owns
// (P5-35).

#include "institutions/institutions.h"

namespace liren::institutions {

namespace {

void offer_in_order(RecordView& row, Findings& findings) {
    const auto from = row.number("offered_from"), to = row.number("offered_to");
    if (from && to && *to < *from) findings.refuse("offered_to", "institutions.offer_reversed");
}

void done_in_the_past(RecordView& row, Findings& findings) {
    if (row.number("done_on").value_or(0) > row.today()) findings.refuse("done_on", "institutions.item_in_future");
}

void lease_in_order(RecordView& row, Findings& findings) {
    const auto from = row.number("let_from"), to = row.number("let_to");
    if (from && to && *to < *from) findings.refuse("let_to", "institutions.lease_reversed");
}

void let_to_somebody(RecordView& row, Findings& findings) {
    if (row.text("asset_state") == "let" && !row.has("lessee")) findings.warn("lessee", "institutions.let_to_nobody");
}

}  // namespace

using namespace field;

const Register offered_resources({.kind = "institutions.offered_resource", .table = "institutions_offered_resources", .path = "offered-resources", .ground = "institutions"},
                                 {
                                     text("resource", 120).required().title(),
                                     reference("institution", "institutions.institution").required().listed().filter(),
                                     code("resource_kind", "resource_kind").required().listed().filter(),
                                     date("offered_from").listed().begins(),
                                     date("offered_to").listed().ends(),
                                     text("terms", 200),
                                     text("note", 500),
                                 },
                                 {offer_in_order});

const Register joint_items({.kind = "institutions.joint_item", .table = "institutions_joint_items", .path = "joint-items", .ground = "institutions"},
                           {
                               text("item", 120).required().title(),
                               reference("institution", "institutions.institution").required().listed().filter(),
                               reference("resource", "institutions.offered_resource").listed().filter(),
                               date("done_on").required().listed().filter(),
                               integer("people_served", 0, 1'000'000).listed(),
                               text("outcome", 500),
                           },
                           {done_in_the_past});

const Register collective_assets({.kind = "institutions.collective_asset", .table = "institutions_collective_assets", .path = "collective-assets", .ground = "assets"},
                                 {
                                     text("name", 120).required().title(),
                                     reference("institution", "institutions.institution").required().listed().filter(),
                                     code("asset_kind", "asset_kind").required().listed().filter(),
                                     text("quantity", 60).listed(),
                                     amount("book_value", 2, 100'000'000'000).listed(),
                                     code("asset_state", "asset_state").listed().filter(),
                                     text("lessee", 120).searched(),
                                     date("let_from"),
                                     date("let_to").listed().filter(),
                                     amount("yearly_rent", 2, 100'000'000'000),
                                     text("note", 500),
                                 },
                                 {lease_in_order, let_to_somebody});

}  // namespace liren::institutions
