#pragma once
// An import as its pages see it, and what every route asks of one before it touches it. Private to the module.

#include <string>
#include <vector>

#include "layout.h"
#include "store.h"

namespace liren::imports {

struct ColumnView {
    int index = 0;
    std::string letters, title, field;
    int confidence = 0;
    bool may_create = false;                                  ///< what it names may be made when nobody knows it
    bool creates = false;                                     ///< and is
    std::vector<std::string> samples;
};
BOOST_DESCRIBE_STRUCT(ColumnView, (), (index, letters, title, field, confidence, may_create, creates, samples))

struct SheetView {
    int index = 0;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(SheetView, (), (index, name))

struct OutcomeView {
    std::string outcome, decision;
    int settled = 0;
    std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(OutcomeView, (), (outcome, decision, settled, number))

struct ImportLine {
    ImportId id;
    std::int64_t version = 0;
    std::string register_kind, name;
    AreaId area;
    std::string area_name, owner_name, state;
    bool paused = false;
    std::int64_t done = 0, total = 0;                         ///< data rows of the work at hand, or of the last
    std::string trouble;                                      ///< in words, what stopped the work; "" while all is well
    std::vector<OutcomeView> outcomes;                        ///< of an import at rest; of one at work only when it is shown alone
    std::optional<Instant> kept_until;                        ///< until when the upload, or rows that were not written, are kept; null where nothing waits
    std::optional<Instant> undo_until;                        ///< until when it can be taken back
    Instant created_at, changed_at;
};
BOOST_DESCRIBE_STRUCT(ImportLine, (), (id, version, register_kind, name, area, area_name, owner_name, state, paused, done, total, trouble, outcomes, kept_until, undo_until, created_at, changed_at))

/// Rows of another register that were made because a cell named them. settled: 1 stands, 3 taken back, 4 kept.
struct MadeView {
    std::string register_kind;
    int settled = 0;
    std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(MadeView, (), (register_kind, settled, number))

/// Rows of another register that writing will make.
struct NeededView {
    std::string register_kind;
    std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(NeededView, (), (register_kind, number))

struct ImportView : ImportLine {
    int sheet = 0;
    std::vector<SheetView> sheets;                            ///< those that people see
    int header_row = 0;
    std::vector<ColumnView> columns;
    std::vector<NeededView> will_make;
    std::vector<MadeView> made;
};
BOOST_DESCRIBE_STRUCT(ImportView, (ImportLine), (sheet, sheets, header_row, columns, will_make, made))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

/// The register it writes into; 409 when the program has it no more.
const Register& register_of(const ImportRow& import);
/// Whether what a column names may be made when nobody knows it.
bool may_create(const Register& of, const Column& column);
bool at_work(const ImportRow& import);
ImportLine line_of(Context& context, const ImportRow& import);
Versioned<ImportView> view_of(Context& context, const ImportRow& import);
Versioned<ImportView> view_again(Context& context, std::int64_t id);

/// The import within the caller's scope.
ImportRow found_import(Context& context, ImportId id);
void require_resting(const ImportRow& import);
/// Running an import is writing into its register: only who may do that where the rows lie.
void require_manage(Context& context, const ImportRow& import);
/// The import at the version the caller has seen, for one who may write what it writes.
ImportRow at_version(Context& context, ImportId id);

}  // namespace liren::imports
