// A case goes to a unit that does not sign in — by link and PIN, or by letter — and stays open until its result returns.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asPage, formOf, sendForm } from './forms.mjs';
import { client, district, jpeg, startServer, uuid7 } from './harness.mjs';
import { act, api, moveTo, people, refused, report, show, signInAll, status } from './people.mjs';

const server = await startServer({ demo: true, cases: 10 });
const cast = await signInAll(server, ['clerk', 'secondWorker', 'gridWorker', 'otherGridWorker', 'propertyStaff', 'departmentStaff', 'clerkElsewhere', 'leader', 'resident', 'administrator']);
const stranger = client(server);
const hours = (count) => count * 3600_000;
const orderBody = (more = {}) => ({ client_ref: uuid7(), way: 'link', unit_name: '区供电公司', unit_phone: '03561234567', words: '路口变压器冒烟', why: '变压器归供电公司管', files: [], hours: 48, ...more });
const trail = async (browser, id) => (await browser.get(`${api}/cases/${id}/timeline`, { expect: 200 })).body.items;
const eventsOf = async (id) => (await server.events()).items.filter(({ subject }) => subject === id).map(({ name }) => name);
const one = async (id, browser = cast.gridWorker) => (await browser.get(`${api}/handovers/${id}`, { expect: 200 })).body;
const pathOf = (sent) => new URL(sent.handover?.link.url ?? sent.url).pathname;

/** A case the grid worker handles. */
async function held(more = {}, state = 'handling') {
    const made = await report(stranger, more);
    await moveTo(cast, made.id, state);
    return made;
}

async function handOver(made, more = {}, browser = cast.gridWorker) {
    const { body } = await browser.post(`${api}/cases/${made.id}/handovers`, orderBody(more), { expect: 201 });
    return { ...body, id: body.handover.id, path: pathOf(body) };
}

const verb = async (id, noun, body = {}, { expect = 200, browser = cast.gridWorker, match } = {}) =>
    browser.post(`${api}/handovers/${id}/${noun}`, body, { expect, match: match ?? await browser.get(`${api}/handovers/${id}`) });
const keyOf = async (answer) => (await answer).body.key;

const opened = (sent, { pin = sent.pin, expect = 200, visitor = client(server) } = {}) => sendForm(visitor, sent.path, { pin }, { expect });
/** Presses a button of the page somebody has open. */
const press = (page, sent, noun, more = {}, options = {}) => sendForm(options.visitor ?? stranger, `${sent.path}/${noun}`, { ...formOf(page, `${sent.path}/${noun}`).fields, ...more }, options);
const headline = (html) => html.match(/<h1>([^<]*)</)?.[1] ?? '';
const wrongPin = ({ pin }) => (pin === '000000' ? '111111' : '000000');

// ---- the whole way -------------------------------------------------------------------------------------------------------

