#pragma once
// The long work of an import, done by jobs in pieces of some hundred rows, each piece one transaction: judging, writing, taking
// back. A piece that is done stays done; after a crash the next goes on behind it. Private to the module.

#include "layout.h"
#include "store.h"

namespace liren::imports {

/// Puts an import into a state of work on so many rows and starts it; false when somebody was faster.
bool begin_work(Tx& tx, const ImportRow& import, const char* state, std::int64_t total, const std::string& store);
/// Goes on with work that was paused or had stopped; `import` as it was before its version rose.
void go_on(Tx& tx, const ImportRow& import, const std::string& store);
/// Names the jobs; called once at start.
void run_works(House& house);

/// The outcomes as they are kept with an import at rest, and read again.
std::string counted(Db& db, std::int64_t import);
std::vector<OutcomeCount> outcomes_from(std::string_view counts);

/// What writing will make in other registers, likewise.
std::string needed(Db& db, std::int64_t import);
std::vector<NeededCount> needed_from(std::string_view making);

/// Where the uploaded bytes wait, sealed, until the import is done with them.
void keep_upload(House& house, const std::string& store, std::int64_t import, std::string_view bytes);
std::string open_upload(House& house, const std::string& store, std::int64_t import);
void drop_upload(House& house, const std::string& store, std::int64_t import);

std::string seal_row(const House& house, std::int64_t import, std::string_view cells);
/// Nothing when it was not sealed by this house.
std::optional<std::vector<std::string>> open_row(const House& house, std::int64_t import, std::string_view sealed);

}  // namespace liren::imports
