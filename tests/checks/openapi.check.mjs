// What the server says of itself is what is committed: api/openapi.json equals `liren api`, and the web's TypeScript client
// equals what openapi-typescript makes of it. `./dev api --write` renews both.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds, root } from './house.mjs';

const binary = process.env.LIREN_BINARY ?? join(root, 'build/debug/app/liren');
const client = 'web/src/kernel/client/openapi.d.ts';
const generator = 'web/node_modules/openapi-typescript/bin/cli.js';

/** Where two JSON values differ, as paths. */
export function differences(a, b, path = '') {
    if (a === b) return [];
    const objects = a && b && typeof a === 'object' && typeof b === 'object' && Array.isArray(a) === Array.isArray(b);
    if (!objects) return [path || '/'];
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => differences(a[key], b[key], `${path}/${key.replaceAll('/', '~1')}`));
}

export function documentIsCommitted(house) {
    if (!existsSync(join(house, 'api/openapi.json'))) return ['api/openapi.json is missing; ./dev api --write makes it'];
    const said = JSON.parse(execFileSync(binary, ['api'], { encoding: 'utf8', maxBuffer: 1 << 26 }));
    const committed = JSON.parse(readFileSync(join(house, 'api/openapi.json'), 'utf8'));
    return differences(committed, said).slice(0, 20).map((path) => `api/openapi.json differs from the server at ${path}; ./dev api --write renews it`);
}

export function clientIsCommitted(house) {
    if (!existsSync(join(house, generator)) || !existsSync(join(house, client))) return [];
    const folder = mkdtempSync(join(tmpdir(), 'liren-client-'));
    try {
        execFileSync(process.execPath, [join(house, generator), join(house, 'api/openapi.json'), '--output', join(folder, 'out.d.ts')], { stdio: 'pipe' });
        const same = readFileSync(join(folder, 'out.d.ts'), 'utf8') === readFileSync(join(house, client), 'utf8');
        return same ? [] : [`${client} is not what api/openapi.json gives; ./dev api --write renews it`];
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

holds('api/openapi.json is what the server says', documentIsCommitted);
holds('the web\'s client is made from it', clientIsCommitted);

test('finds a route that was added, changed or taken away', () => {
    const before = { paths: { '/a': { get: { tags: ['x'] } }, '/b': {} } };
    assert.deepEqual(differences(before, structuredClone(before)), []);
    assert.deepEqual(differences(before, { paths: { '/a': { get: { tags: ['y'] } }, '/c': {} } }), ['/paths/~1a/get/tags/0', '/paths/~1b', '/paths/~1c']);
});
