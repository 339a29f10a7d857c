#include "judging.h"

#include <algorithm>

#include "liren/text.h"
#include "places/places.h"
#include "values.h"

namespace liren::imports {

namespace {

constexpr int most_alike = 20;                // rows of one title that are looked at: beyond that a name says nothing
constexpr char unit = '\x1f', line = '\x1e';

std::string cell_of(const std::vector<std::string>& cells, const Column* column) {
    return column && column->index < cells.size() ? cells[column->index] : std::string();
}

std::string findings_context(std::int64_t import) { return "imports.findings:" + id_text(import); }

bool is_empty(const FieldValue& value) { return std::holds_alternative<std::monostate>(value); }

/// Whether a text is one of the words "a|b|…" of the language files.
bool is_word_of(const House& house, const char* key, std::string_view text) {
    for (const std::string& language : house.texts.languages())
        if (("|" + fold(house.texts.get(language, key)) + "|").find("|" + std::string(text) + "|") != std::string::npos) return true;
    return false;
}

/// What stands before the first colon or digit: "总计：3人" is a sum, "填表人：…" a signature.
std::string leading_word(std::string_view cell) {
    const std::string text = fold(cell);
    return bare_title(text.substr(0, text.find_first_of(":0123456789")));
}

/// "前书院社区居委会" lies in 前书院社区: the names an area may have when its committee is named.
std::vector<std::string> without_office(const House& house, std::string_view name) {
    const std::string text = fold(name);
    std::vector<std::string> names = {text};
    for (const std::string& language : house.texts.languages()) {
        const std::string words = fold(house.texts.get(language, "imports.office_words")) + "|";
        for (std::size_t at = 0; at < words.size();) {
            const std::size_t end = words.find('|', at);
            const std::string_view word = std::string_view(words).substr(at, end - at);
            if (!word.empty() && text.size() > word.size() && text.ends_with(word)) names.push_back(text.substr(0, text.size() - word.size()));
            at = end + 1;
        }
    }
    return names;
}

/// The areas below one, by name; a name borne twice leads nowhere.
std::map<std::string, std::optional<std::int64_t>> areas_below(House& house, std::int64_t top) {
    std::map<std::string, std::optional<std::int64_t>> areas;
    const auto add = [&](const std::string& name, std::int64_t id) {
        const auto [found, fresh] = areas.emplace(fold(name), id);
        if (!fresh) found->second.reset();
    };
    house.storage->read("city", [&](Db& city) {
        const auto self = places::find_area(city, AreaId{top});
        if (!self) return;
        add(self->name, top);
        for (const places::AreaInfo& child : places::children(city, self->id)) {
            add(child.name, child.id.value);
            for (const places::AreaInfo& grandchild : places::children(city, child.id)) {
                add(grandchild.name, grandchild.id.value);
                add(child.name + grandchild.name, grandchild.id.value);
                for (const places::AreaInfo& last : places::children(city, grandchild.id)) {   // the grids below a whole district
                    add(grandchild.name + last.name, last.id.value);
                    add(child.name + grandchild.name + last.name, last.id.value);
                }
            }
        }
    });
    return areas;
}

std::vector<ExtraField> offered(House& house, const Register& of) {
    std::vector<ExtraField> extras = *extra_fields_of(house, of);
    std::erase_if(extras, [](const ExtraField& extra) { return extra.is_retired; });
    return extras;
}

}  // namespace

std::string Judgement::fields() const {
    std::string names;
    for (const std::string& field : differing) names += (names.empty() ? "" : ",") + field;
    return names;
}

Judge::Judge(Db& db, House& house, const Register& of, const ImportRow& import, Layout layout)
    : db_(db), house_(house), of_(of), import_(import), layout_(std::move(layout)), extra_(offered(house, of)), areas_(areas_below(house, import.area)), doors_(house.texts) {}

bool Judge::within(const Placement& at) const {
    if (import_.grid != 0) return at.grid == import_.grid;
    if (import_.community != 0) return at.community == import_.community;
    return import_.subdistrict == 0 || at.subdistrict == import_.subdistrict;
}

void Judge::read_area(const std::vector<std::string>& cells, Judgement& judged) {
    judged.file.area = import_.area;
    const std::string cell = cell_of(cells, layout_.of_field("area"));
    if (cell.size() < 2) return;
    for (const std::string& name : without_office(house_, cell.substr(1))) {
        const auto found = areas_.find(name);
        if (found == areas_.end() || !found->second) continue;
        judged.file.area = *found->second;
        return;
    }
    judged.findings.refuse("area", "imports.unknown_area", {{"found", std::string(first_characters(cell.substr(1), 30))}});
}

std::int64_t Judge::community_of(std::int64_t area) {
    const auto [found, fresh] = communities_.emplace(area, import_.community);
    if (fresh)
        if (const auto at = house_.placement_of(db_, "places.area", area); at && at->community != 0) found->second = at->community;
    return found->second;
}

std::string Judge::key_of(const Register& to, const std::string& title, std::int64_t area) {
    return to.kind() + line + title + line + std::to_string(community_of(area));
}

/// A row as people tell it from another of its name: the rows it refers to, and its community.
std::string Judge::describe(const Register& of, const Record& row) {
    std::string words = of.title() ? std::get<std::string>(row.values[*of.title()]) : std::string();
    std::string rest;
    const auto add = [&](const std::string& word) { rest += word.empty() ? "" : (rest.empty() ? "" : " · ") + word; };
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        const Register* to = of.fields()[i].kind == FieldKind::reference ? Register::find(of.fields()[i].of) : nullptr;
        const auto* id = std::get_if<std::int64_t>(&row.values[i]);
        if (!to || !to->title() || !id) continue;
        const auto other = find_record(db_, house_, *to, *id, Scope::all());
        if (const auto* name = other ? std::get_if<std::string>(&other->values[*to->title()]) : nullptr) add(*name);
    }
    add(house_.name_of("places.area", row.community));
    return rest.empty() ? words : words + " (" + rest + ")";
}

