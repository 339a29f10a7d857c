#pragma once
// Every SQL statement of cases. Private to the module.

#include "cases/cases.h"
#include "liren/sql.h"

namespace liren::cases {

/// One line of a list.
struct Line {
    CaseId id;
    std::int64_t version = 0;
    std::string number, category, state, text, place;
    AreaId community, grid;
    Instant due_at, reported_at;
    bool open = false;
    int files_count = 0;
    std::optional<std::int64_t> cover, unit, handler;   ///< handler: whoever handles it, or is to
    bool returned = false;
    std::string reporter_kind;
};
BOOST_DESCRIBE_STRUCT(Line, (), (id, version, number, category, state, text, place, community, grid, due_at, reported_at, open, files_count, cover,
                                 unit, handler, returned, reporter_kind))

/// What the detail page shows beside CaseRow.
struct Facts {
    std::string text, place, source;
    std::optional<std::int64_t> lat, lon;
    std::optional<std::string> reporter_name_sealed, reporter_phone_sealed;
    int step_hours = 0;
    bool open = false, returned = false;
    std::string reason, outcome;
    std::optional<std::int64_t> score, solved;
    std::string rating_text;
    std::optional<Instant> rated_at, closed_at;
};
BOOST_DESCRIBE_STRUCT(Facts, (), (text, place, source, lat, lon, reporter_name_sealed, reporter_phone_sealed, step_hours, open, returned, reason,
                                  outcome, score, solved, rating_text, rated_at, closed_at))

struct WholeCase : CaseRow, Facts {};
BOOST_DESCRIBE_STRUCT(WholeCase, (CaseRow, Facts), ())

struct Step {
    std::int64_t id = 0;
    std::string name, state;
    Instant at;
    std::optional<std::int64_t> actor;
    std::string text;
    bool internal = false;
    std::optional<std::int64_t> hours;        ///< asked for, granted or refused
};
BOOST_DESCRIBE_STRUCT(Step, (), (id, name, state, at, actor, text, internal, hours))

/// Of a step that is for staff: whether the reporter reads that it happened, though not its words.
bool is_told_without_words(const Step& step);

struct Category {
    std::string code;
    std::int64_t version = 0;
    std::string name, name_en, group_code, group_name, group_name_en, jurisdiction, icon;
    bool rural = false, active = false;
    int accept_hours = 0, dispatch_hours = 0, acknowledge_hours = 0, handle_hours = 0, verify_hours = 0;
};
BOOST_DESCRIBE_STRUCT(Category, (), (code, version, name, name_en, group_code, group_name, group_name_en, jurisdiction, icon, rural, active,
                                     accept_hours, dispatch_hours, acknowledge_hours, handle_hours, verify_hours))

struct Rule {
    std::int64_t id = 0, version = 0;
    int position = 0;
    std::optional<std::string> category;
    std::optional<std::int64_t> area;
    std::string target;
    std::optional<std::int64_t> unit, account;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(Rule, (), (id, version, position, category, area, target, unit, account, note))

struct Count {
    std::string state;
    std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(Count, (), (state, number))

/// Of rows that are somebody's by a relation, with where they lie.
struct DeskCount {
    std::string state;
    std::int64_t subdistrict = 0, community = 0, grid = 0, number = 0;
};
BOOST_DESCRIBE_STRUCT(DeskCount, (), (state, subdistrict, community, grid, number))

struct Placed {
    std::int64_t subdistrict = 0, community = 0, grid = 0;
    std::optional<std::int64_t> owner, assignee, unit;
};
BOOST_DESCRIBE_STRUCT(Placed, (), (subdistrict, community, grid, owner, assignee, unit))

struct Tries {
    int failures = 0;
    Instant since;
};
BOOST_DESCRIBE_STRUCT(Tries, (), (failures, since))

struct Setting {
    std::string name, value;
};
BOOST_DESCRIBE_STRUCT(Setting, (), (name, value))

struct NumberCode {
    std::int64_t id = 0;
    std::optional<std::string> code_hash;
};
BOOST_DESCRIBE_STRUCT(NumberCode, (), (id, code_hash))

extern const Statement find_case, case_facts, whole_case, case_placement, case_by_number, newest_lines, due_lines, count_states, count_desk, count_due, insert_case, move_case,
    rate_case, touch_case, ask_extension, settle_extension, insert_step, steps_of, add_count, all_categories, put_category, change_category, all_rules, rule_by_id, insert_rule,
    change_rule, delete_rule, place_rule, all_settings, put_setting, code_tries, count_code_try, forget_code_tries, insert_awaited, delete_awaited, count_awaited;

}  // namespace liren::cases
