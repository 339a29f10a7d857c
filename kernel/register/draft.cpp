// A register's table as SQL: what `liren registers --sql KIND` prints for an author to review and keep as a migration.

#include "liren/register.h"
#include "register/statements.h"

namespace liren {

std::string table_draft(const Register& of) {
    const std::string& table = of.table();
    std::string sql = "create table " + table + " (\n    id bigint primary key,\n";
    for (const char* column : {"version bigint not null", "area bigint not null", "subdistrict bigint not null", "community bigint not null", "grid bigint not null", "source text not null",
                               "as_of bigint not null", "confirmed_by bigint not null", "ended bigint not null", "ended_at bigint", "end_reason text not null", "words text not null",
                               "sort_key text not null", "created_at bigint not null", "changed_at bigint not null", "extra text not null default ''"})
        sql += std::string("    ") + column + ",\n";
    std::string indexes;
    for (const char* level : {"district", "subdistrict", "community", "grid"})
        indexes += "create index " + table + "_" + level + " on " + table + " (" + (std::string_view(level) == "district" ? "" : std::string(level) + ", ") + "ended, sort_key, id);\n";
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        const RegisterField& field = of.fields()[i];
        const FieldColumn& column = of.statements().columns[i];
        sql += "    " + column.name + (field.is_number() ? " bigint" : " text") + ",\n";
        if (!column.hash.empty()) sql += "    " + column.hash + " text,\n";
        const std::string& key = column.hash.empty() ? column.name : column.hash;
        if (field.is_unique) indexes += "create unique index " + table + "_" + field.name + " on " + table + " (" + key + ") where ended = 0 and " + key + " is not null;\n";
        if (field.kind == FieldKind::reference) indexes += "create index " + table + "_" + field.name + " on " + table + " (" + field.name + ", ended, id) where " + field.name + " is not null;\n";
    }
    if (const auto& numbered = of.statements().numbered) {
        const FieldColumn& column = of.statements().columns[*numbered];
        indexes += "create index " + table + "_unnumbered on " + table + " (ended, sort_key, id) where ended = 0 and " + (column.hash.empty() ? column.name : column.hash) + " is null;\n";
    }
    sql.erase(sql.size() - 2, 1);
    if (of.statements().is_searched) indexes += "create search index " + table + "_words on " + table + " (words);\n";
    return sql + ");\n" + indexes;
}

}  // namespace liren
