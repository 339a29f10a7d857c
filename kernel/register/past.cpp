#include "register/past.h"

#include <set>

#include <boost/json.hpp>

#include "liren/json_writer.h"
#include "liren/numbers.h"
#include "register/extra.h"
#include "register/json.h"
#include "register/statements.h"

namespace liren {

namespace json = boost::json;

namespace {

constexpr int most_candidates = 500;          // rows of one field that are asked what they said then

struct PastLine {
    std::int64_t version = 0;
    std::string field;
    std::optional<std::string> old_value;
};
BOOST_DESCRIBE_STRUCT(PastLine, (), (version, field, old_value))

struct Referring {
    std::int64_t subject = 0;
};
BOOST_DESCRIBE_STRUCT(Referring, (), (subject))

const Statement insert_change(StoreKind::district, "register.insert_change", R"sql(
    insert into kernel_changes (id, subject_kind, subject, version, field, old_value, new_value, at, actor, batch, led_to)
    values (:id, :subject_kind, :subject, :version, :field, :old_value, :new_value, :at, :actor, :batch, :led_to)
)sql");

const Statement changes_after(StoreKind::district, "register.changes_after", R"sql(
    select c.version, c.field, c.old_value
    from kernel_changes c
    where c.subject = :subject and c.subject_kind = :subject_kind and c.at > :at
    order by c.version desc, c.id desc
)sql", "kernel_changes_subject");

const Statement led_here(StoreKind::district, "register.led_here", R"sql(
    select c.subject
    from kernel_changes c
    where c.led_to = :led_to and c.at > :at and c.subject_kind = :subject_kind and c.field = :field
    order by c.at
    limit :limit
)sql", "kernel_changes_led_to");

std::string ending_text(const Record& record) {
    std::string text;
    JsonWriter out(text);
    out.begin_object();
    out.key("ended_at");
    out.integer(record.ended_at.value_or(0));
    out.key("reason");
    out.string(record.end_reason);
    out.end_object();
    return text;
}

void set_ending(Record& record, std::string_view text) {
    const json::value said = json::parse({text.data(), text.size()});
    record.ended_at = said.at("ended_at").as_int64();
    record.end_reason = std::string(said.at("reason").as_string());
}

/// The day on which a span ends that says only its year or its month.
std::int64_t last_day(std::int64_t date) { return date + (date / 100 % 100 == 0 ? 1231 : date % 100 == 0 ? 31 : 0); }

bool held_on(const Register& of, const Record& row, std::int64_t day) {
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        const auto* date = std::get_if<std::int64_t>(&row.values[i]);
        if (!date) continue;
        if (of.fields()[i].is_begin && *date > day) return false;
        if (of.fields()[i].is_end && last_day(*date) < day) return false;
    }
    return true;
}

}  // namespace

void write_change(Tx& tx, const Register& of, const Change& change) {
    tx.run(insert_change, {{"id", new_id()}, {"subject_kind", of.kind()}, {"subject", change.subject}, {"version", change.version}, {"field", change.field}, {"old_value", change.old_value},
                           {"new_value", change.new_value}, {"at", tx.now()}, {"actor", tx.actor().value}, {"batch", change.batch}, {"led_to", change.led_to}});
}

std::string origin_text(const Record& record) {
    std::string text;
    JsonWriter out(text);
    out.begin_object();
    out.key("source");
    out.string(record.source);
    out.key("as_of");
    out.integer(record.as_of.ms);
    out.key("confirmed_by");
    out.integer(record.confirmed_by);
    out.end_object();
    return text;
}

void set_origin(Record& record, std::string_view text) {
    const json::value said = json::parse({text.data(), text.size()});
    record.source = std::string(said.at("source").as_string());
    record.as_of.ms = said.at("as_of").as_int64();
    record.confirmed_by = said.at("confirmed_by").as_int64();
}

void write_origin_change(Tx& tx, const Register& of, const Record& before, const Record& after, std::int64_t batch) {
    std::string was = origin_text(before), is = origin_text(after);
    if (was != is) write_change(tx, of, {after.id, after.version, origin_line, std::move(was), std::move(is), batch});
}

void write_reopening(Tx& tx, const Register& of, const Record& ended) { write_change(tx, of, {ended.id, ended.version + 1, ending_line, ending_text(ended), std::nullopt}); }

std::int32_t day_of(Instant at) {
    std::int32_t date = 0;
    for (const char c : local_minute(at).substr(0, 10))
        if (c != '-') date = date * 10 + (c - '0');
    return date;
}

std::optional<Record> record_as_of(Db& db, House& house, const Register& of, const Record& now, Instant at) {
    if (at.ms < now.created_at.ms) return std::nullopt;
    Record then = now;
    for (const PastLine& change : db.all<PastLine>(changes_after, {{"subject", now.id}, {"subject_kind", of.kind()}, {"at", at}})) {
        then.version = change.version - 1;
        if (change.field == origin_line) {
            if (change.old_value) set_origin(then, *change.old_value);
        } else if (change.field == ending_line) {
            if (change.old_value) set_ending(then, *change.old_value);
        } else if (change.field == "area") {
            then.area = std::stoll(change.old_value.value_or("0"));
        } else if (change.field.starts_with("x.")) {
            for (const auto held = extra_fields_of(house, of); const ExtraField& extra : *held)
                if (extra_history_name(extra.field.name) == change.field) set_extra(then.extra, extra.field.name, extra_from_stored(extra, change.old_value));
        } else {
            const std::size_t field = of.index_of(change.field);
            then.values[field] = register_json::from_stored_text(of, field, change.old_value, house.keyring);
        }
    }
    if (then.ended_at && *then.ended_at > at.ms) then.ended_at.reset(), then.end_reason.clear();
    return then;
}

std::vector<Record> referring_then(Db& db, House& house, const Register& of, std::size_t field, std::int64_t subject, Instant at, const Scope& scope, std::size_t limit) {
    std::set<std::int64_t> asked;
    for (const bool ended : {false, true}) {
        const Parameter parameters[] = {{"subject", subject}, {"ended", ended}, {"limit", most_candidates}};
        db.each(*of.statements().related[field], &scope, parameters, [&](const Row& row) { asked.insert(row.integer(0)); });
    }
    for (const Referring& row : db.all<Referring>(led_here, {{"led_to", subject}, {"at", at}, {"subject_kind", of.kind()}, {"field", of.fields()[field].name}, {"limit", most_candidates}})) asked.insert(row.subject);
    const std::int64_t day = day_of(at);
    std::vector<Record> found;
    for (const std::int64_t id : asked) {
        const auto now = find_record(db, house, of, id, scope);
        const auto then = now ? record_as_of(db, house, of, *now, at) : std::nullopt;
        if (!then || then->ended_at || then->values[field] != FieldValue(subject) || !held_on(of, *then, day)) continue;
        found.push_back(*then);
        if (found.size() == limit) break;
    }
    return found;
}

}  // namespace liren
