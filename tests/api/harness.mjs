// Starts the real server on a data directory of its own and speaks to it as a browser would. Stories import this and nothing
// else of ours. The engine is chosen by LIREN_ENGINE (sqlite | postgres); on PostgreSQL every server has its own database.
// A server that logs an unexpected error, leaves a sanitizer's report or does not exit cleanly fails the story that used it.
import assert from 'node:assert/strict';
import { spawn, execFileSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const binary = process.env.LIREN_BINARY ?? join(root, 'build/debug/app/liren');
export const engine = process.env.LIREN_ENGINE ?? 'sqlite';
export const district = '140502';

const readySeconds = Number(process.env.LIREN_READY_SECONDS ?? 180);
const sanitizerReport = /(ERROR|WARNING): (Address|Leak|Thread|Undefined\w*)Sanitizer|runtime error:|SUMMARY: \w+Sanitizer/;

// ---- the server ---------------------------------------------------------------------------------------------------------

/**
 * @typedef {object} ServerOptions
 * @property {'sqlite'|'postgres'} [engine]  default: LIREN_ENGINE
 * @property {boolean} [demo]     load the districts and a small demo; without it the server starts empty
 * @property {number} [cases]     how many cases the demo invents (default 40)
 * @property {number} [registered]  how many registered people the demo invents (default 0)
 * @property {boolean} [empty]    the opposite word for the same thing; the default
 * @property {string[]} [args]    further arguments of `serve`
 * @property {boolean} [test]     open /test/* (default true)
 * @property {boolean} [durable]  wait for the disk as in earnest (default false; stories that crash the server want it)
 * @property {boolean} [limits]   keep the rate limits as they are (default false: a thousand times as wide)
 */

/** Starts a server and stops it, with all its checks, when the calling test (or file) ends. @param {ServerOptions} options */
export async function startServer(options = {}) {
    const server = new Server(options);
    after(() => server.stop());
    await server.start();
    return server;
}

export class Server {
    constructor({ engine: chosen = engine, demo = false, empty = !demo, cases = 40, registered = 0, args = [], test = true, durable = false, limits = false } = {}) {
        this.engine = chosen;
        this.empty = empty;
        this.args = [...(durable ? [] : ['--fast']), ...(limits ? [] : ['--limit-scale', '1000']), ...(empty ? [] : ['--demo-cases', String(cases), '--demo-people', String(registered)]), ...args];
        this.test = test;
        this.directory = mkdtempSync(join(tmpdir(), 'liren-story-'));
        this.allowed = [];
        this.out = [];        // everything the process said, line by line
        this.database = chosen === 'postgres' ? createDatabase() : null;
        this.process = null;
    }

    get url() { return `http://127.0.0.1:${this.port}`; }

    async start() {
        this.port ??= await freePort();
        const args = ['serve', '--host', '127.0.0.1', '--port', String(this.port), '--data', this.directory];
        if (this.test) args.push('--test');
        if (this.empty) args.push('--empty');
        if (this.database) args.push('--postgres', this.database.url);
        this.process = spawn(binary, [...args, ...this.args], { stdio: ['ignore', 'pipe', 'pipe'] });
        this.exited = new Promise((resolve) => this.process.once('close', (code, signal) => resolve({ code, signal })));
        this.process.once('error', (error) => this.out.push(String(error)));
        collectLines(this.process.stdout, this.out);
        collectLines(this.process.stderr, this.out);
        await this.#waitUntilReady();
    }

    async #waitUntilReady() {
        let ended = null;
        this.exited.then((how) => { ended = how; });
        const latest = Date.now() + readySeconds * 1000;
        while (Date.now() < latest) {
            if (ended) throw new Error(`the server ended before it was ready (${JSON.stringify(ended)}):\n${this.lastLines()}`);
            if (await answersReady(this.url)) return;
            await sleep(50);
        }
        throw new Error(`the server was not ready after ${readySeconds} s:\n${this.lastLines()}`);
    }

    /** Stops as Ctrl-C would and checks what the server left behind. Safe to call twice. */
    async stop() {
        try {
            if (this.process) await this.#endAndCheck();
        } finally {
            rmSync(this.directory, { recursive: true, force: true });
            if (this.database) dropDatabase(this.database);
            this.database = null;
        }
    }

    async #endAndCheck() {
        this.process.kill('SIGTERM');
        const how = await Promise.race([this.exited, sleep(30_000, null, { ref: false })]);
        if (!how) {
            this.process.kill('SIGKILL');
            this.process = null;
            assert.fail(`the server did not stop within 30 s of SIGTERM:\n${this.lastLines()}`);
        }
        this.process = null;
        this.checkOutput();
        assert.deepEqual(how, { code: 0, signal: null }, `the server did not exit cleanly:\n${this.lastLines()}`);
    }

    /** No sanitizer report and no error line that the story did not expect. */
    checkOutput() {
        const report = this.out.findIndex((line) => sanitizerReport.test(line));
        assert.equal(report, -1, `a sanitizer reported:\n${this.out.slice(Math.max(0, report), report + 60).join('\n')}`);
        const unexpected = this.logged('error').filter((line) => !this.allowed.some((pattern) => pattern.test(line)));
        assert.deepEqual(unexpected, [], 'the log holds error lines that no story expected');
    }

    /** From now on error lines that match are part of the story. @param {RegExp} pattern */
    expectErrors(pattern) { this.allowed.push(pattern); }

    /** Log lines of a level. @param {string} level */
    logged(level) { return this.out.filter((line) => line.includes(`"level":"${level}"`)); }

    lastLines(count = 40) { return this.out.slice(-count).join('\n'); }

    /** Like a power cut; start again with `restart()`. */
    async kill() {
        this.process.kill('SIGKILL');
        await this.exited;
        this.process = null;
    }

    /** Starts again on the same data, on the same port. */
    async restart() {
        if (this.process) await this.#endAndCheck();
        await this.start();
    }

    /** Runs another command of the same program on the same data: `await server.command('check', '--chain')`. */
    command(...args) {
        const all = [...args, '--data', this.directory, ...(this.database ? ['--postgres', this.database.url] : [])];
        return execFileSync(binary, all, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    }

    // -- what --test opens

    /** @param {number|string|Date} now  sets the injected clock */
    setClock(now) { return this.#test('POST', '/test/clock', { now: new Date(now).getTime() }); }
    /** Runs every job that is due by the injected clock. */
    runJobs() { return this.#test('POST', '/test/jobs', {}); }
    /** Every event so far, in order. On PostgreSQL a committed event gets its place a moment later. */
    async events(store = `d${district}`) {
        const latest = Date.now() + 10_000;
        while (this.database && psql(this.database.url, `select count(*) from ${store}.kernel_events where seq is null`) !== '0') {
            assert.ok(Date.now() < latest, `events of ${store} were not sealed within 10 s`);
            await sleep(20);
        }
        return this.#test('GET', `/test/events?store=${store}`);
    }
    /** @returns {Promise<{commits: number, writes: number}>} */
    statistics() { return this.#test('GET', '/test/statistics'); }
    /** Every event's hash follows from the one before. */
    async assertChain(store = `d${district}`) {
        const { intact, fault } = await this.#test('GET', `/test/chain?store=${store}`);
        assert.ok(intact, `the chain of ${store} is broken: ${fault}`);
    }

    async #test(method, path, body) {
        const headers = { origin: this.url, ...(body ? { 'content-type': 'application/json' } : {}) };
        const response = await fetch(this.url + path, { method, headers, body: body && JSON.stringify(body) });
        const text = await response.text();
        assert.ok(response.ok, `${method} ${path} answered ${response.status}: ${text}`);
        return text ? JSON.parse(text) : null;
    }

    // -- who may sign in

    /** The demo's accounts: lines `role<TAB>login<TAB>password` in demo-logins.txt; lines with '#' are comments. */
    logins() {
        const file = join(this.directory, 'demo-logins.txt');
        assert.ok(existsSync(file), 'this server holds no demo accounts; start it with { demo: true }');
        return readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() && !line.startsWith('#'))
            .map((line) => line.split('\t').map((part) => part.trim()))
            .map(([role, login, password]) => ({ role, login, password }));
    }

    /** A browser in which that role (or that very login) is signed in. @param {string} roleOrLogin */
    async signIn(roleOrLogin) {
        const found = this.logins().find(({ role, login }) => role === roleOrLogin || login === roleOrLogin);
        assert.ok(found, `demo-logins.txt knows no '${roleOrLogin}'`);
        const browser = client(this);
        browser.session = (await browser.post('/api/gate/sessions', { login: found.login, password: found.password }, { expect: 201 })).body;
        return browser;
    }
}

function collectLines(stream, lines) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (piece) => {
        const parts = (rest + piece).split('\n');
        rest = parts.pop();
        lines.push(...parts);
    });
    stream.on('end', () => { if (rest) lines.push(rest); });
}

