// The way of a case from a door to a rating: a stranger, two community workers and a grid worker.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, jpeg, startServer, uuid7 } from './harness.mjs';
import { act, all, api, door, moveTo, refused, report, reportBody, show, signInAll, status } from './people.mjs';

const server = await startServer({ demo: true });
const cast = await signInAll(server, ['clerk', 'secondWorker', 'gridWorker', 'resident']);
const stranger = client(server);

test('a report travels from a door to a rating, and open screens hear each step', async () => {
    const listening = await cast.clerk.openStream();
    const place = (await stranger.get(`${api}/doors/${door}`, { expect: 200 })).body;
    assert.equal(place.community_name, '前书院社区');
    assert.ok(place.worker_name && place.worker_phone);

    const photo = await stranger.uploadJpeg();
    const made = await report(stranger, { files: [photo], text: '三单元门口的路灯不亮' });
    assert.match(made.number, /^JC-\d{4}-\d{6}$/);
    assert.match(made.code, /^\d{6}$/);
    const heard = (name) => listening.next(({ data }) => data.subject === made.id && data.name === name);
    await heard('cases.reported');

    const found = (await cast.clerk.get(`${api}/cases?state=reported`, { expect: 200 })).body.items.find(({ id }) => id === made.id);
    assert.equal(found.cover, photo);
    assert.equal(found.reporter_kind, 'number');
    assert.deepEqual((await show(cast.clerk, made.id)).body.next.sort(), ['accept', 'decline', 'merge', 'note']);
    await act(cast.clerk, made.id, 'acceptance');
    await heard('cases.accepted');

    const suggestion = (await cast.clerk.get(`${api}/cases/${made.id}/suggestion`, { expect: 200 })).body;
    assert.equal(suggestion.unit_name, '城区城市管理局');
    assert.match(suggestion.rule.text, /路灯不亮/);
    await act(cast.clerk, made.id, 'dispatch', { account: cast.gridWorker.session.account.id, note: '请今晚看一下' });
    await heard('cases.dispatched');

    await act(cast.gridWorker, made.id, 'acknowledgement');
    await heard('cases.acknowledged');
    await act(cast.gridWorker, made.id, 'handling');
    await heard('cases.handling');
    const mended = await cast.gridWorker.uploadJpeg();
    await act(cast.gridWorker, made.id, 'completion', { outcome: '已更换灯泡', files: [mended] });
    await heard('cases.handled');

    await act(cast.secondWorker, made.id, 'verification');
    await heard('cases.verifying');
    await act(cast.secondWorker, made.id, 'closure');
    await heard('cases.closed');

    const seen = (await status(stranger, made)).body;
    assert.equal(seen.state, 'closed');
    assert.equal(seen.outcome, '已更换灯泡');
    assert.deepEqual(seen.steps.map(({ name }) => name.slice('cases.'.length)),
        ['reported', 'accepted', 'dispatched', 'acknowledged', 'handling', 'handled', 'verifying', 'closed']);
    const pictures = seen.steps.flatMap(({ files }) => files);
    assert.deepEqual(pictures.map(({ id }) => id), [photo, mended]);
    for (const { url, thumb_url } of pictures) for (const link of [url, thumb_url]) {
        assert.equal((await stranger.get(link, { expect: 200 })).headers.get('content-type'), 'image/jpeg');
    }
    await stranger.post(`${api}/case-status/rating`, { number: made.number, code: made.code, score: 5, solved: true, text: '很快' }, { expect: 200 });
    await heard('cases.rated');
    assert.deepEqual({ ...(await show(cast.clerk, made.id)).body.rating, at: 0 }, { score: 5, solved: true, text: '很快', at: 0 });
    listening.close();
});

test('a step of one person shows on the open screen of another without asking', async () => {
    const listening = await cast.secondWorker.openStream();
    const made = await report(stranger);
    await act(cast.clerk, made.id, 'acceptance');
    const { data } = await listening.next((event) => event.data.subject === made.id && event.data.name === 'cases.accepted');
    const seen = await show(cast.secondWorker, made.id);
    assert.equal(seen.body.version, data.version);
    assert.equal(seen.body.state, 'accepted');
    listening.close();
});

