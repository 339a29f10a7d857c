#pragma once
// A cell from the number that a file stores: a date where the cell's format says so, otherwise the number as it is spelled.

#include "liren/sheet.h"
#include "sheet/number_format.h"
#include "sheet/xml.h"

namespace liren::sheet {

inline void fill_number(SheetCell& cell, double value, NumberMeaning meaning, DayCount count, Arena& arena) {
    if (!(value - value == 0)) {   // infinite, or not a number
        cell.kind = CellKind::error;
        cell.text = "#NUM!";
        return;
    }
    ShortText spelled;
    if (meaning != NumberMeaning::number) {
        const std::string_view date = date_text(value, meaning, count, spelled);
        if (!date.empty()) {
            cell.kind = meaning == NumberMeaning::time ? CellKind::time : CellKind::date;
            cell.text = arena.keep(date);
            return;
        }
    }
    cell.kind = CellKind::number;
    cell.lossy = value >= lossy_from || value <= -lossy_from;
    cell.text = arena.keep(number_text(value, spelled));
}

}  // namespace liren::sheet
