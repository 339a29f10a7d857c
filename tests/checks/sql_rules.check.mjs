// One SQL text runs on SQLite, PostgreSQL and a cluster of PostgreSQL. The rules that keep it so (docs/sql.md), checked in every
// Statement and every migration. Preparing on both engines does not find a breach of most of them; this does.
import { bareSql, finds, holds, insideBrackets, lineOf, looseSqlOf, migrationsOf, splitList, statementsOf } from './house.mjs';

/** Where two dialects may stand. */
const dialectFolder = /^kernel\/(sql|search|jobs|events)\//;

const keywords = ('select insert into update delete from where and or not null is in exists order group by having limit offset join left inner outer on '
    + 'as set values returning conflict do nothing case when then else end distinct union all with primary key references create table index unique '
    + 'default check constraint alter add drop column asc desc between like bigint text').split(' ');
const upperKeyword = new RegExp(`\\b(${keywords.map((k) => k.toUpperCase()).join('|')})\\b`);

const rules = [
    [/\b(now|random|gen_random_uuid|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|datetime|julianday|strftime|unixepoch|randomblob)\s*\(/,
        'asks the database for time or chance; pass it as a parameter'],
    [/\b(current_timestamp|current_date|current_time|localtime|localtimestamp)\b/, 'asks the database for time; pass it as a parameter'],
    [/::/, 'casts with ::, which SQLite does not know'],
    [/\b(to_char|to_timestamp|to_date|date_trunc|date_part|extract|age|to_json|to_jsonb|json_build_object|jsonb_build_object|format|concat|concat_ws)\s*\(/,
        'calls a function that is not immutable; compute it in C++'],
    [/\binterval\s*'/, 'adds an interval; instants are bigint ms'],
    [/\bselect\s+(distinct\s+)?\*/, 'says select *; spell the columns out'],
    [/\b\w+\.\*/, 'says alias.*; spell the columns out'],
    [/\breturning\s+\*/, 'says returning *; spell the columns out'],
    [/\bcreate\s+(or\s+replace\s+)?(constraint\s+)?trigger\b/, 'makes a trigger; the write pipeline does it'],
    [/\bmerge\s+into\b/, 'says merge; use insert … on conflict'],
    [/\bmaterialized\s+view\b/, 'makes a materialized view; use a roll-up table'],
    [/\bcreate\s+(or\s+replace\s+)?(function|procedure|rule|policy|extension)\b/, 'puts code into the database'],
    [/\b(pg_advisory\w*|pg_notify|current_setting|set_config)\s*\(/, 'uses what lives on one node only'],
    [/^\s*(notify|listen|lock|vacuum|pragma|begin|commit|rollback|savepoint)\b/m, 'is a command, not a statement'],
    [/\b(tableoid|xmin|ctid|rowid)\b/, 'uses an inner column of one engine'],
    [/\b(insert\s+or\s+(replace|ignore)|replace\s+into|glob\s|ilike\b|similar\s+to|regexp\b)/, 'is a form of one engine only'],
];

const immutable = new Set(('lower upper length substr coalesce greatest least max min sum count jsonb_set abs nullif replace trim ltrim rtrim '
    + 'row_number rank exists').split(' '));
const notFunctions = new Set(('in values on and or not as from where set select using when then else by over conflict any all union join into '
    + 'limit having distinct filter with case between like is returning do key check unique').split(' '));

const isWrite = (sql) => /^\s*(with\b[\s\S]*?\)\s*)?(insert|update|delete)\b/.test(sql);

/** [offset, sentence] of every breach in one statement's text. */
function breaches(raw) {
    const sql = bareSql(raw);
    const found = [];
    const say = (position, sentence) => found.push([position, sentence]);
    for (const [pattern, sentence] of rules) {
        const m = pattern.exec(sql);
        if (m) say(m.index, `'${m[0].trim()}' ${sentence}`);
    }
    const upper = upperKeyword.exec(sql);
    if (upper) say(upper.index, `'${upper[0]}' is not lower-case`);
    for (const m of sql.matchAll(/\breturning\s+([\s\S]*?)(?=\)|;|$)/g)) {
        const odd = splitList(m[1]).find((column) => !/^[a-z_][a-z0-9_]*$/.test(column) && column !== '*');
        if (odd && !sql.slice(m.index).match(/^returning\s+\*/)) say(m.index, `returning '${odd}' is no bare column; format in C++`);
    }
    for (const m of sql.matchAll(/\binsert\s+into\s+[\w.]+\s*(\(|\w+)/g)) {
        if (m[1] !== '(') say(m.index, 'insert into without a list of columns');
    }
    for (const m of sql.matchAll(/\bvalues\s*\(/g)) {
        if (/\bselect\b/.test(insideBrackets(sql, m.index + m[0].length - 1))) say(m.index, 'a sub-select in values; read first, or insert … select');
    }
    if (isWrite(sql)) {
        for (const m of sql.matchAll(/\b([a-z_][a-z0-9_]*)\s*\(/g)) {
            const before = sql.slice(0, m.index);
            const isName = /\b(into|table|index|references)\s+([\w]+\.)?$/.test(before) || /\bas\s+$/.test(before) || /[{:]\s*$/.test(before)
                || /(^\s*with(\s+recursive)?|,)\s*$/.test(before) && /^\s*\([^)]*\)\s*as\b/.test(sql.slice(m.index + m[1].length));
            if (!isName && !immutable.has(m[1]) && !notFunctions.has(m[1]) && !rules.some(([pattern]) => pattern.test(m[0]))) say(m.index, `'${m[1]}(' in a write is not on the list of immutable functions`);
        }
    }
    return found;
}

export function statementRules(house) {
    const found = [];
    for (const { path, line, name, text } of statementsOf(house)) {
        for (const [offset, sentence] of breaches(text)) found.push(`${path}:${line + lineOf(text, offset) - 1} ${name}: ${sentence}`);
    }
    return found;
}

export function noLooseSql(house) {
    return looseSqlOf(house).filter(({ path }) => !dialectFolder.test(path))
        .map(({ path, line }) => `${path}:${line} SQL that is no Statement: give it a name, so that the checks see it`);
}

export function statementsInStores(house) {
    return statementsOf(house).filter(({ path }) => path.startsWith('modules/') && !/\/store(_\w+)?\.cpp$/.test(path))
        .map(({ path, line, name }) => `${path}:${line} ${name} does not stand in the module's store.cpp`);
}

// ---- migrations ---------------------------------------------------------------------------------------------------------

const literal = /^(-?\d+|'[^']*')$/;

function tableBreaches(name, body) {
    const found = [];
    let hasKey = false;
    for (const part of splitList(body)) {
        const words = part.replace(/\s+/g, ' ').trim();
        if (/\bprimary key\b/.test(words)) hasKey = true;
        const named = words.match(/^constraint (\w+)/);
        if (named && named[1].length > 50) found.push(`the constraint ${named[1]} has a name of more than 50 characters`);
        if (/^(constraint|primary key|foreign key|unique|check)\b/.test(words)) continue;
        const [column, type] = words.split(' ');
        if (column.length > 50) found.push(`the column ${column} has a name of more than 50 characters`);
        if (!/^[a-z][a-z0-9_]*$/.test(column)) found.push(`the column '${column}' is not in snake_case`);
        if (type !== 'bigint' && type !== 'text') found.push(`${name}.${column} is '${type}'; columns are bigint or text`);
        const value = words.match(/\bdefault ('[^']*'|\S+)/);
        if (value && !literal.test(value[1].replace(/,$/, ''))) found.push(`${name}.${column} has the default ${value[1]}; only a literal is allowed`);
    }
    if (!hasKey) found.push(`the table ${name} has no primary key`);
    return found;
}

function migrationBreaches(text) {
    const sql = bareSql(text);
    const found = [];
    for (const m of sql.matchAll(/\bcreate\s+(temp\w*\s+|virtual\s+|unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?([\w.]+)\s*(\(|as\b|using\b)?/g)) {
        const table = m[2];
        if (m[1]) found.push(`'create ${m[1].trim()} table' is a form of one engine`);
        if (table.includes('.')) found.push(`${table} is named with its store; the migration already runs in it`);
        if (table.length > 50) found.push(`the table ${table} has a name of more than 50 characters`);
        if (m[3] !== '(') {
            if (!m[1]) found.push(`the table ${table} is not spelled out column by column`);
            continue;
        }
        const open = m.index + m[0].length - 1;
        const body = insideBrackets(sql, open);
        found.push(...tableBreaches(table, insideBrackets(text, open).length === body.length ? body : body));
        const tail = sql.slice(open + body.length + 2).match(/^[^;]*/)[0].trim();
        if (tail) found.push(`the table ${table} ends with '${tail}', which one engine does not know`);
    }
    for (const m of sql.matchAll(/\bcreate\s+(?:unique\s+)?index\s+(concurrently\s+)?(?:if\s+not\s+exists\s+)?(\w+)/g)) {
        if (m[1]) found.push('create index concurrently is a form of one engine');
        if (m[2].length > 50) found.push(`the index ${m[2]} has a name of more than 50 characters`);
    }
    for (const m of sql.matchAll(/\badd\s+(?:column\s+)?(\w+)\s+(\w+)([^;,]*)/g)) {
        if (/^(constraint|primary|foreign|unique|check)$/.test(m[1])) continue;
        if (m[2] !== 'bigint' && m[2] !== 'text') found.push(`the column ${m[1]} is '${m[2]}'; columns are bigint or text`);
        const value = m[3].match(/\bdefault\s+('[^']*'|\S+)/);
        if (value && !literal.test(value[1])) found.push(`the column ${m[1]} has the default ${value[1]}; only a literal is allowed`);
    }
    const across = sql.match(/\breferences\s+(\w+\.\w+)/);
    if (across) found.push(`a key to ${across[1]} crosses stores`);
    const engine = sql.match(/\b(autoincrement|bigserial|serial|identity|generated|without\s+rowid|strict|collate)\b/);
    if (engine) found.push(`'${engine[1]}' belongs to one engine`);
    return found;
}

export function migrationRules(house) {
    const found = [];
    for (const { path, text, store, file } of migrationsOf(house)) {
        if (!['city', 'gate', 'district'].includes(store)) found.push(`${path} lies in no store's folder (city, gate, district)`);
        if (!/^\d{8}_\d{4}_[a-z0-9_]+\.sql$/.test(file)) found.push(`${path} is not named <yyyymmdd>_<hhmm>_<what>.sql`);
        for (const [offset, sentence] of breaches(text)) found.push(`${path}:${lineOf(text, offset)} ${sentence}`);
        for (const sentence of migrationBreaches(text)) found.push(`${path} ${sentence}`);
    }
    return found;
}

holds('every statement keeps the rules of one text for all engines', statementRules);
holds('every migration keeps them too', migrationRules);
holds('SQL outside the dialect folders is a named Statement', noLooseSql);
holds('a module\'s statements stand in its store.cpp', statementsInStores);

// ---- self-tests ---------------------------------------------------------------------------------------------------------

const statement = (sql) => ({ 'modules/cases/store.cpp': `static const Statement s(StoreKind::district, "cases.x", R"sql(\n${sql}\n)sql", "i");\n` });
const clean = statement(`with done as (
    select c.id, c.version from cases_cases c where c.state = :state and {scope:c|unit} [and c.community = :community]
)
update cases_cases set version = version + 1, text = lower(:text), changed_at = :now
where id in (select id from done) and (version = :version or :force = 1)
returning id, version`);

const planted = {
    'the database\'s clock': ['update cases_cases set at = now() where id = :id', /now\(/],
    'current_timestamp': ['select id from cases_cases where at < current_timestamp', /current_timestamp/],
    'chance from the database': ['select id from cases_cases order by random()', /random/],
    'a cast with ::': ['select id::text from cases_cases', /::/],
    'select *': ['select * from cases_cases', /select \*/],
    'an alias and a star': ['select c.* from cases_cases c', /c\.\*/],
    'upper-case keywords': ['SELECT id from cases_cases', /not lower-case/],
    'an expression in returning': ['update cases_cases set a = :a where id = :id returning id, a + 1', /no bare column/],
    'a sub-select in values': ['insert into cases_cases (id, n) values (:id, (select max(n) from cases_cases))', /sub-select in values/],
    'an insert without columns': ['insert into cases_cases values (:id)', /without a list of columns/],
    'a function off the list in a write': ['update cases_cases set name = md5(name) where id = :id', /md5\(/],
    'a merge': ['merge into cases_cases using x on x.id = id', /merge/],
    'SQLite\'s own insert': ['insert or ignore into cases_cases (id) values (:id)', /one engine only/],
};
for (const [what, [sql, expected]] of Object.entries(planted)) {
    finds(what, statementRules, { files: statement(sql), mended: clean, expected });
}

const migration = (sql, path = 'modules/cases/migrations/district/20261125_0100_cases.sql') => ({ [path]: sql });
const fine = migration("-- 'now()' in a remark\ncreate table cases_cases (\n    id bigint primary key,\n    note text not null default '',\n    n bigint default 0,\n    kind text not null default 'request'\n);\nalter table cases_cases add column way text not null default 'by hand';\ncreate index cases_cases_by_n on cases_cases (n, id);\n");
const plantedMigrations = {
    'a table without primary key': ['create table cases_links (a bigint not null, b bigint not null);', /has no primary key/],
    'a column of another type': ['create table cases_x (id bigint primary key, at timestamptz);', /is 'timestamptz'/],
    'a volatile default': ['create table cases_x (id bigint primary key, n bigint default nextval);', /default nextval/],
    'a name of more than 50 characters': [`create table cases_x (id bigint primary key, ${'n'.repeat(51)} bigint);`, /more than 50/],
    'a trigger': ['create trigger cases_t after insert on cases_x for each row execute nothing;', /trigger/],
    'a materialized view': ['create materialized view cases_v as select id from cases_x;', /materialized/],
    'a key that crosses stores': ['create table cases_x (id bigint primary key, area bigint references city.places_areas);', /crosses stores/],
    'a table made by a select': ['create table cases_x as select id from cases_y;', /not spelled out/],
    'an engine\'s own ending': ['create table cases_x (id bigint primary key) without rowid;', /rowid/],
    'an added column of another type': ['alter table cases_x add column flag boolean;', /'boolean'/],
};
for (const [what, [sql, expected]] of Object.entries(plantedMigrations)) {
    const once = (house) => migrationRules(house).slice(0, 1);
    finds(what, once, { files: migration(sql), mended: fine, expected });
}
finds('a migration outside the stores\' folders', migrationRules, { files: migration('select 1;', 'kernel/migrations/20261125_0100_x.sql'), expected: /no store's folder/ });
finds('a migration with a loose name', migrationRules, { files: migration('select 1;', 'kernel/migrations/city/cases.sql'), expected: /is not named/ });
finds('SQL without a name', noLooseSql, {
    files: { 'modules/cases/store.cpp': 'db.run(R"sql(select id from cases_cases)sql");\n' },
    mended: { 'modules/cases/store.cpp': '', 'kernel/sql/sqlite.cpp': 'exec(R"sql(select id from kernel_events)sql");\n', ...clean }, expected: /no Statement/,
});
finds('a statement outside store.cpp', statementsInStores, {
    files: { 'modules/cases/close.cpp': clean['modules/cases/store.cpp'] }, expected: /store\.cpp/,
});