async function answersReady(url) {
    try {
        const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) });
        await response.arrayBuffer();
        return response.status === 200;
    } catch {
        return false;
    }
}

/** A port nobody listens on now. */
export function freePort() {
    return new Promise((resolve, reject) => {
        const probe = createServer();
        probe.once('error', reject);
        probe.listen(0, '127.0.0.1', () => {
            const { port } = probe.address();
            probe.close(() => resolve(port));
        });
    });
}

// ---- PostgreSQL ---------------------------------------------------------------------------------------------------------

function createDatabase() {
    const maintenance = process.env.LIREN_TEST_POSTGRES;
    assert.ok(maintenance, 'LIREN_TEST_POSTGRES is not set; ./dev test starts a PostgreSQL and sets it');
    const name = `story_${process.pid}_${randomBytes(4).toString('hex')}`;
    psql(maintenance, `create database ${name}`);
    return { name, maintenance, url: maintenance.replace('/postgres?', `/${name}?`) };
}

function dropDatabase({ name, maintenance }) {
    psql(maintenance, `drop database if exists ${name} with (force)`);
}

/** Runs SQL on a PostgreSQL of the tests and returns the unaligned output. */
export function psql(url, sql) {
    return execFileSync('psql', ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--set', 'ON_ERROR_STOP=1', '--command', sql, url],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

// ---- a browser ----------------------------------------------------------------------------------------------------------

/**
 * @typedef {object} RequestOptions
 * @property {Record<string, string|null>} [headers]  null takes a header away
 * @property {number} [expect]         the status this request must have; the problem is shown when it has another
 * @property {string|null} [key]       Idempotency-Key; a new one by default, null for none
 * @property {number|Answer} [match]   If-Match: a version, or an answer whose ETag is taken
 * @property {string} [language]
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {Headers} headers
 * @property {any} body                JSON, or text for other types, or null
 * @property {string|null} etag
 */

/** A browser of its own with an empty cookie jar. @param {{url: string}} server */
export function client(server) { return new Client(server); }

// ---- which routes a story reached -----------------------------------------------------------------------------------------

const hits = new Set();

/** "POST /api/d/140502/cases 201"; a run of ./dev test keeps them beside its results, and a check wants every route among them. */
function noteHit(method, path, status) { hits.add(`${method} ${path.split('?')[0]} ${status}`); }

process.on('exit', () => {
    const results = process.env.LIREN_TEST_RESULTS;
    if (results && hits.size) writeFileSync(join(dirname(results), `hits-${engine}-${process.pid}.txt`), [...hits].sort().join('\n') + '\n');
});

export class Client {
    constructor(server) {
        this.server = server;
        this.cookies = new Map();
        this.language = 'zh-CN';
    }

    /** @returns {Promise<Answer>} */
    get(path, options) { return this.request('GET', path, undefined, options); }
    /** @returns {Promise<Answer>} */
    post(path, body = {}, options) { return this.request('POST', path, body, options); }
    /** @returns {Promise<Answer>} */
    patch(path, body = {}, options) { return this.request('PATCH', path, body, options); }
    /** @returns {Promise<Answer>} */
    delete(path, options) { return this.request('DELETE', path, undefined, options); }

    /** @param {RequestOptions} options */
    async request(method, path, body, options = {}) {
        const response = await fetch(this.server.url + path, {
            method, redirect: 'manual', headers: this.#headers(method, body, options), body: encodeBody(body), ...(isStream(body) ? { duplex: 'half' } : {}),
        });
        this.#keepCookies(response);
        noteHit(method, path, response.status);
        const answer = await readAnswer(response, method);
        checkProblem(answer, `${method} ${path}`);
        if (options.expect !== undefined) {
            assert.equal(answer.status, options.expect, `${method} ${path} answered ${answer.status}: ${show(answer.body)}`);
        }
        return answer;
    }

    #headers(method, body, { headers = {}, key, match, language = this.language }) {
        const all = { 'accept-language': language };
        if (this.cookies.size) all.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        if (method !== 'GET' && method !== 'HEAD') {
            all.origin = this.server.url;
            if (key !== null) all['idempotency-key'] = key ?? randomUUID();
        }
        if (body !== undefined && !isBinary(body)) all['content-type'] = 'application/json';
        if (match !== undefined) all['if-match'] = typeof match === 'number' ? `"v${match}"` : match.etag;
        for (const [name, value] of Object.entries(headers)) {
            if (value === null) delete all[name.toLowerCase()];
            else all[name.toLowerCase()] = value;
        }
        return all;
    }

    #keepCookies(response) {
        for (const line of response.headers.getSetCookie()) {
            const [pair, ...attributes] = line.split(';').map((part) => part.trim());
            const name = pair.slice(0, pair.indexOf('='));
            const gone = attributes.some((a) => /^max-age=0$/i.test(a) || /^expires=.*1970/i.test(a));
            if (gone) this.cookies.delete(name);
            else this.cookies.set(name, pair.slice(name.length + 1));
        }
    }

    /** Uploads a picture and returns its id. @param {{bytes?: Buffer, type?: string, ref?: string, district?: string}} options */
    async uploadJpeg({ bytes = jpeg(), type = 'image/jpeg', ref = uuid7(), district: code = district, ...rest } = {}) {
        const answer = await this.request('POST', `/api/d/${code}/files?client_ref=${ref}`, bytes,
            { expect: 201, ...rest, headers: { 'content-type': type, ...rest.headers } });
        return answer.body.id;
    }

    /** Opens a stream of events. @param {{lastEventId?: string|number, path?: string}} options */
    async openStream({ path = `/api/d/${district}/events`, lastEventId } = {}) {
        const headers = { accept: 'text/event-stream' };
        if (this.cookies.size) headers.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        if (lastEventId !== undefined) headers['last-event-id'] = String(lastEventId);
        const stop = new AbortController();
        const response = await fetch(this.server.url + path, { headers, signal: stop.signal });
        noteHit('GET', path, response.status);
        assert.equal(response.status, 200, `the stream ${path} answered ${response.status}`);
        assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
        const stream = new EventStream(response, stop);
        await stream.greeted();   // what happens from here on is heard
        return stream;
    }
}

