// "My facts" through the real process: a resident joined to a person at the counter, a child in that person's care, a number shown by
// a tap, a correction with a photograph of a paper, staff who compare and decide, and a page that hears of it. People are invented.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { district, startServer, uuid7 } from './harness.mjs';
import { api, people } from './people.mjs';

const server = await startServer({ demo: true, cases: 0, registered: 300 });
const idNumber = '11010519491231002X', other = '440524188001010014';

const sign = (name) => server.signIn(people[name]);
const ref = () => ({ client_ref: uuid7() });
const factsOf = async (browser) => (await browser.get(`${api}/my-facts`, { expect: 200 })).body;
const namesOf = async (browser) => (await factsOf(browser)).people.map(({ name, reach }) => `${name} ${reach}`);
const areaOf = async (browser, name = '前书院社区') => (await browser.get(`/api/city/areas?district=${district}`)).body.items.find((area) => area.name === name).id;

async function person(clerk, name, more = {}) {
    return (await clerk.post(`${api}/people`, { ...ref(), area: await areaOf(clerk), name, ...more }, { expect: 201 })).body.id;
}
/** A household of three; who is joined to 钱七 sees 钱小 as a guardian once it is recorded. */
async function family(clerk) {
    const household = (await clerk.post(`${api}/households`, { ...ref(), area: await areaOf(clerk), label: '钱七户' }, { expect: 201 })).body.id;
    return { qian: await person(clerk, '钱七', { household, id_number: idNumber, phone: '13800007001' }), wife: await person(clerk, '孙八', { household, id_number: other, phone: '13800007002' }), child: await person(clerk, '钱小', { household, birth: '2019-05-01' }) };
}
const send = (browser, whose, field, value, more = {}) => browser.post(`${api}/my-corrections`, { ...ref(), person: whose, register_kind: 'people.person', record: whose, field, value, files: [], ...more });
const decide = (browser, what, { id, version }, verb, body = { reason: '已核对' }, expect = 200) => browser.post(`${api}/${what}/${id}/${verb}`, body, { match: version, expect });

const clerk = await sign('clerk'), elsewhere = await sign('clerkElsewhere'), resident = await sign('otherResident'), stranger = await server.signIn('resident3');
const kin = await family(clerk);

test('the resident of the demo sees a family of the invented population, and one correction waits', async () => {
    const [shown] = (await factsOf(await sign('resident'))).people;
    assert.equal(shown.reach, 'own');
    const kinds = shown.sections.map(({ register_kind }) => register_kind);
    for (const kind of ['people.person', 'people.household', 'dwellings.dwelling', 'vehicles.vehicle']) assert.ok(kinds.includes(kind), `${kind} is missing`);
    assert.ok(!kinds.some((kind) => /key_group/.test(kind)));
    assert.deepEqual((await namesOf(await sign('resident'))).map((line) => line.split(' ')[1]), ['own', 'ward']);
    const open = (await clerk.get(`${api}/fact-corrections`, { expect: 200 })).body.items;
    assert.deepEqual(open.map(({ field }) => field), ['phone']);
});

test('an account is joined to a person by staff alone: asked, refused, asked again, confirmed', async () => {
    assert.deepEqual(await namesOf(resident), []);
    const asked = (await resident.post(`${api}/my-links`, { ...ref(), name: '钱柒', id_number: idNumber }, { expect: 201 })).body;
    assert.deepEqual(await namesOf(resident), []);
    assert.equal((await elsewhere.get(`${api}/fact-links`, { expect: 200 })).body.items.length, 0);
    const [waiting] = (await clerk.get(`${api}/fact-links`, { expect: 200 })).body.items;
    assert.deepEqual([waiting.fits, waiting.asked_name, waiting.id_number], ['name_differs', '钱柒', '110105************']);
    await decide(elsewhere, 'fact-links', asked, 'confirmation', undefined, 404);
    await decide(clerk, 'fact-links', asked, 'refusal', { reason: '姓名不一致' });
    assert.deepEqual((({ state, reason }) => [state, reason])((await factsOf(resident)).link), ['refused', '姓名不一致']);
    const again = (await resident.post(`${api}/my-links`, { ...ref(), name: '钱七', id_number: idNumber }, { expect: 201 })).body;
    await decide(clerk, 'fact-links', again, 'confirmation');
    assert.deepEqual(await namesOf(resident), ['钱七 own']);
});

