// The refusal is the test: every named rule — require(condition, "module.key") in a module — is taken away once, and a test that
// names its key must turn red. A rule that no test names, or whose tests stay green without it, is a fault. A test build lets the
// environment take a rule away (LIREN_NEGATED_RULE, kernel/request/rules.cpp); what users run is built without those lines.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { binary } from '../api/harness.mjs';
import { filesIn, finds, holds, insideBrackets, isCpp, lineOf, plantHouse, read, root, withoutComments } from './house.mjs';

const atOnce = 2;
const variable = 'LIREN_NEGATED_RULE', definition = 'LIREN_NEGATABLE_RULES', home = 'kernel/request/rules.cpp';

// ---- which rules there are, and which tests name them ----------------------------------------------------------------------

/** Map of key → where it stands first; and the sentences about calls that name no rule. */
export function rulesOf(house) {
    const rules = new Map(), faults = [];
    for (const path of filesIn(house, 'modules').filter((p) => isCpp(p) && !/\/tests\//.test(p))) {
        const code = withoutComments(read(house, path));
        for (const call of code.matchAll(/\brequire\s*\(/g)) {
            const place = `${path}:${lineOf(code, call.index)}`;
            const key = insideBrackets(code, call.index + call[0].length - 1).match(/"([a-z_]+\.[a-z_]+)"\s*$/)?.[1];
            if (!key) faults.push(`${place} a rule without a name: the last argument of require is its text key`);
            else if (!rules.has(key)) rules.set(key, place);
        }
    }
    return { rules, faults };
}

const kinds = [
    { kind: 'story', files: (house) => filesIn(house, 'tests/api').filter((p) => p.endsWith('.test.mjs')), begin: /^test\((['"`])((?:\\.|(?!\1)[^\\\n])*)\1/gm, name: (m) => m[2].replace(/\\(.)/g, '$1') },
    { kind: 'unit', files: (house) => filesIn(house, 'modules').filter((p) => /^modules\/[^/]+\/tests\/.*\.cpp$/.test(p)), begin: /^TEST_CASE\("((?:\\.|[^"\\\n])*)"\)/gm, name: (m) => m[1].replace(/\\(.)/g, '$1') },
];

/** [{kind, file, name, text}] of every test of a story and of a module; a story comes first. */
export function testsOf(house) {
    return kinds.flatMap(({ kind, files, begin, name }) => files(house).flatMap((file) => {
        const text = read(house, file);
        const begins = [...text.matchAll(begin)];
        return begins.map((m, i) => ({ kind, file, name: name(m), text: text.slice(m.index, begins[i + 1]?.index) }));
    }));
}

const names = (one, key) => one.text.includes(`'${key}'`) || one.text.includes(`"${key}"`);

/** The tests that name a key, those of one file together. */
function guardsOf(tests, key) {
    const files = new Map();
    for (const one of tests.filter((t) => names(t, key))) files.set(one.file, [...(files.get(one.file) ?? []), one]);
    return [...files.values()];
}

/** @param turnsRed (key, tests of one file) → is one of them red without that rule? */
export async function unguarded(house, turnsRed) {
    const { rules, faults } = rulesOf(house);
    const tests = testsOf(house);
    const waiting = [...rules];
    const found = new Map();
    const work = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
            const [key, place] = next;
            const guards = guardsOf(tests, key);
            let red = false;
            for (const ofOneFile of guards) if (!red) red = await turnsRed(key, ofOneFile);
            if (!guards.length) found.set(key, `${place} no test names the rule ${key}; write one whose name is the rule's sentence`);
            else if (!red) found.set(key, `${place} without the rule ${key} every test stays green: ${guards.flat().map(({ name }) => `'${name}'`).join(', ')}`);
        }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return [...faults, ...[...rules.keys()].map((key) => found.get(key)).filter(Boolean)];
}

// ---- taking a rule away ----------------------------------------------------------------------------------------------------

/** Ends with {status, said}; the run we stand in, and its results, are none of the other's business. */
function run(program, args, more) {
    const env = { ...process.env };
    for (const name of ['NODE_TEST_CONTEXT', 'LIREN_TEST_NAME', 'LIREN_TEST_RESULTS', 'LIREN_RUN_IS_COMPLETE']) delete env[name];
    Object.assign(env, more);
    return new Promise((resolve, reject) => {
        const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
        let said = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => { said += piece; });
        child.once('error', reject);
        child.once('close', (status) => resolve({ status, said }));
    });
}

const literally = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** [{name, verdict: pass | fail | skip}] of the outermost tests in what node said (TAP). */
export function verdictsOf(said) {
    return [...said.matchAll(/^(not )?ok \d+ - (.*?)( # (?:SKIP|TODO).*)?$/gm)]
        .map(([, not, name, left]) => ({ name: name.replace(/\\(.)/g, '$1'), verdict: left ? 'skip' : not ? 'fail' : 'pass' }));
}

/** The names of these tests that fail without the rule; the file's own failure (no server) is none of them. */
async function redStories(key, tests) {
    const pattern = `^(?:${tests.map(({ name }) => literally(name)).join('|')})$`;
    const { said } = await run(process.execPath, ['--test', '--test-name-pattern', pattern, '--test-reporter=tap', tests[0].file], { [variable]: key, LIREN_ENGINE: 'sqlite' });
    const ran = verdictsOf(said).filter(({ name, verdict }) => verdict !== 'skip' && tests.some((one) => one.name === name));
    assert.equal(ran.length, tests.length, `${tests[0].file} did not run each of its tests that name ${key}:\n${said.slice(-2000)}`);
    return ran.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name);
}

async function redUnits(key, tests) {
    const program = join(root, 'build/debug/unit', `test_${tests[0].file.split('/')[1]}`);
    for (const { name } of tests) {
        const { said } = await run(program, [`--test-case=${name.replaceAll(',', '\\,')}`], { [variable]: key });
        assert.match(said, /test cases:\s+1 \|/, `${program} did not run '${name}':\n${said.slice(-2000)}`);
        if (/ERROR: (CHECK|REQUIRE)|ERROR: test case THREW/.test(said)) return [name];
    }
    return [];
}

const turnsRed = async (key, tests) => (tests[0].kind === 'story' ? await redStories(key, tests) : await redUnits(key, tests)).length > 0;

holds('every rule, taken away once, turns a test red', (house) => unguarded(house, turnsRed));

test('a rule that does not exist, taken away, turns no test red', async () => {
    const key = 'cases.own_closure';
    const [story] = guardsOf(testsOf(root).filter(({ kind }) => kind === 'story'), key);
    assert.deepEqual(await redStories('cases.no_such_rule', story), []);
});

// ---- what users run ---------------------------------------------------------------------------------------------------------

/** Places of a house where a rule could be taken away in what users run. */
export function canBeTakenAway(house) {
    const found = [];
    for (const path of ['app', 'image', 'kernel', 'modules', 'net'].flatMap((folder) => filesIn(house, folder)).filter(isCpp)) {
        if (path !== home && read(house, path).includes(variable)) found.push(`${path} knows ${variable}; only ${home} may`);
    }
    const preprocessed = (...more) => execFileSync('c++', ['-std=c++20', '-E', '-P', '-I', join(house, 'kernel/include'), ...more, join(house, home)], { encoding: 'utf8', maxBuffer: 1 << 27 });
    if (preprocessed().includes(variable)) found.push(`${home} reads ${variable} although ${definition} is not defined`);
    if (!preprocessed(`-D${definition}`).includes(variable)) found.push(`${home} does not read ${variable} although ${definition} is defined: then no rule is ever taken away`);
    const cmake = read(house, 'kernel/CMakeLists.txt').replace(/if\(LIREN_TESTS\)[\s\S]*?endif\(\)/g, '');
    if (cmake.includes(definition)) found.push(`kernel/CMakeLists.txt defines ${definition} outside if(LIREN_TESTS)`);
    for (const { name, cacheVariables = {} } of JSON.parse(read(house, 'CMakePresets.json')).configurePresets) {
        if (cacheVariables.CMAKE_BUILD_TYPE === 'Release' && cacheVariables.LIREN_TESTS !== 'OFF') found.push(`CMakePresets.json: the preset ${name} is a release with LIREN_TESTS`);
    }
    for (const built of ['release', 'bench'].map((preset) => join(house, 'build', preset, 'app/liren'))) {
        if (existsSync(built) && readFileSync(built).includes(variable)) found.push(`${built} holds ${variable}`);
    }
    return found;
}

holds('no rule can be taken away in what users run', canBeTakenAway);

test('the program that is tested can have a rule taken away', () => assert.ok(readFileSync(binary).includes(variable)));

// ---- self-test --------------------------------------------------------------------------------------------------------------

const planted = {
    'modules/cases/verbs.cpp': 'void close() {\n    // require(no, "cases.in_a_comment");\n    require(row.handler != actor, "cases.own_closure");\n}\n',
    'tests/api/a.test.mjs': "test('the handler\\'s word is not enough', async () => {\n    await refused(clerk, 409, 'cases.own_closure');\n});\n\ntest('another', () => {});\n",
};

test('finds a rule whose test stays green without it, and nothing when it turns red', async () => {
    await plantHouse(planted, async (house) => {
        const asked = [];
        const say = (red) => async (key, tests) => { asked.push([key, tests.map(({ name }) => name)]); return red; };
        assert.deepEqual(await unguarded(house, say(true)), []);
        assert.deepEqual(asked, [['cases.own_closure', ["the handler's word is not enough"]]]);
        const found = await unguarded(house, say(false));
        assert.equal(found.length, 1);
        assert.match(found[0], /verbs\.cpp:3 without the rule cases\.own_closure every test stays green/);
    });
});

test('tells a failure from a test that was left out', () => {
    const said = "TAP version 13\n# Subtest: one\nnot ok 1 - one\n  ---\n  ...\nok 2 - the handler's \\#word\nok 3 - three # SKIP test name does not match pattern\n    not ok 1 - inner\n";
    assert.deepEqual(verdictsOf(said), [{ name: 'one', verdict: 'fail' }, { name: "the handler's #word", verdict: 'pass' }, { name: 'three', verdict: 'skip' }]);
});

finds('a rule that no test names', (house) => unguarded(house, async () => true), {
    files: { ...planted, 'tests/api/a.test.mjs': "test('another', () => {});\n" }, mended: planted, expected: /verbs\.cpp:3 no test names the rule cases\.own_closure/,
});
finds('a rule without a name', (house) => unguarded(house, async () => true), {
    files: { ...planted, 'modules/cases/more.cpp': 'void f() { require(yes, key); }\n' }, mended: { 'modules/cases/more.cpp': '' }, expected: /more\.cpp:1 a rule without a name/,
});

const guarded = {
    [home]: `#ifdef ${definition}\nconst char* name = "${variable}";\n#endif\n`, 'CMakePresets.json': '{"configurePresets": [{"name": "release", "cacheVariables": {"CMAKE_BUILD_TYPE": "Release", "LIREN_TESTS": "OFF"}}]}',
    'kernel/CMakeLists.txt': `if(LIREN_TESTS)\n  set(x ${definition})\nendif()\n`,
};
for (const [what, [path, text, expected]] of Object.entries({
    'a release that reads the variable': [home, `const char* name = "${variable}";\n`, /although .* is not defined/],
    'a variable that is never read': [home, '\n', /although .* is defined/],
    'a second place that reads it': ['modules/cases/verbs.cpp', `getenv("${variable}")`, /only kernel/],
    'a definition for everybody': ['kernel/CMakeLists.txt', `set(x ${definition})\n`, /outside if/],
    'a release with tests': ['CMakePresets.json', '{"configurePresets": [{"name": "release", "cacheVariables": {"CMAKE_BUILD_TYPE": "Release", "LIREN_TESTS": "ON"}}]}', /preset release/],
    'a built program that holds it': ['build/release/app/liren', `\0${variable}\0`, /holds/],
})) finds(what, canBeTakenAway, { files: { ...guarded, [path]: text }, mended: { [path]: '', ...guarded }, expected });
