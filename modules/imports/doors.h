#pragma once
// A dwelling's address as offices write it, taken apart: "3号楼2单元501", "幸福小区 3-2-501", "12栋甲单元1203室". What may be read in
// two ways is never guessed: it is said why. The words (号楼, 单元, 室 …) come from the language files. Pure, but for those words.

#include <string>
#include <string_view>
#include <vector>

#include "liren/texts.h"

namespace liren::imports {

struct Door {
    std::string before;                       ///< what stands before the building: a compound, a street
    std::string building, entrance, floor, room;   ///< numbers without the words beside them, in lower case; "" where nothing is said
    std::string building_written;             ///< "3号楼", as it stands there; of 3-2-501 as the house calls it

    /// The same for two spellings of one door.
    std::string canonical() const;
};

struct DoorReading {
    enum class Kind { no_door, door, doubtful } kind = Kind::no_door;
    Door door;
    const char* why = "";                     ///< of a doubtful one, the key that says so
};

class DoorReader {
public:
    explicit DoorReader(const Texts& texts);

    DoorReading read(std::string_view address) const;
    /// What a row of a building's own dwellings is called beside its building: "2单元501", "501室", "2-501".
    DoorReading read_within(std::string_view label) const;
    /// The names a building of this number may bear: 3号楼, 3栋, 3幢 …
    std::vector<std::string> building_names(std::string_view number) const;
    std::string number_of(std::string_view entrance) const;

private:
    struct Part {
        std::string number;
        std::size_t begin = 0, end = 0;       ///< with its word
    };
    struct Number {
        std::string text;
        std::size_t end = 0;
    };
    Number number_at(std::string_view text, std::size_t at) const;
    bool part_at(std::string_view text, std::size_t at, const std::vector<std::string>& words, Part& part) const;
    bool read_rest(std::string_view rest, DoorReading& reading) const;
    DoorReading read_hyphens(std::string_view text) const;

    std::vector<std::string> buildings_, entrances_, floors_, rooms_, numerals_, stems_;
    std::string building_word_;
};

}  // namespace liren::imports
