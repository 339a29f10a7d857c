#include <algorithm>
#include <charconv>
#include <cstring>
#include <map>
#include <utility>

#include "sheet/csv_text.h"
#include "sheet/refusal.h"
#include "sheet/workbook_reader.h"
#include "sheet/writing.h"
#include "sheet/xml.h"

namespace liren::sheet {

namespace {

constexpr std::size_t window_size = 256u << 10, sample_size = 64u << 10;
constexpr std::size_t sample_records = 50;
constexpr std::string_view separators[] = {",", "\t", ";", "\u3001"};   // in this order where they fit equally well

enum class Piece : std::uint8_t { goes_on, last };
enum class Record : std::uint8_t { whole, unfinished, open_quote };

/// Reads one line of fields, which may hold line breaks inside quotes. Fields lie in the piece or in the arena.
class RecordReader {
public:
    RecordReader(std::string_view separator, Arena& arena) : separator_(separator), arena_(arena) {}

    Record read(const char*& at, const char* end, Piece piece, std::vector<std::string_view>& fields) {
        fields.clear();
        const char* here = at;
        for (;;) {
            std::string_view field;
            const Record outcome = here < end && *here == '"' ? quoted(here, end, piece, field) : plain(here, end, piece, field);
            if (outcome != Record::whole) return outcome;
            fields.push_back(field);
            if (here == end) break;
            if (*here == '\n' || *here == '\r') {
                if (*here == '\r' && here + 1 == end && piece == Piece::goes_on) return Record::unfinished;
                here += *here == '\r' && here + 1 < end && here[1] == '\n' ? 2 : 1;
                break;
            }
            here += separator_.size();
        }
        at = here;
        return Record::whole;
    }

private:
    bool at_separator(const char* here, const char* end) const {
        return *here == separator_[0] && static_cast<std::size_t>(end - here) >= separator_.size() && std::memcmp(here, separator_.data(), separator_.size()) == 0;
    }

    /// Up to the next separator or line end; at the end of a piece nothing is certain, not even a separator of three bytes.
    Record plain(const char*& here, const char* end, Piece piece, std::string_view& field) const {
        const char* const begin = here;
        while (here < end && *here != '\n' && *here != '\r' && !at_separator(here, end)) ++here;
        if (here == end && piece == Piece::goes_on) return Record::unfinished;
        field = {begin, static_cast<std::size_t>(here - begin)};
        return Record::whole;
    }

    Record quoted(const char*& here, const char* end, Piece piece, std::string_view& field) const {
        const char* begin = here + 1;
        std::string joined;
        for (;;) {
            const auto* const quote = static_cast<const char*>(begin < end ? std::memchr(begin, '"', static_cast<std::size_t>(end - begin)) : nullptr);
            if (quote == nullptr) return piece == Piece::last ? Record::open_quote : Record::unfinished;
            if (quote + 1 == end && piece == Piece::goes_on) return Record::unfinished;
            const bool doubled = quote + 1 < end && quote[1] == '"';
            if (!doubled) {
                here = quote + 1;
                std::string_view rest;   // some programs write "a"b
                const Record outcome = plain(here, end, piece, rest);
                if (joined.empty() && rest.empty()) {
                    field = {begin, static_cast<std::size_t>(quote - begin)};
                } else {
                    field = arena_.keep(joined.append(begin, quote).append(rest));
                }
                return outcome;
            }
            joined.append(begin, quote + 1);
            begin = quote + 2;
        }
    }

    std::string_view separator_;
    Arena& arena_;
};

/// The separator by which most of the first lines have the same number of fields.
std::string_view find_separator(std::string_view sample, Piece piece) {
    std::string_view best = separators[0];
    double best_share = 0;
    for (const std::string_view separator : separators) {
        Arena arena;
        RecordReader reader(separator, arena);
        std::map<std::size_t, std::size_t> lines;   // by their number of fields
        std::vector<std::string_view> fields;
        std::size_t records = 0;
        const char *at = sample.data(), *const end = at + sample.size();
        while (at < end && records < sample_records && reader.read(at, end, piece, fields) == Record::whole) {
            if (fields.size() == 1 && fields[0].empty()) continue;
            ++records;
            ++lines[fields.size()];
        }
        std::size_t most = 0;
        for (const auto& [count, how_often] : lines)
            if (count > 1) most = std::max(most, how_often);
        const double share = records == 0 ? 0 : static_cast<double>(most) / static_cast<double>(records);
        if (share > best_share + 1e-9) {
            best = separator;
            best_share = share;
        }
    }
    return best;
}

/// 1.10105E+17: what a spreadsheet left of a long number when it saved the .csv.
bool is_destroyed_number(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    const std::size_t letter = text.find_first_of("eE");
    if (letter == std::string_view::npos || letter == 0 || letter + 2 >= text.size() || text[letter + 1] != '+') return false;
    if (text.substr(0, letter).find_first_not_of("0123456789.") != std::string_view::npos) return false;
    unsigned exponent = 0;
    const auto [rest, problem] = std::from_chars(text.data() + letter + 2, text.data() + text.size(), exponent);
    return problem == std::errc{} && rest == text.data() + text.size() && exponent >= 15;
}

/// Takes off what keeps a text from being taken for a formula ('=…) or a number (="00123").
std::string_view without_guard(std::string_view text) {
    const std::size_t first = text.find_first_not_of('\'');
    if (first != std::string_view::npos && first > 0 && begins_like_formula(text.substr(first))) return text.substr(1);
    if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"') && text.find('"', 2) == text.size() - 1) return text.substr(2, text.size() - 3);
    return text;
}

class Csv : public WorkbookReader {
public:
    Csv(std::unique_ptr<Source> source, const SheetLimits& limits) : limits_(limits), source_(std::move(source)), start_(find_encoding(*source_)), sheets_(1) { look_at_beginning(); }