test('a guardian sees a child, an adult is seen by consent, and both end', async () => {
    const guardian = (await clerk.post(`${api}/fact-guardians`, { ...ref(), minor: kin.child, guardian: kin.qian, relation: 'father', reason: '户口本' }, { expect: 201 })).body;
    assert.deepEqual(await namesOf(resident), ['钱七 own', '钱小 ward']);
    const login = 'resident4';
    const linked = (await clerk.post(`${api}/fact-links`, { ...ref(), person: kin.wife, login, reason: '窗口核对身份证' }, { expect: 201 })).body;
    const wife = await server.signIn(login);
    const hears = await resident.openStream();
    const consent = (await wife.post(`${api}/my-consents`, { ...ref(), name: '钱七' }, { expect: 201 })).body;
    await hears.next((event) => event.data.name === 'facts.view_changed');
    assert.deepEqual(await namesOf(resident), ['钱七 own', '钱小 ward', '孙八 shared']);
    await resident.post(`${api}/my-facts/look`, { person: kin.wife }, { expect: 404 });
    await wife.post(`${api}/my-consents/${consent.id}/revocation`, {}, { match: consent.version, expect: 204 });
    assert.deepEqual(await namesOf(resident), ['钱七 own', '钱小 ward']);
    await decide(clerk, 'fact-links', linked, 'ending', { reason: '本人要求' });
    assert.deepEqual(await namesOf(wife), []);
    assert.equal((await clerk.get(`${api}/fact-guardians?minor=${kin.child}`, { expect: 200 })).body.items.length, 1);
    await decide(elsewhere, 'fact-guardians', guardian, 'ending', undefined, 404);
    await decide(clerk, 'fact-guardians', guardian, 'ending');
    assert.deepEqual(await namesOf(resident), ['钱七 own']);
    hears.close();
});

test('a number is masked in every answer, and shown by a tap that is recorded', async () => {
    for (const path of ['my-facts', 'my-corrections']) assert.doesNotMatch(JSON.stringify((await resident.get(`${api}/${path}`, { expect: 200 })).body), /002X|13800007001/);
    const shown = (await resident.post(`${api}/my-facts/look`, { person: kin.qian }, { expect: 200 })).body;
    assert.deepEqual([shown.id_number, shown.phone], [idNumber, '13800007001']);
    await stranger.post(`${api}/my-facts/look`, { person: kin.qian }, { expect: 404 });
    const { items } = await server.events();
    const looked = items.filter(({ name }) => name === 'facts.looked');
    assert.equal(looked.length, 1);
});

test('a correction with a paper goes to the staff of the area, into the register, and live to who asked', async () => {
    const paper = await resident.uploadJpeg();
    const body = { ...ref(), person: kin.qian, register_kind: 'people.person', record: kin.qian, field: 'id_number', value: '440524198001010011', files: [paper] };
    const wrong = await resident.post(`${api}/my-corrections`, body, { expect: 422 });
    assert.equal(wrong.body.fields[0].path, 'value');
    const birth = { ...body, ...ref(), field: 'birth', value: '1949-12-30' };
    const sent = (await resident.post(`${api}/my-corrections`, birth, { expect: 201 })).body;
    assert.equal((await resident.post(`${api}/my-corrections`, birth, { expect: 201 })).body.id, sent.id);   // sent twice, there once
    const files = `${api}/files/${paper}/thumb`;
    await clerk.get(files, { expect: 200 });
    await resident.get(files, { expect: 200 });
    for (const browser of [stranger, elsewhere]) await browser.get(files, { expect: 404 });
    await elsewhere.get(`${api}/fact-corrections/${sent.id}`, { expect: 404 });
    assert.deepEqual((await elsewhere.get(`${api}/fact-corrections`)).body.items, []);
    assert.deepEqual((await stranger.get(`${api}/my-corrections`)).body.items, []);
    const shown = (await clerk.get(`${api}/fact-corrections/${sent.id}`, { expect: 200 })).body;
    assert.deepEqual([shown.now_value, shown.asked, shown.files.length], ['1949-12-31', '1949-12-30', 1]);
    assert.equal(shown.warnings.length, 1);   // the identity number says another day
    await clerk.post(`${api}/fact-corrections/${sent.id}/look`, { reason: '核对更正申请' }, { expect: 200 });
    const [mine, theirs] = await Promise.all([resident.openStream(), stranger.openStream()]);
    await decide(clerk, 'fact-corrections', sent, 'acceptance', { record_version: shown.record_version });
    await mine.next((event) => event.data.name === 'facts.correction_accepted');
    assert.ok(!theirs.events.some((event) => event.data.name?.startsWith('facts.')));
    assert.equal((await clerk.get(`${api}/people/${kin.qian}`)).body.birth, '1949-12-30');
    const [change] = (await clerk.get(`${api}/people/${kin.qian}/history`)).body.items;
    assert.deepEqual([change.name, change.changes[0].field], ['people.person_changed', 'birth']);
    mine.close();
    theirs.close();
});

