#include "work.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "expiry.h"
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

/// A job belongs to one version of its import: after a pause, a trouble or another step those of before do nothing.
void enqueue(Tx& tx, const std::string& store, std::int64_t import, std::int64_t version) {
    tx.enqueue({.kind = "imports.work", .subject = import, .due = tx.now(), .payload = store + ":" + std::to_string(version)});
}

void enter(Piece& piece, const char* state) {
    const Instant until = kept_until(piece.tx);
    if (std::string_view(state) == "written")
        piece.tx.run(set_written, {{"id", piece.import.id}, {"version", piece.import.version}, {"total", piece.import.total}, {"counts", counted(piece.tx, piece.import.id)}, {"making", needed(piece.tx, piece.import.id)}, {"expires_at", until},
                                   {"undo_until", undo_until(piece.tx, piece.house, piece.of)}, {"now", piece.tx.now()}});
    else
        piece.tx.run(set_state, {{"id", piece.import.id}, {"version", piece.import.version}, {"state", state}, {"done", piece.import.total}, {"total", piece.import.total},
                                 {"counts", counted(piece.tx, piece.import.id)}, {"making", needed(piece.tx, piece.import.id)}, {"expires_at", until}, {"now", piece.tx.now()}});
    piece.tx.record({.name = std::string("imports.") + state, .subject_kind = "imports.import", .subject = piece.import.id, .version = piece.import.version + 1, .area = piece.import.area});
}

/// So many more rows are done; the next piece begins behind `reached`.
void progress(Piece& piece, std::size_t rows, std::int64_t reached) {
    piece.tx.run(set_progress, {{"id", piece.import.id}, {"version", piece.import.version}, {"done", piece.import.done + static_cast<std::int64_t>(rows)}, {"reached", reached}, {"now", piece.tx.now()}});
    piece.tx.record({.name = "imports.progressed", .subject_kind = "imports.import", .subject = piece.import.id, .area = piece.import.area});
    enqueue(piece.tx, piece.store, piece.import.id, piece.import.version);
}

std::vector<std::string> cells_of(const Piece& piece, const JudgedRow& row) {
    auto cells = open_row(piece.house, piece.import.id, row.cells_sealed);
    if (!cells) throw Error(500, "imports.row_unreadable", "row " + std::to_string(row.number)).with("row", std::to_string(row.number));
    return std::move(*cells);
}

void keep_judgement(Piece& piece, const JudgedRow& row, const Judgement& judged) {
    piece.tx.run(judge_row, {{"import_id", piece.import.id}, {"number", row.number}, {"outcome", judged.outcome}, {"record", judged.there ? std::optional(judged.there->id) : std::nullopt},
                             {"findings", sealed_findings(piece.house, piece.import.id, judged.findings)}, {"fields", judged.fields()}});
    if (judged.outcome == "wrong") return;
    const auto need = [&](const Missing& one, bool stands) {
        const std::string named = piece.house.keyring.lookup_hash(one.key, "imports.needed:" + id_text(piece.import.id));
        piece.tx.run(insert_needed, {{"import_id", piece.import.id}, {"number", row.number}, {"register", one.of->kind()}, {"named", named}, {"stands", stands}});
    };
    for (const Missing& one : judged.missing) {
        const bool stands = judged.there && !std::holds_alternative<std::monostate>(judged.there->values[one.field]);
        if (const auto building = one.building_first()) need(*building, stands);
        need(one, stands);
    }
}

void keep_wrong(Piece& piece, const JudgedRow& row, std::optional<std::int64_t> record, const Findings& findings) {
    piece.tx.run(judge_row, {{"import_id", piece.import.id}, {"number", row.number}, {"outcome", "wrong"}, {"record", record}, {"findings", sealed_findings(piece.house, piece.import.id, findings)}, {"fields", ""}});
}

void settle(Piece& piece, const JudgedRow& row, int settled, std::optional<std::int64_t> record, std::optional<std::int64_t> version, const std::string& findings) {
    piece.tx.run(settle_row, {{"import_id", piece.import.id}, {"number", row.number}, {"settled", settled}, {"record", record}, {"record_version", version}, {"findings", findings}});
}

// ---- judging -----------------------------------------------------------------------------------------------------------

