// Who sees what of a case, and who does not: scope of areas, assignment, the unit it is about, the reporter's wishes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, district, startServer } from './harness.mjs';
import { act, all, api, moveTo, neighbour, refused, report, reportBody, show, signInAll, status } from './people.mjs';

const server = await startServer({ demo: true });
const cast = await signInAll(server, ['clerk', 'secondWorker', 'gridWorker', 'otherGridWorker', 'propertyStaff', 'clerkElsewhere', 'resident', 'otherResident', 'leader',
    'clerkOfNeighbour', 'administrator']);
const stranger = client(server);
const unitOf = (browser) => browser.session.posts[0].unit;
const name = '欧阳锦绣𠮷㛃', phone = '13800001234';
const reading = (id) => [`${api}/cases/${id}`, `${api}/cases/${id}/timeline`];

/** Sees neither the case nor its timeline, in no list and under no verb. */
async function doesNotFind(browser, id, at = api) {
    for (const path of reading(id)) await browser.get(path.replace(api, at), { expect: 404 });
    await browser.post(`${at}/cases/${id}/notes`, { text: '?', internal: true }, { match: 1, expect: 404 });
    if (at === api) assert.ok(!(await all(browser, `${api}/cases`, 100)).some((line) => line.id === id));
}

test('a clerk of another community does not find the case', async () => {
    const made = await report(stranger);
    await doesNotFind(cast.clerkElsewhere, made.id);
    await cast.clerkElsewhere.post(`${api}/cases/${made.id}/acceptance`, {}, { match: 1, expect: 404 });
});

test('a grid worker finds the cases of the own grid and not those of the next', async () => {
    const made = await report(stranger);
    await show(cast.gridWorker, made.id);
    await doesNotFind(cast.otherGridWorker, made.id);
});

test('a clerk of another district finds neither the district nor the case', async () => {
    const made = await report(stranger);
    await doesNotFind(cast.clerkOfNeighbour, made.id, api);
    await doesNotFind(cast.clerkOfNeighbour, made.id, `/api/d/${neighbour}`);
    await cast.clerk.post(`/api/d/${neighbour}/cases/${made.id}/acceptance`, {}, { match: 1, expect: 404 });
});

test('a case of one district is not in the list of another', async () => {
    const communities = (await cast.clerkOfNeighbour.get(`/api/city/areas?district=${neighbour}`, { expect: 200 })).body.items.filter(({ kind }) => kind === 'community');
    const body = reportBody({ area: communities[0].id, door: undefined });
    await stranger.post(`${api}/cases`, body, { expect: 422 });
    const { body: made } = await stranger.post(`/api/d/${neighbour}/cases`, body, { expect: 201 });
    assert.equal(made.number.slice(-6), '000001');
    assert.deepEqual((await all(cast.clerkOfNeighbour, `/api/d/${neighbour}/cases`)).map(({ id }) => id), [made.id]);
    await cast.leader.get(`${api}/cases/${made.id}`, { expect: 404 });
});

test('a role nowhere is 403, a stranger 401', async () => {
    const made = await report(stranger);
    for (const noun of ['acceptance', 'dispatch', 'verification', 'closure', 'handling', 'notes', 'reporter-look']) {
        await cast.resident.post(`${api}/cases/${made.id}/${noun}`, {}, { match: 1, expect: 403 });
        await stranger.post(`${api}/cases/${made.id}/${noun}`, {}, { match: 1, expect: 401 });
    }
    for (const path of reading(made.id)) await stranger.get(path, { expect: 401 });
});

test('a district leader reads everything and moves nothing', async () => {
    const made = await report(stranger);
    assert.deepEqual((await show(cast.leader, made.id)).body.next, ['supervise']);
    for (const noun of ['acceptance', 'answer', 'dispatch', 'merger', 'verification', 'closure', 'handling']) await cast.leader.post(`${api}/cases/${made.id}/${noun}`, {}, { match: 1, expect: 403 });
});

