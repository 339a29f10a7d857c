// What hostile and clumsy hands send: it is refused with a problem, or kept as the plain text it is. Never a 500.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { test } from 'node:test';
import { deflateSync, crc32 } from 'node:zlib';
import { client, jpeg, sendRaw, startServer, uuid7 } from './harness.mjs';
import { act, all, api, door, moveTo, report, reportBody, show, signInAll, status } from './people.mjs';

const server = await startServer({ demo: true, cases: 10 });
const cast = await signInAll(server, ['clerk', 'secondWorker', 'gridWorker', 'resident', 'administrator']);
const stranger = client(server);
const json = { 'content-type': 'application/json' };
const cases = `${api}/cases`;
const post = (path, text, expect, headers = {}) => stranger.request('POST', path, text, { expect, headers: { ...json, ...headers } });

// ---- text that is meant to be more than text -------------------------------------------------------------------------------

const scripts = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'-alert(1)-'", '</textarea><script>alert(1)</script>', '{{7*7}}${7*7}', '<svg/onload=alert(1)>',
    'javascript:alert(1)', '&lt;script&gt;', '\u003cscript\u003e', "Robert'); drop table cases_cases;--"];

test('markup in any text of a case comes back as the text it is', async () => {
    for (const evil of scripts) {
        const made = await report(cast.resident, { text: evil, place: evil, reporter: 'account' });
        await act(cast.clerk, made.id, 'acceptance');
        await act(cast.clerk, made.id, 'dispatch', { account: cast.gridWorker.session.account.id, note: evil });
        await act(cast.gridWorker, made.id, 'return', { reason: evil });
        await act(cast.clerk, made.id, 'notes', { text: evil, internal: false });
        await act(cast.resident, made.id, 'messages', { text: evil });
        await moveTo(cast, made.id, 'handling');
        await act(cast.gridWorker, made.id, 'completion', { outcome: evil });
        await moveTo(cast, made.id, 'closed');
        await act(cast.resident, made.id, 'rating', { score: 1, solved: false, text: evil });
        const { headers, body } = await show(cast.clerk, made.id);
        assert.match(headers.get('content-type'), /^application\/json/);
        assert.equal(headers.get('x-content-type-options'), 'nosniff');
        assert.deepEqual([body.text, body.outcome, body.returned_reason, body.rating.text], [evil, evil, evil, evil]);
        assert.ok(body.place.endsWith(evil));
        const texts = (await cast.clerk.get(`${cases}/${made.id}/timeline`)).body.items.filter(({ text }) => text).map(({ text }) => text);
        assert.equal(texts.filter((text) => text === evil).length, 7);
    }
});

test('markup is escaped on the pages the server makes', async () => {
    for (const evil of scripts) {
        const made = await report(stranger, { text: evil, place: evil });
        const page = (await plainForm('/plain/140502/s', { number: made.number, code: made.code }, 200)).body;
        assert.ok(page.includes(made.number));
        assert.doesNotMatch(page, /<script|<img src=x|<svg\/onload/i);
        if (evil.includes('<')) assert.ok(page.includes(evil.replaceAll('&', '&amp;').replaceAll('<', '&lt;').split('>')[0].split('"')[0].slice(0, 8)));
        const again = (await plainForm('/plain/140502/s', { number: evil, code: '123456' }, 200)).body;
        assert.doesNotMatch(again, /<script|<img src=x|<svg\/onload/i);
    }
});

const plainForm = (path, fields, expect) => stranger.request('POST', path, new URLSearchParams(fields).toString(),
    { expect, key: null, headers: { 'content-type': 'application/x-www-form-urlencoded' } });

test('markup in names of people, units and places comes back as the text it is', async () => {
    const evil = '<b onmouseover=alert(1)>x</b>';
    const grid = (await cast.clerk.get('/api/city/areas?district=140502')).body.items.find(({ kind }) => kind === 'grid');
    const unit = (await cast.administrator.post('/api/city/units', { client_ref: uuid7(), name: evil, kind: 'other', area: grid.id, phone: evil.slice(0, 39) }, { expect: 201 })).body;
    assert.equal(unit.name, evil);
    const account = (await cast.administrator.post('/api/gate/accounts', { client_ref: uuid7(), login: 'evil', display_name: evil }, { expect: 201 })).body;
    assert.equal((await cast.administrator.get(`/api/gate/accounts/${account.id}`)).body.display_name, evil);
    const named = await cast.administrator.patch(`/api/city/areas/${grid.id}`, { name: evil }, { match: (await cast.administrator.get(`/api/city/areas/${grid.id}`)), expect: 200 });
    assert.equal(named.body.name, evil);
});

