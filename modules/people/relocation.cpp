// What a relocation writes, and how it is taken back.
#include "relocation.h"

#include <algorithm>

#include "dwellings/dwellings.h"
#include "liren/error.h"
#include "liren/text.h"
#include "people/people.h"
#include "store.h"

namespace liren::people {

namespace {

constexpr int most_tenures = 100;             // of one person
constexpr std::size_t most_note = 120;        // characters of a source

std::optional<std::int64_t> number_in(const Register& of, const Record& row, std::string_view field) {
    const auto* number = std::get_if<std::int64_t>(&row.values[of.index_of(field)]);
    return number ? std::optional(*number) : std::nullopt;
}

void set(const Register& of, Record& row, std::string_view field, FieldValue value) { row.values[of.index_of(field)] = std::move(value); }

/// Where this person moves out of: their own dwelling, else the household's.
std::optional<std::int64_t> home_of(const NewRelocation& given, const Record& person) {
    const auto own = number_in(persons, person, "dwelling");
    return own ? own : number_in(households, given.household, "dwelling");
}

/// Writes the rows of one relocation and remembers each.
class Relocating {
public:
    Relocating(Tx& tx, House& house, const NewRelocation& given)
        : tx_(tx), house_(house), given_(given), id_(new_id()),
          origin_{std::string(first_characters(house.texts.get("zh-CN", "people.relocation_source", {{"reason", given.reason}}), most_note)), tx.now(), tx.actor().value, id_} {}

    bool run() {
        const Record& household = given_.household;
        tx_.run(insert_relocation, {{"id", id_}, {"household", household.id}, {"from_area", household.area}, {"from_dwelling", number_in(households, household, "dwelling")},
                                    {"to_dwelling", given_.dwelling.id}, {"moved_on", given_.moved_on}, {"reason", given_.reason}, {"at", tx_.now()}, {"actor", tx_.actor().value}});
        if (!move_home(households, household)) return false;
        for (const Record& tenure : tenures_given_up(tx_, house_, given_))
            if (!move_tenure(tenure)) return false;
        for (const Record& person : given_.movers) {
            add_event(person, "moved_out", person.area);
            if (!move_home(persons, person)) return false;
            add_event(person, "moved_in", given_.dwelling.area);
        }
        if (began_ == 0 && !given_.tenure_kind.empty()) begin_tenure(head(), given_.tenure_kind);
        return true;
    }

private:
    /// The row lies where the new dwelling lies. Faults it had before the move are not the move's to mend.
    bool move_home(const Register& of, const Record& before) {
        Record after = before;
        set(of, after, "dwelling", given_.dwelling.id);
        after.area = given_.dwelling.area;
        return change(of, before, after);
    }

    bool move_tenure(const Record& before) {
        Record after = before;
        set(dwellings::tenures, after, "held_to", given_.moved_on);
        if (!change(dwellings::tenures, before, after)) return false;
        const std::string kind = given_.tenure_kind.empty() ? std::get<std::string>(before.values[dwellings::tenures.index_of("tenure_kind")]) : given_.tenure_kind;
        begin_tenure(number_in(dwellings::tenures, before, "person").value_or(0), kind);
        return true;
    }

    void begin_tenure(std::int64_t person, const std::string& kind) {
        Record row = blank(dwellings::tenures, given_.dwelling.area);
        set(dwellings::tenures, row, "dwelling", given_.dwelling.id);
        set(dwellings::tenures, row, "person", person);
        set(dwellings::tenures, row, "tenure_kind", kind);
        set(dwellings::tenures, row, "held_from", given_.moved_on);
        add(dwellings::tenures, row);
        ++began_;
    }

