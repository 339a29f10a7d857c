#pragma once
// The SQL of one register, made from its declaration when the program starts, in the spelling of docs/sql.md. Private to the
// kernel.

#include <deque>
#include <string>
#include <vector>

#include "liren/register.h"
#include "liren/sql.h"

namespace liren {

/// How one field stands in the table.
struct FieldColumn {
    std::string name;                         ///< the column; of a sealed field "<name>_sealed"
    std::string hash;                         ///< of a sealed unique field "<name>_hash", else ""
    std::string from, to;                     ///< of a filter on dates: the parameters "<name>_from" and "<name>_to"
};

struct Register::Statements {
    Statements(const RegisterName& name, const std::vector<RegisterField>& fields);

    std::vector<FieldColumn> columns;         ///< by the order of the declaration
    bool is_searched = false;                 ///< some field is: the table has a search index
    std::vector<std::size_t> listed;          ///< the fields a list reads
    const Statement* find = nullptr;
    const Statement* list = nullptr;
    const Statement* found = nullptr;         ///< how many rows a question finds, as far as one looks (search::most_found); null where nothing is searched
    const Statement* titled = nullptr;        ///< current rows of one title, by its sort key
    const Statement* insert = nullptr;
    const Statement* update = nullptr;
    const Statement* end = nullptr;
    const Statement* reopen = nullptr;
    const Statement* confirm = nullptr;
    const Statement* placement = nullptr;
    const Statement* title = nullptr;         ///< with what qualifies it; null where no field is a title
    std::optional<std::size_t> qualifier;
    std::vector<const Statement*> unique;     ///< by the order of the declaration; null where not unique
    std::vector<const Statement*> referring;  ///< every current row that refers to a subject, beyond any scope: for mergers
    std::vector<const Statement*> related;    ///< rows that refer to a subject by this field; null where no reference

private:
    const Statement* add(const std::string& name, std::string text, const char* index = nullptr);
    std::deque<std::string> texts_;
    std::deque<Statement> statements_;
};

/// Columns that every register's table has before its own, as the statements `find`, `list` and `related` read them.
inline constexpr int standing_columns = 14;

/// A row of `find`, `list` or `related`: standing columns, then those of `fields`, sealed values opened.
Record read_record(const Row& row, const Register& of, const std::vector<std::size_t>& fields, const Keyring& keyring);

/// For read_record and write_row: all of them, in the order of the declaration.
std::vector<std::size_t> every_field(const Register& of);

/// Where a title stands in the order of the list.
std::string title_key(const Register& of, std::string_view title);

/// What a sealed value of this field is bound to.
std::string seal_context(const Register& of, const RegisterField& field);

}  // namespace liren
