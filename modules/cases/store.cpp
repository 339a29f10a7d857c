#include "store.h"

namespace liren::cases {

// ---- one case ----------------------------------------------------------------------------------------------------------

const Statement find_case(StoreKind::district, "cases.find_case", R"sql(
    select c.id, c.version, c.number, c.category, c.state, c.area, c.subdistrict, c.community, c.grid, c.reporter_kind, c.kind, c.owner, c.unit,
        c.assignee, c.accepted_by, c.handler, c.verifier, c.about_unit, c.due_at, c.reported_at, c.files_count, c.extension_hours,
        c.extension_reason, c.extension_by, c.extension_at, c.external_due, c.merged_into,
        c.disputes, c.supervised_by
    from cases_cases c
    where c.id = :id and {scope:c|owner|assignee|unit}
)sql");

const Statement case_facts(StoreKind::district, "cases.case_facts", R"sql(
    select c.text, c.place, c.source, c.lat, c.lon, c.reporter_name_sealed, c.reporter_phone_sealed, c.step_hours, c.open, c.returned, c.reason,
        c.outcome, c.score, c.solved, c.rating_text, c.rated_at, c.closed_at, c.answer_by, c.speaker, c.speaker_name_sealed, c.external_number,
        c.supervised_at, c.supervised_until, c.supervision
    from cases_cases c
    where c.id = :id
)sql");

// Row and facts at once, for who only reads.
const Statement whole_case(StoreKind::district, "cases.whole_case", R"sql(
    select c.id, c.version, c.number, c.category, c.state, c.area, c.subdistrict, c.community, c.grid, c.reporter_kind, c.kind, c.owner, c.unit,
        c.assignee, c.accepted_by, c.handler, c.verifier, c.about_unit, c.due_at, c.reported_at, c.files_count, c.extension_hours,
        c.extension_reason, c.extension_by, c.extension_at, c.external_due, c.merged_into,
        c.disputes, c.supervised_by,
        c.text, c.place, c.source, c.lat, c.lon, c.reporter_name_sealed, c.reporter_phone_sealed, c.step_hours, c.open, c.returned, c.reason,
        c.outcome, c.score, c.solved, c.rating_text, c.rated_at, c.closed_at, c.answer_by, c.speaker, c.speaker_name_sealed, c.external_number,
        c.supervised_at, c.supervised_until, c.supervision
    from cases_cases c
    where c.id = :id and {scope:c|owner|assignee|unit}
)sql");

const Statement case_placement(StoreKind::district, "cases.case_placement", R"sql(
    select c.subdistrict, c.community, c.grid, c.owner, c.assignee, c.unit
    from cases_cases c
    where c.id = :id
)sql");

const Statement case_by_number(StoreKind::district, "cases.case_by_number", R"sql(
    select c.id, c.code_hash
    from cases_cases c
    where c.number = :number
)sql", "cases_cases_number");

const Statement case_of_order(StoreKind::district, "cases.case_of_order", R"sql(
    select c.id
    from cases_cases c
    where c.external_number = :number
)sql", "cases_cases_external");

// ---- lists -------------------------------------------------------------------------------------------------------------
// One state and one part of the scope at a time: each then follows (area, state, id) and pages are merged (liren/page.h).

const Statement newest_lines(StoreKind::district, "cases.newest_lines", R"sql(
    select c.id, c.version, c.number, c.category, c.state, substr(c.text, 1, 80) as text, c.place, c.community, c.grid, c.due_at, c.reported_at,
        c.open, c.files_count, c.cover, c.unit, coalesce(c.handler, c.assignee) as handler, c.returned, c.reporter_kind,
        c.kind, c.source, c.disputes, case when c.supervised_at is null then 0 else 1 end as supervised
    from cases_cases c
    where {scope:c|owner|assignee|unit} and c.state = :state
        [and c.category = :category] [and c.subdistrict = :subdistrict] [and c.community = :community] [and c.grid = :grid]
        [and c.due_at < :overdue_at and c.open = 1] [and c.due_at >= :due_from]
        [and c.kind = :kind] [and c.source = :source] [and c.supervised_at > :watched_since] [and c.reported_at >= :reported_since and c.id >= :first]
        [and (c.disputes > 0 and c.open = 1 or c.solved = 0 and c.rated_at >= :unhappy_since)]
        [and c.number = :number]
        [and (lower(c.text) like :words escape '!' or lower(c.place) like :words escape '!')]
        [and c.id < :before]
    order by c.id desc
    limit :limit
)sql", "cases_cases_");

const Statement due_lines(StoreKind::district, "cases.due_lines", R"sql(
    select c.id, c.version, c.number, c.category, c.state, substr(c.text, 1, 80) as text, c.place, c.community, c.grid, c.due_at, c.reported_at,
        c.open, c.files_count, c.cover, c.unit, coalesce(c.handler, c.assignee) as handler, c.returned, c.reporter_kind,
        c.kind, c.source, c.disputes, case when c.supervised_at is null then 0 else 1 end as supervised
    from cases_cases c
    where {scope:c|owner|assignee|unit} and c.state = :state and c.open = 1
        [and c.category = :category] [and c.subdistrict = :subdistrict] [and c.community = :community] [and c.grid = :grid]
        [and c.due_at < :overdue_at] [and c.due_at >= :due_from]
        [and c.kind = :kind] [and c.source = :source] [and c.supervised_at > :watched_since] [and c.reported_at >= :reported_since and c.id >= :first]
        [and (c.disputes > 0 and c.open = 1 or c.solved = 0 and c.rated_at >= :unhappy_since)]
        [and c.number = :number]
        [and (lower(c.text) like :words escape '!' or lower(c.place) like :words escape '!')]
        [and (c.due_at, c.id) > (:after_due, :after_id)]
    order by c.due_at, c.id
    limit :limit
)sql");

// What the index of words finds within the areas of a scope, in every state asked for (",reported,accepted,"), the newest first.
const Statement found_lines(StoreKind::district, "cases.found_lines", R"sql(
    select c.id, c.version, c.number, c.category, c.state, substr(c.text, 1, 80) as text, c.place, c.community, c.grid, c.due_at, c.reported_at,
        c.open, c.files_count, c.cover, c.unit, coalesce(c.handler, c.assignee) as handler, c.returned, c.reporter_kind,
        c.kind, c.source, c.disputes, case when c.supervised_at is null then 0 else 1 end as supervised
    from cases_cases c
    where {scope:c} and {found:c|cases_words :find} and :states like '%,' || c.state || ',%'
        [and c.category = :category] [and c.subdistrict = :subdistrict] [and c.community = :community] [and c.grid = :grid]
        [and c.due_at < :overdue_at and c.open = 1] [and c.due_at >= :due_from]
        [and c.kind = :kind] [and c.source = :source] [and c.supervised_at > :watched_since] [and c.reported_at >= :reported_since and c.id >= :first]
        [and (c.disputes > 0 and c.open = 1 or c.solved = 0 and c.rated_at >= :unhappy_since)]
    order by c.id desc
)sql");

const Statement cases_of_phone(StoreKind::district, "cases.cases_of_phone", R"sql(
    select c.id, c.number, c.category, c.state, substr(c.text, 1, 80) as text, c.place, c.reported_at, c.open, c.about_unit
    from cases_cases c
    where c.reporter_phone_hash = :phone and c.reporter_kind <> 'confidential' and {scope:c}
    order by c.id desc
    limit :limit
)sql", "cases_cases_phone");

const Statement candidates(StoreKind::district, "cases.candidates", R"sql(
    select c.id, c.number, c.category, c.state, substr(c.text, 1, 80) as text, c.place, c.reporter_kind, w.words, c.area, c.subdistrict, c.community,
        c.grid, c.reported_at
    from cases_cases c
    join cases_words w on w.id = c.id
    where {found:c|cases_words :find} and c.reported_at >= :since and c.state <> 'declined'
    order by c.id desc
)sql");

// What words are made of, for a district that is older than the index of words.
const Statement cases_after(StoreKind::district, "cases.cases_after", R"sql(
    select c.id, c.text, c.place, c.category, c.subdistrict, c.community, c.grid
    from cases_cases c
    where c.id > :after
    order by c.id
    limit :limit
)sql");

const Statement insert_words(StoreKind::district, "cases.insert_words", R"sql(
    insert into cases_words (id, words)
    values (:id, :words)
    on conflict do nothing
)sql");

const Statement count_states(StoreKind::district, "cases.count_states", R"sql(
    select n.state, sum(n.number) as number
    from cases_counts n
    where {scope:n} [and n.subdistrict = :subdistrict] [and n.community = :community] [and n.grid = :grid]
    group by n.state
)sql");

const Statement count_desk(StoreKind::district, "cases.count_desk", R"sql(
    select c.state, c.subdistrict, c.community, c.grid, count(*) as number
    from cases_cases c
    where {scope:c|owner|assignee|unit} [and c.subdistrict = :subdistrict] [and c.community = :community] [and c.grid = :grid]
    group by c.state, c.subdistrict, c.community, c.grid
)sql");

const Statement count_reported(StoreKind::district, "cases.count_reported", R"sql(
    select count(*) as number
    from cases_cases c
    where {scope:c|owner|assignee|unit} and c.state = :state and c.id >= :first and c.reported_at >= :since
)sql", "cases_cases_");

// Ids follow the time: from the first one reported since an instant, a list need not look further back.
const Statement first_reported(StoreKind::district, "cases.first_reported", R"sql(
    select min(c.id) as first
    from cases_cases c
    where c.reported_at >= :since
)sql");

const Statement count_watched(StoreKind::district, "cases.count_watched", R"sql(
    select count(*) as number
    from cases_cases c
    where c.supervised_at > 0 and c.open = 1 and {scope:c|owner|assignee|unit}
)sql");

const Statement count_disputed(StoreKind::district, "cases.count_disputed", R"sql(
    select count(*) as number
    from cases_cases c
    where c.disputes > 0 and c.open = 1 and {scope:c|owner|assignee|unit}
)sql");

const Statement count_unsolved(StoreKind::district, "cases.count_unsolved", R"sql(
    select count(*) as number
    from cases_cases c
    where c.solved = 0 and c.rated_at >= :since and {scope:c|owner|assignee|unit}
)sql");

// What a community finished since an instant, by category: for everybody.
const Statement done_since(StoreKind::district, "cases.done_since", R"sql(
    select c.category, count(*) as number, sum(case when c.solved = 1 then 1 else 0 end) as solved,
        sum(case when c.solved is not null then 1 else 0 end) as rated
    from cases_cases c
    where c.community = :community and c.closed_at >= :since and c.state in ('closed', 'rated')
    group by c.category
    order by number desc, c.category
)sql", "cases_cases_closed");

const Statement open_in(StoreKind::district, "cases.open_in", R"sql(
    select sum(n.number) as number
    from cases_counts n
    where n.community = :community and n.state in ('reported', 'accepted', 'dispatched', 'acknowledged', 'handling', 'handled', 'verifying')
)sql");

const Statement count_due(StoreKind::district, "cases.count_due", R"sql(
    select count(*) as number
    from cases_cases c
    where c.open = 1 and c.due_at < :before and c.due_at >= :from and {scope:c|owner|assignee|unit}
        [and c.subdistrict = :subdistrict] [and c.community = :community] [and c.grid = :grid]
)sql", "cases_cases_due");

// ---- changes -----------------------------------------------------------------------------------------------------------

const Statement insert_case(StoreKind::district, "cases.insert_case", R"sql(
    insert into cases_cases (id, version, number, category, state, open, text, place, area, subdistrict, community, grid, lat, lon, source,
        reporter_kind, owner, reporter_name_sealed, reporter_phone_sealed, reporter_phone_hash, code_hash, about_unit, due_at, step_hours,
        returned, reason, outcome, rating_text, reported_at, files_count, cover, kind, answer_by, speaker, speaker_name_sealed, external_number,
        external_due)
    values (:id, 1, :number, :category, 'reported', 1, :text, :place, :area, :subdistrict, :community, :grid, :lat, :lon, :source,
        :reporter_kind, :owner, :reporter_name_sealed, :reporter_phone_sealed, :reporter_phone_hash, :code_hash, :about_unit, :due_at, :step_hours,
        0, '', '', '', :reported_at, :files_count, :cover, :kind, :answer_by, :speaker, :speaker_name_sealed, :external_number,
        :external_due)
)sql");

const Statement move_case(StoreKind::district, "cases.move_case", R"sql(
    update cases_cases
    set version = version + 1, state = :state, open = :open, due_at = :due_at, step_hours = :step_hours, unit = :unit, assignee = :assignee,
        accepted_by = :accepted_by, handler = :handler, verifier = :verifier, returned = :returned, files_count = files_count + :files,
        extension_hours = null, extension_reason = null, extension_by = null, extension_at = null
        [, reason = :reason] [, outcome = :outcome] [, closed_at = :closed_at]
    where id = :id and version = :version
)sql");

const Statement rate_case(StoreKind::district, "cases.rate_case", R"sql(
    update cases_cases
    set version = version + 1, state = 'rated', score = :score, solved = :solved, rating_text = :rating_text, rated_at = :rated_at
    where id = :id and version = :version
)sql");

const Statement set_merged_into(StoreKind::district, "cases.set_merged_into", R"sql(
    update cases_cases
    set merged_into = :into
    where id = :id
)sql");

const Statement merged_into(StoreKind::district, "cases.merged_into", R"sql(
    select c.id, c.version, c.number, c.category, c.state, c.area, c.subdistrict, c.community, c.grid, c.reporter_kind, c.kind, c.owner, c.unit,
        c.assignee, c.accepted_by, c.handler, c.verifier, c.about_unit, c.due_at, c.reported_at, c.files_count, c.extension_hours,
        c.extension_reason, c.extension_by, c.extension_at, c.external_due, c.merged_into,
        c.disputes, c.supervised_by
    from cases_cases c
    where c.merged_into = :id
    order by c.id
)sql", "cases_cases_merged");

const Statement put_link(StoreKind::district, "cases.put_link", R"sql(
    insert into cases_links (one, other, at, by_account)
    values (:one, :other, :at, :by)
    on conflict do nothing
)sql");

const Statement drop_link(StoreKind::district, "cases.drop_link", R"sql(
    delete from cases_links
    where one = :one and other = :other
)sql");

// What was merged into a case, and what is linked with it either way: only what the reader may read.
const Statement neighbours_of(StoreKind::district, "cases.neighbours_of", R"sql(
    select c.id, c.number, c.category, c.state, substr(c.text, 1, 80) as text, c.place, c.merged_into
    from (select m.id as id from cases_cases m where m.merged_into = :id
          union select l.other as id from cases_links l where l.one = :id
          union select l.one as id from cases_links l where l.other = :id) n
    join cases_cases c on c.id = n.id
    where {scope:c|owner|assignee|unit}
    order by c.id desc
)sql");

const Statement insert_rating(StoreKind::district, "cases.insert_rating", R"sql(
    insert into cases_ratings (id, case_id, at, score, solved, text)
    values (:id, :case_id, :at, :score, :solved, :text)
)sql");

const Statement take_up_again(StoreKind::district, "cases.take_up_again", R"sql(
    update cases_cases
    set disputes = disputes + 1, score = null, solved = null, rating_text = '', rated_at = null, closed_at = null, merged_into = null
    where id = :id
)sql");

const Statement closed_at(StoreKind::district, "cases.closed_at", R"sql(
    select c.closed_at
    from cases_cases c
    where c.id = :id
)sql");

const Statement set_supervision(StoreKind::district, "cases.set_supervision", R"sql(
    update cases_cases
    set version = version + 1, supervised_by = :by, supervised_at = :at, supervised_until = :until, supervision = :text
    where id = :id and version = :version
)sql");

const Statement ask_extension(StoreKind::district, "cases.ask_extension", R"sql(
    update cases_cases
    set version = version + 1, extension_hours = :hours, extension_reason = :reason, extension_by = :by, extension_at = :at
    where id = :id and version = :version
)sql");

const Statement settle_extension(StoreKind::district, "cases.settle_extension", R"sql(
    update cases_cases
    set version = version + 1, due_at = :due_at, step_hours = step_hours + :hours, extension_hours = null, extension_reason = null,
        extension_by = null, extension_at = null
    where id = :id and version = :version
)sql");

const Statement touch_case(StoreKind::district, "cases.touch_case", R"sql(
    update cases_cases
    set version = version + 1, files_count = files_count + :files
    where id = :id and version = :version
)sql");

const Statement insert_step(StoreKind::district, "cases.insert_step", R"sql(
    insert into cases_steps (id, case_id, name, state, at, actor, text, internal, hours)
    values (:id, :case_id, :name, :state, :at, :actor, :text, :internal, :hours)
)sql");

const Statement steps_of(StoreKind::district, "cases.steps_of", R"sql(
    select s.id, s.name, s.state, s.at, s.actor, s.text, s.internal, s.hours
    from cases_steps s
    where s.case_id = :case_id
    order by s.id
)sql", "cases_steps_case");

const Statement add_count(StoreKind::district, "cases.add_count", R"sql(
    insert into cases_counts (grid, community, subdistrict, state, number)
    values (:grid, :community, :subdistrict, :state, :number)
    on conflict (community, grid, state) do update set number = cases_counts.number + excluded.number
)sql");

// ---- categories, rules, settings ---------------------------------------------------------------------------------------

const Statement all_categories(StoreKind::district, "cases.all_categories", R"sql(
    select k.code, k.version, k.name, k.name_en, k.group_code, k.group_name, k.group_name_en, k.jurisdiction, k.icon, k.rural, k.active,
        k.accept_hours, k.dispatch_hours, k.acknowledge_hours, k.handle_hours, k.verify_hours
    from cases_categories k
    order by k.position
)sql");

const Statement put_category(StoreKind::district, "cases.put_category", R"sql(
    insert into cases_categories (code, version, position, name, name_en, group_code, group_name, group_name_en, jurisdiction, icon, rural, active,
        accept_hours, dispatch_hours, acknowledge_hours, handle_hours, verify_hours)
    values (:code, 1, :position, :name, :name_en, :group_code, :group_name, :group_name_en, :jurisdiction, :icon, :rural, 1,
        :accept_hours, :dispatch_hours, :acknowledge_hours, :handle_hours, :verify_hours)
    on conflict do nothing
)sql");

const Statement change_category(StoreKind::district, "cases.change_category", R"sql(
    update cases_categories
    set version = version + 1, active = :active, accept_hours = :accept_hours, dispatch_hours = :dispatch_hours,
        acknowledge_hours = :acknowledge_hours, handle_hours = :handle_hours, verify_hours = :verify_hours
    where code = :code and version = :version
)sql");

const Statement all_rules(StoreKind::district, "cases.all_rules", R"sql(
    select r.id, r.version, r.position, r.category, r.area, r.target, r.unit, r.account, r.note
    from cases_rules r
    order by r.position, r.id
)sql", "cases_rules_position");

const Statement rule_by_id(StoreKind::district, "cases.rule_by_id", R"sql(
    select r.id, r.version, r.position, r.category, r.area, r.target, r.unit, r.account, r.note
    from cases_rules r
    where r.id = :id
)sql");

const Statement insert_rule(StoreKind::district, "cases.insert_rule", R"sql(
    insert into cases_rules (id, version, position, category, area, target, unit, account, note)
    values (:id, 1, :position, :category, :area, :target, :unit, :account, :note)
)sql");

const Statement change_rule(StoreKind::district, "cases.change_rule", R"sql(
    update cases_rules
    set version = version + 1, category = :category, area = :area, target = :target, unit = :unit, account = :account, note = :note
    where id = :id and version = :version
)sql");

const Statement place_rule(StoreKind::district, "cases.place_rule", R"sql(
    update cases_rules
    set position = :position
    where id = :id
)sql");

const Statement delete_rule(StoreKind::district, "cases.delete_rule", R"sql(
    delete from cases_rules
    where id = :id and version = :version
)sql");

const Statement all_settings(StoreKind::district, "cases.all_settings", R"sql(
    select s.name, s.value
    from cases_settings s
)sql");

const Statement put_setting(StoreKind::district, "cases.put_setting", R"sql(
    insert into cases_settings (name, value)
    values (:name, :value)
    on conflict do nothing
)sql");

// ---- codes -------------------------------------------------------------------------------------------------------------

const Statement code_tries(StoreKind::district, "cases.code_tries", R"sql(
    select t.failures, t.since
    from cases_code_tries t
    where t.number = :number
)sql");

const Statement count_code_try(StoreKind::district, "cases.count_code_try", R"sql(
    insert into cases_code_tries (number, failures, since)
    values (:number, :failures, :since)
    on conflict (number) do update set failures = excluded.failures, since = excluded.since
)sql");

const Statement forget_code_tries(StoreKind::district, "cases.forget_code_tries", R"sql(
    delete from cases_code_tries
    where number = :number
)sql");

// ---- what is awaited from outside --------------------------------------------------------------------------------------

const Statement insert_awaited(StoreKind::district, "cases.insert_awaited", R"sql(
    insert into cases_awaited (case_id, kind, subject)
    values (:case_id, :kind, :subject)
    on conflict do nothing
)sql");

const Statement delete_awaited(StoreKind::district, "cases.delete_awaited", R"sql(
    delete from cases_awaited
    where case_id = :case_id and kind = :kind and subject = :subject
)sql");

const Statement count_awaited(StoreKind::district, "cases.count_awaited", R"sql(
    select count(*) as number
    from cases_awaited a
    where a.case_id = :case_id
)sql");

}  // namespace liren::cases
