// Every route × who asks: a stranger, somebody without a role, a role in another area, a role in another district, the right
// role — and × what is sent: nothing, no JSON, wrong types, too much. Access stands in a route's declaration; this proves that
// the declaration is what happens, also for the route somebody adds tomorrow.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { binary, client, district, jpeg, startServer, uuid7 } from '../api/harness.mjs';
import { act, api, door, people, report, rowsOfRegisters } from '../api/people.mjs';

// ---- the rules: pure, so that the self-test can plant routes that lie -----------------------------------------------------

const isPermission = (route) => route.access === 'permission';
const hasSubject = (route) => /\{(id|code)\}/.test(route.path);
const ofDistrict = (route) => route.path.startsWith('/api/d/');

/** What each asker must be answered: [asker, fits(route, status), words]. `own` permissions are everybody's for the own rows. */
const askers = [
    ['stranger', (route, status) => (route.access === 'anyone' ? status < 500 : status === 401), 'a stranger is 401'],
    ['nowhere', (route, status) => (isPermission(route) && !route.own ? status === 403 : route.access === 'anyone' ? status < 500 : hasSubject(route) && route.own ? status === 404 : status !== 401 && status !== 403), 'who has the role nowhere is 403'],
    ['elsewhere', (route, status) => !isPermission(route) || !hasSubject(route) || status === 404 || (status === 403 && !route.own), 'what lies in another area is 404'],
    ['neighbour', (route, status) => {
        if (!isPermission(route)) return status < 500;
        if (hasSubject(route)) return status === 404 || (status === 403 && !ofDistrict(route));
        return route.own || !ofDistrict(route) ? status < 500 : status === 404;
    }, 'who belongs to another district is 404'],
    ['right', (route, status) => status < 500 && (route.access === 'anyone' || (status !== 401 && status !== 403)), 'the right role gets through'],
];

const takesJson = (route) => route.body === 'json' && route.method !== 'GET';
const shapes = [
    ['nothing', (route, status) => !takesJson(route) || status < 500],
    ['no JSON', (route, status) => !takesJson(route) || status === 400],
    ['wrong types', (route, status) => !takesJson(route) || !route.members.length || status === 422],
    ['unknown member', (route, status) => !takesJson(route) || status === 422],
    ['too much', (route, status) => route.method === 'GET' || route.method === 'DELETE' || status === 413],
    ['no version', (route, status) => !route.needs_version || status === 428],
    ['another type', (route, status) => !takesJson(route) || status === 415],
];

/** @param ask (route, who, what) → {status, type, problem} */
export async function lies(routes, ask) {
    const found = [];
    const note = async (route, who, what, fits, words) => {
        const answer = await ask(route, who, what);
        const say = `${route.method} ${route.path} asked by ${who} with ${what} answered ${answer.status}`;
        if (!fits(route, answer.status)) found.push(`${say} (${words})`);
        if (answer.status >= 500) found.push(`${say}: a defect`);
        const ofPages = !route.path.startsWith('/api/');
        if (answer.status >= 400 && !ofPages && (!/^application\/problem\+json/.test(answer.type) || !answer.problem?.key || !answer.problem?.title)) found.push(`${say} without a problem that says why`);
    };
    for (const route of routes) {
        for (const [who, fits, words] of askers) await note(route, who, 'what it takes', fits, words);
        for (const [what, fits] of shapes) await note(route, 'right', what, fits, `${what} is refused`);
    }
    return [...new Set(found)];
}

// ---- the server's routes, and bodies made from its own document ----------------------------------------------------------------

const api_ = JSON.parse(execFileSync(binary, ['api'], { encoding: 'utf8', maxBuffer: 1 << 26 }));
const resolved = (schema) => (schema?.$ref ? api_.components.schemas[schema.$ref.split('/').at(-1)] : schema);
const bodySchema = (route) => resolved(api_.paths[route.path]?.[route.method.toLowerCase()]?.requestBody?.content?.['application/json']?.schema);
/** Permissions that every account has for its own rows; the module's manifest says so. */
const ownPermissions = new Set(['cases.read', 'cases.rate', 'cases.message']);

