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
    std::string reporter_kind, kind, source;
    int disputes = 0;
    bool supervised = false;
};
BOOST_DESCRIBE_STRUCT(Line, (), (id, version, number, category, state, text, place, community, grid, due_at, reported_at, open, files_count, cover,
                                 unit, handler, returned, reporter_kind, kind, source, disputes, supervised))

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
    std::string answer_by, speaker;
    std::optional<std::string> speaker_name_sealed, external_number;
    std::optional<Instant> supervised_at, supervised_until;
    std::string supervision;
};
BOOST_DESCRIBE_STRUCT(Facts, (), (text, place, source, lat, lon, reporter_name_sealed, reporter_phone_sealed, step_hours, open, returned, reason,
                                  outcome, score, solved, rating_text, rated_at, closed_at, answer_by, speaker, speaker_name_sealed, external_number,
                                  supervised_at, supervised_until, supervision))

/// A case that is perhaps the same matter.
struct Candidate {
    CaseId id;
    std::string number, category, state, text, place, reporter_kind, words;
    std::int64_t area = 0, subdistrict = 0, community = 0, grid = 0;
    Instant reported_at;
};
BOOST_DESCRIBE_STRUCT(Candidate, (), (id, number, category, state, text, place, reporter_kind, words, area, subdistrict, community, grid, reported_at))

/// A case that was merged into another, or that has to do with it.
struct Neighbouring {
    CaseId id;
    std::string number, category, state, text, place;
    std::optional<std::int64_t> merged_into;
};
BOOST_DESCRIBE_STRUCT(Neighbouring, (), (id, number, category, state, text, place, merged_into))

/// What the words of a case are made of.
struct Worded {
    std::int64_t id = 0;
    std::string text, place, category;
    std::int64_t subdistrict = 0, community = 0, grid = 0;
};
BOOST_DESCRIBE_STRUCT(Worded, (), (id, text, place, category, subdistrict, community, grid))

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

struct Done {
    std::string category;
    std::int64_t number = 0, solved = 0, rated = 0;
};
BOOST_DESCRIBE_STRUCT(Done, (), (category, number, solved, rated))

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

extern const Statement find_case, case_facts, whole_case, case_placement, case_by_number, case_of_order, cases_of_phone, candidates, cases_after, insert_words, newest_lines, due_lines, found_lines, count_states, count_desk, count_reported, first_reported, count_watched, count_disputed, count_unsolved, done_since, open_in, count_due, insert_case, move_case,
    rate_case, set_merged_into, merged_into, put_link, drop_link, neighbours_of, insert_rating, take_up_again, closed_at, set_supervision, touch_case, ask_extension, settle_extension, insert_step, steps_of, add_count, all_categories, put_category, change_category, all_rules, rule_by_id, insert_rule,
    change_rule, delete_rule, place_rule, all_settings, put_setting, code_tries, count_code_try, forget_code_tries, insert_awaited, delete_awaited, count_awaited;

}  // namespace liren::cases
