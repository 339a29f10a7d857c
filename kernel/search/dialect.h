#pragma once
// How each engine keeps and asks the index over a table's column `words`: SQLite by an FTS5 table beside it (external content,
// no positions), PostgreSQL by a GIN index over the words as they are. Private to the kernel.

#include <string>
#include <string_view>

#include "liren/search.h"
#include "sql/template.h"

namespace liren::search {

/// At most so many rows of one question are looked at, the newest first: who finds more adds a word.
inline constexpr int most_found = 500;

/// The text before and after the parameter of a {found:alias|table :parameter}.
std::string found_begin(std::string_view alias, std::string_view table, sql::Engine engine);
std::string found_end(sql::Engine engine);

/// SQLite has no figures of how many rows a question finds, and would rather walk a whole community in the order of its list
/// (140 ms of a million) than look up the few it found: in a statement that searches, the table of that alias is reached by id alone.
void look_up_by_id(std::string& statement, std::string_view alias, sql::Engine engine);

std::string question_text(const SearchQuestion& question, sql::Engine engine);

/// A migration's script with every `create search index <table>_words on <table> (words);` in the engine's own words.
std::string with_search_indexes(std::string_view script, sql::Engine engine);

/// SQLite: takes a row's words out of the index, and puts them in.
std::string take_out_text(std::string_view table);
std::string put_in_text(std::string_view table);

}  // namespace liren::search