Judge::Referred Judge::look_up(const Register& to, const std::string& title, std::int64_t community) {
    std::vector<Record> rows = find_by_title(db_, house_, to, title, community != 0 ? std::optional(community) : std::nullopt, most_candidates);
    std::erase_if(rows, [&](const Record& row) { return import_.subdistrict != 0 && row.subdistrict != import_.subdistrict; });
    Referred found;
    if (rows.size() == 1) found.id = rows[0].id;
    if (rows.size() > 1)
        for (const Record& row : rows) found.candidates += (found.candidates.empty() ? "" : "; ") + describe(to, row);
    return found;
}

void Judge::read_reference(const RegisterField& field, std::size_t index, std::string_view cell, Judgement& judged) {
    const Register* to = Register::find(field.of);
    const std::string title(trim(strip_controls(cell.substr(1))));
    if (!to || title.empty()) return;
    if (cell[0] == 'x' || is_error_word(title)) return judged.findings.refuse(field.name, "imports.error_cell", {{"found", std::string(first_characters(title, 30))}});
    const DoorReading reading = field.of == dwelling_kind ? doors_.read(title) : DoorReading{};
    const bool is_door = reading.kind == DoorReading::Kind::door;
    const std::string key = key_of(*to, is_door ? reading.door.canonical() : title, judged.file.area);
    auto known = referred_.find(key);
    if (known == referred_.end()) {
        Referred referred = look_up(*to, title, community_of(judged.file.area));
        if (is_door && !referred.id && referred.candidates.empty()) referred = look_up_door(reading.door, community_of(judged.file.area));
        known = referred_.emplace(key, std::move(referred)).first;
    }
    const std::string found(first_characters(title, 30));
    if (known->second.id) {
        judged.file.values[index] = *known->second.id;
    } else if (!known->second.candidates.empty()) {
        judged.findings.warn(field.name, known->second.why, {{"found", found}, {"candidates", known->second.candidates}});
    } else if (reading.kind == DoorReading::Kind::doubtful) {
        note_doubt(field.name, reading, found, judged);
    } else if (layout_.of_field(field.name)->creates && can_be_made(*to)) {
        Missing missing{index, to, title, key, community_of(judged.file.area)};
        if (is_door) missing.door = reading.door;
        missing.building = known->second.building;
        missing.compound = known->second.compound;
        if (missing.building_first()) judged.findings.warn(field.name, "imports.building_will_be_made", {{"found", reading.door.building_written}});
        judged.missing.push_back(std::move(missing));
        judged.findings.warn(field.name, "imports.will_be_made", {{"found", found}});
    } else {
        judged.findings.warn(field.name, "imports.unknown_reference", {{"found", found}});
    }
}

Record Judge::draft_of(const Missing& missing, const Judgement& judged) const {
    Record draft;
    draft.area = judged.file.area;
    draft.values.resize(missing.of->fields().size());
    draft.values[*missing.of->title()] = missing.title;
    if (missing.compound && missing.of->kind() == "dwellings.building") draft.values[missing.of->index_of("compound")] = *missing.compound;
    if (missing.door) {
        if (missing.building) draft.values[missing.of->index_of("building")] = *missing.building;
        if (!missing.door->entrance.empty()) draft.values[missing.of->index_of("entrance")] = missing.door->entrance;
    }
    // A household lives where the person of this row lives.
    for (std::size_t i = 0; i < draft.values.size(); ++i) {
        const RegisterField& own = missing.of->fields()[i];
        for (std::size_t j = 0; own.kind == FieldKind::reference && j < of_.fields().size(); ++j)
            if (of_.fields()[j].kind == FieldKind::reference && of_.fields()[j].of == own.of) draft.values[i] = judged.file.values[j];
    }
    return draft;
}

