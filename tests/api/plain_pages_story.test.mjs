// What works on any browser: reporting at a door, following and rating a case, as HTML forms without JavaScript.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asPage, formOf, sendForm } from './forms.mjs';
import { client, jpeg, startServer } from './harness.mjs';
import { all, api, door, moveTo, show, signInAll } from './people.mjs';

const server = await startServer({ demo: true, cases: 0 });
const cast = await signInAll(server);
const stranger = client(server);
const doorPage = `/plain/140502/q/${door}`, statusPage = '/plain/140502/s';

const send = (path, fields, { browser = stranger, ...options } = {}) => sendForm(browser, path, fields, options);

const sendPlain = (path, fields, expect = 200) => stranger.request('POST', path, new URLSearchParams(fields).toString(),
    { expect, key: null, headers: { ...asPage, 'content-type': 'application/x-www-form-urlencoded' } });

const freshForm = async () => formOf((await stranger.get(doorPage, { expect: 200 })).body, doorPage).fields;
const receipt = (html) => ({ number: html.match(/JC-\d{4}-\d{6}/)?.[0], code: html.match(/>(\d{6})</)?.[1] });
const listed = async (number) => (await all(cast.clerk, `${api}/cases`, 100)).filter((line) => line.number === number);

async function reported(more = {}, options = {}) {
    const { body } = await send(doorPage, { ...await freshForm(), category: 'street_lamp', text: '路灯不亮', ...more }, options);
    return receipt(body);
}

test('a report with a photo goes through a form without JavaScript', async () => {
    const { body: page, headers } = await stranger.get(doorPage, { expect: 200 });
    assert.match(headers.get('content-type'), /^text\/html; charset=utf-8/);
    assert.doesNotMatch(page, /<script/);
    assert.match(page, /<html[^>]* lang="zh-CN"/);
    assert.match(formOf(page, doorPage).html, /enctype="multipart\/form-data"/);
    const made = await reported({}, { photos: [jpeg(), jpeg()] });
    assert.ok(made.number && made.code, 'the answer shows no number and code');
    const [line] = await listed(made.number);
    assert.equal(line.files_count, 2);
    const seen = (await show(cast.clerk, line.id)).body;
    assert.equal(seen.community_name, '前书院社区');
    assert.equal(seen.files.length, 2);
    await cast.clerk.get(`${api}/files/${seen.files[0].id}/thumb`, { expect: 200 });
});

test('a form sent twice makes one case, with the same number and code', async () => {
    const fields = { ...await freshForm(), category: 'street_lamp', text: '点了两下' };
    const answers = await Promise.all([1, 2, 3].map(() => send(doorPage, fields, { photos: [jpeg()] })));
    answers.push(await send(doorPage, fields, { photos: [jpeg()] }));
    assert.ok(receipt(answers[0].body).number);
    for (const { body } of answers) assert.deepEqual(receipt(body), receipt(answers[0].body));
    const found = (await all(cast.clerk, `${api}/cases?q=${encodeURIComponent('点了两下')}`));
    assert.equal(found.length, 1);
});

test('a form with a fault comes back with everything that was typed', async () => {
    const typed = { ...await freshForm(), category: 'manhole', text: '井盖"翘起" <一角> & 会响', reporter: 'confidential', name: '买买提·艾力', phone: '12' };
    const { body } = await send(doorPage, typed, { expect: 422 });
    assert.match(body, /role="alert"/);
    assert.deepEqual(formOf(body, doorPage).fields, typed);
    const mended = await send(doorPage, { ...formOf(body, doorPage).fields, phone: '13800001234' });
    assert.match(mended.body, /JC-\d{4}-\d{6}/);
});

