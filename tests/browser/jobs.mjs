// What a job costs the person who does it: taps, characters and seconds after the keystroke-level model (Card, Moran and Newell 1980),
// counted while a journey really does it. The table stands in docs/jobs.md; LIREN_PICTURES=1 renews it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine, root } from '../api/harness.mjs';

/** Seconds: a key, a tap (pointing and pressing), a thought before a field or a choice. A Chinese character by pinyin takes about 2.4 keys. */
const KEY = 0.28, TAP = 1.3, THOUGHT = 1.35, KEYS_OF_HAN = 2.4;
const keysOf = (text) => [...text].reduce((sum, c) => sum + (/\p{Script=Han}/u.test(c) ? KEYS_OF_HAN : 1), 0);
const folder = join(root, 'build/jobs', engine);

export class Job {
    constructor(page, name) {
        Object.assign(this, { page, name, taps: 0, characters: 0, keys: 0, thoughts: 0 });
    }
    async tap(locator) { this.taps++; await locator.click(); }
    async choose(locator, option) { this.taps += 2; this.thoughts++; await locator.selectOption(option); }
    async type(text) { this.characters += [...text].length; this.keys += keysOf(text); this.thoughts++; await this.page.keyboard.type(text); }
    async fill(locator, text) { this.taps++; this.characters += [...text].length; this.keys += keysOf(text); this.thoughts++; await locator.fill(text); }
    /** A photo taken or chosen: the picker and the shutter. */
    async attach(locator, files) { this.taps += 2; await locator.setInputFiles(files); }
    async press(key) { this.keys += key.split('+').length; await this.page.keyboard.press(key); }
    get seconds() { return Math.round((this.taps * TAP + this.keys * KEY + this.thoughts * THOUGHT) * 10) / 10; }
    /** The job is done. `at`: the widths it was done at, or "keyboard"; `offline`: whether it was done without a network. */
    done({ at, offline = false }) {
        mkdirSync(folder, { recursive: true });
        const { name, taps, characters, seconds } = this;
        writeFileSync(join(folder, `${name.replace(/[^a-z0-9]+/gi, '_')}.json`), JSON.stringify({ name, taps, characters, seconds, at, offline }));
        if (process.env.LIREN_PICTURES && engine === 'sqlite') writeTable();
        return seconds;
    }
}

function writeTable() {
    const jobs = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8'))).sort((a, b) => a.name.localeCompare(b.name));
    const rows = jobs.map(({ name, taps, characters, seconds, at, offline }) => `| ${name} | ${taps} | ${characters} | ${seconds} | ${offline ? 'yes' : '–'} | ${at} |`);
    writeFileSync(join(root, 'docs/jobs.md'), `# Jobs\n\nEach row is done in a real browser by a journey under \`tests/browser\`, on both databases, which counts what the person does. Seconds follow the
keystroke-level model: ${KEY} s a key, ${TAP} s a tap, ${THOUGHT} s a thought before each field or choice; a Chinese character by pinyin is taken as ${KEYS_OF_HAN} keys.
Renewed by \`LIREN_PICTURES=1 ./dev test browser\`.\n\n| job | taps | characters | seconds | without network | at |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`);
}
