#include "sheet/shared_texts.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "sheet/refusal.h"
#include "sheet/window.h"
#include "sheet/xml.h"

namespace liren::sheet {

namespace {

/// Reads one <si> behind its open tag: a plain text, or runs that are one text; phonetic runs (rPh) say how it sounds and are
/// left out. False: the window ends inside.
bool read_item(const char*& at, const char* end, Arena& arena, std::string& joined, std::string_view& text, std::size_t most_depth) {
    bool phonetic = false, several = false;
    std::size_t depth = 0;
    text = {};
    for (Tag tag;;) {
        if (!next_tag(at, end, tag)) return false;
        if (tag.kind == TagKind::close) {
            if (depth == 0) break;
            --depth;
            if (tag.name == "rPh") phonetic = false;
            continue;
        }
        if (tag.kind == TagKind::empty) continue;
        if (tag.name == "t" && !phonetic) {
            std::string_view piece;
            if (!read_text(at, end, tag, Escapes::sheet, arena, piece) || !next_tag(at, end, tag)) return false;
            if (text.empty() && !several) {
                text = piece;
                continue;
            }
            if (!several) joined = text;
            several = true;
            joined.append(piece);
            continue;
        }
        phonetic = phonetic || tag.name == "rPh";
        if (++depth > most_depth) refuse("sheet.unsafe", "elements nest too deeply");
    }
    if (several) text = joined;
    return true;
}

}  // namespace

void SharedTexts::append(std::string_view text, const SheetLimits& limits) {
    if (longer_than(text, limits.cell_characters)) throw Error(422, "sheet.text_too_long", "a shared text").with("limit", std::to_string(limits.cell_characters));
    if (text.size() >= 1u << length_bits) refuse("sheet.too_much", "a shared text is too long");
    if (size_ + text.size() > limits.shared_text_bytes || places_.size() >= limits.shared_texts) refuse("sheet.too_much", "too many shared texts, or too long ones");
    if (size_ + text.size() > capacity_) {
        capacity_ = std::max<std::size_t>({capacity_ + capacity_ / 2, size_ + text.size(), 64u << 10});
        char* const larger = static_cast<char*>(std::realloc(bytes_, capacity_));   // large pieces move by their pages, without a copy
        if (larger == nullptr) throw std::bad_alloc();
        bytes_ = larger;
    }
    if (!text.empty()) std::memcpy(bytes_ + size_, text.data(), text.size());
    places_.push_back(size_ << length_bits | text.size());
    size_ += text.size();
}

void SharedTexts::read(Zip& zip, const ZipEntry& entry) {
    Window window(zip, entry, zip.limits().row_bytes);
    Arena arena;
    std::string joined;
    bool closed = false;
    for (;;) {
        const char* at = window.at();
        Tag tag;
        std::string_view text;
        bool whole = next_tag(at, window.end(), tag);
        if (whole && tag.opens("si")) {
            arena.clear();
            whole = tag.kind == TagKind::empty || read_item(at, window.end(), arena, joined, text, zip.limits().depth);
            if (whole) append(text, zip.limits());
        }
        if (whole) {
            closed = closed || tag.closes("sst") || (tag.opens("sst") && tag.kind == TagKind::empty);
            window.moved_to(at);
        } else if (!window.more()) {
            break;
        }
    }
    if (!closed) damaged("the shared texts end early");
}

}  // namespace liren::sheet
