#pragma once
// How a spreadsheet is understood: which row holds the titles, which field each column is, how sure that is. Guessed from the
// titles (the field's own name and its synonyms, in every language) and from what stands below them; corrected by a person;
// remembered by the spreadsheet's shape. Private to the module.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "liren/register.h"
#include "liren/sheet.h"

namespace liren::imports {

struct Column {
    std::uint32_t index = 0;                  ///< 0 is A
    std::string title;
    std::string field;                        ///< "" leaves the column out; "area" is the area the row lies in; "extra.…" a field the city added
    int confidence = 0;                       ///< percent; 100 when a person said so
    bool creates = false;                     ///< of a reference: what is not known yet is made
    std::vector<std::string> samples;         ///< the first values below, numbers masked
};

/// A sheet that people see.
struct SheetChoice {
    std::size_t index = 0;
    std::string name;
};

struct Layout {
    std::size_t sheet = 0;
    std::vector<SheetChoice> sheets;
    std::uint32_t header_row = 0;             ///< as the spreadsheet numbers it; 0: no titles
    std::vector<Column> columns;

    const Column* of_field(std::string_view field) const;
    /// What two spreadsheets of one office have in common: the titles in their places.
    std::string shape() const;
    /// For the database; no value of a person is in it but the masked samples.
    std::string stored() const;
    static Layout from_stored(std::string_view text);
};

/// Looks at every sheet that is not hidden and takes the one that is understood best.
Layout guess_layout(Workbook& book, const Register& of, House& house);
/// The same in one sheet; and with the row of titles a person named (0: there is none).
Layout guess_layout_of(Workbook& book, std::size_t sheet, const Register& of, House& house);
Layout guess_layout_below(Workbook& book, std::size_t sheet, std::uint32_t header_row, const Register& of, House& house);

/// How a column, a finding and a page name a field that the city added.
std::string extra_path(const ExtraField& extra);
/// Whether a column may be this field: a declared one, the area, or one that the city added and did not retire.
bool is_field(House& house, const Register& of, std::string_view field);

/// A title without what offices put around it: blanks, stars, colons, remarks in brackets.
std::string bare_title(std::string_view title);

/// One cell as it is kept until its row is settled: a letter for its kind, then its text.
std::string packed(const SheetCell& cell);
/// A row's cells that are not blank, each with its column, joined; and taken apart again, by column.
std::string packed_row(const SheetRow& row, std::uint32_t columns);
std::vector<std::string> unpacked_row(std::string_view row);

}  // namespace liren::imports
