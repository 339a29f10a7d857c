#pragma once
// What is asked of a register: the list's own query, kept sealed with the request because people type names and numbers into it, and
// told to the approver in words. And what the sheet's columns are. Private to the module.

#include "store.h"

#include "liren/register.h"

namespace liren::exports {

using Query = std::vector<std::pair<std::string, std::string>>;

/// The pairs of a query string that say something.
Query read_query(std::string_view text);
std::string seal_query(const House& house, std::int64_t id, const Query& query);
Query open_query(const House& house, std::int64_t id, std::string_view sealed);
/// The smallest area the query names; 0: none.
std::int64_t area_of_query(const Query& query);
/// "Community: …, sex: male, born from 1950"; what was typed stands in it without the end of a number.
std::string query_words(House& house, Db& db, std::string_view language, const Register& of, const Query& query);

/// The fields that are columns: all, or those the list shows; the title first.
std::vector<std::size_t> columns_of(const Register& of, std::string_view columns);
std::vector<std::size_t> sealed_of(const Register& of, const std::vector<std::size_t>& columns);
/// Names, with commas between, of the fields the city added that are columns now; and the fields of such names.
std::string extra_columns(House& house, const Register& of, std::string_view columns);
std::vector<ExtraField> extra_of(House& house, const Register& of, std::string_view names);
std::string column_words(House& house, std::string_view language, const Register& of, const ExportRow& row);
/// What an item is called where it is written down and read again: its name, its code where two of a list have one name.
std::string code_words(const CodeList& list, const CodeItem& item, std::string_view language);

}  // namespace liren::exports
