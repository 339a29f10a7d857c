#pragma once
// Every SQL statement of imports. Private to the module.

#include "liren/sql.h"

namespace liren::imports {

using ImportId = Id<"imports.import">;

struct ImportRow {
    std::int64_t id = 0, version = 0;
    std::string register_kind, name;
    std::int64_t area = 0, subdistrict = 0, community = 0, grid = 0, owner = 0;
    std::string state;
    bool paused = false;
    std::string layout;
    std::int64_t done = 0, total = 0;         ///< data rows of the work at hand
    std::int64_t reached = 0;                 ///< the row behind which writing goes on
    std::string counts;                       ///< outcome, decision, settled, number of rows: as they stood when work ended
    std::string making;                       ///< register, number of rows that writing will make of it
    std::string trouble;                      ///< the key of what stopped the work for good; "" while all is well
    Instant expires_at;                       ///< until when what is not written is kept
    std::optional<Instant> undo_until;        ///< of one that was written
    Instant created_at, changed_at;
};
BOOST_DESCRIBE_STRUCT(ImportRow, (), (id, version, register_kind, name, area, subdistrict, community, grid, owner, state, paused, layout, done, total, reached, counts, making, trouble, expires_at, undo_until, created_at, changed_at))

struct JudgedRow {
    std::int64_t number = 0;
    std::string outcome, decision;
    int settled = 0;
    std::optional<std::int64_t> record, record_version;
    std::string cells_sealed, findings, fields;
};
BOOST_DESCRIBE_STRUCT(JudgedRow, (), (number, outcome, decision, settled, record, record_version, cells_sealed, findings, fields))

struct OutcomeCount {
    std::string outcome, decision;
    int settled = 0;
    std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(OutcomeCount, (), (outcome, decision, settled, number))

/// A row of another register that an import made because a cell named it.
struct MadeRow {
    std::int64_t record = 0;
    std::string register_kind;
    std::int64_t settled = 0;
};
BOOST_DESCRIBE_STRUCT(MadeRow, (), (record, register_kind, settled))

/// Rows of another register that writing will make.
struct NeededCount {
    std::string register_kind;
    std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(NeededCount, (), (register_kind, number))

struct MadeCount {
    std::string register_kind;
    int settled = 0;
    std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(MadeCount, (), (register_kind, settled, number))

extern const Statement find_import, import_by_id, list_imports, insert_import, set_layout, set_state, set_progress, set_paused, set_trouble, set_counts, set_written, end_import, leave_out_rows, forget_made, parameter_value, keep_parameter, take_import, take_turn, insert_row, judge_row, forget_rows,
    rows_of_outcome, rows_to_write, count_to_write, rows_written, count_written, row_by_number, count_outcomes, decide_rows, decide_row, settle_row, forget_cells, layout_of_shape, keep_layout, insert_made,
    made_rows, count_made, settle_made, insert_needed, forget_needed, count_needed;

}  // namespace liren::imports