void Judge::made(const Missing& missing, std::int64_t id, Judgement& judged) {
    judged.file.values[missing.field] = id;
    referred_[missing.key].id = id;
}

/// The row that bears the same number; one beyond the import's area may not be written, nor told more of.
std::optional<std::int64_t> Judge::known(Judgement& judged) {
    for (std::size_t i = 0; i < of_.fields().size(); ++i) {
        if (!of_.fields()[i].is_unique || is_empty(judged.file.values[i])) continue;
        const auto id = find_by_unique(db_, house_, of_, i, judged.file.values[i]);
        if (!id) continue;
        const auto at = house_.placement_of(db_, of_.kind(), *id);
        if (at && within(*at)) return id;
        judged.findings.refuse(of_.fields()[i].name, "imports.elsewhere");
    }
    return std::nullopt;
}

/// Somebody of the same name with the same birth date, phone or dwelling: perhaps the same.
std::optional<std::int64_t> Judge::lookalike(const Judgement& judged) {
    if (!of_.title()) return std::nullopt;
    const auto* title = std::get_if<std::string>(&judged.file.values[*of_.title()]);
    if (!title) return std::nullopt;
    for (const Record& row : find_by_title(db_, house_, of_, *title, std::nullopt, most_alike)) {
        if (!within(row.placement())) continue;
        for (std::size_t i = 0; i < of_.fields().size(); ++i)
            if (of_.fields()[i].tells_apart && !is_empty(row.values[i]) && row.values[i] == judged.file.values[i]) return row.id;
    }
    return std::nullopt;
}

Record Judge::merged(const Judgement& judged, bool file_wins) {
    Record record = *judged.there;
    for (std::size_t i = 0; i < record.values.size(); ++i)
        if (!is_empty(judged.file.values[i]) && (file_wins || is_empty(record.values[i]))) record.values[i] = judged.file.values[i];
    for (const auto& [name, value] : judged.file.extra)
        if (file_wins || is_empty(extra_value(record.extra, name))) set_extra(record.extra, name, value);
    return record;
}

/// Sums, signatures and the titles printed again stand in lists, and are nobody.
bool Judge::is_no_row(const std::vector<std::string>& cells, Judgement& judged) const {
    const auto first = std::find_if(cells.begin(), cells.end(), [](const std::string& cell) { return !cell.empty(); });
    if (first == cells.end()) return false;
    const std::string title = of_.fields()[of_.title().value_or(0)].name;   // a register of links has no title: its first field names it
    const std::string named = cell_of(cells, layout_.of_field(title));
    for (const std::string& cell : {*first, named}) {
        if (cell.empty()) continue;
        const std::string word = leading_word(cell.substr(1));
        if (is_word_of(house_, "imports.sum_words", word)) return judged.findings.refuse(title, "imports.sum_row"), true;
        if (fold(cell).find(':') != std::string::npos && is_word_of(house_, "imports.signature_words", word)) return judged.findings.refuse(title, "imports.signature_row"), true;
    }
    int same = 0;
    for (const Column& column : layout_.columns) {
        const std::string cell = cell_of(cells, &column);
        if (column.field.empty() || cell.empty()) continue;
        if (bare_title(cell.substr(1)) != bare_title(column.title)) return false;
        ++same;
    }
    if (same < 2) return false;
    judged.findings.refuse(title, "imports.titles_again");
    return true;
}

void Judge::read_cells(const std::vector<std::string>& cells, Judgement& judged) {
    read_area(cells, judged);
    for (std::size_t i = 0; i < of_.fields().size(); ++i) {
        const RegisterField& field = of_.fields()[i];
        const std::string cell = cell_of(cells, layout_.of_field(field.name));
        if (cell.empty()) continue;
        if (field.kind == FieldKind::reference) read_reference(field, i, cell, judged);
        else judged.file.values[i] = value_of(field, cell, house_, judged.findings);
    }
    read_extra(cells, judged);
    read_own_door(judged);
    // What others refer to is made first.
    std::stable_sort(judged.missing.begin(), judged.missing.end(), [](const Missing& a, const Missing& b) {
        return std::any_of(b.of->fields().begin(), b.of->fields().end(), [&](const RegisterField& field) { return field.kind == FieldKind::reference && field.of == a.of->kind(); });
    });
}

void Judge::read_extra(const std::vector<std::string>& cells, Judgement& judged) {
    for (const ExtraField& extra : extra_) {
        const std::string cell = cell_of(cells, layout_.of_field(extra_path(extra)));
        if (!cell.empty()) set_extra(judged.file.extra, extra.field.name, value_of(extra, cell, house_, judged.findings));
    }
}