test('a hazard beyond the community goes out with a reason and stays open until its result returns', async () => {
    const photo = await cast.resident.uploadJpeg();
    const made = await report(cast.resident, { reporter: 'account', files: [photo], text: '变压器冒烟，味道很大' });
    await moveTo(cast, made.id, 'handling');
    const sent = await handOver(made, { files: [photo] });
    assert.match(sent.pin, /^\d{6}$/);
    assert.match(sent.path, /^\/plain\/140502\/h\/[\w-]{22}$/);
    assert.match(sent.handover.number, /^ZB-\d{4}-\d{6}$/);
    assert.ok(sent.handover.link.qr_size > 20 && sent.handover.link.qr_path.startsWith('M'));
    await refused(cast.gridWorker, made.id, 'completion', { outcome: '等供电公司' }, 409, 'cases.awaited');

    const door = await stranger.get(sent.path, { expect: 200, headers: asPage });
    assert.ok(!door.body.includes('变压器'), 'nothing of the matter stands before the PIN');
    assert.doesNotMatch(door.body, /<script/);
    const { body: page } = await opened(sent);
    for (const told of ['路口变压器冒烟', '变压器归供电公司管', sent.handover.number]) assert.ok(page.includes(told), told);
    const [, picture] = page.match(/<img src="(\/api\/d\/140502\/files\/[^"]+)"/);
    await client(server).get(picture.replaceAll('&amp;', '&'), { expect: 200 });
    assert.equal((await one(sent.id)).state, 'opened');

    const taken = await press(page, sent, 'acknowledgement');
    assert.match(taken.body, /role="status"/);
    const asked = await press(taken.body, sent, 'question', { text: '哪一台变压器？' });
    assert.deepEqual([(await one(sent.id)).state, (await one(sent.id)).attention], ['asked', 'question']);
    await verb(sent.id, 'replies', { text: '路口东北角那台' });
    const again = await sendForm(stranger, sent.path, formOf(asked.body, sent.path).fields);
    assert.ok(again.body.includes('路口东北角那台'), 'the reply stands on the page');
    const answer = await press(again.body, sent, 'answer', { text: '已更换变压器', by: '张工' }, { photos: [jpeg(), jpeg()] });
    assert.ok(answer.body.includes('已更换变压器'));
    assert.doesNotMatch(answer.body, new RegExp(`${sent.path}/answer`), 'an answered matter has no buttons any more');

    const view = await one(sent.id);
    assert.deepEqual([view.state, view.attention, view.result, view.result_by, view.result_files.length, view.messages.map(({ from_unit }) => from_unit)],
        ['answered', 'answered', '已更换变压器', '张工', 2, [true, false]]);
    await cast.gridWorker.get(`${api}/files/${view.result_files[0]}/thumb`, { expect: 200 });
    const steps = await trail(cast.gridWorker, made.id);
    const last = steps.at(-1);
    assert.deepEqual([last.name, last.internal, last.files.length], ['cases.outside_answered', true, 2]);
    assert.match(last.text, /区供电公司 · 张工\n已更换变压器/);
    await act(cast.gridWorker, made.id, 'completion', { outcome: '供电公司已更换' });
    assert.deepEqual(await eventsOf(sent.id), ['sent', 'opened', 'acknowledged', 'asked', 'replied', 'answered'].map((name) => `handovers.${name}`));
    await server.assertChain();
});

test('the reporter reads to which unit it went and that it answered, and nothing else', async () => {
    const made = await held();
    const sent = await handOver(made);
    const { body: page } = await opened(sent);
    const asked = await press(page, sent, 'question', { text: '内部问题' });
    await press(asked.body, sent, 'answer', { text: '内部答复', by: '王工' }, { photos: [jpeg()] });
    const { steps } = (await status(stranger, made)).body;
    assert.deepEqual(steps.slice(-2).map(({ name, text, files }) => [name, text, files.length]), [['cases.handed_over', '区供电公司', 0], ['cases.outside_answered', '', 0]]);
    assert.ok(!JSON.stringify(steps).includes('内部'));

    const mine = await report(cast.resident, { reporter: 'account' });
    await moveTo(cast, mine.id, 'handling');
    const other = await handOver(mine);
    await press((await opened(other)).body, other, 'answer', { text: '内部答复', by: '王工' }, { photos: [jpeg()] });
    const read = await trail(cast.resident, mine.id);
    assert.deepEqual(read.slice(-2).map(({ name, text, files }) => [name, text, files.length]), [['cases.handed_over', '区供电公司', 0], ['cases.outside_answered', '', 0]]);
    await cast.resident.get(`${api}/cases/${mine.id}/handovers`, { expect: 403 });
    await cast.resident.get(`${api}/handovers/${other.id}`, { expect: 403 });
});

