// Lists of cases: filters, figures, pages, deadlines; and what a district sets: hours and dispatch rules.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, startServer, uuid7 } from './harness.mjs';
import { act, all, api, moveTo, people, report, reportBody, show, signInAll } from './people.mjs';

const server = await startServer({ demo: true, cases: 120 });
const cast = await signInAll(server, ['clerk', 'secondWorker', 'gridWorker', 'propertyStaff', 'leader', 'administrator', 'resident', 'departmentStaff']);
const stranger = client(server);
const list = (browser, query = '') => all(browser, `${api}/cases?${query}`, 7);
const home = cast.clerk.session.grants[0].area;
const grid = cast.gridWorker.session.grants[0].area;

test('pages of a list follow each other without a gap and without a double', async () => {
    await Promise.all(Array.from({ length: 70 }, () => report(stranger)));
    for (const order of ['newest', 'due']) for (const limit of [1, 13, 100]) {
        const lines = await all(cast.clerk, `${api}/cases?state=reported&order=${order}`, limit);
        assert.ok(lines.length >= 70);
        assert.ok(lines.every(({ state }) => state === 'reported'));
        const keys = lines.map(({ id, due_at }) => (order === 'due' ? String(due_at).padStart(15, '0') + id : id));
        assert.deepEqual(keys, keys.toSorted((a, b) => (order === 'due' ? (a < b ? -1 : 1) : (a < b ? 1 : -1))));
    }
});

test('pages stay whole while others report', async () => {
    const before = await list(cast.clerk);
    const seen = [];
    for (let after = ''; after !== null;) {
        const { body } = await cast.clerk.get(`${api}/cases?limit=10${after && `&after=${after}`}`, { expect: 200 });
        seen.push(...body.items.map(({ id }) => id));
        await report(stranger);
        after = body.next;
    }
    assert.deepEqual(seen, before.map(({ id }) => id));
});

test('each filter gives exactly the lines that fit it', async () => {
    const everything = await list(cast.leader);
    const categories = [...new Set(everything.map(({ category }) => category))];
    const filters = [['state=reported', ({ state }) => state === 'reported'], ['state=accepted,closed,rated', ({ state }) => ['accepted', 'closed', 'rated'].includes(state)],
        [`category=${categories[0]}`, ({ category }) => category === categories[0]], [`community=${home}`, ({ community }) => community === home],
        [`grid=${grid}`, (line) => line.grid === grid], ['overdue=true', ({ overdue }) => overdue],
        [`category=${categories[0]}&grid=${grid}&state=closed,rated`, (line) => line.category === categories[0] && line.grid === grid && ['closed', 'rated'].includes(line.state)]];
    for (const [query, fits] of filters) {
        const expected = everything.filter(fits).map(({ id }) => id);
        assert.deepEqual((await list(cast.leader, query)).map(({ id }) => id), expected, query);
    }
});

test('words find cases by text and place, a number finds its case, and signs of SQL patterns are only signs', async () => {
    const made = await report(stranger, { text: '地下车库入口 100% 积水_很深', place: '东门 Block C' });
    for (const q of ['车库入口', '100%', '水_很', 'block c', 'Block C', made.number]) assert.deepEqual((await list(cast.clerk, `q=${encodeURIComponent(q)}`)).map(({ id }) => id), [made.id], q);
    for (const q of ['%', '_', '\\', "' or 1=1 --", '100%积']) {
        const found = await list(cast.clerk, `q=${encodeURIComponent(q)}`);
        assert.ok(found.every(({ id }) => id === made.id), `${q} found ${found.length}`);
    }
});

test('an unknown state, a wrong type and a cursor that is none are refused', async () => {
    for (const query of ['state=open', 'state=reported,,closed', 'limit=0', 'limit=101', 'limit=x', 'overdue=maybe', 'community=abc', 'order=oldest', 'after=x', 'after=%00', 'after=aTE7aTE7', 'view=theirs', 'nonsense=1']) {
        const { status } = await cast.clerk.get(`${api}/cases?${query}`);
        assert.equal(status, 422, query);
    }
});

test('the figures equal the list, for every role and view', async () => {
    const beyond = await report(stranger, { area: (await server.signIn(people.otherGridWorker)).session.grants[0].area, door: undefined });
    await act(cast.clerk, beyond.id, 'acceptance');
    await act(cast.clerk, beyond.id, 'dispatch', { account: cast.gridWorker.session.account.id });
    await report(cast.gridWorker, { reporter: 'account', area: home, door: undefined });
    for (const browser of Object.values(cast)) for (const view of ['', 'view=area', 'view=assigned', 'view=mine']) {
        const { body: counts } = await browser.get(`${api}/cases/counts?${view}`, { expect: 200 });
        const lines = await list(browser, view);
        const who = `${browser.session.account.login} ${view}`;
        for (const [state, number] of Object.entries(counts.states)) assert.equal(number, lines.filter((line) => line.state === state).length, `${who} ${state}`);
        assert.equal(counts.overdue, lines.filter(({ overdue }) => overdue).length, `${who} overdue`);
    }
});