test('the administrator of accounts does not read cases', async () => {
    const made = await report(stranger);
    await cast.administrator.get(`${api}/cases/${made.id}`, { expect: 404 });
    assert.deepEqual(await all(cast.administrator, `${api}/cases`), []);
});

test('property staff sees only what is assigned to them or their company, and not the reporter', async () => {
    const made = await report(stranger, { name, phone });
    await doesNotFind(cast.propertyStaff, made.id);
    await act(cast.clerk, made.id, 'acceptance');
    await act(cast.clerk, made.id, 'dispatch', { unit: unitOf(cast.propertyStaff) });
    const seen = (await show(cast.propertyStaff, made.id)).body;
    assert.equal(seen.reporter, null);
    assert.ok(seen.next.includes('acknowledge'));
    await cast.propertyStaff.post(`${api}/cases/${made.id}/reporter-look`, {}, { expect: 403 });
    assert.doesNotMatch(JSON.stringify([seen, (await cast.propertyStaff.get(`${api}/cases/${made.id}/timeline`)).body]), new RegExp(`${name}|${phone}`));
    const mine = (await all(cast.propertyStaff, `${api}/cases?view=assigned`, 100));
    assert.ok(mine.some(({ id }) => id === made.id));
    assert.ok(mine.every(({ unit_name }) => unit_name === cast.propertyStaff.session.posts[0].unit_name));
    await act(cast.propertyStaff, made.id, 'acknowledgement');
    await act(cast.propertyStaff, made.id, 'return', { reason: '不归我们' });
    await doesNotFind(cast.propertyStaff, made.id);
});

test('staff see a reporter masked, and in clear only by a look', async () => {
    const made = await report(stranger, { name: '张秀兰', phone });
    const { reporter } = (await show(cast.clerk, made.id)).body;
    assert.deepEqual(reporter, { name_masked: '张**', phone_masked: '138****1234', can_unmask: true, speaker: '', speaker_masked: '' });
    const clear = (await cast.clerk.post(`${api}/cases/${made.id}/reporter-look`, {}, { expect: 200 })).body;
    assert.deepEqual(clear, { name: '张秀兰', phone, speaker: '' });
    const looks = (await server.events()).items.filter(({ name: event, subject }) => event === 'cases.reporter_looked' && subject === made.id);
    assert.equal(looks.length, 1);
});

test('a look at a case that is over asks for a reason in words', async () => {
    const made = await report(stranger, { name: '张秀兰', phone });
    await moveTo(cast, made.id, 'closed');
    const { body } = await cast.clerk.post(`${api}/cases/${made.id}/reporter-look`, {}, { expect: 422 });
    assert.deepEqual(body.fields.map(({ path, key }) => [path, key]), [['reason', 'cases.look_reason']]);
    await cast.clerk.post(`${api}/cases/${made.id}/reporter-look`, { reason: '回访满意度' }, { expect: 200 });
});

test('a confidential report shows its reporter to the worker who accepted it and to nobody else', async () => {
    const made = await report(stranger, { reporter: 'confidential', name: '李国庆', phone });
    for (const browser of [cast.clerk, cast.secondWorker, cast.gridWorker]) assert.equal((await show(browser, made.id)).body.reporter, null);
    await act(cast.clerk, made.id, 'acceptance');
    assert.equal((await show(cast.clerk, made.id)).body.reporter.phone_masked, '138****1234');
    for (const browser of [cast.secondWorker, cast.gridWorker, cast.leader]) assert.equal((await show(browser, made.id)).body.reporter, null);
    assert.equal((await cast.clerk.post(`${api}/cases/${made.id}/reporter-look`, {}, { expect: 200 })).body.phone, phone);
    const { body } = await cast.secondWorker.post(`${api}/cases/${made.id}/reporter-look`, {}, { expect: 409 });
    assert.equal(body.key, 'cases.reporter_confidential');
});

