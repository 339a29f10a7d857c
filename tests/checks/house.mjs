// What the fences share: walking the house, reading its C++ and its SQL, and planting a small false house for self-tests.
// A fence is a function (root) → list of sentences, one a violation; an empty list is a house that keeps the rule.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const notOurs = new Set(['.git', 'build', 'data', '.tools', 'node_modules', 'dist', '.cache', '.vite', 'out']);

/** Paths of all files below `folder`, relative to `house`, sorted; what is built or fetched is left out. */
export function filesIn(house, folder = '.') {
    const found = [];
    const walk = (path) => {
        for (const entry of readdirSync(path, { withFileTypes: true })) {
            if (notOurs.has(entry.name) || entry.name.startsWith('dist-')) continue;
            const full = join(path, entry.name);
            if (entry.isDirectory()) walk(full);
            else if (entry.isFile()) found.push(relative(house, full));
        }
    };
    if (existsSync(join(house, folder))) walk(join(house, folder));
    return found.sort();
}

export const read = (house, path) => readFileSync(join(house, path), 'utf8');

export const isCpp = (path) => /\.(h|hpp|cpp)$/.test(path);

/** The text with C-like comments blanked; strings and line breaks stay, so positions keep their lines. */
export function withoutComments(text) {
    const part = /R"([^\s()\\]{0,16})\([\s\S]*?\)\1"|"(?:[^"\\\n]|\\.)*"|(?<![0-9A-Za-z_])'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
    return text.replace(part, (found) => (found.startsWith('//') || found.startsWith('/*') ? found.replace(/[^\n]/g, ' ') : found));
}

export const lineOf = (text, position) => text.slice(0, position).split('\n').length;

/** @returns {{path: string, line: number, name: string, quoted: boolean}[]} what a C++ file includes */
export function includesOf(house, path) {
    const text = withoutComments(read(house, path));
    return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]/gm)]
        .map((m) => ({ path, line: lineOf(text, m.index), name: m[2], quoted: m[1] === '"' }));
}

/** Map of module → modules it USES, as its CMakeLists.txt says; with 'liren_module_test' what only its tests reach. */
export function modulesOf(house, declaration = 'liren_module') {
    const modules = new Map();
    for (const path of filesIn(house, 'modules').filter((p) => /^modules\/[^/]+\/CMakeLists\.txt$/.test(p))) {
        const text = read(house, path).replace(/#.*$/gm, '');
        const call = text.match(new RegExp(`${declaration}\\s*\\(([^)]*)\\)`));
        if (!call) continue;
        const words = call[1].split(/\s+/).filter(Boolean);
        const uses = new Set();
        let listing = false;
        for (const word of words.slice(1)) {
            if (/^[A-Z]+$/.test(word)) listing = word === 'USES';
            else if (listing) uses.add(word);
        }
        modules.set(words[0], uses);
    }
    return modules;
}

// ---- SQL ----------------------------------------------------------------------------------------------------------------

/** Every `Statement x(StoreKind::…, "name", R"sql(…)sql"…)` of the house's C++. */
export function statementsOf(house) {
    const found = [];
    for (const path of cppWithSql(house)) {
        const text = withoutComments(read(house, path));
        const pattern = /\bStatement\s+(\w+)\s*[({]\s*StoreKind::(\w+)\s*,\s*"([^"]*)"\s*,\s*R"sql\(([\s\S]*?)\)sql"/g;
        for (const m of text.matchAll(pattern)) {
            found.push({ path, line: lineOf(text, m.index), variable: m[1], store: m[2], name: m[3], text: m[4] });
        }
    }
    return found;
}

/** Raw SQL blocks that are no Statement. */
export function looseSqlOf(house) {
    const found = [];
    for (const path of cppWithSql(house)) {
        const text = withoutComments(read(house, path));
        for (const m of text.matchAll(/R"sql\(([\s\S]*?)\)sql"/g)) {
            const before = text.slice(Math.max(0, m.index - 200), m.index);
            if (!/\bStatement\s+\w+\s*[({]\s*StoreKind::\w+\s*,\s*"[^"]*"\s*,\s*$/.test(before)) {
                found.push({ path, line: lineOf(text, m.index), text: m[1] });
            }
        }
    }
    return found;
}

function cppWithSql(house) {
    return ['kernel', 'modules', 'app'].flatMap((folder) => filesIn(house, folder))
        .filter((path) => isCpp(path) && !/\/(tests|bench)\//.test(path));
}

/** Every migration: {path, owner: 'kernel' | module, store, text}. */
export function migrationsOf(house) {
    return filesIn(house, '.').filter((path) => /(^|\/)migrations\/.*\.sql$/.test(path)).map((path) => {
        const parts = path.split('/');
        return {
            path, text: read(house, path), owner: parts[0] === 'modules' ? parts[1] : parts[0], store: parts.at(-2), file: parts.at(-1),
        };
    });
}

/** SQL without comments and without what stands in quotes. */
export function bareSql(text) {
    return text.replace(/--[^\n]*/g, (c) => ' '.repeat(c.length)).replace(/\/\*[\s\S]*?\*\//g, (c) => c.replace(/[^\n]/g, ' '))
        .replace(/'(?:[^']|'')*'/g, (s) => `'${' '.repeat(Math.max(0, s.length - 2))}'`);
}

/** Splits a list at its outermost commas. */
export function splitList(text) {
    const parts = [];
    let depth = 0;
    let start = 0;
    for (let i = 0; i < text.length; i++) {
        if (text[i] === '(') depth++;
        else if (text[i] === ')') depth--;
        else if (text[i] === ',' && depth === 0) {
            parts.push(text.slice(start, i));
            start = i + 1;
        }
    }
    parts.push(text.slice(start));
    return parts.map((part) => part.trim()).filter(Boolean);
}

/** What stands between the bracket at `open` and its partner. */
export function insideBrackets(text, open) {
    let depth = 0;
    for (let i = open; i < text.length; i++) {
        if (text[i] === '(') depth++;
        else if (text[i] === ')' && --depth === 0) return text.slice(open + 1, i);
    }
    return text.slice(open + 1);
}

// ---- tests --------------------------------------------------------------------------------------------------------------

/** A small house on disk made of {path: text}; gone after `use`. */
export async function plantHouse(files, use) {
    const house = mkdtempSync(join(tmpdir(), 'liren-fence-'));
    try {
        for (const [path, text] of Object.entries(files)) {
            mkdirSync(dirname(join(house, path)), { recursive: true });
            writeFileSync(join(house, path), text);
        }
        return await use(house);
    } finally {
        rmSync(house, { recursive: true, force: true });
    }
}

/** The rule holds in this house. @param {(root: string) => string[] | Promise<string[]>} fence */
export function holds(name, fence) {
    test(name, async () => {
        const violations = await fence(root);
        assert.ok(violations.length === 0, `\n${violations.join('\n')}`);
    });
}

/** Self-test: in a house with this planted violation the fence finds exactly it; and it finds nothing once it is taken out. */
export function finds(what, fence, { files, mended, expected }) {
    test(`finds ${what}`, async () => {
        const found = await plantHouse(files, fence);
        assert.equal(found.length, 1, `expected one violation, found ${found.length}:\n${found.join('\n')}`);
        assert.match(found[0], expected);
        if (mended) {
            const left = await plantHouse({ ...files, ...mended }, fence);
            assert.deepEqual(left, [], 'a house without the violation is not clean');
        }
    });
}