test('one account on two devices sees the same, and a change on one appears on the other', async () => {
    const [desk, phone] = [await server.signIn('worker1'), await server.signIn('worker1')];
    const listening = await phone.openStream();
    const made = await report(stranger);
    assert.deepEqual((await show(phone, made.id)).body, (await show(desk, made.id)).body);
    const { body } = await act(desk, made.id, 'acceptance');
    await listening.next(({ data }) => data.subject === made.id && data.name === 'cases.accepted');
    assert.deepEqual((await show(phone, made.id)).body, body);
    assert.equal((await phone.get(`${api}/cases?state=accepted&limit=100`)).body.items.find(({ id }) => id === made.id).version, body.version);
    listening.close();
});

test('a screen that was cut off hears what it missed, each event once', async () => {
    const first = await cast.clerk.openStream();
    const before = await report(stranger);
    const last = await first.next(({ data }) => data.subject === before.id);
    first.close();
    const missed = await report(stranger);
    const again = await cast.clerk.openStream({ lastEventId: last.id });
    await again.next(({ data }) => data.subject === missed.id);
    assert.deepEqual(again.events.filter(({ data }) => data.subject === before.id), []);
    again.close();
});

test('a person hears only of cases in their own scope', async () => {
    const [elsewhere, here] = [await (await server.signIn('worker3')).openStream(), await cast.clerk.openStream()];
    const made = await report(stranger);
    await here.next(({ data }) => data.subject === made.id);
    await report(stranger, { area: (await (await server.signIn('worker3')).get('/api/gate/session')).body.grants[0].area, door: undefined });
    await elsewhere.next(({ data }) => data.name === 'cases.reported');
    assert.deepEqual(elsewhere.events.filter(({ data }) => data.subject === made.id), []);
    elsewhere.close();
    here.close();
});

test('numbers have no gaps and no doubles, also when many report at once', async () => {
    const made = await Promise.all(Array.from({ length: 40 }, () => report(stranger)));
    const numbers = made.map(({ number }) => Number(number.slice(-6))).sort((a, b) => a - b);
    assert.deepEqual(numbers, numbers.map((_, i) => numbers[0] + i));
    const year = made[0].number.slice(0, 8);
    const everything = await all(await server.signIn('leader'), `${api}/cases?view=area`, 100);
    const ofYear = everything.filter(({ number }) => number.startsWith(year)).map(({ number }) => Number(number.slice(-6))).sort((a, b) => a - b);
    assert.deepEqual(ofYear, ofYear.map((_, i) => i + 1));
});

test('the same client_ref twice is one case with one answer', async () => {
    const body = reportBody();
    const answers = await Promise.all(Array.from({ length: 4 }, () => client(server).post(`${api}/cases`, body, { expect: 201 })));
    const again = await stranger.post(`${api}/cases`, body, { expect: 201 });
    for (const answer of answers) assert.deepEqual(answer.body, again.body);
    const everything = await all(cast.clerk, `${api}/cases?view=area`, 100);
    assert.equal(everything.filter(({ number }) => number === again.body.number).length, 1);
});

test('the same client_ref with another text is 422', async () => {
    const body = reportBody();
    await stranger.post(`${api}/cases`, body, { expect: 201 });
    const { body: problem } = await stranger.post(`${api}/cases`, { ...body, text: '另一件事' }, { expect: 422 });
    assert.equal(problem.key, 'request.idempotency_key_reused');
});

test('the same upload twice is one picture', async () => {
    const ref = uuid7();
    assert.equal(await stranger.uploadJpeg({ ref }), await stranger.uploadJpeg({ ref }));
});

test('a report says something or shows something', async () => {
    const { body } = await stranger.post(`${api}/cases`, reportBody({ text: '' }), { expect: 422 });
    assert.equal(body.fields[0].key, 'cases.say_or_show');
});

test('the handler may not verify and may not close', async () => {
    const made = await report(stranger);
    await act(cast.clerk, made.id, 'acceptance');
    await act(cast.clerk, made.id, 'dispatch', { account: cast.clerk.session.account.id });
    for (const [noun, body] of [['acknowledgement', {}], ['handling', {}], ['completion', { outcome: '办好了' }]]) await act(cast.clerk, made.id, noun, body);
    assert.deepEqual((await show(cast.clerk, made.id)).body.next, ['note']);
    await refused(cast.clerk, made.id, 'verification', {}, 409, 'cases.own_verification');
    await act(cast.secondWorker, made.id, 'verification');
    await refused(cast.clerk, made.id, 'closure', {}, 409, 'cases.own_closure');
    await refused(cast.clerk, made.id, 'return', { reason: '再看看' }, 409, 'cases.own_verification');
    await act(cast.secondWorker, made.id, 'closure', { outcome: '复看过' });
});

