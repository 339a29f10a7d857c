// Units, posts and the accounts that go with them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, startServer, uuid7 } from './harness.mjs';
import { act, all, api, report, show, signInAll } from './people.mjs';

const server = await startServer({ demo: true, cases: 0 });
const cast = await signInAll(server, ['administrator', 'administratorOfNeighbour', 'clerk', 'resident', 'leader', 'propertyStaff']);
const administrator = cast.administrator;
const stranger = client(server);
const areas = (await stranger.get('/api/city/areas?district=140502')).body.items;
const named = (name) => areas.find((area) => area.name === name);
const unitBody = (more = {}) => ({ client_ref: uuid7(), name: '便民服务站', kind: 'other', area: named('前书院社区').id, ...more });
const add = (browser, body, expect = 201) => browser.post('/api/city/units', body, { expect });
const units = (browser, query = '') => all(browser, `/api/city/units?${query}`, 25);

test('every committee of the district is a unit in its place, below the office of its subdistrict or town', async () => {
    const list = await units(administrator);
    const [residents, villagers, offices] = ['residents_committee', 'villagers_committee', 'subdistrict_office'].map((kind) => list.filter((unit) => unit.kind === kind));
    assert.deepEqual([residents.length, villagers.length, offices.length], [85, 49, 8]);
    assert.ok([...residents, ...villagers].every(({ parent }) => offices.some(({ id }) => id === parent)));
});

test('each sees the units of the own node of the tree and of those below it', async () => {
    const list = await units(cast.clerk);
    assert.ok(list.length >= 1);
    const home = cast.clerk.session.grants[0].area;
    assert.ok(list.every(({ area }) => area === home || areas.find(({ id }) => id === area)?.parent === home));
    const department = (await units(administrator, 'kind=department'))[0];
    await cast.clerk.get(`/api/city/units/${department.id}`, { expect: 404 });
    assert.deepEqual((await units(cast.administratorOfNeighbour)).filter(({ area }) => areas.some(({ id }) => id === area)), []);
});

test('a clerk learns which units answer for a place, the nearest first', async () => {
    const { items } = (await cast.clerk.get(`/api/city/areas/${cast.clerk.session.grants[0].area}/units`, { expect: 200 })).body;
    assert.equal(items[0].area, cast.clerk.session.grants[0].area);
    assert.ok(items.some(({ kind }) => kind === 'department'));
    const depth = (area) => { let steps = 0; for (let at = areas.find(({ id }) => id === area); at; at = areas.find(({ id }) => id === at.parent)) steps++; return steps; };
    assert.ok(items.every(({ area }, i) => i === 0 || depth(area) <= depth(items[i - 1].area)));
    await cast.clerk.get(`/api/city/areas/${named('凤鸣社区').id}/units`, { expect: 404 });
});

test('a unit is added, found by pinyin, changed at the version that was seen', async () => {
    const { body: made } = await add(administrator, unitBody({ name: '小区物业服务中心', kind: 'property_company', phone: '0356-5550000' }));
    for (const q of ['物业服务中心', 'xqwyfwzx', 'XQWY']) assert.ok((await units(administrator, `q=${encodeURIComponent(q)}`)).some(({ id }) => id === made.id), q);
    for (const q of ['%', '_', '!']) assert.deepEqual(await units(administrator, `q=${encodeURIComponent(q)}`), [], q);
    const seen = await administrator.get(`/api/city/units/${made.id}`, { expect: 200 });
    const changed = await administrator.patch(`/api/city/units/${made.id}`, { name: '和谐物业', phone: '' }, { match: seen, expect: 200 });
    assert.deepEqual([changed.body.name, changed.body.phone], ['和谐物业', '']);
    const stale = await administrator.patch(`/api/city/units/${made.id}`, { name: '别的物业' }, { match: seen, expect: 412 });
    assert.deepEqual(stale.body.current.fields.sort(), ['name', 'phone']);
});

test('a name is taken once in one area, and no unit stands below itself', async () => {
    const { body: upper } = await add(administrator, unitBody({ name: '上级' }));
    const { body: lower } = await add(administrator, unitBody({ name: '下级', parent: upper.id }));
    assert.equal((await add(administrator, unitBody({ name: '上级' }), 409)).body.key, 'organizations.name_taken');
    for (const parent of [lower.id, upper.id]) {
        const { body } = await administrator.patch(`/api/city/units/${upper.id}`, { parent }, { match: 1, expect: 422 });
        assert.deepEqual(body.fields.map(({ path, key }) => [path, key]), [['parent', 'organizations.parent_loop']]);
    }
});

test('only who manages organizations changes them, and only inside their own areas', async () => {
    const { body: made } = await add(administrator, unitBody({ name: '自己的' }));
    for (const browser of [cast.clerk, cast.leader, cast.resident]) await add(browser, unitBody(), 403);
    await add(stranger, unitBody(), 401);
    const there = cast.administratorOfNeighbour;
    assert.deepEqual((await add(there, unitBody(), 422)).body.fields.map(({ path }) => path), ['area']);
    await there.patch(`/api/city/units/${made.id}`, { name: '抢来的' }, { match: 1, expect: 404 });
    await there.post(`/api/city/units/${made.id}/posts`, { account: cast.clerk.session.account.id, title: '站长' }, { expect: 404 });
});

