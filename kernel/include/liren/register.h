#pragma once
// A register: the rows of one kind of thing a district keeps (people, households, dwellings …), declared once as a list of
// fields with their rules and interpreted here. From the declaration come the API, its OpenAPI, reading and checking, masks,
// lists with filters and search, history, and what pages and imports need to know. The table is reviewed SQL in the module's
// migrations; tests/checks compare the two. A Register lives as long as the program and never changes; thread-safe.
//
//   const Register people({.kind = "people.person", .table = "people_persons", .path = "people", .ground = "residents"},
//                         {person_name("name").required().title(), id_number("id_number").unique(), code("sex", "sex").filter()},
//                         {birth_agrees_with_id_number});
//
// Three ways to add what a declaration cannot say: a rule (a function over one row), a subscriber, a hand-written route.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "liren/house.h"
#include "liren/request.h"

namespace liren {

// ---- fields ------------------------------------------------------------------------------------------------------------

enum class FieldKind : std::uint8_t { text, person_name, id_number, phone, address, date, code, integer, amount, boolean, reference, plate, credit_code };

struct RegisterField {
    FieldKind kind = FieldKind::text;
    std::string name;                         ///< column, JSON member, text key "<module>.<noun>.<name>"
    std::int64_t minimum = 0, maximum = 0;    ///< characters of a text, value of a number
    int decimals = 0;                         ///< an amount is stored as a whole number of 10^-decimals
    std::string of = {};                      ///< the code list, or the kind of the register a reference names
    std::string ground = {};                  ///< why it is kept (packs/grounds), where that differs from the register's own
    bool is_required = false, is_title = false, is_listed = false, is_filter = false, is_searched = false, is_unique = false, tells_apart = false, is_qualifier = false, is_begin = false, is_end = false;

    RegisterField required() && { is_required = true; return std::move(*this); }
    /// What the row is called where it is named: listed, searched, and the order of the list.
    RegisterField title() && { is_title = is_listed = is_searched = true; return std::move(*this); }
    RegisterField listed() && { is_listed = true; return std::move(*this); }
    RegisterField filter() && { is_filter = true; return std::move(*this); }
    RegisterField searched() && { is_searched = true; return std::move(*this); }
    /// No two current rows of the district bear the same value.
    RegisterField unique() && { is_unique = true; return std::move(*this); }

    /// Two rows of one title that agree in this field are perhaps one and the same: a person is asked.
    RegisterField telling() && { tells_apart = true; return std::move(*this); }
    /// Named with the title where many rows bear the same one: the building before the number of a dwelling.
    RegisterField qualifying() && { is_qualifier = true; return std::move(*this); }
    /// The first and the last day on which what the row says holds. A past view shows a relation only within them.
    RegisterField begins() && { is_begin = true; return std::move(*this); }
    RegisterField ends() && { is_end = true; return std::move(*this); }
    /// Kept for another purpose, on another legal basis or for another time than the rest of the row (个人信息保护法 6, 13, 19).
    RegisterField under(std::string which) && { ground = std::move(which); return std::move(*this); }

    /// Encrypted at rest, masked in every answer that declares no look (P1-41).
    bool is_sealed() const { return kind == FieldKind::id_number || kind == FieldKind::phone || kind == FieldKind::address; }
    bool is_number() const { return kind == FieldKind::date || kind == FieldKind::integer || kind == FieldKind::amount || kind == FieldKind::boolean || kind == FieldKind::reference; }
};

namespace field {
RegisterField text(std::string name, std::int64_t most);
RegisterField person_name(std::string name);                                  ///< 民委发〔2016〕33号: at least 25 characters, U+00B7 between parts
RegisterField id_number(std::string name);                                    ///< GB 11643
RegisterField phone(std::string name);
RegisterField address(std::string name);
RegisterField date(std::string name);                                         ///< yyyymmdd; month or day 00 where unknown
RegisterField code(std::string name, std::string list);
RegisterField integer(std::string name, std::int64_t minimum, std::int64_t maximum);
RegisterField amount(std::string name, int decimals, std::int64_t most);      ///< `most` in whole units
RegisterField boolean(std::string name);
RegisterField reference(std::string name, std::string register_kind);
RegisterField plate(std::string name);                                        ///< GA 36
RegisterField credit_code(std::string name);                                  ///< GB 32100
}  // namespace field

// ---- one row in memory -------------------------------------------------------------------------------------------------

/// What a field holds: nothing, a number (dates, amounts, references too), or a text. Personal values are clear in memory.
using FieldValue = std::variant<std::monostate, std::int64_t, std::string>;

struct Record {
    std::int64_t id = 0, version = 0;
    std::int64_t area = 0, subdistrict = 0, community = 0, grid = 0;
    std::string source;                       ///< where it came from, in words
    Instant as_of;                            ///< when it was so, as far as known
    std::int64_t confirmed_by = 0;            ///< the account that stands for it; 0: nobody yet
    std::optional<std::int64_t> ended_at;
    std::string end_reason;
    std::string words;                        ///< as the search index knows them
    Instant created_at;
    std::vector<std::pair<std::string, FieldValue>> extra;   ///< the fields a city added (extra_fields_of), in the order of their names
    std::vector<FieldValue> values;           ///< in the order of the declaration