test('a refusal says why, a request is taken back, and a changed row is a conflict', async () => {
    const first = (await send(resident, kin.qian, 'phone', '13800007009')).body;
    await decide(clerk, 'fact-corrections', first, 'refusal', { reason: '号码打不通' });
    assert.equal((await resident.get(`${api}/my-corrections`)).body.items[0].reason, '号码打不通');
    const second = (await send(resident, kin.qian, 'phone', '13800007008')).body;
    await resident.post(`${api}/my-corrections/${second.id}/withdrawal`, {}, { match: second.version, expect: 200 });
    const third = (await send(resident, kin.qian, 'phone', '13800007007')).body;
    const row = (await clerk.get(`${api}/people/${kin.qian}`)).body;
    await clerk.patch(`${api}/people/${kin.qian}`, { employer: '某厂' }, { match: row.version, expect: 200 });
    const refused = await clerk.post(`${api}/fact-corrections/${third.id}/acceptance`, { record_version: row.version }, { match: third.version, expect: 409 });
    assert.equal(refused.body.key, 'facts.row_changed');
    await decide(clerk, 'fact-corrections', third, 'acceptance', { record_version: row.version + 1 });
    assert.equal((await clerk.get(`${api}/people?q=13800007007`)).body.items.length, 1);
});

/** The links or guardianships that wait for staff; the subscribers need a moment. */
async function suspended(browser, what, number = 1) {
    for (let tries = 0; tries < 200; ++tries) {
        const { items } = (await browser.get(`${api}/${what}?state=suspended`, { expect: 200 })).body;
        if (items.length === number) return items;
        await sleep(50);
    }
    assert.fail(`${what}: never were ${number} suspended`);
}
async function mergeRows(clerk, kept, other, take = []) {
    const [row, twin] = await Promise.all([clerk.get(`${api}/people/${kept}`), clerk.get(`${api}/people/${other}`)]);
    await clerk.post(`${api}/people/${kept}/merger`, { other, other_version: twin.body.version, take, reason: '同一人重复登记' }, { match: row, expect: 200 });
}
const separateRows = async (clerk, kept) => clerk.post(`${api}/people/${kept}/separation`, {}, { match: await clerk.get(`${api}/people/${kept}`), expect: 200 });

