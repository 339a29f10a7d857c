// The archive through the real process: a spreadsheet dropped in, understood, judged, written, cut off in the middle, gone on
// with, found, looked at, taken back. People are invented.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { district, startServer, uuid7 } from './harness.mjs';
import { api, people, rowsOfRegisters } from './people.mjs';

const server = await startServer({ demo: true, cases: 0, durable: true });
const community = '前书院社区';
const idNumber = '11010519491231002X';

const areaOf = async (browser, name) => (await browser.get(`/api/city/areas?district=${district}`)).body.items.find((area) => area.name === name).id;
const csv = (rows) => Buffer.from(`\ufeff${rows.map((row) => row.join(',')).join('\r\n')}\r\n`);

async function upload(browser, rows, { register = 'people.person', name = '登记表.csv' } = {}) {
    const target = `${api}/imports?register=${register}&area=${await areaOf(browser, community)}&name=${encodeURIComponent(name)}`;
    return (await browser.request('POST', target, csv(rows), { headers: { 'content-type': 'text/csv', 'idempotency-key': uuid7() }, expect: 201 })).body;
}
const show = (browser, id) => browser.get(`${api}/imports/${id}`, { expect: 200 });

async function until(browser, id, state, tries = 600) {
    for (; tries > 0; --tries) {
        const answer = await show(browser, id);
        if (answer.body.state === state) return answer.body;
        await sleep(50);
    }
    assert.fail(`the import never was ${state}`);
}
async function step(browser, id, verb) { return browser.post(`${api}/imports/${id}/${verb}`, {}, { expect: 200, match: await show(browser, id) }); }
const counts = ({ outcomes }) => Object.fromEntries(outcomes.map(({ outcome, number }) => [outcome, number]));
const found = async (browser, q) => (await browser.get(`${api}/people?q=${encodeURIComponent(q)}`, { expect: 200 })).body.items.map(({ name }) => name);
/** A telephone of the demo's own range, another for each number. */
const phone = (i) => `1380000${String(1000 + i).padStart(4, '0')}`;

test('a spreadsheet is understood, judged and written, and its people are found', async () => {
    const clerk = await server.signIn(people.clerk);
    const made = await upload(clerk, [['姓名', '身份证号', '联系方式', '学历'], ['单雄信', idNumber, phone(1), '大专'], ['欧阳锋', '', phone(2), '火星大学'], ['阿不都·吾甫尔', '', phone(3), '']]);
    assert.deepEqual(made.columns.map(({ field }) => field), ['name', 'id_number', 'phone', 'education']);
    await step(clerk, made.id, 'check');
    assert.deepEqual(counts(await until(clerk, made.id, 'checked')), { new: 2, wrong: 1 });
    assert.deepEqual(await found(clerk, 'sxx'), []);
    await step(clerk, made.id, 'writing');
    await until(clerk, made.id, 'written');
    for (const word of ['单雄', 'dxx', 'shanxiongxin', '002x', phone(1)]) assert.deepEqual(await found(clerk, word), ['单雄信'], word);
    const explained = await clerk.get(`${api}/imports/${made.id}/explanation`, { expect: 200 });
    assert.match(explained.headers.get('content-type'), /spreadsheetml/);
    assert.equal(explained.body.subarray(0, 2).toString(), 'PK');   // a ZIP, as every .xlsx is
});

test('an import that is cut off goes on where it stood: every row once, none lost', async () => {
    let clerk = await server.signIn(people.clerk);
    const rows = Array.from({ length: 1500 }, (_, i) => [`赵${'甲乙丙丁戊己庚辛壬癸'[i % 10]}${'一二三四五六七八九十'[Math.floor(i / 10) % 10]}`, phone(100 + i), `编号${i}`]);
    const made = await upload(clerk, [['姓名', '手机', '备注'], ...rows]);
    await step(clerk, made.id, 'check');
    await until(clerk, made.id, 'checked');
    await step(clerk, made.id, 'writing');
    await sleep(120);
    await server.kill();
    await server.restart();
    clerk = await server.signIn(people.clerk);
    await until(clerk, made.id, 'written');
    const notes = new Map();
    for (let after = ''; after !== null;) {
        const { items, next } = (await clerk.get(`${api}/people?limit=100&q=%E8%B5%B5${after ? `&after=${after}` : ''}`)).body;
        for (const { id } of items) notes.set(id, 1);
        after = next;
    }
    assert.equal(notes.size, 500);   // one question looks at the 500 newest
    const written = (await show(clerk, made.id)).body.outcomes.filter(({ settled }) => settled === 1).reduce((sum, { number }) => sum + number, 0);
    assert.equal(written, rows.length);
    const { items: events = [] } = await server.events();
    const added = events.filter(({ name }) => name === 'people.person_added').length;
    assert.equal(added, rows.length + 2);
    await server.assertChain();
    await step(clerk, made.id, 'undoing');
    await until(clerk, made.id, 'undone');
    assert.deepEqual(await found(clerk, '赵甲'), []);
    assert.deepEqual(await found(clerk, 'sxx'), ['单雄信']);
});

