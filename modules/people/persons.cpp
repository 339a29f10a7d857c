// The register of persons and the rules that hold a row against itself.

#include "liren/names.h"
#include "people/people.h"

namespace liren::people {

namespace {

constexpr std::int64_t oldest = 150;   // years; more is likelier a slip of the pen than a life

void facts_of_id_number(RecordView& row, Findings& findings) {
    const auto facts = id_number_facts(row.text("id_number"));
    if (!facts) return;
    const std::string sex = std::to_string(facts->sex);
    if (!row.has("birth")) row.fill("birth", std::int64_t{facts->birth_date});
    else if (row.number("birth") != facts->birth_date) findings.warn("birth", "people.birth_differs");
    if (!row.has("sex")) row.fill("sex", sex);
    else if (row.text("sex") != sex) findings.warn("sex", "people.sex_differs");
}

void birth_lies_in_the_past(RecordView& row, Findings& findings) {
    const auto birth = row.number("birth");
    if (!birth) return;
    if (*birth > row.today()) findings.refuse("birth", "people.birth_in_future");
    else if (row.today() / 10000 - *birth / 10000 > oldest) findings.warn("birth", "people.very_old");
}

void relation_needs_household(RecordView& row, Findings& findings) {
    if (row.has("relation") && !row.has("household")) findings.warn("household", "people.relation_without_household");
}

}  // namespace

using namespace field;

const Register persons({.kind = "people.person", .table = "people_persons", .path = "people", .ground = "residents"},
                       {
                           person_name("name").required().title(),
                           id_number("id_number").unique().listed().searched().under("identity"),
                           code("sex", "sex").listed().filter(),
                           date("birth").listed().filter().telling(),
                           phone("phone").listed().searched().telling().under("contact"),
                           code("residence_kind", "residence_kind").listed().filter(),
                           reference("household", "people.household").listed().filter(),
                           code("relation", "household_relation").listed(),
                           reference("dwelling", "dwellings.dwelling").listed().filter().telling(),
                           code("ethnicity", "ethnicity").filter(),
                           code("marriage", "marriage"),
                           code("education", "education").filter(),
                           code("politics", "politics").filter(),
                           text("employer", 120),
                           address("registered_address"),
                           text("note", 500),
                       },
                       {facts_of_id_number, birth_lies_in_the_past, relation_needs_household});

}  // namespace liren::people
