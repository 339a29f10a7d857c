// Exports through the real process: asked for, decided by a second person, made in pieces, cut off in the middle, fetched, expired;
// and what leaves comes back through an import as it was. People are invented.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { district, startServer, uuid7 } from './harness.mjs';
import { api, people } from './people.mjs';

const server = await startServer({ demo: true, cases: 0, registered: 12_000, durable: true });
const street = 'street2';   // the journey's own subdistrict; its leader decides

const body = (more = {}) => ({ register_kind: 'people.person', query: '', columns: 'listed', clear: false, format: 'csv', reason: '年度核对', ...more });
const ask = (browser, more) => browser.post(`${api}/exports`, body(more), { expect: 201 }).then(({ body: made }) => made);
const approve = async (browser, { id }, expect = 200) => browser.post(`${api}/export-requests/${id}/approval`, {}, { expect, match: await browser.get(`${api}/export-requests/${id}`) });
const fetchIt = (browser, { id }, expect = 200) => browser.post(`${api}/exports/${id}/download`, {}, { expect });
async function until(browser, { id }, state, tries = 1200) {
    for (; tries > 0; --tries) {
        const { body: now } = await browser.get(`${api}/exports/${id}`, { expect: 200 });
        if (now.state === state) return now;
        await sleep(50);
    }
    assert.fail(`the export never was ${state}`);
}
/** The rows of a .csv of ours below its titles; no cell of these holds a comma. */
function rowsOf(answer, head) {
    const lines = String(answer.body).replace(/^\ufeff/, '').trim().split('\r\n');
    assert.ok(lines[3].startsWith(head), lines[3]);
    return lines.slice(4);
}
const filesOf = () => { const folder = join(server.directory, 'exports'); return existsSync(folder) ? readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.sealed')).map((name) => join(folder, name)) : []; };

test('a clerk asks, the leader of the subdistrict approves, the clerk fetches what the list shows, masked and marked', async () => {
    const clerk = await server.signIn(people.clerk), leader = await server.signIn(street);
    const asked = await ask(clerk, { query: 'sex=2', columns: 'all' });
    assert.equal(asked.state, 'asked');
    assert.equal((await clerk.get(`${api}/export-parameters`, { expect: 200 })).body.free_rows, 0);   // nothing passes unapproved, and everybody may know it
    assert.match(asked.query_words, /性别：女/);
    await fetchIt(clerk, asked, 409);
    const { body: { items } } = await leader.get(`${api}/export-requests`, { expect: 200 });
    assert.deepEqual(items.map(({ id }) => id), [asked.id]);
    assert.equal(items[0].row_count, asked.row_count);
    await approve(leader, asked);
    const ready = await until(clerk, asked, 'ready');
    assert.equal(ready.done, asked.row_count);
    const file = await fetchIt(clerk, asked);
    const rows = rowsOf(file, '姓名,公民身份号码');
    assert.equal(rows.length, asked.row_count);
    const text = String(file.body);
    assert.match(text, new RegExp(`导出编号：${asked.number}`));
    assert.match(text, /用途：年度核对/);
    assert.doesNotMatch(text, /\d{17}[\dX]/);
    assert.doesNotMatch(text, /[^\d]1[3-9]\d{9}[^\d]/);
    assert.match(file.headers.get('content-disposition'), /export-\d{4}-\d{4}\.csv/);
});

test('nobody else finds the request, and nobody below approves it', async () => {
    const clerk = await server.signIn(people.clerk), other = await server.signIn(people.clerkElsewhere), stranger = await server.signIn(people.clerkOfNeighbour), second = await server.signIn(people.secondWorker);
    const { body: { items: [asked] } } = await clerk.get(`${api}/exports`, { expect: 200 });
    for (const browser of [other, second]) {
        await browser.get(`${api}/exports/${asked.id}`, { expect: 404 });
        await fetchIt(browser, asked, 404);
        assert.deepEqual((await browser.get(`${api}/exports`)).body.items, []);
        await browser.get(`${api}/export-requests`, { expect: 403 });
    }
    await stranger.get(`${api}/exports/${asked.id}`, { expect: 404 });
    const far = await server.signIn('street1');
    await far.get(`${api}/export-requests/${asked.id}`, { expect: 404 });
    await far.post(`${api}/export-requests/${asked.id}/approval`, {}, { expect: 404, match: 1 });
});

test('nobody approves the own request: exports.own_request', async () => {
    const leader = await server.signIn(street);
    const asked = await ask(leader);
    const answer = await approve(leader, asked, 409);
    assert.equal(answer.body.key, 'exports.own_request');
    await approve(await server.signIn(people.leader), asked);
    await until(leader, asked, 'ready');
});

test('a request that was refused is not made: exports.not_waiting', async () => {
    const clerk = await server.signIn(people.clerk), leader = await server.signIn(street);
    const asked = await ask(clerk);
    const seen = await leader.get(`${api}/export-requests/${asked.id}`, { expect: 200 });
    await leader.post(`${api}/export-requests/${asked.id}/refusal`, { reason: '' }, { expect: 422, match: seen });
    const refused = await leader.post(`${api}/export-requests/${asked.id}/refusal`, { reason: '范围过大' }, { expect: 200, match: seen });
    const late = await leader.post(`${api}/export-requests/${asked.id}/approval`, {}, { expect: 409, match: refused });
    assert.equal(late.body.key, 'exports.not_waiting');
    const { body: mine } = await clerk.get(`${api}/exports/${asked.id}`);
    assert.deepEqual([mine.state, mine.decision], ['refused', '范围过大']);
    assert.equal((await fetchIt(clerk, asked, 409)).body.key, 'exports.not_ready');
});

test('a making that is cut off goes on where it stood: every row once, none lost, nothing clear on disk', async () => {
    let leader = await server.signIn(people.leader);
    const asked = await ask(leader, { columns: 'all' });
    assert.ok(asked.row_count > 10_000, `only ${asked.row_count} rows`);
    // A district's request is decided by another of its leaders; here the administrator lets masked ones pass.
    const administrator = await server.signIn(people.administrator);
    await administrator.patch(`${api}/export-parameters`, { free_rows: 100_000 }, { expect: 200 });
    const free = await ask(leader, { columns: 'all' });
    assert.equal(free.state, 'making');
    for (let tries = 0; tries < 400 && filesOf().every((name) => !name.includes(`/${free.id}/`)); ++tries) await sleep(10);
    await server.kill();
    await server.restart();
    leader = await server.signIn(people.leader);
    const ready = await until(leader, free, 'ready');
    assert.equal(ready.done, free.row_count);
    const rows = rowsOf(await fetchIt(leader, free), '姓名');
    assert.equal(rows.length, free.row_count);
    for (const name of filesOf()) {
        const bytes = readFileSync(name, 'latin1');
        assert.ok(bytes.startsWith('a1.') && /^[\w.\n-]+$/.test(bytes), `${name} is not sealed`);
    }
    await server.assertChain();
});

test('clear values need the right and leave a look each time; an English sheet comes back through an import as it went', async () => {
    const leader = await server.signIn(street);
    const clerk = await server.signIn(people.clerk);
    const refused = await leader.post(`${api}/exports`, body({ clear: true }), { expect: 422 });
    assert.equal(refused.body.fields[0].key, 'exports.no_unmask');
    const { body: asked } = await clerk.request('POST', `${api}/exports`, body({ clear: true, columns: 'all', query: 'sex=1' }), { headers: { 'accept-language': 'en', 'idempotency-key': uuid7() }, expect: 201 });
    assert.equal(asked.state, 'asked');   // clear values never pass by themselves
    await approve(leader, asked);
    await until(clerk, asked, 'ready');
    const file = await fetchIt(clerk, asked);
    const rows = rowsOf(file, 'Name,');
    assert.equal(rows.length, asked.row_count);
    assert.match(String(file.body), /\d{17}[\dX]/);
    await fetchIt(clerk, asked);
    assert.equal((await clerk.get(`${api}/exports/${asked.id}`)).body.downloads, 2);
    const { items: events = [] } = await server.events();
    assert.equal(events.filter(({ name, subject }) => name === 'exports.downloaded' && subject === asked.id).length, 2);
    const target = `${api}/imports?register=people.person&area=${clerk.session.grants.find(({ role }) => role === 'community_worker').area}&name=back.csv`;
    const { body: back } = await clerk.request('POST', target, Buffer.from(file.body), { headers: { 'content-type': 'text/csv', 'idempotency-key': uuid7() }, expect: 201 });
    assert.equal(back.header_row, 4);
    const show = () => clerk.get(`${api}/imports/${back.id}`, { expect: 200 });
    await clerk.post(`${api}/imports/${back.id}/check`, {}, { expect: 200, match: await show() });
    let judged = await show();
    for (let tries = 0; tries < 1200 && judged.body.state !== 'checked'; ++tries) { await sleep(50); judged = await show(); }
    // Who has no number cannot be told from a namesake for certain; nobody is new, changed, in conflict or wrong.
    const outcomes = Object.fromEntries(judged.body.outcomes.map(({ outcome, number }) => [outcome, number]));
    assert.deepEqual(Object.keys(outcomes).filter((outcome) => !['identical', 'alike'].includes(outcome)), [], JSON.stringify(outcomes));
    assert.equal((outcomes.identical ?? 0) + (outcomes.alike ?? 0), asked.row_count);
});

test('a field the city added leaves under its label, filters what leaves, and comes back', async () => {
    const administrator = await server.signIn(people.administrator), clerk = await server.signIn(people.clerk);
    const field = { register_kind: 'people.person', name: 'heating', kind: 'code', label: '供暖方式', label_en: 'Heating', choices: ['燃气', '煤'], listed: true, filter: true };
    await administrator.post('/api/city/extra-fields', field, { expect: 201 });
    const area = clerk.session.grants.find(({ role }) => role === 'community_worker').area;
    let made;
    for (let tries = 0; tries < 100 && made?.status !== 201; ++tries) {
        made = await clerk.post(`${api}/people`, { client_ref: uuid7(), area, name: '供暖甲', extra: { heating: '煤' } });
        if (made.status !== 201) await sleep(50);
    }
    assert.equal(made.status, 201, JSON.stringify(made.body));
    await administrator.patch(`${api}/export-parameters`, { free_rows: 100_000 }, { expect: 200 });
    const asked = await ask(clerk, { query: `extra=${encodeURIComponent('heating=煤')}` });
    assert.equal(asked.row_count, 1);
    assert.equal(asked.query_words, '供暖方式：煤');
    assert.match(asked.column_words, /供暖方式/);
    await until(clerk, asked, 'ready');
    const file = await fetchIt(clerk, asked);
    const lines = String(file.body).trim().split('\r\n');
    assert.equal(lines[4].split(',')[lines[3].split(',').indexOf('供暖方式')], '煤');
    const target = `${api}/imports?register=people.person&area=${area}&name=back.csv`;
    const { body: back } = await clerk.request('POST', target, Buffer.from(file.body), { headers: { 'content-type': 'text/csv', 'idempotency-key': uuid7() }, expect: 201 });
    assert.ok(back.columns.some(({ title, field: name }) => title === '供暖方式' && name === 'extra.heating'));
    await administrator.patch(`${api}/export-parameters`, { free_rows: 0 }, { expect: 200 });
});

test('what nothing fits, what is beyond reach and what is too much is refused: exports.nothing, exports.too_many_rows', async () => {
    const clerk = await server.signIn(people.clerk), administrator = await server.signIn(people.administrator);
    assert.equal((await clerk.post(`${api}/exports`, body({ query: 'ended=true' }), { expect: 409 })).body.key, 'exports.nothing');
    assert.equal((await clerk.post(`${api}/exports`, body({ query: 'shape=round' }), { expect: 422 })).body.fields[0].path, 'shape');
    assert.equal((await clerk.post(`${api}/exports`, body({ register_kind: 'people.nobody' }), { expect: 422 })).body.fields[0].key, 'exports.no_register');
    await clerk.patch(`${api}/export-parameters`, { most_rows: 5 }, { expect: 403 });
    await administrator.patch(`${api}/export-parameters`, { most_rows: 5 }, { expect: 200 });
    assert.equal((await clerk.post(`${api}/exports`, body(), { expect: 409 })).body.key, 'exports.too_many_rows');
    await administrator.patch(`${api}/export-parameters`, { most_rows: 1_000_000 }, { expect: 200 });
});

test('after its days a file is gone from the disk, and its asker is told', async () => {
    let clerk = await server.signIn(people.clerk);
    const { body: { items } } = await clerk.get(`${api}/exports`);
    const ready = items.find(({ state }) => state === 'ready');
    assert.ok(filesOf().some((name) => name.includes(`/${ready.id}/`)));
    await server.setClock(Date.now() + 8 * 86_400_000);
    clerk = await server.signIn(people.clerk);
    await until(clerk, ready, 'expired');
    for (let tries = 0; tries < 200 && filesOf().length; ++tries) await sleep(50);
    assert.deepEqual(filesOf(), []);
    assert.equal((await fetchIt(clerk, ready, 410)).body.key, 'exports.expired');
    await server.assertChain();
});
