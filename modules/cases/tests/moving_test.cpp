#include "moving.h"

#include "desk.h"

using namespace liren;
using namespace liren::cases;
using namespace liren::cases::testing;

namespace {

constexpr std::int64_t unit = 70, other_unit = 71;
const Actor member{AccountId{1}, {unit}}, colleague{AccountId{2}, {unit}}, outsider{AccountId{3}, {other_unit}}, nobody{};

CaseRow row_in(const char* state) {
    CaseRow row;
    row.state = state;
    return row;
}

}  // namespace

TEST_CASE("a case is open until it is closed or declined") {
    for (const char* state : {"reported", "accepted", "dispatched", "acknowledged", "handling", "handled", "verifying"})
        CHECK(is_open(state));
    for (const char* state : {"closed", "rated", "declined"}) CHECK_FALSE(is_open(state));
}

TEST_CASE("a case of a unit is everybody's who holds a post in it, until a person has it") {
    CaseRow row = row_in("dispatched");
    row.unit = unit;
    CHECK(is_assigned(row, member));
    CHECK(is_assigned(row, colleague));
    CHECK_FALSE(is_assigned(row, outsider));
    CHECK_FALSE(is_assigned(row, nobody));
    row.assignee = 1;
    CHECK(is_assigned(row, member));
    CHECK(key_of([&] { require_assigned(row, colleague); }) == "cases.not_yours");
}

TEST_CASE("a case that nobody has is nobody's") {
    CHECK_FALSE(is_assigned(row_in("accepted"), member));
    CHECK_FALSE(is_assigned(row_in("accepted"), nobody));
}

TEST_CASE("a case is about the unit it names and about no other") {
    CaseRow row = row_in("reported");
    CHECK_FALSE(is_about(row, member));
    row.about_unit = unit;
    CHECK(key_of([&] { require_not_about(row, member); }) == "cases.about_your_unit");
    CHECK(key_of([&] { require_not_about(row, outsider); }) == "");
}

TEST_CASE("a verb is refused in every state but its own") {
    CHECK(key_of([] { require_state(row_in("handling"), {"acknowledged", "handling"}); }) == "");
    CHECK(key_of([] { require_state(row_in("handled"), {"acknowledged", "handling"}); }) == "cases.wrong_state");
}
