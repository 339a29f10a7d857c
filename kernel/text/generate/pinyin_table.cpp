// Build-time program: asks ICU how every Chinese character sounds, adds the corrections of packs/pinyin, and writes the
// table of text/pinyin_table.h as C++. ICU needs most of a second for this, which is why the server does not.
//   generate_pinyin_table POLYPHONES SURNAMES PHRASES OUTPUT

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <unicode/translit.h>
#include <unicode/unistr.h>

namespace {

using Readings = std::vector<std::string>;

[[noreturn]] void stop(const std::string& why) {
    std::cerr << "pinyin: " << why << "\n";
    std::exit(1);
}

std::unique_ptr<icu::Transliterator> transliterator() {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where;
    auto made = std::unique_ptr<icu::Transliterator>(icu::Transliterator::createFromRules(
        "liren", ":: Han-Latin; :: NFD; \\u0308 > \\uE000; :: [:Mn:] Remove; u\\uE000 > v; \\uE000 > ;", UTRANS_FORWARD, where, status));
    if (U_FAILURE(status)) stop(std::string("ICU has no Han-Latin: ") + u_errorName(status));
    return made;
}

bool is_syllable(const std::string& text) {
    if (text.empty() || text.size() > 7) return false;
    for (const char character : text)
        if (character < 'a' || character > 'z') return false;
    return true;
}

struct Table {
    std::map<std::string, std::uint16_t> numbers{{"", 0}};
    std::vector<std::string> syllables{""};

    std::uint16_t number(const std::string& syllable) {
        const auto [place, fresh] = numbers.try_emplace(syllable, static_cast<std::uint16_t>(syllables.size()));
        if (fresh) syllables.push_back(syllable);
        return place->second;
    }
};

/// `key,reading reading …` a line, in code point order.
std::map<icu::UnicodeString, Readings> read(const std::string& path, bool one_each) {
    std::ifstream file(path);
    if (!file) stop("cannot read " + path);
    std::map<icu::UnicodeString, Readings> rows;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.empty() || line[0] == '#') continue;
        const std::string where = path + ":" + std::to_string(number) + ": ";
        const auto comma = line.find(',');
        if (comma == std::string::npos) stop(where + "no comma");
        const icu::UnicodeString key = icu::UnicodeString::fromUTF8(line.substr(0, comma));
        Readings readings;
        std::istringstream words(line.substr(comma + 1));
        for (std::string word; words >> word;) {
            if (!is_syllable(word)) stop(where + "\"" + word + "\" is no syllable");
            readings.push_back(word);
        }
        const auto characters = static_cast<std::size_t>(key.countChar32());
        if (one_each ? characters > 8 || readings.size() != characters : characters != 1 || readings.empty() || readings.size() > 4) stop(where + "the number of readings is wrong");
        if (!rows.emplace(key, readings).second) stop(where + "is there twice");
    }
    return rows;
}

void write_phrases(std::ostream& out, const char* name, const std::map<icu::UnicodeString, Readings>& rows, Table& table) {
    std::map<std::vector<UChar32>, std::vector<std::uint16_t>> sorted;
    for (const auto& [key, readings] : rows) {
        std::vector<UChar32> characters;
        for (std::int32_t i = 0; i < key.length(); i = key.moveIndex32(i, 1)) characters.push_back(key.char32At(i));
        std::vector<std::uint16_t> numbers;
        for (const std::string& reading : readings) numbers.push_back(table.number(reading));
        sorted.emplace(characters, numbers);
    }
    out << "static constexpr Phrase " << name << "_rows[] = {\n";
    for (const auto& [characters, numbers] : sorted) {
        out << "{{";
        for (const UChar32 character : characters) out << static_cast<std::uint32_t>(character) << ",";
        out << "},{";
        for (const std::uint16_t number : numbers) out << number << ",";
        out << "}},\n";
    }
    out << "};\nconst std::span<const Phrase> " << name << "(" << name << "_rows);\n";
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 5) stop("usage: generate_pinyin_table POLYPHONES SURNAMES PHRASES OUTPUT");
    const auto polyphones = read(arguments[1], false);
    const auto surnames = read(arguments[2], true);
    const auto phrases = read(arguments[3], true);
    const auto latin = transliterator();
    Table table;

    const auto reading = [&](UChar32 character) -> std::uint16_t {
        const icu::UnicodeString key(character);
        if (const auto own = polyphones.find(key); own != polyphones.end()) return table.number(own->second.front());
        icu::UnicodeString sound(character);
        latin->transliterate(sound);
        std::string text;
        sound.trim().toUTF8String(text);
        return is_syllable(text) ? table.number(text) : 0;
    };
    std::ostringstream body;
    const auto write_range = [&](const char* name, UChar32 first, UChar32 last) {
        body << "static constexpr Syllable " << name << "_rows[] = {";
        for (UChar32 character = first; character <= last; ++character) body << reading(character) << (character % 32 == 31 ? ",\n" : ",");
        body << "};\nconst std::span<const Syllable> " << name << "(" << name << "_rows);\n";
    };
    write_range("extension_a", 0x3400, 0x4DBF);
    write_range("basic", 0x4E00, 0x9FFF);

    body << "static constexpr Rare rare_rows[] = {{0, 0},\n";
    for (UChar32 character = 0x20000; character <= 0x323AF; ++character)
        if (const std::uint16_t number = reading(character)) body << "{" << character << "," << number << "},";
    body << "};\nconst std::span<const Rare> rare(rare_rows);\n";

    std::map<UChar32, Readings> several;
    for (const auto& [key, readings] : polyphones)
        if (readings.size() > 1) several.emplace(key.char32At(0), readings);
    body << "static constexpr Polyphone polyphones_rows[] = {\n";
    for (const auto& [character, readings] : several) {
        body << "{" << character << ",{";
        for (const std::string& each : readings) body << table.number(each) << ",";
        body << "}},\n";
    }
    body << "};\nconst std::span<const Polyphone> polyphones(polyphones_rows);\n";
    write_phrases(body, "surnames", surnames, table);
    write_phrases(body, "phrases", phrases, table);

    std::ofstream out(arguments[4]);
    out << "// Made by kernel/text/generate/pinyin_table.cpp from ICU and packs/pinyin; not edited by hand.\n"
           "#include \"text/pinyin_table.h\"\nnamespace liren::pinyin_table {\nstatic constexpr std::string_view syllables_rows[] = {";
    for (const std::string& syllable : table.syllables) out << "\"" << syllable << "\",";
    out << "};\nconst std::span<const std::string_view> syllables(syllables_rows);\n" << body.str() << "}  // namespace liren::pinyin_table\n";
    out.close();
    return out ? 0 : 1;
}
