#pragma once
// The rows of facts and the statements that read and write them. Private to the module.

#include "liren/sql.h"

namespace liren::facts {

struct LinkRow {
    std::int64_t id = 0, version = 0, owner = 0;
    std::optional<std::int64_t> person;
    std::int64_t area = 0, subdistrict = 0, community = 0, grid = 0;
    std::string state, name_sealed, id_number_sealed;
    Instant asked_at;
    std::int64_t decided_by = 0;
    std::optional<Instant> decided_at;
    std::string reason;
    std::optional<Instant> ended_at;
    std::string end_reason, made_of;
    std::optional<std::string> renewed_of;
    std::int64_t renewed_by = 0;
    std::optional<Instant> renewed_at;
    std::string renewed_reason;
    bool suspended = false;
};
BOOST_DESCRIBE_STRUCT(LinkRow, (), (id, version, owner, person, area, subdistrict, community, grid, state, name_sealed, id_number_sealed, asked_at, decided_by, decided_at, reason, ended_at, end_reason, made_of,
                                    renewed_of, renewed_by, renewed_at, renewed_reason, suspended))

struct GuardianRow {
    std::int64_t id = 0, version = 0, minor = 0, guardian = 0;
    std::string relation;
    std::int64_t area = 0, subdistrict = 0, community = 0, grid = 0;
    std::string state;
    std::int64_t valid_from = 0;
    std::optional<std::int64_t> valid_to;
    std::string reason;
    std::int64_t confirmed_by = 0;
    Instant confirmed_at;
    std::optional<Instant> ended_at;
    std::string end_reason, made_of;
    std::optional<std::string> renewed_of;
    std::int64_t renewed_by = 0;
    std::optional<Instant> renewed_at;
    std::string renewed_reason;
    bool suspended = false;
};
BOOST_DESCRIBE_STRUCT(GuardianRow, (), (id, version, minor, guardian, relation, area, subdistrict, community, grid, state, valid_from, valid_to, reason, confirmed_by, confirmed_at, ended_at, end_reason,
                                        made_of, renewed_of, renewed_by, renewed_at, renewed_reason, suspended))

struct ConsentRow {
    std::int64_t id = 0, version = 0, owner = 0, giver = 0, viewer = 0;
    std::string state;
    Instant given_at;
    std::string made_of;
};
BOOST_DESCRIBE_STRUCT(ConsentRow, (), (id, version, owner, giver, viewer, state, given_at, made_of))

struct CorrectionRow {
    std::int64_t id = 0, version = 0, owner = 0, person = 0;
    std::string register_kind;
    std::int64_t record = 0, record_version = 0;
    std::string field, old_sealed, asked_sealed, note_sealed;
    std::int64_t area = 0, subdistrict = 0, community = 0, grid = 0;
    std::string state;
    Instant sent_at;
    std::int64_t decided_by = 0;
    std::optional<Instant> decided_at;
    std::string reason, made_of;
};
BOOST_DESCRIBE_STRUCT(CorrectionRow, (), (id, version, owner, person, register_kind, record, record_version, field, old_sealed, asked_sealed, note_sealed, area, subdistrict, community, grid, state, sent_at, decided_by,
                                          decided_at, reason, made_of))

struct SettingsRow {
    std::int64_t version = 0, adult_age = 0;
};
BOOST_DESCRIBE_STRUCT(SettingsRow, (), (version, adult_age))

struct FoundAccount {
    std::int64_t id = 0;
    std::string display_name;
};
BOOST_DESCRIBE_STRUCT(FoundAccount, (), (id, display_name))

extern const Statement find_link, link_by_id, links_of_owner, current_link_of_person, current_link_of_account, asked_link_of_account, list_links, suspended_links, links_of_person, insert_link, decide_link, end_link, any_link, suspend_link, renew_link;
/// What hangs on a person's row lies where that row lies.
extern const Statement move_links, move_guardians, move_corrections;
extern const Statement find_guardian, guardian_by_id, guardians_of, minors_of, list_guardians, suspended_guardians, insert_guardian, end_guardian, suspend_guardian, renew_guardian;
extern const Statement consent_by_id, consents_given, consents_seen, consents_of_giver, consent_between, insert_consent, revoke_consent;
extern const Statement find_correction, correction_by_id, list_corrections, corrections_of_owner, open_of_owner, open_of_field, insert_correction, decide_correction;
extern const Statement read_settings, change_settings;
/// In the gate: an account somebody names at the counter by its login.
extern const Statement account_of_login;

}  // namespace liren::facts
