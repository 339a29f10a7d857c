// The tables a set of SQL scripts leaves behind, as far as our dialect goes (docs/sql.md): columns with their types, indexes with
// their text. Used by the check that holds declarations against migrations, and by ./dev new-migration, which drafts the difference.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const withoutComments = (sql) => sql.replace(/--[^\n]*/g, '');
/** "text not null default ''" → ['text not null default \'\'', …]; what an added column needs besides (its default) is no difference. */
const plain = (type) => type.replace(/\s+/g, ' ').replace(/ default ('[^']*'|\d+)/, '').trim();

/** @returns Map of table → {columns: Map of name → type, indexes: Map of name → text} */
export function tablesOf(sql, tables = new Map()) {
    for (const statement of withoutComments(sql).split(';').map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean)) {
        const made = /^create table (\w+) \((.*)\)$/.exec(statement);
        const added = /^alter table (\w+) add column (\w+) (.*)$/.exec(statement);
        const dropped = /^alter table (\w+) drop column (\w+)$/.exec(statement);
        const index = /^create (?:unique |search )?index (\w+) on (\w+)/.exec(statement);
        const gone = /^drop index (\w+)$/.exec(statement);
        if (made) {
            const columns = new Map(made[2].split(/,(?![^(]*\))/).map((line) => /^(\w+) (.*)$/.exec(line.trim())).filter(Boolean).map(([, name, type]) => [name, plain(type)]));
            tables.set(made[1], { columns, indexes: new Map() });
        } else if (added) tables.get(added[1])?.columns.set(added[2], plain(added[3]));
        else if (dropped) tables.get(dropped[1])?.columns.delete(dropped[2]);
        else if (index) tables.get(index[2])?.indexes.set(index[1], statement);
        else if (gone) for (const table of tables.values()) table.indexes.delete(gone[1]);
    }
    return tables;
}

/** What the migrations of a folder leave behind. */
export function migratedTables(folder) {
    const tables = new Map();
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.sql')).sort()) tablesOf(readFileSync(join(folder, file), 'utf8'), tables);
    return tables;
}

/** SQL that turns what is there into what is declared. Columns that are declared no more are left to the author: they hold data. */
export function difference(declared, there) {
    const lines = [], left = [];
    for (const [table, { columns, indexes }] of declared) {
        const now = there.get(table);
        if (!now) continue;   // a whole table is printed by `liren registers KIND`
        for (const [name, type] of columns) {
            if (!now.columns.has(name)) lines.push(`alter table ${table} add column ${name} ${type}${/not null/.test(type) ? (/text/.test(type) ? " default ''" : ' default 0') : ''};`);
            else if (now.columns.get(name) !== type) left.push(`${table}.${name} is declared as '${type}' and is '${now.columns.get(name)}'`);
        }
        for (const name of now.columns.keys()) if (!columns.has(name)) left.push(`${table}.${name} is in no declaration`);
        for (const [name, text] of indexes) {
            if (now.indexes.get(name) === text) continue;
            if (now.indexes.has(name)) lines.push(`drop index ${name};`);
            lines.push(`${text};`);
        }
        for (const name of now.indexes.keys()) if (!indexes.has(name)) left.push(`the index ${name} of ${table} is in no declaration`);
    }
    return { lines, left };
}

// node tests/checks/schema.mjs BINARY MODULE: what a new migration of the module would hold
if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const [binary, module] = process.argv.slice(2);
    const declared = tablesOf(execFileSync(binary, ['registers'], { encoding: 'utf8' }));
    const folder = `modules/${module}/migrations/district`;
    const there = migratedTables(folder);
    const { lines, left } = difference(declared, there);
    for (const [table, { columns }] of declared) {
        if (there.has(table) || !table.startsWith(`${module}_`)) continue;
        lines.push(`create table ${table} (\n    ${[...columns].map(([name, type]) => `${name} ${type}`).join(',\n    ')}\n);`, ...[...declared.get(table).indexes.values()].map((text) => `${text};`));
    }
    for (const line of left) lines.push(`-- Look here: ${line}.`);
    if (lines.length) console.log(lines.join('\n'));
}
