#pragma once
// Account ↔ person: asking, confirming, refusing, ending. Private to the module; make_link is in the door.

#include <string>

#include "facts/facts.h"
#include "store.h"

namespace liren {
struct Record;
}

namespace liren::facts {

/// What the person who asks typed, clear and tidy.
struct Asked {
    std::string name, id_number;
};
Asked open_asked(const Keyring& keyring, const LinkRow& link);

/// Where a request lies whose number nobody bears: the community the account calls home.
LinkId ask_link(Tx& tx, House& house, const Asked& asked, std::int64_t home_community);
/// `person`: who bears the number, within the reach of who confirms. False when somebody was faster.
bool confirm_link(Tx& tx, House& house, const LinkRow& link, const std::optional<Record>& person, std::string_view reason);
bool refuse_link(Tx& tx, const LinkRow& link, std::string_view reason);
/// Also ends what hangs on it: consents the account gave, corrections it asked.
bool end_current_link(Tx& tx, const LinkRow& link, std::string_view reason);
/// Staff saw the person again after rows were merged or taken apart: not who merged them, and one account of the two at most.
bool renew_link_of(Tx& tx, House& house, const LinkRow& link, std::string_view reason);
bool withdraw_link(Tx& tx, const LinkRow& link);

}  // namespace liren::facts
