// Every SQL statement of the house, in every variant of its optional parts, prepares on SQLite and on PostgreSQL.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Server } from '../api/harness.mjs';

/** What `liren check --statements` said: how many statements, and a line for each that an engine refused. */
export function refusals(said) {
    const lines = said.split('\n').filter(Boolean);
    const [, total, refused] = lines.at(-1)?.match(/^(\d+) statements, (\d+) refused$/) ?? [];
    assert.ok(total, `the last line is no sum: ${lines.at(-1)}`);
    const named = lines.filter((line) => /^[a-z_]+\.[a-z_0-9]+: /.test(line));
    assert.equal(named.length, Number(refused), 'the sum is not the number of lines');
    return { total: Number(total), named };
}

for (const engine of ['sqlite', 'postgres']) {
    test(`every statement prepares on ${engine}`, async () => {
        const server = new Server({ engine });
        try {
            let said;
            try {
                said = server.command('check', '--statements');
            } catch (problem) {
                said = problem.stdout || String(problem.stderr || problem);
            }
            const { total, named } = refusals(said);
            assert.deepEqual(named, []);
            assert.ok(total > 100, `only ${total} statements`);
        } finally {
            await server.stop();
        }
    });
}

test('finds a statement that an engine refuses', () => {
    assert.deepEqual(refusals('Loading\ncases.find: no such column: c.colour\n120 statements, 1 refused\n'), { total: 120, named: ['cases.find: no such column: c.colour'] });
    assert.throws(() => refusals('cases.find: no such column\n'), /no sum/);
    assert.throws(() => refusals('120 statements, 1 refused\n'), /number of lines/);
});