// ---- lengths and characters --------------------------------------------------------------------------------------------------

test('a text of 5,000 characters is taken whole, one of 5,001 is refused', async () => {
    for (const character of ['字', 'a', '𠮷', '😀']) {
        const text = character.repeat(5000);
        assert.equal((await show(cast.clerk, (await report(stranger, { text })).id)).body.text, text);
        const { body } = await stranger.post(cases, reportBody({ text: text + character }), { expect: 422 });
        assert.deepEqual(body.fields.map(({ path, key }) => [path, key]), [['text', 'schema.too_long']]);
        assert.match(body.fields[0].text, /5000|5,000/);
    }
});

test('emoji, rare characters and a name of 25 characters with a dot come back as they were sent', async () => {
    const text = '👨‍👩‍👧‍👦 🇨🇳 𠮷㛃 é \u{2A6A5} ①', name = '阿不都热依木·吾甫尔江·买买提·艾力·玉素甫·卡';
    assert.equal([...`${name}尔`].length, 25);
    const made = await report(stranger, { text, name: `${name}尔`, phone: '13800001234' });
    assert.equal((await show(cast.clerk, made.id)).body.text, text);
    assert.equal((await cast.clerk.post(`${cases}/${made.id}/reporter-look`, {}, { expect: 200 })).body.name, `${name}尔`);
    assert.ok((await all(cast.clerk, `${cases}?q=${encodeURIComponent('𠮷㛃')}`)).some(({ id }) => id === made.id));
});

test('the many dots people type in a name are one dot', async () => {
    for (const dot of ['·', '•', '‧', '・', '．']) {
        const made = await report(stranger, { name: `买买提${dot}艾力`, phone: '13800001234' });
        assert.equal((await cast.clerk.post(`${cases}/${made.id}/reporter-look`, {}, { expect: 200 })).body.name, '买买提·艾力');
    }
});

test('control characters and marks that turn text around are left out', async () => {
    const made = await report(stranger, { text: 'a\u0000b\u0007c\u202Ed\u2066e\u200Bf\uFEFFg' });
    const { text } = (await show(cast.clerk, made.id)).body;
    assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
    assert.equal(text.replace(/[^a-g]/g, ''), 'abcdefg');
});

test('lone surrogates and bytes that are no UTF-8 are refused or replaced, never kept', async () => {
    for (const text of ['{"login":"\\ud800","password":"x"}', '{"login":"\\udc00\\ud800","password":"x"}']) {
        const { status: code } = await post('/api/gate/sessions', text);
        assert.ok([400, 401, 422].includes(code), `answered ${code}`);
    }
    for (const bytes of [[0xff, 0xfe], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe4, 0xb8]]) {
        const body = Buffer.concat([Buffer.from(JSON.stringify(reportBody({ text: '@' })).split('@')[0]), Buffer.from(bytes), Buffer.from(JSON.stringify(reportBody({ text: '@' })).split('@')[1])]);
        const { status: code } = await post(cases, body);
        assert.ok([400, 422].includes(code), `${bytes} answered ${code}`);
        const said = await sendRaw(server, Buffer.concat([Buffer.from(`POST /plain/140502/s HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: ${server.url}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${17 + bytes.length}\r\n\r\nnumber=JC`), Buffer.from(bytes), Buffer.from('&code=12')]));
        assert.match(said, /^HTTP\/1\.1 (200|400|404|422) /);
    }
});