const isStream = (body) => body instanceof ReadableStream;
const isBinary = (body) => body instanceof Uint8Array || body instanceof FormData || typeof body === 'string' || isStream(body);
const encodeBody = (body) => (body === undefined || isBinary(body) ? body : JSON.stringify(body));
const show = (body) => (typeof body === 'string' ? body.slice(0, 2000) : JSON.stringify(body));

async function readAnswer(response, method) {
    const type = response.headers.get('content-type') ?? '';
    const bytes = Buffer.from(await response.arrayBuffer());
    let body = null;
    if (/json/.test(type) && bytes.length) body = JSON.parse(bytes.toString('utf8'));
    else if (/^(text|application\/xhtml)/.test(type)) body = bytes.toString('utf8');
    else if (bytes.length) body = bytes;
    if (method === 'HEAD') body = null;
    return { status: response.status, headers: response.headers, body, etag: response.headers.get('etag') };
}

/** Every refusal is problem+json with a text key and a title for people (RFC 9457). */
export function checkProblem(answer, what) {
    if (answer.status < 400) return;
    const type = answer.headers.get('content-type') ?? '';
    if (type.startsWith('text/html')) return;   // the plain pages refuse in HTML
    assert.match(type, /^application\/problem\+json/, `${what} answered ${answer.status} as '${type}', not as problem+json`);
    const problem = answer.body;
    assert.equal(typeof problem?.type, 'string', `${what}: the problem has no type: ${show(problem)}`);
    assert.equal(problem.status, answer.status, `${what}: status in the problem differs from the answer's`);
    assert.ok(problem.title, `${what}: the problem has no title: ${show(problem)}`);
    assert.match(problem.key ?? '', /^[a-z_]+(\.[a-z0-9_]+)+$/, `${what}: the problem has no text key: ${show(problem)}`);
    assert.notEqual(problem.title, problem.key, `${what}: '${problem.key}' has no text in this language`);
    for (const fault of problem.fields ?? []) {
        assert.equal(typeof fault.path, 'string', `${what}: a field error without a path`);
        assert.ok(fault.key && fault.text && fault.text !== fault.key, `${what}: a field error without key or text: ${show(fault)}`);
    }
}