void judge_piece(Piece& piece) {
    // What is judged waits no longer: the next piece begins at the first again.
    const auto rows = piece.tx.all<JudgedRow>(rows_of_outcome, {{"import_id", piece.import.id}, {"outcome", "waiting"}, {"settled", nullptr}, {"after", piece.import.reached}, {"limit", rows_a_piece}});
    if (rows.empty()) return enter(piece, "checked");
    Judge judge(piece.tx, piece.house, piece.of, piece.import, piece.layout);
    for (const JudgedRow& row : rows) keep_judgement(piece, row, judge.judge(cells_of(piece, row)));
    progress(piece, rows.size(), rows.back().number);
}

// ---- writing -----------------------------------------------------------------------------------------------------------

Origin origin_of(const Piece& piece) { return {piece.import.name, piece.tx.now(), piece.import.owner, piece.import.id}; }

/// Makes the rows that this one names and that nobody knows; false when one of them may not stand.
bool make_missing(Piece& piece, Judge& judge, const JudgedRow& row, Judgement& judged) {
    constexpr std::int64_t most_of_one_row = 100;
    std::int64_t position = row.number * most_of_one_row;
    const auto make = [&](const Missing& one) -> std::optional<std::int64_t> {
        Record draft = judge.draft_of(one, judged);
        Findings findings;
        check_record(piece.tx, piece.house, *one.of, draft, findings);
        for (const Finding& finding : findings.refusals()) judged.findings.refuse(piece.of.fields()[one.field].name, finding.key, finding.values);
        if (!findings.refusals().empty()) return std::nullopt;
        add_record(piece.tx, piece.house, *one.of, draft, origin_of(piece));
        piece.tx.run(insert_made, {{"import_id", piece.import.id}, {"record", draft.id}, {"register", one.of->kind()}, {"position", position++}});
        return draft.id;
    };
    for (Missing& one : judged.missing) {
        judge.take_building(one);
        if (const auto building = one.building_first()) {
            const auto made = make(*building);
            if (!made) return false;
            judge.made_building(*building, *made, one);
        }
        const auto made = make(one);
        if (!made) return false;
        judge.made(one, *made, judged);
    }
    judged.missing.clear();
    return true;
}

void write_new(Piece& piece, Judge& judge, const JudgedRow& row, Judgement& judged) {
    if (!make_missing(piece, judge, row, judged)) return keep_wrong(piece, row, std::nullopt, judged.findings);
    try {
        add_record(piece.tx, piece.house, piece.of, judged.file, origin_of(piece));
        settle(piece, row, 1, judged.file.id, 1, sealed_findings(piece.house, piece.import.id, judged.findings));
    } catch (const Error& error) {   // borne twice in this file: the second is told so
        if (error.fields().empty()) throw;
        Findings findings;
        for (const FieldError& field : error.fields()) findings.refuse(field.path, field.key == "register.taken" ? "imports.repeated" : field.key, field.values);
        keep_wrong(piece, row, std::nullopt, findings);
    }
}

void write_over(Piece& piece, Judge& judge, const JudgedRow& row, Judgement& judged, bool file_wins) {
    // What the register keeps needs nothing to be made for it.
    std::erase_if(judged.missing, [&](const Missing& one) { return !file_wins && !std::holds_alternative<std::monostate>(judged.there->values[one.field]); });
    if (!make_missing(piece, judge, row, judged)) return keep_wrong(piece, row, judged.there->id, judged.findings);
    Record after = Judge::merged(judged, file_wins);
    if (piece.layout.of_field("area")) after.area = judged.file.area;
    Findings findings;
    check_record(piece.tx, piece.house, piece.of, after, findings);
    if (!findings.refusals().empty()) return keep_wrong(piece, row, judged.there->id, findings);
    const std::size_t before = piece.tx.recorded();
    if (!change_record(piece.tx, piece.house, piece.of, *judged.there, after, origin_of(piece))) throw Error(409, "imports.changed_meanwhile");
    const bool wrote = piece.tx.recorded() > before;
    settle(piece, row, wrote ? 1 : 2, judged.there->id, wrote ? after.version : judged.there->version, row.findings);
}

/// What the register says now asks for a decision that nobody has taken: the row waits.
void wait_for_decision(Piece& piece, const JudgedRow& row, const Judgement& judged) {
    if (judged.outcome == row.outcome && judged.fields() == row.fields) return;
    piece.tx.run(forget_needed, {{"import_id", piece.import.id}, {"number", row.number}});
    keep_judgement(piece, row, judged);
    piece.tx.run(decide_row, {{"import_id", piece.import.id}, {"number", row.number}, {"decision", ""}});
}

