#include <algorithm>
#include <bit>
#include <map>

#include "sheet/compound_file.h"
#include "sheet/number_cell.h"
#include "sheet/refusal.h"
#include "sheet/shared_texts.h"
#include "sheet/workbook_reader.h"
#include "sheet/xls_records.h"

namespace liren::sheet {

namespace {

constexpr std::uint16_t biff8 = 0x0600;
constexpr std::uint16_t hidden_row = 0x20;
constexpr std::uint32_t most_columns_of_xls = 256;

/// Where a cell stands in the sheet and its record in the stream.
struct Place {
    std::uint32_t where = 0;    ///< row × 256 + column
    std::uint32_t record = 0;
};

/// An RK: 30 bits of an integer or of a double, perhaps in hundredths.
double unpacked(std::uint32_t packed) {
    const double value = (packed & 2) != 0 ? static_cast<double>(static_cast<std::int32_t>(packed) >> 2) : std::bit_cast<double>(static_cast<std::uint64_t>(packed & 0xfffffffc) << 32);
    return (packed & 1) != 0 ? value / 100 : value;
}

double double_at(const char* at) { return std::bit_cast<double>(little64(at)); }

std::string_view error_name(std::uint8_t code) {
    switch (code) {
    case 0x00: return "#NULL!";
    case 0x07: return "#DIV/0!";
    case 0x0f: return "#VALUE!";
    case 0x17: return "#REF!";
    case 0x1d: return "#NAME?";
    case 0x24: return "#NUM!";
    default: return "#N/A";
    }
}

class Xls : public WorkbookReader {
public:
    Xls(std::string stream, const SheetLimits& limits) : limits_(limits), stream_(std::move(stream)) { read_globals(); }

    SheetFormat format() const override { return SheetFormat::xls; }
    const std::vector<SheetInfo>& sheets() const override { return sheets_; }

