#include "doors.h"

#include <algorithm>
#include <optional>

#include "liren/text.h"

namespace liren::imports {

namespace {

constexpr std::size_t longest_address = 120;  // characters: more is a sentence
constexpr std::size_t most_digits = 5;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/// "号楼|栋|幢" of every language, the longest first, so that 号楼 is not taken for 号.
std::vector<std::string> words_of(const Texts& texts, const char* key) {
    std::vector<std::string> words;
    for (const std::string& language : texts.languages()) {
        const std::string all = texts.get(language, key) + "|";
        for (std::size_t at = 0, end = 0; (end = all.find('|', at)) != std::string::npos; at = end + 1)
            if (std::string word = fold(all.substr(at, end - at)); !word.empty()) words.push_back(std::move(word));
    }
    std::stable_sort(words.begin(), words.end(), [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
    return words;
}

/// Folded, every kind of hyphen one, blanks nowhere but between two numbers, where they part them, and no remark in brackets behind it.
std::string tidied(std::string_view address) {
    std::string text = fold(address);
    for (const std::string_view hyphen : {"\u2014", "\u2013", "\u2010", "\u2011", "\u2212"})
        for (std::size_t at = 0; (at = text.find(hyphen, at)) != std::string::npos;) text.replace(at, hyphen.size(), "-");
    while (text.ends_with(')') && text.rfind('(') != std::string::npos && text.rfind('(') > 0) {
        text.erase(text.rfind('('));
        while (text.ends_with(' ')) text.pop_back();
    }
    std::string tidy;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != ' ') tidy += text[at];
        else if (!tidy.empty() && (is_digit(tidy.back()) || is_letter(tidy.back())) && at + 1 < text.size() && (is_digit(text[at + 1]) || is_letter(text[at + 1]))) tidy += ' ';
    }
    return tidy;
}

bool parts(char c) { return c == '-' || c == ' ' || c == ',' || c == '.' || c == '/'; }

std::size_t behind_separators(std::string_view text, std::size_t at) {
    while (at < text.size() && parts(text[at])) ++at;
    return at;
}

std::string without_zeros(std::string number) {
    number.erase(0, std::min(number.find_first_not_of('0'), number.size() - 1));
    return number;
}

/// A building's letter as people write it.
std::string upper(std::string text) {
    for (char& c : text)
        if (is_letter(c)) c = static_cast<char>(c - 'a' + 'A');
    return text;
}

/// A plain number of so many digits.
bool is_number(std::string_view text, std::size_t least, std::size_t most) {
    if (!text.empty() && is_letter(text.back())) text.remove_suffix(1);
    return text.size() >= least && text.size() <= most && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace

std::string Door::canonical() const { return before + "\x1f" + building + "\x1f" + entrance + "\x1f" + room; }

DoorReader::DoorReader(const Texts& texts)
    : buildings_(words_of(texts, "imports.building_words")),
      entrances_(words_of(texts, "imports.entrance_words")),
      floors_(words_of(texts, "imports.floor_words")),
      rooms_(words_of(texts, "imports.room_words")),
      stems_(words_of(texts, "imports.stem_words")) {
    const std::string all = texts.get("zh-CN", "imports.numeral_words") + "|";
    for (std::size_t at = 0, end = 0; (end = all.find('|', at)) != std::string::npos; at = end + 1) numerals_.push_back(all.substr(at, end - at));
    const std::string words = texts.get("zh-CN", "imports.building_words");
    building_word_ = words.substr(0, words.find('|'));
}

/// Digits with a letter before or behind (A3, 12b), a numeral (十二, 五零一), a letter, or a stem (甲, 东); "" where none begins.
DoorReader::Number DoorReader::number_at(std::string_view text, std::size_t at) const {
    std::size_t end = at;
    if (end < text.size() && is_letter(text[end])) ++end;
    const std::size_t digits = end;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end > digits) {
        if (end - digits > most_digits) return {};
        if (end < text.size() && is_letter(text[end]) && (end + 1 == text.size() || !is_letter(text[end + 1]))) ++end;
        return {std::string(text.substr(at, end - at)), end};
    }
    if (end > at) return end < text.size() && is_letter(text[end]) ? Number{} : Number{std::string(text.substr(at, 1)), end};
    std::string said;
    std::optional<std::int64_t> tens;
    std::size_t count = 0;
    for (bool more = true; more && count < most_digits;) {
        more = false;
        for (std::size_t value = 0; value < numerals_.size(); ++value) {
            if (!text.substr(end).starts_with(numerals_[value])) continue;
            if (value == 10) {   // 十二 is 12, 二十 is 20
                if (tens || said.size() > 1) return {};
                tens = said.empty() ? 1 : said[0] - '0';
                said.clear();
            } else {
                said += static_cast<char>('0' + value);
            }
            end += numerals_[value].size();
            more = true;
            ++count;
            break;
        }
    }
    if (count > 0) {
        if (tens && said.size() > 1) return {};
        return {tens ? std::to_string(*tens * 10 + (said.empty() ? 0 : said[0] - '0')) : said, end};
    }
    for (const std::string& stem : stems_)
        if (text.substr(at).starts_with(stem)) return {stem, at + stem.size()};
    return {};
}

/// A number and one of the words behind it; of Latin words, one of them and a number behind it (building 3).
bool DoorReader::part_at(std::string_view text, std::size_t at, const std::vector<std::string>& words, Part& part) const {
    for (const std::string& word : words) {
        if (!is_letter(word[0]) || !text.substr(at).starts_with(word)) continue;
        const Number number = number_at(text, behind_separators(text, at + word.size()));
        if (number.text.empty()) continue;
        part = {without_zeros(number.text), at, number.end};
        return true;
    }
    const Number number = number_at(text, at);
    if (number.text.empty()) return false;
    const std::size_t behind = number.end < text.size() && text[number.end] == ' ' ? number.end + 1 : number.end;
    for (const std::string& word : words)
        if (!is_letter(word[0]) && text.substr(behind).starts_with(word)) {
            part = {without_zeros(number.text), at, behind + word.size()};
            return true;
        }
    return false;
}

/// What follows the building: an entrance, a floor, a room, and nothing else. False where something is left over.
bool DoorReader::read_rest(std::string_view rest, DoorReading& reading) const {
    Part part;
    std::size_t at = behind_separators(rest, 0);
    if (part_at(rest, at, entrances_, part)) {
        reading.door.entrance = part.number;
        at = behind_separators(rest, part.end);
    }
    if (part_at(rest, at, floors_, part)) {
        reading.door.floor = part.number;
        at = behind_separators(rest, part.end);
    }
    if (at == rest.size()) return true;
    if (part_at(rest, at, rooms_, part)) {
        reading.door.room = part.number;
        return part.end == rest.size();
    }
    const Number first = number_at(rest, at);
    if (first.text.empty()) return false;
    if (first.end == rest.size()) {
        reading.door.room = without_zeros(first.text);
        return true;
    }
    // 2-501: with a building said in words, the first is the entrance.
    if (!reading.door.entrance.empty() || !parts(rest[first.end])) return false;
    const std::size_t second = behind_separators(rest, first.end);
    if (part_at(rest, second, rooms_, part) && part.end == rest.size()) {
        reading.door.room = part.number;
    } else {
        const Number last = number_at(rest, second);
        if (last.text.empty() || last.end != rest.size()) return false;
        reading.door.room = without_zeros(last.text);
    }
    reading.door.entrance = without_zeros(first.text);
    return true;
}

/// 3-2-501: building, entrance, room. Of two numbers nobody knows whether the first is a building or an entrance.
DoorReading DoorReader::read_hyphens(std::string_view text) const {
    for (const std::string& word : rooms_)
        if (!is_letter(word[0]) && text.ends_with(word)) {
            text.remove_suffix(word.size());
            break;
        }
    std::vector<std::string_view> numbers;
    std::size_t end = text.size();
    for (;;) {
        std::size_t begin = end;
        while (begin > 0 && (is_digit(text[begin - 1]) || is_letter(text[begin - 1]))) --begin;
        if (begin == end) break;
        numbers.insert(numbers.begin(), text.substr(begin, end - begin));
        end = begin;
        if (end == 0 || text[end - 1] != '-') break;
        --end;
    }
    DoorReading reading;
    if (numbers.size() == 3 && is_number(numbers[0], 1, 3) && is_number(numbers[1], 1, 2) && is_number(numbers[2], 3, 4)) {
        if (!text.empty() && end > 0 && text[end - 1] == '-') return {DoorReading::Kind::doubtful, {}, "imports.door_unclear"};
        reading.kind = DoorReading::Kind::door;
        reading.door = {std::string(text.substr(0, end)), without_zeros(std::string(numbers[0])), without_zeros(std::string(numbers[1])), "", without_zeros(std::string(numbers[2])), ""};
        while (!reading.door.before.empty() && parts(reading.door.before.back())) reading.door.before.pop_back();
        reading.door.building_written = upper(reading.door.building) + building_word_;
    } else if (numbers.size() == 2 && is_number(numbers[0], 1, 3) && is_number(numbers[1], 3, 4)) {
        reading = {DoorReading::Kind::doubtful, {}, "imports.door_two_numbers"};
    } else if (numbers.size() > 3 && std::all_of(numbers.begin(), numbers.end(), [](std::string_view one) { return is_number(one, 1, 4); })) {
        reading = {DoorReading::Kind::doubtful, {}, "imports.door_unclear"};
    }
    return reading;
}

DoorReading DoorReader::read(std::string_view address) const {
    if (count_characters(address) > longest_address) return {};
    const std::string text = tidied(address);
    for (std::size_t at = 0; at < text.size(); at += std::max<std::size_t>(1, first_characters(std::string_view(text).substr(at), 1).size())) {
        const bool goes_on = at > 0 && (is_digit(text[at - 1]) || is_letter(text[at - 1])) && (is_digit(text[at]) || is_letter(text[at]));
        Part building;
        if (goes_on || !part_at(text, at, buildings_, building)) continue;
        DoorReading reading{DoorReading::Kind::door, {}, ""};
        reading.door.before = text.substr(0, at);
        while (!reading.door.before.empty() && parts(reading.door.before.back())) reading.door.before.pop_back();
        reading.door.building = building.number;
        reading.door.building_written = upper(text.substr(building.begin, building.end - building.begin));
        if (!read_rest(std::string_view(text).substr(building.end), reading)) return {DoorReading::Kind::doubtful, {}, "imports.door_unclear"};
        if (reading.door.room.empty()) return {DoorReading::Kind::doubtful, {}, "imports.door_no_room"};
        return reading;
    }
    return read_hyphens(text);
}

DoorReading DoorReader::read_within(std::string_view label) const {
    DoorReading reading = read(label);
    if (reading.kind == DoorReading::Kind::door) return reading;
    reading = {DoorReading::Kind::door, {}, ""};
    const std::string text = tidied(label);
    if (count_characters(label) > longest_address || !read_rest(text, reading) || reading.door.room.empty()) return {};
    return reading;
}

std::vector<std::string> DoorReader::building_names(std::string_view number) const {
    std::vector<std::string> names;
    for (const std::string& one : number == upper(std::string(number)) ? std::vector<std::string>{std::string(number)} : std::vector<std::string>{upper(std::string(number)), std::string(number)}) {
        names.push_back(one);
        for (const std::string& word : buildings_) names.push_back(is_letter(word[0]) ? word + " " + one : one + word);
    }
    return names;
}

std::string DoorReader::number_of(std::string_view entrance) const {
    const std::string text = tidied(entrance);
    Part part;
    if (part_at(text, 0, entrances_, part) && part.end == text.size()) return part.number;
    const Number number = number_at(text, 0);
    return number.end == text.size() ? without_zeros(number.text.empty() ? text : number.text) : text;
}

}  // namespace liren::imports
