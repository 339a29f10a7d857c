// The web's own fences, called from here so that one command runs them all: types, and what web/scripts/check.mjs looks for
// (texts, literal colours, old browsers).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './house.mjs';

function run(...args) {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: join(root, 'web'), encoding: 'utf8' });
    assert.equal(status, 0, `\n${stdout}${stderr}`);
}

test('the web\'s types are right', () => run('node_modules/vue-tsc/bin/vue-tsc.js', '--noEmit'));
test('the web keeps its own rules', () => {
    assert.ok(existsSync(join(root, 'web/scripts/check.mjs')), 'web/scripts/check.mjs is not there');
    run('scripts/check.mjs');
});
