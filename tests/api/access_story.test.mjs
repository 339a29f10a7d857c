// Signing in and out, passwords, and who gives rights to whom.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, startServer, uuid7 } from './harness.mjs';
import { all, api, neighbour, people, report, show, signInAll } from './people.mjs';

const server = await startServer({ demo: true, cases: 10 });
const cast = await signInAll(server, ['administrator', 'administratorOfNeighbour', 'leader', 'clerk', 'resident']);
const administrator = cast.administrator;
const sessions = '/api/gate/sessions', accounts = '/api/gate/accounts';
const areas = (await administrator.get('/api/city/areas?district=140502', { expect: 200 })).body.items;
const areaNamed = (name) => areas.find((area) => area.name === name);
const minutes = (count) => count * 60_000;
const signIn = async (login, password, expect = 201) => {
    const browser = client(server);
    const answer = await browser.post(sessions, { login, password }, { expect });
    return expect === 201 ? Object.assign(browser, { session: answer.body }) : answer;
};
let people_made = 0;

/** A new member of staff with a first password, and a grant if a role is named. */
async function hire(role, area) {
    const login = `new${++people_made}`;
    const made = (await administrator.post(accounts, { client_ref: uuid7(), login, display_name: '新来的' }, { expect: 201 })).body;
    const grant = role && (await administrator.post(`${accounts}/${made.id}/grants`, { role, area }, { expect: 201 })).body.id;
    return { ...made, password: made.initial_password, grant };
}

test('who signs in learns name, roles, permissions and areas', async () => {
    const { body } = await cast.clerk.get('/api/gate/session', { expect: 200 });
    assert.deepEqual(body, cast.clerk.session);
    assert.equal(body.account.login, people.clerk);
    assert.equal(body.account.kind, 'staff');
    assert.deepEqual(body.grants.map(({ role, area_name, level }) => [role, area_name, level]), [['community_worker', '前书院社区', 'community'], ['key_group_officer', '前书院社区', 'community']]);
    assert.ok(body.grants[0].permissions.includes('cases.accept'));
    assert.equal(cast.resident.session.account.kind, 'resident');
    assert.deepEqual(cast.resident.session.grants, []);
    assert.equal(cast.resident.session.home.community_name, '前书院社区');
});

test('the session cookie is out of reach of scripts and other sites', async () => {
    const { login, password } = server.logins()[0];
    const answer = await client(server).post(sessions, { login, password }, { expect: 201 });
    const [cookie] = answer.headers.getSetCookie();
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/']) assert.ok(cookie.includes(part), cookie);
    assert.doesNotMatch(JSON.stringify(answer.body), /password|hash|token/);
});

test('a wrong login and a wrong password are refused in the same words', async () => {
    const one = await signIn('nobody', 'wrong-password-1', 401);
    const other = await signIn(people.leader, 'wrong-password-1', 401);
    assert.deepEqual(one.body, other.body);
    assert.equal(one.body.key, 'access.wrong_credentials');
});

test('after signing out the cookie is worth nothing', async () => {
    const browser = await server.signIn(people.clerk);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    await browser.delete('/api/gate/session', { expect: 204 });
    assert.equal(browser.cookies.size, 0);
    await client(server).get('/api/gate/session', { expect: 401, headers: { cookie } });
});

test('five wrong passwords lock an account for a quarter of an hour, the right password included', async () => {
    const { login, password } = await hire();
    for (let i = 0; i < 5; i++) await signIn(login, 'wrong-password-1', 401);
    const locked = await signIn(login, password, 423);
    assert.equal(locked.body.key, 'access.locked');
    assert.match(locked.body.title, /\d\d:\d\d/);
    await server.setClock(Date.now() + minutes(16));
    await signIn(login, password);
    await server.setClock(Date.now());
});

test('a right password forgets the wrong ones before it', async () => {
    const { login, password } = await hire();
    for (let round = 0; round < 2; round++) {
        for (let i = 0; i < 4; i++) await signIn(login, 'wrong-password-1', 401);
        await signIn(login, password);
    }
});

test('a session that was idle for an hour has ended; one that was used goes on', async () => {
    const now = Date.now();
    const [idle, used] = [await server.signIn(people.clerk), await server.signIn(people.clerk)];
    await server.setClock(now + minutes(40));
    await used.get('/api/gate/session', { expect: 200 });
    await server.setClock(now + minutes(61));
    await idle.get('/api/gate/session', { expect: 401 });
    await used.get('/api/gate/session', { expect: 200 });
    await server.setClock(Date.now());
});