test('a number is shown only by a look that says why, and no list, history, import or search shows it', async () => {
    const clerk = await server.signIn(people.clerk);
    const [row] = (await clerk.get(`${api}/people?q=sxx`)).body.items;
    const answers = [await clerk.get(`${api}/people?q=sxx`), await clerk.get(`${api}/people/${row.id}`), await clerk.get(`${api}/people/${row.id}/history`), await clerk.get(`${api}/imports`)];
    for (const { body } of answers) assert.ok(!JSON.stringify(body).includes('002X') && !JSON.stringify(body).includes(phone(1)));
    assert.equal((await clerk.post(`${api}/people/${row.id}/look`, { reason: '' }, { expect: 422 })).body.fields[0].key, 'register.look_reason');
    assert.equal((await clerk.post(`${api}/people/${row.id}/look`, { reason: '入户核对' }, { expect: 200 })).body.id_number, idNumber);
    const leader = await server.signIn(people.leader);
    await leader.post(`${api}/people/${row.id}/look`, { reason: '看看' }, { expect: 403 });
});

test('who answers for another community finds neither person nor import', async () => {
    const clerk = await server.signIn(people.clerk), other = await server.signIn(people.clerkElsewhere);
    const [row] = (await clerk.get(`${api}/people?q=sxx`)).body.items;
    const [made] = (await clerk.get(`${api}/imports`)).body.items;
    assert.deepEqual(await found(other, 'sxx'), []);
    await other.get(`${api}/people/${row.id}`, { expect: 404 });
    await other.get(`${api}/people/${row.id}/related`, { expect: 404 });
    await other.get(`${api}/imports/${made.id}`, { expect: 404 });
    await other.get(`${api}/imports/${made.id}/explanation`, { expect: 404 });
});

test('every register keeps its rows alike: added, listed, shown, changed, ended, with a history, and what is related', async () => {
    const clerk = await server.signIn(people.clerk);
    const rows = await rowsOfRegisters(clerk, { id: await areaOf(clerk, community) });
    assert.ok(rows.size >= 9);
    for (const [{ kind, path, fields }, id] of rows) {
        const at = `${api}/${path}`;
        assert.ok((await clerk.get(`${at}?limit=100`, { expect: 200 })).body.items.some((row) => row.id === id), `${kind}: the list lacks the row`);
        const { name } = fields.find((field) => field.kind === 'text' && !field.title);
        const changed = await clerk.patch(`${at}/${id}`, { [name]: '已核实' }, { expect: 200, match: 1 });
        assert.equal(changed.body[name], '已核实');
        await clerk.patch(`${at}/${id}`, { [name]: '再改' }, { expect: 412, match: 1 });
        if (fields.some(({ sealed }) => sealed)) await clerk.post(`${at}/${id}/look`, { reason: '核对' }, { expect: 200 });
        await clerk.get(`${at}/${id}/related`, { expect: 200 });
        assert.equal((await clerk.post(`${at}/${id}/ending`, { reason: '' }, { expect: 422, match: changed })).body.fields[0].path, 'reason');
        const ended = await clerk.post(`${at}/${id}/ending`, { reason: '登记有误' }, { expect: 200, match: changed });
        assert.ok(ended.body.ended_at);
        assert.equal((await clerk.patch(`${at}/${id}`, { [name]: '晚了' }, { expect: 409, match: ended })).body.key, 'register.ended');
        assert.ok(!(await clerk.get(`${at}?limit=100`)).body.items.some((row) => row.id === id), `${kind}: the list still has what ended`);
        assert.ok((await clerk.get(`${at}?limit=100&ended=true`)).body.items.some((row) => row.id === id), `${kind}: what ended cannot be found`);
        const history = (await clerk.get(`${at}/${id}/history`, { expect: 200 })).body.items;
        assert.deepEqual(history.map((event) => event.name), [`${kind}_ended`, `${kind}_changed`, `${kind}_added`]);
    }
});

