// Like a power cut, three times, while 64 people report and upload: what was acknowledged is there, numbers have no gap, the
// chain is intact, and who got no answer may send again without making a second case.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, jpeg, startServer, uuid7 } from './harness.mjs';
import { all, api, people, reportBody, show, status } from './people.mjs';

const connections = 64, rounds = 3, acknowledgedARound = 200;
const server = await startServer({ demo: true, cases: 0, durable: true });
const reports = [];   // {body, answer | null}

/** Reports, one after the other, every third with a photo, until the line is cut; counts what was acknowledged. */
async function goOn(round, who, onAcknowledged) {
    const browser = client(server);
    for (let turn = 0; ; turn++) {
        const report = { body: reportBody({ text: `第${round}轮 ${who}-${turn}` }), answer: null };
        try {
            if ((who + turn) % 3 === 0) {
                const picture = await browser.request('POST', `${api}/files?client_ref=${uuid7()}`, jpeg(), { headers: { 'content-type': 'image/jpeg' } });
                if (picture.status === 201) report.body.files = [picture.body.id];
                else assert.equal(picture.status, 429);   // too many at once: this one goes without
            }
            reports.push(report);
            report.answer = (await browser.post(`${api}/cases`, report.body, { expect: 201 })).body;
        } catch (problem) {
            if (problem.code === 'ERR_ASSERTION') throw problem;
            return;   // the line was cut
        }
        onAcknowledged();
    }
}

async function oneRound(round) {
    let left = acknowledgedARound;
    let enough;
    const filled = new Promise((resolve) => { enough = resolve; });
    const everybody = Promise.all(Array.from({ length: connections }, (_, who) => goOn(round, who, () => { if (--left === 0) enough(); })));
    await Promise.race([filled, everybody]);
    await server.kill();
    await everybody;
    await server.restart();
}

async function everyCase() {
    const leader = await server.signIn(people.leader);
    return all(leader, `${api}/cases?view=area`, 100);
}

for (let round = 1; round <= rounds; round++) {
    test(`after cut ${round} of ${rounds} every acknowledged report is there, numbers have no gap and the chain is intact`, async () => {
        await oneRound(round);
        const cases = await everyCase();
        const known = new Map(cases.map((line) => [line.number, line]));
        const acknowledged = reports.filter(({ answer }) => answer);
        assert.ok(acknowledged.length >= round * acknowledgedARound);
        for (const { body, answer } of acknowledged) {
            assert.equal(known.get(answer.number)?.text, body.text, `${answer.number} was acknowledged and is gone`);
            assert.equal(known.get(answer.number).files_count, body.files?.length ?? 0);
        }
        const numbers = cases.map(({ number }) => Number(number.slice(-6))).sort((a, b) => a - b);
        assert.deepEqual(numbers, numbers.map((_, i) => i + 1));
        await server.assertChain();
        await server.assertChain('gate');
        const { number, code } = acknowledged.at(-1).answer;
        assert.equal((await status(client(server), { number, code })).body.number, number);
    });
}

test('who got no answer and sends again has exactly one case, and so has who got one', async () => {
    const unanswered = reports.filter(({ answer }) => !answer);
    assert.ok(unanswered.length > 0, 'nobody was cut off');
    const stranger = client(server);
    for (const report of [...unanswered, ...reports.filter(({ answer }) => answer).slice(-20)]) {
        const { body: again } = await stranger.post(`${api}/cases`, report.body, { expect: 201 });
        if (report.answer) assert.deepEqual(again, report.answer);
        report.answer = again;
    }
    const texts = (await everyCase()).map(({ text }) => text).sort();
    assert.deepEqual(texts, reports.map(({ body }) => body.text).sort());
    await server.assertChain();
});

test('the pictures of acknowledged reports are readable after all cuts', async () => {
    const clerk = await server.signIn(people.clerk);
    for (const { answer, body } of reports.filter(({ body: { files } }) => files?.length).slice(0, 40)) {
        assert.deepEqual((await show(clerk, answer.id)).body.files.map(({ id }) => id), body.files);
        await clerk.get(`${api}/files/${body.files[0]}/view`, { expect: 200 });
    }
});

test('the figures still equal the list', async () => {
    const leader = await server.signIn(people.leader);
    const { states } = (await leader.get(`${api}/cases/counts`, { expect: 200 })).body;
    assert.equal(states.reported, reports.length);
});