    Placement placement() const { return {.subdistrict = subdistrict, .community = community, .grid = grid}; }
};

struct Finding {
    std::string field, key;
    std::vector<std::pair<std::string, std::string>> values = {};
};

/// What rules find: a refusal keeps the row out, a warning goes with it.
class Findings {
public:
    void refuse(std::string field, std::string key, std::vector<std::pair<std::string, std::string>> values = {}) { refusals_.push_back({std::move(field), std::move(key), std::move(values)}); }
    void warn(std::string field, std::string key, std::vector<std::pair<std::string, std::string>> values = {}) { warnings_.push_back({std::move(field), std::move(key), std::move(values)}); }
    const std::vector<Finding>& refusals() const { return refusals_; }
    const std::vector<Finding>& warnings() const { return warnings_; }
    /// Throws 422 request.invalid with every refusal.
    void require_none() const;

private:
    std::vector<Finding> refusals_, warnings_;
};

class Register;

/// A row as a rule reads it.
class RecordView {
public:
    RecordView(const Register& of, Record& record, std::int32_t today) : of_(of), record_(record), today_(today) {}
    std::string_view text(std::string_view field) const;                      ///< "" when empty
    std::optional<std::int64_t> number(std::string_view field) const;
    bool has(std::string_view field) const;
    /// Fills a field that is empty (a birth date from the ID number).
    void fill(std::string_view field, FieldValue value);
    std::int32_t today() const { return today_; }                             ///< yyyymmdd in the zone of the installation

private:
    const Register& of_;
    Record& record_;
    std::int32_t today_;
};

using Rule = void (*)(RecordView& row, Findings& findings);

// ---- the register ------------------------------------------------------------------------------------------------------

struct RegisterName {
    std::string kind;                         ///< "people.person"
    std::string table;                        ///< "people_persons"
    std::string path;                         ///< "people": /api/d/{d}/people
    std::string permission = {};              ///< "people" by default: people.read, people.manage, people.unmask
    std::string ground = {};                  ///< why its rows are kept: one of packs/grounds. The house does not start without
    bool is_watched = false;                  ///< every row that is read is recorded as a look, and no archive page shows it unasked
};

class Register {
public:
    Register(RegisterName name, std::vector<RegisterField> fields, std::vector<Rule> rules = {});
    Register(const Register&) = delete;

    const std::string& kind() const { return name_.kind; }
    const std::string& table() const { return name_.table; }
    const std::string& path() const { return name_.path; }
    const std::vector<RegisterField>& fields() const { return fields_; }
    const std::vector<Rule>& rules() const { return rules_; }
    const std::string& ground_of(const RegisterField& field) const { return field.ground.empty() ? name_.ground : field.ground; }
    bool is_watched() const { return name_.is_watched; }
    /// The national standard a field's values follow, "" where none does.
    static std::string standard_of(const RegisterField& field, const CodeLists& codes);
    /// The place of a field in the declaration; throws std::logic_error for a name it does not have.
    std::size_t index_of(std::string_view field) const;
    std::optional<std::size_t> title() const { return title_; }
    const char* permission(std::string_view verb) const;                      ///< "read", "manage", "unmask"
    const char* event(std::string_view verb) const;                           ///< "added", "changed", "ended", "merged", "separated", "confirmed"

    /// Every register of the program, in order of their kinds.
    static const std::vector<const Register*>& all();
    static const Register* find(std::string_view kind);