    void read_rows(std::size_t sheet, const SheetVisitor& visitor) override {
        std::vector<Place> places;
        std::vector<bool> hidden(65'536);
        each_record(sheet, [&](const Record& found, std::size_t at) {
            if (found.type == record::row && found.body.size() >= 14) hidden[little16(found.body.data())] = (little16(found.body.data() + 12) & hidden_row) != 0;
            else add_places(found, at, places);
        });
        // Programs that write cells in another order than Excel exist.
        const auto before = [](const Place& a, const Place& b) { return a.where < b.where; };
        if (!std::is_sorted(places.begin(), places.end(), before)) std::stable_sort(places.begin(), places.end(), before);
        Arena arena;
        std::vector<SheetCell> cells;
        for (std::size_t i = 0; i < places.size();) {
            const std::uint32_t row = places[i].where / most_columns_of_xls;
            if (row >= limits_.rows) throw Error(422, "sheet.too_many_rows", "row " + std::to_string(row)).with("limit", std::to_string(limits_.rows));
            cells.clear();
            arena.clear();
            for (; i < places.size() && places[i].where / most_columns_of_xls == row; ++i) {
                if (i > 0 && places[i].where == places[i - 1].where) damaged("two cells stand in one place");
                take(places[i], arena, cells);
            }
            if (!cells.empty() && visitor({row + 1, hidden[row], cells}) == SheetStep::stop) return;
        }
    }

    std::vector<MergedRange> merged_ranges(std::size_t sheet) override {
        std::vector<MergedRange> ranges;
        each_record(sheet, [&](const Record& found, std::size_t) {
            if (found.type != record::merged || found.body.size() < 2) return;
            const std::size_t count = little16(found.body.data());
            if (found.body.size() < 2 + 8 * count) damaged("merged ranges are cut off");
            if (ranges.size() + count > limits_.merged_ranges) refuse("sheet.too_much", "too many merged ranges");
            for (std::size_t i = 0; i < count; ++i) {
                const char* const at = found.body.data() + 2 + 8 * i;
                ranges.push_back({little16(at) + 1u, little16(at + 2) + 1u, little16(at + 4), little16(at + 6)});
            }
        });
        return ranges;
    }

private:
    void read_globals() {
        std::map<std::uint16_t, NumberMeaning> custom;
        std::size_t at = 0;
        for (bool first = true;; first = false) {
            const Record found = record_at(stream_, at);
            if (first && found.type != record::begin) damaged("the stream does not begin with BOF");
            if (first && (found.body.size() < 4 || little16(found.body.data()) != biff8)) refuse("sheet.old_format", "older than Excel 97");
            if (found.type == record::end) break;
            take_global(found, at, custom);
            at = found.next;
        }
        if (sheets_.empty()) refuse("sheet.no_sheets", "no worksheet");
    }

    void take_global(const Record& found, std::size_t at, std::map<std::uint16_t, NumberMeaning>& custom) {
        const char* const body = found.body.data();
        const std::size_t size = found.body.size();
        if (found.type == record::password) refuse("sheet.encrypted", "FILEPASS");
        if (found.type == record::day_count && size >= 2 && little16(body) == 1) day_count_ = DayCount::from_1904;
        if (found.type == record::number_format && size >= 5) {
            BodyReader reader(stream_, at);
            const std::uint16_t id = reader.take16();
            custom[id] = meaning_of_format(reader.take_text());
        }
        if (found.type == record::cell_format && size >= 4) {
            const std::uint16_t id = little16(body + 2);
            const auto known = custom.find(id);
            styles_.push_back(known != custom.end() ? known->second : meaning_of_builtin(id));
        }
        if (found.type == record::sheet && size >= 8 && body[5] == 0) {   // other kinds are charts and macros
            if (sheets_.size() == limits_.sheets) refuse("sheet.too_much", "too many sheets");
            BodyReader reader(stream_, at);
            reader.skip(6);
            const std::size_t count = reader.take8();
            const Width width = width_of(reader.take8());
            sheets_.push_back({reader.take_characters(count, width), (body[4] & 3) != 0});
            begins_.push_back(little32(body));
        }
        if (found.type == record::shared_texts && size >= 8) {
            BodyReader reader(stream_, at);
            reader.skip(4);
            for (std::uint32_t left = reader.take32(); left > 0 && !reader.at_end(); --left) shared_.append(reader.take_text(), limits_);
        }
    }

    /// The records of one sheet, without those of charts inside it.
    template <class Visit>
    void each_record(std::size_t sheet, Visit visit) const {
        std::size_t at = begins_[sheet], depth = 0;
        for (;;) {
            const Record found = record_at(stream_, at);
            if (found.type == record::begin) ++depth;
            else if (depth == 0) damaged("a sheet does not begin with BOF");
            else if (found.type == record::end && --depth == 0) return;
            else if (depth == 1) visit(found, at);
            at = found.next;
        }
    }

    static void add_places(const Record& found, std::size_t at, std::vector<Place>& places) {
        std::size_t least = 0;
        switch (found.type) {
        case record::shared_label:
        case record::small_number: least = 10; break;
        case record::number:
        case record::formula: least = 14; break;
        case record::label:
        case record::rich_label: least = 9; break;
        case record::truth: least = 8; break;
        case record::numbers: least = 12; break;
        default: return;
        }
        if (found.body.size() < least) damaged("a cell is cut off");
        const std::uint32_t row = little16(found.body.data()), column = little16(found.body.data() + 2);
        const auto count = static_cast<std::uint32_t>(found.type == record::numbers ? (found.body.size() - 6) / 6 : 1);
        if (column + count > most_columns_of_xls) damaged("a cell beyond column IV");
        for (std::uint32_t i = 0; i < count; ++i) places.push_back({row * most_columns_of_xls + column + i, static_cast<std::uint32_t>(at)});
    }

    NumberMeaning meaning(std::uint16_t style) const { return style < styles_.size() ? styles_[style] : NumberMeaning::number; }

    void take(const Place& place, Arena& arena, std::vector<SheetCell>& cells) const {
        const Record found = record_at(stream_, place.record);
        const char* const body = found.body.data();
        SheetCell cell{.column = place.where % most_columns_of_xls};
        const auto number = [&](double value, std::uint16_t style) { fill_number(cell, value, meaning(style), day_count_, arena); };
        switch (found.type) {
        case record::shared_label: {
            const std::uint32_t index = little32(body + 6);
            if (index >= shared_.count()) damaged("a cell shares a text that is not there");
            cell.kind = CellKind::text;
            cell.text = shared_.at(index);
            break;
        }
        case record::label:
        case record::rich_label: take_text(place.record, 6, cell, arena); break;
        case record::number: number(double_at(body + 6), little16(body + 4)); break;
        case record::small_number: number(unpacked(little32(body + 6)), little16(body + 4)); break;
        case record::numbers: {
            const char* const one = body + 4 + 6 * (cell.column - little16(body + 2));
            number(unpacked(little32(one + 2)), little16(one));
            break;
        }
        case record::truth: take_truth(static_cast<std::uint8_t>(body[6]), body[7] != 0 ? CellKind::error : CellKind::boolean, cell); break;
        default: take_formula(found, cell, arena);
        }
        if (longer_than(cell.text, limits_.cell_characters))
            throw Error(422, "sheet.cell_too_long", std::to_string(cell.text.size()) + " bytes").with("cell", column_letters(cell.column) + std::to_string(place.where / most_columns_of_xls + 1)).with("limit", std::to_string(limits_.cell_characters));
        if (!cell.text.empty() || (cell.formula && cell.kind == CellKind::empty)) cells.push_back(cell);
    }

    static void take_truth(std::uint8_t value, CellKind kind, SheetCell& cell) {
        cell.kind = kind;
        cell.text = kind == CellKind::error ? error_name(value) : value != 0 ? "TRUE" : "FALSE";
    }

    void take_text(std::size_t at, std::size_t before, SheetCell& cell, Arena& arena) const {
        BodyReader reader(stream_, at);
        reader.skip(before);
        const std::size_t count = reader.take16();
        const Width width = width_of(reader.take8());
        cell.kind = CellKind::text;
        cell.text = arena.keep(reader.take_characters(count, width));
    }

    /// The result: a double, or, where a double would be no number, what its first byte says.
    void take_formula(const Record& found, SheetCell& cell, Arena& arena) const {
        const char* const body = found.body.data();
        cell.formula = true;
        if (little16(body + 12) != 0xffff) return fill_number(cell, double_at(body + 6), meaning(little16(body + 4)), day_count_, arena);
        if (body[6] == 1 || body[6] == 2) return take_truth(static_cast<std::uint8_t>(body[8]), body[6] == 2 ? CellKind::error : CellKind::boolean, cell);
        cell.kind = CellKind::text;
        if (body[6] != 0) return;
        std::size_t at = found.next;
        for (int i = 0; i < 3; ++i) {
            const Record following = record_at(stream_, at);
            if (following.type == record::text) return take_text(at, 0, cell, arena);
            if (following.type != record::array_formula && following.type != record::shared_formula && following.type != record::table_formula) break;
            at = following.next;
        }
    }

    SheetLimits limits_;
    std::string stream_;
    std::vector<SheetInfo> sheets_;
    std::vector<std::uint32_t> begins_;
    std::vector<NumberMeaning> styles_;
    DayCount day_count_ = DayCount::from_1900;
    SharedTexts shared_;
};

}  // namespace

std::unique_ptr<WorkbookReader> open_xls(std::unique_ptr<Source> source, const SheetLimits& limits) {
    const CompoundFile file(*source, limits);
    if (file.has("EncryptedPackage")) refuse("sheet.encrypted", "EncryptedPackage");
    auto stream = file.stream("Workbook");
    if (!stream) refuse(file.has("Book") ? "sheet.old_format" : "sheet.kind", "no Workbook stream");
    return std::make_unique<Xls>(std::move(*stream), limits);
}

}  // namespace liren::sheet