test('several units have the same case, each with its own state and deadline, and it waits for all of them', async () => {
    const made = await held();
    const [first, second] = [await handOver(made), await handOver(made, { unit_name: '区燃气公司', hours: 72 })];
    await press((await opened(first)).body, first, 'answer', { text: '已断电' });
    const { body } = await cast.gridWorker.get(`${api}/cases/${made.id}/handovers`, { expect: 200 });
    assert.deepEqual(body.items.map(({ unit_name, state }) => [unit_name, state]), [['区供电公司', 'answered'], ['区燃气公司', 'sent']]);
    assert.equal(body.items[1].due_at - body.items[1].sent_at, hours(72));
    await refused(cast.gridWorker, made.id, 'completion', { outcome: '好了' }, 409, 'cases.awaited');
    await press((await opened(second)).body, second, 'return', { text: '不在供气范围' });
    assert.deepEqual([(await one(second.id)).state, (await one(second.id)).attention], ['returned', 'returned']);
    assert.match((await trail(cast.gridWorker, made.id)).at(-1).text, /区燃气公司\n不在供气范围/);
    await act(cast.gridWorker, made.id, 'completion', { outcome: '好了' });
});

test('an enquiry that is handed over is not answered before its result returns', async () => {
    const made = await held({ kind: 'enquiry' }, 'accepted');
    await handOver(made, {}, cast.clerk);
    await refused(cast.clerk, made.id, 'answer', { text: '可以' }, 409, 'cases.awaited');
});

test('a case that is handed over is neither declined nor merged before its result returns', async () => {
    const made = await held({}, 'accepted');
    const sent = await handOver(made, {}, cast.clerk);
    await refused(cast.clerk, made.id, 'declination', { reason: '不归我们' }, 409, 'cases.awaited');
    await refused(cast.clerk, made.id, 'merger', { into: (await report(cast.resident, { reporter: 'account' })).id }, 409, 'cases.awaited');
    await verb(sent.id, 'revocation', { reason: '先查清楚' }, { browser: cast.clerk });
    await act(cast.clerk, made.id, 'declination', { reason: '不归我们' });
});

test('whoever completes without the result withdraws the hand-over first, and says why', async () => {
    const made = await held();
    const sent = await handOver(made);
    const faults = (await verb(sent.id, 'revocation', { reason: ' ' }, { expect: 422 })).body.fields;
    assert.deepEqual(faults.map(({ path, key }) => [path, key]), [['reason', 'schema.required']]);
    await verb(sent.id, 'revocation', { reason: '已自行处理' });
    const last = (await trail(cast.gridWorker, made.id)).at(-1);
    assert.deepEqual([last.name, last.internal, last.text], ['cases.outside_withdrawn', true, '区供电公司\n已自行处理']);
    await act(cast.gridWorker, made.id, 'completion', { outcome: '好了' });
});

// ---- who may -------------------------------------------------------------------------------------------------------------

test('who has a case or directs there hands it over; nobody else does', async () => {
    const made = await held();
    await handOver(made, {}, cast.clerk);
    const cannot = async (browser, expect, key) => {
        const answer = await browser.post(`${api}/cases/${made.id}/handovers`, orderBody(), { expect });
        assert.equal(answer.body.key, key);
    };
    await cannot(cast.leader, 403, 'access.no_role');
    await cannot(cast.clerkElsewhere, 404, 'cases.not_found');
    await cannot(cast.propertyStaff, 404, 'cases.not_found');
    await cannot(stranger, 401, 'access.sign_in');
    const company = await report(stranger);
    await act(cast.clerk, company.id, 'acceptance');
    await act(cast.clerk, company.id, 'dispatch', { unit: cast.propertyStaff.session.posts[0].unit });
    assert.equal(await keyOf(cast.gridWorker.post(`${api}/cases/${company.id}/handovers`, orderBody(), { expect: 409 })), 'cases.not_yours');
    const sent = await handOver(company, {}, cast.propertyStaff);
    assert.equal((await one(sent.id, cast.propertyStaff)).sender_name, cast.propertyStaff.session.account.display_name);
});

test('the unit a case is about does not hand it over', async () => {
    const about = cast.propertyStaff.session.posts[0].unit;
    const made = await report(stranger, { about_unit: about });
    await act(cast.clerk, made.id, 'acceptance');
    await act(cast.clerk, made.id, 'dispatch', { unit: about });
    assert.equal(await keyOf(cast.propertyStaff.post(`${api}/cases/${made.id}/handovers`, orderBody(), { expect: 409 })), 'cases.about_your_unit');
});

