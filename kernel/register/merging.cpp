// Two rows that are one: merged, and taken apart again.

#include <algorithm>

#include "liren/error.h"
#include "liren/register.h"
#include "register/extra.h"
#include "register/merging.h"
#include "register/past.h"
#include "register/statements.h"

namespace liren {

namespace {

constexpr int most_referring = 2000;          // rows of one field that follow a merger in one transaction

struct Merger {
    std::int64_t id = 0, other = 0;
};
BOOST_DESCRIBE_STRUCT(Merger, (), (id, other))

struct ChangedRow {
    std::string subject_kind;
    std::int64_t subject = 0, version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangedRow, (), (subject_kind, subject, version))

const Statement insert_merger(StoreKind::district, "register.insert_merger", R"sql(
    insert into kernel_mergers (id, subject_kind, kept, other, reason, at, actor, undone_at)
    values (:id, :subject_kind, :kept, :other, :reason, :at, :actor, null)
)sql");

const Statement last_merger(StoreKind::district, "register.last_merger", R"sql(
    select m.id, m.other
    from kernel_mergers m
    where m.kept = :kept and m.subject_kind = :subject_kind and m.undone_at is null
    order by m.id desc
    limit 1
)sql", "kernel_mergers_kept");

const Statement merger_of(StoreKind::district, "register.merger_of", R"sql(
    select m.kept
    from kernel_mergers m
    where m.other = :other and m.subject_kind = :subject_kind and m.undone_at is null
    order by m.id desc
    limit 1
)sql", "kernel_mergers_other");

const Statement mergers_into(StoreKind::district, "register.mergers_into", R"sql(
    select m.id, m.kept, m.other, m.actor, m.at, m.undone_at, m.reason
    from kernel_mergers m
    where m.kept = :row and m.subject_kind = :subject_kind
    order by m.id desc
)sql", "kernel_mergers_kept");

const Statement mergers_away(StoreKind::district, "register.mergers_away", R"sql(
    select m.id, m.kept, m.other, m.actor, m.at, m.undone_at, m.reason
    from kernel_mergers m
    where m.other = :row and m.subject_kind = :subject_kind
    order by m.id desc
)sql", "kernel_mergers_other");

const Statement undo_merger(StoreKind::district, "register.undo_merger", R"sql(
    update kernel_mergers set undone_at = :undone_at
    where id = :id and undone_at is null
)sql");

const Statement rows_of_batch(StoreKind::district, "register.rows_of_batch", R"sql(
    select c.subject_kind, c.subject, max(c.version) as version
    from kernel_changes c
    where c.batch = :batch and c.batch <> 0
    group by c.subject_kind, c.subject
    order by c.subject
)sql", "kernel_changes_batch");

/// Every current row that names `from` names `to` from now on.
void lead_over(Tx& tx, House& house, const Register& of, std::int64_t from, std::int64_t to, std::int64_t batch) {
    for (const Register* other : Register::all())
        for (std::size_t i = 0; i < other->fields().size(); ++i) {
            if (other->fields()[i].kind != FieldKind::reference || other->fields()[i].of != of.kind()) continue;
            const std::vector<Record> rows = find_referring(tx, house, *other, other->fields()[i].name, from, most_referring + 1);
            require(rows.size() <= most_referring, "register.too_many_to_merge");
            for (const Record& before : rows) {
                Record after = before;
                after.values[i] = to;
                if (!change_record(tx, house, *other, before, after, {before.source, before.as_of, before.confirmed_by, batch})) throw Error(409, "register.busy");
            }
        }
}

/// Every merger into a row or into one that was merged into it, from the row that speaks for all of them down; also those into them
/// that were taken back.
std::vector<PastMerger> mergers_below(Db& db, const Register& of, std::int64_t id) {
    std::vector<PastMerger> all;
    std::vector<std::int64_t> open = {standing_row(db, of, id)};
    while (!open.empty()) {
        const std::int64_t kept = open.back();
        open.pop_back();
        for (PastMerger& merger : db.all<PastMerger>(mergers_into, {{"row", kept}, {"subject_kind", of.kind()}})) {
            if (!merger.undone_at) open.push_back(merger.other);
            all.push_back(std::move(merger));
        }
    }
    return all;
}

}  // namespace

void Taken::from(const Record& other, Record& into) const {
    for (const std::size_t i : fields) into.values[i] = other.values[i];
    for (const std::string& name : extra) set_extra(into.extra, name, extra_value(other.extra, name));
}

std::vector<PastMerger> mergers_touching(Db& db, const Register& of, std::int64_t row) {
    std::vector<PastMerger> all = db.all<PastMerger>(mergers_into, {{"row", row}, {"subject_kind", of.kind()}});
    for (PastMerger& merger : db.all<PastMerger>(mergers_away, {{"row", row}, {"subject_kind", of.kind()}})) all.push_back(std::move(merger));
    return all;
}

std::int64_t standing_row(Db& db, const Register& of, std::int64_t id) {
    while (const auto into = merged_into(db, of, id)) id = *into;
    return id;
}

std::vector<std::int64_t> rows_as_one(Db& db, const Register& of, std::int64_t id) {
    std::vector<std::int64_t> rows = {standing_row(db, of, id)};
    for (const PastMerger& merger : mergers_below(db, of, id))
        if (!merger.undone_at) rows.push_back(merger.other);
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::string composition_of(Db& db, const Register& of, std::int64_t id) {
    std::vector<std::string> parts;
    for (const PastMerger& merger : mergers_below(db, of, id)) parts.push_back((merger.undone_at ? "-" : "+") + id_text(merger.id));
    std::sort(parts.begin(), parts.end());
    std::string text;
    for (const std::string& part : parts) text += part;
    return text;
}

bool has_merged(Db& db, const Register& of, std::int64_t id, AccountId who) {
    const std::vector<PastMerger> all = mergers_below(db, of, id);
    return std::any_of(all.begin(), all.end(), [&](const PastMerger& merger) { return !merger.undone_at && merger.actor == who.value; });
}

std::optional<std::int64_t> merged_into(Db& db, const Register& of, std::int64_t other) { return db.number(merger_of, {{"other", other}, {"subject_kind", of.kind()}}); }

bool has_merger(Db& db, const Register& of, std::int64_t kept) { return db.one<Merger>(last_merger, {{"kept", kept}, {"subject_kind", of.kind()}}).has_value(); }

std::int64_t merge_records(Tx& tx, House& house, const Register& of, const Record& kept, const Record& other, const Taken& taken, std::string_view reason) {
    const std::int64_t merger = new_id();
    tx.run(insert_merger, {{"id", merger}, {"subject_kind", of.kind()}, {"kept", kept.id}, {"other", other.id}, {"reason", reason}, {"at", tx.now()}, {"actor", tx.actor().value}});
    if (!end_record(tx, of, other, tx.now(), reason)) throw Error(409, "register.busy");   // first, so that its unique values are free
    lead_over(tx, house, of, other.id, kept.id, merger);
    const auto current = find_record(tx, house, of, kept.id, Scope::all());   // a row that referred to `other` may be the kept one
    Record after = *current;
    taken.from(other, after);
    if (!change_record(tx, house, of, *current, after, {kept.source, tx.now(), tx.actor().value, merger})) throw Error(409, "register.busy");
    tx.record({.name = of.event("merged"), .subject_kind = of.kind(), .subject = kept.id, .version = std::max(current->version, after.version), .area = kept.area, .fields = id_text(other.id), .evidence = std::string(reason)});
    return merger;
}

std::optional<std::int64_t> separate_records(Tx& tx, House& house, const Register& of, std::int64_t kept) {
    const auto merger = tx.one<Merger>(last_merger, {{"kept", kept}, {"subject_kind", of.kind()}});
    if (!merger || tx.run(undo_merger, {{"id", merger->id}, {"undone_at", tx.now()}}) == 0) return std::nullopt;
    for (const ChangedRow& row : tx.all<ChangedRow>(rows_of_batch, {{"batch", merger->id}}))
        if (const Register* changed = Register::find(row.subject_kind)) take_back(tx, house, *changed, row.subject, merger->id, false, row.version, {});
    if (const auto ended = find_record(tx, house, of, merger->other, Scope::all()))
        if (tx.run(*of.statements().reopen, {{"id", ended->id}, {"now", tx.now()}}) == 1) write_reopening(tx, of, *ended);
    const auto again = find_record(tx, house, of, merger->other, Scope::all());
    if (!again) return std::nullopt;
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        if (!of.fields()[i].is_unique) continue;
        const auto bearer = find_by_unique(tx, house, of, i, again->values[i]);
        require(!bearer || *bearer == again->id, "register.cannot_separate");
    }
    tx.record({.name = of.event("separated"), .subject_kind = of.kind(), .subject = kept, .area = again->area, .fields = id_text(again->id)});
    tx.record({.name = of.event("separated"), .subject_kind = of.kind(), .subject = again->id, .version = again->version, .area = again->area, .fields = id_text(kept)});
    return again->id;
}

}  // namespace liren
