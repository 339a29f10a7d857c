#pragma once
// The role cards. Private to the module.

#include <string>
#include <vector>

#include "liren/house.h"
#include "liren/request.h"

namespace liren::demo {

struct Card {
    const char* name;                         ///< also the host name it opens under, and access_accounts.demo_card
    const char* app;
};

std::vector<Route> card_routes();

/// The door whose QR the journey begins with; "" before the demo is filled.
std::string door_of_the_journey(House& house);

}  // namespace liren::demo
