#pragma once
// Every SQL statement of handovers. Private to the module.

#include "handovers/handovers.h"
#include "liren/sql.h"

namespace liren::handovers {

struct MessageRow {
    std::int64_t id = 0;
    Instant at;
    bool from_unit = false;
    std::optional<std::int64_t> actor;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(MessageRow, (), (id, at, from_unit, actor, text))

struct ChosenFile {
    std::int64_t file = 0;
};
BOOST_DESCRIBE_STRUCT(ChosenFile, (), (file))

extern const Statement by_id, by_token, of_case, current_handovers, count_attention, insert_handover, change_handover, take_pin_try, forgive_pins, count_opening, insert_message, messages_of,
    insert_file, files_chosen;

}  // namespace liren::handovers