test('who holds a post in a unit reaches what is assigned to it, from the moment the post is given until it is taken', async () => {
    const unit = cast.propertyStaff.session.posts[0].unit;
    const account = (await administrator.post('/api/gate/accounts', { client_ref: uuid7(), login: 'second.keeper', display_name: '第二位' }, { expect: 201 })).body;
    await administrator.post(`/api/gate/accounts/${account.id}/grants`, { role: 'property_staff' }, { expect: 201 });
    const keeper = client(server);
    await keeper.post('/api/gate/sessions', { login: 'second.keeper', password: account.initial_password }, { expect: 201 });
    const made = await report(stranger);
    await act(cast.clerk, made.id, 'acceptance');
    await act(cast.clerk, made.id, 'dispatch', { unit });
    await keeper.get(`${api}/cases/${made.id}`, { expect: 404 });
    const { body: post } = await administrator.post(`/api/city/units/${unit}/posts`, { account: account.id, title: '保安队长' }, { expect: 201 });
    assert.ok((await show(keeper, made.id)).body.next.includes('acknowledge'));
    const { posts } = (await administrator.get(`/api/city/units/${unit}`)).body;
    assert.deepEqual(posts.filter(({ id }) => id === post.id).map(({ account_name, title }) => [account_name, title]), [['第二位', '保安队长']]);
    assert.equal((await administrator.post(`/api/city/units/${unit}/posts`, { account: account.id, title: '保安队长' }, { expect: 409 })).body.key, 'organizations.post_held_already');
    await administrator.delete(`/api/city/posts/${post.id}`, { expect: 204 });
    await keeper.get(`${api}/cases/${made.id}`, { expect: 404 });
    await administrator.delete(`/api/city/posts/${post.id}`, { expect: 404 });
});

test('a post is for staff only', async () => {
    const unit = cast.propertyStaff.session.posts[0].unit;
    const faults = async (account) => (await administrator.post(`/api/city/units/${unit}/posts`, { account, title: '站长' }, { expect: 422 })).body.fields.map(({ path }) => path);
    assert.deepEqual(await faults(cast.resident.session.account.id), ['account']);
    assert.deepEqual(await faults('0000000000001'), ['account']);
});

test('a batch gives every community one named administrator, and leaves those that have one', async () => {
    const without = areas.filter(({ kind, name }) => kind === 'village' && name !== '山门村').slice(0, 5).map(({ id }) => id);
    const body = { client_ref: uuid7(), district: '140502', role: 'community_worker', communities: [...without, named('前书院社区').id] };
    const { body: batch } = await administrator.post('/api/gate/account-batches', body, { expect: 201 });
    assert.deepEqual(batch.items.map(({ community }) => community).sort(), without.toSorted());
    assert.deepEqual(batch.served.map(({ community_name }) => community_name), ['前书院社区']);
    assert.equal(new Set(batch.items.map(({ initial_password }) => initial_password)).size, 5);
    const { login, initial_password: password, community } = batch.items[0];
    const browser = client(server);
    const { body: session } = await browser.post('/api/gate/sessions', { login, password }, { expect: 201 });
    assert.deepEqual(session.grants.map(({ role, area }) => [role, area]), [['community_worker', community]]);
    const again = await administrator.post('/api/gate/account-batches', body, { expect: 201 });
    assert.deepEqual(again.body, batch);
    const { body: problem } = await administrator.post('/api/gate/account-batches', { ...body, client_ref: uuid7() }, { expect: 409 });
    assert.equal(problem.key, 'organizations.batch_served');
});

test('a batch stays inside its district and inside the reach of the one who orders it', async () => {
    const body = { client_ref: uuid7(), district: '140502', role: 'community_worker', communities: [areas.find(({ kind }) => kind === 'village').id] };
    await cast.administratorOfNeighbour.post('/api/gate/account-batches', body, { expect: 422 });
    await administrator.post('/api/gate/account-batches', { ...body, district: '990101' }, { expect: 422 });
    await administrator.post('/api/gate/account-batches', { ...body, communities: [] }, { expect: 422 });
    await administrator.post('/api/gate/account-batches', { ...body, communities: [named('西街街道').id] }, { expect: 422 });
    await cast.clerk.post('/api/gate/account-batches', body, { expect: 403 });
});

test('the roles of the city and what each may do are readable by staff', async () => {
    const { items } = (await cast.clerk.get('/api/city/roles', { expect: 200 })).body;
    assert.deepEqual(items.map(({ code }) => code).sort(), ['community_worker', 'department_staff', 'district_leader', 'grid_worker', 'key_group_officer', 'property_staff', 'subdistrict_leader', 'sys_admin']);
    assert.ok(items.every(({ name, permissions }) => name && permissions.length));
    await stranger.get('/api/city/roles', { expect: 401 });
});