    SheetFormat format() const override { return SheetFormat::csv; }
    const std::vector<SheetInfo>& sheets() const override { return sheets_; }
    std::vector<MergedRange> merged_ranges(std::size_t) override { return {}; }

    void read_rows(std::size_t, const SheetVisitor& visitor) override {
        TextStream stream(*source_, start_);
        Arena arena;
        RecordReader reader(separator_, arena);
        std::vector<std::string_view> fields;
        std::vector<SheetCell> cells;
        std::string bytes(window_size, '\0');
        std::size_t begin = 0, end = 0;
        Piece piece = Piece::goes_on;
        std::uint32_t number = 0;
        bool skips = has_separator_line_;
        for (;;) {
            const char* at = bytes.data() + begin;
            arena.clear();
            const Record outcome = begin == end && piece == Piece::last ? Record::unfinished : reader.read(at, bytes.data() + end, piece, fields);
            if (outcome == Record::open_quote) throw Error(422, "sheet.open_quote", "no closing quote").with("row", std::to_string(number + 1));
            if (outcome == Record::whole) {
                begin = static_cast<std::size_t>(at - bytes.data());
                if (std::exchange(skips, false)) continue;
                if (++number > limits_.rows) throw Error(422, "sheet.too_many_rows", "more lines").with("limit", std::to_string(limits_.rows));
                take(fields, number, cells);
                if (!cells.empty() && visitor({number, false, cells}) == SheetStep::stop) return;
                continue;
            }
            if (piece == Piece::last) return;
            if (end - begin > limits_.row_bytes) throw Error(422, "sheet.open_quote", "a line beyond the limit").with("row", std::to_string(number + 1));
            std::memmove(bytes.data(), bytes.data() + begin, end - begin);
            end -= begin;
            begin = 0;
            if (end > bytes.size() / 2) bytes.resize(bytes.size() * 2);
            const std::size_t got = stream.read(bytes.data() + end, bytes.size() - end);
            end += got;
            if (got == 0) piece = Piece::last;
        }
    }

private:
    void look_at_beginning() {
        TextStream stream(*source_, start_);
        std::string sample(sample_size, '\0');
        std::size_t size = 0;
        Piece piece = Piece::goes_on;
        while (size + 4 < sample.size()) {
            const std::size_t got = stream.read(sample.data() + size, sample.size() - size);
            size += got;
            if (got == 0) {
                piece = Piece::last;
                break;
            }
        }
        sample.resize(size);
        if (sample.size() >= 5 && (sample.starts_with("sep=") || sample.starts_with("SEP="))) {   // Excel's own way of saying it
            const std::size_t line = sample.find_first_of("\r\n");
            const std::string said = sample.substr(4, line == std::string::npos ? line : line - 4);
            for (const std::string_view separator : separators)
                if (said == separator) {
                    separator_ = separator;
                    has_separator_line_ = true;
                    return;
                }
        }
        separator_ = find_separator(sample, piece);
    }

    void take(const std::vector<std::string_view>& fields, std::uint32_t number, std::vector<SheetCell>& cells) const {
        cells.clear();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (fields[i].empty()) continue;
            if (i >= limits_.columns) throw Error(422, "sheet.too_many_columns", "row " + std::to_string(number)).with("limit", std::to_string(limits_.columns));
            SheetCell cell{.column = static_cast<std::uint32_t>(i), .kind = CellKind::text, .text = without_guard(fields[i])};
            if (cell.text.empty()) continue;
            if (longer_than(cell.text, limits_.cell_characters))
                throw Error(422, "sheet.cell_too_long", std::to_string(cell.text.size()) + " bytes").with("cell", column_letters(cell.column) + std::to_string(number)).with("limit", std::to_string(limits_.cell_characters));
            cell.lossy = is_destroyed_number(cell.text);
            cells.push_back(cell);
        }
    }

    SheetLimits limits_;
    std::unique_ptr<Source> source_;
    TextStart start_;
    std::vector<SheetInfo> sheets_;
    std::string_view separator_ = separators[0];
    bool has_separator_line_ = false;
};

}  // namespace

std::unique_ptr<WorkbookReader> open_csv(std::unique_ptr<Source> source, const SheetLimits& limits) { return std::make_unique<Csv>(std::move(source), limits); }

}  // namespace liren::sheet