void write_row(Piece& piece, Judge& judge, const JudgedRow& row) {
    const bool same = row.outcome == "alike" && (row.decision == "register" || row.decision == "file");
    Judgement judged = judge.judge(cells_of(piece, row), same ? row.record : std::nullopt);
    const bool another = row.outcome == "alike" && row.decision == "new" && (judged.outcome == "new" || judged.outcome == "alike");
    const bool decided = same || (row.outcome == "conflict" && !row.decision.empty() && judged.fields() == row.fields);
    const bool writes = another || judged.outcome == "new" || judged.outcome == "identical" || judged.outcome == "changed" || (judged.outcome == "conflict" && decided);
    if (!writes) return wait_for_decision(piece, row, judged);
    if (!same && !another && judged.outcome != row.outcome) keep_judgement(piece, row, judged);   // taking back goes by what was done
    if (another || judged.outcome == "new") return write_new(piece, judge, row, judged);
    if (judged.outcome == "identical") return settle(piece, row, 2, judged.there->id, judged.there->version, row.findings);
    write_over(piece, judge, row, judged, row.decision == "file");
}

void write_piece(Piece& piece) {
    piece.tx.run(take_turn, {{"name", "writing"}, {"now", piece.tx.now()}});
    const auto rows = piece.tx.all<JudgedRow>(rows_to_write, {{"import_id", piece.import.id}, {"after", piece.import.reached}, {"limit", rows_a_piece}});
    if (rows.empty()) {
        piece.tx.run(keep_layout, {{"register", piece.of.kind()}, {"shape", piece.layout.shape()}, {"layout", piece.layout.stored()}, {"now", piece.tx.now()}});
        piece.tx.run(forget_cells, {{"import_id", piece.import.id}});
        piece.tx.enqueue({.kind = "imports.drop_upload", .subject = piece.import.id, .due = piece.tx.now(), .payload = piece.store});
        return enter(piece, "written");
    }
    Judge judge(piece.tx, piece.house, piece.of, piece.import, piece.layout);
    for (const JudgedRow& row : rows)
        if (row.outcome != "wrong") write_row(piece, judge, row);
    progress(piece, rows.size(), rows.back().number);
}

// ---- taking back -------------------------------------------------------------------------------------------------------

/// Rows that were made on the way go last, the youngest first; one that a current row still refers to stays.
void undo_made(Piece& piece, const std::string& reason) {
    const auto rows = piece.tx.all<MadeRow>(made_rows, {{"import_id", piece.import.id}, {"limit", rows_a_piece}});
    if (rows.empty()) return enter(piece, "undone");
    for (const MadeRow& row : rows) {
        const Register* of = Register::find(row.register_kind);
        const bool whole = of && !is_referred_to(piece.tx, piece.house, *of, row.record) &&
                           take_back(piece.tx, piece.house, *of, row.record, piece.import.id, true, 1, reason) == TakenBack::whole;
        piece.tx.run(settle_made, {{"import_id", piece.import.id}, {"record", row.record}, {"settled", whole ? 3 : 4}});
    }
    progress(piece, 0, 0);
}

void undo_piece(Piece& piece) {
    piece.tx.run(take_turn, {{"name", "writing"}, {"now", piece.tx.now()}});
    const auto rows = piece.tx.all<JudgedRow>(rows_written, {{"import_id", piece.import.id}, {"limit", rows_a_piece}});
    const std::string reason = piece.house.texts.get("zh-CN", "imports.taken_back", {{"name", piece.import.name}});
    if (rows.empty()) return undo_made(piece, reason);
    for (const JudgedRow& row : rows) {
        const bool added = row.outcome == "new" || (row.outcome == "alike" && row.decision == "new");
        const TakenBack back = take_back(piece.tx, piece.house, piece.of, row.record.value_or(0), piece.import.id, added, row.record_version.value_or(0), reason);
        settle(piece, row, back == TakenBack::whole ? 3 : 4, row.record, row.record_version, row.findings);
    }
    progress(piece, rows.size(), 0);
}

// ---- one piece, and what stops it --------------------------------------------------------------------------------------

