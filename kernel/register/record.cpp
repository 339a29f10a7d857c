// Reading and writing one row, with its history: what changed, field by field, and the words by which it is found.

#include <algorithm>

#include "liren/digest.h"
#include "liren/names.h"
#include "liren/register.h"
#include "register/extra.h"
#include "register/json.h"
#include "register/past.h"
#include "register/statements.h"

namespace liren {

namespace {

struct NamedRow {
    std::string name;
    std::int64_t qualifier = 0;
};
BOOST_DESCRIBE_STRUCT(NamedRow, (), (name, qualifier))

/// The parameters of `insert` and `update`, with the texts they point into.
class RowParameters {
public:
    RowParameters(const Register& of, const Record& record, const std::string& words, Instant now, const Keyring& keyring) {
        const auto& columns = of.statements().columns;
        texts_.reserve(columns.size() * 2 + 2);
        add("id", record.id);
        add("area", record.area);
        add("subdistrict", record.subdistrict);
        add("community", record.community);
        add("grid", record.grid);
        add("source", record.source);
        add("as_of", record.as_of);
        add("confirmed_by", record.confirmed_by);
        add("words", words);
        add("sort_key", keep(sort_text(of, record)));
        add("now", now);
        add("extra", keep(extra_text(record.extra)));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const RegisterField& field = of.fields()[i];
            const FieldValue& value = record.values[i];
            if (const auto* number = std::get_if<std::int64_t>(&value)) add(columns[i].name, *number);
            else if (const auto* text = std::get_if<std::string>(&value)) add(columns[i].name, field.is_sealed() ? Value(keep(keyring.seal(*text, seal_context(of, field)))) : Value(*text));
            else add(columns[i].name, nullptr);
            if (columns[i].hash.empty()) continue;
            const auto* text = std::get_if<std::string>(&value);
            add(columns[i].hash, text ? Value(keep(keyring.lookup_hash(*text, seal_context(of, field)))) : Value(nullptr));
        }
    }
    void add(std::string_view name, Value value) { parameters_.push_back({name, value}); }
    std::span<const Parameter> all() const { return parameters_; }

private:
    static std::string sort_text(const Register& of, const Record& record) {
        if (!of.title()) return {};
        const auto* text = std::get_if<std::string>(&record.values[*of.title()]);
        return text ? title_key(of, *text) : std::string();
    }
    std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

    std::vector<std::string> texts_;
    std::vector<Parameter> parameters_;
};

std::string words_of(House& house, const Register& of, const Record& record) {
    if (!of.statements().is_searched) return {};
    const Keyring& keyring = house.keyring;
    RowWords words;
    bool searched = false;
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        const RegisterField& field = of.fields()[i];
        const auto* text = std::get_if<std::string>(&record.values[i]);
        if (!field.is_searched || !text) continue;
        searched = true;
        if (field.kind == FieldKind::person_name) words.add_name(*text);
        else if (field.kind == FieldKind::id_number || field.kind == FieldKind::phone) words.add_number(keyring, *text);
        else if (field.kind == FieldKind::plate) words.add_plate(*text);
        else if (field.is_title) words.add_title(*text);
        else words.add_text(*text);
    }
    for (const auto held = extra_fields_of(house, of); const ExtraField& extra : *held) {
        const FieldValue& value = extra_value(record.extra, extra.field.name);
        if (!extra.field.is_filter || std::holds_alternative<std::monostate>(value)) continue;
        words.add_text(extra_word(of, extra.field.name, value));
        searched = true;
    }
    if (!searched) return {};
    words.add_areas(record.subdistrict, record.community, record.grid);
    return words.take();
}

/// What the event's digest binds: the values as they are now, one line a field. Hashed, never stored.
std::string evidence_of(const Register& of, const Record& record) {
    std::string text;
    JsonWriter out(text);
    out.begin_object();
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        out.key(of.fields()[i].name);
        register_json::write_value(out, of.fields()[i], record.values[i], true);
    }
    if (!record.extra.empty()) {
        out.key("extra");
        out.raw(extra_text(record.extra));
    }
    out.end_object();
    return text;
}

void require_unique(Tx& tx, House& house, const Register& of, const Record& record) {
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        if (!of.fields()[i].is_unique || std::holds_alternative<std::monostate>(record.values[i])) continue;
        const auto other = find_by_unique(tx, house, of, i, record.values[i]);
        if (other && *other != record.id) throw Error("request.invalid", {{of.fields()[i].name, "register.taken"}});
    }
}

}  // namespace