test('a confidential report needs a telephone number', async () => {
    const { body } = await stranger.post(`${api}/cases`, reportBody({ reporter: 'confidential', name: '李国庆' }), { expect: 422 });
    assert.deepEqual(body.fields.map(({ path, key }) => [path, key]), [['phone', 'cases.confidential_needs_phone']]);
});

test('an anonymous report keeps nothing of its reporter, even when a name is sent along', async () => {
    const made = await report(stranger, { reporter: 'anonymous', name, phone });
    assert.match(made.code, /^\d{6}$/);
    await act(cast.clerk, made.id, 'acceptance');
    const seen = (await show(cast.clerk, made.id)).body;
    assert.equal(seen.reporter, null);
    const { body } = await cast.clerk.post(`${api}/cases/${made.id}/reporter-look`, {}, { expect: 409 });
    assert.equal(body.key, 'cases.reporter_anonymous');
    const everything = JSON.stringify([(await cast.clerk.get(`${api}/cases/${made.id}/timeline`)).body, seen, (await status(stranger, made)).body]);
    assert.doesNotMatch(everything, new RegExp(`${name}|${phone}`));
});

test('a signed-in person cannot report anonymously under the own account', async () => {
    const { body } = await cast.resident.post(`${api}/cases`, reportBody({ reporter: 'anonymous' }), { expect: 422 });
    assert.deepEqual(body.fields.map(({ path, key }) => [path, key]), [['reporter', 'cases.anonymous_without_session']]);
});

test('a report with the account needs an account', async () => {
    await stranger.post(`${api}/cases`, reportBody({ reporter: 'account' }), { expect: 401 });
});

test('the unit a case is about does not see the reporter and neither accepts, dispatches, verifies nor closes', async () => {
    const about = unitOf(cast.clerk);
    const made = await report(stranger, { about_unit: about, name: '张秀兰', phone });
    const seen = (await show(cast.clerk, made.id)).body;
    assert.equal(seen.reporter, null);
    assert.deepEqual(seen.next, ['note']);
    await refused(cast.clerk, made.id, 'acceptance', {}, 409, 'cases.about_your_unit');
    await refused(cast.clerk, made.id, 'declination', { reason: '没有的事' }, 409, 'cases.about_your_unit');
    const look = await cast.clerk.post(`${api}/cases/${made.id}/reporter-look`, {}, { expect: 409 });
    assert.equal(look.body.key, 'cases.about_your_unit');
});

test('of a case about a property company its staff handle, but never judge', async () => {
    const about = unitOf(cast.propertyStaff);
    const made = await report(stranger, { about_unit: about, name: '张秀兰', phone });
    await act(cast.clerk, made.id, 'acceptance');
    await act(cast.clerk, made.id, 'dispatch', { unit: about });
    assert.equal((await show(cast.propertyStaff, made.id)).body.reporter, null);
    await act(cast.propertyStaff, made.id, 'acknowledgement');
    for (const noun of ['verification', 'closure']) await cast.propertyStaff.post(`${api}/cases/${made.id}/${noun}`, {}, { match: 4, expect: 403 });
    for (const noun of ['acceptance', 'dispatch']) await cast.propertyStaff.post(`${api}/cases/${made.id}/${noun}`, {}, { match: 4, expect: 403 });
});

test('a report about a unit that does not exist is refused', async () => {
    const { body } = await stranger.post(`${api}/cases`, reportBody({ about_unit: '0000000000001' }), { expect: 422 });
    assert.deepEqual(body.fields.map(({ path }) => path), ['about_unit']);
});

