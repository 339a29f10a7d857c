// The tutorials are executed: a copy of the house is made, every block of a tutorial is written into it or run in it, and what a
// block promises (expect='…') must be in what the command prints. A block without instructions is an illustration.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { filesIn, root } from './house.mjs';

/** [{language, file, in, after or instead, into, expect, text}] of a tutorial's blocks that do something. */
export function stepsOf(markdown) {
    return [...markdown.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, language, said, text]) => {
        const step = { language, text };
        for (const [, name, quoted, bare] of said.matchAll(/(\w+)=(?:'([^']*)'|(\S+))/g)) step[name] = quoted ?? bare;
        return step;
    }).filter((step) => step.language === 'sh' || step.file || step.in || step.into);
}

/** Does one step in a house; throws when it cannot, or when a command fails or does not print what it promises. */
export function perform(house, step, environment = process.env) {
    const path = join(house, step.file ?? step.in ?? step.into ?? '.');
    if (step.file) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, step.text);
    } else if (step.in) {
        const lines = readFileSync(path, 'utf8').split('\n'), given = step.text.replace(/\n$/, '');
        const at = lines.findIndex((line) => line.includes(step.after ?? step.instead));
        assert.ok(at >= 0, `${step.in} has no line with ${step.after ?? step.instead}`);
        if (step.after) lines.splice(at + 1, 0, given);
        else lines[at] = lines[at].replace(step.instead, () => given);
        writeFileSync(path, lines.join('\n'));
    } else if (step.into) {
        writeFileSync(path, `${JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...JSON.parse(step.text) }, null, 2)}\n`);
    } else {
        const { status, stdout, stderr } = spawnSync('bash', ['-ec', step.text], { cwd: house, encoding: 'utf8', env: environment });
        const printed = `${stdout}${stderr}`;
        assert.equal(status, 0, `${step.text}\n${printed.slice(-3000)}`);
        if (step.expect) assert.ok(printed.includes(step.expect), `${step.text} does not print: ${step.expect}\n${printed.slice(-3000)}`);
    }
}

/** A copy of the house as it stands, with what was already fetched and built for the web. */
function copied() {
    const house = join(root, 'build/tutorial');
    for (const entry of existsSync(house) ? readdirSync(house) : []) if (entry !== 'build') rmSync(join(house, entry), { recursive: true, force: true });
    for (const path of filesIn(root)) {
        mkdirSync(dirname(join(house, path)), { recursive: true });
        copyFileSync(join(root, path), join(house, path));
    }
    for (const path of ['web/node_modules', '.tools']) if (existsSync(join(root, path))) symlinkSync(join(root, path), join(house, path));
    for (const path of ['web/dist', 'build/stamps']) if (existsSync(join(root, path))) cpSync(join(root, path), join(house, path), { recursive: true, preserveTimestamps: true });
    return house;
}

const folder = join(root, 'docs/tutorials');
const house = copied();
// The commands of a tutorial are those of a person at a desk: nothing of this run reaches them.
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(LIREN_|NODE_TEST|ASAN_|UBSAN_|LSAN_|PG)/.test(name)));
for (const name of readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md').sort()) {
    test(`the tutorial ${name} does what it says`, () => {
        const steps = stepsOf(readFileSync(join(folder, name), 'utf8'));
        assert.ok(steps.some(({ expect }) => expect), `${name} promises nothing`);
        for (const step of steps) perform(house, step, environment);
    });
}

test('a step that cannot be done, a command that fails and a promise that is not kept are found', () => {
    assert.throws(() => perform(house, { in: 'README.md', after: 'no such line', text: 'x' }), /has no line/);
    assert.throws(() => perform(house, { language: 'sh', text: 'false' }));
    assert.throws(() => perform(house, { language: 'sh', text: 'echo a', expect: 'b' }), /does not print/);
    assert.equal(stepsOf('```cpp\nillustration\n```\n\n```sh expect=\'a b\'\necho a b\n```\n').length, 1);
    assert.ok(statSync(house).isDirectory());
});
