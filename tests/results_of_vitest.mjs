// Turns Vitest's JSON report into our result lines (verdict, file, name) on standard output.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const root = (process.env.LIREN_ROOT ?? process.cwd()) + '/';
const wanted = (process.env.LIREN_TEST_NAME ?? '') !== '';
for (const file of report.testResults) {
    for (const test of file.assertionResults) {
        if (wanted && test.status !== 'passed' && test.status !== 'failed') continue;
        console.log(`${test.status === 'passed' ? 'pass' : 'fail'}\t${file.name.replace(root, '')}\t${test.title}`);
    }
    if (file.status === 'failed' && file.assertionResults.length === 0) {
        console.log(`fail\t${file.name.replace(root, '')}\tthe file did not load`);
    }
}
