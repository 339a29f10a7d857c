// Tags on persons, each with its validity, source and who confirmed it. Care tags (P8-38) are read by who reads people; key
// groups (P5-44) by named roles only: another permission, and no search word, so that nothing outside it can tell.

#include "people/people.h"

namespace liren::people {

namespace {

void validity_in_order(RecordView& row, Findings& findings) {
    const auto from = row.number("valid_from"), to = row.number("valid_to");
    if (from && to && *to < *from) findings.refuse("valid_to", "people.validity_reversed");
}

}  // namespace

using namespace field;

const Register care_tags({.kind = "people.care_tag", .table = "people_care_tags", .path = "care-tags", .ground = "care"},
                         {
                             reference("person", "people.person").required().listed().filter(),
                             code("tag", "care_tag").required().listed().filter(),
                             date("valid_from").listed().begins(),
                             date("valid_to").listed().ends(),
                             text("note", 500),
                         },
                         {validity_in_order});

const Register key_group_tags({.kind = "people.key_group_tag", .table = "people_key_group_tags", .path = "key-group-tags", .permission = "key_groups", .ground = "key_groups", .is_watched = true},
                              {
                                  reference("person", "people.person").required().listed().filter(),
                                  code("tag", "key_group").required().listed().filter(),
                                  date("valid_from").listed().begins(),
                                  date("valid_to").listed().ends(),
                                  text("basis", 200).required().listed(),
                                  text("note", 500),
                              },
                              {validity_in_order});

}  // namespace liren::people