test('a case is handed over only while somebody works on it', async () => {
    const made = await report(stranger);
    assert.equal(await keyOf(cast.clerk.post(`${api}/cases/${made.id}/handovers`, orderBody(), { expect: 409 })), 'cases.wrong_state');
    await moveTo(cast, made.id, 'handled');
    assert.equal(await keyOf(cast.clerk.post(`${api}/cases/${made.id}/handovers`, orderBody(), { expect: 409 })), 'cases.wrong_state');
    assert.equal((await cast.clerk.get(`${api}/cases/${made.id}/handovers`)).body.may_send, false);
});

test('staff out of scope find no hand-over, and who only reads sees no link and does nothing', async () => {
    const made = await held();
    const sent = await handOver(made);
    await cast.clerkElsewhere.get(`${api}/handovers/${sent.id}`, { expect: 404 });
    assert.equal(await keyOf(cast.clerkElsewhere.post(`${api}/handovers/${sent.id}/revocation`, { reason: '不要了' }, { match: 1, expect: 404 })), 'handovers.not_found');
    await cast.leader.get(`${api}/handovers/${sent.id}`, { expect: 403 });
    const read = (await cast.gridWorker.get(`${api}/cases/${made.id}/handovers`, { expect: 200 })).body;
    assert.deepEqual([read.may_act, read.may_send, !!read.items[0].link], [true, true, true]);
    await act(cast.clerk, made.id, 'transfer', { unit: cast.departmentStaff.session.posts[0].unit, reason: '转部门' });
    const after = (await cast.gridWorker.get(`${api}/cases/${made.id}/handovers`, { expect: 200 })).body;
    assert.deepEqual([after.may_act, after.may_send, after.items[0].link], [false, false, null]);
    assert.equal(await keyOf(verb(sent.id, 'extension', { hours: 5 }, { expect: 409 })), 'cases.not_yours');
    await verb(sent.id, 'sight');   // who sent it may still say: seen
    await verb(sent.id, 'extension', { hours: 5 }, { browser: cast.departmentStaff });
});

test('only pictures of the case go with it', async () => {
    const made = await held();
    const foreign = await cast.gridWorker.uploadJpeg();
    const { body } = await cast.gridWorker.post(`${api}/cases/${made.id}/handovers`, orderBody({ files: [foreign] }), { expect: 422 });
    assert.deepEqual(body.fields.map(({ path, key }) => [path, key]), [['files', 'files.unknown']]);
});

test('a hand-over that is sent twice is one, with the same PIN', async () => {
    const made = await held();
    const body = orderBody();
    const answers = await Promise.all([1, 2].map(() => cast.gridWorker.post(`${api}/cases/${made.id}/handovers`, body, { expect: 201 })));
    assert.deepEqual(answers[0].body, answers[1].body);
    assert.equal((await cast.gridWorker.get(`${api}/cases/${made.id}/handovers`)).body.items.length, 1);
});

// ---- who reported ---------------------------------------------------------------------------------------------------------

test('the unit never learns who reported, unless the sender says why it must call', async () => {
    const known = { reporter: 'number', name: '周小云', phone: '13800001234' };
    const made = await held(known);
    const quiet = await handOver(made);
    const silent = (await opened(quiet)).body;
    assert.ok(!silent.includes('周小云') && !silent.includes('13800001234'));
    const telling = await handOver(made, { unit_name: '区燃气公司', tell_reporter: '需要约入户时间' });
    const told = (await opened(telling)).body;
    assert.ok(told.includes('周小云') && told.includes('tel:13800001234'));
    assert.ok((await eventsOf(made.id)).includes('cases.reporter_looked'));
    assert.ok((await eventsOf(telling.id)).includes('handovers.reporter_shown'));
    const ended = await press(told, telling, 'answer', { text: '已约好' });
    assert.ok(!ended.body.includes('13800001234'), 'once it is over nothing of the reporter is shown');
});