test('NUL and broken UTF-8 in a path or a query are no key to anything', async () => {
    for (const part of ['%00', '%ff', '%c0%af', '%ed%a0%80', '%F4%90%80%80', 'a%00b', '%', '%zz', '..%2f..%2f', '%2e%2e']) {
        for (const path of [`${api}/doors/${part}`, `${cases}/${part}`, `/plain/140502/q/${part}`, `/q/${part}`, `/api/d/${part}/cases`, `/api/city/areas/${part}`, `${api}/files/${part}/view`,
            `${cases}?q=${part}`, `${cases}?after=${part}`, `/api/city/areas/search?q=${part}`, `/plain/140502/s?number=${part}`, `/api/gate/accounts?q=${part}`, `${api}/files/0000000000001/view?token=${part}&until=${part}`]) {
            const cookie = [...cast.administrator.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
            const said = await sendRaw(server, `GET ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`);
            assert.match(said, /^HTTP\/1\.1 (200|30[1-8]|400|404|422) /, path);
        }
        await stranger.request('POST', `${api}/files?client_ref=${part}`, jpeg(), { expect: 422, headers: { 'content-type': 'image/jpeg' } }).catch((problem) => { if (!/URI malformed|Invalid URL/.test(String(problem))) throw problem; });
    }
});

// ---- shapes ------------------------------------------------------------------------------------------------------------------

test('a wrong type in any field is told with its path', async () => {
    const wrong = { client_ref: 7, category: ['x'], text: { a: 1 }, door: true, place: 1.5, files: 'none', reporter: 'friend', name: [], phone: 13800001234, source: 9, about_unit: 1 };
    const { body } = await stranger.post(cases, wrong, { expect: 422 });
    for (const path of Object.keys(wrong)) assert.ok(body.fields.some((fault) => fault.path === path || fault.path.startsWith(`${path}[`)), `${path} is not told`);
    for (const value of [null, true, 1, 'x', [], [[]]]) {
        const { status: code } = await post(cases, JSON.stringify(value));
        assert.equal(code, 422, JSON.stringify(value));
    }
});

test('an unknown member is refused by name, so that a typing error is not silently lost', async () => {
    const { body } = await stranger.post(cases, reportBody({ txet: 'x', state: 'closed', __proto__x: 1 }), { expect: 422 });
    assert.deepEqual(body.fields.map(({ path }) => path).sort(), ['__proto__x', 'state', 'txet']);
});

test('a member that is said twice is not two things', async () => {
    const text = JSON.stringify(reportBody()).replace('{', '{"category":"nothing",');
    assert.ok([201, 400, 422].includes((await post(cases, text)).status));
});

test('numbers beyond every measure are refused', async () => {
    const made = await report(cast.resident, { reporter: 'account' });
    await moveTo(cast, made.id, 'closed');
    for (const score of ['99999999999999999999999', '1e400', '-1', '0', '6', '4.5', '1e0000000001', 'NaN', '9223372036854775808', '"5e0"', '-9223372036854775809']) {
        const { status: code } = await cast.resident.request('POST', `${cases}/${made.id}/rating`, `{"score":${score},"solved":true}`, { match: await show(cast.resident, made.id), headers: json });
        assert.ok([400, 422].includes(code), `${score} answered ${code}`);
    }
});

test('a body nested without end is refused', async () => {
    for (const text of ['['.repeat(30_000), '{"a":'.repeat(9_000), `${'['.repeat(500)}${']'.repeat(500)}`]) {
        const { status: code } = await post(cases, text);
        assert.ok([400, 422].includes(code), `answered ${code}`);
    }
});

test('a list longer than it may be is refused', async () => {
    const { body } = await stranger.post(cases, reportBody({ files: Array.from({ length: 10 }, () => '0000000000001') }), { expect: 422 });
    assert.deepEqual(body.fields.map(({ path }) => path), ['files']);
});

test('a write without our Origin is 403, with another type than JSON 415, larger than the route takes 413', async () => {
    const body = JSON.stringify(reportBody());
    for (const origin of [null, 'null', 'https://evil.example.org', `${server.url}.evil.org`, 'http://127.0.0.1']) await post(cases, body, 403, { origin });
    await post(cases, body, 201, { origin: null, 'sec-fetch-site': 'same-origin' });
    await post(cases, JSON.stringify(reportBody()), 403, { origin: null, 'sec-fetch-site': 'cross-site' });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml']) await post(cases, body, 415, { 'content-type': type });
    await stranger.request('POST', cases, Buffer.from(body), { expect: 415 });
    await post(cases, JSON.stringify(reportBody({ text: 'x'.repeat(100_000) })), 413);
});

test('an Idempotency-Key that was used for another body is 422; one that is too long 400', async () => {
    const made = await report(cast.clerk);
    const seen = await show(cast.clerk, made.id);
    const key = randomUUID();
    await cast.clerk.post(`${cases}/${made.id}/notes`, { text: '一', internal: true }, { key, match: seen, expect: 200 });
    const { body } = await cast.clerk.post(`${cases}/${made.id}/notes`, { text: '二', internal: true }, { key, match: seen, expect: 422 });
    assert.equal(body.key, 'request.idempotency_key_reused');
    await cast.clerk.post(`${cases}/${made.id}/notes`, { text: '二', internal: true }, { key: 'k'.repeat(81), match: seen, expect: 400 });
});

test('what is no id finds nothing', async () => {
    for (const id of ['1', 'x', '0', '-1', 'ZZZZZZZZZZZZZ', 'UUUUUUUUUUUUU', '0000000000000', '00000000000001', "1' or '1'='1", '%E5%AD%97', '7ZZZZZZZZZZZZ']) {
        for (const path of [`${cases}/${encodeURIComponent(id)}`, `/api/city/units/${encodeURIComponent(id)}`]) await cast.administrator.get(path, { expect: 404 });
    }
});

// ---- pictures ----------------------------------------------------------------------------------------------------------------

const upload = (bytes, expect, type = 'image/jpeg', query = `client_ref=${uuid7()}`) => stranger.request('POST', `${api}/files?${query}`, bytes, { expect, headers: { 'content-type': type } });

function pngChunk(type, data) {
    const body = Buffer.concat([Buffer.from(type), data]);
    const head = Buffer.alloc(4), tail = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    tail.writeUInt32BE(crc32 ? crc32(body) : 0);
    return Buffer.concat([head, body, tail]);
}

function png(width, height, pixels = Buffer.alloc((width * 3 + 1) * height)) {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 2, 0, 0, 0], 8);
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(pixels)), pngChunk('IEND', Buffer.alloc(0))]);
}

