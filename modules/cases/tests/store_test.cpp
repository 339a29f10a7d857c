#include "desk.h"

using namespace liren::cases::testing;

TEST_CASE("every statement of cases prepares on both engines, and each list walks its index") {
    at_desk([](Desk& desk) {
        for (const std::string& fault :
             statement_faults(*desk.house().storage, "cases", {"state", "number", "category", "words", "code", "name"}))
            FAIL_CHECK(fault);
    });
}
