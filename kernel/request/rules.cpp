// The one place where a named rule refuses. A test build lets the environment name a rule that then does not: the check "rules"
// takes each away once and wants a test to turn red. What users run is built without these lines, and the check says so.

#include "liren/error.h"

#ifdef LIREN_NEGATABLE_RULES
#include <cstdlib>
#endif

namespace liren {

namespace {

bool is_negated([[maybe_unused]] std::string_view key) {
#ifdef LIREN_NEGATABLE_RULES
    static const char* const negated = std::getenv("LIREN_NEGATED_RULE");
    return negated && key == negated;
#else
    return false;
#endif
}

}  // namespace

void require(bool condition, const char* key) {
    if (!condition && !is_negated(key)) throw Error(409, key);
}

}  // namespace liren
