// Passing a case on (transfer) and asking for more time (extension): who may, who may not, and what the trail says of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, district, startServer, uuid7 } from './harness.mjs';
import { act, api, moveTo, people, refused, report, show, signInAll, status } from './people.mjs';

const server = await startServer({ demo: true, cases: 10 });
const cast = await signInAll(server, ['clerk', 'secondWorker', 'gridWorker', 'departmentStaff', 'propertyStaff', 'leader', 'resident', 'administrator']);
const stranger = client(server);
const hours = (count) => count * 3600_000;
const accountOf = (browser) => browser.session.account.id;
const unitOf = (browser) => browser.session.posts[0].unit;
const department = { unit: unitOf(cast.departmentStaff), reason: '灯杆是路灯所的' };
const more = { hours: 24, reason: '配件明天到' };
const trail = async (browser, id) => (await browser.get(`${api}/cases/${id}/timeline`, { expect: 200 })).body.items;
const shortNames = (steps) => steps.map(({ name }) => name.slice('cases.'.length));
const eventsOf = async (id) => shortNames((await server.events()).items.filter(({ subject }) => subject === id));

/** A case of the journey that the grid worker has by now, in this state. */
async function held(state = 'handling', report_more = {}) {
    const made = await report(stranger, report_more);
    await moveTo(cast, made.id, state);
    return made;
}

/** A worker of the journey's community who holds a post nowhere but in `unit`. */
async function clerkOfUnit(unit) {
    const login = `clerk${uuid7().slice(-6)}`;
    const { id, initial_password: password } = (await cast.administrator.post('/api/gate/accounts', { client_ref: uuid7(), login, display_name: '新来的' }, { expect: 201 })).body;
    await cast.administrator.post(`/api/gate/accounts/${id}/grants`, { role: 'community_worker', area: cast.clerk.session.grants[0].area }, { expect: 201 });
    await cast.administrator.post(`/api/city/units/${unit}/posts`, { account: id, title: '兼职' }, { expect: 201 });
    const browser = client(server);
    browser.session = (await browser.post('/api/gate/sessions', { login, password }, { expect: 201 })).body;
    return browser;
}

test('an event is reported, accepted, assigned, handled, checked, closed and rated, with a deadline a step, transfer, return, delay with reason and a full trail', async () => {
    const made = await report(stranger);
    const limits = (await stranger.get(`${api}/categories`, { expect: 200 })).body.items.find(({ code }) => code === 'street_lamp').hours;
    /** The step just taken has its own hours, from now. */
    const stands = async (state, limit) => {
        const { body } = await show(cast.clerk, made.id);
        assert.deepEqual([body.state, body.step_hours], [state, limit]);
        const last = (await trail(cast.clerk, made.id)).filter(({ name }) => name !== 'cases.extension_requested').at(-1);
        assert.equal(body.due_at, last.at + hours(limit));
        return body;
    };
    await stands('reported', limits.accept);
    await act(cast.clerk, made.id, 'acceptance');
    await stands('accepted', limits.dispatch);
    await act(cast.clerk, made.id, 'dispatch', { unit: unitOf(cast.propertyStaff), note: '请看一下' });
    await stands('dispatched', limits.acknowledge);
    await act(cast.propertyStaff, made.id, 'transfer', department);
    await stands('dispatched', limits.acknowledge);
    await act(cast.departmentStaff, made.id, 'return', { reason: '要先由社区看过' });
    await stands('accepted', limits.dispatch);
    await moveTo(cast, made.id, 'acknowledged');
    await stands('acknowledged', limits.handle);
    await act(cast.gridWorker, made.id, 'handling');
    const before = await stands('handling', limits.handle);
    await act(cast.gridWorker, made.id, 'extension-request', more);
    const { body: extended } = await act(cast.clerk, made.id, 'extension', { granted: true });
    assert.deepEqual([extended.due_at, extended.step_hours], [before.due_at + hours(24), limits.handle + 24]);
    await act(cast.gridWorker, made.id, 'completion', { outcome: '已更换灯泡' });
    await stands('handled', limits.verify);
    await act(cast.secondWorker, made.id, 'verification');
    await stands('verifying', limits.verify);
    await act(cast.secondWorker, made.id, 'closure');
    await stranger.post(`${api}/case-status/rating`, { number: made.number, code: made.code, score: 5, solved: true, text: '谢谢' }, { expect: 200 });

    const steps = await trail(cast.clerk, made.id);
    const way = ['reported', 'accepted', 'dispatched', 'transferred', 'returned', 'dispatched', 'acknowledged', 'handling', 'extension_requested', 'extended', 'handled', 'verifying', 'closed', 'rated'];
    assert.deepEqual(shortNames(steps), way);
    const said = (name) => steps.find((step) => step.name === `cases.${name}`);
    assert.deepEqual(['transferred', 'returned', 'extension_requested', 'extended'].map((name) => said(name).text), ['灯杆是路灯所的', '要先由社区看过', '配件明天到', '配件明天到']);
    assert.deepEqual([said('transferred').actor_name, said('extended').actor_name], [cast.propertyStaff, cast.clerk].map((browser) => browser.session.account.display_name));
    assert.equal(said('extended').hours, 24);
    assert.ok(steps.every(({ at }, i) => i === 0 || at >= steps[i - 1].at));
    assert.deepEqual(await eventsOf(made.id), way);
    await server.assertChain();
});

