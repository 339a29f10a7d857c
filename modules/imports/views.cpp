#include "views.h"

#include "judging.h"
#include "liren/error.h"
#include "work.h"

namespace liren::imports {

bool may_create(const Register& of, const Column& column) {
    if (of.kind() == "dwellings.dwelling" && column.field == "label") return true;   // its building
    for (const RegisterField& field : of.fields())
        if (field.name == column.field && field.kind == FieldKind::reference)
            if (const Register* to = Register::find(field.of)) return can_be_made(*to);
    return false;
}

const Register& register_of(const ImportRow& import) {
    const Register* of = Register::find(import.register_kind);
    if (!of) throw Error(409, "imports.no_register");
    return *of;
}

bool at_work(const ImportRow& import) { return import.state == "checking" || import.state == "writing" || import.state == "undoing"; }

ImportLine line_of(Context& context, const ImportRow& import) {
    House& house = context.house();
    ImportLine line{ImportId{import.id}, import.version, import.register_kind, import.name, AreaId{import.area}, house.name_of("places.area", import.area), house.display_name(AccountId{import.owner}),
                    import.state, import.paused, import.done, import.total, import.trouble.empty() ? "" : house.texts.get(context.language(), import.trouble), {}, std::nullopt, std::nullopt, import.created_at, import.changed_at};
    bool waits = import.state == "uploaded" || import.state == "checked" || (at_work(import) && (import.paused || !import.trouble.empty()) && import.state != "undoing");
    for (const OutcomeCount& count : outcomes_from(import.counts)) {
        line.outcomes.push_back({count.outcome, count.decision, count.settled, count.number});
        waits = waits || (count.settled == 0 && (import.state == "written" || import.state == "undone"));
    }
    if (waits) line.kept_until = import.expires_at;
    if (import.state == "written") line.undo_until = import.undo_until;
    return line;
}

Versioned<ImportView> view_of(Context& context, const ImportRow& import) {
    ImportView view;
    static_cast<ImportLine&>(view) = line_of(context, import);
    const Register& of = register_of(import);
    const Layout layout = Layout::from_stored(import.layout);
    view.sheet = static_cast<int>(layout.sheet);
    for (const SheetChoice& sheet : layout.sheets) view.sheets.push_back({static_cast<int>(sheet.index), sheet.name});
    view.header_row = static_cast<int>(layout.header_row);
    for (Column column : layout.columns) {
        if (!is_field(context.house(), of, column.field)) column.field.clear();   // retired since
        view.columns.push_back({static_cast<int>(column.index), column_letters(column.index), column.title, column.field, column.confidence, may_create(of, column), column.creates, column.samples});
    }
    if (at_work(import))
        for (const OutcomeCount& count : context.db().all<OutcomeCount>(count_outcomes, {{"import_id", import.id}})) view.outcomes.push_back({count.outcome, count.decision, count.settled, count.number});
    for (const NeededCount& count : needed_from(import.making)) view.will_make.push_back({count.register_kind, count.number});
    for (const MadeCount& count : context.db().all<MadeCount>(count_made, {{"import_id", import.id}})) view.made.push_back({count.register_kind, count.settled, count.number});
    return {std::move(view), import.version};
}

Versioned<ImportView> view_again(Context& context, std::int64_t id) { return view_of(context, context.db().one<ImportRow>(import_by_id, {{"id", id}}).value()); }

void require_resting(const ImportRow& import) { require(!at_work(import), "imports.at_work"); }

void require_manage(Context& context, const ImportRow& import) {
    const Placement at{.subdistrict = import.subdistrict, .community = import.community, .grid = import.grid};
    if (!context.may(register_of(import).permission("manage"), at)) throw Error(403, "access.no_role");
}

ImportRow at_version(Context& context, ImportId id) {
    const ImportRow import = found_import(context, id);
    require_manage(context, import);
    context.expect_version("imports.import", import.id, import.version);
    return import;
}

ImportRow found_import(Context& context, ImportId id) {
    auto import = context.db().one<ImportRow>(find_import, context.scope(), {{"id", id}});
    if (!import) not_found("imports.not_found");
    return std::move(*import);
}

}  // namespace liren::imports