test('the handler does not rate the own work', async () => {
    const made = await report(cast.clerk, { reporter: 'account' });
    await act(cast.clerk, made.id, 'acceptance');
    await act(cast.clerk, made.id, 'dispatch', { account: cast.clerk.session.account.id });
    for (const [noun, body] of [['acknowledgement', {}], ['handling', {}], ['completion', { outcome: '办好了' }]]) await act(cast.clerk, made.id, noun, body);
    for (const noun of ['verification', 'closure']) await act(cast.secondWorker, made.id, noun);
    assert.ok(!(await show(cast.clerk, made.id)).body.next.includes('rate'));
    await refused(cast.clerk, made.id, 'rating', { score: 5, solved: true }, 409, 'cases.own_rating');
});

test('a case goes back with a reason, from the worker to the desk and from the verifier to the worker', async () => {
    const made = await report(stranger);
    await moveTo(cast, made.id, 'dispatched');
    await act(cast.gridWorker, made.id, 'return', { reason: '不在我的网格' });
    let seen = (await show(cast.clerk, made.id)).body;
    assert.deepEqual([seen.state, seen.returned, seen.returned_reason, seen.assignee], ['accepted', true, '不在我的网格', null]);
    await moveTo(cast, made.id, 'verifying');
    await act(cast.secondWorker, made.id, 'return', { reason: '灯还是不亮' });
    seen = (await show(cast.clerk, made.id)).body;
    assert.deepEqual([seen.state, seen.returned_reason, seen.assignee], ['handling', '灯还是不亮', cast.gridWorker.session.account.id]);
    const { body } = await act(cast.gridWorker, made.id, 'completion', { outcome: '换了电线' });
    assert.equal(body.state, 'handled');
    assert.ok((await status(stranger, made)).body.steps.some(({ name, text }) => name === 'cases.returned' && text === '灯还是不亮'));
});

test('a return without a reason is refused', async () => {
    const made = await report(stranger);
    await moveTo(cast, made.id, 'dispatched');
    const { body } = await act(cast.gridWorker, made.id, 'return', { reason: '  ' }, { expect: 422 });
    assert.deepEqual(body.fields.map(({ path, key }) => [path, key]), [['reason', 'schema.required']]);
});

test('a declined case is over, and the reporter reads why', async () => {
    const made = await report(stranger);
    await act(cast.clerk, made.id, 'declination', { reason: '属于邻区,已告知热线' });
    const seen = (await status(stranger, made)).body;
    assert.deepEqual([seen.state, seen.can_rate, seen.can_add], ['declined', false, false]);
    assert.equal(seen.steps.at(-1).text, '属于邻区,已告知热线');
    await refused(cast.clerk, made.id, 'acceptance', {}, 409, 'cases.wrong_state');
});

test('no step can be left out and none taken twice', async () => {
    const made = await report(stranger);
    const other = { dispatch: { account: cast.gridWorker.session.account.id }, completion: { outcome: '好' }, return: { reason: '退' } };
    const tries = async (browser, nouns) => {
        for (const noun of nouns) await refused(browser, made.id, noun, other[noun] ?? {}, 409, 'cases.wrong_state');
    };
    await tries(cast.clerk, ['dispatch', 'verification', 'closure', 'acknowledgement', 'handling', 'completion', 'return']);
    await act(cast.clerk, made.id, 'acceptance');
    await tries(cast.clerk, ['acceptance', 'verification', 'closure', 'handling', 'completion']);
    await moveTo(cast, made.id, 'handled');
    await tries(cast.secondWorker, ['acceptance', 'dispatch', 'closure']);
    await tries(cast.gridWorker, ['acknowledgement', 'handling', 'completion']);
});