// ---- transfer ------------------------------------------------------------------------------------------------------------

test('whoever a case was sent to passes it on with a reason, and has it no more', async () => {
    for (const state of ['dispatched', 'acknowledged', 'handling']) {
        const made = await held(state);
        assert.ok((await show(cast.gridWorker, made.id)).body.next.includes('transfer'));
        const { body } = await act(cast.gridWorker, made.id, 'transfer', department);
        assert.deepEqual([body.state, body.unit, body.assignee, body.handler, body.returned], ['dispatched', department.unit, null, null, false]);
        assert.ok(!body.next.includes('acknowledge'));
        assert.ok((await show(cast.departmentStaff, made.id)).body.next.includes('acknowledge'));
        await act(cast.departmentStaff, made.id, 'acknowledgement');
    }
});

test('who directs passes on what another holds, and names a person if need be', async () => {
    const made = await held('handling');
    const { body } = await act(cast.clerk, made.id, 'transfer', { account: accountOf(cast.secondWorker), reason: '网格员请假' });
    assert.deepEqual([body.state, body.unit, body.assignee], ['dispatched', null, accountOf(cast.secondWorker)]);
    await refused(cast.gridWorker, made.id, 'acknowledgement', {}, 409, 'cases.not_yours');
    await act(cast.secondWorker, made.id, 'acknowledgement');
});

test('a case is passed on only while somebody has it', async () => {
    const made = await held('accepted');
    await refused(cast.clerk, made.id, 'transfer', department, 409, 'cases.wrong_state');
    await moveTo(cast, made.id, 'handled');
    await refused(cast.clerk, made.id, 'transfer', department, 409, 'cases.wrong_state');
});

test('who neither has a case nor directs does not pass it on', async () => {
    const made = await report(stranger);
    await act(cast.clerk, made.id, 'acceptance');
    await act(cast.clerk, made.id, 'dispatch', { unit: unitOf(cast.propertyStaff) });
    await refused(cast.gridWorker, made.id, 'transfer', department, 409, 'cases.not_yours');
});

test('who only reads passes nothing on and does not learn to whom it could go', async () => {
    const made = await held();
    await refused(cast.leader, made.id, 'transfer', department, 403, 'access.no_role');
    await cast.leader.get(`${api}/cases/${made.id}/transfer-targets`, { expect: 403 });
});

