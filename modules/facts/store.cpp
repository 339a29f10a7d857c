// Every SQL statement of facts, by name; next to a list stands the name of its index.
#include "store.h"

namespace liren::facts {

const Statement find_link(StoreKind::district, "facts.find_link", R"sql(
    select l.id, l.version, l.owner, l.person, l.area, l.subdistrict, l.community, l.grid, l.state, l.name_sealed, l.id_number_sealed, l.asked_at, l.decided_by,
        l.decided_at, l.reason, l.ended_at, l.end_reason, l.made_of, l.renewed_of, l.renewed_by, l.renewed_at, l.renewed_reason, l.suspended
    from facts_links l
    where l.id = :id and {scope:l}
)sql");

const Statement link_by_id(StoreKind::district, "facts.link_by_id", R"sql(
    select l.id, l.version, l.owner, l.person, l.area, l.subdistrict, l.community, l.grid, l.state, l.name_sealed, l.id_number_sealed, l.asked_at, l.decided_by,
        l.decided_at, l.reason, l.ended_at, l.end_reason, l.made_of, l.renewed_of, l.renewed_by, l.renewed_at, l.renewed_reason, l.suspended
    from facts_links l
    where l.id = :id
)sql");

const Statement links_of_owner(StoreKind::district, "facts.links_of_owner", R"sql(
    select l.id, l.version, l.owner, l.person, l.area, l.subdistrict, l.community, l.grid, l.state, l.name_sealed, l.id_number_sealed, l.asked_at, l.decided_by,
        l.decided_at, l.reason, l.ended_at, l.end_reason, l.made_of, l.renewed_of, l.renewed_by, l.renewed_at, l.renewed_reason, l.suspended
    from facts_links l
    where l.owner = :owner
    order by l.id desc
    limit :limit
)sql", "facts_links_owner");

const Statement current_link_of_person(StoreKind::district, "facts.current_link_of_person", R"sql(
    select l.id, l.version, l.owner, l.person, l.area, l.subdistrict, l.community, l.grid, l.state, l.name_sealed, l.id_number_sealed, l.asked_at, l.decided_by,
        l.decided_at, l.reason, l.ended_at, l.end_reason, l.made_of, l.renewed_of, l.renewed_by, l.renewed_at, l.renewed_reason, l.suspended
    from facts_links l
    where l.person = :person and l.state = 'current'
)sql");

const Statement current_link_of_account(StoreKind::district, "facts.current_link_of_account", R"sql(
    select l.id, l.version, l.owner, l.person, l.area, l.subdistrict, l.community, l.grid, l.state, l.name_sealed, l.id_number_sealed, l.asked_at, l.decided_by,
        l.decided_at, l.reason, l.ended_at, l.end_reason, l.made_of, l.renewed_of, l.renewed_by, l.renewed_at, l.renewed_reason, l.suspended
    from facts_links l
    where l.owner = :owner and l.state = 'current'
)sql");

const Statement asked_link_of_account(StoreKind::district, "facts.asked_link_of_account", R"sql(
    select l.id, l.version, l.owner, l.person, l.area, l.subdistrict, l.community, l.grid, l.state, l.name_sealed, l.id_number_sealed, l.asked_at, l.decided_by,
        l.decided_at, l.reason, l.ended_at, l.end_reason, l.made_of, l.renewed_of, l.renewed_by, l.renewed_at, l.renewed_reason, l.suspended
    from facts_links l
    where l.owner = :owner and l.state = 'asked'
)sql");

const Statement list_links(StoreKind::district, "facts.list_links", R"sql(
    select l.id, l.version, l.owner, l.person, l.area, l.subdistrict, l.community, l.grid, l.state, l.name_sealed, l.id_number_sealed, l.asked_at, l.decided_by,
        l.decided_at, l.reason, l.ended_at, l.end_reason, l.made_of, l.renewed_of, l.renewed_by, l.renewed_at, l.renewed_reason, l.suspended
    from facts_links l
    where l.state = :state and {scope:l} [and l.id > :after]
    order by l.id
    limit :limit
)sql", "facts_links_");

const Statement suspended_links(StoreKind::district, "facts.suspended_links", R"sql(
    select l.id, l.version, l.owner, l.person, l.area, l.subdistrict, l.community, l.grid, l.state, l.name_sealed, l.id_number_sealed, l.asked_at, l.decided_by,
        l.decided_at, l.reason, l.ended_at, l.end_reason, l.made_of, l.renewed_of, l.renewed_by, l.renewed_at, l.renewed_reason, l.suspended
    from facts_links l
    where l.suspended = 1 and {scope:l} [and l.id > :after]
    order by l.id
    limit :limit
)sql", "facts_links_");

const Statement links_of_person(StoreKind::district, "facts.links_of_person", R"sql(
    select l.id, l.version, l.owner, l.person, l.area, l.subdistrict, l.community, l.grid, l.state, l.name_sealed, l.id_number_sealed, l.asked_at, l.decided_by,
        l.decided_at, l.reason, l.ended_at, l.end_reason, l.made_of, l.renewed_of, l.renewed_by, l.renewed_at, l.renewed_reason, l.suspended
    from facts_links l
    where l.person = :person and {scope:l}
    order by l.id desc
    limit :limit
)sql", "facts_links_person");

const Statement insert_link(StoreKind::district, "facts.insert_link", R"sql(
    insert into facts_links (id, version, owner, person, area, subdistrict, community, grid, state, name_sealed, id_number_sealed, asked_at, decided_by,
        decided_at, reason, ended_by, ended_at, end_reason, made_of)
    values (:id, 1, :owner, :person, :area, :subdistrict, :community, :grid, :state, :name_sealed, :id_number_sealed, :now, :decided_by,
        :decided_at, :reason, 0, null, '', :made_of)
)sql");

const Statement decide_link(StoreKind::district, "facts.decide_link", R"sql(
    update facts_links
    set version = version + 1, person = :person, area = :area, subdistrict = :subdistrict, community = :community, grid = :grid, state = :state, name_sealed = '',
        id_number_sealed = '', decided_by = :by, decided_at = :now, reason = :reason, made_of = :made_of
    where id = :id and version = :version
)sql");

const Statement end_link(StoreKind::district, "facts.end_link", R"sql(
    update facts_links
    set version = version + 1, state = :state, suspended = 0, name_sealed = '', id_number_sealed = '', ended_by = :by, ended_at = :now, end_reason = :reason
    where id = :id and version = :version
)sql");

const Statement any_link(StoreKind::district, "facts.any_link", R"sql(
    select l.id
    from facts_links l
    where l.state = 'current'
    limit 1
)sql", "facts_links_");   // any index whose rows are the current ones

const Statement suspend_link(StoreKind::district, "facts.suspend_link", R"sql(
    update facts_links
    set version = version + 1, suspended = :suspended
    where id = :id and version = :version
)sql");

const Statement renew_link(StoreKind::district, "facts.renew_link", R"sql(
    update facts_links
    set version = version + 1, suspended = 0, renewed_of = :made_of, renewed_by = :by, renewed_at = :now, renewed_reason = :reason
    where id = :id and version = :version
)sql");

const Statement move_links(StoreKind::district, "facts.move_links", R"sql(
    update facts_links
    set area = :area, subdistrict = :subdistrict, community = :community, grid = :grid
    where person = :person and state = 'current'
)sql");

const Statement move_guardians(StoreKind::district, "facts.move_guardians", R"sql(
    update facts_guardians
    set area = :area, subdistrict = :subdistrict, community = :community, grid = :grid
    where minor = :person and state = 'current'
)sql");

const Statement move_corrections(StoreKind::district, "facts.move_corrections", R"sql(
    update facts_corrections
    set area = :area, subdistrict = :subdistrict, community = :community, grid = :grid
    where record = :person and state = 'open'
)sql");

const Statement find_guardian(StoreKind::district, "facts.find_guardian", R"sql(
    select g.id, g.version, g.minor, g.guardian, g.relation, g.area, g.subdistrict, g.community, g.grid, g.state, g.valid_from, g.valid_to, g.reason, g.confirmed_by,
        g.confirmed_at, g.ended_at, g.end_reason, g.made_of, g.renewed_of, g.renewed_by, g.renewed_at, g.renewed_reason, g.suspended
    from facts_guardians g
    where g.id = :id and {scope:g}
)sql");

const Statement guardian_by_id(StoreKind::district, "facts.guardian_by_id", R"sql(
    select g.id, g.version, g.minor, g.guardian, g.relation, g.area, g.subdistrict, g.community, g.grid, g.state, g.valid_from, g.valid_to, g.reason, g.confirmed_by,
        g.confirmed_at, g.ended_at, g.end_reason, g.made_of, g.renewed_of, g.renewed_by, g.renewed_at, g.renewed_reason, g.suspended
    from facts_guardians g
    where g.id = :id
)sql");

const Statement guardians_of(StoreKind::district, "facts.guardians_of", R"sql(
    select g.id, g.version, g.minor, g.guardian, g.relation, g.area, g.subdistrict, g.community, g.grid, g.state, g.valid_from, g.valid_to, g.reason, g.confirmed_by,
        g.confirmed_at, g.ended_at, g.end_reason, g.made_of, g.renewed_of, g.renewed_by, g.renewed_at, g.renewed_reason, g.suspended
    from facts_guardians g
    where g.minor = :minor and g.state = 'current'
    order by g.id
    limit :limit
)sql", "facts_guardians_minor");

const Statement minors_of(StoreKind::district, "facts.minors_of", R"sql(
    select g.id, g.version, g.minor, g.guardian, g.relation, g.area, g.subdistrict, g.community, g.grid, g.state, g.valid_from, g.valid_to, g.reason, g.confirmed_by,
        g.confirmed_at, g.ended_at, g.end_reason, g.made_of, g.renewed_of, g.renewed_by, g.renewed_at, g.renewed_reason, g.suspended
    from facts_guardians g
    where g.guardian = :guardian and g.state = 'current'
    order by g.id
    limit :limit
)sql", "facts_guardians_guardian");

const Statement list_guardians(StoreKind::district, "facts.list_guardians", R"sql(
    select g.id, g.version, g.minor, g.guardian, g.relation, g.area, g.subdistrict, g.community, g.grid, g.state, g.valid_from, g.valid_to, g.reason, g.confirmed_by,
        g.confirmed_at, g.ended_at, g.end_reason, g.made_of, g.renewed_of, g.renewed_by, g.renewed_at, g.renewed_reason, g.suspended
    from facts_guardians g
    where g.state = :state and {scope:g} [and g.minor = :minor] [and g.guardian = :guardian] [and g.id > :after]
    order by g.id
    limit :limit
)sql", "facts_guardians_");

const Statement suspended_guardians(StoreKind::district, "facts.suspended_guardians", R"sql(
    select g.id, g.version, g.minor, g.guardian, g.relation, g.area, g.subdistrict, g.community, g.grid, g.state, g.valid_from, g.valid_to, g.reason, g.confirmed_by,
        g.confirmed_at, g.ended_at, g.end_reason, g.made_of, g.renewed_of, g.renewed_by, g.renewed_at, g.renewed_reason, g.suspended
    from facts_guardians g
    where g.suspended = 1 and {scope:g} [and g.id > :after]
    order by g.id
    limit :limit
)sql", "facts_guardians_");

const Statement insert_guardian(StoreKind::district, "facts.insert_guardian", R"sql(
    insert into facts_guardians (id, version, minor, guardian, relation, area, subdistrict, community, grid, state, valid_from, valid_to, reason, confirmed_by,
        confirmed_at, ended_by, ended_at, end_reason, made_of)
    values (:id, 1, :minor, :guardian, :relation, :area, :subdistrict, :community, :grid, 'current', :valid_from, :valid_to, :reason, :by, :now, 0, null, '', :made_of)
)sql");

const Statement suspend_guardian(StoreKind::district, "facts.suspend_guardian", R"sql(
    update facts_guardians
    set version = version + 1, suspended = :suspended
    where id = :id and version = :version
)sql");

const Statement renew_guardian(StoreKind::district, "facts.renew_guardian", R"sql(
    update facts_guardians
    set version = version + 1, suspended = 0, renewed_of = :made_of, renewed_by = :by, renewed_at = :now, renewed_reason = :reason
    where id = :id and version = :version
)sql");

const Statement end_guardian(StoreKind::district, "facts.end_guardian", R"sql(
    update facts_guardians
    set version = version + 1, state = 'ended', suspended = 0, ended_by = :by, ended_at = :now, end_reason = :reason
    where id = :id and version = :version
)sql");

const Statement consent_by_id(StoreKind::district, "facts.consent_by_id", R"sql(
    select c.id, c.version, c.owner, c.giver, c.viewer, c.state, c.given_at, c.made_of
    from facts_consents c
    where c.id = :id
)sql");

const Statement consents_given(StoreKind::district, "facts.consents_given", R"sql(
    select c.id, c.version, c.owner, c.giver, c.viewer, c.state, c.given_at, c.made_of
    from facts_consents c
    where c.owner = :owner and c.state = 'given'
    order by c.id
    limit :limit
)sql", "facts_consents_owner");

const Statement consents_seen(StoreKind::district, "facts.consents_seen", R"sql(
    select c.id, c.version, c.owner, c.giver, c.viewer, c.state, c.given_at, c.made_of
    from facts_consents c
    where c.viewer = :viewer and c.state = 'given'
    order by c.id
    limit :limit
)sql", "facts_consents_viewer");

const Statement consents_of_giver(StoreKind::district, "facts.consents_of_giver", R"sql(
    select c.id, c.version, c.owner, c.giver, c.viewer, c.state, c.given_at, c.made_of
    from facts_consents c
    where c.giver = :giver and c.state = 'given'
    order by c.id
    limit :limit
)sql", "facts_consents_one_pair");

const Statement consent_between(StoreKind::district, "facts.consent_between", R"sql(
    select c.id, c.version, c.owner, c.giver, c.viewer, c.state, c.given_at, c.made_of
    from facts_consents c
    where c.giver = :giver and c.viewer = :viewer and c.state = 'given'
)sql");

const Statement insert_consent(StoreKind::district, "facts.insert_consent", R"sql(
    insert into facts_consents (id, version, owner, giver, viewer, state, given_at, revoked_at, made_of)
    values (:id, 1, :owner, :giver, :viewer, 'given', :now, null, :made_of)
)sql");

const Statement revoke_consent(StoreKind::district, "facts.revoke_consent", R"sql(
    update facts_consents
    set version = version + 1, state = 'revoked', revoked_at = :now
    where id = :id and version = :version
)sql");

const Statement find_correction(StoreKind::district, "facts.find_correction", R"sql(
    select k.id, k.version, k.owner, k.person, k.register as register_kind, k.record, k.record_version, k.field, k.old_sealed, k.asked_sealed, k.note_sealed, k.area,
        k.subdistrict, k.community, k.grid, k.state, k.sent_at, k.decided_by, k.decided_at, k.reason, k.made_of
    from facts_corrections k
    where k.id = :id and {scope:k}
)sql");

const Statement correction_by_id(StoreKind::district, "facts.correction_by_id", R"sql(
    select k.id, k.version, k.owner, k.person, k.register as register_kind, k.record, k.record_version, k.field, k.old_sealed, k.asked_sealed, k.note_sealed, k.area,
        k.subdistrict, k.community, k.grid, k.state, k.sent_at, k.decided_by, k.decided_at, k.reason, k.made_of
    from facts_corrections k
    where k.id = :id
)sql");

const Statement list_corrections(StoreKind::district, "facts.list_corrections", R"sql(
    select k.id, k.version, k.owner, k.person, k.register as register_kind, k.record, k.record_version, k.field, k.old_sealed, k.asked_sealed, k.note_sealed, k.area,
        k.subdistrict, k.community, k.grid, k.state, k.sent_at, k.decided_by, k.decided_at, k.reason, k.made_of
    from facts_corrections k
    where k.state = :state and {scope:k} [and k.id > :after]
    order by k.id
    limit :limit
)sql", "facts_corrections_");

const Statement corrections_of_owner(StoreKind::district, "facts.corrections_of_owner", R"sql(
    select k.id, k.version, k.owner, k.person, k.register as register_kind, k.record, k.record_version, k.field, k.old_sealed, k.asked_sealed, k.note_sealed, k.area,
        k.subdistrict, k.community, k.grid, k.state, k.sent_at, k.decided_by, k.decided_at, k.reason, k.made_of
    from facts_corrections k
    where k.owner = :owner [and k.id < :before]
    order by k.id desc
    limit :limit
)sql", "facts_corrections_owner");

const Statement open_of_owner(StoreKind::district, "facts.open_of_owner", R"sql(
    select k.id, k.version, k.owner, k.person, k.register as register_kind, k.record, k.record_version, k.field, k.old_sealed, k.asked_sealed, k.note_sealed, k.area,
        k.subdistrict, k.community, k.grid, k.state, k.sent_at, k.decided_by, k.decided_at, k.reason, k.made_of
    from facts_corrections k
    where k.owner = :owner and k.state = 'open'
    order by k.id
)sql", "facts_corrections_owner");

const Statement open_of_field(StoreKind::district, "facts.open_of_field", R"sql(
    select k.id
    from facts_corrections k
    where k.record = :record and k.field = :field and k.state = 'open'
)sql");

const Statement insert_correction(StoreKind::district, "facts.insert_correction", R"sql(
    insert into facts_corrections (id, version, owner, person, register, record, record_version, field, old_sealed, asked_sealed, note_sealed, area, subdistrict,
        community, grid, state, sent_at, decided_by, decided_at, reason, made_of)
    values (:id, 1, :owner, :person, :register, :record, :record_version, :field, :old_sealed, :asked_sealed, :note_sealed, :area, :subdistrict,
        :community, :grid, 'open', :now, 0, null, '', :made_of)
)sql");

const Statement decide_correction(StoreKind::district, "facts.decide_correction", R"sql(
    update facts_corrections
    set version = version + 1, state = :state, decided_by = :by, decided_at = :now, reason = :reason
    where id = :id and version = :version
)sql");

const Statement read_settings(StoreKind::district, "facts.read_settings", R"sql(
    select s.version, s.adult_age
    from facts_settings s
    where s.id = 1
)sql");

const Statement change_settings(StoreKind::district, "facts.change_settings", R"sql(
    update facts_settings
    set version = version + 1, adult_age = :adult_age
    where id = 1 and version = :version
)sql");

const Statement account_of_login(StoreKind::gate, "facts.account_of_login", R"sql(
    select a.id, a.display_name
    from access_accounts a
    where a.login = :login and a.disabled = 0
)sql");

}  // namespace liren::facts