    // ---- its statements, made from the declaration -----------------------------------------------------------------------
    struct Statements;
    const Statements& statements() const { return *statements_; }
    ~Register();

private:
    RegisterName name_;
    std::vector<RegisterField> fields_;
    std::vector<Rule> rules_;
    std::optional<std::size_t> title_;
    std::vector<std::pair<std::string, std::string>> permissions_, events_;
    std::unique_ptr<const Statements> statements_;
};

// ---- fields a city adds without a build --------------------------------------------------------------------------------

/// A field beyond the declaration, kept with every row in one JSON column: text, integer, date, boolean or a choice. Personal
/// numbers are no extra fields: they need sealing, and so a declaration.
struct ExtraField {
    RegisterField field;
    std::string label, label_en;
    std::vector<std::string> choices = {};    ///< of a code: what may be chosen, in words
    bool is_retired = false;                  ///< shown where it stands, offered no more

    const std::string& label_in(std::string_view language) const { return language == "en" ? label_en : label; }
};

/// What the city added to a register, in the order of their names; read anew when it changes.
std::shared_ptr<const std::vector<ExtraField>> extra_fields_of(House& house, const Register& of);

/// The values of such fields as a Record keeps them, in the order of their names; setting nothing takes away.
using ExtraValues = std::vector<std::pair<std::string, FieldValue>>;
const FieldValue& extra_value(const ExtraValues& values, std::string_view name);
void set_extra(ExtraValues& values, std::string_view name, FieldValue value);
/// A text as a filter or a form gives it; nullopt where it is none of this field's values.
std::optional<FieldValue> extra_from_text(const ExtraField& extra, std::string_view text);
/// "heating=燃气;rooms=3", as a list's query names added fields, taken apart.
std::vector<std::pair<std::string_view, std::string_view>> extra_filters(std::string_view text);

/// The table of a register and its indexes as SQL, for an author to review and keep as a migration.
std::string table_draft(const Register& of);

/// The routes of a register: list, one row, its history and its relations, add, change, end, look.
std::vector<Route> register_routes(const Register& of);
/// Adds a register's routes, permissions, events and placements to its module's manifest.
void add_register(Module& module, const Register& of);

// ---- what imports, demos and hand-written routes call ------------------------------------------------------------------

/// Where a row comes from when it is not typed into a form.
struct Origin {
    std::string source;
    Instant as_of;
    std::int64_t confirmed_by = 0;
    std::int64_t batch = 0;                   ///< the import that wrote it, so that it can be taken back; 0: none
};

/// The row within a scope; nullopt when there is none for this caller.
std::optional<Record> find_record(Db& db, House& house, const Register& of, std::int64_t id, const Scope& scope);
/// The current row that bears this value in a unique field.
std::optional<std::int64_t> find_by_unique(Db& db, House& house, const Register& of, std::size_t field, const FieldValue& value);
/// Current rows that bear this title, in one community or in the whole district, the oldest first. For imports and the house,
/// which answer nobody with them.
std::vector<Record> find_by_title(Db& db, House& house, const Register& of, std::string_view title, std::optional<std::int64_t> community, int limit);
/// Current rows within a scope that are perhaps the same thing: one title and a telling field that agrees, or no telling field
/// to say otherwise. Never the row itself.
std::vector<Record> find_alike(Db& db, House& house, const Register& of, const Record& row, const Scope& scope);
/// Current rows whose reference `field` leads to `subject`, beyond any scope, the oldest first. For modules and the house.
std::vector<Record> find_referring(Db& db, House& house, const Register& of, std::string_view field, std::int64_t subject, int limit);
/// Whether any current row of any register refers to it.
bool is_referred_to(Db& db, House& house, const Register& to, std::int64_t subject);
/// What a row is called: its qualifiers and its title ("3号楼 201"); "" without one.
std::string name_of_record(Db& db, const Register& of, std::int64_t id);
/// Tidies and checks a row's own values against the declaration and the rules; places it by its area (community, grid …).
void check_record(Db& db, House& house, const Register& of, Record& record, Findings& findings);
/// The row as lists and pages show it: every field, personal values masked.
std::string record_json(Db& db, House& house, const Register& of, const Record& record);
/// Writes a new row that was checked. Records the event.
void add_record(Tx& tx, House& house, const Register& of, Record& record, const Origin& origin);
/// Writes what differs from `before`; false when somebody was faster, nothing when nothing differs.
bool change_record(Tx& tx, House& house, const Register& of, const Record& before, Record& after, const Origin& origin);
/// Stands for a row as it is, today: says from where it is known. False when somebody was faster.
bool confirm_record(Tx& tx, const Register& of, const Record& before, const Origin& origin);
/// The row is no more: moved away, demolished, scrapped. It stays readable.
bool end_record(Tx& tx, const Register& of, const Record& before, Instant at, std::string_view reason);

/// What a merger takes from the other row: declared fields by their place, those the city added by their name.
struct Taken {
    std::vector<std::size_t> fields;
    std::vector<std::string> extra;