test('who passes a case on chooses among the units that answer for its place, and the worker of its grid', async () => {
    const made = await report(stranger);
    await act(cast.clerk, made.id, 'acceptance');
    await act(cast.clerk, made.id, 'dispatch', { unit: unitOf(cast.propertyStaff) });
    const { body } = await cast.propertyStaff.get(`${api}/cases/${made.id}/transfer-targets`, { expect: 200 });
    assert.deepEqual([body.worker, body.worker_name], [accountOf(cast.gridWorker), cast.gridWorker.session.account.display_name]);
    assert.ok(body.units.some(({ id, kind }) => id === unitOf(cast.departmentStaff) && kind === 'department'));
    assert.ok(body.units.some(({ id }) => id === unitOf(cast.clerk)));
});

test('a case is not passed on to oneself', async () => {
    const made = await held();
    for (const browser of [cast.gridWorker, cast.clerk]) await refused(browser, made.id, 'transfer', { account: accountOf(browser), reason: '我来' }, 409, 'cases.transfer_to_yourself');
});

test('a case is not passed on to who has it already', async () => {
    const made = await held();
    await refused(cast.clerk, made.id, 'transfer', { account: accountOf(cast.gridWorker), reason: '还是他' }, 409, 'cases.transfer_to_same');
    const other = await report(stranger);
    await act(cast.clerk, other.id, 'acceptance');
    await act(cast.clerk, other.id, 'dispatch', { unit: department.unit });
    await refused(cast.clerk, other.id, 'transfer', department, 409, 'cases.transfer_to_same');
    await act(cast.departmentStaff, other.id, 'acknowledgement');
    await refused(cast.departmentStaff, other.id, 'transfer', department, 409, 'cases.transfer_to_same');
});

test('a transfer says to whom and why', async () => {
    const made = await held();
    const faults = async (body) => (await act(cast.gridWorker, made.id, 'transfer', body, { expect: 422 })).body.fields.map(({ path, key }) => [path, key]);
    assert.deepEqual(await faults({ reason: '不归我' }), [['unit', 'cases.dispatch_to_whom']]);
    assert.deepEqual(await faults({ unit: department.unit, reason: ' ' }), [['reason', 'schema.required']]);
    assert.deepEqual(await faults({ unit: '0000000000001', reason: '不归我' }), [['unit', 'cases.unknown_unit']]);
    assert.deepEqual(await faults({ account: '0000000000001', reason: '不归我' }), [['account', 'cases.unknown_account']]);
});

test('the unit a case is about does not pass it on', async () => {
    const about = unitOf(cast.propertyStaff);
    const made = await report(stranger, { about_unit: about });
    await act(cast.clerk, made.id, 'acceptance');
    await act(cast.clerk, made.id, 'dispatch', { unit: about });
    assert.ok(!(await show(cast.propertyStaff, made.id)).body.next.includes('transfer'));
    await refused(cast.propertyStaff, made.id, 'transfer', department, 409, 'cases.about_your_unit');
});

test('the reporter reads which unit has it now, and why it went on', async () => {
    const made = await report(stranger);
    await act(cast.clerk, made.id, 'acceptance');
    await act(cast.clerk, made.id, 'dispatch', { unit: unitOf(cast.propertyStaff) });
    await act(cast.propertyStaff, made.id, 'transfer', department);
    const { steps } = (await status(stranger, made)).body;
    assert.deepEqual(steps.slice(2).map(({ name, who, text }) => [name, who, text]),
        [['cases.dispatched', '', ''], ['cases.transferred', cast.departmentStaff.session.posts[0].unit_name, department.reason]]);
});

// ---- extension -----------------------------------------------------------------------------------------------------------

test('an extension that is asked for waits, visible to staff, for somebody who directs', async () => {
    const made = await held();
    assert.ok((await show(cast.gridWorker, made.id)).body.next.includes('request_extension'));
    const { body: asked } = await act(cast.gridWorker, made.id, 'extension-request', more);
    assert.deepEqual({ ...asked.extension, asked_at: 0 }, { ...more, asked_by_name: cast.gridWorker.session.account.display_name, asked_at: 0 });
    assert.deepEqual([asked.next.includes('request_extension'), asked.next.includes('decide_extension')], [false, false]);
    const seen = (await show(cast.clerk, made.id)).body;
    assert.deepEqual(seen.extension, asked.extension);
    assert.ok(seen.next.includes('decide_extension'));
    assert.equal((await show(cast.leader, made.id)).body.extension, null);
    assert.deepEqual((await show(cast.leader, made.id)).body.next, ['supervise']);
});

