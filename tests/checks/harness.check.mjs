// The self-test of the story harness: a server that misbehaves fails the story, a refusal that is no problem+json fails it too.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from './house.mjs';

const folder = mkdtempSync(join(tmpdir(), 'liren-false-'));
const program = join(folder, 'liren');
writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'tests/checks/false_server.mjs')}' "$@"\n`);
chmodSync(program, 0o755);
process.env.LIREN_BINARY = program;
after(() => rmSync(folder, { recursive: true }));

const { Server, client, jpeg, sendRaw, uuid7 } = await import('../api/harness.mjs');

async function withServer(misdeed, use = async () => {}) {
    process.env.LIREN_MISDEED = misdeed;
    const server = new Server({ engine: 'sqlite' });
    try {
        await server.start();
        await use(server);
    } catch (error) {
        await server.stop().catch(() => {});
        throw error;
    }
    await server.stop();
}

test('a server that behaves passes', () => withServer(''));
test('an error line in the log fails the story', () => assert.rejects(withServer('error'), /error lines that no story expected/));
test('an error line that the story expects does not', () => withServer('error', async (server) => server.expectErrors(/disk is gone/)));
test('a sanitizer report fails the story', () => assert.rejects(withServer('sanitizer'), /a sanitizer reported/));
test('a server that dies is told with its last words', () => assert.rejects(withServer('death'), /ended before it was ready/));
test('a server that exits with a failure fails the story', () => assert.rejects(withServer('status'), /did not exit cleanly/));

test('the client sends what a browser sends', () => withServer('', async (server) => {
    const browser = client(server);
    await browser.get('/cookie', { expect: 200 });
    const { body: sent } = await browser.post('/echo', { a: 1 }, { match: 7 });
    assert.equal(sent.headers.cookie, 'liren_session=abc');
    assert.equal(sent.headers.origin, server.url);
    assert.equal(sent.headers['if-match'], '"v7"');
    assert.match(sent.headers['idempotency-key'], /^[0-9a-f-]{36}$/);
    assert.equal(sent.body, '{"a":1}');
    const bare = await browser.post('/echo', {}, { key: null, headers: { origin: null } });
    assert.equal(bare.body.headers['idempotency-key'], undefined);
    assert.equal(bare.body.headers.origin, undefined);
}));

test('a refusal that is no problem+json fails the story', () => withServer('', async (server) => {
    const browser = client(server);
    assert.equal((await browser.get('/missing')).body.key, 'error.not_found');
    await assert.rejects(browser.get('/bare'), /not as problem\+json/);
    await assert.rejects(browser.get('/keyless'), /has no text key/);
    await assert.rejects(browser.get('/missing', { expect: 200 }), /answered 404/);
}));

test('a stream is read event by event', () => withServer('', async (server) => {
    const stream = await client(server).openStream({ path: '/stream' });
    assert.deepEqual((await stream.next(({ event }) => event === 'change')).data, { seq: 5 });
    await assert.rejects(stream.next(({ id }) => id === '6', 100), /no such event/);
    stream.close();
}));

test('bytes go out as they are', () => withServer('', async (server) => {
    assert.match(await sendRaw(server, 'GET /readyz HTTP/1.0\r\n\r\n'), /200 OK/);
}));

test('the picture is a JPEG that carries its remark, and identifiers are of version 7', () => {
    assert.deepEqual([...jpeg().subarray(0, 2)], [0xff, 0xd8]);
    assert.ok(jpeg({ comment: 'GPS 35.49 112.85' }).includes('GPS 35.49'));
    assert.match(uuid7(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.ok(uuid7(1000) < uuid7(2000));
});
