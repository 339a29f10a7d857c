// Spreadsheets of every shape through the whole import: understood, checked, written, explained, the explanation uploaded again,
// taken back. They are made by spreadsheets/make.mjs, which says what each is about; people and numbers are invented.

#include "import_house.h"

using namespace liren;
using namespace liren::imports::testing;

namespace {

struct Expected {
    std::string file;
    const char* of;
    int header_row;
    const char* fields;                       ///< of the columns from the left; "-" is not recognized
    Counts outcomes;
    const char* value;                        ///< of one row: "number field=value"
    const char* wrong = "";                   ///< "number field:key field:key; …": what keeps rows out
};

const char* const persons = "people.person";

const std::vector<Expected> spreadsheets = {
    {"excel_1904.xlsx", persons, 1, "name birth", {{"new", 2}}, "2 birth=1985-03-06"},
    {"excel_areas_by_name.xlsx", persons, 1, "name phone area", {{"new", 2}, {"wrong", 1}}, "3 name=韦二", "4 area:imports.unknown_area"},
    {"excel_booleans.xlsx", "dwellings.building", 1, "name floors entrances elevator", {{"new", 3}, {"wrong", 1}}, "4 elevator=true", "5 elevator:imports.not_boolean"},
    {"excel_compounds.xlsx", "dwellings.compound", 1, "name compound_kind property_company built_year households", {{"new", 2}, {"wrong", 1}}, "3 built_year=1985", "4 built_year:imports.not_number"},
    {"excel_data_descriptors.xlsx", persons, 1, "name phone", {{"new", 1}}, "2 name=吕廿四"},
    {"excel_facilities.xlsx", "facilities.facility", 1, "name part_class part_code place facility_state checked_on", {{"new", 2}, {"wrong", 2}}, "2 checked_on=2025-12-09", "3 part_code:imports.lossy_number; 5 part_class:imports.unknown_code"},
    {"excel_fifteen_digits.xlsx", persons, 1, "name id_number", {{"new", 2}, {"wrong", 1}}, "3 birth=1956-02-02", "4 id_number:id_number.length"},
    {"excel_formula_injection.xlsx", persons, 1, "name phone note", {{"new", 1}, {"wrong", 4}}, "2 note==cmd|'/c calc'!A0", "3 phone:schema.not_phone; 4 phone:schema.not_phone; 5 phone:schema.not_phone; 6 phone:schema.not_phone"},
    {"excel_formulas_and_errors.xlsx", persons, 1, "name phone sex note", {{"new", 2}, {"wrong", 2}}, "2 note=3", "3 phone:imports.error_cell; 4 sex:imports.error_cell"},
    {"excel_full_width_and_blanks.xlsx", persons, 1, "name id_number phone", {{"new", 3}}, "2 phone=138****0027"},
    {"excel_gaps_by_r.xlsx", persons, 1, "name note phone", {{"new", 2}, {"wrong", 1}}, "2 phone=138****0003", "3 name:schema.required"},
    {"excel_header_over_three_rows.xlsx", persons, 4, "- name id_number sex phone - note", {{"new", 2}}, "5 note=低保"},
    {"excel_hidden_rows_columns.xlsx", persons, 1, "name phone ethnicity", {{"new", 3}}, "3 phone=138****0011"},
    {"excel_households.xlsx", "people.household", 1, "label household_kind book_number dwelling", {{"new", 2}, {"wrong", 1}}, "2 book_number=0012001", "4 label:schema.required"},
    {"excel_inline_without_places.xlsx", persons, 1, "name sex birth", {{"new", 2}}, "3 birth=1991-12-31"},
    {"excel_institutions.xlsx", "institutions.institution", 1, "name credit_code institution_kind legal_representative phone staff", {{"new", 3}, {"wrong", 2}}, "3 staff=5", "5 credit_code:register.credit_code_check; 6 name:schema.required"},
    {"excel_no_titles.xlsx", persons, 0, "name sex id_number phone", {{"new", 2}}, "1 birth=1966-06-06"},
    {"excel_number_formats.xlsx", persons, 1, "name birth phone -", {{"new", 3}}, "4 phone=138****0007"},
    {"excel_numbers_as_text.xlsx", "dwellings.dwelling", 1, "label floor_area floor dwelling_use dwelling_state", {{"new", 2}, {"wrong", 2}}, "3 floor_area=1089.50", "4 floor:imports.not_number floor_area:imports.not_number; 5 floor_area:imports.not_number dwelling_use:imports.unknown_code floor:schema.out_of_range"},
    {"excel_people_with_dwellings.xlsx", persons, 1, "name phone household relation dwelling", {{"new", 3}}, "3 relation=10"},
    {"excel_prefixed_tags.xlsx", persons, 1, "name id_number", {{"new", 1}}, "2 birth=1988-08-08"},
    {"excel_scientific_notation.xlsx", persons, 1, "name id_number phone", {{"new", 1}, {"wrong", 2}}, "4 birth=1982-03-03", "2 id_number:imports.lossy_number; 3 id_number:imports.lossy_number"},
    {"excel_several_sheets.xlsx", persons, 1, "name phone ethnicity", {{"new", 2}}, "3 ethnicity=07"},
    {"excel_shared_rich_phonetic.xlsx", persons, 1, "name id_number phone", {{"new", 2}}, "2 name=张一"},
    {"excel_stored_shuffled.xlsx", persons, 1, "name phone", {{"new", 1}}, "2 phone=138****0018"},
    {"excel_stray_cell_far_right.xlsx", persons, 1, "name phone -", {{"new", 2}}, "3 name=方二"},
    {"excel_text_dates.xlsx", persons, 1, "name birth", {{"new", 7}, {"wrong", 4}}, "3 birth=1985-03", "8 birth:imports.not_date; 9 birth:imports.not_date; 10 birth:imports.month_lost; 12 birth:imports.not_date"},
    {"excel_title_and_unit_above.xlsx", persons, 4, "name id_number education relation", {{"new", 2}}, "6 relation=20"},
    {"excel_totals_and_signature.xlsx", persons, 1, "- name phone", {{"new", 3}, {"wrong", 4}}, "5 name=严廿九", "4 name:imports.titles_again; 6 name:imports.sum_row; 7 name:imports.sum_row; 8 name:imports.signature_row"},
    {"excel_unknown_titles.xlsx", persons, 1, "- id_number phone -", {{"wrong", 2}}, "2 birth=1977-07-07", "2 name:schema.required; 3 name:schema.required"},
    {"excel_vehicles.xlsx", "vehicles.vehicle", 1, "plate plate_kind colour parking registered_on", {{"new", 4}, {"wrong", 1}}, "3 plate_kind=52", "6 plate:schema.required"},
    {"excel_zip64.xlsx", persons, 1, "name phone", {{"new", 1}}, "2 phone=138****0016"},
    {"office_dwellings.xlsx", "dwellings.dwelling", 1, "label floor_area floor dwelling_use dwelling_state", {{"new", 2}, {"wrong", 1}}, "3 floor=-1", "4 label:imports.sum_row"},
    {"office_formulas.xlsx", persons, 1, "name phone sex note", {{"new", 1}, {"wrong", 2}}, "2 name=仇五", "3 phone:imports.error_cell; 4 note:imports.error_cell"},
    {"office_hidden.xlsx", persons, 1, "name phone ethnicity", {{"new", 3}}, "3 ethnicity=04"},
    {"office_plain.xlsx", persons, 2, "name id_number birth phone note", {{"new", 2}}, "4 birth=1971-02-02"},
    {"titles_only.xlsx", persons, 1, "name phone ethnicity", {}, ""},
    {"office_1904.xls", persons, 1, "name birth", {{"new", 2}}, "3 birth=1999-12-31"},
    {"office_formulas.xls", persons, 1, "name phone sex note", {{"new", 1}, {"wrong", 1}}, "2 note=3", "3 phone:imports.error_cell"},
    {"office_merged_header.xls", persons, 2, "name id_number note ethnicity", {{"new", 2}}, "4 note=外出"},
    {"office_numbers.xls", persons, 1, "name id_number phone", {{"new", 1}, {"wrong", 1}}, "3 phone=138****0071", "2 id_number:imports.lossy_number"},
    {"office_plain.xls", persons, 2, "name id_number birth phone note", {{"new", 2}}, "3 birth=1972-03-03"},
    {"office_several_sheets.xls", persons, 1, "name sex registered_address", {{"new", 2}}, "2 sex=1"},
    {"wrong_ending.xls", persons, 1, "name phone", {{"new", 1}}, "2 name=卞一"},
    {"gbk.csv", persons, 1, "name sex employer", {{"new", 3}}, "3 employer=㙍家营小学"},
    {"guarded_by_excel.csv", persons, 1, "name id_number phone", {{"new", 2}}, "3 phone=138****0051"},
    {"hostile_injection.csv", persons, 1, "name phone note", {{"new", 1}, {"wrong", 2}}, "2 note==cmd|'/c calc'!A0", "3 phone:schema.not_phone; 4 phone:schema.not_phone"},
    {"office_quoted.csv", persons, 1, "name phone note", {{"new", 2}}, "2 note=一,二"},
    {"office_semicolon_gbk.csv", persons, 1, "name phone note", {{"new", 2}}, "2 note=一;二"},
    {"quoted_line_breaks.csv", persons, 1, "name note phone", {{"new", 2}}, "2 note=第一行\n第二行，说\"好\""},
    {"semicolon.csv", persons, 1, "name ethnicity note", {{"new", 2}}, "2 note=喜欢下棋,打拳"},
    {"tabs_utf16.csv", persons, 1, "name politics marriage", {{"new", 2}}, "3 marriage=30"},
    {"utf8_with_mark.csv", persons, 1, "name id_number phone", {{"new", 1}, {"wrong", 1}}, "2 birth=1971-01-01", "3 id_number:imports.lossy_number"},
};

/// Files that are refused before anything is asked.
const std::vector<std::pair<std::string, std::string>> refused = {
    {"empty_sheets.xlsx", "imports.empty"},          {"hostile_16384_titles.xlsx", "sheet.too_many_columns"}, {"hostile_beyond_columns.xlsx", "sheet.too_many_columns"},
    {"hostile_bomb.xlsx", "sheet.too_much"},         {"hostile_doctype.xlsx", "sheet.unsafe"},                {"hostile_truncated.xlsx", "sheet.damaged"},
    {"hostile_web_page.xls", "sheet.web_page"},
};

std::string bytes_of(const std::string& file) { return source_file("modules/imports/tests/spreadsheets/" + file); }
Answer upload(ImportHouse& house, const std::string& bytes, const std::string& of) { return house.upload("clerk", bytes, "140502002012", of); }

std::string fields_of(const Answer& import) {
    std::string fields;
    for (const auto& column : import.body.at("columns").as_array()) {
        const std::string field(column.at("field").as_string());
        fields += (fields.empty() ? "" : " ") + (field.empty() ? "-" : field);
    }
    return fields;
}

std::string wrong_of(ImportHouse& house, const Answer& import) {
    std::string all;
    for (const auto& row : house.rows(import, "wrong")) {
        all += (all.empty() ? "" : "; ") + std::to_string(row.at("number").as_int64());
        for (const auto& finding : row.at("findings").as_array())
            if (finding.at("refuses").as_bool()) all += " " + std::string(finding.at("field").as_string()) + ":" + std::string(finding.at("key").as_string());
    }
    return all;
}

/// "number field=value" as a row of the file has it.
bool says(ImportHouse& house, const Answer& import, const std::string& value) {
    const auto blank = value.find(' '), equals = value.find('=');
    const std::string field = value.substr(blank + 1, equals - blank - 1);
    for (const auto& row : house.get("clerk", house.path(import) + "/rows").items())
        if (row.at("number").as_int64() == std::stoll(value.substr(0, blank))) {
            const auto& found = row.at("file").at(field);
            return (found.is_string() ? std::string(found.as_string()) : boost::json::serialize(found)) == value.substr(equals + 1);
        }
    return false;
}

std::size_t rows_in(const std::string& bytes) {
    std::size_t rows = 0;
    open_workbook_bytes(bytes).read_rows(0, [&](const SheetRow&) {
        ++rows;
        return SheetStep::go_on;
    });
    return rows;
}

std::size_t kept_rows(ImportHouse& house, const std::string& of) { return house.get("clerk", "/api/d/140502/" + Register::find(of)->path() + "?limit=100").items().size(); }

void go_through(ImportHouse& house, const Expected& expected) {
    const std::string of = expected.of;
    const Answer import = upload(house, bytes_of(expected.file), of);
    REQUIRE_MESSAGE(import.status == 201, expected.file << ": " << import.text);
    CHECK_MESSAGE(import.number("header_row") == expected.header_row, expected.file << ": " << import.number("header_row"));
    CHECK_MESSAGE(fields_of(import) == expected.fields, expected.file << ": " << fields_of(import));
    const Answer checked = house.step("clerk", import, "check");
    REQUIRE_MESSAGE(checked.status == 200, expected.file << ": " << checked.text);
    const Counts outcomes = ImportHouse::outcomes(checked);
    std::string counted;
    std::int64_t all = 0;
    for (const auto& [outcome, number] : outcomes) counted += " " + outcome + " " + std::to_string(number), all += number;
    CHECK_MESSAGE(outcomes == expected.outcomes, expected.file << ":" << counted);
    CHECK_MESSAGE(checked.number("total") == all, expected.file << ": " << checked.number("total") << " rows");
    CHECK_MESSAGE(wrong_of(house, import) == expected.wrong, expected.file << ": " << wrong_of(house, import));
    CHECK_MESSAGE((*expected.value == '\0' || says(house, import, expected.value)), expected.file << ": " << expected.value << " " << house.get("clerk", house.path(import) + "/rows").text);

    const Answer written = house.step("clerk", import, "writing");
    const std::size_t good = static_cast<std::size_t>(outcomes.contains("new") ? outcomes.at("new") : 0), bad = static_cast<std::size_t>(outcomes.contains("wrong") ? outcomes.at("wrong") : 0);
    CHECK_MESSAGE(written.string("state") == "written", expected.file);
    CHECK_MESSAGE(written.number("done") == written.number("total"), expected.file);
    CHECK_MESSAGE(kept_rows(house, of) == good, expected.file << ": " << kept_rows(house, of));

    // What was not written comes back, is understood as the list it came from, and is as wrong as it was.
    const Answer explanation = house.get("clerk", house.path(import) + "/explanation");
    CHECK_MESSAGE(rows_in(explanation.text) == bad + 1, expected.file << ": " << rows_in(explanation.text));
    const Answer again = upload(house, explanation.text, of);
    REQUIRE_MESSAGE(again.status == 201, expected.file << ": " << again.text);
    CHECK_MESSAGE(again.text.find("未写入的原因") == std::string::npos, expected.file);
    if (bad > 0) {
        CHECK_MESSAGE(fields_of(again).find(expected.header_row > 0 ? expected.fields : "") != std::string::npos, expected.file << ": " << fields_of(again));
        const Counts all_wrong = {{"wrong", static_cast<std::int64_t>(bad)}};
        CHECK_MESSAGE(ImportHouse::outcomes(house.step("clerk", again, "check")) == all_wrong, expected.file << ": " << wrong_of(house, again));
    }
    const Answer undone = house.step("clerk", import, "undoing");
    CHECK_MESSAGE(undone.string("state") == "undone", expected.file);
    CHECK_MESSAGE(kept_rows(house, of) == 0, expected.file << ": " << kept_rows(house, of));
}

}  // namespace

TEST_CASE("spreadsheets of every shape are understood, checked, written, explained and taken back") {
    in_imports([](ImportHouse& house) {
        for (const Expected& expected : spreadsheets) go_through(house, expected);
    });
}

TEST_CASE("a file that is no honest spreadsheet is refused with the reason, and keeps nothing") {
    in_imports([](ImportHouse& house) {
        for (const auto& [file, key] : refused) {
            const Answer import = upload(house, bytes_of(file), persons);
            CHECK_MESSAGE(import.status == 422, file);
            CHECK_MESSAGE(import.key() == key, file << ": " << import.text);
        }
        CHECK(house.get("clerk", "/api/d/140502/imports").items().empty());
    });
}