test('a granted extension moves the deadline, and only the new one makes the case overdue', async () => {
    const made = await held();
    const { due_at } = (await act(cast.gridWorker, made.id, 'extension-request', more)).body;
    const { body } = await act(cast.clerk, made.id, 'extension', { granted: true, reason: '抓紧' });
    assert.deepEqual([body.due_at, body.extension, body.state], [due_at + hours(24), null, 'handling']);
    assert.equal((await trail(cast.clerk, made.id)).at(-1).text, '配件明天到\n抓紧');
    try {
        for (const [at, overdue] of [[due_at + 1000, false], [body.due_at + 1000, true]]) {
            await server.setClock(at);
            await server.runJobs();
            assert.equal((await eventsOf(made.id)).includes('became_overdue'), overdue);
        }
    } finally {
        await server.setClock(Date.now());
    }
});

test('a refused extension leaves the deadline and says why', async () => {
    const made = await held('acknowledged');
    const { due_at, step_hours } = (await act(cast.gridWorker, made.id, 'extension-request', more)).body;
    const faults = (await act(cast.clerk, made.id, 'extension', { granted: false }, { expect: 422 })).body.fields;
    assert.deepEqual(faults.map(({ path, key }) => [path, key]), [['reason', 'schema.required']]);
    const { body } = await act(cast.clerk, made.id, 'extension', { granted: false, reason: '仓库有货' });
    assert.deepEqual([body.due_at, body.step_hours, body.extension], [due_at, step_hours, null]);
    const last = (await trail(cast.clerk, made.id)).at(-1);
    assert.deepEqual([last.name, last.text, last.hours, last.internal], ['cases.extension_refused', '仓库有货', 24, true]);
    assert.ok((await show(cast.gridWorker, made.id)).body.next.includes('request_extension'));
});

test('an extension asked for after the deadline counts from the answer, and the record still says that it was late', async () => {
    const made = await held();
    const { due_at } = (await show(cast.clerk, made.id)).body;
    const late = due_at + hours(5);
    await server.setClock(late);
    try {
        await server.runJobs();
        const [gridWorker, clerk] = [await server.signIn(people.gridWorker), await server.signIn(people.clerk)];
        await act(gridWorker, made.id, 'extension-request', more);
        const { body } = await act(clerk, made.id, 'extension', { granted: true });
        assert.ok(body.due_at >= late + hours(24) && body.due_at < late + hours(25));
        assert.equal(body.overdue, false);
        assert.deepEqual((await eventsOf(made.id)).slice(-3), ['became_overdue', 'extension_requested', 'extended']);
    } finally {
        await server.setClock(Date.now());
    }
});

test('an extension is asked for by whom the case is assigned to and by nobody else', async () => {
    const made = await held();
    await refused(cast.clerk, made.id, 'extension-request', more, 409, 'cases.not_yours');
});

test('an extension is asked for between acknowledging and finishing only', async () => {
    const made = await held('dispatched');
    await refused(cast.gridWorker, made.id, 'extension-request', more, 409, 'cases.wrong_state');
    await moveTo(cast, made.id, 'handled');
    await refused(cast.gridWorker, made.id, 'extension-request', more, 409, 'cases.wrong_state');
});

test('an extension is not asked for again before the answer', async () => {
    const made = await held();
    await act(cast.gridWorker, made.id, 'extension-request', more);
    await refused(cast.gridWorker, made.id, 'extension-request', { hours: 48, reason: '两天' }, 409, 'cases.extension_pending');
});