test('every register keeps its past, is confirmed, and of those with a name two rows become one and two again', async () => {
    const clerk = await server.signIn(people.clerk);
    const rows = await rowsOfRegisters(clerk, { id: await areaOf(clerk, community) });
    for (const [{ kind, path, fields }, id] of rows) {
        const at = `${api}/${path}`;
        const confirmed = await clerk.post(`${at}/${id}/confirmation`, { source: '入户走访' }, { expect: 200, match: 1 });
        assert.equal(confirmed.body.source, '入户走访', kind);
        assert.equal((await clerk.get(`${at}/${id}/as-of?at=${Date.now() + 60_000}`, { expect: 200 })).body.id, id);
        await clerk.get(`${at}/${id}/as-of?at=5`, { expect: 404 });
        const title = fields.find((field) => field.title);
        if (!title) continue;
        const whole = (await clerk.get(`${at}/${id}`, { expect: 200 })).body;
        const required = Object.fromEntries(fields.filter(({ required }) => required).map(({ name }) => [name, whole[name]]));
        const apart = title.kind === 'plate';   // two plates are two cars, until a person says otherwise
        if (apart) required[title.name] = '乙';
        const twin = (await clerk.post(at, { client_ref: uuid7(), area: whole.area, ...required }, { expect: 201 })).body;
        const typed = await clerk.post(`${at}/alike`, { [title.name]: whole[title.name] }, { expect: 200 }), shown = await clerk.get(`${at}/${id}/alike`, { expect: 200 });
        for (const { body } of [typed, shown]) assert.equal(body.items.some((row) => row.id === twin.id), !apart, `${kind}: who is suggested`);
        const merged = await clerk.post(`${at}/${id}/merger`, { other: twin.id, other_version: twin.version, take: [], reason: '重复登记' }, { expect: 200, match: confirmed });
        assert.equal((await clerk.get(`${at}/${twin.id}`)).body.merged_into, id);
        await clerk.post(`${at}/${id}/separation`, {}, { expect: 200, match: merged });
        assert.equal((await clerk.get(`${at}/${twin.id}`)).body.ended_at, null);
    }
});

test('a merger is told by the history of both rows, and the past of a row has the source and the relations it had then', async () => {
    const clerk = await server.signIn(people.clerk);
    const area = await areaOf(clerk, community);
    const add = async (path, body) => (await clerk.post(`${api}/${path}`, { client_ref: uuid7(), area, ...body }, { expect: 201 })).body;
    const dwelling = await add('dwellings', { label: '旧事楼 1-1' });
    const kept = await add('people', { name: '旧事甲', source: '入户走访' }), other = await add('people', { name: '旧事乙' });
    const tenure = await add('tenures', { dwelling: dwelling.id, person: other.id, tenure_kind: 'tenant' });
    await sleep(30);
    const then = Date.now();
    await sleep(30);
    const confirmed = await clerk.post(`${api}/people/${kept.id}/confirmation`, { source: '电话核实' }, { expect: 200, match: 1 });
    await clerk.post(`${api}/people/${kept.id}/merger`, { other: other.id, other_version: 1, take: [], reason: '改名后重复登记' }, { expect: 200, match: confirmed });
    const [told] = (await clerk.get(`${api}/people/${kept.id}/history`)).body.items, ended = (await clerk.get(`${api}/people/${other.id}/history`)).body.items.find(({ name }) => name === 'people.person_ended');
    assert.deepEqual([told.name, told.other, told.other_name, told.reason], ['people.person_merged', other.id, '旧事乙', '改名后重复登记']);
    assert.deepEqual([ended.other, ended.other_name, ended.reason], [kept.id, '旧事甲', '改名后重复登记']);
    assert.equal((await clerk.get(`${api}/people/${kept.id}/as-of?at=${then}`, { expect: 200 })).body.source, '入户走访');
    assert.equal((await clerk.get(`${api}/people/${other.id}/as-of?at=${then}`, { expect: 200 })).body.ended_at, null);
    const held = async (id, query) => (await clerk.get(`${api}/people/${id}/related${query}`, { expect: 200 })).body.items.find(({ register }) => register === 'dwellings.tenure').rows.map((row) => row.id);
    assert.deepEqual([await held(kept.id, ''), await held(kept.id, `?at=${then}`), await held(other.id, `?at=${then}`)], [[tenure.id], [], [tenure.id]]);
    assert.deepEqual((await clerk.get(`${api}/people/${kept.id}`)).body.may, { manage: true, unmask: true });
    const administrator = await server.signIn(people.administrator);
    assert.deepEqual((await administrator.get(`/api/city/registers?district=${district}`, { expect: 200 })).body.registers, []);
});

