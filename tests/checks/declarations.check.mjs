// Declarations equal the schema: what `liren registers` says of each register's table is what its module's migrations make — every
// column with its type, every index with its text, and nothing besides.
import { execFileSync } from 'node:child_process';
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './house.mjs';
import { difference, migratedTables, tablesOf } from './schema.mjs';

const binary = process.env.LIREN_BINARY ?? join(root, 'build/debug/app/liren');

export function faults(declared, migrated) {
    const missing = [...declared.keys()].filter((table) => !migrated.has(table)).map((table) => `the table ${table} is declared and no migration makes it`);
    const { lines, left } = difference(declared, migrated);
    return [...missing, ...lines.map((line) => `no migration says: ${line}`), ...left];
}

test('what is declared of registers is what the migrations make', () => {
    const declared = tablesOf(execFileSync(binary, ['registers'], { encoding: 'utf8' }));
    assert.ok(declared.size >= 15, `only ${declared.size} registers`);
    const migrated = new Map();
    for (const module of readdirSync(join(root, 'modules'))) {
        const folder = join(root, 'modules', module, 'migrations/district');
        if (existsSync(folder)) for (const [table, made] of migratedTables(folder)) migrated.set(table, made);
    }
    assert.deepEqual(faults(declared, migrated), []);
});

const people = "create table a_people (id bigint primary key, name text, extra text not null); create index a_people_name on a_people (name, id);";
for (const [what, migration, expected] of [
    ['a column no migration makes', "create table a_people (id bigint primary key, name text); create index a_people_name on a_people (name, id);", /add column extra/],
    ['a column that is declared no more', `${people} alter table a_people add column age bigint;`, /a_people\.age is in no declaration/],
    ['a column of another type', people.replace('name text', 'name bigint'), /declared as 'text' and is 'bigint'/],
    ['an index over other columns', people.replace('(name, id)', '(id)'), /create index a_people_name on a_people \(name, id\)/],
    ['an index no declaration asks for', `${people} create index a_people_x on a_people (id);`, /a_people_x of a_people is in no declaration/],
    ['a table no migration makes', 'create table b (id bigint primary key);', /a_people is declared/],
]) test(`finds ${what}`, () => assert.match(faults(tablesOf(people), tablesOf(migration)).join('\n'), expected));

test('an added column may bear the default that a table made at once does not need', () => {
    const older = "create table a_people (id bigint primary key, name text); create index a_people_name on a_people (name, id); alter table a_people add column extra text not null default '';";
    assert.deepEqual(faults(tablesOf(people), tablesOf(older)), []);
});