test('an extension has a limit of the district, and a reason', async () => {
    const made = await held();
    const faults = async (body) => (await act(cast.gridWorker, made.id, 'extension-request', body, { expect: 422 })).body.fields;
    const [long] = await faults({ hours: 73, reason: '等' });
    assert.deepEqual([long.path, long.key], ['hours', 'cases.extension_too_long']);
    assert.match(long.text, /72/);
    assert.deepEqual((await faults({ hours: 0, reason: '' })).map(({ path, key }) => [path, key]), [['hours', 'schema.out_of_range'], ['reason', 'schema.required']]);
    await act(cast.gridWorker, made.id, 'extension-request', { hours: 72, reason: '等' });
});

test('where nobody asked for an extension there is nothing to decide', async () => {
    const made = await held();
    await refused(cast.clerk, made.id, 'extension', { granted: true }, 409, 'cases.no_extension_pending');
});

test('who asked for an extension does not decide on it', async () => {
    const made = await held('accepted');
    await act(cast.clerk, made.id, 'dispatch', { account: accountOf(cast.clerk) });
    await act(cast.clerk, made.id, 'acknowledgement');
    const { body } = await act(cast.clerk, made.id, 'extension-request', more);
    assert.ok(!body.next.includes('decide_extension'));
    await refused(cast.clerk, made.id, 'extension', { granted: true }, 409, 'cases.own_extension');
    await act(cast.secondWorker, made.id, 'extension', { granted: true });
});

test('who directs nothing decides on no extension', async () => {
    const made = await report(stranger);
    await act(cast.clerk, made.id, 'acceptance');
    await act(cast.clerk, made.id, 'dispatch', { unit: department.unit });
    await act(cast.departmentStaff, made.id, 'acknowledgement');
    await act(cast.departmentStaff, made.id, 'extension-request', more);
    await act(cast.gridWorker, made.id, 'extension', { granted: true }, { expect: 403 });
});

test('the unit a case is about does not decide on an extension', async () => {
    const about = unitOf(cast.propertyStaff);
    const made = await held('handling', { about_unit: about });
    await act(cast.gridWorker, made.id, 'extension-request', more);
    const colleague = await clerkOfUnit(about);
    assert.ok(!(await show(colleague, made.id)).body.next.includes('decide_extension'));
    await refused(colleague, made.id, 'extension', { granted: true }, 409, 'cases.about_your_unit');
});

test('a case that moves on leaves no request for more time behind', async () => {
    for (const [noun, body] of [['completion', { outcome: '好了' }], ['return', { reason: '不归我' }], ['transfer', department]]) {
        const made = await held();
        await act(cast.gridWorker, made.id, 'extension-request', more);
        assert.equal((await act(cast.gridWorker, made.id, noun, body)).body.extension, null);
        await refused(cast.clerk, made.id, 'extension', { granted: true }, 409, 'cases.no_extension_pending');
    }
});

test('the reporter reads that it takes longer and why, not what was asked or refused between staff', async () => {
    const made = await report(cast.resident, { reporter: 'account' });
    await moveTo(cast, made.id, 'handling');
    await act(cast.gridWorker, made.id, 'extension-request', { hours: 12, reason: '内部安排' });
    assert.equal((await show(cast.resident, made.id)).body.extension, null);
    await act(cast.clerk, made.id, 'extension', { granted: false, reason: '先去看' });
    await act(cast.gridWorker, made.id, 'extension-request', more);
    await act(cast.clerk, made.id, 'extension', { granted: true });
    const read = (await trail(cast.resident, made.id)).slice(5);
    assert.deepEqual(read.map(({ name, text, hours: given }) => [name, text, given]), [['cases.extended', '配件明天到', 24]]);
});

test('an extension of another district is nobody\'s to find', async () => {
    const made = await held();
    const neighbour = await server.signIn(people.clerkOfNeighbour);
    assert.equal(district, '140502');
    for (const [noun, body] of [['transfer', department], ['extension-request', more], ['extension', { granted: true }]]) await neighbour.post(`${api}/cases/${made.id}/${noun}`, body, { match: 1, expect: 404 });
});
