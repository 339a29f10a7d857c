// What the door of the house says to anyone: health, and refusals that a person and a program can both read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, district, sendRaw, startServer } from './harness.mjs';

const server = await startServer({ demo: true, cases: 0 });
const stranger = client(server);
const signIn = '/api/gate/sessions';

test('the server says that it lives and that it is ready', async () => {
    await stranger.get('/healthz', { expect: 200 });
    await stranger.get('/readyz', { expect: 200 });
});

test('an unknown path under /api is a problem with status 404', async () => {
    const { body } = await stranger.get('/api/gate/no-such-thing', { expect: 404 });
    assert.equal(body.status, 404);
});

test('a method that a path does not know is 405 and names those it knows', async () => {
    const answer = await stranger.delete('/api/gate/session', { expect: 401 });
    assert.equal(answer.headers.get('allow'), null);
    for (const [method, path, known] of [['PUT', '/api/gate/session', 'GET, HEAD, DELETE'], ['GET', '/api/gate/sessions', 'POST'], ['DELETE', `/api/d/${district}/cases`, 'GET, HEAD, POST']]) {
        const refused = await stranger.request(method, path, undefined, { expect: 405 });
        assert.equal(refused.headers.get('allow'), known);
    }
});

test('a body larger than the route takes is 413', async () => {
    await stranger.post(signIn, { login: 'a', password: 'x'.repeat(2 << 20) }, { expect: 413 });
});

test('a head larger than the edge takes is 431', async () => {
    const said = await sendRaw(server, `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`);
    assert.match(said, /^HTTP\/1\.1 431 /);
});

test('a request line that is no HTTP is 400', async () => {
    assert.match(await sendRaw(server, 'HELLO\r\n\r\n'), /^HTTP\/1\.1 400 /);
});

test('a body of another type than JSON is 415', async () => {
    await stranger.request('POST', signIn, 'login=a&password=b', { expect: 415, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
});

test('a body that is no JSON is 400', async () => {
    await stranger.request('POST', signIn, '{"login": ', { expect: 400, headers: { 'content-type': 'application/json' } });
});

test('wrong types are told all at once, each with its path', async () => {
    const { body } = await stranger.post(signIn, { login: 7 }, { expect: 422 });
    assert.deepEqual(body.fields.map(({ path }) => path).sort(), ['login', 'password']);
});

test('a JSON body that is no object is 422', async () => {
    await stranger.post(signIn, [1, 2, 3], { expect: 422 });
});

test('a body nested without end is refused, not followed', async () => {
    const { status } = await stranger.request('POST', signIn, '['.repeat(20_000), { headers: { 'content-type': 'application/json' } });
    assert.ok([400, 413, 422].includes(status), `answered ${status}`);
});

test('a write that comes from another site is 403', async () => {
    await stranger.post(signIn, { login: 'a', password: 'b' }, { expect: 403, headers: { origin: 'https://evil.example.org' } });
});

test('a write that says no origin at all is 403', async () => {
    await stranger.post(signIn, { login: 'a', password: 'b' }, { expect: 403, headers: { origin: null } });
});

test('a stranger who asks for a session learns that there is none', async () => {
    await stranger.get('/api/gate/session', { expect: 401 });
});

test('a stranger who asks for cases is 401, in any district', async () => {
    await stranger.get(`/api/d/${district}/cases`, { expect: 401 });
});

test('a refusal speaks the language of the reader', async () => {
    const chinese = await stranger.get('/api/gate/no-such-thing', { language: 'zh-CN' });
    const english = await stranger.get('/api/gate/no-such-thing', { language: 'en-GB,en;q=0.9' });
    const french = await stranger.get('/api/gate/no-such-thing', { language: 'fr' });
    assert.match(chinese.body.title, /\p{Script=Han}/u);
    assert.match(english.body.title, /^[\x20-\x7e]+$/);
    assert.equal(french.body.title, chinese.body.title);
});

test('every answer tells the browser not to guess types and not to be framed', async () => {
    for (const path of ['/healthz', '/api/gate/no-such-thing', `/plain/${district}/s`]) {
        const { headers } = await stranger.get(path);
        assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    }
    const { headers } = await stranger.get(`/plain/${district}/s`, { expect: 200 });
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'self'.*frame-ancestors 'none'/);
});

test('a path that climbs out of the assets finds nothing', async () => {
    for (const path of ['/assets/../../etc/passwd', '/assets/%2e%2e/%2e%2e/etc/passwd', '/assets/..%5c..%5cwin.ini', '/assets/%00']) {
        const said = await sendRaw(server, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
        assert.match(said, /^HTTP\/1\.1 40[04] /, path);
        assert.doesNotMatch(said, /root:/);
    }
});
