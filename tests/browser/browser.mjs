// Debian's Chromium, driven by playwright-core, for the journeys. One browser a file, one context (cookies of its own) a person.
// Every page is watched: an error on its console, a failed script or an answer of 5xx fails the journey that caused it.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after } from 'node:test';
import { engine, root } from '../api/harness.mjs';

const fromWeb = createRequire(join(root, 'web/package.json'));
const executablePath = process.env.LIREN_CHROMIUM || ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

export const phone = { width: 390, height: 844 };
export const laptop = { width: 1366, height: 768 };
export const desk = { width: 1440, height: 900 };

const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--disable-domain-reliability', '--disable-dev-shm-usage', '--force-color-profile=srgb'];

/** Starts Chromium; it ends with the calling test or file. */
export async function openBrowser() {
    const { chromium } = fromWeb('playwright-core');
    const browser = await chromium.launch({ executablePath, headless: true, chromiumSandbox: false, args });
    after(() => browser.close());
    return browser;
}

/**
 * A person at a screen of that size. `path` is opened when given.
 * @param {{viewport?: {width: number, height: number}, path?: string, javaScriptEnabled?: boolean, locale?: string}} options
 */
export async function openPage(browser, server, { viewport = desk, path, locale = 'zh-CN', ...rest } = {}) {
    const context = await browser.newContext({
        baseURL: server.url, viewport, locale, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', serviceWorkers: 'block',
        hasTouch: viewport.width < 600, isMobile: viewport.width < 600, ...rest,
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.faults = [];
    page.on('pageerror', (error) => page.faults.push(`script: ${error.message}`));
    page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) page.faults.push(`console: ${message.text()}`); });
    page.on('response', (response) => { if (response.status() >= 500) page.faults.push(`${response.status()} ${response.url()}`); });
    page.on('request', (request) => { if (!/^(data|blob|about):/.test(request.url()) && !ofServer(server, request.url())) page.faults.push(`asks elsewhere: ${request.url()}`); });
    if (path) await page.goto(path);
    return page;
}

/** The server itself, or one of the host names under which the demo's people live side by side. */
function ofServer(server, url) {
    const { hostname, port } = new URL(url);
    return Number(port) === server.port && (hostname === '127.0.0.1' || hostname.endsWith('.localhost'));
}

/** Nothing went wrong on the page so far. */
export function assertNoFaults(page) { assert.deepEqual(page.faults, [], 'the page reported faults'); }

/** No violation of level serious or critical on what the page shows now. */
export async function assertAccessible(page, what = page.url()) {
    await page.evaluate(readFileSync(fromWeb.resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
    assert.deepEqual(grave, [], `axe on ${what}`);
}

/** Nothing sticks out to the right: nobody has to scroll sideways. */
export async function assertNoSidewaysScroll(page, what = page.url()) {
    const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(wide <= seen + 1, `${what} is ${wide} px wide on a screen of ${seen} px`);
}

const quiet = '.toasts { display: none !important }';

/**
 * Writes a picture for the eye under build/pictures/<engine>/; with LIREN_PICTURES=1 the README's also under docs/pictures/.
 * @param {{readme?: boolean, fullPage?: boolean}} options
 */
export async function picture(page, name, { readme = false, ...options } = {}) {
    const folder = join(root, 'build/pictures', engine);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path, animations: 'disabled', style: quiet, ...options });
    if (!readme || !process.env.LIREN_PICTURES || engine !== 'sqlite') return;
    mkdirSync(join(root, 'docs/pictures'), { recursive: true });
    // A screen of letters is smaller as JPEG; the first quality that fits.
    for (const quality of [86, 78, 70, 60, 50]) {
        const bytes = await page.screenshot({ animations: 'disabled', style: quiet, ...options, type: 'jpeg', quality });
        if (bytes.length > 150 * 1024) continue;
        writeFileSync(join(root, 'docs/pictures', `${name}.jpg`), bytes);
        return;
    }
    assert.fail(`${name} does not fit in 150 KB`);
}

/** A photograph as a phone sends it: one of the demo's own pictures, from the server's store. */
export function photo(server) {
    const files = readdirSync(join(server.directory, 'files'), { recursive: true }).map((name) => join(server.directory, 'files', name)).filter((name) => statSync(name).isFile());
    const largest = files.sort((a, b) => statSync(b).size - statSync(a).size)[0];
    return { name: 'IMG_0421.jpg', mimeType: 'image/jpeg', buffer: readFileSync(largest) };
}

/** The first picture of a demo case of that category: what a photograph of it looks like. */
export async function photoOf(staff, category) {
    const { items } = await (await staff.request.get(`/api/d/140502/cases?view=area&limit=50&category=${category}`)).json();
    const { cover } = items.find((one) => one.cover);
    return { name: 'IMG_0421.jpg', mimeType: 'image/jpeg', buffer: await (await staff.request.get(`/api/d/140502/files/${cover}/view`)).body() };
}

/** A person signed in at a screen: the session is made as the sign-in form would. */
export async function openAs(browser, server, roleOrLogin, options = {}) {
    const page = await openPage(browser, server, { ...options, path: undefined });
    const found = server.logins().find(({ role, login }) => role === roleOrLogin || login === roleOrLogin);
    assert.ok(found, `demo-logins.txt knows no '${roleOrLogin}'`);
    const answer = await page.request.post('/api/gate/sessions', { data: { login: found.login, password: found.password }, headers: { origin: server.url } });
    assert.equal(answer.status(), 201);
    page.password = found.password;
    if (options.path) await page.goto(options.path);
    return page;
}