test('internal notes are for staff; public ones reach the reporter', async () => {
    const made = await report(cast.resident, { reporter: 'account' });
    await act(cast.clerk, made.id, 'notes', { text: '反映人脾气急', internal: true });
    await act(cast.clerk, made.id, 'notes', { text: '明天上午来', internal: false });
    const texts = async (browser) => (await browser.get(`${api}/cases/${made.id}/timeline`, { expect: 200 })).body.items.map(({ text }) => text);
    assert.deepEqual((await texts(cast.resident)).slice(1), ['明天上午来']);
    assert.deepEqual((await texts(cast.secondWorker)).slice(1), ['反映人脾气急', '明天上午来']);
    const numbered = await report(stranger);
    await act(cast.clerk, numbered.id, 'notes', { text: '内部', internal: true });
    assert.doesNotMatch(JSON.stringify((await status(stranger, numbered)).body), /内部/);
});

test('a picture of an internal note is for staff only', async () => {
    const made = await report(cast.resident, { reporter: 'account' });
    const picture = await cast.clerk.uploadJpeg();
    await act(cast.clerk, made.id, 'notes', { text: '现场', internal: true, files: [picture] });
    await cast.secondWorker.get(`${api}/files/${picture}/view`, { expect: 200 });
    assert.deepEqual((await show(cast.resident, made.id)).body.files, []);
    await cast.resident.get(`${api}/files/${picture}/view`, { expect: 404 });
});

test('a resident follows, answers and rates the own report, and nobody else does', async () => {
    const made = await report(cast.resident, { reporter: 'account' });
    assert.equal(made.code, null);
    assert.deepEqual((await show(cast.resident, made.id)).body.next, ['message']);
    assert.ok((await all(cast.resident, `${api}/cases?view=mine`)).some(({ id }) => id === made.id));
    await act(cast.resident, made.id, 'messages', { text: '晚上七点后在家' });
    await doesNotFind403(cast.otherResident, made.id);
    await moveTo(cast, made.id, 'closed');
    await cast.otherResident.post(`${api}/cases/${made.id}/rating`, { score: 1, solved: false }, { match: 1, expect: 404 });
    await cast.clerk.post(`${api}/cases/${made.id}/rating`, { score: 5, solved: true }, { match: 1, expect: 404 });
    await refused(cast.resident, made.id, 'messages', { text: '谢谢' }, 409, 'cases.wrong_state');
    const { body } = await act(cast.resident, made.id, 'rating', { score: 4, solved: true, text: '还行' });
    assert.equal(body.state, 'rated');
    await refused(cast.resident, made.id, 'rating', { score: 1, solved: false }, 409, 'cases.wrong_state');
});

async function doesNotFind403(browser, id) {
    for (const path of reading(id)) await browser.get(path, { expect: 404 });
    await browser.post(`${api}/cases/${id}/messages`, { text: '?' }, { match: 1, expect: 404 });
    assert.ok(!(await all(browser, `${api}/cases`)).some((line) => line.id === id));
}

test('who writes down a call for another speaks for the caller', async () => {
    const body = { source: 'telephone', reporter: 'number', name: '王建平', phone };
    const made = await report(cast.clerk, body);
    assert.match(made.code, /^\d{6}$/);
    assert.equal((await show(cast.clerk, made.id)).body.reporter.phone_masked, '138****1234');
    for (const browser of [cast.resident, stranger]) {
        const { body: problem } = await browser.post(`${api}/cases`, reportBody(body), { expect: 422 });
        assert.deepEqual(problem.fields.map(({ path, key }) => [path, key]), [['source', 'cases.source_needs_staff']]);
    }
});

test('a code tried six times is locked, the right one too, and opens after a quarter of an hour', async () => {
    const made = await report(stranger);
    const wrong = { number: made.number, code: made.code === '000000' ? '111111' : '000000' };
    for (let i = 0; i < 5; i++) assert.equal((await status(stranger, wrong, 404)).body.key, 'cases.wrong_code');
    const locked = await status(stranger, wrong, 429);
    assert.equal(locked.body.key, 'cases.code_locked');
    assert.ok(Number(locked.headers.get('retry-after')) > 0);
    await status(stranger, made, 429);
    const other = await report(stranger);
    await status(stranger, other);
    await server.setClock(Date.now() + 16 * 60_000);
    await status(stranger, made);
    await server.setClock(Date.now());
});