test('a whole household moves in one act and comes back in one', async () => {
    const clerk = await server.signIn(people.clerk), other = await server.signIn(people.clerkElsewhere);
    const area = await areaOf(clerk, community);
    const add = async (path, body) => (await clerk.post(`${api}/${path}`, { client_ref: uuid7(), area, ...body }, { expect: 201 })).body;
    const show = async (path, id) => (await clerk.get(`${api}/${path}/${id}`, { expect: 200 })).body;
    const [old, fresh] = [await add('dwellings', { label: '迁居楼 1-1' }), await add('dwellings', { label: '迁居楼 9-9' })];
    const household = await add('households', { label: '迁居户', dwelling: old.id });
    const member = (name, relation) => add('people', { name, relation, household: household.id, dwelling: old.id });
    const [head, child] = [await member('迁居甲', '02'), await member('迁居乙', '20')];
    const rent = await add('tenures', { dwelling: old.id, person: head.id, tenure_kind: 'tenant', held_from: '2020-01-01' });
    const body = { dwelling: fresh.id, moved_on: '2025-03-01', reason: '购房', stay: [child.id] };
    await other.post(`${api}/households/${household.id}/relocation`, body, { match: household.version, expect: 404 });
    await clerk.post(`${api}/households/${household.id}/relocation`, body, { match: 7, expect: 412 });
    const moved = await clerk.post(`${api}/households/${household.id}/relocation`, body, { match: household.version, expect: 200 });
    assert.equal(moved.body.moved, 1);
    assert.deepEqual([(await show('households', household.id)).dwelling, (await show('people', head.id)).dwelling, (await show('people', child.id)).dwelling], [fresh.id, fresh.id, old.id]);
    assert.equal((await show('tenures', rent.id)).held_to, '2025-03-01');
    const lived = async () => (await clerk.get(`${api}/life-events?person=${head.id}`)).body.items.map(({ event, happened_on }) => `${event} ${happened_on}`).sort();
    assert.deepEqual(await lived(), ['moved_in 2025-03-01', 'moved_out 2025-03-01']);
    const back = await clerk.post(`${api}/households/${household.id}/return`, {}, { match: moved, expect: 200 });
    assert.equal(back.body.stayed, 0);
    assert.deepEqual([(await show('households', household.id)).dwelling, (await show('people', head.id)).dwelling, (await show('tenures', rent.id)).held_to, await lived()], [old.id, old.id, null, []]);
    const [listed] = (await clerk.get(`${api}/households/${household.id}/relocations`, { expect: 200 })).body.items;
    assert.ok(listed.undone_at && listed.reason === '购房');
    await server.assertChain();
});

test('a city adds a field without a build, and the data standard tells of it', async () => {
    const administrator = await server.signIn(people.administrator), clerk = await server.signIn(people.clerk);
    const before = (await clerk.get('/api/city/data-standard', { expect: 200 })).body.version;
    const made = await administrator.post('/api/city/extra-fields', { register_kind: 'people.person', name: 'heating', kind: 'code', label: '取暖方式', label_en: 'heating', choices: ['燃气', '煤'], filter: true }, { expect: 201 });
    let standard;
    for (let tries = 0; tries < 100; ++tries) {
        standard = (await clerk.get('/api/city/data-standard', { expect: 200 })).body;
        if (standard.fields.some(({ name }) => name === 'heating')) break;
        await sleep(50);
    }
    const field = standard.fields.find(({ name }) => name === 'heating');
    assert.equal(field.added_by_city, true);
    assert.ok(field.purpose && field.basis && field.retention_years > 0);
    assert.notEqual(standard.version, before);
    const person = await clerk.post(`${api}/people`, { client_ref: uuid7(), area: await areaOf(clerk, community), name: '取暖甲', extra: { heating: '煤' } }, { expect: 201 });
    assert.deepEqual((await clerk.get(`${api}/people?extra=${encodeURIComponent('heating=煤')}`, { expect: 200 })).body.items.map(({ name }) => name), ['取暖甲']);
    await clerk.patch(`${api}/people/${person.body.id}`, { extra: { heating: '柴' } }, { expect: 422, match: person });
    assert.equal((await administrator.get('/api/city/extra-fields', { expect: 200 })).body.items.length, 1);
    await administrator.post(`/api/city/extra-fields/${made.body.id}/retirement`, { retired: true }, { expect: 200, match: made.body.version });
    const sheet = await clerk.get('/api/city/data-standard/spreadsheet', { expect: 200 });
    assert.equal(sheet.body.subarray(0, 2).toString(), 'PK');
    await clerk.post('/api/city/extra-fields', { register_kind: 'people.person', name: 'x', kind: 'text', label: 'x', label_en: 'x' }, { expect: 403 });
});

