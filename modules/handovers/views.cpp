// A hand-over as staff read it.

#include "link.h"
#include "liren/house.h"
#include "liren/plain_page.h"
#include "liren/qr.h"
#include "liren/stored_files.h"
#include "moving.h"
#include "places/places.h"
#include "routes.h"

namespace liren::handovers {

namespace {

std::vector<FileId> ids_of(const std::vector<std::int64_t>& files) {
    std::vector<FileId> ids;
    for (const std::int64_t file : files) ids.push_back(FileId{file});
    return ids;
}

}  // namespace

HandoverLink link_of(const Context& context, const std::string& token) {
    HandoverLink link;
    link.url = site_address(context, link_path(context.district(), token));
    auto [size, path] = qr_drawing(link.url);
    link.qr_size = size;
    link.qr_path = std::move(path);
    return link;
}

std::string sender_unit(const Context& context, const HandoverRow& row) {
    House& house = context.house();
    const auto units = house.units_of(AccountId{row.assignee});
    const std::string unit = units.empty() ? "" : house.name_of("organizations.unit", units.front());
    return unit.empty() ? house.name_of("places.area", row.community) : unit;
}

std::string district_name(Context& context, const HandoverRow& row) {
    const auto area = places::find_area(context.db(), AreaId{row.area});
    return area ? context.house().name_of("places.area", area->district) : "";
}

std::string where_of(const cases::Matter& matter) {
    return matter.place.starts_with(matter.community_name) ? matter.place : matter.community_name + " " + matter.place;
}

std::vector<std::int64_t> chosen_files(Db& db, const HandoverRow& row) {
    std::vector<std::int64_t> files;
    for (const ChosenFile& one : db.all<ChosenFile>(files_chosen, {{"handover", row.id}})) files.push_back(one.file);
    return files;
}

std::vector<std::int64_t> result_files(Db& db, const HandoverRow& row) {
    std::vector<std::int64_t> files;
    if (!row.step) return files;
    for (const AttachedFile& file : files_of(db, "cases.case", row.case_id))
        if (file.part == *row.step) files.push_back(file.id);
    return files;
}

HandoverView view_of(Context& context, const HandoverRow& row, bool with_link) {
    House& house = context.house();
    HandoverView view;
    view.id = HandoverId{row.id};
    view.version = row.version;
    view.number = row.number;
    view.case_id = cases::CaseId{row.case_id};
    view.case_number = row.case_number;
    view.way = row.way;
    view.unit_name = row.unit_name;
    view.unit_phone = row.unit_phone;
    view.state = row.state;
    view.attention = row.attention;
    view.locked = is_locked(row) && is_out(row);
    view.overdue = is_out(row) && row.due_at < context.now();
    view.words = row.words;
    view.why = row.why;
    view.tells_reporter = row.tells_reporter;
    view.files = ids_of(chosen_files(context.db(), row));
    view.due_at = row.due_at;
    view.expires_at = row.expires_at;
    view.sent_at = row.sent_at;
    view.opened_at = row.opened_at;
    view.acknowledged_at = row.acknowledged_at;
    view.ended_at = row.ended_at;
    view.times_opened = row.times_opened;
    view.sender_name = house.display_name(AccountId{row.assignee});
    view.result = row.result;
    view.result_by = row.result_by;
    view.result_files = ids_of(result_files(context.db(), row));
    for (const MessageRow& message : context.db().all<MessageRow>(messages_of, {{"handover", row.id}}))
        view.messages.push_back({message.at, message.from_unit, message.from_unit ? row.unit_name : house.display_name(AccountId{message.actor.value_or(0)}), message.text});
    if (with_link && is_out(row)) view.link = link_of(context, open_token(house.keyring, row));
    return view;
}

}  // namespace liren::handovers
