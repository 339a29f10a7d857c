// What must hold at people's screens beside the one journey: conflicts, expiry, no signal, keyboard, no script, elders, English.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer, uuid7 } from '../api/harness.mjs';
import { assertAccessible, assertNoFaults, assertNoSidewaysScroll, desk, laptop, openAs, openBrowser, openPage, phone, photo, picture } from './browser.mjs';

const door = '140502-J0URNEY';
const root = '/api/d/140502';
const server = await startServer({ demo: true, cases: 1200 });
const browser = await openBrowser();

const json = async (page, path) => (await page.request.get(path)).json();
const firstCase = async (page, query) => (await json(page, `${root}/cases?limit=1&${query}`)).items[0];
/** A case of this very test, reported at the door and accepted by that clerk. */
async function acceptedCase(clerk, text) {
    const headers = { origin: server.url };
    const report = { client_ref: uuid7(), category: 'other', text, door, place: '', files: [], reporter: 'number', source: 'resident' };
    const { id } = await (await clerk.request.post(`${root}/cases`, { data: report, headers })).json();
    const { version } = await json(clerk, `${root}/cases/${id}`);
    const answer = await clerk.request.post(`${root}/cases/${id}/acceptance`, { data: {}, headers: { ...headers, 'if-match': `"v${version}"`, 'idempotency-key': uuid7() } });
    assert.equal(answer.status(), 200);
    return id;
}
const signInAgain = async (page) => {
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=password]').fill(page.password);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
};

test('every role card opens its person in one tap, side by side', async () => {
    const front = await openPage(browser, server, { viewport: desk, path: '/' });
    await assertAccessible(front, 'the front page');
    await picture(front, 'front-1440', { readme: true, fullPage: true });
    const cards = front.locator('.person');
    const count = await cards.count();
    assert.equal(count, 8);
    for (let card = 0; card < count; ++card) {
        const name = await cards.nth(card).locator('.name').textContent();
        const [page] = await Promise.all([front.context().waitForEvent('page'), cards.nth(card).click()]);
        await page.waitForURL(/\/(resident|worker|console)\//);
        await page.locator('main h1').first().waitFor();
        const session = await page.evaluate(async () => (await fetch('/api/gate/session')).json());
        assert.equal(session.account.display_name, name, `card ${card + 1} opened somebody else`);
    }
    const narrow = await openPage(browser, server, { viewport: phone, path: '/' });
    await assertNoSidewaysScroll(narrow);
    await assertAccessible(narrow, 'the front page on a phone');
    assertNoFaults(front);
});

test('of two clerks on one case the second is told, and keeps what was typed', async () => {
    const one = await openAs(browser, server, 'worker1', { viewport: desk, path: '/console/' });
    const two = await openAs(browser, server, 'worker2', { viewport: laptop, path: '/console/' });
    const id = await acceptedCase(one, '门口的石墩倒了');
    for (const page of [one, two]) {
        await page.goto(`/console/cases/${id}`);
        await page.locator('.go').waitFor();
    }
    // The second clerk's stream is cut, so that the page still shows the old version when the answer is written.
    await two.getByRole('button', { name: '不受理' }).click();
    await two.getByRole('dialog').locator('textarea').fill('不属于本社区，请联系物业。');
    await two.route('**/events*', (route) => route.abort());
    await two.route(`**${root}/cases/${id}`, (route) => route.abort());
    await one.locator('.go').click();
    await one.getByRole('dialog').getByRole('button', { name: '派单' }).click();
    await one.getByText('待签收').first().waitFor();
    await two.unroute(`**${root}/cases/${id}`);
    await two.getByRole('dialog').getByRole('button', { name: '不受理' }).click();
    const told = two.locator('.conflict');
    await told.waitFor();
    const clerk = (await json(one, '/api/gate/session')).account.display_name;
    assert.match(await told.textContent(), new RegExp(clerk));
    assert.match(await told.textContent(), /不属于本社区，请联系物业。/);
    await assertAccessible(two, 'a conflict');
    await picture(two, 'conflict-1366', { readme: true });
    assert.equal((await json(one, `${root}/cases/${id}`)).state, 'dispatched');
});

test('a session that expires in the middle of a form loses nothing', async () => {
    const page = await openAs(browser, server, 'worker1', { viewport: desk, path: '/console/' });
    const id = await acceptedCase(page, '楼道灯不亮');
    await page.goto(`/console/cases/${id}`);
    await page.locator('.note textarea').fill('已电话联系，下午三点到场。');
    await page.context().clearCookies();
    await page.locator('.note').getByRole('button', { name: '记下' }).click();
    await page.getByRole('dialog').locator('input[type=password]').waitFor();
    await assertAccessible(page, 'signing in again');
    await signInAgain(page);
    await page.locator('.talk').getByText('已电话联系，下午三点到场。').waitFor();
    assertNoFaults(page);
});

test('a grid worker without a signal goes on working; it is sent when the signal is back', async () => {
    const page = await openAs(browser, server, 'grid1', { viewport: phone, path: '/worker/' });
    const { id } = await firstCase(page, 'view=assigned&state=dispatched');
    await page.locator(`a[href$="${id}"]`).click();
    await page.getByRole('button', { name: '签收' }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '签收' }).click();
    await page.locator('.outbox .bar').waitFor();
    assert.match(await page.locator('.outbox .bar').textContent(), /没有送出/);
    await picture(page, 'unsent-390', { readme: true });
    await page.context().setOffline(false);
    await page.locator('.outbox .bar').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '开始处理' }).waitFor();
    assert.equal((await json(page, `${root}/cases/${id}`)).state, 'acknowledged');
});

