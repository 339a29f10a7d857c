// Taking back what a batch wrote, without touching what people edited since.

#include "liren/register.h"
#include "register/extra.h"
#include "register/json.h"
#include "register/past.h"
#include "register/statements.h"

namespace liren {

namespace {

struct BatchChange {
    std::string field;
    std::optional<std::string> old_value, new_value;
};
BOOST_DESCRIBE_STRUCT(BatchChange, (), (field, old_value, new_value))

const Statement changes_of_batch(StoreKind::district, "register.changes_of_batch", R"sql(
    select c.field, c.old_value, c.new_value
    from kernel_changes c
    where c.subject = :subject and c.subject_kind = :subject_kind and c.batch = :batch
    order by c.version, c.id
)sql", "kernel_changes_");   // the row's own changes or the batch's, whichever the engine takes for fewer

/// False where somebody edited since.
bool restore_extra(House& house, const Register& of, const BatchChange& change, Record& row) {
    for (const auto held = extra_fields_of(house, of); const ExtraField& extra : *held) {
        if (extra_history_name(extra.field.name) != change.field) continue;
        if (extra_value(row.extra, extra.field.name) != extra_from_stored(extra, change.new_value)) return false;
        set_extra(row.extra, extra.field.name, extra_from_stored(extra, change.old_value));
        return true;
    }
    return false;
}

/// The fields that still say what the batch wrote get back what was there; the rest stays and is counted.
int restore(const Register& of, House& house, const std::vector<BatchChange>& changes, Record& row) {
    int kept = 0;
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        if (change->field == "area") {
            if (row.area == std::stoll(change->new_value.value_or("0"))) row.area = std::stoll(change->old_value.value_or("0"));
            else ++kept;
            continue;
        }
        if (change->field == origin_line) {   // nobody has stood for the row since: it stands on what it stood on before
            if (change->old_value && origin_text(row) == change->new_value) set_origin(row, *change->old_value);
            continue;
        }
        if (change->field.starts_with("x.")) {
            kept += restore_extra(house, of, *change, row) ? 0 : 1;
            continue;
        }
        const std::size_t field = of.index_of(change->field);
        if (row.values[field] == register_json::from_stored_text(of, field, change->new_value, house.keyring))
            row.values[field] = register_json::from_stored_text(of, field, change->old_value, house.keyring);
        else ++kept;
    }
    return kept;
}

}  // namespace

TakenBack take_back(Tx& tx, House& house, const Register& of, std::int64_t id, std::int64_t batch, bool added, std::int64_t written, std::string_view reason) {
    const auto row = find_record(tx, house, of, id, Scope::all());
    if (!row || row->ended_at) return TakenBack::nothing;
    if (added) {
        if (row->version != written) return TakenBack::nothing;   // somebody works with it
        return end_record(tx, of, *row, tx.now(), reason) ? TakenBack::whole : TakenBack::nothing;
    }
    Record after = *row;
    const auto changes = tx.all<BatchChange>(changes_of_batch, {{"subject", id}, {"subject_kind", of.kind()}, {"batch", batch}});
    const int kept = restore(of, house, changes, after);
    Findings findings;
    check_record(tx, house, of, after, findings);   // places the row again; what was there before may stand again
    const std::size_t recorded = tx.recorded();
    const bool stands_as_before = origin_text(after) != origin_text(*row);
    if (!change_record(tx, house, of, *row, after, {after.source, stands_as_before ? after.as_of : tx.now(), after.confirmed_by, 0}) || tx.recorded() == recorded) return TakenBack::nothing;
    return kept == 0 ? TakenBack::whole : TakenBack::part;
}

}  // namespace liren
