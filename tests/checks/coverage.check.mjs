// docs/coverage.tsv says which requirement is proven by which test. A row that is proven names a test that exists, in a file that
// exists; at the end of a whole run that test also ran and passed (LIREN_RUN_IS_COMPLETE).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { finds, holds, read, root } from './house.mjs';

const header = 'row\tstate\ttest file\ttest name';

function rowsOf(house) {
    const [first, ...lines] = read(house, 'docs/coverage.tsv').split('\n').filter((line) => line.trim());
    return { first, rows: lines.map((line, i) => ({ number: i + 2, parts: line.split('\t') })) };
}

const requirements = (house) => new Set(read(house, 'docs/requirements-rows.txt').split('\n').map((l) => l.trim()).filter((l) => l && !l.startsWith('#')));

export function coverageIsTrue(house) {
    const { first, rows } = rowsOf(house);
    const known = requirements(house);
    const found = first === header ? [] : ['docs/coverage.tsv has another header than: ' + header.replaceAll('\t', ' | ')];
    for (const { number, parts } of rows) {
        const [row, state, file = '', name = ''] = parts.map((part) => part.trim());
        const place = `docs/coverage.tsv:${number} ${row}`;
        if (!known.has(row)) found.push(`${place} is not a row of the requirements`);
        if (state !== 'proven' && state !== 'begun') found.push(`${place} has the state '${state}'; it is proven or begun`);
        if (state === 'begun' && !file && !name) continue;
        if (!existsSync(join(house, file)) || !file) found.push(`${place} names the file '${file}', which is not there`);
        else if (!name || !read(house, file).includes(name)) found.push(`${place} names the test '${name}', which is not in ${file}`);
    }
    return found;
}

export function provenTestsPassed(house) {
    const folder = join(house, 'build/test-results');
    const passed = readdirSync(folder).filter((f) => f.endsWith('.tsv')).flatMap((f) => readFileSync(join(folder, f), 'utf8').split('\n'))
        .map((line) => line.split('\t')).filter(([verdict]) => verdict === 'pass');
    return rowsOf(house).rows.filter(({ parts }) => parts[1] === 'proven')
        .filter(({ parts: [, , file, name] }) => !passed.some(([, ranIn, ran]) => ran === name.trim() && (ranIn === file || ranIn.endsWith(`/${file}`))))
        .map(({ number, parts: [row, , , name] }) => `docs/coverage.tsv:${number} ${row}: the test '${name}' did not run and pass`);
}

/** Routes that no story reached with success. @param routes [{method, path}] @param hits lines "POST /api/d/140502/cases 201" */
export function unreached(routes, hits) {
    const reached = hits.map((line) => line.split(' ')).filter(([, , status]) => Number(status) < 400);
    return routes.filter(({ method, path }) => {
        const pattern = new RegExp(`^${path.replace(/\{[a-z]+\}/g, '[^/]+')}$`);
        return !reached.some(([ofMethod, at]) => ofMethod === method && pattern.test(at));
    }).map(({ method, path }) => `${method} ${path} is reached by no story`);
}

function everyRouteIsReached() {
    const folder = join(root, 'build/test-results');
    const hits = readdirSync(folder).filter((f) => /^hits-.*\.txt$/.test(f)).flatMap((f) => readFileSync(join(folder, f), 'utf8').split('\n')).filter(Boolean);
    const binary = process.env.LIREN_BINARY ?? join(root, 'build/debug/app/liren');
    const routes = execFileSync(binary, ['routes', '--json'], { encoding: 'utf8' }).split('\n').filter(Boolean).map((line) => JSON.parse(line));
    return unreached(routes, hits);
}

const complete = process.env.LIREN_RUN_IS_COMPLETE === '1';
if (complete) {
    holds('every test that proves a requirement ran and passed', provenTestsPassed);
    holds('every route is reached by a story', everyRouteIsReached);
} else {
    holds('docs/coverage.tsv names requirements and tests that exist', coverageIsTrue);
    const house = (line) => ({
        'docs/requirements-rows.txt': 'P1-02\nP1-03\n', 'docs/coverage.tsv': `${header}\n${line}\n`,
        'tests/api/a.test.mjs': "test('a resident reports a lamp', …)", 'build/test-results/a.tsv': 'pass\ttests/api/a.test.mjs\ta resident reports a lamp\n',
    });
    const good = { 'docs/coverage.tsv': `${header}\nP1-02\tproven\ttests/api/a.test.mjs\ta resident reports a lamp\nP1-03\tbegun\t\t\n` };
    const planted = {
        'a row that is no requirement': ['P9-99\tbegun\t\t', /is not a row/],
        'a state that is none': ['P1-02\tdone\ttests/api/a.test.mjs\ta resident reports a lamp', /the state 'done'/],
        'a test that does not exist': ['P1-02\tproven\ttests/api/a.test.mjs\ta resident sings', /which is not in/],
        'a file that does not exist': ['P1-02\tproven\ttests/api/b.test.mjs\ta resident reports a lamp', /which is not there/],
    };
    for (const [what, [line, expected]] of Object.entries(planted)) finds(what, coverageIsTrue, { files: house(line), mended: good, expected });
    test('finds a route that no story reached', () => {
        const routes = [{ method: 'GET', path: '/api/d/{d}/cases' }, { method: 'POST', path: '/api/d/{d}/cases/{id}/closure' }];
        const list = 'GET /api/d/140502/cases 200', closed = 'POST /api/d/140502/cases/0SB3/closure 200';
        assert.deepEqual(unreached(routes, [list, closed]), []);
        for (const hits of [[list], [list, closed.replace('200', '409')], [list, closed.replace('POST', 'GET')], [list, 'POST /api/d/140502/cases/0SB3/closure/x 200']]) {
            assert.deepEqual(unreached(routes, hits), ['POST /api/d/{d}/cases/{id}/closure is reached by no story']);
        }
    });
    finds('a proof that did not run', provenTestsPassed, {
        files: { ...house('P1-02\tproven\ttests/api/a.test.mjs\ta resident reports a lamp'), 'build/test-results/a.tsv': 'fail\ttests/api/a.test.mjs\ta resident reports a lamp\n' },
        mended: house('P1-02\tproven\ttests/api/a.test.mjs\ta resident reports a lamp'), expected: /did not run and pass/,
    });
}