test('of an anonymous report nothing can be told, of a confidential one only who accepted it tells', async () => {
    const anonymous = await held({ reporter: 'anonymous' });
    const tell = { tell_reporter: '需要联系' };
    assert.equal(await keyOf(cast.gridWorker.post(`${api}/cases/${anonymous.id}/handovers`, orderBody(tell), { expect: 409 })), 'cases.reporter_anonymous');
    const confidential = await held({ reporter: 'confidential', name: '周小云', phone: '13800001234' });
    assert.equal(await keyOf(cast.gridWorker.post(`${api}/cases/${confidential.id}/handovers`, orderBody(tell), { expect: 409 })), 'cases.reporter_confidential');
    assert.equal((await cast.gridWorker.get(`${api}/cases/${confidential.id}/handovers`)).body.may_tell_reporter, false);
    await handOver(confidential, tell, cast.clerk);
    const company = await report(stranger);
    await act(cast.clerk, company.id, 'acceptance');
    await act(cast.clerk, company.id, 'dispatch', { unit: cast.propertyStaff.session.posts[0].unit });
    await cast.propertyStaff.post(`${api}/cases/${company.id}/handovers`, orderBody(tell), { expect: 403 });
});

// ---- the link -------------------------------------------------------------------------------------------------------------

test('a guessed, forged or cut link leads nowhere, and does not say why', async () => {
    const sent = await handOver(await held());
    const token = sent.path.split('/').at(-1);
    const forged = [`${sent.path.slice(0, -1)}${sent.path.endsWith('A') ? 'B' : 'A'}`, sent.path.slice(0, -3), `/plain/${district}/h/${'A'.repeat(22)}`, `/plain/990101/h/${token}`];
    for (const path of forged) {
        const { body, headers } = await stranger.get(path, { expect: 404, headers: asPage });
        assert.equal(headline(body), '没有这个链接');
        assert.equal(headers.get('cache-control'), 'no-store');
        await sendForm(stranger, path, { pin: sent.pin }, { expect: 404 });
    }
});

test('a forwarded link without the PIN shows nothing, and a pass of another link opens none', async () => {
    const [sent, other] = [await handOver(await held()), await handOver(await held())];
    const asked = await sendForm(stranger, sent.path, { pin: '' }, { expect: 422 });
    assert.match(asked.body, /role="alert"/);
    assert.ok(!asked.body.includes('变压器'));
    const { pass } = formOf((await opened(other)).body, `${other.path}/answer`).fields;
    for (const forged of [pass, `${Date.now() + hours(1)}.${'A'.repeat(43)}`, 'x', '.']) {
        const { body } = await sendForm(stranger, `${sent.path}/answer`, { pass: forged, text: '假的', client_ref: 'a' }, { expect: 422 });
        assert.ok(!body.includes('路口变压器'));
        assert.equal(formOf(body, `${sent.path}/answer`).fields.text, '假的', 'what was typed is kept for who has the PIN');
    }
    assert.equal((await one(sent.id)).state, 'sent');
    const late = await sendForm(stranger, `${sent.path}/answer`, { pin: sent.pin, text: '这次是真的', client_ref: 'b' });
    assert.ok(late.body.includes('这次是真的'));
});

test('five wrong PINs lock the link, also when they come at once, and the sender is told', async () => {
    const sent = await handOver(await held());
    const first = await opened(sent, { pin: wrongPin(sent), expect: 422 });
    assert.match(first.body, /还可以再试4次/);
    assert.equal((await opened(sent)).status, 200);   // the right one forgives
    const answers = await Promise.all(Array.from({ length: 12 }, () => opened(sent, { pin: wrongPin(sent), expect: 'any' })));
    assert.deepEqual([answers.filter((answer) => answer.status === 422).length, answers.filter((answer) => answer.status === 423).length], [4, 8]);
    const { body } = await opened(sent, { expect: 423 });
    assert.equal(headline(body), '链接已锁定');
    await stranger.get(sent.path, { expect: 423, headers: asPage });
    const view = await one(sent.id);
    assert.deepEqual([view.locked, view.attention], [true, 'locked']);
    assert.equal((await eventsOf(sent.id)).filter((name) => name === 'handovers.locked').length, 1);

    const renewed = (await verb(sent.id, 'renewal')).body;
    assert.notEqual(pathOf(renewed), sent.path);
    await opened(sent, { expect: 404 });   // the old link is worth nothing
    const fresh = { ...renewed, path: pathOf(renewed) };
    await opened(fresh, { pin: wrongPin(fresh), expect: 422 });
    await opened(fresh);
    assert.deepEqual([(await one(sent.id)).locked, (await one(sent.id)).attention], [false, '']);
});