/// What the declaration and the rules find, but for what the register knows already, or what will be made.
void Judge::take_findings(const Findings& own, bool is_known, Judgement& judged) const {
    const auto will_be = [&](const std::string& field) {
        return std::any_of(judged.missing.begin(), judged.missing.end(), [&](const Missing& one) { return of_.fields()[one.field].name == field; });
    };
    const auto said = [&](const std::string& field) {   // why a cell could not be read says more than that nothing is there
        return std::any_of(judged.findings.refusals().begin(), judged.findings.refusals().end(), [&](const Finding& one) { return one.field == field; });
    };
    for (const Finding& finding : own.refusals())
        if (finding.key != "schema.required" || !(is_known || will_be(finding.field) || said(finding.field))) judged.findings.refuse(finding.field, finding.key, finding.values);
    for (const Finding& finding : own.warnings())
        if (!will_be(finding.field)) judged.findings.warn(finding.field, finding.key, finding.values);
}

void Judge::compare(Judgement& judged) {
    bool fills = layout_.of_field("area") && judged.there->area != judged.file.area;
    std::vector<bool> given(of_.fields().size());
    for (std::size_t i = 0; i < given.size(); ++i) given[i] = !is_empty(judged.file.values[i]) && judged.file.values[i] != judged.there->values[i];
    for (const Missing& one : judged.missing) given[one.field] = true;
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (!given[i]) continue;
        if (is_empty(judged.there->values[i])) fills = true;
        else judged.differing.push_back(of_.fields()[i].name);
    }
    for (const ExtraField& extra : extra_) {
        const FieldValue& says = extra_value(judged.file.extra, extra.field.name);
        const FieldValue& stands = extra_value(judged.there->extra, extra.field.name);
        if (is_empty(says) || says == stands) continue;
        if (is_empty(stands)) fills = true;
        else judged.differing.push_back(extra_path(extra));
    }
    judged.outcome = !judged.differing.empty() ? "conflict" : fills ? "changed" : "identical";
}

Judgement Judge::judge(const std::vector<std::string>& cells, std::optional<std::int64_t> same_as) {
    Judgement judged;
    judged.file.area = import_.area;
    judged.file.values.resize(of_.fields().size());
    judged.outcome = "wrong";
    if (is_no_row(cells, judged)) return judged;
    read_cells(cells, judged);
    Findings own;
    check_record(db_, house_, of_, judged.file, own);
    const std::optional<std::int64_t> there = same_as ? same_as : known(judged);
    take_findings(own, there.has_value(), judged);
    if (!judged.findings.refusals().empty()) return judged;
    if (!there) {
        const auto alike = lookalike(judged);
        if (alike) judged.there = find_record(db_, house_, of_, *alike, Scope::all());
        judged.outcome = alike ? "alike" : "new";
        return judged;
    }
    judged.there = find_record(db_, house_, of_, *there, Scope::all());
    compare(judged);
    return judged;
}

bool can_be_made(const Register& of) {
    if (!of.title() || of.fields()[*of.title()].kind != FieldKind::text) return false;
    return std::all_of(of.fields().begin(), of.fields().end(), [](const RegisterField& field) { return !field.is_required || field.is_title; });
}

std::string sealed_findings(const House& house, std::int64_t import, const Findings& findings) {
    std::string text;
    for (const auto& [letter, list] : {std::pair{'r', &findings.refusals()}, std::pair{'w', &findings.warnings()}})
        for (const Finding& finding : *list) {
            text += (text.empty() ? "" : std::string(1, line)) + letter + unit + finding.field + unit + finding.key;
            for (const auto& [name, value] : finding.values) text += unit + name + unit + value;
        }
    return text.empty() ? text : house.keyring.seal(text, findings_context(import));
}

std::vector<KeptFinding> open_findings(const House& house, std::int64_t import, std::string_view sealed) {
    std::vector<KeptFinding> findings;
    const std::string opened = sealed.empty() ? std::string() : house.keyring.open(sealed, findings_context(import)).value_or("");
    std::string_view text = opened;
    while (!text.empty()) {
        std::string_view one = text.substr(0, text.find(line));
        text.remove_prefix(std::min(text.size(), one.size() + 1));
        std::vector<std::string> parts;
        for (;;) {
            const auto end = one.find(unit);
            parts.emplace_back(one.substr(0, end));
            if (end == std::string_view::npos) break;
            one.remove_prefix(end + 1);
        }
        if (parts.size() < 3) continue;
        Finding finding{parts[1], parts[2], {}};
        for (std::size_t i = 3; i + 1 < parts.size(); i += 2) finding.values.emplace_back(parts[i], parts[i + 1]);
        findings.push_back({std::move(finding), parts[0] == "r"});
    }
    return findings;
}

}  // namespace liren::imports