void run_piece(House& house, Tx& tx, const std::string& store, const ImportRow& import) {
    const Register* of = Register::find(import.register_kind);
    if (!of) throw Error(500, "imports.no_register", import.register_kind);
    Piece piece{house, tx, store, import, *of, Layout::from_stored(import.layout)};
    if (import.state == "checking") judge_piece(piece);
    else if (import.state == "writing") write_piece(piece);
    else if (import.state == "undoing") undo_piece(piece);
}

/// In a transaction of its own, behind the one that failed: that one leaves nothing.
void tell_trouble(House& house, const std::string& store, const ImportRow& import, const std::string& key) {
    house.storage->write(store, {AccountId{}, house.clock.now()}, [import, key](Tx& tx) {
        if (tx.run(set_trouble, {{"id", import.id}, {"version", import.version}, {"trouble", key}, {"now", tx.now()}}) == 0) return;
        tx.record({.name = "imports.stopped", .subject_kind = "imports.import", .subject = import.id, .version = import.version + 1, .area = import.area});
    }, [](std::exception_ptr) {});
}

void work(House& house, Tx& tx, const Job& job) {
    const auto colon = job.payload.find(':');
    const std::string store = job.payload.substr(0, colon), version = colon == std::string::npos ? "" : job.payload.substr(colon + 1);
    auto import = tx.one<ImportRow>(import_by_id, {{"id", job.subject}});
    if (!import || std::to_string(import->version) != version) return;
    if (tx.run(take_import, {{"id", import->id}, {"version", import->version}, {"now", tx.now()}}) == 0) return;
    import = tx.one<ImportRow>(import_by_id, {{"id", job.subject}});   // as the piece before it left it
    try {
        run_piece(house, tx, store, *import);
    } catch (const Error& error) {
        if (error.status() != 503) tell_trouble(house, store, *import, error.key());   // a store that does not answer is asked again
        throw;
    } catch (const std::exception&) {
        tell_trouble(house, store, *import, "error.internal");
        throw;
    }
}

}  // namespace

bool begin_work(Tx& tx, const ImportRow& import, const char* state, std::int64_t total, const std::string& store) {
    if (tx.run(set_state, {{"id", import.id}, {"version", import.version}, {"state", state}, {"done", 0}, {"total", total}, {"counts", ""}, {"making", ""}, {"expires_at", kept_until(tx)}, {"now", tx.now()}}) == 0) return false;
    tx.record({.name = std::string("imports.") + state, .subject_kind = "imports.import", .subject = import.id, .version = import.version + 1, .area = import.area});
    enqueue(tx, store, import.id, import.version + 1);
    return true;
}

void go_on(Tx& tx, const ImportRow& import, const std::string& store) { enqueue(tx, store, import.id, import.version + 1); }

std::string counted(Db& db, std::int64_t import) {
    std::string text;
    for (const OutcomeCount& count : db.all<OutcomeCount>(count_outcomes, {{"import_id", import}}))
        text += count.outcome + " " + (count.decision.empty() ? "-" : count.decision) + " " + std::to_string(count.settled) + " " + std::to_string(count.number) + "\n";
    return text;
}

std::string needed(Db& db, std::int64_t import) {
    std::string text;
    for (const NeededCount& one : db.all<NeededCount>(count_needed, {{"import_id", import}})) text += one.register_kind + " " + std::to_string(one.number) + "\n";
    return text;
}

std::vector<NeededCount> needed_from(std::string_view making) {
    std::vector<NeededCount> all;
    std::istringstream lines{std::string(making)};
    for (NeededCount one; lines >> one.register_kind >> one.number;) all.push_back(one);
    return all;
}

std::vector<OutcomeCount> outcomes_from(std::string_view counts) {
    std::vector<OutcomeCount> outcomes;
    std::istringstream lines{std::string(counts)};
    for (OutcomeCount one; lines >> one.outcome >> one.decision >> one.settled >> one.number;) {
        if (one.decision == "-") one.decision.clear();
        outcomes.push_back(one);
    }
    return outcomes;
}

void run_works(House& house) {
    house.jobs.on("imports.work", [&house](Tx& tx, const Job& job) { work(house, tx, job); });
    run_expiry(house);
    house.jobs.on("imports.drop_upload", [&house](Tx&, const Job& job) { drop_upload(house, job.payload, job.subject); });
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

std::optional<std::vector<std::string>> open_row(const House& house, std::int64_t import, std::string_view sealed) {
    const auto cells = house.keyring.open(sealed, context_of(import));
    return cells ? std::optional(unpacked_row(*cells)) : std::nullopt;
}

}  // namespace liren::imports
