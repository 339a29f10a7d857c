#pragma once
// Every SQL statement of exports. Private to the module.

#include "liren/access.h"
#include "liren/sql.h"

namespace liren::exports {

using ExportId = Id<"exports.export">;

struct ExportRow {
    std::int64_t id = 0, version = 0;
    std::string number, register_kind, query_sealed, columns, extra;
    bool clear = false;
    std::string format, language, reason;
    std::int64_t area = 0, subdistrict = 0, community = 0, grid = 0, owner = 0;
    std::string state;
    std::int64_t row_count = 0, done = 0;
    std::string place;
    std::int64_t parts = 0;
    std::string reach;
    std::int64_t decided_by = 0;
    std::optional<Instant> decided_at;
    std::string decision;
    std::optional<Instant> made_at, expires_at;
    std::int64_t downloads = 0;
    Instant created_at, changed_at;

    Placement placement() const { return {.subdistrict = subdistrict, .community = community, .grid = grid}; }
};
BOOST_DESCRIBE_STRUCT(ExportRow, (), (id, version, number, register_kind, query_sealed, columns, extra, clear, format, language, reason, area, subdistrict, community, grid, owner, state, row_count, done,
                                      place, parts, reach, decided_by, decided_at, decision, made_at, expires_at, downloads, created_at, changed_at))

extern const Statement own_export, own_exports, waiting_export, waiting_exports, export_by_id, insert_export, approve_export, refuse_export, advance_export, finish_export, fail_export, expire_export, count_download,
    parameter_value, keep_parameter;

}  // namespace liren::exports
