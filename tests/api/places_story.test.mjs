// The tree of areas of a real district: what it holds, who may change it, how it is found.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, startServer, uuid7 } from './harness.mjs';
import { api, door, neighbour, signInAll } from './people.mjs';

const server = await startServer({ demo: true, cases: 0 });
const cast = await signInAll(server, ['administrator', 'administratorOfNeighbour', 'clerk', 'resident', 'leader', 'gridWorker']);
const stranger = client(server);
const tree = async (browser = stranger, code = '140502') => (await browser.get(`/api/city/areas?district=${code}`, { expect: 200 })).body.items;
const areas = await tree();
const named = (name, list = areas) => list.find((area) => area.name === name);
const community = named('前书院社区');
const newGrid = (more = {}) => ({ client_ref: uuid7(), parent: community.id, kind: 'grid', name: '第九网格', grid: { kind: 'basic' }, ...more });
const add = (browser, body, expect = 201) => browser.post('/api/city/areas', body, { expect });
const detail = (browser, id, expect = 200) => browser.get(`/api/city/areas/${id}`, { expect });

test('the district holds its 7 subdistricts and 1 town, 85 residents\' and 49 villagers\' committees as places', () => {
    const count = (kind) => areas.filter((area) => area.kind === kind).length;
    assert.deepEqual([count('district'), count('subdistrict'), count('town'), count('community'), count('village')], [1, 7, 1, 85, 49]);
    assert.ok(count('grid') >= 400);
    assert.ok(areas.filter(({ kind }) => kind === 'community' || kind === 'village').every(({ code }) => /^140502\d{6}$/.test(code)));
});

test('the tree comes parents first, each area right before those below it', () => {
    const seen = new Set();
    for (const { id, parent, kind } of areas) {
        assert.ok(kind === 'district' || seen.has(parent), 'an area before its parent');
        seen.add(id);
    }
    const communities = areas.filter(({ kind }) => kind === 'community' || kind === 'village').map(({ id }) => id);
    const grids = areas.filter(({ kind }) => kind === 'grid');
    assert.ok(grids.every(({ parent }) => communities.includes(parent)));
});

test('the tree is sent again only when it changed', async () => {
    const path = '/api/city/areas?district=140502';
    const first = await stranger.get(path, { expect: 200 });
    const same = await stranger.get(path, { expect: 304, headers: { 'if-none-match': first.etag } });
    assert.equal(same.body, null);
    await add(cast.administrator, newGrid({ name: '第八网格' }));
    const changed = await stranger.get(path, { expect: 200, headers: { 'if-none-match': first.etag } });
    assert.notEqual(changed.etag, first.etag);
});

test('a district that is not served has no tree', async () => {
    for (const code of ['110101', '000000']) await stranger.get(`/api/city/areas?district=${code}`, { expect: 404 });
    await stranger.get('/api/city/areas', { expect: 422 });
    await stranger.get('/api/city/areas?district=14050', { expect: 422 });
    assert.deepEqual((await stranger.get('/api/city/districts', { expect: 200 })).body.items.map(({ code }) => code).sort(), ['140502', neighbour]);
});

test('a subdistrict leader sees only the own node of the tree and what lies below it', async () => {
    const leader = await server.signIn('street1');
    const own = leader.session.grants[0].area;
    const below = new Set([own]);
    for (const { id, parent } of areas) if (below.has(parent)) below.add(id);
    const beyond = areas.filter(({ id }) => !below.has(id));
    for (const id of [...below].slice(0, 6)) await detail(leader, id);
    for (const { id } of [beyond[0], ...['subdistrict', 'community', 'village', 'grid'].map((kind) => beyond.find((area) => area.kind === kind))]) await detail(leader, id, 404);
    const kinds = (await detail(leader, areas.find(({ kind, id }) => kind === 'grid' && below.has(id)).id)).body.path.map(({ kind }) => kind);
    assert.ok(kinds.includes('city') && kinds.includes('district') && kinds.some((kind) => kind === 'subdistrict' || kind === 'town') && kinds.some((kind) => kind === 'community' || kind === 'village'), kinds.join());
    const departments = (await cast.administrator.get('/api/city/units?kind=department', { expect: 200 })).body.items;
    assert.ok(departments.length > 0);
    for (const { id } of departments) await leader.get(`/api/city/units/${id}`, { expect: 404 });
    const units = [];
    for (let after = ''; after !== null;) {
        const { body } = await leader.get(`/api/city/units?limit=50${after && `&after=${after}`}`, { expect: 200 });
        units.push(...body.items);
        after = body.next;
    }
    assert.ok(units.length > 1);
    assert.ok(units.every(({ area }) => below.has(area)));
});