test('the figures of a part of the area equal the list of that part', async () => {
    for (const query of [`community=${home}`, `grid=${grid}`, `community=${home}&view=area`]) {
        const { body: counts } = await cast.leader.get(`${api}/cases/counts?${query}`, { expect: 200 });
        const lines = await list(cast.leader, query);
        for (const [state, number] of Object.entries(counts.states)) assert.equal(number, lines.filter((line) => line.state === state).length, `${query} ${state}`);
        assert.equal(counts.overdue, lines.filter(({ overdue }) => overdue).length, query);
    }
});

test('the figures follow a case through its states', async () => {
    const figures = async () => (await cast.clerk.get(`${api}/cases/counts?view=area`, { expect: 200 })).body.states;
    const made = await report(stranger);
    const before = await figures();
    await moveTo(cast, made.id, 'closed');
    assert.deepEqual(await figures(), { ...before, reported: before.reported - 1, closed: before.closed + 1 });
});

test('a case that stands beyond its deadline becomes overdue, once, and shows so', async () => {
    const made = await report(stranger);
    const { due_at, overdue } = (await show(cast.clerk, made.id)).body;
    assert.equal(overdue, false);
    await server.setClock(due_at + 1000);
    try {
        await server.runJobs();
        await server.runJobs();
        const names = (await server.events()).items.filter(({ subject }) => subject === made.id).map(({ name }) => name);
        assert.deepEqual(names, ['cases.reported', 'cases.became_overdue']);
        const clerk = await server.signIn(people.clerk);
        assert.equal((await show(clerk, made.id)).body.overdue, true);
        assert.ok((await list(clerk, 'overdue=true&state=reported')).some(({ id }) => id === made.id));
    } finally {
        await server.setClock(Date.now());
    }
});

test('a case that moved on before its deadline does not become overdue', async () => {
    const made = await report(stranger);
    const { due_at } = (await show(cast.clerk, made.id)).body;
    await moveTo(cast, made.id, 'acknowledged');
    await server.setClock(due_at + 1000);
    await server.runJobs();
    await server.setClock(Date.now());
    const names = (await server.events()).items.filter(({ subject }) => subject === made.id).map(({ name }) => name);
    assert.ok(!names.includes('cases.became_overdue'));
});

test('the hours of a category are the district\'s to set, and hold from the next step on', async () => {
    const category = async () => (await stranger.get(`${api}/categories`, { expect: 200 })).body.items.find(({ code }) => code === 'manhole');
    const { version, hours } = await category();
    const change = { hours: { ...hours, accept: 7 } };
    const path = `${api}/categories/manhole`;
    await cast.clerk.patch(path, change, { match: version, expect: 403 });
    await cast.administrator.patch(path, { hours: { ...hours, accept: 0 } }, { match: version, expect: 422 });
    const changed = await cast.administrator.patch(path, change, { match: version, expect: 200 });
    assert.equal(changed.body.hours.accept, 7);
    await cast.administrator.patch(path, change, { match: version, expect: 412 });
    await cast.administrator.patch(`${api}/categories/unknown`, change, { match: 1, expect: 404 });
    assert.equal((await category()).hours.accept, 7);
    const seen = (await show(cast.clerk, (await report(stranger, { category: 'manhole' })).id)).body;
    assert.equal(seen.due_at - seen.reported_at, 7 * 3600_000);
    assert.equal(seen.step_hours, 7);
});

test('a category that was switched off takes no report', async () => {
    const path = `${api}/categories/dust`;
    const { version } = (await stranger.get(`${api}/categories`)).body.items.find(({ code }) => code === 'dust');
    const off = await cast.administrator.patch(path, { active: false }, { match: version, expect: 200 });
    const { body } = await stranger.post(`${api}/cases`, reportBody({ category: 'dust' }), { expect: 422 });
    assert.deepEqual(body.fields.map(({ path: at, key }) => [at, key]), [['category', 'cases.unknown_category']]);
    await cast.administrator.patch(path, { active: true }, { match: off, expect: 200 });
    await report(stranger, { category: 'dust' });
});