test('a revoked link says so, whatever page somebody still has open', async () => {
    const sent = await handOver(await held());
    const { body: page } = await opened(sent);
    await verb(sent.id, 'revocation', { reason: '改由应急局' });
    for (const answer of [await stranger.get(sent.path, { expect: 410, headers: asPage }), await press(page, sent, 'answer', { text: '已办' }, { expect: 410 }), await opened(sent, { expect: 410 })]) {
        assert.equal(headline(answer.body), '这次交办已撤回');
        assert.ok(!answer.body.includes('改由应急局') && !answer.body.includes('变压器'));
    }
    assert.equal((await one(sent.id)).state, 'revoked');
});

test('a button pressed twice does its work once', async () => {
    const made = await held();
    const sent = await handOver(made);
    const { body: page } = await opened(sent);
    for (let i = 0; i < 2; ++i) await press(page, sent, 'acknowledgement');
    const fields = { ...formOf(page, `${sent.path}/answer`).fields, text: '办好了' };
    const answers = await Promise.all([1, 2, 3].map(() => sendForm(stranger, `${sent.path}/answer`, fields, { photos: [jpeg()] })));
    for (const answer of answers) assert.ok(answer.body.includes('办好了'));
    assert.equal((await trail(cast.gridWorker, made.id)).filter(({ name }) => name === 'cases.outside_answered').length, 1);
    assert.equal((await one(sent.id)).result_files.length, 1);
    assert.deepEqual((await eventsOf(sent.id)).map((name) => name.split('.')[1]), ['sent', 'opened', 'acknowledged', 'answered']);
});

test('of two people at once one answers, and the other reads what was answered', async () => {
    const made = await held();
    const sent = await handOver(made);
    const [mine, theirs] = [(await opened(sent)).body, (await opened(sent)).body];
    assert.equal((await one(sent.id)).times_opened, 2);
    await press(mine, sent, 'answer', { text: '甲先答' });
    const { body } = await press(theirs, sent, 'return', { text: '乙要退' }, { expect: 409 });
    assert.match(body, /role="alert"/);
    assert.ok(body.includes('甲先答'));
    assert.equal((await one(sent.id)).state, 'answered');
    assert.ok((await opened(sent)).body.includes('甲先答'), 'it can be read again until the link expires');
});

test('an answer without words and a file that is no picture come back with what was typed', async () => {
    const sent = await handOver(await held());
    const { body: page } = await opened(sent);
    const faults = [[{ text: ' ' }, []], [{ text: '见图' }, [Buffer.from('no picture')]], [{ text: '太多' }, Array.from({ length: 10 }, () => jpeg())]];
    for (const [more, photos] of faults) {
        const { body } = await press(page, sent, 'answer', { by: '李工', ...more }, { photos, expect: 422 });
        assert.match(body, /role="alert"[^>]*>[^<]*\p{Script=Han}/u);
        assert.deepEqual([formOf(body, `${sent.path}/answer`).fields.text, formOf(body, `${sent.path}/answer`).fields.by], [more.text.trim() ? more.text : more.text, '李工']);
    }
    assert.equal((await one(sent.id)).state, 'opened');
});

test('the page speaks English to whoever reads English', async () => {
    const sent = await handOver(await held());
    const { body } = await sendForm(stranger, sent.path, { pin: sent.pin }, { language: 'en' });
    assert.match(body, /<html[^>]* lang="en"/);
    assert.match(body, /Answer with the result/);
});

