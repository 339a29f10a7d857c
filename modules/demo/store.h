#pragma once
// The statements of the demo. Private to the module.

#include "liren/sql.h"

namespace liren::demo {

struct FoundId {
    std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(FoundId, (), (id))

extern const Statement owners_of_cars, cases_in_state;

}  // namespace liren::demo
