#pragma once
// The making of a file by jobs, a piece of some thousand rows each in a transaction of its own; its expiry; its parameters. A piece
// that is done stays done, after a crash the next goes on behind it. Private to the module.

#include "rights.h"
#include "store.h"

namespace liren::exports {

inline constexpr std::int64_t sheet_rows = 1'048'000;   ///< a spreadsheet holds 1,048,576, the watermark and the titles among them

/// Starts the making of a request that was approved, or that needs nobody's approval.
void begin_making(Tx& tx, const std::string& store, std::int64_t id);
/// Names the jobs; called once at start.
void run_works(House& house);

struct Parameters {
    std::int64_t free_rows = 0;               ///< a masked export of at most so many rows needs nobody's approval
    std::int64_t days_kept = 7;
    std::int64_t most_rows = sheet_rows;      ///< of one export
};
Parameters parameters_of(Db& db);

/// The columns a sheet has, in order: the fields', those the city added, and the area's at the end.
std::vector<std::string> titles_of(House& house, const ExportRow& row, const Register& of);

}  // namespace liren::exports
