#include "sheet/xlsx_package.h"

#include <charconv>
#include <map>

#include "sheet/refusal.h"
#include "sheet/xml.h"

namespace liren::sheet {

namespace {

/// Every tag of a part that is at hand as a whole.
template <class Visit>
void each_tag(const std::string& part, const SheetLimits& limits, Visit visit) {
    const char *at = part.data(), *const end = at + part.size();
    std::size_t depth = 0;
    bool any = false;
    for (Tag tag; next_tag(at, end, tag); any = true) {
        if (tag.kind == TagKind::open && ++depth > limits.depth) refuse("sheet.unsafe", "elements nest too deeply");
        if (tag.kind == TagKind::close && depth-- == 0) damaged("a tag is closed that was not open");
        visit(tag);
    }
    if (depth != 0 || !any) damaged("a part ends early");
}

std::uint32_t number_of(std::string_view digits, std::uint32_t otherwise) {
    std::uint32_t value = 0;
    const auto [rest, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return problem == std::errc{} && rest == digits.data() + digits.size() ? value : otherwise;
}

/// A target of a relationship as the name of a part: relative to the folder of its source, or from the root.
std::string resolve(std::string_view source, std::string_view target) {
    std::vector<std::string_view> steps;
    const auto walk = [&steps](std::string_view path) {
        for (std::size_t at = 0; at <= path.size();) {
            const std::size_t slash = std::min(path.find('/', at), path.size());
            const std::string_view step = path.substr(at, slash - at);
            if (step == ".." && !steps.empty()) steps.pop_back();
            else if (!step.empty() && step != "." && step != "..") steps.push_back(step);
            at = slash + 1;
        }
    };
    if (!target.starts_with('/') && source.find('/') != std::string_view::npos) walk(source.substr(0, source.rfind('/')));
    walk(target);
    std::string part;
    for (const std::string_view step : steps) part.append(part.empty() ? "" : "/").append(step);
    return part;
}

std::string relations_part(std::string_view part) {
    const std::size_t slash = part.rfind('/');
    const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
    return std::string(part.substr(0, name)).append("_rels/").append(part.substr(name)).append(".rels");
}

/// The transitional and the strict dialect use the same last word.
bool is_type(std::string_view type, std::string_view last) { return type.size() > last.size() && type.ends_with(last) && type[type.size() - last.size() - 1] == '/'; }

}  // namespace

XlsxPackage::XlsxPackage(Zip& zip) : zip_(zip) { read_workbook(workbook_part()); }

std::vector<XlsxPackage::Relation> XlsxPackage::relations_of(std::string_view part) {
    std::vector<Relation> relations;
    const ZipEntry* const entry = zip_.find(relations_part(part));
    if (entry == nullptr) return relations;
    each_tag(zip_.whole(*entry), zip_.limits(), [&](const Tag& tag) {
        if (!tag.opens("Relationship") || attribute(tag, "TargetMode") == "External") return;
        relations.push_back({attribute(tag, "Id"), attribute(tag, "Type"), resolve(part, attribute(tag, "Target"))});
    });
    return relations;
}

std::string XlsxPackage::workbook_part() {
    for (const Relation& relation : relations_of(""))
        if (is_type(relation.type, "officeDocument") && zip_.find(relation.part)) {
            if (relation.part.ends_with(".bin")) refuse("sheet.kind", "an .xlsb");
            return relation.part;
        }
    if (zip_.find("xl/workbook.xml")) return "xl/workbook.xml";
    for (const ZipEntry& entry : zip_.entries())
        if (entry.encrypted) refuse("sheet.encrypted", entry.name);
    refuse("sheet.kind", "a ZIP file without a workbook");
}

void XlsxPackage::read_workbook(const std::string& part) {
    const ZipEntry* const entry = zip_.find(part);
    std::map<std::string, const Relation*> by_id;
    const std::vector<Relation> relations = relations_of(part);
    const ZipEntry* styles = nullptr;
    for (const Relation& relation : relations) {
        by_id[relation.id] = &relation;
        if (is_type(relation.type, "styles")) styles = zip_.find(relation.part);
        if (is_type(relation.type, "sharedStrings")) shared_part_ = zip_.find(relation.part);
    }
    bool is_workbook = false, has_password = false;
    each_tag(zip_.whole(*entry), zip_.limits(), [&](const Tag& tag) {
        is_workbook = is_workbook || tag.opens("workbook");
        has_password = has_password || tag.opens("fileSharing");
        if (tag.opens("workbookPr") && flag(tag, "date1904")) day_count_ = DayCount::from_1904;
        if (!tag.opens("sheet")) return;
        const auto found = by_id.find(attribute(tag, "id"));
        if (found == by_id.end() || !is_type(found->second->type, "worksheet")) return;   // a chart or a macro sheet
        const ZipEntry* const sheet = zip_.find(found->second->part);
        if (sheet == nullptr) damaged("a sheet lies in " + found->second->part + ", which is not there");
        if (sheets_.size() == zip_.limits().sheets) refuse("sheet.too_much", "too many sheets");
        sheets_.push_back({attribute(tag, "name"), !attribute(tag, "state").empty() && attribute(tag, "state") != "visible"});
        parts_.push_back(sheet);
    });
    if (!is_workbook) refuse("sheet.kind", part + " is no workbook");
    if (sheets_.empty()) refuse("sheet.no_sheets", "no worksheet");
    if (styles) read_styles(*styles);
}

void XlsxPackage::read_styles(const ZipEntry& entry) {
    std::map<std::uint32_t, NumberMeaning> custom;
    bool in_cell_formats = false;
    each_tag(zip_.whole(entry), zip_.limits(), [&](const Tag& tag) {
        if (tag.opens("numFmt")) custom[number_of(attribute(tag, "numFmtId"), 0)] = meaning_of_format(attribute(tag, "formatCode"));
        if (tag.name == "cellXfs") in_cell_formats = tag.kind == TagKind::open;
        if (!in_cell_formats || !tag.opens("xf")) return;
        const std::uint32_t id = number_of(attribute(tag, "numFmtId"), 0);
        const auto found = custom.find(id);
        styles_.push_back(found != custom.end() ? found->second : meaning_of_builtin(id));
    });
}

const SharedTexts& XlsxPackage::shared_texts() {
    if (!shared_) {
        shared_.emplace();
        if (shared_part_) shared_->read(zip_, *shared_part_);
    }
    return *shared_;
}

}  // namespace liren::sheet
