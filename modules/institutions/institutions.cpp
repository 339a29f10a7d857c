// The register of institutions, and what a credit code says by itself.

#include <array>

#include "institutions/institutions.h"

namespace liren::institutions {

namespace {

/// What GB 32100 lets us read from the first characters of a code: only classes that leave no doubt.
struct KindOfCode {
    std::string_view begins, kind;
};
constexpr std::array<KindOfCode, 6> kinds_of_codes = {{{"91", "enterprise"}, {"92", "shop"}, {"51", "social_organisation"}, {"52", "social_organisation"}, {"53", "social_organisation"}, {"N", "collective"}}};

// A school may be run as a firm or as a private non-enterprise unit: its class says nothing against it.
bool may_be_of_any_class(std::string_view kind) { return kind == "school" || kind == "resident_unit" || kind == "medical" || kind == "other"; }

void kind_agrees_with_code(RecordView& row, Findings& findings) {
    const std::string_view code = row.text("credit_code"), kind = row.text("institution_kind");
    if (kind.empty() || may_be_of_any_class(kind)) return;
    for (const KindOfCode& known : kinds_of_codes) {
        if (!code.starts_with(known.begins)) continue;
        const bool trade = (known.kind == "enterprise" || known.kind == "shop") && (kind == "enterprise" || kind == "shop");   // a shop may be a company's
        if (kind != known.kind && !trade) findings.warn("institution_kind", "institutions.kind_differs");
    }
}

void key_place_can_be_called(RecordView& row, Findings& findings) {
    if (row.number("key_place").value_or(0) == 1 && !row.has("phone")) findings.warn("phone", "institutions.key_place_without_phone");
}

void opened_in_the_past(RecordView& row, Findings& findings) {
    if (row.number("opened_on").value_or(0) > row.today()) findings.refuse("opened_on", "institutions.opened_in_future");
}

}  // namespace

using namespace field;

const Register all_institutions({.kind = "institutions.institution", .table = "institutions_institutions", .path = "institutions", .ground = "institutions"},
                                {
                                    text("name", 120).required().title(),
                                    credit_code("credit_code").unique().listed().searched(),
                                    code("institution_kind", "institution_kind").required().listed().filter(),
                                    person_name("legal_representative").listed().searched(),
                                    phone("phone").listed().searched().telling().under("contact"),
                                    text("place", 120).listed().searched().telling(),
                                    reference("dwelling", "dwellings.dwelling").filter(),
                                    boolean("key_place").listed().filter(),
                                    text("business", 200),
                                    integer("staff", 0, 1'000'000),
                                    date("opened_on"),
                                    text("note", 500),
                                },
                                {kind_agrees_with_code, key_place_can_be_called, opened_in_the_past});

}  // namespace liren::institutions
