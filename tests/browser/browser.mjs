// Debian's Chromium, driven by playwright-core, for the journeys. One browser a file, one context (cookies of its own) a person.
// Every page is watched: an error on its console, a failed script or an answer of 5xx fails the journey that caused it.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
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
    page.on('request', (request) => { if (!/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(server.url)) page.faults.push(`asks elsewhere: ${request.url()}`); });
    if (path) await page.goto(path);
    return page;
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

/** Writes a picture for the eye (and for the README) under build/pictures/<engine>/. */
export async function picture(page, name, options = {}) {
    const folder = join(root, 'build/pictures', engine);
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`), ...options });
}