test('an area tells its way up, its committees and its grid', async () => {
    const grid = cast.gridWorker.session.grants[0].area;
    const { body } = await detail(cast.clerk, grid);
    assert.deepEqual(body.path.slice(-2).map(({ name }) => name).includes('前书院社区'), true);
    assert.equal(body.grid.worker_account, cast.gridWorker.session.account.id);
    const { body: home } = await detail(cast.clerk, community.id);
    assert.deepEqual(home.committees.map(({ name, division_code }) => [name, division_code]), [['前书院社区居委会', community.code]]);
    assert.equal(home.grid, null);
});

test('a grid gets the next code of its community, and its worker\'s public name and number', async () => {
    const { body: made } = await add(cast.administrator, newGrid({ name: '第十网格', grid: { kind: 'basic', worker_account: cast.gridWorker.session.account.id, public_phone: '0356-5551234', households: 300 } }));
    assert.match(made.code, new RegExp(`^${community.code}0\\d{3}$`));
    assert.equal(made.grid.worker_name, cast.gridWorker.session.account.display_name);
    const listed = (await tree()).find(({ id }) => id === made.id);
    assert.deepEqual(listed.grid, { kind: 'basic', worker_name: cast.gridWorker.session.account.display_name, public_phone: listed.grid.public_phone });
    const { body: exclusive } = await add(cast.administrator, newGrid({ name: '市场专属网格', grid: { kind: 'exclusive' } }));
    assert.match(exclusive.code, new RegExp(`^${community.code}1\\d{3}$`));
});

test('a grid is changed at the version that was seen', async () => {
    const { body: made } = await add(cast.administrator, newGrid({ name: '第十一网格' }));
    const seen = await detail(cast.administrator, made.id);
    const changed = await cast.administrator.patch(`/api/city/areas/${made.id}`, { name: '东区网格', grid: { kind: 'basic', households: 12 } }, { match: seen, expect: 200 });
    assert.deepEqual([changed.body.name, changed.body.grid.households], ['东区网格', 12]);
    await cast.administrator.patch(`/api/city/areas/${made.id}`, { name: '西区网格' }, { match: seen, expect: 412 });
    await cast.administrator.patch(`/api/city/areas/${made.id}`, { name: '第九网格·重名'.slice(0, 60) }, { match: changed, expect: 200 });
});

test('a grid lies in a community or village only, and a name is taken once in one place', async () => {
    for (const parent of [named('西街街道').id, named('城区').id, areas.find(({ kind }) => kind === 'grid').id]) await add(cast.administrator, newGrid({ parent }), 422);
    await add(cast.administrator, newGrid({ parent: '0000000000001' }), 404);
    await add(cast.administrator, newGrid({ name: '重名网格' }));
    const { body } = await add(cast.administrator, newGrid({ name: '重名网格' }), 409);
    assert.equal(body.key, 'places.name_taken');
    await add(cast.administrator, newGrid({ name: '重名网格', parent: areas.find(({ kind }) => kind === 'village').id }));
});

test('what is no grid has no grid, and a grid has one', async () => {
    const faults = async (body) => (await add(cast.administrator, body, 422)).body.fields.map(({ path }) => path);
    assert.deepEqual(await faults(newGrid({ grid: undefined })), ['grid']);
    assert.deepEqual(await faults(newGrid({ kind: 'committee_area', grid: { kind: 'basic' } })), ['grid']);
    assert.deepEqual(await faults(newGrid({ kind: 'community' })), ['kind']);
    assert.deepEqual(await faults(newGrid({ grid: { kind: 'basic', worker_account: '0000000000001' } })), ['grid.worker_account']);
    assert.deepEqual(await faults(newGrid({ grid: { kind: 'basic', households: -1 } })), ['grid.households']);
});

