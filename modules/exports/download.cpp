// Fetching a file: by the asker only, with rights as they are now, recorded every time; clear values by a look that names them.

#include "routes.h"

#include "liren/error.h"
#include "parts.h"
#include "question.h"
#include "rights.h"
#include "watermark.h"
#include "work.h"

namespace liren::exports {

namespace {

void require_fetchable(Context& context, const ExportRow& row, const Register& of) {
    if (row.state == "expired" || (row.expires_at && *row.expires_at <= context.now())) throw Error(410, "exports.expired");
    require(row.state == "ready", "exports.not_ready");
    const Rights rights(context.house(), context.db(), [&](std::string_view permission) { return context.scope_for(permission); });
    require(rights.still_hold(of, Reach::from_stored(row.reach), row.clear), "exports.rights_gone");
}

double width_of(const RegisterField& field) {
    switch (field.kind) {
        case FieldKind::id_number:
        case FieldKind::credit_code: return 22;
        case FieldKind::address:
        case FieldKind::reference: return 28;
        case FieldKind::text: return field.maximum > 100 ? 32 : 20;
        default: return 14;
    }
}

/// On paper: what it is and how much of it, above; who, when, number, approver and purpose with the page's number, below.
SheetPrint print_of(House& house, const ExportRow& row, const std::vector<std::string>& lines) {
    return {.title_row = static_cast<std::uint32_t>(lines.size()) + 1, .header_left = lines.at(0), .header_right = row.number, .footer_left = lines.at(1) + "  " + lines.at(2),
            .footer_right = house.texts.get(row.language, "exports.page_of", {{"page", "{page}"}, {"pages", "{pages}"}})};
}

void put_together(House& house, const std::string& store, const ExportRow& row, const Register& of) {
    FinishedFile file(house, store, row.id);
    const std::string label = house.texts.get(row.language, of.kind());
    SheetWriter out([&](std::string_view part) { file.write(part); }, row.format == "csv" ? SheetFormat::csv : SheetFormat::xlsx);
    const std::vector<std::string> lines = watermark(house, row, label);
    std::vector<SheetColumn> columns;
    for (const std::size_t i : columns_of(of, row.columns)) columns.push_back({"", width_of(of.fields()[i])});
    for (const ExtraField& extra : extra_of(house, of, row.extra)) columns.push_back({"", width_of(extra.field)});
    columns.push_back({"", 20});
    columns.front().title = lines.front();
    out.begin_sheet(label, columns, print_of(house, row, lines));
    for (std::size_t i = 1; i < lines.size(); ++i) {
        out.text(lines[i]);
        out.end_row();
    }
    for (const std::string& title : titles_of(house, row, of)) out.text(title);
    out.end_row();
    for (std::int64_t part = 1; part <= row.parts; ++part) write_rows(open_part(house, store, row.id, part), out);
    out.finish();
    file.finish();
}

std::string names_of(const Register& of, const std::vector<std::size_t>& fields) {
    std::string names;
    for (const std::size_t i : fields) names += (names.empty() ? "" : ",") + of.fields()[i].name;
    return names;
}

}  // namespace

std::shared_ptr<BodySource> prepare_download(Context& context, ExportId id) {
    const ExportRow row = own(context, id);
    const Register& of = register_of(row);
    require_fetchable(context, row, of);
    if (auto finished = open_finished(context.house(), context.store(), row.id)) return finished;
    put_together(context.house(), context.store(), row, of);
    auto finished = open_finished(context.house(), context.store(), row.id);
    if (!finished) throw Error(410, "exports.file_gone");
    return finished;
}

HttpResponse download_export(Context& context, ExportId id, const Empty&) {
    const ExportRow row = own(context, id);
    const Register& of = register_of(row);
    require_fetchable(context, row, of);
    context.tx().run(count_download, {{"id", row.id}, {"now", context.now()}});
    if (row.clear) {
        const TextValues values = {{"number", row.number}, {"rows", std::to_string(row.done)}, {"time", std::to_string(row.downloads + 1)}, {"reason", row.reason}};
        context.look("exports.export", row.id, names_of(of, sealed_of(of, columns_of(of, row.columns))), context.house().texts.get("zh-CN", "exports.look", values), of.kind());
    }
    context.tx().record({.name = "exports.downloaded", .subject_kind = "exports.export", .subject = row.id, .version = row.version, .area = row.area,
                         .fields = row.clear ? names_of(of, sealed_of(of, columns_of(of, row.columns))) : ""});
    HttpResponse response;
    response.content_type = row.format == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"export-" + row.number + "." + row.format + "\"");
    response.headers.emplace_back("Cache-Control", "no-store");
    response.source = context.prepared<std::shared_ptr<BodySource>>();
    return response;
}

}  // namespace liren::exports