test('a report written without a signal survives a reload and goes by itself', async () => {
    const page = await openPage(browser, server, { viewport: phone, path: `/q/${door}` });
    await page.locator('button.first.big').waitFor();
    await page.setInputFiles('input[type=file]', photo(server));
    await page.locator('ul.grid img').waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await page.locator('.send-bar button').click();
    await page.locator('.outbox .bar').waitFor();
    await page.unroute('**/api/**');
    await page.reload();
    await page.locator('.digits').waitFor();
});

test('an anonymous report from a signed-in resident reaches the server without the session', async () => {
    const page = await openAs(browser, server, 'resident1', { viewport: phone, path: `/q/${door}` });
    const cookies = [];
    page.on('request', async (request) => { if (request.method() === 'POST') cookies.push([new URL(request.url()).pathname, (await request.allHeaders()).cookie ?? '']); });
    await page.locator('button.first.big').waitFor();
    await page.setInputFiles('input[type=file]', photo(server));
    await page.locator('ul.grid img').waitFor();
    await page.locator('details summary').click();
    await page.locator('input[value=anonymous]').check();
    await page.locator('.send-bar button').click();
    await page.locator('.plate .number').waitFor();
    const sent = cookies.filter(([path]) => path.startsWith(root));
    assert.deepEqual(sent.map(([path]) => path), [`${root}/files`, `${root}/cases`]);
    for (const [path, cookie] of sent) assert.equal(cookie, '', `${path} carried the session`);
    assertNoFaults(page);
});

test('the board is worked by keyboard alone', async () => {
    const page = await openAs(browser, server, 'worker1', { viewport: laptop, path: '/console/?state=reported' });
    await page.locator('tbody tr').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.locator('.go').waitFor();
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press('Enter');
    await page.getByText('待派单').first().waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/console\/\?state=reported/);
    await page.keyboard.press('F2');
    const words = page.locator('.register textarea');
    await words.waitFor();
    await page.waitForFunction(() => document.activeElement?.name === 'phone');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.type('来电反映：三号楼门口积水');
    await page.locator('.register select').first().selectOption('road_water');
    await page.locator('.register .whole input').first().focus();
    await page.keyboard.type('三号楼门口');
    await assertAccessible(page, 'registering a call');
    await page.keyboard.press('Control+Enter');
    await page.locator('.done .once').waitFor();
    assertNoFaults(page);
});