test('what is no picture, a truncated one and an empty body are refused with words', async () => {
    const whole = jpeg();
    const wrong = { text: Buffer.from('hello'), gif: Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'), svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        html: Buffer.from('<html><script>alert(1)</script>'), pdf: Buffer.from('%PDF-1.4\n'), zip: Buffer.from('PK\x03\x04aaaa', 'latin1'), noise: randomBytes(4096), head: whole.subarray(0, 40),
        soi: Buffer.from([0xff, 0xd8, 0xff]), bytes: Buffer.alloc(1) };
    for (const [what, bytes] of Object.entries(wrong)) {
        const { body } = await upload(bytes, 422);
        assert.ok(body.fields?.[0]?.text ?? body.title, what);
    }
    const { body } = await upload(Buffer.alloc(0), 422);
    assert.equal(body.fields[0].path, 'body');
});

test('a picture that claims to be enormous is refused before it is unpacked', async () => {
    for (const [width, height] of [[60_000, 60_000], [2_000_000_000, 1], [65_535, 65_535], [1, 4_000_000_000]]) await upload(png(width, height, Buffer.alloc(64)), 422, 'image/png');
    await upload(png(20_000, 20_000, Buffer.alloc(1_000_000)), 422, 'image/png');
    await upload(jpeg(), 201);   // the helper lives on
});

test('a picture that is also something else comes out as a picture only', async () => {
    const secret = '<script>alert(document.cookie)</script>';
    for (const bytes of [Buffer.concat([jpeg(), Buffer.from(secret)]), jpeg({ comment: secret }), Buffer.concat([jpeg(), Buffer.from('PK\x03\x04', 'latin1'), Buffer.from(secret)])]) {
        const { body } = await upload(bytes, 201);
        const made = await report(stranger, { files: [body.id] });
        for (const size of ['view', 'thumb']) {
            const answer = await cast.clerk.get(`${api}/files/${body.id}/${size}`, { expect: 200 });
            assert.equal(answer.headers.get('content-type'), 'image/jpeg');
            assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
            assert.ok(!answer.body.includes('script'), size);
            assert.deepEqual([...answer.body.subarray(0, 2)], [0xff, 0xd8]);
        }
        assert.ok(made.id);
    }
});

test('the type a client claims for a picture is not believed', async () => {
    await upload(jpeg(), 201, 'text/html');
    await upload(png(4, 4), 201, 'image/jpeg');
    await upload(Buffer.from('<html>'), 422, 'image/jpeg');
});

test('a picture larger than twelve megabytes is 413', async () => {
    const said = await sendRaw(server, Buffer.concat([Buffer.from(`POST ${api}/files?client_ref=${uuid7()} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: ${server.url}\r\nContent-Type: image/jpeg\r\nContent-Length: ${13 << 20}\r\n\r\n`), jpeg()]));
    assert.match(said, /^HTTP\/1\.1 413 /);
});

/** Sends a part of an upload and cuts the line. */
function breakUpload(bytes, part, ref) {
    return new Promise((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => {
            socket.write(`POST ${api}/files?client_ref=${ref} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: ${server.url}\r\nContent-Type: image/jpeg\r\nContent-Length: ${bytes.length}\r\n\r\n`);
            socket.write(bytes.subarray(0, Math.floor(bytes.length * part)), () => socket.destroy());
        });
        socket.on('close', resolve);
        socket.on('error', () => {});
    });
}

