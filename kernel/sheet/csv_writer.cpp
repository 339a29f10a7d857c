#include <stdexcept>

#include "sheet/writing.h"

namespace liren::sheet {

namespace {

constexpr std::size_t flush_at = 64u << 10;

/// RFC 4180 with a byte order mark, without which Excel takes UTF-8 for the local code page.
class CsvWriter : public SheetWriter::Body {
public:
    explicit CsvWriter(SheetWriter::Sink sink) : sink_(std::move(sink)), bytes_("\xEF\xBB\xBF") {}

    void begin_sheet(std::string_view, std::span<const SheetColumn> columns, const SheetPrint*) override {
        if (row_ != 0) throw std::logic_error("a .csv has one sheet");
        row_ = 1;
        for (const SheetColumn& column : columns) text(column.title);
        if (!columns.empty()) end_row();
    }

    void text(std::string_view words) override {
        next(words);
        if (words.empty()) return;
        // A text that begins with ' before such a letter gets one more, so that taking one off is always right.
        const std::size_t first = words.find_first_not_of('\'');
        const bool guarded = first != std::string_view::npos && begins_like_formula(words.substr(first));
        const bool quoted = words.find_first_of(",;\t\"\r\n") != std::string_view::npos || words.find("\u3001") != std::string_view::npos || words.starts_with("sep=") || words.starts_with("SEP=");
        if (quoted) bytes_.push_back('"');
        if (guarded) bytes_.push_back('\'');
        for (const char letter : words) {
            if (letter == '"') bytes_.push_back('"');
            bytes_.push_back(letter);
        }
        if (quoted) bytes_.push_back('"');
    }

    void number(std::string_view spelled) override { plain(spelled); }
    void boolean(bool value) override { plain(value ? "TRUE" : "FALSE"); }
    void date(std::string_view iso) override { plain(iso); }
    void empty() override { next({}); }

    void end_row() override {
        bytes_.append("\r\n");
        ++row_;
        column_ = 0;
        if (bytes_.size() >= flush_at) flush();
    }

    void finish() override { flush(); }

private:
    void next(std::string_view words) {
        refuse_beyond(row_, column_, words);
        if (column_++ > 0) bytes_.push_back(',');
    }
    void plain(std::string_view words) {
        next(words);
        bytes_.append(words);
    }
    void flush() {
        sink_(bytes_);
        bytes_.clear();
    }

    SheetWriter::Sink sink_;
    std::string bytes_;
    std::uint32_t row_ = 0, column_ = 0;
};

}  // namespace

std::unique_ptr<SheetWriter::Body> write_csv(SheetWriter::Sink sink) { return std::make_unique<CsvWriter>(std::move(sink)); }

}  // namespace liren::sheet
