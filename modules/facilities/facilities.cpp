// The register of facilities, and what a part's code says by itself.

#include "facilities/facilities.h"

#include <algorithm>

namespace liren::facilities {

namespace {

// A part's code: county (6), class (2), subclass (2), serial (6).
constexpr std::size_t code_length = 16, class_at = 6, class_length = 2;

bool is_part_code(std::string_view code) {
    return code.size() == code_length && std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void class_agrees_with_code(RecordView& row, Findings& findings) {
    const std::string_view code = row.text("part_code");
    if (code.empty()) return;
    // Cities number in their own ways, too: a doubt, not an error.
    if (!is_part_code(code)) return findings.warn("part_code", "facilities.code_form");
    if (row.has("part_class") && code.substr(class_at, class_length) != row.text("part_class")) findings.warn("part_class", "facilities.class_differs");
}

void looked_after_in_the_past(RecordView& row, Findings& findings) {
    if (row.number("installed_on").value_or(0) > row.today()) findings.refuse("installed_on", "facilities.installed_in_future");
    if (row.number("checked_on").value_or(0) > row.today()) findings.refuse("checked_on", "facilities.checked_in_future");
}

}  // namespace

using namespace field;

const Register all_facilities({.kind = "facilities.facility", .table = "facilities_facilities", .path = "facilities", .ground = "facilities"},
                              {
                                  text("name", 80).required().title(),
                                  code("part_class", "part_class").required().listed().filter(),
                                  text("part_code", 20).unique().listed().searched(),
                                  text("place", 120).listed().searched().telling(),
                                  code("facility_state", "facility_state").listed().filter(),
                                  text("responsible_unit", 120).listed().searched(),
                                  date("installed_on"),
                                  date("checked_on").listed().filter(),
                                  text("note", 500),
                              },
                              {class_agrees_with_code, looked_after_in_the_past});

}  // namespace liren::facilities