test('two people on one case: the second learns who changed what, and nothing is overwritten', async () => {
    const made = await report(stranger);
    const seen = await show(cast.secondWorker, made.id);
    await act(cast.clerk, made.id, 'acceptance');
    const { body } = await act(cast.secondWorker, made.id, 'declination', { reason: '重复' }, { match: seen, expect: 412 });
    assert.equal(body.current.version, 2);
    assert.equal(body.current.changed_by, cast.clerk.session.account.display_name);
    assert.ok(body.current.fields.includes('state'));
    assert.ok(body.current.changed_at >= seen.body.reported_at);
    assert.equal((await show(cast.clerk, made.id)).body.state, 'accepted');
});

test('two who take the same step at the same moment: one does, the other is told', async () => {
    const made = await report(stranger);
    const seen = await show(cast.clerk, made.id);
    const answers = await Promise.all([cast.clerk, cast.secondWorker].map((browser) => browser.post(`${api}/cases/${made.id}/acceptance`, {}, { match: seen })));
    assert.deepEqual(answers.map(({ status: code }) => code).sort(), [200, 412]);
});

test('a step without If-Match is 428, with a malformed one 400', async () => {
    const made = await report(stranger);
    await cast.clerk.post(`${api}/cases/${made.id}/acceptance`, {}, { expect: 428 });
    for (const value of ['v1', '"1"', '"vx"', '"v"', '"v1', '*']) {
        await cast.clerk.post(`${api}/cases/${made.id}/acceptance`, {}, { expect: 400, headers: { 'if-match': value } });
    }
});

test('a step sent twice with one key is taken once, with the same answer', async () => {
    const made = await report(stranger);
    const seen = await show(cast.clerk, made.id);
    const key = uuid7();
    const once = await cast.clerk.post(`${api}/cases/${made.id}/acceptance`, {}, { match: seen, key, expect: 200 });
    const twice = await cast.clerk.post(`${api}/cases/${made.id}/acceptance`, {}, { match: seen, key, expect: 200 });
    assert.deepEqual(twice.body, once.body);
    assert.equal(twice.etag, once.etag);
    await cast.clerk.post(`${api}/cases/${made.id}/declination`, { reason: '重复' }, { match: once, key: null, expect: 400 });
});

test('the timeline holds every step with who, when and what was said', async () => {
    const made = await report(stranger);
    await moveTo(cast, made.id, 'closed');
    const { body } = await cast.clerk.get(`${api}/cases/${made.id}/timeline`, { expect: 200 });
    assert.deepEqual(body.items.map(({ name }) => name.slice('cases.'.length)),
        ['reported', 'accepted', 'dispatched', 'acknowledged', 'handling', 'handled', 'verifying', 'closed']);
    const handled = body.items.find(({ name }) => name === 'cases.handled');
    assert.equal(handled.actor_name, cast.gridWorker.session.account.display_name);
    assert.equal(handled.text, '已更换灯泡');
    assert.ok(body.items.every(({ at }, i) => i === 0 || at >= body.items[i - 1].at));
});

test('every step is an event in the chain, and the chain is intact', async () => {
    const made = await report(stranger);
    await moveTo(cast, made.id, 'closed');
    const names = (await server.events()).items.filter(({ subject }) => subject === made.id).map(({ name }) => name.slice('cases.'.length));
    assert.deepEqual(names, ['reported', 'accepted', 'dispatched', 'acknowledged', 'handling', 'handled', 'verifying', 'closed']);
    await server.assertChain();
});

test('a reporter without an account adds a word by number and code while the case is open', async () => {
    const made = await report(stranger);
    const say = (text, expect) => stranger.post(`${api}/case-status/messages`, { number: made.number, code: made.code, text }, { expect });
    const { body } = await say('路口第二盏也不亮', 200);
    assert.equal(body.steps.at(-1).text, '路口第二盏也不亮');
    await stranger.post(`${api}/case-status/messages`, { number: made.number, code: made.code === '000000' ? '111111' : '000000', text: '?' }, { expect: 404 });
    await moveTo(cast, made.id, 'closed');
    await say('谢谢', 409);
    await stranger.post(`${api}/case-status/rating`, { number: made.number, code: made.code, score: 5, solved: true }, { expect: 200 });
    await stranger.post(`${api}/case-status/rating`, { number: made.number, code: made.code, score: 1, solved: false }, { expect: 409 });
});