test('neither the token nor the PIN of a link reaches the log, nor another site', async () => {
    const sent = await handOver(await held());
    const { headers, body } = await opened(sent);
    await stranger.get(`${sent.path}/nothing`, { expect: 404, headers: asPage });
    await opened(sent, { pin: wrongPin(sent), expect: 422 });
    assert.deepEqual([headers.get('cache-control'), headers.get('referrer-policy')], ['no-store', 'strict-origin']);
    assert.doesNotMatch(body, /(?:href|src|action)="https?:/);
    const token = sent.path.split('/').at(-1);
    const said = server.out.join('\n');
    assert.ok(said.includes('/plain/{d}/h/{token}'), 'the log names the route');
    assert.ok(!said.includes(token) && !said.includes(`"${sent.pin}"`));
});

// ---- the sender's side ----------------------------------------------------------------------------------------------------

test('nothing is done to a hand-over that has its result', async () => {
    const made = await held();
    const sent = await handOver(made);
    await press((await opened(sent)).body, sent, 'answer', { text: '办好了' });
    for (const [noun, body] of [['renewal', {}], ['extension', { hours: 5 }], ['revocation', { reason: '不要了' }], ['replies', { text: '谢谢' }], ['receipt', {}], ['result', { kind: 'answered', text: '好', by: '', files: [] }]])
        assert.equal(await keyOf(verb(sent.id, noun, body, { expect: 409 })), 'handovers.over', noun);
    assert.equal(await keyOf(cast.gridWorker.get(`${api}/handovers/${sent.id}/letter`, { expect: 409 })), 'handovers.over');
});

test('who changes a hand-over has seen it as it stands', async () => {
    const sent = await handOver(await held());
    await verb(sent.id, 'extension', { hours: 90 });
    await verb(sent.id, 'extension', { hours: 5 }, { match: 1, expect: 412 });
});

test('the unit says by telephone that it has it, once', async () => {
    const sent = await handOver(await held());
    assert.equal((await verb(sent.id, 'receipt')).body.state, 'acknowledged');
    assert.equal(await keyOf(verb(sent.id, 'receipt', {}, { expect: 409 })), 'handovers.acknowledged_already');
});

test('a letter bears number, sender, matter, deadline and a code that leads to filing the reply', async () => {
    const photo = await stranger.uploadJpeg();
    const made = await held({ files: [photo] });
    const sent = await handOver(made, { way: 'letter', files: [photo] });
    const { body: letter } = await cast.gridWorker.get(`${api}/handovers/${sent.id}/letter`, { expect: 200 });
    assert.deepEqual([letter.number, letter.unit_name, letter.case_number, letter.words, letter.district_name, letter.place.startsWith('前书院社区 '), letter.files.length],
        [sent.handover.number, '区供电公司', made.number, '路口变压器冒烟', '城区', true, 1]);
    assert.equal(new URL(letter.link.url).pathname, sent.path);
    const scanned = await cast.gridWorker.get(sent.path, { expect: 200, headers: asPage });
    assert.ok(scanned.body.includes(`/console/cases/${made.id}?file=${sent.id}`), 'staff who scan it go on to the desk');
    assert.ok(!(await cast.clerkElsewhere.get(sent.path, { expect: 200, headers: asPage })).body.includes('/console/'));
    const paper = await cast.gridWorker.uploadJpeg();
    const { body: filed } = await verb(sent.id, 'result', { kind: 'answered', text: '回函：已更换', by: '公章', files: [paper] });
    assert.deepEqual([filed.state, filed.attention, filed.result_files], ['answered', '', [paper]]);
    await act(cast.gridWorker, made.id, 'completion', { outcome: '已更换' });
});

test('a hand-over near its deadline, late, never opened or expired is an alarm for the sender, and more time ends it', async () => {
    const [due, letter, opening] = [await handOver(await held(), { hours: 48 }), await handOver(await held(), { way: 'letter', hours: 48 }), await handOver(await held(), { hours: 48 })];
    const page = (await opened(opening)).body;
    const began = Date.now();
    const attention = async (browser) => (await browser.get(`${api}/handovers/attention`, { expect: 200 })).body.count;
    try {
        let worker;
        const at = async (count) => {
            await server.setClock(began + hours(count));
            await server.runJobs();
            worker = await server.signIn(people.gridWorker);
        };
        await at(25);
        assert.deepEqual([(await one(due.id, worker)).attention, (await one(letter.id, worker)).attention, (await one(opening.id, worker)).attention], ['unopened', 'unopened', '']);
        const waiting = (await worker.get(`${api}/handovers?view=mine&limit=100`, { expect: 200 })).body.items.filter((line) => line.attention);
        assert.equal(await attention(worker), waiting.length);
        assert.ok(waiting.some(({ id }) => id === letter.id));
        await verb(due.id, 'sight', {}, { browser: worker });
        assert.equal((await one(due.id, worker)).attention, '');
        await at(37);
        assert.deepEqual([(await one(due.id, worker)).attention, (await one(letter.id, worker)).attention, (await one(opening.id, worker)).attention], ['due_soon', 'unopened', 'due_soon']);
        await at(49);
        const late = await one(due.id, worker);
        assert.deepEqual([late.attention, late.overdue], ['overdue', true]);
        const lines = (await worker.get(`${api}/handovers?view=mine`, { expect: 200 })).body.items;
        assert.ok(lines.some(({ id, overdue, attention: word }) => id === due.id && overdue && word === 'overdue'));
        await verb(due.id, 'extension', { hours: 24 }, { browser: worker });
        assert.deepEqual([(await one(due.id, worker)).attention, (await one(due.id, worker)).overdue], ['', false]);
        await at(74);
        assert.equal((await one(due.id, worker)).attention, 'overdue');
        await at(48 + 7 * 24 + 1);
        const over = await one(opening.id, worker);
        assert.deepEqual([over.state, over.attention], ['expired', 'expired']);
        for (const answer of [await stranger.get(opening.path, { expect: 410, headers: asPage }), await press(page, opening, 'answer', { text: '晚了' }, { expect: 410 })]) assert.equal(headline(answer.body), '链接已过期');
        await refused(worker, over.case_id, 'completion', { outcome: '好了' }, 409, 'cases.awaited');
        await verb(opening.id, 'extension', { hours: 24 }, { browser: worker });
        await press((await opened(opening)).body, opening, 'answer', { text: '办好了' });
        assert.equal((await one(opening.id, worker)).state, 'answered');
    } finally {
        await server.setClock(Date.now());
    }
    const names = await eventsOf(due.id);
    for (const name of ['unopened', 'due_soon', 'became_overdue', 'extended']) assert.ok(names.includes(`handovers.${name}`), name);
});

test('the sender has the own ones, who directs has those of the area, page by page', async () => {
    const { body: first } = await cast.gridWorker.get(`${api}/handovers?view=mine&limit=2`, { expect: 200 });
    assert.equal(first.items.length, 2);
    const { body: next } = await cast.gridWorker.get(`${api}/handovers?view=mine&limit=2&after=${encodeURIComponent(first.next)}`, { expect: 200 });
    assert.ok(next.items.every(({ id }) => !first.items.some((seen) => seen.id === id)));
    assert.ok(first.items.every(({ sender_name }) => sender_name === cast.gridWorker.session.account.display_name));
    const area = (await cast.clerk.get(`${api}/handovers?view=area&limit=100`, { expect: 200 })).body.items;
    assert.ok(first.items.every(({ id }) => area.some((seen) => seen.id === id)));
    assert.equal((await cast.clerkElsewhere.get(`${api}/handovers?view=area&limit=100`, { expect: 200 })).body.items.filter(({ id }) => area.some((seen) => seen.id === id)).length, 0);
    const dates = area.map(({ due_at }) => due_at);
    assert.deepEqual(dates, [...dates].sort((a, b) => a - b));
});

test('who must look hears of it at once', async () => {
    const sent = await handOver(await held());
    const stream = await cast.gridWorker.openStream();
    await opened(sent);
    await stream.next(({ data }) => data.name === 'handovers.opened' && data.subject === sent.id);
    stream.close();
});
