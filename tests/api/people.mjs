// Who the stories are about and what they do again and again: report at the journey's door, move a case on by its people.
import assert from 'node:assert/strict';
import { client, district, uuid7 } from './harness.mjs';

export const api = `/api/d/${district}`;
export const door = `${district}-J0URNEY`;
export const neighbour = '990101';

/** The demo's people by what they do in the journey: logins. */
export const people = {
    clerk: 'worker1', secondWorker: 'worker2', gridWorker: 'grid1', otherGridWorker: 'grid2', propertyStaff: 'property1',
    clerkElsewhere: 'worker3', departmentStaff: 'dept1', administrator: 'admin', leader: 'leader', resident: 'resident1', otherResident: 'resident2',
    clerkOfNeighbour: 'worker990101', administratorOfNeighbour: 'admin990101',
};

export const reportBody = (more = {}) => ({ client_ref: uuid7(), category: 'street_lamp', text: '路灯不亮', door, reporter: 'number', ...more });

/** Reports and returns {id, number, code, status_path}. */
export async function report(browser, more = {}) {
    return (await browser.post(`${api}/cases`, reportBody(more), { expect: 201 })).body;
}

export const show = (browser, id) => browser.get(`${api}/cases/${id}`, { expect: 200 });

/** A verb on a case at the version the actor sees now. Answers with the whole answer; 200 is expected unless said otherwise. */
export async function act(browser, id, noun, body = {}, options = {}) {
    const match = options.match ?? await show(browser, id);
    return browser.post(`${api}/cases/${id}/${noun}`, body, { expect: 200, ...options, match });
}

/** Refused with this status and text key. */
export async function refused(browser, id, noun, body, status, key, options = {}) {
    const answer = await act(browser, id, noun, body, { ...options, expect: status });
    assert.equal(answer.body.key, key);
    return answer;
}

const steps = [
    ['accepted', 'clerk', 'acceptance', () => ({})],
    ['dispatched', 'clerk', 'dispatch', ({ account }) => ({ account })],
    ['acknowledged', 'gridWorker', 'acknowledgement', () => ({})],
    ['handling', 'gridWorker', 'handling', () => ({})],
    ['handled', 'gridWorker', 'completion', () => ({ outcome: '已更换灯泡' })],
    ['verifying', 'secondWorker', 'verification', () => ({})],
    ['closed', 'secondWorker', 'closure', () => ({})],
];

/** Moves a case from where it stands to `state` by the people of the journey. */
export async function moveTo(cast, id, state) {
    const at = (await show(cast.clerk, id)).body.state;
    const first = at === 'reported' ? 0 : steps.findIndex(([name]) => name === at) + 1;
    const account = cast.gridWorker.session.account.id;
    for (const [name, who, noun, body] of steps.slice(first, steps.findIndex(([name]) => name === state) + 1)) await act(cast[who], id, noun, body({ account }));
}

/** Signs in the people named and returns {name: browser}. */
export async function signInAll(server, names = ['clerk', 'secondWorker', 'gridWorker']) {
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await server.signIn(people[name])])));
}

export const status = (browser, { number, code }, expect = 200) => browser.post(`${api}/case-status`, { number, code }, { expect });

/** Every item of a list, page by page; no item twice. */
export async function all(browser, path, limit = 20) {
    const items = [];
    for (let after = null, pages = 0; ; pages++) {
        assert.ok(pages < 1000, `${path} has no end`);
        const { body } = await browser.get(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${after ? `&after=${encodeURIComponent(after)}` : ''}`, { expect: 200 });
        items.push(...body.items);
        after = body.next;
        if (!after) break;
        assert.equal(body.items.length, limit, `a page of ${path} is short although another follows`);
    }
    assert.equal(new Set(items.map(({ id }) => id)).size, items.length, `${path} gave an item twice`);
    return items;
}

export const stranger = (server) => client(server);

/** Adds one row to every register that the clerk may fill; those that refer to others come after them. Map of register → id. */
export async function rowsOfRegisters(clerk, community) {
    const { registers, codes: lists } = (await clerk.get('/api/city/registers')).body;
    const made = new Map();
    const waiting = registers.filter(({ manage }) => manage);
    const valueOf = ({ kind, of, decimals }) => ({ code: lists.find(({ name }) => name === of)?.items[0].code, date: '2020-01-02', amount: (1).toFixed(decimals), integer: 1, boolean: true, reference: made.get(of) })[kind] ?? '甲';
    for (let tries = 0; waiting.length && tries < 100; ++tries) {
        const register = waiting.shift();
        const needed = register.fields.filter(({ required }) => required);
        if (needed.some(({ kind, of }) => kind === 'reference' && !made.has(of))) { waiting.push(register); continue; }
        const body = Object.fromEntries(needed.map((field) => [field.name, valueOf(field)]));
        const row = (await clerk.post(`${api}/${register.path}`, { client_ref: uuid7(), area: community.id, ...body }, { expect: 201 })).body;
        made.set(register.kind, row.id);
    }
    return new Map(registers.filter(({ kind }) => made.has(kind)).map((register) => [register, made.get(register.kind)]));
}