export const routes = execFileSync(binary, ['routes', '--json'], { encoding: 'utf8' }).split('\n').filter(Boolean).map((line) => JSON.parse(line))
    .map((route) => ({ ...route, own: ownPermissions.has(route.permission), members: Object.keys(bodySchema(route)?.properties ?? {}) }));

/** The least body that a schema takes. */
function sample(schema, name = '') {
    const here = resolved(schema.anyOf?.[0] ?? schema);
    if (name === 'client_ref') return uuid7();
    if (here.enum) return here.enum[0];
    if (here.type === 'object') return Object.fromEntries((here.required ?? []).map((key) => [key, sample(here.properties[key], key)]));
    if (here.type === 'array') return [];
    if (here.type === 'integer') return here.minimum ?? 1;
    if (here.type === 'boolean') return true;
    if (here.description?.startsWith('id of')) return '0000000000001';
    if (here.description === 'personal: phone') return '13800001234';
    return 'x'.repeat(Math.max(1, here.minLength ?? 1));
}

/** A link, a guardian and a correction of the resident's, for the routes that are about one. */
async function factsOf(resident, clerk, person) {
    const add = async (path, body) => (await clerk.post(`${api}/${path}`, { client_ref: uuid7(), ...body }, { expect: 201 })).body.id;
    const child = await add('people', { area: (await clerk.get(`${api}/people/${person}`)).body.area, name: '小甲', birth: '2020-01-02' });
    const link = await add('fact-links', { person, login: people.resident, reason: '窗口核对' });
    const guardian = await add('fact-guardians', { minor: child, guardian: person, relation: 'other', reason: '户口本' });
    const sent = (await resident.post(`${api}/my-corrections`, { client_ref: uuid7(), person, register_kind: 'people.person', record: person, field: 'phone', value: '13800001111', files: [] }, { expect: 201 })).body.id;
    return [[/fact-links\/\{id\}/, link], [/fact-guardians\/\{id\}/, guardian], [/fact-corrections\/\{id\}/, sent]];
}