test('no session lives longer than fourteen days', async () => {
    const { login, password } = await hire();
    const browser = await signIn(login, password);
    const now = Date.now();
    for (let hours = 0; hours < 14 * 24; hours += 0.9) {
        await server.setClock(now + hours * 3600_000);
        await browser.get('/api/gate/session', { expect: 200 });
    }
    await server.setClock(now + 14 * 24 * 3600_000 + 1000);
    await browser.get('/api/gate/session', { expect: 401 });
    await server.setClock(Date.now());
});

test('a disabled account loses its sessions at once and signs in no more', async () => {
    const { id, login, password } = await hire('community_worker', areaNamed('凤鸣社区').id);
    const browser = await signIn(login, password);
    await browser.get(`${api}/cases`, { expect: 200 });
    const off = await administrator.patch(`${accounts}/${id}`, { disabled: true }, { match: await administrator.get(`${accounts}/${id}`), expect: 200 });
    await browser.get(`${api}/cases`, { expect: 401 });
    await signIn(login, password, 401);
    await administrator.patch(`${accounts}/${id}`, { disabled: false }, { match: off, expect: 200 });
    await signIn(login, password);
});

test('a new password needs the old one and some strength, and ends every other session', async () => {
    const { login, password } = await hire();
    const [here, elsewhere] = [await signIn(login, password), await signIn(login, password)];
    const change = (current, next, expect) => here.post('/api/gate/password', { current, next }, { expect });
    const faults = async (...words) => (await change(...words, 422)).body.fields.map(({ path }) => path);
    assert.deepEqual(await faults('wrong-password-1', 'A-good-one-77'), ['current']);
    for (const weak of ['short1', '12345678', 'aaaaaaaaaaaa', 'password1']) assert.deepEqual(await faults(password, weak), ['next'], weak);
    await change(password, 'A-good-one-77', 204);
    await here.get('/api/gate/session', { expect: 200 });
    await elsewhere.get('/api/gate/session', { expect: 401 });
    await signIn(login, password, 401);
    await signIn(login, 'A-good-one-77');
});

test('a first password is shown once; a reset makes another and ends the sessions', async () => {
    const { id, login, password } = await hire();
    assert.match(password, /^[A-Za-z0-9-]{12,}$/);
    assert.ok(!JSON.stringify((await administrator.get(`${accounts}/${id}`)).body).includes(password));
    const browser = await signIn(login, password);
    const reset = (await administrator.post(`${accounts}/${id}/password-reset`, {}, { expect: 201 })).body;
    assert.notEqual(reset.initial_password, password);
    await browser.get('/api/gate/session', { expect: 401 });
    await signIn(login, password, 401);
    await signIn(login, reset.initial_password);
});

test('the same account is not made twice, and a login is taken once', async () => {
    const body = { client_ref: uuid7(), login: 'twice', display_name: '只有一个' };
    const first = await administrator.post(accounts, body, { expect: 201 });
    const again = await administrator.post(accounts, body, { expect: 201 });
    assert.deepEqual(again.body, first.body);
    const { body: problem } = await administrator.post(accounts, { ...body, client_ref: uuid7() }, { expect: 409 });
    assert.equal(problem.key, 'access.login_taken');
});

test('a login and a name have a form', async () => {
    const faults = async (more) => (await administrator.post(accounts, { client_ref: uuid7(), login: 'good', display_name: '好人', ...more }, { expect: 422 })).body.fields.map(({ path }) => path);
    for (const login of ['ab', 'Capital', 'with space', '-dash', '管理员', 'a'.repeat(41), "o'hara"]) assert.deepEqual(await faults({ login }), ['login'], login);
    for (const name of ['', '   ', '长'.repeat(51)]) assert.deepEqual(await faults({ display_name: name }), ['display_name'], name);
    assert.deepEqual(await faults({ phone: '12' }), ['phone']);
    assert.deepEqual(await faults({ is_admin: true }), ['is_admin']);
});

