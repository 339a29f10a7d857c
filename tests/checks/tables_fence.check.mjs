// A module writes only its own tables, and its migrations make only its own tables. The prefix of a table is its owner's name.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bareSql, finds, holds, migrationsOf, statementsOf } from './house.mjs';

const written = /\b(?:insert\s+into|update(?!\s+set\b)|delete\s+from)\s+(?:only\s+)?(?:(\w+)\.)?(\w+)/g;
const made = /\b(?:create\s+table|alter\s+table|drop\s+table|truncate(?:\s+table)?)\s+(?:if\s+(?:not\s+)?exists\s+)?(?:(\w+)\.)?(\w+)/g;
const indexed = /\bcreate\s+(?:unique\s+)?index\s+(?:if\s+not\s+exists\s+)?(\w+)\s+on\s+(?:(\w+)\.)?(\w+)/g;

/** Whose names may stand here: the module's; in the kernel also those of its rooms ("files_…"). */
function ownersOf(house, path) {
    const [room, name] = path.split('/');
    if (room === 'modules') return [name];
    return [room, ...readdirSync(join(house, room)).filter((word) => !/^(include|migrations|tests)$|\./.test(word))];
}

const isOwned = (house, path, name, mark) => ownersOf(house, path).some((owner) => name.startsWith(owner + mark));

/** `for update`, `on conflict … do update set` name no table. */
const withoutOtherUpdates = (sql) => sql.replace(/\bdo\s+update\b/g, 'do       ').replace(/\bfor\s+(no\s+key\s+)?update\b/g, 'for       ');

export function writesOwnTables(house) {
    const found = [];
    for (const { path, line, name, text } of statementsOf(house)) {
        const owner = ownersOf(house, path)[0];
        for (const [, , table] of withoutOtherUpdates(bareSql(text)).matchAll(written)) {
            if (!isOwned(house, path, table, '_')) found.push(`${path}:${line} ${name} writes ${table}: ${owner} writes only ${owner}_*`);
        }
    }
    return found;
}

export function writesOwnStore(house) {
    const found = [];
    for (const { path, line, name, text } of statementsOf(house)) {
        for (const [, schema, table] of withoutOtherUpdates(bareSql(text)).matchAll(written)) {
            if (schema) found.push(`${path}:${line} ${name} writes ${schema}.${table}: a request writes one store; the other is reached by an event`);
        }
    }
    return found;
}

export function makesOwnTables(house) {
    const found = [];
    for (const { path, owner, text } of migrationsOf(house)) {
        const sql = bareSql(text);
        const tables = [...sql.matchAll(made)].map((m) => m[2]);
        const more = [...sql.matchAll(indexed)].flatMap((m) => [m[3], m[1]]);
        const changed = [...withoutOtherUpdates(sql).matchAll(written)].map((m) => m[2]);
        for (const table of new Set([...tables, ...more, ...changed])) {
            if (!isOwned(house, path, table, '_')) found.push(`${path} touches ${table}: ${owner} owns only ${owner}_*`);
        }
    }
    return found;
}

export function namedAfterOwner(house) {
    const seen = new Map();
    const found = [];
    for (const { path, line, name } of statementsOf(house)) {
        const owner = ownersOf(house, path)[0];
        if (!isOwned(house, path, name, '.')) found.push(`${path}:${line} the statement '${name}' is not named ${owner}.…`);
        if (seen.has(name)) found.push(`${path}:${line} '${name}' is also the name of the statement at ${seen.get(name)}`);
        seen.set(name, `${path}:${line}`);
    }
    return found;
}

holds('a statement writes only tables of its own module', writesOwnTables);
holds('a statement writes only the store it stands in', writesOwnStore);
holds('a migration makes and changes only tables of its own module', makesOwnTables);
holds('a statement bears its module\'s name, once', namedAfterOwner);

const statement = (sql, name = 'cases.close') => `static const Statement s(StoreKind::district, "${name}", R"sql(\n${sql}\n)sql");\n`;

finds('a module that writes another\'s table', writesOwnTables, {
    files: { 'modules/cases/store.cpp': statement('update places_areas set name = :name where id = :id') },
    mended: { 'modules/cases/store.cpp': statement('insert into cases_cases (id) values (:id) on conflict (id) do update set note = excluded.note') },
    expected: /cases\.close writes places_areas/,
});
finds('a delete from another\'s table', writesOwnTables, {
    files: { 'modules/cases/store.cpp': statement("delete from kernel_jobs where note = 'update cases_cases'") }, expected: /writes kernel_jobs/,
});
finds('a write into another store', writesOwnStore, {
    files: { 'modules/cases/store.cpp': statement('insert into gate.cases_counters (id) values (:id)') }, expected: /writes gate\.cases_counters/,
});
finds('a migration that makes a table without its prefix', makesOwnTables, {
    files: { 'modules/cases/migrations/district/20261125_0100_cases.sql': 'create table reports (id bigint primary key);\n' },
    mended: { 'modules/cases/migrations/district/20261125_0100_cases.sql': 'create table cases_cases (id bigint primary key);\n' }, expected: /touches reports/,
});
finds('a kernel table that bears no room\'s name', makesOwnTables, {
    files: { 'kernel/migrations/gate/20261125_0100_a.sql': 'create table accounts (id bigint primary key);\n', 'kernel/files/files.cpp': '' },
    mended: { 'kernel/migrations/gate/20261125_0100_a.sql': 'create table files_files (id bigint primary key);\n' }, expected: /touches accounts/,
});
finds('a migration that changes another\'s rows', makesOwnTables, {
    files: { 'modules/cases/migrations/city/20261125_0100_cases.sql': 'update places_areas set name = name;\n' }, expected: /touches places_areas/,
});
finds('a statement with a borrowed name', namedAfterOwner, {
    files: { 'modules/cases/store.cpp': statement('select id from cases_cases', 'places.find') }, expected: /is not named cases\./,
});