async function stage() {
    const server = await startServer({ demo: true, cases: 20 });
    const stranger = client(server);
    const sign = (login) => server.signIn(login);
    const [clerk, administrator, gridWorker, resident] = await Promise.all([people.clerk, people.administrator, people.gridWorker, people.resident].map(sign));
    const areas = (await stranger.get(`/api/city/areas?district=${district}`)).body.items;
    const community = areas.find(({ name }) => name === '前书院社区');
    const photo = await clerk.uploadJpeg();
    const subject = await report(clerk, { reporter: 'account', files: [photo] });
    await act(clerk, subject.id, 'acceptance');
    const { handover } = (await clerk.post(`${api}/cases/${subject.id}/handovers`, { client_ref: uuid7(), way: 'link', unit_name: '区供电公司', words: '路灯不亮', why: '归供电公司管', files: [], hours: 48 }, { expect: 201 })).body;
    const mine = await report(resident, { reporter: 'account' });
    const rule = (await administrator.get(`${api}/dispatch-rules`)).body.items[0];
    const unit = (await administrator.get('/api/city/units?kind=department')).body.items[0];
    const account = (await administrator.post('/api/gate/accounts', { client_ref: uuid7(), login: 'subject', display_name: '某人' }, { expect: 201 })).body;
    const grant = (await administrator.post(`/api/gate/accounts/${account.id}/grants`, { role: 'community_worker', area: community.id }, { expect: 201 })).body;
    const post = (await administrator.post(`/api/city/units/${unit.id}/posts`, { account: account.id, title: '科员' }, { expect: 201 })).body;
    const holders = new Map();
    for (const role of (await administrator.get('/api/city/roles')).body.items) for (const permission of role.permissions) holders.set(permission, [...(holders.get(permission) ?? []), role.code]);
    const leader = await sign(people.leader);
    const rows = [...await rowsOfRegisters(clerk, community)].map(([{ path }, id]) => [new RegExp(`/d/\\{d\\}/${path}/`), id]);
    const corrected = await factsOf(resident, clerk, rows.find(([pattern]) => pattern.source.includes('people'))[1]);
    const asked = (await clerk.post(`${api}/exports`, { register_kind: 'dwellings.compound', query: '', columns: 'all', clear: false, format: 'xlsx', reason: '核对' }, { expect: 201 })).body;
    const subjects = [...rows, ...corrected, [/\/(exports|export-requests)\/\{id\}/, asked.id], [/\/grants\/\{id\}$/, grant.id], [/^\/api\/gate\/accounts/, account.id], [/\/posts\/\{id\}$/, post.id], [/^\/api\/city\/units/, unit.id], [/^\/api\/city\/areas/, community.id], [/dispatch-rules/, rule.id], [/\/handovers\/\{id\}/, handover.id], [/\/files\//, photo],
        [/\/cases\/\{id\}\/(rating|messages)/, mine.id], [/\/cases\//, subject.id]];
    return { server, stranger, sign, clerk, administrator, gridWorker, resident, leader, holders, subjects };
}

/** Asks the real server. What a request changes does not matter: each is answered by who asks and what is sent. */
async function asker() {
    const world = await stage();
    const { server, stranger, administrator, clerk, gridWorker, resident } = world;
    const [elsewhere, there] = [await world.sign('worker4'), await world.sign(people.clerkOfNeighbour)];
    const thereToo = await world.sign(people.administratorOfNeighbour);
    const byRole = { community_worker: clerk, key_group_officer: clerk, sys_admin: administrator, grid_worker: gridWorker };
    const rightFor = (route) => {
        if (!isPermission(route)) return resident;
        if (['cases.rate', 'cases.message'].includes(route.permission)) return resident;
        if (['exports.approve', 'cases.supervise'].includes(route.permission)) return world.leader;
        const role = (world.holders.get(route.permission) ?? []).find((code) => byRole[code]);
        assert.ok(role, `no role of the demo holds ${route.permission}`);
        return byRole[role];
    };
    const pathOf = (route) => route.path.replace('{d}', district).replace('{id}', () => world.subjects.find(([pattern]) => pattern.test(route.path))?.[1] ?? '0000000000001')
        .replace('{code}', /categories/.test(route.path) ? 'manhole' : door) + queryOf(route);
    const queryOf = (route) => {
        const asked = (api_.paths[route.path]?.[route.method.toLowerCase()]?.parameters ?? []).filter(({ in: place, required }) => place === 'query' && required);
        const values = asked.map(({ name, schema }) => `${name}=${name === 'district' ? district : sample(schema, name)}`);
        return /upload_file/.test(route.name) ? `?client_ref=${uuid7()}` : values.length ? `?${values.join('&')}` : '';
    };
    const bodyOf = (route, what) => {
        if (what === 'nothing' || route.method === 'GET' || route.method === 'DELETE') return [undefined, {}];
        if (what === 'too much') return [Buffer.alloc(route.largest_body + 1, 0x20), { 'content-type': route.body === 'form' ? 'application/x-www-form-urlencoded' : route.body === 'raw' ? 'image/jpeg' : 'application/json' }];
        if (route.body === 'raw') return [jpeg(), { 'content-type': 'image/jpeg' }];
        if (route.body === 'form') return ['x=1', { 'content-type': 'application/x-www-form-urlencoded' }];
        if (what === 'no JSON') return ['{"a":', {}];
        if (what === 'wrong types') return [Object.fromEntries(route.members.map((member) => [member, { wrong: [] }])), {}];
        if (what === 'unknown member') return [{ ...sample(bodySchema(route) ?? { type: 'object' }), never_heard_of: 1 }, {}];
        if (what === 'another type') return ['<x/>', { 'content-type': 'application/xml' }];
        return [sample(bodySchema(route) ?? { type: 'object' }), {}];
    };
    const browserOf = (route, who) => {
        if (who === 'stranger') return stranger;
        if (who === 'nowhere') return world.nowhere;
        if (who === 'elsewhere') return elsewhere;
        if (who === 'neighbour') return /^(accounts|places|organizations)\./.test(route.permission) || /^(cases|facts)\.configure$/.test(route.permission) ? thereToo : there;
        return rightFor(route);
    };
    world.nowhere = await world.sign(people.otherResident);
    const version = async (route, browser) => {
        const [, path] = pathOf(route).split('?')[0].match(/^(\/api\/d\/\d+\/[a-z-]+\/[^/]+|\/api\/[a-z]+\/[a-z]+\/[^/]+)/) ?? [];
        const { etag } = path ? await browser.get(path) : {};
        return etag ?? '"v1"';
    };
    return async (route, who, what) => {
        if (route.name === 'listen' || (route.name === 'sign_out' && who !== 'stranger')) return { status: 200, type: '', problem: null };   // a stream has no end; signing out would end the play
        const browser = browserOf(route, who);
        const [body, more] = bodyOf(route, what);
        const headers = { ...(body !== undefined && !more['content-type'] ? { 'content-type': 'application/json' } : {}), ...more };
        if (route.needs_version && what !== 'no version') headers['if-match'] = await version(route, browser);
        const response = await fetch(server.url + pathOf(route), {
            method: route.method, redirect: 'manual', body: body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
            headers: { origin: server.url, 'idempotency-key': uuid7(), cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '), ...headers },
        });
        const text = await response.text();
        const type = response.headers.get('content-type') ?? '';
        return { status: response.status, type, problem: /json/.test(type) && text ? JSON.parse(text) : null };
    };
}

test('every route answers each asker and each body as its declaration says', async () => {
    const violations = await lies(routes, await asker());
    assert.ok(violations.length === 0, `\n${violations.join('\n')}`);
});

// ---- self-test -------------------------------------------------------------------------------------------------------------------

const honest = (route, who, what) => {
    const problem = (status) => ({ status, type: 'application/problem+json', problem: { key: 'a.b', title: '不行' } });
    if (what === 'too much') return problem(413);
    if (what === 'another type') return problem(415);
    if (who === 'stranger') return problem(401);
    if (who === 'nowhere') return problem(403);
    if (who !== 'right') return problem(404);
    if (what === 'no version') return problem(428);
    if (what === 'no JSON') return problem(400);
    return what === 'wrong types' || what === 'unknown member' || what === 'nothing' ? problem(422) : { status: 200, type: 'application/json', problem: {} };
};
const planted = [{ method: 'POST', path: '/api/d/{d}/cases/{id}/closure', name: 'close', access: 'permission', permission: 'cases.verify', body: 'json', needs_version: true, own: false, members: ['outcome'] }];

test('finds nothing in routes that keep their word', async () => assert.deepEqual(await lies(planted, honest), []));

for (const [what, answer, expected] of [
    ['lets a stranger in', (who) => who === 'stranger' && { status: 200, type: 'application/json' }, /asked by stranger .* 200/],
    ['lets in who has the role nowhere', (who) => who === 'nowhere' && { status: 200, type: 'application/json' }, /asked by nowhere .* 200/],
    ['shows what lies in another area', (who) => who === 'elsewhere' && { status: 200, type: 'application/json' }, /asked by elsewhere .* 200/],
    ['tells another district that a row exists', (who) => who === 'neighbour' && { status: 403, type: 'application/problem+json', problem: { key: 'a.b', title: 'x' } }, /asked by neighbour .* 403/],
    ['breaks on wrong types', (who, body) => body === 'wrong types' && { status: 500, type: 'application/problem+json', problem: { key: 'a.b', title: 'x' } }, /with wrong types answered 500/],
    ['swallows a body of any size', (who, body) => body === 'too much' && { status: 200, type: 'application/json' }, /with too much answered 200/],
    ['asks for no version', (who, body) => body === 'no version' && { status: 200, type: 'application/json' }, /with no version answered 200/],
    ['refuses without a word', (who) => who === 'stranger' && { status: 401, type: 'text/plain' }, /without a problem/],
]) {
    test(`finds a route that ${what}`, async () => {
        const found = await lies(planted, (route, who, body) => answer(who, body) || honest(route, who, body));
        assert.ok(found.length > 0, 'it found nothing');
        assert.match(found[0], expected);
    });
}