// ---- events, bytes, small things ------------------------------------------------------------------------------------------

class EventStream {
    constructor(response, stop) {
        this.events = [];
        this.greeting = null;
        this.ended = false;
        this.stop = stop;
        this.#read(response).catch(() => {}).finally(() => { this.ended = true; });
    }

    async #read(response) {
        let rest = '';
        for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
            const blocks = (rest + piece).split('\n\n');
            rest = blocks.pop();
            for (const block of blocks) this.#take(block);
        }
    }

    #take(block) {
        const event = { id: null, event: 'message', data: '' };
        for (const line of block.split('\n')) {
            const colon = line.indexOf(':');
            if (colon <= 0) continue;   // a comment keeps the line open
            event[line.slice(0, colon)] = line.slice(colon + 1).replace(/^ /, '');
        }
        if (event.event === 'hello' || event.event === 'reset') this.greeting = event.event;
        if (event.data) this.events.push({ ...event, data: parsed(event.data) });
    }

    /** The server says hello (or reset) first: before that it does not listen for us yet. */
    async greeted(milliseconds = 5000) {
        const latest = Date.now() + milliseconds;
        while (!this.greeting) {
            assert.ok(Date.now() < latest && !this.ended, `the stream did not say hello within ${milliseconds} ms`);
            await sleep(5);
        }
    }

    /** The first event that suits, now or within the time. @param {(event: any) => boolean} suits */
    async next(suits = () => true, milliseconds = 5000) {
        const latest = Date.now() + milliseconds;
        for (;;) {
            const found = this.events.find(suits);
            if (found) return found;
            assert.ok(Date.now() < latest && !this.ended, `no such event within ${milliseconds} ms; there were: ${show(this.events)}`);
            await sleep(20);
        }
    }

    close() { this.stop.abort(); }
}

