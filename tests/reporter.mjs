// A node:test reporter: one readable line a test on the screen, and one line (verdict, file, name) in the file that
// LIREN_TEST_RESULTS names; ./dev test sums those lines. A skipped test counts as failed: nothing here may be left out.
import { appendFileSync } from 'node:fs';
import { inspect } from 'node:util';

const resultsFile = process.env.LIREN_TEST_RESULTS;
const wanted = process.env.LIREN_TEST_NAME ?? '';
const root = (process.env.LIREN_ROOT ?? process.cwd()) + '/';

const shortFile = (file) => (file ?? '').replace(root, '');

/** A file without any test is reported by node as one passing test that bears the file's name. */
const isFileItself = (data) => data.nesting === 0 && /\.(test|check)\.mjs$/.test(data.name);

function record(verdict, data) {
    const name = data.name.replace(/[\t\n]/g, ' ');
    if (resultsFile) appendFileSync(resultsFile, `${verdict}\t${shortFile(data.file)}\t${name}\n`);
}

function failureText(error) {
    const cause = error?.cause ?? error;
    const text = cause?.stack ? cause.stack.split('\n').filter((line) => !line.includes('node:internal')).join('\n') : inspect(cause, { depth: 4 });
    return text.replace(/^/gm, '        ');
}

export default async function* reporter(source) {
    for await (const { type, data } of source) {
        if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
        if (type !== 'test:pass' && type !== 'test:fail') continue;
        if (data.details?.type === 'suite') continue;
        const left = data.skip !== undefined || data.todo !== undefined;
        if (type === 'test:pass' && isFileItself(data)) {
            if (!wanted) {
                record('fail', { ...data, name: `${data.name} holds no test` });
                yield `✗ ${shortFile(data.file)} holds no test\n`;
            }
            continue;
        }
        if (wanted && !isFileItself(data) && !data.name.toLowerCase().includes(wanted.toLowerCase())) continue;
        if (type === 'test:pass' && !left) {
            record('pass', data);
            yield `✓ ${data.name}  ${Math.round(data.details.duration_ms)} ms\n`;
            continue;
        }
        record('fail', data);
        yield `✗ ${data.name}  (${shortFile(data.file)}:${data.line ?? '?'})\n`;
        yield left ? '        skipped; nothing here may be left out\n' : `${failureText(data.details?.error)}\n`;
    }
}