std::optional<Record> find_record(Db& db, House& house, const Register& of, std::int64_t id, const Scope& scope) {
    std::optional<Record> found;
    const Parameter parameters[] = {{"id", id}};
    db.each(*of.statements().find, &scope, parameters, [&](const Row& row) { found = read_record(row, of, every_field(of), house.keyring); });
    return found;
}

std::optional<std::int64_t> find_by_unique(Db& db, House& house, const Register& of, std::size_t field, const FieldValue& value) {
    const RegisterField& declared = of.fields()[field];
    const Statement& statement = *of.statements().unique.at(field);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return db.number(statement, {{"value", *number}});
    const auto* text = std::get_if<std::string>(&value);
    if (!text) return std::nullopt;
    if (!declared.is_sealed()) return db.number(statement, {{"value", *text}});
    return db.number(statement, {{"value", house.keyring.lookup_hash(*text, seal_context(of, declared))}});
}

std::string name_of_record(Db& db, const Register& of, std::int64_t id) {
    const Register::Statements& statements = of.statements();
    if (!statements.title) return {};
    const auto named = db.one<NamedRow>(*statements.title, {{"id", id}});
    if (!named) return {};
    const Register* qualifier = statements.qualifier && named->qualifier != 0 ? Register::find(of.fields()[*statements.qualifier].of) : nullptr;
    const std::string before = qualifier ? name_of_record(db, *qualifier, named->qualifier) : std::string();
    std::string said = before;
    std::erase(said, ' ');
    const bool says_it = !said.empty() && (said.back() < '0' || said.back() > '9') && named->name.find(said) != std::string::npos;
    return before.empty() || says_it ? named->name : before + " " + named->name;
}

std::string record_json(Db& db, House& house, const Register& of, const Record& record) {
    std::string text;
    JsonWriter out(text);
    register_json::write_row(out, db, house, of, record, every_field(of));
    return text;
}

namespace {

std::vector<Record> of_title(const Statement& statement, Db& db, House& house, const Register& of, std::string_view title, std::optional<std::int64_t> community, int limit) {
    std::vector<Record> found;
    if (!of.title() || title.empty()) return found;
    const std::string key = title_key(of, title);
    const Parameter parameters[] = {{"sort_key", key}, {"community", community}, {"limit", limit}};
    db.each(statement, nullptr, parameters, [&](const Row& row) {
        Record record = read_record(row, of, every_field(of), house.keyring);
        const auto* own = std::get_if<std::string>(&record.values[*of.title()]);
        if (own && *own == title) found.push_back(std::move(record));
    });
    return found;
}

}  // namespace

std::vector<Record> find_by_title(Db& db, House& house, const Register& of, std::string_view title, std::optional<std::int64_t> community, int limit) {
    return of_title(*of.statements().titled, db, house, of, title, community, limit);
}

std::vector<Record> find_unnumbered(Db& db, House& house, const Register& of, std::string_view title, std::optional<std::int64_t> community, int limit) {
    return of_title(of.statements().unnumbered ? *of.statements().unnumbered : *of.statements().titled, db, house, of, title, community, limit);
}

void AddedTogether::add(const Register& of, std::int64_t id, std::string_view evidence) {
    evidence_ += of.kind() + " " + id_text(id) + " ";
    evidence_ += evidence;
    evidence_ += '\n';
}

std::vector<Record> find_referring(Db& db, House& house, const Register& of, std::string_view field, std::int64_t subject, int limit) {
    std::vector<Record> rows;
    const Parameter parameters[] = {{"subject", subject}, {"limit", limit}};
    db.each(*of.statements().referring[of.index_of(field)], nullptr, parameters, [&](const Row& row) { rows.push_back(read_record(row, of, every_field(of), house.keyring)); });
    return rows;
}

bool is_referred_to(Db& db, House& house, const Register& to, std::int64_t subject) {
    for (const Register* of : Register::all())
        for (const RegisterField& field : of->fields())
            if (field.kind == FieldKind::reference && field.of == to.kind() && !find_referring(db, house, *of, field.name, subject, 1).empty()) return true;
    return false;
}

void add_record(Tx& tx, House& house, const Register& of, Record& record, const Origin& origin) {
    require_unique(tx, house, of, record);
    record.id = new_id();
    record.version = 1;
    record.source = origin.source;
    record.as_of = origin.as_of;
    record.confirmed_by = origin.confirmed_by;
    record.words = words_of(house, of, record);
    const RowParameters parameters(of, record, record.words, tx.now(), house.keyring);
    tx.run(*of.statements().insert, parameters.all());
    tx.index_words(of.table().c_str(), record.id, {}, record.words);
    if (origin.together) origin.together->add(of, record.id, evidence_of(of, record));
    else tx.record({.name = of.event("added"), .subject_kind = of.kind(), .subject = record.id, .version = 1, .area = record.area, .evidence = evidence_of(of, record)});
}