test('what can be reported includes greening, waste sorting and noise, and in villages waste collection, sewage and scattered burials', async () => {
    const { items } = (await stranger.get(`${api}/categories`, { expect: 200 })).body;
    const village = (await stranger.get('/api/city/areas?district=140502')).body.items.find(({ kind }) => kind === 'village');
    for (const [code, rural] of [['greening', false], ['waste_sorting', false], ['noise_building', false], ['noise_life', false],
        ['village_waste', true], ['village_sewage', true], ['scattered_burial', true]]) {
        const category = items.find((item) => item.code === code);
        assert.ok(category?.active, `${code} cannot be reported`);
        assert.equal(category.rural, rural, code);
        assert.ok(Object.values(category.hours).every((hours) => hours > 0), code);
        const made = await report(stranger, { category: code, door: undefined, area: rural ? village.id : home });
        assert.match(made.number, /^JC-/, code);
    }
});

test('categories speak the language of the reader', async () => {
    const name = async (language) => (await stranger.get(`${api}/categories`, { language })).body.items.find(({ code }) => code === 'manhole').name;
    assert.equal(await name('zh-CN'), '井盖缺损');
    assert.equal(await name('en'), 'Manhole cover damaged or missing');
});

const rulesPath = `${api}/dispatch-rules`;
const rules = async () => (await cast.administrator.get(rulesPath, { expect: 200 })).body.items;

test('the first dispatch rule that fits makes the suggestion, and its order can be changed', async () => {
    const made = await report(stranger, { category: 'noise_life' });
    const suggestion = async () => (await cast.clerk.get(`${api}/cases/${made.id}/suggestion`, { expect: 200 })).body;
    assert.equal((await suggestion()).account, cast.gridWorker.session.account.id);
    const unit = cast.departmentStaff.session.posts[0].unit;
    const body = { category: 'noise_life', area: home, target: 'unit', unit, note: '夜间归城管' };
    await cast.clerk.post(rulesPath, body, { expect: 403 });
    const rule = (await cast.administrator.post(rulesPath, body, { expect: 201 })).body;
    assert.equal((await suggestion()).account, cast.gridWorker.session.account.id);
    const ids = (await rules()).map(({ id }) => id);
    assert.equal(ids.at(-1), rule.id);
    await cast.administrator.post(`${rulesPath}/order`, { ids: [rule.id, ...ids.slice(0, -1)] }, { expect: 204 });
    assert.deepEqual((await rules()).map(({ id }) => id), [rule.id, ...ids.slice(0, -1)]);
    const now = await suggestion();
    assert.deepEqual([now.unit, now.account, now.rule.id], [unit, null, rule.id]);
    assert.match(now.rule.text, /夜间归城管/);
    const changed = await cast.administrator.patch(`${rulesPath}/${rule.id}`, { ...body, category: 'noise_building' }, { match: 1, expect: 200 });
    await cast.administrator.patch(`${rulesPath}/${rule.id}`, body, { match: 1, expect: 412 });
    assert.equal((await suggestion()).account, cast.gridWorker.session.account.id);
    await cast.administrator.delete(`${rulesPath}/${rule.id}`, { match: changed, expect: 204 });
    assert.deepEqual((await rules()).map(({ id }) => id), ids.slice(0, -1));
    await cast.administrator.delete(`${rulesPath}/${rule.id}`, { match: changed, expect: 404 });
});

test('a dispatch rule names a target that exists', async () => {
    const faults = async (body) => (await cast.administrator.post(rulesPath, body, { expect: 422 })).body.fields.map(({ path }) => path);
    assert.deepEqual(await faults({ target: 'unit' }), ['unit']);
    assert.deepEqual(await faults({ target: 'account', account: uuid7().slice(0, 13) }), ['account']);
    assert.deepEqual(await faults({ target: 'unit', unit: '0000000000001', category: 'nothing', area: '0000000000001' }), ['category', 'area', 'unit']);
});

test('an order of rules that leaves one out, names one twice or a stranger is refused', async () => {
    const ids = (await rules()).map(({ id }) => id);
    for (const wrong of [ids.slice(1), [...ids.slice(1), ids[1]], [...ids.slice(1), '0000000000001'], []]) {
        await cast.administrator.post(`${rulesPath}/order`, { ids: wrong }, { expect: 422 });
    }
    assert.deepEqual((await rules()).map(({ id }) => id), ids);
});

test('a dispatch goes to a unit or an account that exists', async () => {
    const made = await report(stranger);
    await act(cast.clerk, made.id, 'acceptance');
    for (const [body, path] of [[{}, 'unit'], [{ unit: '0000000000001' }, 'unit'], [{ account: '0000000000001' }, 'account']]) {
        const { body: problem } = await act(cast.clerk, made.id, 'dispatch', body, { expect: 422 });
        assert.deepEqual(problem.fields.map((fault) => fault.path), [path]);
    }
});
