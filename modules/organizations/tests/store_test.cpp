#include "hall.h"

using namespace liren::organizations::testing;

TEST_CASE("every statement of organizations prepares on both engines, and each list walks its index") {
    in_hall([](Hall& hall) {
        for (const std::string& fault : statement_faults(*hall.house().storage, "organizations", {"name", "code", "kind", "words", "initials", "after_key"})) FAIL_CHECK(fault);
    });
}
