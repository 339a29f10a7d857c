#include "words.h"

#include <algorithm>

#include "liren/search.h"

namespace liren::cases {

namespace {

constexpr int piece = 500;
constexpr std::string_view done = "words_indexed";

bool is_done(House& house, const std::string& store) {
    bool found = false;
    house.storage->read(store, [&](Db& db) {
        for (const Setting& setting : db.all<Setting>(all_settings, {})) found |= setting.name == done;
    });
    return found;
}

}  // namespace

std::string category_word(std::string_view category) {
    std::string word = "k";
    for (const char c : category)
        if (c != '_') word += c;
    return word;
}

std::string words_of(std::string_view text, std::string_view place, std::string_view category, const Placement& at) {
    RowWords words;
    words.add_text(text);
    words.add_text(place);
    words.add_areas(at.subdistrict, at.community, at.grid);
    return words.take() + " " + category_word(category);
}

void index_words(Tx& tx, std::int64_t id, const std::string& words) {
    if (tx.run(insert_words, {{"id", id}, {"words", words}}) > 0) tx.index_words("cases_words", id, {}, words);
}

void index_older_cases(House& house, const std::string& store) {
    if (is_done(house, store)) return;
    std::int64_t after = 0;
    for (bool more = true; more;) {
        std::int64_t last = after;
        house.storage->write_now(store, {AccountId{}, house.clock.now()}, [&](Tx& tx) {
            const auto rows = tx.all<Worded>(cases_after, {{"after", after}, {"limit", piece}});
            for (const Worded& row : rows) index_words(tx, row.id, words_of(row.text, row.place, row.category, {.subdistrict = row.subdistrict, .community = row.community, .grid = row.grid}));
            last = rows.empty() ? after : rows.back().id;
            more = rows.size() == piece;
            if (!more) tx.run(put_setting, {{"name", done}, {"value", "1"}});
        });
        after = last;
    }
}

}  // namespace liren::cases