    void add_event(const Record& person, const char* event, std::int64_t area) {
        Record row = blank(life_events, area);
        set(life_events, row, "person", person.id);
        set(life_events, row, "event", std::string(event));
        set(life_events, row, "happened_on", given_.moved_on);
        const auto from = home_of(given_, person);
        const std::string where = name_of_record(tx_, dwellings::all_dwellings, event == std::string_view("moved_in") ? given_.dwelling.id : from.value_or(0));
        set(life_events, row, "note", house_.texts.get("zh-CN", where.empty() ? "people.relocation_source" : "people.relocation_note", {{"where", where}, {"reason", given_.reason}}));
        add(life_events, row);
    }

    /// Whose tenure begins where nobody's ended: the head's, else the first who moves.
    std::int64_t head() const {
        for (const Record& person : given_.movers)
            if (const auto* relation = std::get_if<std::string>(&person.values[persons.index_of("relation")]); relation && (*relation == "01" || *relation == "02")) return person.id;
        return given_.movers.front().id;
    }

    static Record blank(const Register& of, std::int64_t area) {
        Record row;
        row.values.resize(of.fields().size());
        row.area = area;
        return row;
    }
    void add(const Register& of, Record& row) {
        Findings findings;
        check_record(tx_, house_, of, row, findings);
        findings.require_none();
        add_record(tx_, house_, of, row, origin_);
        remember(of, row, true);
    }
    bool change(const Register& of, const Record& before, Record& after) {
        Findings findings;
        check_record(tx_, house_, of, after, findings);   // places it
        if (!change_record(tx_, house_, of, before, after, origin_)) return false;
        remember(of, after, false);
        return true;
    }
    void remember(const Register& of, const Record& row, bool added) {
        tx_.run(insert_relocation_row, {{"id", new_id()}, {"relocation", id_}, {"register", of.kind()}, {"record", row.id}, {"version", row.version}, {"added", added}});
    }

    Tx& tx_;
    House& house_;
    const NewRelocation& given_;
    std::int64_t id_;
    Origin origin_;
    int began_ = 0;
};

}  // namespace

std::vector<RelocationRow> relocations_of(Db& db, std::int64_t household) { return db.all<RelocationRow>(relocations_of_household, {{"household", household}}); }

std::vector<Record> tenures_given_up(Db& db, House& house, const NewRelocation& given) {
    std::vector<Record> all;
    for (const Record& person : given.movers) {
        const auto home = home_of(given, person);
        for (Record& tenure : find_referring(db, house, dwellings::tenures, "person", person.id, most_tenures)) {
            const auto* kind = std::get_if<std::string>(&tenure.values[dwellings::tenures.index_of("tenure_kind")]);
            const bool lives_by_it = kind && (*kind == "tenant" || *kind == "user");
            const auto until = number_in(dwellings::tenures, tenure, "held_to");
            if (lives_by_it && home && number_in(dwellings::tenures, tenure, "dwelling") == home && (!until || *until > given.moved_on)) all.push_back(std::move(tenure));
        }
    }
    return all;
}

bool relocate(Tx& tx, House& house, const NewRelocation& given) {
    if (!Relocating(tx, house, given).run()) return false;
    tx.record({.name = "people.household_moved", .subject_kind = households.kind(), .subject = given.household.id, .version = given.household.version + 1, .area = given.dwelling.area, .fields = "dwelling", .evidence = given.reason});
    return true;
}

std::optional<int> undo_relocation(Tx& tx, House& house, const RelocationRow& relocation) {
    if (tx.run(mark_undone, {{"id", relocation.id}, {"now", tx.now()}}) == 0) return std::nullopt;
    const std::string reason = house.texts.get("zh-CN", "people.relocation_undone");
    int stayed = 0;
    for (const WrittenRow& row : tx.all<WrittenRow>(rows_of_relocation, {{"relocation", relocation.id}})) {
        const Register* of = Register::find(row.register_kind);
        if (!of || take_back(tx, house, *of, row.record, relocation.id, row.added, row.version, reason) != TakenBack::whole) ++stayed;
    }
    tx.record({.name = "people.household_returned", .subject_kind = households.kind(), .subject = relocation.household, .area = relocation.from_area, .fields = "dwelling"});
    return stayed;
}

}  // namespace liren::people
