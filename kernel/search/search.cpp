#include "liren/search.h"

#include <algorithm>
#include <cctype>

#include "liren/digest.h"
#include "liren/names.h"
#include "text/utf8.h"

namespace liren {

namespace {

constexpr std::size_t longest_run = 60;              // of letters and digits; PostgreSQL takes no word above 2 KB, and nobody types one
constexpr std::size_t fingerprint_characters = 12;   // 48 bits: a few false finds in a million rows at most

/// Runs of Chinese and runs of Latin letters and digits; everything else separates.
std::vector<std::string> runs_of(std::string_view text) {
    std::vector<std::string> runs;
    enum class Kind { none, han, latin } before = Kind::none;
    const std::string folded = fold(text);
    for (std::size_t at = 0; at < folded.size();) {
        const std::string_view character = first_characters(std::string_view(folded).substr(at), 1);
        const bool han = character.size() > 1 && is_han(utf8::decode(character).front());
        const bool latin = character.size() == 1 && (std::isalnum(static_cast<unsigned char>(character[0])) != 0);
        const Kind kind = han ? Kind::han : latin ? Kind::latin : Kind::none;
        if (kind != Kind::none) {
            if (kind != before) runs.emplace_back();
            runs.back() += character;
        }
        before = kind;
        at += character.size();
    }
    return runs;
}

bool is_latin(std::string_view run) { return !run.empty() && static_cast<unsigned char>(run.front()) < 0x80; }

std::vector<std::string> pairs_of(std::string_view han) {
    std::vector<std::string> characters, pairs;
    for (std::size_t at = 0; at < han.size();) {
        characters.emplace_back(first_characters(han.substr(at), 1));
        at += characters.back().size();
    }
    if (characters.size() == 1) return characters;
    for (std::size_t i = 1; i < characters.size(); ++i) pairs.push_back(characters[i - 1] + characters[i]);
    return pairs;
}

std::string fingerprint(const Keyring& keyring, char kind, std::string_view number) {
    return kind + hex(sha256(keyring.lookup_hash(number, "search"))).substr(0, fingerprint_characters);
}

std::string last_four(std::string_view number) { return std::string(number.substr(number.size() - std::min<std::size_t>(4, number.size()))); }

bool has_digits_only(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// 17 digits and a check character, or what a telephone can be.
bool is_number(std::string_view tidy) {
    if (tidy.size() == 18 || tidy.size() == 15) return has_digits_only(tidy.substr(0, tidy.size() - 1));
    return tidy.size() >= 7 && has_digits_only(tidy);
}

bool is_four(std::string_view tidy) { return tidy.size() == 4 && has_digits_only(tidy.substr(0, 3)) && (has_digits_only(tidy.substr(3)) || tidy[3] == 'X'); }

}  // namespace

void RowWords::add(std::string word) {
    if (!word.empty() && std::find(words_.begin(), words_.end(), word) == words_.end()) words_.push_back(std::move(word));
}

void RowWords::add_text(std::string_view text) {
    for (const std::string& run : runs_of(text)) {
        if (is_latin(run)) add(run.substr(0, longest_run));
        else
            for (std::string& pair : pairs_of(run)) add(std::move(pair));
    }
}

void RowWords::add_title(std::string_view title) {
    add_text(title);
    add(pinyin_key(title));
    for (std::string& initials : pinyin_initials(title)) add(std::move(initials));
}

void RowWords::add_name(std::string_view name) {
    if (name.empty()) return;
    add_text(name);
    add(pinyin_key(name));
    for (std::string& initials : pinyin_initials(name)) add(std::move(initials));
    const std::string_view given = name.substr(first_characters(name, 1).size());
    if (count_characters(given) < 2) return;
    add(pinyin_key(given));
    for (std::string& initials : pinyin_initials(given)) add(std::move(initials));
}

void RowWords::add_plate(std::string_view plate) {
    add_text(plate);
    for (const std::string& run : runs_of(plate)) {
        if (!is_latin(run) || run.size() <= 4) continue;
        add(run.substr(1));
        add(last_four(run));
    }
}

void RowWords::add_number(const Keyring& keyring, std::string_view number) {
    if (number.empty()) return;
    add(fingerprint(keyring, 'n', number));
    add(fingerprint(keyring, 'l', last_four(number)));
}

void RowWords::add_areas(std::int64_t subdistrict, std::int64_t community, std::int64_t grid) {
    if (subdistrict != 0) add("s" + std::to_string(subdistrict));
    if (community != 0) add("c" + std::to_string(community));
    if (grid != 0) add("g" + std::to_string(grid));
}

std::string RowWords::take() {
    std::string text;
    for (const std::string& word : words_) text += (text.empty() ? "" : " ") + word;
    words_.clear();
    return text;
}

SearchQuestion search_question(const Keyring& keyring, std::string_view typed) {
    SearchQuestion question;
    if (const auto phone = tidy_phone(typed)) return {{{fingerprint(keyring, 'n', *phone)}, {lower_ascii(*phone)}}};
    const std::string number = tidy_id_number(typed);
    if (is_number(number)) return {{{fingerprint(keyring, 'n', number)}, {number}}};
    if (is_four(number)) return {{{fingerprint(keyring, 'l', number)}, {lower_ascii(number)}}};
    for (std::string& run : runs_of(first_characters(typed, 60))) {
        if (is_latin(run)) {
            question.push_back({{std::move(run), true}});
            continue;
        }
        const bool single = count_characters(run) == 1;
        for (std::string& pair : pairs_of(run)) question.push_back({{std::move(pair), single}});
    }
    return question;
}

void narrow(SearchQuestion& question, const Scope& scope) {
    if (scope.whole_district()) return;
    std::vector<SearchWord> areas;
    for (const AreaGrant& grant : scope.areas) {
        const char letter = grant.level == AreaLevel::subdistrict ? 's' : grant.level == AreaLevel::community ? 'c' : 'g';
        areas.push_back({letter + std::to_string(grant.area)});
    }
    question.push_back(std::move(areas));   // none: nothing is found
}

}  // namespace liren
