#include "work.h"

#include <unordered_map>

#include "liren/error.h"
#include "liren/names.h"
#include "parts.h"
#include "places/places.h"
#include "question.h"

namespace liren::exports {

namespace {

constexpr int rows_a_piece = 5'000;

void enqueue(Tx& tx, const char* kind, const std::string& store, std::int64_t id, Instant due) { tx.enqueue({.kind = kind, .subject = id, .due = due, .payload = store}); }

std::string decimal_of(std::int64_t value, int decimals) {
    std::string text = std::to_string(value);
    const auto places = static_cast<std::size_t>(decimals);
    if (places == 0) return text;
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    return text.insert(text.size() - places, ".");
}

/// Writes the rows of one piece as cells: codes by their names, references by their titles, sealed values masked unless clear.
class Cells {
public:
    Cells(House& house, Db& db, const ExportRow& row, const Register& of) : house_(house), db_(db), row_(row), of_(of), columns_(columns_of(of, row.columns)), extra_(extra_of(house, of, row.extra)) {
        yes_ = house.texts.get(row.language, "exports.yes");
        no_ = house.texts.get(row.language, "exports.no");
        for (const std::size_t i : columns_) {
            if (of.fields()[i].kind != FieldKind::code) continue;
            const CodeList& list = house.codes.get(of.fields()[i].of);
            for (const CodeItem& item : list.items()) codes_[i].emplace(item.code, code_words(list, item, row.language));
        }
    }
    const std::vector<std::size_t>& columns() const { return columns_; }
    const std::string& bytes() const { return out_.bytes(); }

    void write(const ListWalk::Row& row) {
        for (const std::size_t i : columns_) write_value(i, row.values[i], row.titles[i]);
        for (const ExtraField& extra : extra_) write_extra(extra.field.kind, extra_value(row.extra, extra.field.name));
        out_.text(area_name(row.area));
        out_.end_row();
    }

private:
    void write_value(std::size_t i, const FieldValue& value, const std::string& title) {
        const RegisterField& field = of_.fields()[i];
        if (std::holds_alternative<std::monostate>(value)) return out_.empty();
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            switch (field.kind) {
                case FieldKind::date: return out_.date(date_text(*number));
                case FieldKind::amount: return out_.decimal(decimal_of(*number, field.decimals));
                case FieldKind::boolean: return out_.text(*number != 0 ? yes_ : no_);
                case FieldKind::reference: return out_.text(title);
                default: return out_.integer(*number);
            }
        }
        const std::string& text = std::get<std::string>(value);
        if (field.kind == FieldKind::code) {
            const auto known = codes_[i].find(text);
            return out_.text(known == codes_[i].end() ? text : known->second);
        }
        out_.text(field.is_sealed() && !row_.clear ? masked(field, text) : text);
    }

    void write_extra(FieldKind kind, const FieldValue& value) {
        if (const auto* text = std::get_if<std::string>(&value)) return out_.text(*text);
        const auto* number = std::get_if<std::int64_t>(&value);
        if (!number) return out_.empty();
        if (kind == FieldKind::date) return out_.date(date_text(*number));
        if (kind == FieldKind::boolean) return out_.text(*number != 0 ? yes_ : no_);
        out_.integer(*number);
    }

    static std::string masked(const RegisterField& field, std::string_view clear) {
        if (field.kind == FieldKind::id_number) return mask_id_number(clear);
        return field.kind == FieldKind::phone ? mask_phone(clear) : mask_address(clear);
    }

    /// Its name with those of the areas between it and what the whole export lies in, as an import there understands it.
    const std::string& area_name(std::int64_t id) {
        const auto known = areas_.find(id);
        if (known != areas_.end()) return known->second;
        std::string name;
        if (const auto area = places::find_area(db_, AreaId{id})) {
            if (row_.subdistrict == 0 && area->subdistrict != id) name += area->subdistrict_name;
            if (row_.community == 0 && area->community != id) name += area->community_name;
            name += area->name;
        }
        return areas_.emplace(id, std::move(name)).first->second;
    }

    House& house_;
    Db& db_;
    const ExportRow& row_;
    const Register& of_;
    std::vector<std::size_t> columns_;
    std::vector<ExtraField> extra_;
    std::unordered_map<std::size_t, std::unordered_map<std::string, std::string>> codes_;
    std::unordered_map<std::int64_t, std::string> areas_;
    std::string yes_, no_;
    PieceWriter out_;
};

/// One piece of one making.
class Making {
public:
    Making(House& house, Tx& tx, const std::string& store, ExportRow row) : house_(house), tx_(tx), store_(store), row_(std::move(row)) {}

