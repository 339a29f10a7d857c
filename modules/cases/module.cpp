#include "cases/cases.h"
#include "moving.h"
#include "routes.h"
#include "store.h"
#include "words.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile cases_files[];
extern const std::size_t cases_count;
}  // namespace embedded

namespace cases {

namespace {

void append(std::vector<Route>& all, std::vector<Route> more) { all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end())); }

std::optional<Placement> placement_of(Db& db, std::int64_t id) {
    const auto at = db.one<Placed>(case_placement, {{"id", id}});
    if (!at) return std::nullopt;
    return Placement{at->subdistrict, at->community, at->grid, at->owner.value_or(0), at->assignee.value_or(0), at->unit.value_or(0)};
}

/// When a step's time is over and the case still stands in it, that is a fact of its own: boards flip, figures count.
void deadline(Tx& tx, const Job& job) {
    const auto row = find(tx, CaseId{job.subject}, Scope::all());
    const bool stale = !row || std::to_string(row->due_at.ms) != job.payload || !is_open(row->state);
    if (stale) return;
    tx.record({.name = "cases.became_overdue", .subject_kind = "cases.case", .subject = row->id, .version = row->version, .area = row->area});
}

}  // namespace

Module module() {
    Module module;
    module.name = "cases";
    module.files = embedded::cases_files;
    module.file_count = embedded::cases_count;
    module.permissions = {{.name = "cases.read", .own = true, .assigned = true}, {.name = "cases.rate", .own = true}, {.name = "cases.message", .own = true},
                          {.name = "cases.accept"},   {.name = "cases.dispatch"},
                          {.name = "cases.handle", .assigned = true},            {.name = "cases.verify"},            {.name = "cases.supervise"},
                          {.name = "cases.note", .assigned = true},              {.name = "cases.unmask", .assigned = true},
                          {.name = "cases.configure"}};
    for (const char* name : {"cases.reported", "cases.accepted", "cases.answered", "cases.declined", "cases.dispatched", "cases.acknowledged", "cases.handling", "cases.handled",
                             "cases.verifying", "cases.closed", "cases.rated", "cases.returned", "cases.transferred", "cases.extension_requested",
                             "cases.extended", "cases.extension_refused", "cases.escalated", "cases.supervised", "cases.supervision_ended", "cases.merged", "cases.joined", "cases.split", "cases.linked", "cases.unlinked", "cases.disputed",
                             "cases.noted", "cases.handed_over", "cases.outside_asked", "cases.outside_answered", "cases.outside_returned", "cases.outside_withdrawn", "cases.became_overdue", "cases.configured"})
        module.events.push_back({name, Audience::timeline});
    module.events.push_back({"cases.reporter_looked", Audience::audit});
    module.events.push_back({"cases.code_wrong", Audience::audit});
    module.routes.push_back(get("/api/d/{d}/cases", Access::permission("cases.read"), list_cases, "list_cases").inline_read());
    module.routes.push_back(get("/api/d/{d}/cases/counts", Access::permission("cases.read"), count_cases, "count_cases").inline_read());
    module.routes.push_back(get("/api/d/{d}/cases/{id}", Access::permission("cases.read"), show_case, "show_case").inline_read());
    module.routes.push_back(get("/api/d/{d}/cases/{id}/timeline", Access::permission("cases.read"), show_timeline, "show_timeline").inline_read());
    append(module.routes, report_routes());
    append(module.routes, alike_routes());
    append(module.routes, verb_routes());
    append(module.routes, moving_routes());
    append(module.routes, joining_routes());
    append(module.routes, status_routes());
    append(module.routes, configuration_routes());
    append(module.routes, morning_routes());
    append(module.routes, slip_routes());
    append(module.routes, plain_pages());
    append(module.routes, community_page());
    module.placements.emplace_back("cases.case", placement_of);
    module.start = [](House& house) {
        house.jobs.on("cases.deadline", deadline);
        for (const std::string& district : house.storage->districts())
            index_older_cases(house, "d" + district);
    };
    return module;
}

}  // namespace cases
}  // namespace liren
