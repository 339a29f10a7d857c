#pragma once
// Finding rows by words: what is put into a row's column `words` (space-separated: Chinese in pairs of characters, Latin words,
// pinyin, initials, fingerprints of numbers, the areas the row lies in) and how a question becomes words of the same kind.
// The index over `words` is made by a migration's line `create search index <table>_words on <table> (words);` and asked by
// the token {found:alias|table :find} in a statement. One intersection: words AND scope. Pure functions; thread-safe.

#include <string>
#include <string_view>
#include <vector>

#include "liren/scope.h"
#include "liren/seal.h"

namespace liren {

/// A word looked for; a prefix finds every word that begins so.
struct SearchWord {
    std::string text;
    bool prefix = false;
};
/// All groups must be met, each by any of its words.
using SearchQuestion = std::vector<std::vector<SearchWord>>;

/// Collects the words of one row, each once.
class RowWords {
public:
    /// Chinese in pairs, Latin words and digits as they are.
    void add_text(std::string_view text);
    /// What a thing is called: its words, and how they sound, whole and as initials.
    void add_title(std::string_view title);
    /// A name: its pairs, and how it and its given part sound, whole and as initials (several readings).
    void add_name(std::string_view name);
    /// A licence plate: as a text, and without the letter of its city (people write 晋E·12345) and by its last four.
    void add_plate(std::string_view plate);
    /// A number found by its whole or by its last four characters, without telling it: fingerprints under the house's key.
    void add_number(const Keyring& keyring, std::string_view number);
    void add_areas(std::int64_t subdistrict, std::int64_t community, std::int64_t grid);
    std::string take();

private:
    void add(std::string word);
    std::vector<std::string> words_;
};

/// What someone typed: a name, its pinyin or initials, part of an address, four digits, a whole number, a plate. Empty when
/// there is nothing to look for.
SearchQuestion search_question(const Keyring& keyring, std::string_view typed);
/// Narrows it to the areas of a scope; rows beyond are never read. A scope of the whole district adds nothing.
void narrow(SearchQuestion& question, const Scope& scope);

}  // namespace liren
