// What is said at the counter, by telephone, in a chat group, in a 12345 order becomes a case: for whom, by whom, how it is answered;
// who calls again is known; what is told twice is seen; a question is answered on the spot.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendForm } from './forms.mjs';
import { client, startServer, uuid7 } from './harness.mjs';
import { act, api, all, door, moveTo, refused, report, reportBody, show, signInAll, status } from './people.mjs';

const server = await startServer({ demo: true, cases: 10 });
const cast = await signInAll(server, ['clerk', 'secondWorker', 'gridWorker', 'departmentStaff', 'propertyStaff', 'leader', 'resident', 'clerkElsewhere', 'administrator']);
const stranger = client(server);
const community = cast.clerk.session.grants[0].area;
const phone = () => `139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
const said = (more = {}) => reportBody({ source: 'telephone', ...more });
const tell = (browser, more) => browser.post(`${api}/cases`, said(more), { expect: 201 });
const shown = async (browser, id) => (await show(browser, id)).body;
const trail = async (browser, id) => (await browser.get(`${api}/cases/${id}/timeline`, { expect: 200 })).body.items.map(({ name }) => name.slice('cases.'.length));

// ---- who spoke, for whom, how to answer --------------------------------------------------------------------------------------

test('staff write down who spoke for whom, how the answer is brought, and the kind of the matter', async () => {
    const number = phone();
    const { body: made } = await tell(cast.clerk, { name: '王桂兰', phone: number, kind: 'help', answer_by: 'visit', speaker: 'family', speaker_name: '李小明' });
    const one = await shown(cast.clerk, made.id);
    assert.deepEqual([one.source, one.kind, one.answer_by, one.reporter.speaker], ['telephone', 'help', 'visit', 'family']);
    assert.ok(!JSON.stringify(one).includes('李小明') && !JSON.stringify(one).includes(number), 'names and numbers are masked');
    const { body: clear } = await cast.clerk.post(`${api}/cases/${made.id}/reporter-look`, {}, { expect: 200 });
    assert.deepEqual([clear.name, clear.phone, clear.speaker], ['王桂兰', number, '李小明']);
});

test('a resident does not write down what only staff may say', async () => {
    for (const more of [{ answer_by: 'call' }, { speaker: 'family' }, { external_number: 'X1' }, { external_due: Date.now() + 1e6 }, { answer: '可以' }]) {
        const answer = await stranger.post(`${api}/cases`, reportBody(more), { expect: 422 });
        assert.equal(answer.body.fields[0].key, 'cases.source_needs_staff');
    }
    const elsewhere = await cast.clerkElsewhere.post(`${api}/cases`, said(), { expect: 422 });
    assert.equal(elsewhere.body.fields[0].key, 'cases.source_needs_staff');
});

// ---- 12345 orders ------------------------------------------------------------------------------------------------------------

test('a 12345 order keeps its number and its deadline, and no step is due later', async () => {
    const due = Date.now() + 3600_000 / 2;
    const { body: made } = await tell(cast.clerk, { source: 'hotline', external_number: '20261125000777', external_due: due });
    const one = await shown(cast.clerk, made.id);
    assert.deepEqual([one.external_number, one.external_due, one.due_at], ['20261125000777', due, due]);
    await act(cast.clerk, made.id, 'acceptance');
    assert.equal((await shown(cast.clerk, made.id)).due_at, due);
    const found = (await cast.clerk.get(`${api}/cases?q=20261125000777`, { expect: 200 })).body.items;
    assert.deepEqual(found.map(({ id }) => id), [made.id]);
});

test('one order is one case', async () => {
    const body = { source: 'hotline', external_number: '20261125000888' };
    await tell(cast.clerk, body);
    const again = await cast.clerk.post(`${api}/cases`, said(body), { expect: 409 });
    assert.equal(again.body.key, 'cases.order_known');
    const without = await cast.clerk.post(`${api}/cases`, said({ source: 'hotline' }), { expect: 422 });
    assert.equal(without.body.fields[0].key, 'cases.order_needs_number');
});

// ---- enquiries ---------------------------------------------------------------------------------------------------------------

test('an enquiry is answered while it is asked, and is one line', async () => {
    const { body: made } = await tell(cast.clerk, { source: 'counter', kind: 'enquiry', text: '老年证怎么办', answer: '带身份证到一楼窗口，当场办' });
    const one = await shown(cast.clerk, made.id);
    assert.deepEqual([one.state, one.outcome], ['closed', '带身份证到一楼窗口，当场办']);
    assert.deepEqual(await trail(cast.clerk, made.id), ['reported', 'answered']);
    assert.equal((await status(stranger, made)).body.can_rate, true);
});

test('an enquiry from the board is answered later; only enquiries are closed by an answer', async () => {
    const question = await report(stranger, { kind: 'enquiry', text: '什么时候通暖气' });
    assert.ok((await shown(cast.clerk, question.id)).next.includes('answer'));
    await act(cast.clerk, question.id, 'answer', { text: '十一月十五日' });
    assert.equal((await shown(cast.clerk, question.id)).state, 'closed');
    const request = await report(stranger);
    assert.ok(!(await shown(cast.clerk, request.id)).next.includes('answer'));
    await refused(cast.clerk, request.id, 'answer', { text: '可以' }, 409, 'cases.only_enquiries');
    const wrong = await cast.clerk.post(`${api}/cases`, said({ answer: '可以' }), { expect: 422 });
    assert.equal(wrong.body.fields[0].key, 'cases.only_enquiries');
});

test('open enquiries are listed by age', async () => {
    await report(stranger, { kind: 'enquiry', text: '第一个问题' });
    await report(stranger, { kind: 'enquiry', text: '第二个问题' });
    const { items } = (await cast.clerk.get(`${api}/cases?kind=enquiry&state=reported,accepted&order=due`, { expect: 200 })).body;
    assert.ok(items.length >= 2 && items.every(({ kind }) => kind === 'enquiry'));
    assert.ok(items.every((one, i) => i === 0 || one.due_at >= items[i - 1].due_at));
    const { items: phoned } = (await cast.clerk.get(`${api}/cases?source=telephone&limit=100`, { expect: 200 })).body;
    assert.ok(phoned.length && phoned.every(({ source }) => source === 'telephone'));
});

// ---- who calls again ---------------------------------------------------------------------------------------------------------

test('a telephone number finds the person of the archive and what was told before, and the look is recorded', async () => {
    const number = phone();
    const person = (await cast.clerk.post(`${api}/people`, { client_ref: uuid7(), area: community, name: '赵来电', phone: number }, { expect: 201 })).body;
    const { body: first } = await tell(cast.clerk, { phone: number, text: '楼道灯坏了' });
    await tell(cast.clerk, { phone: number, reporter: 'confidential', text: '保密的事' });
    const { body: known } = await cast.clerk.post(`${api}/callers`, { phone: number }, { expect: 200 });
    assert.deepEqual(known.people.map(({ id, name }) => [id, name]), [[person.id, '赵来电']]);
    assert.deepEqual(known.cases.map(({ id }) => id), [first.id], 'never a confidential report');
    assert.equal(known.more_cases, false);
    assert.ok(!JSON.stringify(known).includes(number));
});

test('a caller of another community is a stranger here', async () => {
    const number = phone();
    await cast.clerk.post(`${api}/people`, { client_ref: uuid7(), area: community, name: '钱邻居', phone: number }, { expect: 201 });
    await tell(cast.clerk, { phone: number });
    const { body } = await cast.clerkElsewhere.post(`${api}/callers`, { phone: number }, { expect: 200 });
    assert.deepEqual([body.people, body.cases], [[], []]);
    await cast.departmentStaff.post(`${api}/callers`, { phone: number }, { expect: 403 });
});

test('a caller with many earlier cases shows the newest', async () => {
    const number = phone();
    for (let i = 0; i < 12; ++i) await tell(cast.clerk, { phone: number, text: `第${i}次` });
    const { body } = await cast.clerk.post(`${api}/callers`, { phone: number }, { expect: 200 });
    assert.deepEqual([body.cases.length, body.more_cases, body.cases[0].text], [8, true, '第11次']);
});

// ---- told twice --------------------------------------------------------------------------------------------------------------

const alike = async (browser, more) => (await browser.post(`${api}/alike-cases`, { category: 'drain', text: '污水井盖翻水臭气熏天', door, ...more }, { expect: 200 })).body.items;

test('what was reported lately near by in like words is shown before it is told again; a resident reads no more than place, state and day', async () => {
    const made = await report(stranger, { category: 'drain', text: '污水井盖一直往外翻水，臭气熏天' });
    const [mine] = await alike(cast.clerk);
    assert.deepEqual([mine.id, mine.number], [made.id, made.number]);
    const [theirs] = await alike(stranger);
    assert.deepEqual([theirs.id, theirs.number, theirs.text], [null, '', '']);
    assert.deepEqual([theirs.category, theirs.state], ['drain', 'reported']);
    assert.ok(theirs.place && new Date(theirs.reported_at + 8 * 3600_000).getUTCHours() === 0, 'the day alone');
    assert.deepEqual((await alike(stranger, { text: '电梯里有异响', category: 'lift' })).filter(({ category }) => category === 'drain'), []);
});

test('a confidential report is shown to no resident as alike', async () => {
    const made = await report(stranger, { category: 'dust', text: '夜里拆楼扬尘满天', reporter: 'confidential', phone: phone() });
    const question = { category: 'dust', text: '拆楼扬尘满天' };
    assert.ok((await alike(cast.clerk, question)).some(({ id }) => id === made.id));
    assert.deepEqual((await alike(stranger, question)).filter(({ category }) => category === 'dust'), []);
});

test('alike needs a place', async () => {
    const answer = await stranger.post(`${api}/alike-cases`, { category: 'drain', text: '翻水' }, { expect: 422 });
    assert.equal(answer.body.fields[0].key, 'cases.where');
});

// ---- one matter --------------------------------------------------------------------------------------------------------------

test('the same matter told twice is handled once: both numbers end with it, each for its own reporter', async () => {
    const first = await report(stranger), second = await report(stranger), third = await report(stranger);
    await act(cast.clerk, third.id, 'merger', { into: second.id });
    await moveTo(cast, first.id, 'handling');
    const merged = (await act(cast.clerk, second.id, 'merger', { into: first.id, reason: '同一盏灯' })).body;
    assert.deepEqual([merged.state, merged.merged_into.id], ['merged', first.id]);
    assert.deepEqual((await shown(cast.clerk, first.id)).merged.map(({ id }) => id).sort(), [second.id, third.id].sort(), 'what was merged before goes along');
    const { body: told } = await status(stranger, second);
    assert.equal(told.state, 'merged');
    assert.ok(!JSON.stringify(told).includes(first.number), 'the number of another reporter is not told');
    assert.ok((await trail(cast.clerk, second.id)).includes('merged_into'));
    await moveTo(cast, first.id, 'handled');
    const waiting = (await status(stranger, second)).body.steps;
    assert.deepEqual(waiting.slice(-1).map(({ name, text, files }) => [name, text, files]), [['cases.handled', '', []]], 'that the other moved, and not a word of it');
    await moveTo(cast, first.id, 'closed');
    for (const one of [second, third]) {
        const { body } = await status(stranger, one);
        assert.deepEqual([body.state, body.can_rate], ['closed', true]);
    }
    await server.assertChain();
});

test('merging has its limits: not with itself, not into what has ended or waits itself, not where one does not direct', async () => {
    const one = await report(stranger), other = await report(stranger), ended = await report(stranger), far = await report(stranger);
    await refused(cast.clerk, one.id, 'merger', { into: one.id }, 409, 'cases.merge_with_itself');
    await act(cast.clerk, ended.id, 'declination', { reason: '重复' });
    await refused(cast.clerk, one.id, 'merger', { into: ended.id }, 409, 'cases.merge_into_ended');
    await act(cast.clerk, other.id, 'merger', { into: one.id });
    await refused(cast.clerk, far.id, 'merger', { into: other.id }, 409, 'cases.already_merged');
    await refused(cast.clerk, other.id, 'merger', { into: far.id }, 409, 'cases.wrong_state');
    await act(cast.gridWorker, far.id, 'merger', { into: one.id }, { expect: 403, match: await show(cast.gridWorker, far.id) });
});

test('a merger is taken apart again, and each goes its own way', async () => {
    const one = await report(stranger), other = await report(stranger);
    await act(cast.clerk, other.id, 'acceptance');
    await act(cast.clerk, other.id, 'merger', { into: one.id });
    const apart = (await act(cast.clerk, other.id, 'split', { reason: '不是同一盏' })).body;
    assert.deepEqual([apart.state, apart.merged_into], ['accepted', null]);
    await act(cast.clerk, one.id, 'declination', { reason: '不属于社区' });
    assert.equal((await shown(cast.clerk, other.id)).state, 'accepted');
    await refused(cast.clerk, other.id, 'split', { reason: '再分' }, 409, 'cases.wrong_state');
});

test('cases that have to do with each other are linked, either way, and unlinked', async () => {
    const one = await report(stranger), other = await report(stranger);
    await cast.clerk.post(`${api}/cases/${one.id}/links`, { other: other.id }, { expect: 200 });
    const again = await cast.clerk.post(`${api}/cases/${other.id}/links`, { other: one.id }, { expect: 409 });
    assert.equal(again.body.key, 'cases.linked_already');
    assert.deepEqual((await shown(cast.clerk, one.id)).linked.map(({ id }) => id), [other.id]);
    assert.deepEqual((await shown(cast.clerk, other.id)).linked.map(({ id }) => id), [one.id]);
    const itself = await cast.clerk.post(`${api}/cases/${one.id}/links`, { other: one.id }, { expect: 409 });
    assert.equal(itself.body.key, 'cases.link_with_itself');
    const foreign = await cast.clerkElsewhere.post(`${api}/cases/${one.id}/links`, { other: other.id }, { expect: 404 });
    assert.equal(foreign.body.key, 'cases.not_found');
    await cast.clerk.delete(`${api}/cases/${other.id}/links/${one.id}`, { expect: 200 });
    assert.deepEqual((await shown(cast.clerk, one.id)).linked, []);
    await cast.clerk.delete(`${api}/cases/${other.id}/links/${one.id}`, { expect: 404 });
});

// ---- upwards, and watched ------------------------------------------------------------------------------------------------------

test('what is beyond the community goes up to a unit above it with a reason, and stays open until its result returns', async () => {
    const made = await report(stranger);
    await act(cast.clerk, made.id, 'acceptance');
    const targets = (await cast.clerk.get(`${api}/cases/${made.id}/transfer-targets`, { expect: 200 })).body.units;
    const above = targets.find(({ id }) => id === cast.departmentStaff.session.posts[0].unit);
    const escalated = (await act(cast.clerk, made.id, 'escalation', { unit: above.id, reason: '涉及市政管网' })).body;
    assert.deepEqual([escalated.state, escalated.unit], ['dispatched', above.id]);
    assert.ok((await trail(cast.clerk, made.id)).includes('escalated'));
    const committee = targets.find(({ kind }) => kind === 'residents_committee');
    const sideways = await act(cast.clerk, made.id, 'escalation', { unit: committee.id, reason: '给居委会' }, { expect: 422 });
    assert.equal(sideways.body.fields[0].key, 'cases.escalate_upwards');
    await act(cast.departmentStaff, made.id, 'acknowledgement');
    await act(cast.departmentStaff, made.id, 'handling');
    assert.equal((await status(stranger, made)).body.can_rate, false);
    await act(cast.departmentStaff, made.id, 'completion', { outcome: '已抢修' });
    assert.equal((await shown(cast.clerk, made.id)).outcome, '已抢修');
});

test('who leads above watches a case and says until when; who handles it does not watch it', async () => {
    const made = await report(stranger);
    await moveTo(cast, made.id, 'handling');
    const until = Date.now() + 86_400_000;
    const watched = (await act(cast.leader, made.id, 'supervision', { text: '居民反映强烈，今天办结', until })).body;
    assert.deepEqual([watched.supervision.text, watched.supervision.until], ['居民反映强烈，今天办结', until]);
    const { items } = (await cast.leader.get(`${api}/cases?supervised=true`, { expect: 200 })).body;
    assert.deepEqual(items.map(({ id, supervised }) => [id, supervised]), [[made.id, true]]);
    assert.ok((await shown(cast.gridWorker, made.id)).supervision, 'who handles it reads what is expected');
    assert.ok(!(await status(stranger, made)).body.steps.some(({ name }) => name === 'cases.supervised'), 'a matter between staff');
    const past = await act(cast.leader, made.id, 'supervision', { text: '昨天', until: Date.now() - 1000 }, { expect: 422 });
    assert.equal(past.body.fields[0].key, 'cases.until_past');
    await act(cast.leader, made.id, 'supervision-end', { reason: '已按时办结' });
    await refused(cast.leader, made.id, 'supervision-end', { reason: '再来' }, 409, 'cases.not_supervised');
    await act(cast.clerk, made.id, 'supervision', { text: '自己督办' }, { expect: 403 });
});

test('nobody supervises what they handle themselves', async () => {
    const office = await server.signIn('street2');
    const made = await report(stranger);
    await act(cast.clerk, made.id, 'acceptance');
    await act(cast.clerk, made.id, 'dispatch', { account: office.session.account.id });
    await refused(office, made.id, 'supervision', { text: '快办' }, 409, 'cases.own_supervision');
});

// ---- not solved --------------------------------------------------------------------------------------------------------------

test('a reporter who says that it is not solved has it taken up again, as often and as long as the district allows', async () => {
    const made = await report(stranger);
    await moveTo(cast, made.id, 'closed');
    const say = (text, expect) => stranger.post(`${api}/case-status/dispute`, { number: made.number, code: made.code, text }, { expect });
    await stranger.post(`${api}/case-status/rating`, { number: made.number, code: made.code, score: 1, solved: false, text: '还是不亮' }, { expect: 200 });
    const { body } = await say('还是不亮', 200);
    assert.deepEqual([body.state, body.can_rate, body.rating], ['accepted', false, null]);
    const one = await shown(cast.clerk, made.id);
    assert.deepEqual([one.disputes, one.returned, one.returned_reason, one.handler], [1, true, '还是不亮', null]);
    await moveTo(cast, made.id, 'closed');
    await say('又坏了', 200);
    await moveTo(cast, made.id, 'closed');
    assert.equal((await status(stranger, made)).body.can_dispute, false);
    assert.equal((await say('第三次', 409)).body.key, 'cases.disputed_enough');
    assert.deepEqual((await trail(cast.clerk, made.id)).filter((name) => name === 'disputed').length, 2);
});

test('without a script it is taken up again too, once', async () => {
    const made = await report(stranger);
    await moveTo(cast, made.id, 'closed');
    const send = (more, expect = 200) => sendForm(client(server), '/plain/140502/s/dispute', { number: made.number, code: made.code, text: '还是<不>亮', ...more }, { expect });
    const page = String((await sendForm(client(server), '/plain/140502/s', { number: made.number, code: made.code })).body);
    assert.ok(page.includes('其实没有解决'));
    await send({ text: ' ' }, 422);
    await send({ code: made.code === '000000' ? '111111' : '000000' }, 422);
    await send();
    await send();
    const one = await shown(cast.clerk, made.id);
    assert.deepEqual([one.state, one.disputes, one.returned_reason], ['accepted', 1, '还是<不>亮']);
});

test('after the days of the district it is reported anew', async () => {
    const body = (await cast.resident.post(`${api}/cases`, reportBody({ reporter: 'account' }), { expect: 201 })).body;
    await moveTo(cast, body.id, 'closed');
    assert.ok((await shown(cast.resident, body.id)).next.includes('dispute'));
    assert.equal((await act(cast.resident, body.id, 'dispute', { reason: '还是不亮' })).body.state, 'accepted');
    await moveTo(cast, body.id, 'closed');
    await refused(cast.resident, (await report(stranger)).id, 'dispute', { reason: '不是我的' }, 404, 'cases.not_found', { match: await show(cast.clerk, body.id) });
    await server.setClock(Date.now() + 16 * 86_400_000);
    try {
        const again = await server.signIn('resident1');
        assert.ok(!(await shown(again, body.id)).next.includes('dispute'));
        await refused(again, body.id, 'dispute', { reason: '又坏了' }, 409, 'cases.dispute_over');
    } finally {
        await server.setClock(Date.now());
    }
});

// ---- the loop ----------------------------------------------------------------------------------------------------------------

test('an opinion gets a number, a handler, a deadline, a reply and a rating; every step has its time, and what is not solved goes round again', async () => {
    const made = await report(stranger, { kind: 'suggestion', category: 'other', text: '建议在小区门口加一盏灯' });
    assert.match(made.number, /^JC-\d{4}-\d{6}$/);
    assert.ok((await status(stranger, made)).body.due_at > Date.now());
    await moveTo(cast, made.id, 'handling');
    assert.equal((await shown(cast.clerk, made.id)).handler, cast.gridWorker.session.account.id);
    await moveTo(cast, made.id, 'closed');
    const { body: answered } = await status(stranger, made);
    assert.equal(answered.outcome, '已更换灯泡');
    assert.ok(answered.steps.every(({ at }, i) => at > 0 && (i === 0 || at >= answered.steps[i - 1].at)));
    const rate = (solved) => stranger.post(`${api}/case-status/rating`, { number: made.number, code: made.code, score: solved ? 5 : 2, solved, text: '' }, { expect: 200 });
    await rate(false);
    await stranger.post(`${api}/case-status/dispute`, { number: made.number, code: made.code, text: '灯装反了' }, { expect: 200 });
    await moveTo(cast, made.id, 'closed');
    assert.deepEqual((await rate(true)).body.rating.solved, true);
});

// ---- words -------------------------------------------------------------------------------------------------------------------

test('the board finds by two characters, by number and by order, in every state and within the areas of who asks', async () => {
    const word = '鸳鸯桥头';
    const made = [];
    for (let i = 0; i < 3; ++i) made.push(await report(stranger, { text: `${word}的栏杆松了${i}` }));
    await act(cast.clerk, made[1].id, 'acceptance');
    const find = (browser, q, more = '') => all(browser, `${api}/cases?q=${encodeURIComponent(q)}${more}`, 2);
    assert.deepEqual((await find(cast.clerk, '鸳鸯')).map(({ id }) => id), made.map(({ id }) => id).reverse());
    assert.deepEqual((await find(cast.clerk, '鸯桥 栏杆', '&order=due')).map(({ id }) => id).sort(), made.map(({ id }) => id).sort());
    assert.deepEqual((await find(cast.clerk, '鸳鸯', '&state=accepted')).map(({ id }) => id), [made[1].id]);
    assert.deepEqual((await find(cast.clerk, made[2].number)).map(({ id }) => id), [made[2].id]);
    assert.deepEqual(await find(cast.clerkElsewhere, '鸳鸯'), []);
    await act(cast.clerk, made[1].id, 'dispatch', { unit: cast.propertyStaff.session.posts[0].unit });
    assert.deepEqual((await find(cast.propertyStaff, '鸳鸯')).map(({ id }) => id), [made[1].id], 'what is on the desk is found there');
    assert.deepEqual(await find(cast.clerk, '鸳鸯', '&category=lift'), []);
});

// ---- every morning, and for everybody ------------------------------------------------------------------------------------------

test('the morning page says what is late, due, not solved, watched and new, and every figure opens onto exactly its rows', async () => {
    const late = await report(stranger), watched = await report(stranger), again = await report(stranger);
    await act(cast.leader, watched.id, 'supervision', { text: '盯住' });
    await moveTo(cast, again.id, 'closed');
    await stranger.post(`${api}/case-status/dispute`, { number: again.number, code: again.code, text: '没好' }, { expect: 200 });
    await server.setClock(Date.now() + 5 * 3600_000);
    try {
        for (const browser of [await server.signIn('worker1'), await server.signIn('leader')]) {
            const { body } = await browser.get(`${api}/morning`, { expect: 200 });
            assert.deepEqual(body.groups.map(({ name }) => name), ['late', 'today', 'unhappy', 'watched', 'new']);
            for (const { name, count, filter, items } of body.groups) {
                const open = ['unhappy', 'new'].includes(name) ? '' : '&state=reported,accepted,dispatched,acknowledged,handling,handled,verifying';
                const query = new URLSearchParams(Object.entries(filter).map(([key, value]) => [key, value === '1' ? 'true' : value]));
                const rows = await all(browser, `${api}/cases?${query}${open}`, 50);
                assert.equal(rows.length, count, name);
                assert.ok(items.length === Math.min(3, count) && items.every(({ id }) => rows.some((row) => row.id === id)), name);
            }
            const of = (name) => body.groups.find((group) => group.name === name);
            assert.ok(of('late').count >= 2 && of('unhappy').count >= 1 && of('watched').count >= 1 && of('new').count >= 3);
        }
        const elsewhere = await server.signIn('worker3');
        assert.deepEqual((await elsewhere.get(`${api}/morning`, { expect: 200 })).body.groups.find(({ name }) => name === 'watched').count, 0);
    } finally {
        await server.setClock(Date.now());
    }
    assert.ok(late.id);
});

test('the public page of a community names its grid workers and committee, and what was done this month, to everybody', async () => {
    const place = (await cast.clerk.get(`/api/city/areas/${community}`, { expect: 200 })).body;
    const [committee] = place.committees;
    const unit = await cast.administrator.get(`/api/city/units/${committee.unit}`, { expect: 200 });
    await cast.administrator.patch(`/api/city/units/${committee.unit}`, { office_hours: '周一至周五 8:30–12:00', phone: '0356-2200001' }, { expect: 200, match: unit });
    const made = await report(stranger, { reporter: 'confidential', name: '孙保密', phone: phone() });
    await moveTo(cast, made.id, 'closed');
    const moved = await stranger.get(`/c/${place.code}`, { expect: 303 });
    const page = await stranger.get(moved.headers.location ?? moved.headers.get('location'), { expect: 200 });
    for (const words of [place.name, '周一至周五 8:30–12:00', '0356-2200001', '本月办结', '我的网格员']) assert.ok(String(page.body).includes(words), words);
    assert.ok(!String(page.body).includes('<script') && !String(page.body).includes('孙保密'));
    await stranger.get('/plain/140502/c/140502999999', { expect: 404 });
    await stranger.get('/plain/140502/c/140502', { expect: 404 });
});

// ---- paper -----------------------------------------------------------------------------------------------------------------------

test('a slip carries number, place and the way to follow it, never a name, a telephone of the reporter, or the code', async () => {
    const number = phone();
    const { body: made } = await tell(cast.clerk, { name: '冯老太', phone: number });
    const { body: slip } = await cast.clerk.get(`${api}/cases/${made.id}/slip`, { expect: 200 });
    assert.deepEqual([slip.number, slip.url.endsWith(`/s/${made.number}?d=140502`)], [made.number, true]);
    assert.ok(slip.qr_size > 20 && slip.qr_path.startsWith('M'));
    for (const secret of ['冯老太', number, made.code]) assert.ok(!JSON.stringify(slip).includes(secret));
    await cast.clerkElsewhere.get(`${api}/cases/${made.id}/slip`, { expect: 404 });
});

test('doors are hung for every grid of a community, once for a place, by who works there', async () => {
    const doors = `/api/city/areas/${community}/doors`;
    const place = `东门岗亭${uuid7().slice(-4)}`;
    const wanted = { doors: [{ area: cast.gridWorker.session.grants[0].area, place }] };
    const { body } = await cast.clerk.post(doors, wanted, { expect: 200 });
    const made = body.items.find((one) => one.place === place);
    assert.ok(made.url.endsWith(`/q/${made.code}`) && made.qr_path);
    assert.equal((await stranger.get(`${api}/doors/${made.code}`, { expect: 200 })).body.place, place);
    assert.equal((await cast.clerk.post(doors, wanted, { expect: 409 })).body.key, 'places.doors_known');
    assert.ok((await cast.clerk.get(doors, { expect: 200 })).body.items.some((one) => one.code === made.code));
    await cast.clerkElsewhere.post(doors, wanted, { expect: 404 });
    const elsewhere = cast.clerkElsewhere.session.grants[0].area;
    const wrong = await cast.clerk.post(doors, { doors: [{ area: elsewhere, place: '别处' }] }, { expect: 422 });
    assert.equal(wrong.body.fields[0].key, 'places.door_area');
    await cast.gridWorker.post(doors, wanted, { expect: 403 });
});
