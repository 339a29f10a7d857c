#include "work.h"

#include <filesystem>
#include <fstream>

#include "judging.h"
#include "liren/error.h"
#include "liren/text.h"

namespace liren::imports {

namespace fs = std::filesystem;

namespace {

constexpr int rows_a_piece = 200;

fs::path upload_path(const House& house, const std::string& store, std::int64_t import) {
    return house.settings.data_directory / "imports" / store / (id_text(import) + ".sealed");
}

std::string context_of(std::int64_t import) { return "imports.row:" + id_text(import); }

/// Store and import of a job, with what a piece needs.
struct Piece {
    House& house;
    Tx& tx;
    const std::string store;
    const ImportRow import;
    const Register& of;
    const Layout layout;
};

void enqueue(Tx& tx, const std::string& store, std::int64_t import) { tx.enqueue({.kind = "imports.work", .subject = import, .due = tx.now(), .payload = store}); }

void enter(Piece& piece, const char* state) {
    piece.tx.run(set_state, {{"id", piece.import.id}, {"version", piece.import.version}, {"state", state}, {"total", piece.import.total}, {"now", piece.tx.now()}});
    piece.tx.record({.name = std::string("imports.") + state, .subject_kind = "imports.import", .subject = piece.import.id, .version = piece.import.version + 1, .area = piece.import.area});
}

void progress(Piece& piece, std::int64_t done) {
    piece.tx.run(set_progress, {{"id", piece.import.id}, {"state", piece.import.state}, {"done", done}, {"total", piece.import.total}, {"now", piece.tx.now()}});
    piece.tx.record({.name = "imports.progressed", .subject_kind = "imports.import", .subject = piece.import.id, .area = piece.import.area});
}

void settle(Piece& piece, const JudgedRow& row, int settled, std::optional<std::int64_t> record, std::optional<std::int64_t> version, const std::string& findings) {
    piece.tx.run(settle_row, {{"import_id", piece.import.id}, {"number", row.number}, {"settled", settled}, {"record", record}, {"record_version", version}, {"findings", findings}});
}

// ---- judging -----------------------------------------------------------------------------------------------------------

void judge_piece(Piece& piece) {
    const auto rows = piece.tx.all<JudgedRow>(rows_of_outcome, {{"import_id", piece.import.id}, {"outcome", "waiting"}, {"settled", nullptr}, {"after", piece.import.done}, {"limit", rows_a_piece}});
    if (rows.empty()) return enter(piece, "checked");
    Judge judge(piece.tx, piece.house, piece.of, piece.import, piece.layout);
    for (const JudgedRow& row : rows) {
        const Judgement judged = judge.judge(open_row(piece.house, piece.import.id, row.cells_sealed));
        piece.tx.run(judge_row, {{"import_id", piece.import.id}, {"number", row.number}, {"outcome", judged.outcome}, {"record", judged.there ? std::optional(judged.there->id) : std::nullopt},
                                 {"findings", stored_findings(judged.findings)}, {"fields", judged.fields()}});
    }
    progress(piece, rows.back().number);
    enqueue(piece.tx, piece.store, piece.import.id);
}

// ---- writing -----------------------------------------------------------------------------------------------------------

Origin origin_of(const Piece& piece) { return {piece.import.name, piece.tx.now(), piece.import.owner, piece.import.id}; }

void write_new(Piece& piece, const JudgedRow& row, Judgement& judged) {
    try {
        add_record(piece.tx, piece.house, piece.of, judged.file, origin_of(piece));
        settle(piece, row, 1, judged.file.id, 1, "");
    } catch (const Error& error) {   // borne twice in this file: the second is told so
        Findings findings;
        for (const FieldError& field : error.fields()) findings.refuse(field.path, field.key == "register.taken" ? "imports.repeated" : field.key, field.values);
        piece.tx.run(judge_row, {{"import_id", piece.import.id}, {"number", row.number}, {"outcome", "wrong"}, {"record", nullptr}, {"findings", stored_findings(findings)}, {"fields", ""}});
    }
}

void write_over(Piece& piece, const JudgedRow& row, const Judgement& judged, bool file_wins) {
    Record after = Judge::merged(judged, file_wins);
    if (piece.layout.of_field("area")) after.area = judged.file.area;
    Findings findings;
    check_record(piece.tx, piece.house, piece.of, after, findings);
    if (!findings.refusals().empty()) {
        piece.tx.run(judge_row, {{"import_id", piece.import.id}, {"number", row.number}, {"outcome", "wrong"}, {"record", judged.there->id}, {"findings", stored_findings(findings)}, {"fields", ""}});
        return;
    }
    const std::size_t before = piece.tx.recorded();
    if (!change_record(piece.tx, piece.house, piece.of, *judged.there, after, origin_of(piece))) throw Error(409, "imports.changed_meanwhile");
    const bool wrote = piece.tx.recorded() > before;
    settle(piece, row, wrote ? 1 : 2, judged.there->id, wrote ? after.version : judged.there->version, row.findings);
}

void write_row(Piece& piece, Judge& judge, const JudgedRow& row) {
    const bool same = row.outcome == "alike" && (row.decision == "register" || row.decision == "file");
    Judgement judged = judge.judge(open_row(piece.house, piece.import.id, row.cells_sealed), same ? row.record : std::nullopt);
    if (judged.outcome == "new" || (judged.outcome == "alike" && row.decision == "new")) return write_new(piece, row, judged);
    if (judged.outcome == "identical") return settle(piece, row, 2, judged.there->id, judged.there->version, row.findings);
    if (judged.outcome == "changed" || (judged.outcome == "conflict" && (same || !row.decision.empty()))) return write_over(piece, row, judged, row.decision == "file");
    // What the register says now asks for a decision that nobody has taken: the row waits.
    if (judged.outcome != row.outcome || judged.fields() != row.fields)
        piece.tx.run(judge_row, {{"import_id", piece.import.id}, {"number", row.number}, {"outcome", judged.outcome}, {"record", judged.there ? std::optional(judged.there->id) : std::nullopt},
                                 {"findings", stored_findings(judged.findings)}, {"fields", judged.fields()}});
}

void write_piece(Piece& piece) {
    const auto rows = piece.tx.all<JudgedRow>(rows_to_write, {{"import_id", piece.import.id}, {"after", piece.import.done}, {"limit", rows_a_piece}});
    if (rows.empty()) {
        piece.tx.run(keep_layout, {{"register", piece.of.kind()}, {"shape", piece.layout.shape()}, {"layout", piece.layout.stored()}, {"now", piece.tx.now()}});
        piece.tx.run(forget_cells, {{"import_id", piece.import.id}});
        return enter(piece, "written");
    }
    Judge judge(piece.tx, piece.house, piece.of, piece.import, piece.layout);
    for (const JudgedRow& row : rows)
        if (row.outcome != "wrong") write_row(piece, judge, row);
    progress(piece, rows.back().number);
    enqueue(piece.tx, piece.store, piece.import.id);
}

// ---- taking back -------------------------------------------------------------------------------------------------------

void undo_piece(Piece& piece) {
    const auto rows = piece.tx.all<JudgedRow>(rows_written, {{"import_id", piece.import.id}, {"limit", rows_a_piece}});
    if (rows.empty()) return enter(piece, "undone");
    const std::string reason = piece.house.texts.get("zh-CN", "imports.taken_back", {{"name", piece.import.name}});
    for (const JudgedRow& row : rows) {
        const bool added = row.outcome == "new" || (row.outcome == "alike" && row.decision == "new");
        const TakenBack back = take_back(piece.tx, piece.house, piece.of, row.record.value_or(0), piece.import.id, added, row.record_version.value_or(0), reason);
        settle(piece, row, back == TakenBack::whole ? 3 : 4, row.record, row.record_version, row.findings);
    }
    progress(piece, piece.import.done + static_cast<std::int64_t>(rows.size()));
    enqueue(piece.tx, piece.store, piece.import.id);
}

void work(House& house, Tx& tx, const Job& job) {
    const auto import = tx.one<ImportRow>(import_by_id, {{"id", job.subject}});
    if (!import || import->paused) return;
    const Register* of = Register::find(import->register_kind);
    if (!of) return;
    Piece piece{house, tx, job.payload, *import, *of, Layout::from_stored(import->layout)};
    if (import->state == "checking") judge_piece(piece);
    else if (import->state == "writing") write_piece(piece);
    else if (import->state == "undoing") undo_piece(piece);
}

}  // namespace

bool begin_work(Tx& tx, const ImportRow& import, const char* state, std::int64_t total, const std::string& store) {
    if (tx.run(set_state, {{"id", import.id}, {"version", import.version}, {"state", state}, {"total", total}, {"now", tx.now()}}) == 0) return false;
    tx.record({.name = std::string("imports.") + state, .subject_kind = "imports.import", .subject = import.id, .version = import.version + 1, .area = import.area});
    enqueue(tx, store, import.id);
    return true;
}

void go_on(Tx& tx, const ImportRow& import, const std::string& store) { enqueue(tx, store, import.id); }

void run_works(House& house) {
    house.jobs.on("imports.work", [&house](Tx& tx, const Job& job) { work(house, tx, job); });
}

void keep_upload(House& house, const std::string& store, std::int64_t import, std::string_view bytes) {
    const fs::path path = upload_path(house, store, import);
    fs::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file << house.keyring.seal(bytes, context_of(import));
    file.flush();
    if (!file) throw Error(503, "storage.unavailable", "cannot write " + path.string());
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

std::string open_upload(House& house, const std::string& store, std::int64_t import) {
    std::ifstream file(upload_path(house, store, import), std::ios::binary);
    if (!file) throw Error(410, "imports.file_gone");
    const std::string sealed(std::istreambuf_iterator<char>(file), {});
    auto bytes = house.keyring.open(sealed, context_of(import));
    if (!bytes) throw Error(410, "imports.file_gone");
    return std::move(*bytes);
}

void drop_upload(House& house, const std::string& store, std::int64_t import) {
    std::error_code ignored;
    fs::remove(upload_path(house, store, import), ignored);
}

std::string seal_row(const House& house, std::int64_t import, std::string_view cells) { return house.keyring.seal(cells, context_of(import)); }

std::vector<std::string> open_row(const House& house, std::int64_t import, std::string_view sealed) {
    return unpacked_row(house.keyring.open(sealed, context_of(import)).value_or(""));
}

}  // namespace liren::imports