bool change_record(Tx& tx, House& house, const Register& of, const Record& before, Record& after, const Origin& origin) {
    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i < of.fields().size(); ++i)
        if (before.values[i] != after.values[i]) changed.push_back(i);
    std::vector<std::string> changed_extra;
    for (const ExtraValues* values : std::initializer_list<const ExtraValues*>{&before.extra, &after.extra})
        for (const auto& [name, value] : *values)
            if (extra_value(before.extra, name) != extra_value(after.extra, name) && std::find(changed_extra.begin(), changed_extra.end(), name) == changed_extra.end()) changed_extra.push_back(name);
    if (changed.empty() && changed_extra.empty() && before.area == after.area) return true;
    require_unique(tx, house, of, after);
    after.id = before.id;
    after.source = origin.source;
    after.as_of = origin.as_of;
    after.confirmed_by = origin.confirmed_by;
    after.words = words_of(house, of, after);
    RowParameters parameters(of, after, after.words, tx.now(), house.keyring);
    parameters.add("version", before.version);
    if (tx.run(*of.statements().update, parameters.all()) == 0) return false;
    after.version = before.version + 1;
    tx.index_words(of.table().c_str(), before.id, before.words, after.words);
    std::string names;
    const auto note = [&](const std::string& field, std::optional<std::string> old_value, std::optional<std::string> new_value, std::optional<std::int64_t> led_to = {}) {
        names += (names.empty() ? "" : ",") + field;
        write_change(tx, of, {before.id, after.version, field, std::move(old_value), std::move(new_value), origin.batch, led_to});
    };
    if (before.area != after.area) note("area", std::to_string(before.area), std::to_string(after.area));
    for (const std::size_t i : changed) {
        const auto* led_to = of.fields()[i].kind == FieldKind::reference ? std::get_if<std::int64_t>(&before.values[i]) : nullptr;
        note(of.fields()[i].name, register_json::stored_text(of, i, before.values[i], house.keyring), register_json::stored_text(of, i, after.values[i], house.keyring), led_to ? std::optional(*led_to) : std::nullopt);
    }
    const auto stored_extra = [](const FieldValue& value) {
        const auto* number = std::get_if<std::int64_t>(&value);
        return std::holds_alternative<std::monostate>(value) ? std::nullopt : std::optional(number ? std::to_string(*number) : std::get<std::string>(value));
    };
    for (const std::string& name : changed_extra) note(extra_history_name(name), stored_extra(extra_value(before.extra, name)), stored_extra(extra_value(after.extra, name)));
    write_origin_change(tx, of, before, after, origin.batch);
    tx.record({.name = of.event("changed"), .subject_kind = of.kind(), .subject = before.id, .version = after.version, .area = after.area, .fields = names, .evidence = evidence_of(of, after)});
    return true;
}

bool confirm_record(Tx& tx, const Register& of, const Record& before, const Origin& origin) {
    if (tx.run(*of.statements().confirm, {{"id", before.id}, {"version", before.version}, {"source", origin.source}, {"as_of", origin.as_of}, {"confirmed_by", origin.confirmed_by}, {"now", tx.now()}}) == 0) return false;
    Record after = before;
    after.version = before.version + 1;
    after.source = origin.source;
    after.as_of = origin.as_of;
    after.confirmed_by = origin.confirmed_by;
    write_origin_change(tx, of, before, after, origin.batch);
    tx.record({.name = of.event("confirmed"), .subject_kind = of.kind(), .subject = before.id, .version = before.version + 1, .area = before.area, .fields = "source", .evidence = origin.source});
    return true;
}

bool end_record(Tx& tx, const Register& of, const Record& before, Instant at, std::string_view reason) {
    if (tx.run(*of.statements().end, {{"id", before.id}, {"version", before.version}, {"ended_at", at}, {"end_reason", reason}, {"now", tx.now()}}) == 0) return false;
    tx.record({.name = of.event("ended"), .subject_kind = of.kind(), .subject = before.id, .version = before.version + 1, .area = before.area, .fields = "ended_at", .evidence = std::string(reason)});
    return true;
}

}  // namespace liren