test('a number that does not exist is refused in the same words as a wrong code', async () => {
    const unknown = await status(stranger, { number: 'JC-2020-999999', code: '123456' }, 404);
    const made = await report(stranger);
    const wrong = await status(stranger, { number: made.number, code: made.code === '000000' ? '111111' : '000000' }, 404);
    assert.deepEqual(unknown.body, wrong.body);
});

test('the status by number names units, never a member of staff', async () => {
    const made = await report(stranger);
    await moveTo(cast, made.id, 'closed');
    const text = JSON.stringify((await status(stranger, made)).body);
    for (const browser of [cast.clerk, cast.secondWorker, cast.gridWorker]) assert.ok(!text.includes(browser.session.account.display_name));
});

test('a picture is shown in the scope of its case and to its uploader before that', async () => {
    const picture = await cast.resident.uploadJpeg();
    await cast.resident.get(`${api}/files/${picture}/view`, { expect: 200 });
    for (const browser of [cast.clerk, cast.otherResident]) await browser.get(`${api}/files/${picture}/view`, { expect: 404 });
    await stranger.get(`${api}/files/${picture}/view`, { expect: 401 });
    await report(cast.resident, { reporter: 'account', files: [picture] });
    for (const size of ['thumb', 'view']) {
        await cast.clerk.get(`${api}/files/${picture}/${size}`, { expect: 200 });
        await cast.clerkElsewhere.get(`${api}/files/${picture}/${size}`, { expect: 404 });
        await cast.otherResident.get(`${api}/files/${picture}/${size}`, { expect: 404 });
        await cast.clerkOfNeighbour.get(`/api/d/${neighbour}/files/${picture}/${size}`, { expect: 404 });
    }
});

test('a picture of somebody else cannot be attached to a report', async () => {
    const picture = await cast.resident.uploadJpeg();
    for (const browser of [stranger, cast.otherResident]) {
        const { body } = await browser.post(`${api}/cases`, reportBody({ files: [picture] }), { expect: 422 });
        assert.deepEqual(body.fields.map(({ path, key }) => [path, key]), [['files', 'files.unknown']]);
    }
});

test('a signed link to a picture works without an account, only as it is, and for a quarter of an hour', async () => {
    const made = await report(stranger, { files: [await stranger.uploadJpeg()] });
    const link = (await status(stranger, made)).body.steps[0].files[0].url;
    await client(server).get(link, { expect: 200 });
    const forged = link.replace(/token=(.)/, (_, c) => `token=${c === 'a' ? 'b' : 'a'}`);
    await client(server).get(forged, { expect: 404 });
    await client(server).get(link.replace(/until=(\d)/, 'until=9$1'), { expect: 404 });
    await server.setClock(Date.now() + 16 * 60_000);
    await client(server).get(link, { expect: 404 });
    await server.setClock(Date.now());
});

test('a picture that nothing cites is gone after a day', async () => {
    const picture = await cast.resident.uploadJpeg();
    await server.setClock(Date.now() + 25 * 3600_000);
    await server.runJobs();
    const fresh = await server.signIn('resident1');
    await fresh.get(`${api}/files/${picture}/view`, { expect: 404 });
    await server.setClock(Date.now());
});

test('nobody looks at another district through one\'s own', async () => {
    await cast.clerk.get(`/api/d/${neighbour}/cases/counts`, { expect: 200 }).then(({ body }) => assert.equal(Object.values(body.states).reduce((a, b) => a + b), 0));
    assert.deepEqual(await all(cast.clerk, `/api/d/${neighbour}/cases`), []);
    await cast.clerk.get(`/api/d/110101/cases`, { expect: 404 });
    assert.equal(district, '140502');
});
