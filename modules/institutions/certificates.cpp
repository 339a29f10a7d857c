// Health certificates of those who handle food (P2-08), by the day on which they expire: the expired list is this register
// filtered by expires_on_to = today.

#include "institutions/institutions.h"

namespace liren::institutions {

namespace {

constexpr std::int64_t one_year = 10'000;   // of a yyyymmdd

/// Food workers are examined every year (food safety law, art. 45): a certificate that names no other day is good for one.
void good_for_a_year(RecordView& row, Findings& findings) {
    const auto issued = row.number("issued_on");
    if (row.has("expires_on")) return;
    if (!issued || *issued % 100 == 0) return findings.warn("expires_on", "institutions.expiry_unknown");
    const std::int64_t day = *issued % 10'000 == 229 ? *issued - 1 : *issued;   // there is a 28 February every year
    row.fill("expires_on", day + one_year);
}

void certificate_in_order(RecordView& row, Findings& findings) {
    const auto issued = row.number("issued_on"), expires = row.number("expires_on");
    if (issued && *issued > row.today()) findings.refuse("issued_on", "institutions.issued_in_future");
    if (issued && expires && *expires < *issued) findings.refuse("expires_on", "institutions.certificate_reversed");
}

}  // namespace

using namespace field;

const Register health_certificates({.kind = "institutions.health_certificate", .table = "institutions_certificates", .path = "health-certificates", .ground = "health"},
                                   {
                                       person_name("name").required().title(),
                                       text("certificate_number", 40).unique().listed().searched(),
                                       reference("institution", "institutions.institution").listed().filter(),
                                       reference("person", "people.person").filter(),
                                       date("issued_on").listed(),
                                       date("expires_on").listed().filter(),
                                       text("post", 60),
                                       text("note", 500),
                                   },
                                   {good_for_a_year, certificate_in_order});

}  // namespace liren::institutions