test('columns are corrected, rows decided, and work paused and resumed by a person', async () => {
    const clerk = await server.signIn(people.clerk);
    const made = await upload(clerk, [['尊称', '联系方式', '学历'], ...Array.from({ length: 900 }, (_, i) => [`钱${'甲乙丙丁戊己庚辛壬癸'[i % 10]}`, phone(3000 + i), ''])]);
    await clerk.patch(`${api}/imports/${made.id}/layout`, { header_row: 1, columns: [{ index: 0, field: 'name' }] }, { expect: 200, match: await show(clerk, made.id) });
    const begun = await step(clerk, made.id, 'check');
    const paused = await clerk.post(`${api}/imports/${made.id}/pause`, {}, { match: begun });
    if (paused.status === 200) await clerk.post(`${api}/imports/${made.id}/resumption`, {}, { expect: 200, match: paused });   // else it was quicker
    assert.deepEqual(counts(await until(clerk, made.id, 'checked')), { new: 900 });
    await step(clerk, made.id, 'writing');
    await until(clerk, made.id, 'written');
    const again = await upload(clerk, [['尊称', '联系方式', '学历'], ['钱甲', phone(3000), '初中']]);
    assert.equal(again.columns[0].field, 'name');   // remembered
    await step(clerk, again.id, 'check');
    assert.deepEqual(counts(await until(clerk, again.id, 'checked')), { alike: 1 });
    const { items: [row] } = (await clerk.get(`${api}/imports/${again.id}/rows?outcome=alike`, { expect: 200 })).body;
    assert.equal(row.there.name, '钱甲');
    await clerk.post(`${api}/imports/${again.id}/decisions`, { outcome: 'alike', decision: 'register', rows: [row.number] }, { expect: 200 });
    await step(clerk, again.id, 'writing');
    await until(clerk, again.id, 'written');
    assert.equal((await clerk.get(`${api}/people/${row.record}`)).body.education, '70');
});

test('two imports of the same rows at once make nobody twice, and neither waits for the other for ever', async () => {
    const clerk = await server.signIn(people.clerk), second = await server.signIn(people.clerk);
    const rows = Array.from({ length: 700 }, (_, i) => [`孙${'甲乙丙丁戊己庚辛壬癸'[i % 10]}${'一二三四五六七八九十'[Math.floor(i / 10) % 10]}`, phone(5000 + i), `${81 + (i % 7)}号楼${101 + (i % 5)}`]);
    const titles = ['姓名', '手机', '现住址'];
    const made = [await upload(clerk, [titles, ...rows]), await upload(second, [titles, ...[...rows].reverse()])];
    for (const one of made) {
        await clerk.patch(`${api}/imports/${one.id}/layout`, { header_row: 1, columns: [{ index: 2, field: 'dwelling', creates: true }] }, { expect: 200, match: await show(clerk, one.id) });
        await step(clerk, one.id, 'check');
    }
    for (const one of made) assert.deepEqual(counts(await until(clerk, one.id, 'checked')), { new: 700 });
    await Promise.all([step(clerk, made[0].id, 'writing'), step(second, made[1].id, 'writing')]);
    const written = [await until(clerk, made[0].id, 'written'), await until(second, made[1].id, 'written')];
    const settled = written.flatMap(({ outcomes }) => outcomes).filter((one) => one.settled === 1 && one.outcome === 'new').reduce((sum, { number }) => sum + number, 0);
    assert.equal(settled, rows.length);   // each person by one of the two
    assert.equal(written.flatMap((one) => one.made).reduce((sum, { number }) => sum + number, 0), 42);   // and each dwelling, and each building of theirs
    assert.ok(written.every(({ done, total }) => done === total && total === rows.length));
    const { items: lines } = (await clerk.get(`${api}/imports`, { expect: 200 })).body;
    assert.deepEqual(lines.find(({ id }) => id === made[0].id).outcomes, written[0].outcomes);
    let kept = 0;   // a dwelling of the first stays while people of the second live in it
    for (const one of made) {
        await step(clerk, one.id, 'undoing');
        const undone = await until(clerk, one.id, 'undone');
        assert.ok(undone.made.every((row) => row.settled >= 3));
        kept += undone.made.filter((row) => row.settled === 4 && row.register_kind === 'dwellings.dwelling').reduce((sum, { number }) => sum + number, 0);
    }
    assert.deepEqual(await found(clerk, '孙甲一'), []);
    const standing = (await clerk.get(`${api}/dwellings?limit=100&q=${encodeURIComponent('号楼')}`, { expect: 200 })).body.items.filter(({ source }) => source === '登记表.csv');
    assert.equal(standing.length, kept);
    await server.assertChain();
});

