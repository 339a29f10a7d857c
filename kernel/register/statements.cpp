#include "register/statements.h"

#include "liren/pinyin.h"
#include "register/extra.h"

namespace liren {

namespace {

const char* const standing = "r.id, r.version, r.area, r.subdistrict, r.community, r.grid, r.source, r.as_of, r.confirmed_by, r.ended_at, r.end_reason, r.words, r.created_at, r.extra";

std::string joined(const std::vector<std::string>& parts, const char* between) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
    return text;
}

}  // namespace

const Statement* Register::Statements::add(const std::string& name, std::string text, const char* index) {
    texts_.push_back(name);
    const char* const stable_name = texts_.back().c_str();
    texts_.push_back(std::move(text));
    return &statements_.emplace_back(StoreKind::district, stable_name, texts_.back().c_str(), index);
}

Register::Statements::Statements(const RegisterName& name, const std::vector<RegisterField>& fields) {
    const std::string from = " from " + name.table + " r";
    std::string every, some, filters, unique_ends;
    std::vector<std::string> inserted = {"id", "version", "area", "subdistrict", "community", "grid", "source", "as_of", "confirmed_by", "ended", "end_reason", "words", "sort_key", "created_at", "changed_at", "extra"};
    std::vector<std::string> given = {":id", "1", ":area", ":subdistrict", ":community", ":grid", ":source", ":as_of", ":confirmed_by", "0", "''", ":words", ":sort_key", ":now", ":now", ":extra"};
    std::vector<std::string> updated = {"version = version + 1", "area = :area", "subdistrict = :subdistrict", "community = :community", "grid = :grid", "source = :source", "as_of = :as_of",
                                        "confirmed_by = :confirmed_by", "words = :words", "sort_key = :sort_key", "changed_at = :now", "extra = :extra"};
    const auto write = [&](const std::string& column) {
        inserted.push_back(column);
        given.push_back(":" + column);
        updated.push_back(column + " = :" + column);
    };
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const RegisterField& f = fields[i];
        FieldColumn column{f.is_sealed() ? f.name + "_sealed" : f.name, f.is_sealed() && f.is_unique ? f.name + "_hash" : "", "", ""};
        write(column.name);
        if (!column.hash.empty()) write(column.hash);
        is_searched = is_searched || f.is_searched;
        every += ", r." + column.name;
        if (f.is_listed) {
            some += ", r." + column.name;
            listed.push_back(i);
        }
        if (f.is_filter && f.kind == FieldKind::date) {
            column.from = f.name + "_from";
            column.to = f.name + "_to";
            filters += " [and r." + f.name + " >= :" + column.from + "] [and r." + f.name + " <= :" + column.to + "]";
        } else if (f.is_filter) {
            filters += " [and r." + f.name + " = :" + f.name + "]";
        }
        columns.push_back(std::move(column));
    }
    texts_.push_back(name.table + "_");
    const char* const any_index = texts_.back().c_str();
    const auto named = [&](const std::string& what) { return name.kind + "_" + what; };
    find = add(named("find"), "select " + std::string(standing) + every + from + " where r.id = :id and {scope:r}");
    list = add(named("list"), "select " + std::string(standing) + some + from + " where {scope:r} and r.ended = :ended" + filters +
                                  " [and r.subdistrict = :subdistrict] [and r.community = :community] [and r.grid = :grid]" + (is_searched ? " [and {found:r|" + name.table + " :find}] [and r.words like :extra_words]" : "") +
                                  " [and (r.sort_key, r.id) > (:after_key, :after_id)] order by r.sort_key, r.id limit :limit", any_index);
    if (is_searched) found = add(named("found"), "select count(*) as number" + from + " where {found:r|" + name.table + " :find}");
    titled = add(named("titled"), "select " + std::string(standing) + every + from + " where r.ended = 0 and r.sort_key = :sort_key [and r.community = :community] order by r.id limit :limit", any_index);
    insert = add(named("insert"), "insert into " + name.table + " (" + joined(inserted, ", ") + ") values (" + joined(given, ", ") + ")");
    update = add(named("update"), "update " + name.table + " set " + joined(updated, ", ") + " where id = :id and version = :version");
    end = add(named("end"), "update " + name.table + " set version = version + 1, ended = 1, ended_at = :ended_at, end_reason = :end_reason, changed_at = :now where id = :id and version = :version and ended = 0");
    reopen = add(named("reopen"), "update " + name.table + " set version = version + 1, ended = 0, ended_at = null, end_reason = '', changed_at = :now where id = :id and ended = 1");
    confirm = add(named("confirm"), "update " + name.table + " set version = version + 1, source = :source, as_of = :as_of, confirmed_by = :confirmed_by, changed_at = :now where id = :id and version = :version and ended = 0");
    placement = add(named("placement"), "select r.subdistrict, r.community, r.grid" + from + " where r.id = :id");
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const RegisterField& f = fields[i];
        const std::string column = columns[i].hash.empty() ? f.name : columns[i].hash;
        unique.push_back(f.is_unique ? add(named("with_" + f.name), "select r.id" + from + " where r." + column + " = :value and r.ended = 0", any_index) : nullptr);
        related.push_back(f.kind == FieldKind::reference ? add(named("of_" + f.name), "select " + std::string(standing) + some + from + " where r." + f.name +
                                                                                            " = :subject and r.ended = :ended and {scope:r} order by r.id limit :limit", any_index)
                                                         : nullptr);
        if (f.is_qualifier) qualifier = i;
    }
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (fields[i].is_title) title = add(named("title"), "select r." + columns[i].name + " as name, " + (qualifier ? "coalesce(r." + fields[*qualifier].name + ", 0)" : "0") + " as qualifier" + from + " where r.id = :id");
    for (std::size_t i = 0; i < fields.size(); ++i)
        referring.push_back(fields[i].kind == FieldKind::reference ? add(named("referring_by_" + fields[i].name), "select " + std::string(standing) + every + from + " where r." + fields[i].name + " = :subject and r.ended = 0 order by r.id limit :limit", any_index) : nullptr);
}

std::vector<std::size_t> every_field(const Register& of) {
    std::vector<std::size_t> all(of.fields().size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    return all;
}

std::string title_key(const Register& of, std::string_view title) {
    return of.title() && of.fields()[*of.title()].kind == FieldKind::person_name ? name_sort_key(title) : sort_key(title);
}

std::string seal_context(const Register& of, const RegisterField& field) { return of.kind() + "." + field.name; }

Record read_record(const Row& row, const Register& of, const std::vector<std::size_t>& fields, const Keyring& keyring) {
    Record record;
    record.id = row.integer(0);
    record.version = row.integer(1);
    record.area = row.integer(2);
    record.subdistrict = row.integer(3);
    record.community = row.integer(4);
    record.grid = row.integer(5);
    record.source = row.text(6);
    record.as_of.ms = row.integer(7);
    record.confirmed_by = row.integer(8);
    if (!row.is_null(9)) record.ended_at = row.integer(9);
    record.end_reason = row.text(10);
    record.words = row.text(11);
    record.created_at.ms = row.integer(12);
    record.extra = read_extra(row.text(13));
    record.values.resize(of.fields().size());
    int column = standing_columns;
    for (const std::size_t i : fields) {
        const RegisterField& f = of.fields()[i];
        if (!row.is_null(column)) {
            if (f.is_number()) record.values[i] = row.integer(column);
            else if (f.is_sealed()) record.values[i] = keyring.open(row.text(column), seal_context(of, f)).value_or("");
            else record.values[i] = std::string(row.text(column));
        }
        ++column;
    }
    return record;
}

}  // namespace liren
