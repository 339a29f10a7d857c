#include "register/history.h"

#include <algorithm>
#include <map>

#include "register/extra.h"
#include "register/json.h"
#include "register/merging.h"
#include "register/past.h"
#include "register/statements.h"

namespace liren {

namespace {

struct EventLine {
    std::string name;
    Instant at;
    std::int64_t actor = 0, version = 0;
    std::string fields;
};
BOOST_DESCRIBE_STRUCT(EventLine, (), (name, at, actor, version, fields))

struct ChangeLine {
    std::int64_t version = 0;
    std::string field;
    std::optional<std::string> old_value, new_value;
};
BOOST_DESCRIBE_STRUCT(ChangeLine, (), (version, field, old_value, new_value))

const Statement events_of_row(StoreKind::district, "register.events_of_row", R"sql(
    select e.name, e.at, e.actor, e.version, e.fields
    from kernel_events e
    where e.subject = :subject and e.subject_kind = :subject_kind
    order by e.id desc
    limit :limit
)sql", "kernel_events_subject");

const Statement changes_of_row(StoreKind::district, "register.changes_of_row", R"sql(
    select c.version, c.field, c.old_value, c.new_value
    from kernel_changes c
    where c.subject = :subject and c.subject_kind = :subject_kind
    order by c.version, c.id
)sql", "kernel_changes_subject");

struct Place {
    std::int64_t subdistrict = 0, community = 0, grid = 0;
};
BOOST_DESCRIBE_STRUCT(Place, (), (subdistrict, community, grid))

constexpr std::size_t most_events = 500;

/// What a reference named: the title of the row it led to, as far as it has one.
void write_reference(JsonWriter& out, Db& db, const RegisterField& field, const char* key, const FieldValue& value) {
    const auto* id = std::get_if<std::int64_t>(&value);
    const Register* to = id ? Register::find(field.of) : nullptr;
    out.key(key);
    out.string(to ? name_of_record(db, *to, *id) : "");
}

void write_extra_change(JsonWriter& out, House& house, const Register& of, const ChangeLine& change) {
    for (const auto held = extra_fields_of(house, of); const ExtraField& extra : *held) {
        if (extra_history_name(extra.field.name) != change.field) continue;
        out.key("old");
        write_extra_value(out, extra, extra_from_stored(extra, change.old_value));
        out.key("new");
        write_extra_value(out, extra, extra_from_stored(extra, change.new_value));
    }
}

void show_change(JsonWriter& out, Db& db, House& house, const Register& of, const ChangeLine& change) {
    out.begin_object();
    out.key("field");
    out.string(change.field);
    if (change.field == "area") {
        const auto name = [&](const char* key, const std::optional<std::string>& id) {
            out.key(key);
            out.string(id ? house.name_of("places.area", std::stoll(*id)) : "");
        };
        name("old", change.old_value);
        name("new", change.new_value);
        return out.end_object();
    }
    if (change.field.starts_with("x.")) write_extra_change(out, house, of, change);
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        if (of.fields()[i].name != change.field) continue;
        const FieldValue before = register_json::from_stored_text(of, i, change.old_value, house.keyring), after = register_json::from_stored_text(of, i, change.new_value, house.keyring);
        out.key("old");
        register_json::write_value(out, of.fields()[i], before, false);
        out.key("new");
        register_json::write_value(out, of.fields()[i], after, false);
        if (of.fields()[i].kind != FieldKind::reference) continue;
        write_reference(out, db, of.fields()[i], "old_name", before);
        write_reference(out, db, of.fields()[i], "new_name", after);
    }
    out.end_object();
}

/// Whom a row was merged with or taken from, and why: of the row that was kept as of the one that ended.
class Counterparts {
public:
    Counterparts(Db& db, House& house, const Register& of, std::int64_t row, const Scope& scope) : db_(db), house_(house), of_(of), row_(row), scope_(scope) {
        if (of.title()) mergers_ = mergers_touching(db, of, row);
    }

    void write(JsonWriter& out, const EventLine& event) {
        const bool ended = event.name == of_.event("ended");
        if (!ended && event.name != of_.event("merged") && event.name != of_.event("separated")) return;
        const std::int64_t named = ended ? 0 : parse_id(event.fields).value_or(0);
        for (const PastMerger& merger : mergers_) {
            const std::int64_t other = merger.kept == row_ ? merger.other : merger.kept;
            const bool here = ended ? merger.other == row_ && merger.at == event.at : other == named && (merger.at == event.at || merger.undone_at == event.at);
            if (!here) continue;
            out.key("other");
            out.string(id_text(other));
            out.key("other_name");   // "" beyond the caller's reach
            out.string(find_record(db_, house_, of_, other, scope_) ? name_of_record(db_, of_, other) : "");
            out.key("reason");
            out.string(event.name == of_.event("separated") ? "" : merger.reason);
            return;
        }
    }

private:
    Db& db_;
    House& house_;
    const Register& of_;
    std::int64_t row_;
    const Scope& scope_;
    std::vector<PastMerger> mergers_;
};

}  // namespace

void write_history(std::string& body, Db& db, House& house, const Register& of, const Record& row, const Scope& scope) {
    std::map<std::int64_t, std::vector<ChangeLine>> changes;
    for (ChangeLine& change : db.all<ChangeLine>(changes_of_row, {{"subject", row.id}, {"subject_kind", of.kind()}}))
        if (!is_line_of_row(change.field)) changes[change.version].push_back(std::move(change));
    Counterparts counterparts(db, house, of, row.id, scope);
    JsonWriter out(body);
    out.begin_object();
    out.key("items");
    out.begin_array();
    std::vector<EventLine> events = db.all<EventLine>(events_of_row, {{"subject", row.id}, {"subject_kind", of.kind()}, {"limit", std::int64_t{most_events}}});
    // A row that was added together with others has no event of its own: it says itself when it began.
    const bool is_whole = events.size() < most_events;
    const bool has_beginning = std::any_of(events.begin(), events.end(), [&](const EventLine& event) { return event.name == of.event("added"); });
    if (is_whole && !has_beginning) events.push_back({of.event("added"), row.created_at, 0, 1});
    for (const EventLine& event : events) {
        if (house.audience_of(event.name) != Audience::timeline) continue;   // looks are read by the audit administrator alone
        out.begin_object();
        out.key("name");
        out.string(event.name);
        out.key("at");
        out.integer(event.at.ms);
        out.key("actor_name");
        out.string(house.display_name(AccountId{event.actor}));
        out.key("version");
        out.integer(event.version);
        counterparts.write(out, event);
        out.key("changes");
        out.begin_array();
        if (event.name == of.event("changed"))
            for (const ChangeLine& change : changes[event.version]) show_change(out, db, house, of, change);
        out.end_array();
        out.end_object();
    }
    out.end_array();
    out.end_object();
}

std::optional<Placement> register_placement(Db& db, const Register& of, std::int64_t id) {
    const auto at = db.one<Place>(*of.statements().placement, {{"id", id}});
    return at ? std::optional(Placement{.subdistrict = at->subdistrict, .community = at->community, .grid = at->grid}) : std::nullopt;
}

}  // namespace liren
