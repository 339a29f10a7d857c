#include "town.h"

using namespace liren::places::testing;

TEST_CASE("every statement of places prepares on both engines, and each list walks its index") {
    in_town([](Town& town) {
        for (const std::string& fault : statement_faults(*town.house().storage, "places", {"name", "code", "pinyin", "initials", "first", "last"})) FAIL_CHECK(fault);
    });
}