test('a community may hold several committees, each with an area of its own', async () => {
    const home = named('凤鸣社区');
    const made = [];
    for (const [name, code] of [['凤鸣东居委会', '140502999001'], ['凤鸣西居委会', '140502999002']]) {
        const { body: area } = await add(cast.administrator, newGrid({ parent: home.id, kind: 'committee_area', name: name.replace('居委会', '片'), grid: undefined, division_code: code }));
        assert.equal(area.kind, 'committee_area');
        await cast.administrator.post('/api/city/units', { client_ref: uuid7(), name, kind: 'residents_committee', area: area.id }, { expect: 201 });
        made.push(area);
    }
    const committees = (await detail(cast.administrator, home.id)).body.committees.map(({ name }) => name);
    assert.ok(['凤鸣社区居委会', '凤鸣东居委会', '凤鸣西居委会'].every((name) => committees.includes(name)), committees.join());
    assert.deepEqual((await detail(cast.administrator, made[0].id)).body.committees.map(({ name }) => name), ['凤鸣东居委会']);
    for (const { id } of made) assert.equal((await detail(cast.administrator, id)).body.path.filter(({ kind }) => kind === 'subdistrict' || kind === 'town').length, 1);
    const listed = await tree();
    assert.ok(made.every(({ id }) => listed.find((area) => area.id === id)?.parent === home.id));
    await add(cast.administrator, newGrid({ parent: home.id, kind: 'committee_area', name: '凤鸣南片', grid: undefined, division_code: '140502999001' }), 409);
});

test('only who manages places changes them, and only inside their own areas', async () => {
    for (const browser of [cast.clerk, cast.leader, cast.resident]) {
        await add(browser, newGrid(), 403);
        await browser.patch(`/api/city/areas/${community.id}`, { name: '改名社区' }, { match: 1, expect: 403 });
    }
    await add(stranger, newGrid(), 401);
    await add(cast.administratorOfNeighbour, newGrid(), 404);
    await cast.administratorOfNeighbour.patch(`/api/city/areas/${community.id}`, { name: '改名社区' }, { match: 1, expect: 404 });
    await detail(cast.administratorOfNeighbour, community.id, 404);
});

test('the same new grid sent twice is one grid', async () => {
    const body = newGrid({ name: '只有一个网格' });
    const [first, again] = [await add(cast.administrator, body), await add(cast.administrator, body)];
    assert.equal(again.body.id, first.body.id);
    assert.equal((await tree()).filter(({ name }) => name === body.name).length, 1);
});

test('an area is found by a piece of its name, by pinyin and by its initials', async () => {
    const find = async (q) => (await stranger.get(`/api/city/areas/search?q=${encodeURIComponent(q)}`, { expect: 200 })).body.items.map(({ name }) => name);
    for (const q of ['前书院', '书院', 'qsy', 'QSY', 'qianshuyuan', 'qsysq', 'ｑｓｙ']) assert.ok((await find(q)).includes('前书院社区'), q);
    for (const q of ['%', '_', '!', 'xyzxyz', "'"]) assert.deepEqual(await find(q), [], q);
    assert.ok((await find('社区')).length <= 20);
    await stranger.get('/api/city/areas/search?q=', { expect: 422 });
    const { body } = await stranger.get('/api/city/areas/search?q=qsy');
    assert.match(body.items[0].path_text, /街道 .*社区/);
});

test('a door knows its place, and capitals, O and I do not matter', async () => {
    for (const code of [door, door.toLowerCase(), door.replace('0', 'O')]) assert.equal((await stranger.get(`${api}/doors/${code}`, { expect: 200 })).body.code, door, code);
    for (const code of ['140502-XXXXXXX', 'x', '140502']) assert.equal((await stranger.get(`${api}/doors/${code}`, { expect: 404 })).body.key, 'places.unknown_door');
    await stranger.get(`/api/d/${neighbour}/doors/${door}`, { expect: 404 });
});

test('what changed in the tree is on the record', async () => {
    const names = (await server.events('city')).items.map(({ name }) => name);
    assert.ok(names.includes('places.area_added') && names.includes('places.area_changed'));
    await server.assertChain('city');
});
