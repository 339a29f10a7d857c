#pragma once
// As much XML as spreadsheets hold, read by hand from a piece of memory that may end anywhere: every function returns false
// when the piece ends before the thing does, and the caller, with more bytes, begins the thing again. Prefixes are ignored
// (x:row is row), DOCTYPE is refused, entities are the five of XML and numbers. Nothing is recursive, nothing is copied that
// need not be.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace liren::sheet {

enum class TagKind : std::uint8_t { open, close, empty };

struct Tag {
    TagKind kind = TagKind::open;
    std::string_view name;         ///< without its prefix
    std::string_view attributes;   ///< as they stand

    bool opens(std::string_view which) const { return kind != TagKind::close && name == which; }
    bool closes(std::string_view which) const { return kind == TagKind::close && name == which; }
};

/// Moves `at` behind the next tag; text, comments, CDATA and instructions before it are skipped.
bool next_tag(const char*& at, const char* end, Tag& tag);

/// Takes the first attribute off `rest`; the name comes without its prefix, the value as it stands. False: there is none.
bool next_attribute(std::string_view& rest, std::string_view& name, std::string_view& value);

/// The value of that attribute with entities replaced; empty when it is absent.
std::string attribute(const Tag& tag, std::string_view name);
/// Whether a true/false attribute is there and true (1, true, on).
bool flag(const Tag& tag, std::string_view name);

/// Room for texts that must not move; cleared for the next row without giving memory back.
class Arena {
public:
    char* room(std::size_t size);
    /// The end of what was used of the last room.
    void used(std::size_t size) { at_ += size; }
    std::string_view keep(std::string_view text);
    void clear() { chunk_ = at_ = 0; }

private:
    std::vector<std::vector<char>> chunks_;
    std::size_t chunk_ = 0, at_ = 0;
};

/// How the text of an element is meant.
enum class Escapes : std::uint8_t {
    xml,     ///< entities only
    sheet,   ///< also _x000D_, as ST_Xstring has it
};

/// Reads the text of the element whose open tag is `tag` and moves `at` to its close tag. Blanks at the ends go unless
/// xml:space says preserve. The text lies in the piece itself or, where anything had to be replaced, in the arena. Throws
/// Error(422) on bytes that are not UTF-8.
bool read_text(const char*& at, const char* end, const Tag& tag, Escapes escapes, Arena& arena, std::string_view& text);

/// Whether the text is longer than that many UTF-16 units.
bool longer_than(std::string_view text, std::uint32_t units);

}  // namespace liren::sheet
