// Households and what happened in people's lives: a birth, a death, a move are rows of their own.

#include "people/people.h"

namespace liren::people {

namespace {

void event_lies_in_the_past(RecordView& row, Findings& findings) {
    if (row.number("happened_on").value_or(0) > row.today()) findings.refuse("happened_on", "people.event_in_future");
}

}  // namespace

using namespace field;

const Register households({.kind = "people.household", .table = "people_households", .path = "households", .ground = "residents"},
                          {
                              text("label", 60).required().title(),
                              code("household_kind", "household_kind").listed().filter(),
                              reference("dwelling", "dwellings.dwelling").listed().filter().telling(),
                              text("book_number", 30).searched(),
                              text("note", 500),
                          });

const Register life_events({.kind = "people.life_event", .table = "people_life_events", .path = "life-events", .ground = "residents"},
                           {
                               reference("person", "people.person").required().listed().filter(),
                               code("event", "life_event").required().listed().filter(),
                               date("happened_on").required().listed().filter(),
                               text("note", 500).listed(),
                           },
                           {event_lies_in_the_past});

}  // namespace liren::people