test('an account is changed at the version that was seen, and its telephone is masked', async () => {
    const { id } = await hire();
    const seen = await administrator.get(`${accounts}/${id}`, { expect: 200 });
    const changed = await administrator.patch(`${accounts}/${id}`, { display_name: '阿不都热依木·吾甫尔江·买买提', phone: '13800005678' }, { match: seen, expect: 200 });
    assert.equal(changed.body.display_name, '阿不都热依木·吾甫尔江·买买提');
    assert.equal(changed.body.phone_masked, '138****5678');
    const stale = await administrator.patch(`${accounts}/${id}`, { display_name: '别人' }, { match: seen, expect: 412 });
    assert.deepEqual(stale.body.current.fields.sort(), ['display_name', 'phone']);
    assert.equal((await administrator.get(`${accounts}/${id}`)).body.display_name, '阿不都热依木·吾甫尔江·买买提');
});

test('a grant takes effect at once, and ends at once', async () => {
    const { id, login, password } = await hire();
    const browser = await signIn(login, password);
    const made = await report(client(server));
    await browser.get(`${api}/cases/${made.id}`, { expect: 404 });
    const { body: grant } = await administrator.post(`${accounts}/${id}/grants`, { role: 'community_worker', area: areaNamed('前书院社区').id }, { expect: 201 });
    await show(browser, made.id);
    assert.equal((await browser.get('/api/gate/session')).body.grants[0].role, 'community_worker');
    await administrator.delete(`/api/gate/grants/${grant.id}`, { expect: 204 });
    await browser.get(`${api}/cases/${made.id}`, { expect: 404 });
    await browser.post(`${api}/cases/${made.id}/acceptance`, {}, { match: 1, expect: 403 });
    await administrator.delete(`/api/gate/grants/${grant.id}`, { expect: 404 });
});

test('the permissions of one grant never combine with the area of another', async () => {
    const { id, login, password } = await hire('district_leader', areaNamed('城区').id);
    await administrator.post(`${accounts}/${id}/grants`, { role: 'community_worker', area: areaNamed('凤鸣社区').id }, { expect: 201 });
    const browser = await signIn(login, password);
    const made = await report(client(server));
    assert.deepEqual((await show(browser, made.id)).body.next, ['supervise'], 'what the leader of the district may');
    await browser.post(`${api}/cases/${made.id}/acceptance`, {}, { match: 1, expect: 404 });
    const own = await report(client(server), { door: undefined, area: areaNamed('凤鸣社区').id });
    assert.ok((await show(browser, own.id)).body.next.includes('accept'));
});

test('lists hold every row once although two grants overlap', async () => {
    const { id, login, password } = await hire('subdistrict_leader', areaNamed('西街街道').id);
    await administrator.post(`${accounts}/${id}/grants`, { role: 'community_worker', area: areas.find(({ parent, kind }) => parent === areaNamed('西街街道').id && kind === 'community').id }, { expect: 201 });
    const browser = await signIn(login, password);
    const lines = await all(browser, `${api}/cases`, 3);
    const { body } = await browser.get(`${api}/cases/counts`, { expect: 200 });
    assert.equal(Object.values(body.states).reduce((a, b) => a + b), lines.length);
});

test('a role is given in an area of its level', async () => {
    const { id } = await hire();
    const faults = async (role, area) => (await administrator.post(`${accounts}/${id}/grants`, { role, area }, { expect: 422 })).body.fields.map(({ path }) => path);
    assert.deepEqual(await faults('community_worker', areaNamed('西街街道').id), ['area']);
    assert.deepEqual(await faults('subdistrict_leader', areaNamed('前书院社区').id), ['area']);
    assert.deepEqual(await faults('king', areaNamed('城区').id), ['role']);
    assert.deepEqual(await faults('community_worker', undefined), ['area']);
    assert.deepEqual(await faults('community_worker', '0000000000001'), ['area']);
});

test('the same grant is given once', async () => {
    const area = areaNamed('凤鸣社区').id;
    const { id } = await hire('community_worker', area);
    const { body } = await administrator.post(`${accounts}/${id}/grants`, { role: 'community_worker', area }, { expect: 409 });
    assert.equal(body.key, 'access.granted_already');
});

test('nobody gives or takes rights, or resets a password, for themselves', async () => {
    const self = administrator.session.account.id;
    const { body: one } = await administrator.get(`${accounts}/${self}`, { expect: 200 });
    await administrator.post(`${accounts}/${self}/grants`, { role: 'community_worker', area: areaNamed('凤鸣社区').id }, { expect: 409 });
    await administrator.delete(`/api/gate/grants/${one.grants[0].id}`, { expect: 409 });
    await administrator.post(`${accounts}/${self}/password-reset`, {}, { expect: 409 });
    await administrator.patch(`${accounts}/${self}`, { disabled: true }, { match: one.version, expect: 409 });
});

