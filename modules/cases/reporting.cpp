// Reporting: what arrives at the door. Needs no account; keeps no more of the reporter than the reporter gave.

#include <cstdio>

#include "liren/digest.h"
#include "liren/error.h"
#include "liren/stored_files.h"
#include "moving.h"
#include "personal.h"
#include "words.h"

namespace liren::cases {

namespace {

std::string human_number(const std::string& prefix, int year, std::int64_t number) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%06lld", static_cast<long long>(number));
    return prefix + "-" + std::to_string(year) + "-" + digits;
}

}  // namespace

Reported report(Tx& tx, House& house, const std::string& store, const NewCase& given) {
    const auto known = catalog(house, store);
    const Category& category = reportable_category(*known, given.category);
    if (given.text.empty() && given.files.empty()) throw Error("request.invalid", {{"text", "cases.say_or_show"}});
    if (!given.external_number.empty()) {
        const auto known_order = tx.number(case_of_order, {{"number", given.external_number}});
        require(!known_order, "cases.order_known");
    }

    CaseRow row;
    row.id = new_id();
    row.state = "reported";
    row.area = given.area;
    row.subdistrict = given.subdistrict;
    row.community = given.community;
    row.grid = given.grid;
    row.kind = given.kind;
    row.reporter_kind = given.reporter_kind;
    row.version = 1;
    const Instant now = tx.now();
    const Instant due = deadline_of(given.external_due, now + hours_ms(category.accept_hours));
    const bool anonymous = given.reporter_kind == "anonymous";
    const Reporter reporter = anonymous ? Reporter{} : seal_reporter(house.keyring, given.name, given.phone);

    const std::int64_t step = write_step(tx, row, "reported", "reported", given.text, false);
    attach_files(tx, given.files, {.kind = "cases.case", .subject = row.id, .part = step, .use = "report"});
    count(tx, row, "reported", 1);
    set_deadline(tx, row.id, due);
    tx.record({.name = "cases.reported", .subject_kind = "cases.case", .subject = row.id, .version = 1, .area = given.area, .fields = "state", .evidence = given.category + "\n" + given.text});

    index_words(tx, row.id, words_of(given.text + " " + given.external_number, given.place, given.category, row.placement()));
    Reported made{CaseId{row.id}, {}, {}};
    // The number's lock is store-wide, so it is taken last: only the row itself follows.
    const int year = calendar_year(now);
    made.number = human_number(known->number_prefix, year, tx.next_number(known->number_prefix, year));
    if (!given.owner || anonymous) made.code = random_digits(6);
    const std::optional<std::string> code_hash = made.code.empty() ? std::nullopt : std::optional(hash_code(house.keyring, made.number, made.code));
    tx.run(insert_case, {{"id", row.id},
                         {"number", made.number},
                         {"category", given.category},
                         {"text", given.text},
                         {"place", given.place},
                         {"area", given.area},
                         {"subdistrict", given.subdistrict},
                         {"community", given.community},
                         {"grid", given.grid},
                         {"lat", given.lat},
                         {"lon", given.lon},
                         {"source", given.source},
                         {"reporter_kind", given.reporter_kind},
                         {"owner", anonymous ? AccountId{} : given.owner},
                         {"reporter_name_sealed", reporter.name_sealed},
                         {"reporter_phone_sealed", reporter.phone_sealed},
                         {"reporter_phone_hash", reporter.phone_hash},
                         {"code_hash", code_hash},
                         {"about_unit", given.about_unit},
                         {"due_at", due},
                         {"step_hours", category.accept_hours},
                         {"reported_at", now},
                         {"files_count", static_cast<int>(given.files.size())},
                         {"cover", given.files.empty() ? Value(nullptr) : Value(given.files.front())},
                         {"kind", given.kind},
                         {"answer_by", given.answer_by},
                         {"speaker", given.speaker},
                         {"speaker_name_sealed", seal_speaker(house.keyring, given.speaker_name)},
                         {"external_number", given.external_number.empty() ? Value(nullptr) : Value(given.external_number)},
                         {"external_due", given.external_due}});
    if (!given.answer.empty()) answer(tx, row, Actor{tx.actor(), {}}, given.answer);
    return made;
}

}  // namespace liren::cases