    void run() {
        const Register* of = Register::find(row_.register_kind);
        if (!of) return fail("exports.no_register");
        const Query query = open_query(house_, row_.id, row_.query_sealed);
        const Rights rights = Rights::of_account(house_, tx_, store_, row_.owner);
        Reach reach = Reach::from_stored(row_.reach);
        if (row_.parts == 0) {   // what the asker reaches at the moment of making
            reach = rights.reach(*of);
            if (const std::int64_t area = area_of_query(query)) reach = rights.within(reach, area);
            row_.extra = still_offered(*of);
        }
        if (!rights.still_hold(*of, reach, row_.clear)) return fail("exports.rights_gone");
        make_piece(*of, query, reach);
    }

private:
    void make_piece(const Register& of, const Query& query, const Reach& reach) {
        Cells cells(house_, tx_, row_, of);
        const ListWalk walk(house_, of, query, reach.scope());
        std::int64_t done = row_.done;
        const std::string place = walk.visit(tx_, row_.place, rows_a_piece, sealed_of(of, cells.columns()), [&](const ListWalk::Row& row) {
            cells.write(row);
            ++done;
        });
        if (done > parameters_of(tx_).most_rows) return fail("exports.too_many_rows");
        keep_part(house_, store_, row_.id, row_.parts + 1, cells.bytes());
        tx_.run(advance_export, {{"id", row_.id}, {"done", done}, {"place", place}, {"parts", row_.parts + 1}, {"parts_before", row_.parts}, {"reach", reach.stored()}, {"extra", row_.extra}, {"now", tx_.now()}});
        if (!place.empty()) {
            record("exports.progressed", 0);
            return enqueue(tx_, "exports.make", store_, row_.id, tx_.now());
        }
        const Instant expires = tx_.now() + hours_ms(24) * parameters_of(tx_).days_kept;
        tx_.run(finish_export, {{"id", row_.id}, {"expires_at", expires}, {"now", tx_.now()}});
        record("exports.made", row_.version + 1);
        enqueue(tx_, "exports.expire", store_, row_.id, expires);
    }

    /// Added fields that were retired since somebody asked are left out; once rows are made, the columns stay.
    std::string still_offered(const Register& of) const {
        std::string names;
        for (const ExtraField& extra : extra_of(house_, of, row_.extra))
            if (!extra.is_retired) names += (names.empty() ? "" : ",") + extra.field.name;
        return names;
    }

    void fail(const char* why) {
        tx_.run(fail_export, {{"id", row_.id}, {"decision", why}, {"now", tx_.now()}});
        record("exports.failed", row_.version + 1);
        enqueue(tx_, "exports.drop", store_, row_.id, tx_.now());
    }

    void record(const char* name, std::int64_t version) { tx_.record({.name = name, .subject_kind = "exports.export", .subject = row_.id, .version = version, .area = row_.area}); }

    House& house_;
    Tx& tx_;
    const std::string& store_;
    ExportRow row_;
};

void make(House& house, Tx& tx, const Job& job) {
    const auto row = tx.one<ExportRow>(export_by_id, {{"id", job.subject}});
    if (row && row->state == "making") Making(house, tx, job.payload, *row).run();
}

void expire(Tx& tx, const Job& job) {
    const auto row = tx.one<ExportRow>(export_by_id, {{"id", job.subject}});
    if (!row || tx.run(expire_export, {{"id", row->id}, {"now", tx.now()}}) == 0) return;
    tx.record({.name = "exports.expired", .subject_kind = "exports.export", .subject = row->id, .version = row->version + 1, .area = row->area});
    enqueue(tx, "exports.drop", job.payload, row->id, tx.now());
}

/// In a transaction after the one that ended the file: bytes are taken away only from what is over for certain.
void drop(House& house, Tx& tx, const Job& job) {
    const auto row = tx.one<ExportRow>(export_by_id, {{"id", job.subject}});
    if (row && (row->state == "expired" || row->state == "failed")) drop_parts(house, job.payload, row->id);
}

}  // namespace

void begin_making(Tx& tx, const std::string& store, std::int64_t id) { enqueue(tx, "exports.make", store, id, tx.now()); }

void run_works(House& house) {
    house.jobs.on("exports.make", [&house](Tx& tx, const Job& job) { make(house, tx, job); });
    house.jobs.on("exports.expire", [](Tx& tx, const Job& job) { expire(tx, job); });
    house.jobs.on("exports.drop", [&house](Tx& tx, const Job& job) { drop(house, tx, job); });
}

Parameters parameters_of(Db& db) {
    Parameters parameters;
    parameters.free_rows = db.number(parameter_value, {{"name", "free_rows"}}).value_or(parameters.free_rows);
    parameters.days_kept = db.number(parameter_value, {{"name", "days_kept"}}).value_or(parameters.days_kept);
    parameters.most_rows = db.number(parameter_value, {{"name", "most_rows"}}).value_or(parameters.most_rows);
    return parameters;
}

std::vector<std::string> titles_of(House& house, const ExportRow& row, const Register& of) {
    std::vector<std::string> titles;
    for (const std::size_t i : columns_of(of, row.columns)) titles.push_back(house.texts.get(row.language, of.kind() + "." + of.fields()[i].name));
    for (const ExtraField& extra : extra_of(house, of, row.extra)) titles.push_back(extra.label_in(row.language));
    titles.push_back(house.texts.get(row.language, "exports.area"));
    return titles;
}

}  // namespace liren::exports
