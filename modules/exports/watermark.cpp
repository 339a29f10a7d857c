#include "watermark.h"

namespace liren::exports {

std::vector<std::string> watermark(House& house, const ExportRow& row, const std::string& register_label) {
    const auto text = [&](const char* key, const TextValues& values) { return house.texts.get(row.language, key, values); };
    const std::string approver = row.decided_by == 0 ? text("exports.no_approver", {}) : house.display_name(AccountId{row.decided_by});
    return {text(row.clear ? "exports.mark_clear" : "exports.mark_masked", {{"register", register_label}, {"rows", std::to_string(row.done)}}),
            text("exports.mark_who", {{"who", house.display_name(AccountId{row.owner})}, {"when", local_minute(row.made_at.value_or(row.created_at))}, {"number", row.number}, {"approver", approver}}),
            text("exports.mark_purpose", {{"reason", row.reason}})};
}

}  // namespace liren::exports