test('a phone without JavaScript reports, looks up and rates on plain pages', async () => {
    const page = await openPage(browser, server, { viewport: phone, javaScriptEnabled: false });
    await page.goto(`/q/${door}`);
    await page.waitForURL(/\/plain\//);
    await picture(page, 'plain-390', { readme: true });
    await page.setInputFiles('#photo', photo(server));
    await page.fill('#text', '路灯不亮 <b>两天</b>了 𠮷');
    await page.click('button[type=submit]');
    const number = (await page.locator('.plate .number').first().textContent()).trim();
    const code = (await page.locator('.plate .number').nth(1).textContent()).trim();
    assert.match(number, /^JC-2026-\d{6}$/);
    await page.getByRole('link', { name: /进度/ }).click();
    assert.equal(await page.inputValue('#number'), number);
    await page.fill('#code', code);
    await page.click('button[type=submit]');
    await page.locator('.steps').getByText('<b>两天</b>').waitFor();
    await page.goto('/plain/140502/q/NOPE');
    assert.match(await page.textContent('h1'), /二维码没有登记/);
    const scripted = await openPage(browser, server, { viewport: phone, path: `/plain/140502/q/${door}` });
    await assertAccessible(scripted, 'the plain door page');
    await assertNoSidewaysScroll(scripted);
});

test('elders: large letters, three things, nothing lost', async () => {
    const page = await openPage(browser, server, { viewport: phone, path: `/q/${door}` });
    await page.locator('.lintel .elder').click();
    await page.locator('button.first.big').waitFor();
    await assertAccessible(page, 'the door page for elders');
    await assertNoSidewaysScroll(page);
    await page.goto('/resident/');
    await page.locator('.great').first().waitFor();
    assert.equal(await page.locator('.great').count(), 3);
    for (const box of await page.locator('.great').all()) assert.ok((await box.boundingBox()).height >= 60);
    await assertAccessible(page, 'home for elders');
    await picture(page, 'elder-390', { readme: true });
    assertNoFaults(page);
});

test('at twice the letter size nobody scrolls sideways on a phone', async () => {
    const resident = await openPage(browser, server, { viewport: phone });
    const worker = await openAs(browser, server, 'grid1', { viewport: phone });
    const { id } = await firstCase(worker, 'view=area');
    const pages = [[resident, ['/', '/resident/', `/q/${door}`, '/resident/report', '/resident/status', '/resident/worker', '/resident/sign-in', '/resident/privacy', `/plain/140502/q/${door}`, '/plain/140502/s']],
        [worker, ['/worker/', '/worker/?view=area', `/worker/cases/${id}`, '/worker/me']]];
    for (const [page, paths] of pages) {
        await page.addInitScript(() => document.addEventListener('DOMContentLoaded', () => {
            const style = document.createElement('style');
            style.textContent = 'html { -webkit-text-size-adjust: 200% !important; text-size-adjust: 200% !important }';
            document.head.append(style);
        }));
        for (const path of paths) {
            await page.goto(path);
            await page.locator('h1, h2, label').first().waitFor();
            await page.waitForLoadState('networkidle');
            await assertNoSidewaysScroll(page);
            await assertAccessible(page, path);
        }
        assertNoFaults(page);
    }
});

test('in English nothing is left in Chinese but names', async () => {
    const page = await openPage(browser, server, { viewport: phone, locale: 'en-GB', path: '/resident/' });
    await page.locator('h1').waitFor();
    if (await page.getAttribute('html', 'lang') !== 'en') await page.getByRole('button', { name: 'English' }).click();   // already English where the browser says so
    await page.locator('html[lang=en]').waitFor();
    const words = await page.locator('main').innerText();
    assert.doesNotMatch(words, /[\u4e00-\u9fff]/);
    await page.goto(`/q/${door}`);
    await page.getByText('Street lamp out').waitFor();
    const clerk = await openAs(browser, server, 'worker1', { viewport: laptop, locale: 'en-GB', path: '/console/me' });
    await clerk.locator('input[type=checkbox]').last().setChecked(true);
    await clerk.locator('html[lang=en]').waitFor();
    await clerk.goto('/console/');
    await clerk.locator('tbody tr').first().waitFor();
    await clerk.locator('thead', { hasText: 'Place' }).waitFor();
    await assertAccessible(clerk, 'the board in English');
    await picture(clerk, 'board-english-1366');
    for (const one of [page, clerk]) assertNoFaults(one);
});

test('the administrator makes a grid and an account, and sees its password once', async () => {
    const page = await openAs(browser, server, 'admin', { viewport: laptop });
    const areas = (await json(page, '/api/city/areas?district=140502')).items;
    const community = areas.find(({ name }) => name === '前书院社区');
    await page.goto(`/console/areas/${community.id}`);
    await page.getByRole('button', { name: /新增网格|网格$/ }).last().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input').first().fill('第9网格');
    await assertAccessible(page, 'a new grid');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: /第9网格/ }).waitFor();
    await page.goto('/console/accounts');
    await page.getByRole('button', { name: '新增账号' }).click();
    await dialog.locator('input').nth(0).fill('new.worker');
    await dialog.locator('input').nth(1).fill('阿依古丽·买买提');
    await dialog.getByRole('button', { name: '保存' }).click();
    const password = (await dialog.locator('.once').textContent()).trim();
    assert.ok(password.length >= 10);
    await assertAccessible(page, 'the password shown once');
    await dialog.locator('.button.primary').click();
    await page.getByRole('button', { name: '新增授权' }).click();
    await dialog.locator('select').selectOption('community_worker');
    await dialog.locator('input[role=combobox]').fill('前书院');
    await dialog.locator('[role=option]').first().click();
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.locator('td', { hasText: '社区工作者' }).waitFor();
    assert.ok(!(await page.content()).includes(password), 'the password is still on the page');
    const made = await openPage(browser, server, { viewport: laptop, path: '/console/' });
    await made.locator('input').first().fill('new.worker');
    await made.locator('input[type=password]').fill(password);
    await made.keyboard.press('Enter');
    await made.locator('tbody tr').first().waitFor();
    for (const one of [page, made]) assertNoFaults(one);
});

