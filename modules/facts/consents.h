#pragma once
// An adult lets another adult of the household see the facts held of them. Private to the module.

#include "facts/facts.h"
#include "store.h"

namespace liren::facts {

/// `name`: whom the acting account names, of its own household. Nobody is listed, so nothing is told of who lives there.
ConsentId consent(Tx& tx, House& house, const std::string& name);
bool revoke(Tx& tx, const ConsentRow& consent);

std::vector<Route> consent_routes();

}  // namespace liren::facts
