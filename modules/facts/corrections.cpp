#include "corrections.h"

#include "liren/error.h"
#include "liren/stored_files.h"
#include "people/people.h"
#include "reach.h"
#include "words.h"

namespace liren::facts {

namespace {

constexpr std::string_view old_context = "facts.correction.old";
constexpr std::string_view asked_context = "facts.correction.asked";
constexpr std::string_view note_context = "facts.correction.note";

[[noreturn]] void refuse_member(const char* member, const char* key) { throw Error("request.invalid", {{member, key}}); }

Event event_of(const char* name, const CorrectionRow& correction, std::string_view evidence = {}) {
    return {.name = name, .subject_kind = "facts.correction", .subject = correction.id, .version = correction.version + 1, .area = correction.area, .fields = "state", .evidence = std::string(evidence)};
}

bool decide(Tx& tx, const CorrectionRow& correction, const char* state, const char* event, std::string_view reason) {
    require(correction.state == "open", "facts.correction_decided");
    if (tx.run(decide_correction, {{"id", correction.id}, {"version", correction.version}, {"state", state}, {"by", tx.actor()}, {"now", tx.now()}, {"reason", reason}}) == 0) return false;
    tx.record(event_of(event, correction, reason));
    return true;
}

/// The row whose field is wrong, if it is about that person; another's row does not exist.
Record row_about(Db& db, House& house, const Register& of, std::int64_t record, std::int64_t person) {
    auto row = find_record(db, house, of, record, Scope::all());
    if (!row || person_behind(of, *row) != person) not_found("facts.no_such_fact");
    require(!row->ended_at, "facts.record_ended");
    return std::move(*row);
}

/// Whether the person is made of the same rows as when it was asked, or staff confirmed since that the account may see what they became.
bool is_sure_of_person(Tx& tx, House& house, const CorrectionRow& correction) {
    if (composition_of(tx, people::persons, correction.person) == correction.made_of) return true;
    const Reach reach = reach_of(tx, house, correction.owner, standing_row(tx, people::persons, correction.person), tx.now());
    return reach == Reach::own || reach == Reach::ward;
}

/// What the register itself would refuse of this value is said at once; what is wrong elsewhere in the row is not theirs to mend.
void check_value(Db& db, House& house, const Register& of, Record row, std::size_t field, FieldValue value) {
    row.values[field] = std::move(value);
    Findings findings;
    check_record(db, house, of, row, findings);
    for (const Finding& finding : findings.refusals())
        if (finding.field == of.fields()[field].name) throw Error("request.invalid", {{"value", finding.key, finding.values}});
}

}  // namespace

CorrectionTexts open_texts(const Keyring& keyring, const CorrectionRow& correction) {
    return {keyring.open(correction.old_sealed, old_context).value_or(""), keyring.open(correction.asked_sealed, asked_context).value_or(""),
            correction.note_sealed.empty() ? "" : keyring.open(correction.note_sealed, note_context).value_or("")};
}

const RegisterField& field_of(const Register& of, const CorrectionRow& correction) { return of.fields()[of.index_of(correction.field)]; }

CorrectionId ask_correction(Tx& tx, House& house, const NewCorrection& given) {
    const Reach reach = reach_of(tx, house, tx.actor().value, given.person, tx.now());
    if (reach == Reach::none) not_found("facts.no_such_fact");
    require(reach != Reach::shared, "facts.not_yours_to_correct");
    const Register* of = Register::find(given.register_kind);
    if (!of) not_found("facts.no_such_fact");
    const Record row = row_about(tx, house, *of, given.record, given.person);
    const RegisterField* field = nullptr;
    for (const RegisterField& one : of->fields())
        if (one.name == given.field && is_correctable(one)) field = &one;
    if (!field) refuse_member("field", "facts.no_such_field");
    const auto value = from_words(*field, given.value);
    if (!value) refuse_member("value", "register.no_such_date");
    const std::size_t index = of->index_of(field->name);
    check_value(tx, house, *of, row, index, *value);
    Record after = row;
    after.values[index] = *value;
    Findings tidied;
    check_record(tx, house, *of, after, tidied);
    if (after.values[index] == row.values[index]) refuse_member("value", "facts.same_value");
    if (needs_paper(*field) && given.files.empty()) refuse_member("files", "facts.paper_needed");
    require(!tx.number(open_of_field, {{"record", row.id}, {"field", field->name}}), "facts.correction_open");
    const std::int64_t id = new_id();
    const std::string asked = to_words(*field, after.values[index]);
    const std::string old_sealed = house.keyring.seal(to_words(*field, row.values[index]), old_context), asked_sealed = house.keyring.seal(asked, asked_context);
    const std::string made_of = composition_of(tx, people::persons, given.person);
    const std::string note_sealed = given.note.empty() ? std::string() : house.keyring.seal(given.note, note_context);
    tx.run(insert_correction, {{"id", id}, {"owner", tx.actor()}, {"person", given.person}, {"register", of->kind()}, {"record", row.id}, {"record_version", row.version}, {"field", field->name},
                               {"old_sealed", old_sealed}, {"asked_sealed", asked_sealed}, {"note_sealed", note_sealed}, {"area", row.area}, {"subdistrict", row.subdistrict},
                               {"community", row.community}, {"grid", row.grid}, {"now", tx.now()}, {"made_of", made_of}});
    attach_files(tx, given.files, {.kind = "facts.correction", .subject = id, .part = 0, .use = "paper"});
    tx.record({.name = "facts.correction_sent", .subject_kind = "facts.correction", .subject = id, .version = 1, .area = row.area, .fields = "state", .evidence = of->kind() + "." + field->name + "\n" + asked});
    return CorrectionId{id};
}

Record corrected(Db& db, House& house, const Register& of, const Record& row, const CorrectionRow& correction, Findings& findings) {
    Record after = row;
    const RegisterField& field = field_of(of, correction);
    if (auto asked = from_words(field, open_texts(house.keyring, correction).asked)) after.values[of.index_of(field.name)] = std::move(*asked);
    check_record(db, house, of, after, findings);
    if (field.is_unique) {
        const auto other = find_by_unique(db, house, of, of.index_of(field.name), after.values[of.index_of(field.name)]);
        if (other && *other != row.id) findings.refuse(field.name, "register.taken");
    }
    return after;
}

bool accept_correction(Tx& tx, House& house, const CorrectionRow& correction, const Record& row, std::int64_t seen) {
    require(correction.owner != tx.actor().value, "facts.own_correction");
    require(is_sure_of_person(tx, house, correction), "facts.correction_suspended");
    require(row.version == seen, "facts.row_changed");
    require(!row.ended_at, "facts.record_ended");
    const Register* of = Register::find(correction.register_kind);
    Findings findings;
    Record after = corrected(tx, house, *of, row, correction, findings);
    findings.require_none();
    if (!decide(tx, correction, "accepted", "facts.correction_accepted", {})) return false;
    const Origin origin{house.texts.get("zh-CN", "facts.source"), tx.now(), tx.actor().value, 0};
    return change_record(tx, house, *of, row, after, origin);
}

bool refuse_correction(Tx& tx, const CorrectionRow& correction, std::string_view reason) { return decide(tx, correction, "refused", "facts.correction_refused", reason); }

bool withdraw_correction(Tx& tx, const CorrectionRow& correction) { return decide(tx, correction, "withdrawn", "facts.correction_withdrawn", {}); }

}  // namespace liren::facts
