// Every SQL statement of handovers, by name; next to a list stands the name of its index.
#include "store.h"

namespace liren::handovers {

const Statement by_id(StoreKind::district, "handovers.by_id", R"sql(
    select h.id, h.version, h.number, h.case_id, h.case_number, h.way, h.unit_name, h.unit_phone, h.assignee, h.area, h.subdistrict, h.community, h.grid, h.state, h.current,
        h.attention, h.token_hash, h.token_sealed, h.pin_hash, h.wrong_pins, h.words, h.why, h.tells_reporter, h.due_at, h.expires_at, h.sent_at, h.opened_at,
        h.times_opened, h.acknowledged_at, h.ended_at, h.result, h.result_by, h.step
    from handovers_handovers h
    where h.id = :id
)sql");

const Statement by_token(StoreKind::district, "handovers.by_token", R"sql(
    select h.id, h.version, h.number, h.case_id, h.case_number, h.way, h.unit_name, h.unit_phone, h.assignee, h.area, h.subdistrict, h.community, h.grid, h.state, h.current,
        h.attention, h.token_hash, h.token_sealed, h.pin_hash, h.wrong_pins, h.words, h.why, h.tells_reporter, h.due_at, h.expires_at, h.sent_at, h.opened_at,
        h.times_opened, h.acknowledged_at, h.ended_at, h.result, h.result_by, h.step
    from handovers_handovers h
    where h.token_hash = :token_hash
)sql", "handovers_handovers_token");

const Statement of_case(StoreKind::district, "handovers.of_case", R"sql(
    select h.id, h.version, h.number, h.case_id, h.case_number, h.way, h.unit_name, h.unit_phone, h.assignee, h.area, h.subdistrict, h.community, h.grid, h.state, h.current,
        h.attention, h.token_hash, h.token_sealed, h.pin_hash, h.wrong_pins, h.words, h.why, h.tells_reporter, h.due_at, h.expires_at, h.sent_at, h.opened_at,
        h.times_opened, h.acknowledged_at, h.ended_at, h.result, h.result_by, h.step
    from handovers_handovers h
    where h.case_id = :case_id
    order by h.id
)sql", "handovers_handovers_case");

// What is not over, the most urgent first; one part of the scope at a time, each along its index.
const Statement current_handovers(StoreKind::district, "handovers.current", R"sql(
    select h.id, h.version, h.number, h.case_id, h.case_number, h.way, h.unit_name, h.unit_phone, h.assignee, h.area, h.subdistrict, h.community, h.grid, h.state, h.current,
        h.attention, h.token_hash, h.token_sealed, h.pin_hash, h.wrong_pins, h.words, h.why, h.tells_reporter, h.due_at, h.expires_at, h.sent_at, h.opened_at,
        h.times_opened, h.acknowledged_at, h.ended_at, h.result, h.result_by, h.step
    from handovers_handovers h
    where {scope:h|assignee} and h.current = 1 [and (h.due_at, h.id) > (:after_due, :after_id)]
    order by h.due_at, h.id
    limit :limit
)sql", "handovers_handovers_");

const Statement count_attention(StoreKind::district, "handovers.count_attention", R"sql(
    select count(*) as number
    from handovers_handovers h
    where h.assignee = :account and h.current = 1 and h.attention <> ''
)sql", "handovers_handovers_assignee");

const Statement insert_handover(StoreKind::district, "handovers.insert", R"sql(
    insert into handovers_handovers (id, version, number, case_id, case_number, way, unit_name, unit_phone, assignee, area, subdistrict, community, grid, state, current, attention,
        token_hash, token_sealed, pin_hash, wrong_pins, words, why, tells_reporter, due_at, expires_at, sent_at, times_opened, result, result_by)
    values (:id, 1, :number, :case_id, :case_number, :way, :unit_name, :unit_phone, :assignee, :area, :subdistrict, :community, :grid, 'sent', 1, '',
        :token_hash, :token_sealed, :pin_hash, 0, :words, :why, :tells_reporter, :due_at, :expires_at, :sent_at, 0, '', '')
)sql");

const Statement change_handover(StoreKind::district, "handovers.change", R"sql(
    update handovers_handovers
    set version = version + 1, state = :state, current = :current, attention = :attention, due_at = :due_at, expires_at = :expires_at
        [, token_hash = :token_hash] [, token_sealed = :token_sealed] [, pin_hash = :pin_hash] [, wrong_pins = :wrong_pins] [, sent_at = :sent_at]
        [, opened_at = :opened_at] [, acknowledged_at = :acknowledged_at] [, ended_at = :ended_at] [, result = :result] [, result_by = :result_by] [, step = :step]
    where id = :id and version = :version
)sql");

// A try is taken before the PIN is compared, so that a hundred at once are five.
const Statement take_pin_try(StoreKind::district, "handovers.take_pin_try", R"sql(
    update handovers_handovers
    set wrong_pins = wrong_pins + 1
    where id = :id and wrong_pins < :most
)sql");

const Statement forgive_pins(StoreKind::district, "handovers.forgive_pins", R"sql(
    update handovers_handovers
    set wrong_pins = 0
    where id = :id
)sql");

const Statement count_opening(StoreKind::district, "handovers.count_opening", R"sql(
    update handovers_handovers
    set times_opened = times_opened + 1
    where id = :id
)sql");

const Statement insert_message(StoreKind::district, "handovers.insert_message", R"sql(
    insert into handovers_messages (id, handover, at, from_unit, actor, text)
    values (:id, :handover, :at, :from_unit, :actor, :text)
)sql");

const Statement messages_of(StoreKind::district, "handovers.messages_of", R"sql(
    select m.id, m.at, m.from_unit, m.actor, m.text
    from handovers_messages m
    where m.handover = :handover
    order by m.id
)sql", "handovers_messages_handover");

const Statement insert_file(StoreKind::district, "handovers.insert_file", R"sql(
    insert into handovers_files (handover, file, place)
    values (:handover, :file, :place)
)sql");

const Statement files_chosen(StoreKind::district, "handovers.files_chosen", R"sql(
    select f.file
    from handovers_files f
    where f.handover = :handover
    order by f.place
)sql");

}  // namespace liren::handovers