test('a dwelling is made with its building from one column, counted before anybody writes, and found however it is spelled', async () => {
    const clerk = await server.signIn(people.clerk);
    const made = await upload(clerk, [['姓名', '手机', '现住址'], ['吴门甲', phone(7001), '91号楼2单元501'], ['吴门乙', phone(7002), '91-2-501'], ['吴门丙', phone(7003), '91-501']]);
    await clerk.patch(`${api}/imports/${made.id}/layout`, { header_row: 1, columns: [{ index: 2, field: 'dwelling', creates: true }] }, { expect: 200, match: await show(clerk, made.id) });
    await step(clerk, made.id, 'check');
    const checked = await until(clerk, made.id, 'checked');
    assert.deepEqual(checked.will_make, [{ register_kind: 'dwellings.building', number: 1 }, { register_kind: 'dwellings.dwelling', number: 1 }]);
    const { items: rows } = (await clerk.get(`${api}/imports/${made.id}/rows?outcome=new`, { expect: 200 })).body;
    assert.deepEqual(rows.map(({ findings }) => findings.map(({ key }) => key)), [['imports.building_will_be_made', 'imports.will_be_made'], ['imports.building_will_be_made', 'imports.will_be_made'], ['imports.door_two_numbers']]);
    await step(clerk, made.id, 'writing');
    const written = await until(clerk, made.id, 'written');
    assert.deepEqual(written.made.map(({ register_kind, number }) => [register_kind, number]), [['dwellings.building', 1], ['dwellings.dwelling', 1]]);
    const living = (await clerk.get(`${api}/people?q=${encodeURIComponent('吴门')}`, { expect: 200 })).body.items;
    assert.deepEqual(living.map(({ dwelling_name }) => dwelling_name).sort(), ['', '91号楼2单元501', '91号楼2单元501']);
});

test('an upload that nobody writes is gone after its days, and the list says so', async () => {
    const administrator = await server.signIn(people.administrator);
    let clerk = await server.signIn(people.clerk);
    assert.equal((await clerk.get(`${api}/import-parameters`, { expect: 200 })).body.days_kept, 30);
    await clerk.patch(`${api}/import-parameters`, { days_kept: 5 }, { expect: 403 });
    await administrator.patch(`${api}/import-parameters`, { days_kept: 5 }, { expect: 200 });
    const forgotten = await upload(clerk, [['姓名', '手机'], ['郑忘', phone(8001)]]);
    assert.ok(Math.abs(forgotten.kept_until - (Date.now() + 5 * 86_400_000)) < 600_000);
    await server.setClock(Date.now() + 6 * 86_400_000);
    clerk = await server.signIn(people.clerk);
    await until(clerk, forgotten.id, 'expired');
    const line = (await clerk.get(`${api}/imports`, { expect: 200 })).body.items.find(({ id }) => id === forgotten.id);
    assert.equal(line.state, 'expired');
    assert.equal(line.kept_until ?? null, null);
    assert.equal((await clerk.post(`${api}/imports/${forgotten.id}/check`, {}, { expect: 409, match: await show(clerk, forgotten.id) })).body.key, 'imports.expired');
    await server.assertChain();
});