test('rows that became one show nobodys facts to anybody until a colleague confirms, and a separation leads back', async () => {
    const second = await sign('secondWorker');
    const twin = await person(clerk, '钱七', { phone: '13800007011' });
    await clerk.post(`${api}/vehicles`, { ...ref(), area: await areaOf(clerk), plate: '晋E7Q017', owner: twin }, { expect: 201 });
    await mergeRows(clerk, kin.qian, twin, ['phone']);
    const { link, people: shown } = await factsOf(resident);
    assert.deepEqual([link.state, shown], ['suspended', []]);   // at once, whoever has heard of it
    await resident.post(`${api}/my-facts/look`, { person: kin.qian }, { expect: 404 });
    assert.equal((await resident.post(`${api}/my-consents`, { ...ref(), name: '孙八' }, { expect: 409 })).body.key, 'facts.link_suspended');
    const [waiting] = await suspended(second, 'fact-links');
    assert.deepEqual((await elsewhere.get(`${api}/fact-links?state=suspended`, { expect: 200 })).body.items, []);
    assert.equal((await decide(clerk, 'fact-links', waiting, 'renewal', undefined, 409)).body.key, 'facts.own_merger');
    await decide(second, 'fact-links', waiting, 'renewal');
    assert.deepEqual(await namesOf(resident), ['钱七 own']);
    assert.match(JSON.stringify(await factsOf(resident)), /晋E7Q017/);
    await separateRows(clerk, kin.qian);
    assert.deepEqual(await namesOf(resident), []);   // what was written meanwhile stayed with the row that was kept
    const [again] = await suspended(second, 'fact-links');
    await decide(second, 'fact-links', again, 'renewal');
    assert.deepEqual(await namesOf(resident), ['钱七 own']);
    assert.doesNotMatch(JSON.stringify(await factsOf(resident)), /晋E7Q017/);
});

test('the account of a row that ended in a merger leads to the row that was kept, and back after a separation; a guardian is confirmed again', async () => {
    const second = await sign('secondWorker'), login = 'resident5';
    const kept = await person(clerk, '周九', { employer: '甲厂' }), ended = await person(clerk, '周九', { employer: '乙厂' });
    await clerk.post(`${api}/fact-links`, { ...ref(), person: ended, login, reason: '窗口核对身份证' }, { expect: 201 });
    await clerk.post(`${api}/fact-guardians`, { ...ref(), minor: kin.child, guardian: ended, relation: 'other', reason: '法院文书' }, { expect: 201 });
    const zhou = await server.signIn(login);
    assert.deepEqual(await namesOf(zhou), ['周九 own', '钱小 ward']);
    await mergeRows(clerk, kept, ended);
    const [link] = await suspended(second, 'fact-links');
    assert.equal(link.person, kept);
    await decide(second, 'fact-links', link, 'renewal');
    assert.deepEqual(await namesOf(zhou), ['周九 own']);
    const [guardian] = await suspended(second, 'fact-guardians');
    await decide(second, 'fact-guardians', guardian, 'renewal');
    assert.deepEqual(await namesOf(zhou), ['周九 own', '钱小 ward']);
    assert.match(JSON.stringify(await factsOf(zhou)), /甲厂/);
    await separateRows(clerk, kept);
    assert.deepEqual(await namesOf(zhou), ['周九 own', '钱小 ward']);
    const after = JSON.stringify(await factsOf(zhou));
    assert.ok(after.includes('乙厂') && !after.includes('甲厂'));
    await suspended(second, 'fact-links', 0);
});

test('an open page of my facts follows when a car of mine changes', async () => {
    const stream = await resident.openStream();
    await clerk.post(`${api}/vehicles`, { ...ref(), area: await areaOf(clerk), plate: '晋E8Q018', owner: kin.qian }, { expect: 201 });
    await stream.next((event) => event.data.name === 'facts.view_changed');
    assert.match(JSON.stringify(await factsOf(resident)), /晋E8Q018/);
    stream.close();
});

test('the age of coming of age is set by the administrator, and a resident ends the link', async () => {
    const administrator = await sign('administrator');
    const settings = await administrator.get(`${api}/fact-settings`, { expect: 200 });
    assert.equal(settings.body.adult_age, 18);
    await administrator.patch(`${api}/fact-settings`, { adult_age: 16 }, { match: settings, expect: 200 });
    assert.equal((await factsOf(resident)).adult_age, 16);
    await clerk.patch(`${api}/fact-settings`, { adult_age: 16 }, { match: settings, expect: 403 });
    const { link } = await factsOf(resident);
    await resident.post(`${api}/my-links/${link.id}/ending`, {}, { match: link.version, expect: 204 });
    assert.deepEqual(await namesOf(resident), []);
    await server.assertChain();
});