test('an upload that breaks at 90 % leaves nothing, and the same upload again is one picture', async () => {
    const ref = uuid7(), bytes = Buffer.concat([jpeg(), Buffer.alloc(400_000)]);
    for (const part of [0.1, 0.9, 0.999]) await breakUpload(bytes, part, ref);
    const before = (await server.events()).items.filter(({ name }) => name === 'files.uploaded').length;
    const first = (await upload(bytes, 201, 'image/jpeg', `client_ref=${ref}`)).body.id;
    assert.equal((await upload(bytes, 201, 'image/jpeg', `client_ref=${ref}`)).body.id, first);
    assert.ok((await server.events()).items.filter(({ name }) => name === 'files.uploaded').length > before);
    await report(stranger, { files: [first] });
});

test('another picture under a used client_ref is 422', async () => {
    const ref = uuid7();
    await upload(jpeg(), 201, 'image/jpeg', `client_ref=${ref}`);
    const { body } = await upload(png(5, 5), 422, 'image/png', `client_ref=${ref}`);
    assert.equal(body.key, 'request.idempotency_key_reused');
});

test('a client_ref of an upload is a UUID', async () => {
    for (const query of ['', 'client_ref=', 'client_ref=1', `client_ref=${'../'.repeat(12)}`, `client_ref=${uuid7()}x`]) {
        const { body } = await upload(jpeg(), 422, 'image/jpeg', query);
        assert.equal(body.fields[0].path, 'client_ref');
    }
});

test('a storm of photos keeps nobody from signing in, and who is turned away is told when to come again', async () => {
    const storm = Array.from({ length: 150 }, () => upload(jpeg()));
    const arrived = await Promise.all(Array.from({ length: 3 }, () => server.signIn('worker2')));
    assert.equal(arrived.length, 3);
    for (const answer of await Promise.all(storm)) {
        assert.ok([201, 429].includes(answer.status), `answered ${answer.status}`);
        if (answer.status === 429) assert.ok(Number(answer.headers.get('retry-after')) > 0);
    }
});

// ---- multipart ---------------------------------------------------------------------------------------------------------------

const formPath = `/plain/140502/q/${door}`;
const multipart = (text, expect, boundary = 'XX') => stranger.request('POST', formPath, Buffer.from(text, 'latin1'), { expect, key: null, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } });
const part = (disposition, value, more = '') => `--XX\r\nContent-Disposition: form-data; ${disposition}\r\n${more}\r\n${value}\r\n`;
const fields = () => ['client_ref', uuid7(), 'category', 'street_lamp', 'text', 'x', 'reporter', 'number'].reduce((text, word, i, words) => (i % 2 ? text : text + part(`name="${word}"`, words[i + 1])), '');

test('the name of a file is no path and no part of anything', async () => {
    for (const name of ['../../../../etc/passwd', '..\\\\..\\\\x.jpg', '/dev/null', 'a\0b.jpg', 'con.jpg', '<script>.jpg', 'x'.repeat(5000)]) {
        const text = fields() + part(`name="photo"; filename="${name}"`, jpeg().toString('latin1'), 'Content-Type: image/jpeg\r\n') + '--XX--\r\n';
        const { body } = await multipart(text, 200);
        assert.match(body, /JC-\d{4}-\d{6}/);
        assert.ok(!body.includes('passwd') && !body.includes('<script>'));
    }
});

test('a multipart body that is broken is 400, and never a crash', async () => {
    const whole = fields() + '--XX--\r\n';
    for (const text of ['', '--XX', '--XX--', '--XX\r\n', `--XX\r\n\r\n\r\n--XX--`, whole.slice(0, -6), part('name=""', 'x') + '--XX--', part('', 'x') + '--XX--', '--YY\r\n\r\nx\r\n--YY--', `${'--XX\r\n\r\n\r\n'.repeat(300)}--XX--`, part('name="a', 'x') + '--XX--', '\r\n'.repeat(1000)]) {
        const { status: code } = await multipart(text);
        assert.ok([400, 422].includes(code), `${JSON.stringify(text.slice(0, 60))} answered ${code}`);
    }
    for (const boundary of ['', '"', '""', 'x'.repeat(200), '"unclosed']) {
        const { status: code } = await multipart(whole, undefined, boundary);
        assert.ok([400, 422].includes(code), `boundary ${boundary} answered ${code}`);
    }
    await stranger.request('POST', formPath, Buffer.from(whole), { expect: 400, key: null, headers: { 'content-type': 'multipart/form-data' } });
});

test('nothing of all this left an error in the log or a broken chain', async () => {
    server.checkOutput();
    await server.assertChain();
    assert.equal((await status(stranger, await report(stranger))).body.state, 'reported');
});
