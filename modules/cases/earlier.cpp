// Somebody calls again: what they told of before, found by the telephone number alone.

#include <algorithm>

#include "catalog.h"
#include "moving.h"
#include "personal.h"
#include "store.h"

namespace liren::cases {

std::vector<EarlierCase> earlier_cases(Db& db, const Keyring& keyring, std::string_view phone, const Scope& scope, const Actor& actor, int limit) {
    auto found = db.all<EarlierCase>(cases_of_phone, scope, {{"phone", phone_hash(keyring, phone)}, {"limit", limit}});
    std::erase_if(found, [&](const EarlierCase& one) { return one.about_unit && std::find(actor.units.begin(), actor.units.end(), *one.about_unit) != actor.units.end(); });
    return found;
}

std::string category_name(House& house, const std::string& store, std::string_view code, std::string_view language) { return catalog(house, store)->name(code, language); }

}  // namespace liren::cases