test('no screen of the three apps has a grave fault of accessibility', async () => {
    const clerk = await openAs(browser, server, 'worker1', { viewport: laptop });
    const admin = await openAs(browser, server, 'admin', { viewport: laptop });
    const leader = await openAs(browser, server, 'leader', { viewport: desk });
    const states = ['reported', 'handling', 'verifying', 'closed', 'rated'];
    const cases = (await Promise.all(states.map((state) => firstCase(clerk, `view=area&state=${state}`)))).filter(Boolean);
    const account = (await json(admin, '/api/gate/accounts?limit=2')).items[1].id;
    const unit = (await json(admin, '/api/city/units?limit=2')).items[1].id;
    const area = (await json(admin, '/api/city/areas?district=140502')).items.find(({ kind }) => kind === 'grid').id;
    const visits = [[clerk, ['/console/', '/console/new', '/console/areas', '/console/units', '/console/me', ...cases.map(({ id }) => `/console/cases/${id}`)]],
        [admin, ['/console/accounts', `/console/accounts/${account}`, '/console/rules', '/console/categories', `/console/areas/${area}`, `/console/units/${unit}`]],
        [leader, ['/console/']]];
    for (const [page, paths] of visits) {
        for (const path of paths) {
            await page.goto(path);
            await page.waitForLoadState('domcontentloaded');
            await page.locator('main h1, main h2').first().waitFor();
            await page.locator('.bone, .bones').first().waitFor({ state: 'detached' }).catch(() => {});
            await assertAccessible(page, path);
        }
        assertNoFaults(page);
    }
});
