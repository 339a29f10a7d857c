#include "store.h"

namespace liren::cases {

// ---- one case ----------------------------------------------------------------------------------------------------------

const Statement find_case(StoreKind::district, "cases.find_case", R"sql(
    select c.id, c.version, c.number, c.category, c.state, c.area, c.subdistrict, c.community, c.grid, c.reporter_kind, c.owner, c.unit,
        c.assignee, c.accepted_by, c.handler, c.verifier, c.about_unit, c.due_at, c.reported_at, c.files_count, c.extension_hours,
        c.extension_reason, c.extension_by, c.extension_at
    from cases_cases c
    where c.id = :id and {scope:c|owner|assignee|unit}
)sql");

const Statement case_facts(StoreKind::district, "cases.case_facts", R"sql(
    select c.text, c.place, c.source, c.lat, c.lon, c.reporter_name_sealed, c.reporter_phone_sealed, c.step_hours, c.open, c.returned, c.reason,
        c.outcome, c.score, c.solved, c.rating_text, c.rated_at, c.closed_at
    from cases_cases c
    where c.id = :id
)sql");

// Row and facts at once, for who only reads.
const Statement whole_case(StoreKind::district, "cases.whole_case", R"sql(
    select c.id, c.version, c.number, c.category, c.state, c.area, c.subdistrict, c.community, c.grid, c.reporter_kind, c.owner, c.unit,
        c.assignee, c.accepted_by, c.handler, c.verifier, c.about_unit, c.due_at, c.reported_at, c.files_count, c.extension_hours,
        c.extension_reason, c.extension_by, c.extension_at,
        c.text, c.place, c.source, c.lat, c.lon, c.reporter_name_sealed, c.reporter_phone_sealed, c.step_hours, c.open, c.returned, c.reason,
        c.outcome, c.score, c.solved, c.rating_text, c.rated_at, c.closed_at
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

// ---- lists -------------------------------------------------------------------------------------------------------------
// One state and one part of the scope at a time: each then follows (area, state, id) and pages are merged (liren/page.h).

const Statement newest_lines(StoreKind::district, "cases.newest_lines", R"sql(
    select c.id, c.version, c.number, c.category, c.state, substr(c.text, 1, 80) as text, c.place, c.community, c.grid, c.due_at, c.reported_at,
        c.open, c.files_count, c.cover, c.unit, coalesce(c.handler, c.assignee) as handler, c.returned, c.reporter_kind
    from cases_cases c
    where {scope:c|owner|assignee|unit} and c.state = :state
        [and c.category = :category] [and c.subdistrict = :subdistrict] [and c.community = :community] [and c.grid = :grid]
        [and c.due_at < :overdue_at and c.open = 1]
        [and (c.number = :number or lower(c.text) like :words escape '!' or lower(c.place) like :words escape '!')]
        [and c.id < :before]
    order by c.id desc
    limit :limit
)sql", "cases_cases_");

const Statement due_lines(StoreKind::district, "cases.due_lines", R"sql(
    select c.id, c.version, c.number, c.category, c.state, substr(c.text, 1, 80) as text, c.place, c.community, c.grid, c.due_at, c.reported_at,
        c.open, c.files_count, c.cover, c.unit, coalesce(c.handler, c.assignee) as handler, c.returned, c.reporter_kind
    from cases_cases c
    where {scope:c|owner|assignee|unit} and c.state = :state and c.open = 1
        [and c.category = :category] [and c.subdistrict = :subdistrict] [and c.community = :community] [and c.grid = :grid]
        [and c.due_at < :overdue_at]
        [and (c.number = :number or lower(c.text) like :words escape '!' or lower(c.place) like :words escape '!')]
        [and (c.due_at, c.id) > (:after_due, :after_id)]
    order by c.due_at, c.id
    limit :limit
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
        returned, reason, outcome, rating_text, reported_at, files_count, cover)
    values (:id, 1, :number, :category, 'reported', 1, :text, :place, :area, :subdistrict, :community, :grid, :lat, :lon, :source,
        :reporter_kind, :owner, :reporter_name_sealed, :reporter_phone_sealed, :reporter_phone_hash, :code_hash, :about_unit, :due_at, :step_hours,
        0, '', '', '', :reported_at, :files_count, :cover)
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
