#include "search/dialect.h"

#include <stdexcept>

namespace liren::search {

using sql::Engine;

namespace {

const char* const lexemes = "array_to_tsvector(string_to_array(words, ' '))";

void append_quoted(std::string& text, std::string_view word, char quote) {
    text += quote;
    for (const char c : word) {
        if (c == quote || (quote == '\'' && c == '\\')) text += c;
        text += c;
    }
    text += quote;
}

void append_word(std::string& text, const SearchWord& word, Engine engine) {
    append_quoted(text, word.text, engine == Engine::sqlite ? '"' : '\'');
    if (word.prefix) text += engine == Engine::sqlite ? " *" : ":*";
}

}  // namespace

std::string found_begin(std::string_view alias, std::string_view table, Engine engine) {
    const std::string t(table);
    if (engine == Engine::sqlite) return std::string(alias) + ".id in (select rowid from " + t + "_words where " + t + "_words match ";
    // The inner select is fenced by its offset: else the planner may walk the primary key backwards and read the whole table.
    return std::string(alias) + ".id in (select q.id from (select id from " + t + " where " + lexemes + " @@ cast(";
}

std::string found_end(Engine engine) {
    const std::string limit = std::to_string(most_found);
    return engine == Engine::sqlite ? " order by rowid desc limit " + limit + ")" : " as tsquery) offset 0) q order by q.id desc limit " + limit + ")";
}

void look_up_by_id(std::string& statement, std::string_view alias, Engine engine) {
    if (engine != Engine::sqlite) return;
    constexpr std::string_view from = " from ";
    const std::string named = " " + std::string(alias);
    for (std::size_t at = statement.find(from); at != std::string::npos; at = statement.find(from, at + from.size())) {
        const std::size_t end = statement.find_first_of(" ()", at + from.size());
        if (end == std::string::npos || statement.compare(end, named.size() + 1, named + " ") != 0) continue;
        statement.insert(end + named.size(), " not indexed");
        return;
    }
}

std::string question_text(const SearchQuestion& question, Engine engine) {
    std::string text;
    for (const auto& group : question) {
        if (!text.empty()) text += engine == Engine::sqlite ? " AND " : " & ";
        text += '(';
        bool first = true;
        for (const SearchWord& word : group) {
            if (!first) text += engine == Engine::sqlite ? " OR " : " | ";
            first = false;
            append_word(text, word, engine);
        }
        if (group.empty()) append_word(text, {"-"}, engine);   // a word no row has
        text += ')';
    }
    return text;
}

std::string with_search_indexes(std::string_view script, Engine engine) {
    constexpr std::string_view begin = "create search index ", end = ";";
    std::string text;
    for (std::size_t at = script.find(begin); at != std::string_view::npos; at = script.find(begin)) {
        const std::size_t stop = script.find(end, at);
        const std::string_view line = script.substr(at + begin.size(), stop - at - begin.size());   // "<table>_words on <table> (words)"
        const std::string table(line.substr(0, line.find("_words on ")));
        if (line != table + "_words on " + table + " (words)") throw std::logic_error("a search index is written: create search index <table>_words on <table> (words);");
        text += script.substr(0, at);
        if (engine == Engine::sqlite)
            text += "create virtual table " + table + "_words using fts5(words, content='" + table + "', content_rowid='id', columnsize=0, detail=none, tokenize='unicode61 remove_diacritics 0');";
        else text += "create index " + table + "_words on " + table + " using gin (" + lexemes + ");";
        script.remove_prefix(stop + end.size());
    }
    return text + std::string(script);
}

std::string take_out_text(std::string_view table) {
    const std::string t = std::string(table) + "_words";
    return "insert into " + t + " (" + t + ", rowid, words) values ('delete', ?, ?)";
}

std::string put_in_text(std::string_view table) { return "insert into " + std::string(table) + "_words (rowid, words) values (?, ?)"; }

}  // namespace liren::search
