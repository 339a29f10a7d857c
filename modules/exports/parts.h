#pragma once
// What a making leaves on disk: one file a piece of some thousand rows, sealed, written aside and moved into place, so that a piece
// that is made twice is the same file. The spreadsheet is put together from them when it is first fetched, sealed a quarter of a
// megabyte at a time, and sent from there: nothing clear is ever on disk, and never more than some such pieces in memory. Private to
// the module.

#include <functional>
#include <string>
#include <string_view>

#include "liren/house.h"
#include "liren/http.h"
#include "liren/sheet.h"

namespace liren::exports {

/// Collects the cells of a piece.
class PieceWriter {
public:
    void empty() { put('e', {}); }
    void text(std::string_view words) { words.empty() ? empty() : put('t', words); }
    void date(std::string_view iso) { put('d', iso); }
    void integer(std::int64_t value) { put('n', std::to_string(value)); }
    /// A decimal as it is spelled.
    void decimal(std::string_view spelled) { put('f', spelled); }
    void end_row() { bytes_.push_back('\n'); }
    const std::string& bytes() const { return bytes_; }

private:
    void put(char kind, std::string_view words);
    std::string bytes_;
};

/// Writes the rows of a piece into a sheet; returns how many.
std::int64_t write_rows(std::string_view piece, SheetWriter& out);

void keep_part(House& house, const std::string& store, std::int64_t id, std::int64_t part, std::string_view piece);
/// 410 exports.file_gone when it is not there any more, or not what was kept.
std::string open_part(House& house, const std::string& store, std::int64_t id, std::int64_t part);

/// The finished file while it is written: sealed piece by piece, beside its place, into which finish() moves it.
class FinishedFile {
public:
    FinishedFile(House& house, const std::string& store, std::int64_t id);
    ~FinishedFile();
    FinishedFile(const FinishedFile&) = delete;
    void write(std::string_view bytes);
    void finish();

private:
    void seal(std::string_view piece, bool last);

    House& house_;
    const std::int64_t id_;
    const std::string place_, aside_;
    int handle_ = -1;
    std::int64_t pieces_ = 0;
    std::string waiting_;
};
/// The finished file as it is sent; null while nobody has put it together. 410 exports.file_gone where it is not whole.
std::shared_ptr<BodySource> open_finished(House& house, const std::string& store, std::int64_t id);

/// The parts and the finished file.
void drop_parts(House& house, const std::string& store, std::int64_t id);

}  // namespace liren::exports