function parsed(text) {
    try { return JSON.parse(text); } catch { return text; }
}

/** Sends bytes as they are and returns everything the server says until it closes (or the time is over). */
export function sendRaw(server, bytes, milliseconds = 5000) {
    return new Promise((resolve, reject) => {
        let said = '';
        const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes));
        socket.setEncoding('utf8');
        socket.setTimeout(milliseconds, () => socket.destroy());
        socket.on('data', (piece) => { said += piece; });
        socket.on('error', (error) => (error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(said) : reject(error)));
        socket.on('close', () => resolve(said));
    });
}

/** A time-ordered UUID, as clients make for client_ref. */
export function uuid7(now = Date.now()) {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(now, 0, 6);
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const smallPicture = Buffer.from('/9j/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/wAALCAAYACABAREA/8QAFgABAQEAAAAAAAAAAAAAAAAAAQAC/8QAIRAAAQQBAwUAAAAAAAAAAAAAAQARITFBAlGREmFxobH/2gAIAQEAAD8AgJqgzKwzxdpfe3zCuOUAAlxA+p84MrJfqLCcumtW+AiYBPpILCeFEl3NVaRu7d2X/9k=', 'base64');

/** A true JPEG of 32 × 24 pixels; `comment` stands in its metadata, so that a story can look for it afterwards. */
export function jpeg({ comment = '' } = {}) {
    if (!comment) return Buffer.from(smallPicture);
    const text = Buffer.from(`Exif\0\0${comment}`, 'latin1');
    const head = Buffer.from([0xff, 0xe1, (text.length + 2) >> 8, (text.length + 2) & 0xff]);
    return Buffer.concat([smallPicture.subarray(0, 2), head, text, smallPicture.subarray(2)]);
}