test('each fault is said in words: nothing said or shown, no telephone for a confidential report, a file that is no picture, too many', async () => {
    const faults = [[{ text: '' }, {}], [{ reporter: 'confidential' }, {}], [{}, { photos: [Buffer.from('no picture')] }], [{}, { photos: Array.from({ length: 10 }, () => jpeg()) }],
        [{ text: '长'.repeat(5001) }, {}], [{ category: 'nothing' }, {}], [{ client_ref: 'short' }, {}]];
    for (const [more, options] of faults) {
        const { body } = await send(doorPage, { ...await freshForm(), text: '有事', ...more }, { ...options, expect: 422 });
        const alert = body.match(/role="alert"[^>]*>([^<]+)</)?.[1] ?? '';
        assert.match(alert, /\p{Script=Han}/u, JSON.stringify(more));
        assert.doesNotMatch(alert, /[a-z]+\.[a-z_]+/);
    }
});

test('a photo alone is enough, and so are words alone', async () => {
    assert.ok((await reported({ text: '' }, { photos: [jpeg()] })).number);
    assert.ok((await reported()).number);
});

test('an anonymous and a confidential report go through the form too', async () => {
    const anonymous = await reported({ reporter: 'anonymous' });
    const confidential = await reported({ reporter: 'confidential', name: '张秀兰', phone: '13800001234' });
    const kinds = [];
    for (const { number } of [anonymous, confidential]) kinds.push((await listed(number))[0].reporter_kind);
    assert.deepEqual(kinds, ['anonymous', 'confidential']);
});

test('an unknown door says so', async () => {
    const { body, headers } = await stranger.get('/plain/140502/q/140502-XXXXXXX', { expect: 404, headers: asPage });
    assert.match(headers.get('content-type'), /^text\/html/);
    assert.match(body, /<h1>[^<]*\p{Script=Han}/u);
});

test('the status of a case is read by number and code on a page, with its pictures', async () => {
    const made = await reported({}, { photos: [jpeg()] });
    assert.equal(formOf((await stranger.get(`${statusPage}?number=${made.number}`, { expect: 200 })).body, statusPage).fields.number, made.number);
    const { body } = await sendPlain(statusPage, made);
    assert.ok(body.includes(made.number) && body.includes('路灯不亮'));
    const [, link] = body.match(/<a href="(\/api\/d\/140502\/files\/[^"]+)"/);
    await client(server).get(link.replaceAll('&amp;', '&'), { expect: 200 });
    assert.doesNotMatch(body, /<script/);
});

test('a wrong code on the page is said in words, keeps the number and shows nothing', async () => {
    const made = await reported();
    const { body } = await sendPlain(statusPage, { number: made.number, code: made.code === '000000' ? '111111' : '000000' });
    assert.match(body, /role="alert"/);
    assert.equal(formOf(body, statusPage).fields.number, made.number);
    assert.ok(!body.includes('路灯不亮'));
});

test('a closed case is rated by a form, once', async () => {
    const made = await reported();
    const rate = `${statusPage}/rating`;
    assert.doesNotMatch((await sendPlain(statusPage, made)).body, /score/);
    const [{ id }] = await listed(made.number);
    await moveTo(cast, id, 'closed');
    const { fields } = formOf((await sendPlain(statusPage, made)).body, rate);
    assert.deepEqual([fields.number, fields.code, fields.score], [made.number, made.code, '5']);
    const thanked = await sendPlain(rate, { ...fields, score: '4', solved: 'true', text: '修得 <很> 快' });
    assert.doesNotMatch(thanked.body, /name="score"/);
    assert.ok(thanked.body.includes('修得 &lt;很&gt; 快'));
    await sendPlain(rate, { ...fields, score: '1' });
    const { rating, state } = (await show(cast.clerk, id)).body;
    assert.deepEqual([state, rating.score, rating.text], ['rated', 4, '修得 <很> 快']);
    await sendPlain(rate, { ...fields, score: '9' }, 422);
    await sendPlain(rate, { number: made.number, code: '000000', score: '1' }, 422);
});

test('the pages speak English to whoever reads English', async () => {
    const { body } = await stranger.get(doorPage, { language: 'en', expect: 200 });
    assert.match(body, /<html[^>]* lang="en"/);
    assert.match(body, /Street lamp out/);
});