test('an administrator of another district finds neither accounts nor areas of this one', async () => {
    const there = cast.administratorOfNeighbour;
    const { id, grant } = await hire('community_worker', areaNamed('凤鸣社区').id);
    await there.get(`${accounts}/${id}`, { expect: 404 });
    await there.patch(`${accounts}/${id}`, { disabled: true }, { match: 1, expect: 404 });
    await there.post(`${accounts}/${id}/password-reset`, {}, { expect: 404 });
    await there.post(`${accounts}/${id}/grants`, { role: 'community_worker', area: areaNamed('凤鸣社区').id }, { expect: 404 });
    await there.delete(`/api/gate/grants/${grant}`, { expect: 404 });
    const own = (await there.post(accounts, { client_ref: uuid7(), login: 'there1', display_name: '邻区人' }, { expect: 201 })).body;
    await there.post(`${accounts}/${own.id}/grants`, { role: 'community_worker', area: areaNamed('凤鸣社区').id }, { expect: 422 });
    const logins = (await all(there, accounts)).map(({ login }) => login);
    assert.ok(logins.includes('there1') && logins.every((login) => login.includes(neighbour) || login === 'there1'), logins.join());
    await administrator.get(`${accounts}/${own.id}`, { expect: 404 });
    assert.ok(!(await all(administrator, accounts)).some(({ login }) => login.includes(neighbour) || login === 'there1'));
});

test('who holds rights beyond an administrator\'s reach is not theirs to change', async () => {
    const { id } = await hire('community_worker', areaNamed('凤鸣社区').id);
    const here = await administrator.get(`${accounts}/${id}`, { expect: 200 });
    const theirs = (await cast.administratorOfNeighbour.get(`/api/city/areas?district=${neighbour}`)).body.items.find(({ kind }) => kind === 'community').id;
    await cast.administratorOfNeighbour.post(`${accounts}/${id}/grants`, { role: 'community_worker', area: theirs }, { expect: 404 });
    assert.equal(here.body.grants.length, 1);
});

test('accounts are found by login and name, and only by those who may read them', async () => {
    const { login, id } = await hire('community_worker', areaNamed('凤鸣社区').id);
    const find = async (q) => (await all(administrator, `${accounts}?q=${encodeURIComponent(q)}`)).map((account) => account.id);
    assert.ok((await find(login)).includes(id));
    assert.ok((await find('新来')).includes(id));
    assert.deepEqual(await find('%'), []);
    assert.ok((await all(administrator, `${accounts}?community=${areaNamed('凤鸣社区').id}`)).some((account) => account.id === id));
    assert.ok(!(await all(administrator, `${accounts}?community=${areaNamed('前书院社区').id}`)).some((account) => account.id === id));
    for (const browser of [cast.clerk, cast.leader, cast.resident]) await browser.get(accounts, { expect: 403 });
    await client(server).get(accounts, { expect: 401 });
});

test('what a person may do is on the record: accounts, grants, passwords, failures', async () => {
    const { id, login, password } = await hire('community_worker', areaNamed('凤鸣社区').id);
    await signIn(login, 'wrong-password-1', 401);
    const browser = await signIn(login, password);
    await browser.delete('/api/gate/session', { expect: 204 });
    const names = (await server.events('gate')).items.filter(({ subject }) => subject === id).map(({ name }) => name.slice('access.'.length));
    assert.deepEqual(names, ['account_created', 'grant_given', 'sign_in_failed', 'signed_in', 'signed_out']);
    await server.assertChain('gate');
});

test('in a demo a role card signs in with one tap; a card that does not exist does not', async () => {
    const tap = (card, expect) => {
        const browser = client(server);
        return browser.request('POST', '/demo/sessions', new URLSearchParams({ card }).toString(), { expect, key: null, headers: { 'content-type': 'application/x-www-form-urlencoded' } }).then((answer) => ({ browser, answer }));
    };
    const front = await client(server).get('/', { expect: 200 });
    assert.match(front.body, /演示数据·虚构/);
    const { browser, answer } = await tap('community-worker', 303);
    assert.equal(answer.headers.get('location'), '/console/');
    assert.equal((await browser.get('/api/gate/session', { expect: 200 })).body.account.login, people.clerk);
    for (const card of ['king', '', "' or 1=1"]) await tap(card, 404);
});
