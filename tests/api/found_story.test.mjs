// An installation without a demo gets its district and its first administrator by a command, and is used by signing in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, district, startServer } from './harness.mjs';

const server = await startServer({ empty: true, durable: true });

test('a district is founded in an empty installation, and its administrator signs in and gives others their work', async () => {
    assert.deepEqual((await client(server).get('/api/city/districts', { expect: 200 })).body.items, []);
    await server.kill();
    const said = server.command('found', district, '--login', 'chief');
    const password = said.match(/^ {2}chief\n {2}(\S+)$/m)?.[1];
    assert.ok(password, said);
    await server.restart();
    const chief = client(server);
    await chief.post('/api/gate/sessions', { login: 'chief', password }, { expect: 201 });
    const [found] = (await chief.get('/api/city/districts', { expect: 200 })).body.items;
    assert.equal(found.code, district);
    assert.ok((await chief.get('/api/city/units?limit=200', { expect: 200 })).body.items.length > 100);
    assert.throws(() => server.command('found', district), /another Liren is using|Command failed/);
});

test('a code that is no district, or has no divisions, is refused with a sentence', async () => {
    await server.kill();
    for (const [code, words] of [['14', /six digits/], ['999999', /pack divisions\/999999\.csv is not in this program/]]) {
        assert.throws(() => server.command('found', code), (problem) => words.test(`${problem.stdout}${problem.stderr}`));
    }
    await server.restart();
});
