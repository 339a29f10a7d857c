#include <doctest/doctest.h>

#include "liren/access.h"

namespace {

using namespace liren;

RoleBook book() {
    return RoleBook({{"worker", {"cases.read", "cases.handle"}, "grid"}, {"clerk", {"cases.read", "cases.accept"}, "community"}, {"company", {"cases.handle"}, "unit"}},
                    {{.name = "cases.read", .own = true, .assigned = true}, {.name = "cases.accept"}, {.name = "cases.handle", .assigned = true}});
}

Principal caller(std::vector<Grant> grants, std::vector<std::int64_t> units = {}) {
    Principal principal;
    principal.account = AccountId{7};
    principal.grants = std::move(grants);
    principal.units = std::move(units);
    return principal;
}

const Grant clerk_of_30{1, "clerk", "140502", AreaLevel::community, 30};
const Grant worker_of_40{2, "worker", "140502", AreaLevel::grid, 40};
const Grant company_desk{3, "company", "140502", AreaLevel::district, 0};

}  // namespace

TEST_CASE("a permission nobody declared is refused") {
    CHECK_FALSE(book().holds(caller({clerk_of_30}), "cases.invented", "140502"));
    CHECK(book().scope(caller({clerk_of_30}), "cases.invented", "140502").empty());
}

TEST_CASE("a grant's permissions never combine with another grant's area") {
    const Scope accepts = book().scope(caller({clerk_of_30, worker_of_40}), "cases.accept", "140502");
    REQUIRE(accepts.areas.size() == 1);
    CHECK(accepts.areas[0].area == 30);
}

TEST_CASE("a grant of another district reaches nothing here") {
    CHECK_FALSE(book().holds(caller({clerk_of_30}), "cases.accept", "990101"));
    CHECK(book().scope(caller({clerk_of_30}), "cases.accept", "990101").empty());
}

TEST_CASE("every account reads its own rows and no others") {
    const Scope own = book().scope(caller({}), "cases.read", "140502");
    CHECK(covers(own, {.owner = 7}));
    CHECK_FALSE(covers(own, {.community = 30, .owner = 8}));
    CHECK_FALSE(covers(own, {.assignee = 7}));
}

TEST_CASE("owning a row does not let a clerk of another community accept it") {
    const Scope accepts = book().scope(caller({clerk_of_30}), "cases.accept", "140502");
    CHECK_FALSE(covers(accepts, {.community = 31, .owner = 7}));
    CHECK(covers(accepts, {.community = 30, .owner = 8}));
}

TEST_CASE("a company sees what is assigned to it and nothing beside") {
    const Scope handles = book().scope(caller({company_desk}, {500}), "cases.handle", "140502");
    CHECK(covers(handles, {.community = 30, .unit = 500}));
    CHECK_FALSE(covers(handles, {.community = 30, .unit = 501}));
    CHECK_FALSE(covers(handles, {.community = 30}));
}

TEST_CASE("an empty scope covers nothing") { CHECK_FALSE(covers(Scope{}, {.subdistrict = 0, .community = 0, .grid = 0})); }