    void from(const Record& other, Record& into) const;
};
/// Two rows that are one: `kept` gets what is taken from `other`, every current row that refers to `other` refers to `kept`, and
/// `other` ends. Answers the merger's id, under which separate_records() takes all of it back.
std::int64_t merge_records(Tx& tx, House& house, const Register& of, const Record& kept, const Record& other, const Taken& taken, std::string_view reason);
/// Takes the last merger into this row back, except what was edited since; the other row stands again. Its id, or nothing.
std::optional<std::int64_t> separate_records(Tx& tx, House& house, const Register& of, std::int64_t kept);
/// The row that speaks for it now: itself, or the one it was merged into.
std::int64_t standing_row(Db& db, const Register& of, std::int64_t id);
/// The rows that are one with it now, by the mergers that stand: itself among them, in the order of their ids.
std::vector<std::int64_t> rows_as_one(Db& db, const Register& of, std::int64_t id);
/// What a row is made of, as text to keep and to compare: "" of one that was never merged; another with every merger, and of the
/// row that was kept with every separation too, because what was written meanwhile stays with it.
std::string composition_of(Db& db, const Register& of, std::int64_t id);
/// Whether the account made one of the mergers that stand.
bool has_merged(Db& db, const Register& of, std::int64_t id, AccountId who);
/// The row as it stood at an instant, with where it came from and who stood for it then; nullopt before it was there.
std::optional<Record> record_as_of(Db& db, House& house, const Register& of, const Record& now, Instant at);

/// What became of a batch's write to one row when the batch is taken back.
enum class TakenBack : std::uint8_t { whole, part, nothing };
/// Takes back what a batch wrote to a row: a row it added is ended, fields it changed get their former values — except where
/// somebody edited since: that stays. `added`: the batch made the row. `written`: the version it left behind.
TakenBack take_back(Tx& tx, House& house, const Register& of, std::int64_t id, std::int64_t batch, bool added, std::int64_t written, std::string_view reason);

/// Every row that a list's query shows within a scope, in the order of the list, a piece at a time: what exports walk in constant
/// memory. A walk may be made anew for each piece. Belongs to one thread.
class ListWalk {
public:
    struct Row {
        std::int64_t id = 0, area = 0;
        std::span<const FieldValue> values;   ///< in the order of the declaration; sealed ones only where asked for
        std::span<const std::string> titles;  ///< what a reference's row is called, by the same order; else ""
        const ExtraValues& extra;             ///< the fields a city added
    };
    /// `query`: names and values of the list's own query string. 422 request.invalid for what the list would refuse, and for a name
    /// that the list does not know.
    ListWalk(House& house, const Register& of, std::vector<std::pair<std::string, std::string>> query, Scope scope);
    ~ListWalk();
    ListWalk(const ListWalk&) = delete;

    std::int64_t count(Db& db) const;
    /// Visits at most `limit` rows from `place` on ("" is the beginning) and returns the place behind them; "" when none is left.
    /// Of sealed fields only those in `opened` are opened; views die with the call.
    std::string visit(Db& db, const std::string& place, int limit, const std::vector<std::size_t>& opened, const std::function<void(const Row&)>& visitor) const;
    /// Makes the statements of every register. The module that walks calls it when it is made, so that the checks see them.
    static void make_statements();

private:
    struct Body;
    std::unique_ptr<Body> body_;
};

/// A date as people read it: 1985-03-07, 1985-03, 1985.
std::string date_text(std::int64_t yyyymmdd);
/// Its inverse, and nothing for a day that does not exist.
std::optional<std::int64_t> parse_date(std::string_view text);

}  // namespace liren
