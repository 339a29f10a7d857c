// Which dwelling a door is, and which building is made for it: the part of judging that knows what a building and a compound are.

#include "judging.h"

#include <algorithm>

#include "liren/text.h"

namespace liren::imports {

namespace {

constexpr int most_doors = 5'000;             // of one building
constexpr char line = '\x1e';
const char* const building_kind = "dwellings.building";
const char* const compound_kind = "dwellings.compound";

}  // namespace

std::optional<Missing> Missing::building_first() const {
    if (!door || building) return std::nullopt;
    const Register* to = Register::find(building_kind);
    if (!to) return std::nullopt;
    return Missing{field, to, door->building_written, std::string(building_kind) + line + std::to_string(compound.value_or(0)) + line + door->building + line + std::to_string(community), community, {}, {}, compound};
}

void Judge::note_doubt(const std::string& field, const DoorReading& reading, const std::string& found, Judgement& judged) const { judged.findings.warn(field, reading.why, {{"found", found}}); }

/// The longest end of what stands before the building that is a compound's name.
std::optional<std::int64_t> Judge::compound_in(const std::string& before, std::int64_t community) {
    const auto [known, fresh] = compounds_.emplace(std::to_string(community) + line + before, std::nullopt);
    const Register* to = Register::find(compound_kind);
    if (!fresh || !to) return known->second;
    for (std::size_t at = 0; at < before.size(); at += first_characters(std::string_view(before).substr(at), 1).size())
        if (const Referred found = look_up(*to, before.substr(at), community); found.id) return known->second = found.id;
    return std::nullopt;
}

/// A building by its number; where a compound is named that somebody knows, only there. Where something else stands before it that is
/// not the community itself, one in a compound may be another's: a person has to tell.
Judge::Referred Judge::look_up_building(const Door& door, std::int64_t community) {
    Referred found;
    const Register* to = Register::find(building_kind);
    if (!to) return found;
    found.compound = compound_in(door.before, community);
    std::vector<Record> rows;
    for (const std::string& name : doors_.building_names(door.building))
        for (Record& row : find_by_title(db_, house_, *to, name, community != 0 ? std::optional(community) : std::nullopt, most_candidates)) rows.push_back(std::move(row));
    const std::size_t compound = to->index_of("compound");
    std::erase_if(rows, [&](const Record& row) {
        return (import_.subdistrict != 0 && row.subdistrict != import_.subdistrict) || (found.compound && row.values[compound] != FieldValue{*found.compound});
    });
    const bool unknown_before = !found.compound && !door.before.empty() && !door.before.ends_with(fold(house_.name_of("places.area", community)));
    const bool elsewhere = unknown_before && std::any_of(rows.begin(), rows.end(), [&](const Record& row) { return !std::holds_alternative<std::monostate>(row.values[compound]); });
    if (elsewhere) found.why = "imports.door_other_compound";
    if (rows.size() == 1 && !elsewhere) found.building = rows[0].id;
    if (rows.size() > 1 || elsewhere)
        for (const Record& row : rows) found.candidates += (found.candidates.empty() ? "" : "; ") + describe(*to, row);
    return found;
}

const std::vector<Judge::KnownDoor>& Judge::doors_of(std::int64_t building) {
    const auto [known, fresh] = known_doors_.emplace(building, std::vector<KnownDoor>{});
    if (!fresh) return known->second;
    const Register& of = *Register::find(dwelling_kind);
    for (const Record& row : find_referring(db_, house_, of, "building", building, most_doors)) {
        const auto* label = std::get_if<std::string>(&row.values[*of.title()]);
        const auto* entrance = std::get_if<std::string>(&row.values[of.index_of("entrance")]);
        const DoorReading reading = doors_.read_within(label ? *label : "");
        if (reading.kind != DoorReading::Kind::door) continue;
        known->second.push_back({reading.door.entrance.empty() && entrance ? doors_.number_of(*entrance) : reading.door.entrance, reading.door.room, row.id});
    }
    return known->second;
}

/// The dwelling in its building. An entrance that one of the two does not say is no difference, but where that leaves several, a person has to tell.
Judge::Referred Judge::look_up_door(const Door& door, std::int64_t community) {
    Referred found = look_up_building(door, community);
    if (!found.building) return found;
    std::vector<std::int64_t> fits;
    for (const KnownDoor& one : doors_of(*found.building))
        if (one.room == door.room && (one.entrance == door.entrance || one.entrance.empty() || door.entrance.empty())) fits.push_back(one.id);
    if (fits.size() == 1) found.id = fits[0];
    const Register& of = *Register::find(dwelling_kind);
    for (std::size_t i = 0; fits.size() > 1 && i < fits.size() && i < most_candidates; ++i)
        if (const auto row = find_record(db_, house_, of, fits[i], Scope::all())) found.candidates += (found.candidates.empty() ? "" : "; ") + describe(of, *row);
    return found;
}

/// A dwelling's own label says in which building it is, where no column does.
void Judge::read_own_door(Judgement& judged) {
    const Column* label = of_.title() ? layout_.of_field(of_.fields()[*of_.title()].name) : nullptr;
    const auto* text = label ? std::get_if<std::string>(&judged.file.values[*of_.title()]) : nullptr;
    if (of_.kind() != dwelling_kind || !text || layout_.of_field("building")) return;
    const DoorReading reading = doors_.read(*text);
    const std::string found(first_characters(*text, 30));
    if (reading.kind == DoorReading::Kind::doubtful) return note_doubt(label->field, reading, found, judged);
    if (reading.kind != DoorReading::Kind::door) return;
    FieldValue& entrance = judged.file.values[of_.index_of("entrance")];
    if (std::holds_alternative<std::monostate>(entrance) && !reading.door.entrance.empty()) entrance = reading.door.entrance;
    const Referred known = look_up_building(reading.door, community_of(judged.file.area));
    const std::size_t field = of_.index_of("building");
    if (known.building) {
        judged.file.values[field] = *known.building;
    } else if (!known.candidates.empty()) {
        judged.findings.warn("building", known.why, {{"found", reading.door.building_written}, {"candidates", known.candidates}});
    } else {
        const Missing dwelling{field, &of_, *text, "", community_of(judged.file.area), reading.door, {}, known.compound};
        Missing building = dwelling.building_first().value();
        if (const auto made = referred_.find(building.key); made != referred_.end()) {
            judged.file.values[field] = *made->second.id;
        } else if (label->creates) {
            judged.findings.warn("building", "imports.will_be_made", {{"found", building.title}});
            judged.missing.push_back(std::move(building));
        } else {
            judged.findings.warn("building", "imports.unknown_reference", {{"found", building.title}});
        }
    }
}

void Judge::take_building(Missing& dwelling) const {
    const auto first = dwelling.building_first();
    const auto made = first ? referred_.find(first->key) : referred_.end();
    if (made != referred_.end()) dwelling.building = made->second.id;
}

void Judge::made_building(const Missing& building, std::int64_t id, Missing& dwelling) {
    dwelling.building = id;
    referred_[building.key].id = id;
}

}  // namespace liren::imports
