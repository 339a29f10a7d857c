// The archive at a desk: a community worker adds a dwelling, a household and a person, finds the person as people are found, looks at
// a number and says why, changes, reads what changed, and ends the row. Then two workers at one row, a lost signal, and a phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer, uuid7 } from '../api/harness.mjs';
import { assertAccessible, assertNoFaults, assertNoSidewaysScroll, desk, laptop, openAs, openBrowser, openPage, phone, picture } from './browser.mjs';

const root = '/api/d/140502';
const number = '11010519491231002X';   // invented; its check character is right
const name = '阿卜杜热合曼·买买提艾力·吐尔逊江';
const server = await startServer({ demo: true, cases: 40 });
const browser = await openBrowser();

const json = async (page, path) => (await page.request.get(path)).json();
const field = (page, name_) => page.locator(`[data-field="${name_}"]`);
const fill = (page, name_, value) => field(page, name_).locator('input, textarea').first().fill(value);
/** Types into a picker and takes the first that is offered. */
async function pick(page, name_, words) {
    const box = field(page, name_);
    await box.locator('input').click();
    await box.locator('input').fill(words);
    await box.getByRole('option', { name: words }).first().click();
}
/** On the host the page lives on: people of the demo live side by side under hosts of their own. */
const go = (page, path) => page.goto(page.url().startsWith('http') ? new URL(path, page.url()).href : path);
async function openForm(page, path) {
    await go(page, `/console/archive/${path}`);
    await page.locator('.archive-list h1').waitFor();
    await page.locator('.bones').waitFor({ state: 'detached' });
    await page.keyboard.press('n');
    await page.locator('#record-form').waitFor();
}
async function save(page) {
    await page.keyboard.press('Control+Enter');
    await page.locator('#record-form').waitFor({ state: 'detached' });
}
/** The door of the demo: the card of a role opens its person in a page of its own. */
async function throughTheCard(role) {
    const front = await openPage(browser, server, { viewport: desk, path: '/' });
    const [page] = await Promise.all([front.context().waitForEvent('page'), front.locator('.person', { hasText: role }).first().click()]);
    page.faults = [];
    page.on('pageerror', (error) => page.faults.push(`script: ${error.message}`));
    page.on('response', (response) => { if (response.status() >= 500) page.faults.push(`${response.status()} ${response.url()}`); });
    await page.setViewportSize(desk);
    await page.waitForURL(/\/console\//);
    await page.locator('main h1').first().waitFor();
    return page;
}

test('a person is added, found, looked at, changed and ended, all from the description of the registers', async () => {
    const page = await throughTheCard('社区工作者');
    const rail = page.locator('.rail section');
    await rail.getByRole('link', { name: '居民' }).waitFor();
    assert.deepEqual(await rail.locator('li a').allInnerTexts(), ['居民', '户', '房屋', '楼栋', '小区', '车辆', '设施', '单位', '健康证']);
    await rail.getByRole('link', { name: '小区' }).click();
    await page.locator('.panel').getByText('还没有登记小区').waitFor();
    await assertAccessible(page, 'a register without rows');
    await picture(page, 'archive-empty-1440');

    await openForm(page, 'dwellings');
    await fill(page, 'label', '9号楼2单元501');
    await fill(page, 'floor_area', '85.5');
    await pick(page, 'dwelling_use', '住宅');
    await assertAccessible(page, 'a new dwelling');
    await save(page);
    await page.getByRole('heading', { name: '9号楼2单元501' }).waitFor();
    assert.match(await page.locator('[data-fact=floor_area]').innerText(), /85\.50/);

    // What refers to it is added from its archive: the household comes with its dwelling, the person with the household.
    await page.getByRole('button', { name: '新增户' }).click();
    await page.locator('#record-form').waitFor();
    assert.equal(await field(page, 'dwelling').locator('input').inputValue(), '9号楼2单元501');
    await fill(page, 'label', `${name}户`);
    await save(page);
    await page.locator('.related').getByRole('link', { name: `${name}户` }).click();
    await page.getByRole('heading', { name: `${name}户` }).waitFor();
    await page.getByRole('button', { name: '新增居民' }).click();
    await page.locator('#record-form').waitFor();

    assert.equal(await field(page, 'dwelling').locator('input').inputValue(), '9号楼2单元501', "the household's dwelling is not taken over");

    // Every fault at its field at once; then the same form goes through.
    await fill(page, 'id_number', '110105194912310020');
    await fill(page, 'phone', '12');
    await fill(page, 'birth', '1949.13');
    await page.keyboard.press('Control+Enter');
    await field(page, 'name').getByText('必填').waitFor();
    for (const wrong of ['id_number', 'phone', 'birth']) assert.equal(await field(page, wrong).locator('.wrong').count(), 1, `${wrong} is not said`);
    await assertAccessible(page, 'a form with faults');
    await picture(page, 'archive-faults-1440');
    await fill(page, 'name', name);
    await fill(page, 'id_number', number);
    await fill(page, 'phone', '13812345678');
    await fill(page, 'birth', '');
    await pick(page, 'relation', '户主');
    await save(page);
    await page.locator('.related').getByRole('link', { name }).waitFor();

    // By the initials of the name, and by the last four digits.
    await go(page, '/console/archive/people');
    const row = page.locator('tbody tr', { hasText: name.slice(0, 6) });
    for (const words of ['abdrhm', '002x', '5678', '买买提']) {
        await page.keyboard.press('/');
        await page.locator('.find input').fill(words);
        await page.waitForURL(new RegExp(`q=${encodeURIComponent(words)}`));
        await row.waitFor();
        await page.locator('.find input').press('Escape');
        await page.waitForURL((url) => !url.search.includes('q='));
    }
    await row.waitFor();
    assert.match(await row.innerText(), /1949-12-31/);   // from the number
    assert.doesNotMatch(await page.content(), new RegExp(number));
    await assertAccessible(page, 'the list of people');
    await picture(page, 'archive-list-1440');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name }).waitFor();
    await page.locator('.history li').first().waitFor();
    await assertAccessible(page, 'an archive');
    await picture(page, 'archive-1440');

    // The eye asks why; what it shows is for this view alone, and not for paper.
    await page.getByRole('button', { name: '查看公民身份号码' }).click();
    const dialog = page.getByRole('dialog');
    assert.match(await dialog.innerText(), /本人看得到/);
    await dialog.getByRole('button', { name: '查看', exact: true }).click();
    await dialog.getByText('请写明原因').waitFor();
    await dialog.locator('input').fill('入户核对');
    await assertAccessible(page, 'asking why');
    await dialog.getByRole('button', { name: '查看', exact: true }).click();
    await page.locator('[data-fact=id_number]').getByText(number).waitFor();
    await page.emulateMedia({ media: 'print' });
    assert.ok(!(await page.locator('main').innerText()).includes(number), 'the number is printed');
    await picture(page, 'archive-print', { fullPage: true });
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('button', { name: '重新遮盖' }).click();
    assert.ok(!(await page.content()).includes(number), 'the number is still on the page');

    // Changed, and told in words.
    await page.keyboard.press('e');
    await page.locator('#record-form').waitFor();
    await pick(page, 'education', '大学本科');
    await fill(page, 'phone', '13812345679');
    await fill(page, 'note', '每周三上午在家。');
    await save(page);
    const history = page.locator('.history li').first();
    await history.getByText('大学本科').first().waitFor();
    assert.match(await history.innerText(), /138\*{4}5678[\s\S]*138\*{4}5679/);
    assert.match(await page.locator('[data-fact=note]').innerText(), /每周三上午在家/);

    // The same number again: the form says so and leads to the row that bears it.
    await openForm(page, 'people');
    await fill(page, 'name', '又一个');
    await fill(page, 'id_number', number);
    await page.keyboard.press('Control+Enter');
    const there = page.getByRole('link', { name: '打开那一条' });
    await there.waitFor();
    const archive = await there.getAttribute('href');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '丢弃' }).click();
    await go(page, archive);
    await page.getByRole('heading', { name }).waitFor();

    // Ended: the name is said, the reason asked; it leaves the current list and stays to be read.
    await page.getByRole('button', { name: '终止登记' }).click();
    assert.match(await dialog.innerText(), new RegExp(name));
    await dialog.getByRole('button', { name: '已迁出' }).click();
    await assertAccessible(page, 'ending a row');
    await dialog.getByRole('button', { name: '终止登记' }).click();
    await page.locator('.ended-why').getByText('已迁出').waitFor();
    await page.locator('.history').getByText('终止登记').waitFor();
    assert.equal(await page.getByRole('button', { name: /^修改/ }).count(), 0);
    await go(page, '/console/archive/people');
    await page.locator('.panel').waitFor();
    await page.getByRole('button', { name: '已终止' }).click();
    await row.waitFor();
    assertNoFaults(page);
    await server.assertChain();
});

test('of two at one row the second is shown what differs, takes over or keeps, and loses nothing', async () => {
    const one = await openAs(browser, server, 'worker1', { viewport: desk, path: '/console/archive/compounds' });
    await one.locator('.panel').waitFor();
    await one.keyboard.press('n');
    await fill(one, 'name', '前书院街32号院');
    await save(one);
    await one.getByRole('heading', { name: '前书院街32号院' }).waitFor();
    const two = await openAs(browser, server, 'worker2', { viewport: laptop, path: new URL(one.url()).pathname });
    await two.getByRole('heading', { name: '前书院街32号院' }).waitFor();
    for (const page of [two, one]) {
        await page.keyboard.press('e');
        await page.locator('#record-form').waitFor();
    }
    await fill(two, 'households', '120');
    await fill(two, 'note', '我写的');
    await fill(one, 'households', '118');
    await fill(one, 'built_year', '1998');
    await save(one);
    await two.keyboard.press('Control+Enter');
    const told = two.locator('.conflict');
    await told.waitFor();
    const clerk = (await json(one, '/api/gate/session')).account.display_name;
    assert.match(await told.innerText(), new RegExp(`${clerk}[\\s\\S]*建成年份[\\s\\S]*户数[\\s\\S]*118[\\s\\S]*120`));
    await assertAccessible(two, 'a conflict in a form');
    await picture(two, 'archive-conflict-1366');
    await told.getByRole('button', { name: '用这个' }).click();
    await save(two);
    const id = new URL(two.url()).pathname.split('/').pop();
    const now = await json(two, `${root}/compounds/${id}`);
    assert.deepEqual([now.households, now.built_year, now.note], [118, 1998, '我写的']);
    await one.locator('[data-fact=note]').getByText('我写的').waitFor();   // it comes to the first by itself
    for (const page of [one, two]) assertNoFaults(page);
});

test('what is typed survives a lost signal, a reload and an expired session, and is written once', async () => {
    const page = await openAs(browser, server, 'worker1', { viewport: laptop });
    await openForm(page, 'people');
    await fill(page, 'name', '𠮷田㛃');
    await fill(page, 'note', '断网时写的');
    await fill(page, 'phone', '13800138000');
    await page.context().setOffline(true);
    await page.keyboard.press('Control+Enter');
    await page.locator('#record-form [role=alert]').waitFor();
    await page.context().setOffline(false);
    page.faults = page.faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED/.test(fault));
    page.once('dialog', (dialog) => dialog.accept());
    await openForm(page, 'people');
    await page.locator('#record-form').getByText('接着上次没保存的内容填').waitFor();
    assert.equal(await field(page, 'note').locator('textarea').inputValue(), '断网时写的');
    assert.equal(await field(page, 'phone').locator('input').inputValue(), '13800138000');
    const kept = await page.evaluate(() => new Promise((done) => { const asked = indexedDB.open('liren'); asked.onsuccess = () => { const all = asked.result.transaction('drafts').objectStore('drafts').getAll(); all.onsuccess = () => done(JSON.stringify(all.result)); }; }));
    assert.match(kept, /断网时写的/);
    assert.doesNotMatch(kept, /13800138000/, 'a sealed value outlives the tab in clear');
    await page.context().clearCookies();
    await page.keyboard.press('Control+Enter');
    const again = page.getByRole('dialog').filter({ has: page.locator('input[type=password]') });
    await again.locator('input[type=password]').fill(page.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '𠮷田㛃' }).waitFor();
    assert.equal((await json(page, `${root}/people?q=${encodeURIComponent('𠮷田')}`)).items.length, 1);
    await openForm(page, 'people');
    assert.equal(await field(page, 'name').locator('input').inputValue(), '', 'the draft is still there');
    assertNoFaults(page);
});

test('a list is paged, narrowed and sent to a colleague by its address, and follows what others do', async () => {
    const clerk = await openAs(browser, server, 'worker1', { viewport: laptop });
    const { grants } = await json(clerk, '/api/gate/session');
    const add = (label, more = {}) => clerk.request.post(`${root}/households`, { data: { client_ref: uuid7(), area: grants[0].area, label, ...more }, headers: { origin: server.url } });
    for (let i = 0; i < 58; ++i) assert.equal((await add(`翻页户${String(i).padStart(2, '0')}`, { household_kind: i % 2 ? 'family' : 'collective' })).status(), 201);
    await clerk.goto(`/console/archive/households?q=${encodeURIComponent('翻页户')}`);
    const rows = clerk.locator('tbody tr');
    await rows.nth(49).waitFor();
    assert.equal(await rows.count(), 50);
    await clerk.getByRole('button', { name: '下一页' }).click();
    await clerk.getByText('第 2 页').waitFor();
    await rows.filter({ hasText: '翻页户57' }).waitFor();
    assert.equal(await rows.count(), 8);
    const second = new URL(clerk.url());
    await rows.filter({ hasText: '翻页户57' }).click();
    await clerk.getByRole('heading', { name: '翻页户57' }).waitFor();
    await clerk.keyboard.press('Escape');
    await clerk.getByText('第 2 页').waitFor();
    await clerk.getByRole('button', { name: '上一页' }).click();
    await rows.nth(49).waitFor();

    // The address alone brings a colleague to the same rows; from there the way leads to the front.
    const colleague = await openAs(browser, server, 'worker1', { viewport: laptop, path: second.pathname + second.search });
    await colleague.locator('tbody tr', { hasText: '翻页户57' }).waitFor();
    await colleague.getByRole('button', { name: '回到第一页' }).click();
    await colleague.locator('tbody tr', { hasText: '翻页户00' }).waitFor();
    await colleague.locator('.kind input').first().click();
    await colleague.getByRole('option', { name: '家庭户' }).click();
    await colleague.waitForURL(/household_kind=family/);
    await colleague.waitForFunction(() => document.querySelectorAll('tbody tr').length === 29);
    await colleague.locator('.where input').fill('第1网格');
    await colleague.getByRole('option', { name: '第1网格' }).first().click();
    await colleague.waitForURL(/area=/);
    await colleague.locator('.panel').getByText('没有符合的记录').waitFor();
    await colleague.getByRole('button', { name: '清除筛选' }).last().click();
    await colleague.locator('.lamp.on').waitFor();
    await colleague.locator('tbody tr').first().waitFor();
    await colleague.mouse.move(4, 4);

    // A row that somebody else adds stands there by itself.
    assert.equal((await add('阿一户')).status(), 201);
    await colleague.locator('tbody tr', { hasText: '阿一户' }).waitFor();
    for (const page of [clerk, colleague]) assertNoFaults(page);
});

test('who may not manage reads, and is offered nothing that would be refused', async () => {
    const leader = await openAs(browser, server, 'leader', { viewport: desk, path: '/console/archive/households' });
    await leader.locator('tbody tr').first().waitFor();
    assert.equal(await leader.getByRole('button', { name: /^新增/ }).count(), 0);
    await leader.keyboard.press('n');
    await leader.locator('tbody a.name').first().click();
    await leader.locator('.history li').first().waitFor();
    assert.equal(await leader.getByRole('button', { name: /新增|修改|终止|查看/ }).count(), 0);
    await leader.goto('/console/archive/key-group-tags');
    await leader.getByText('没有这份档案').waitFor();
    assertNoFaults(leader);
});

test('on a phone and in English the archive reads well, and nobody scrolls sideways', async () => {
    const clerk = await openAs(browser, server, 'worker1', { viewport: phone, path: '/console/archive/people' });
    await clerk.locator('.cards li').first().waitFor();
    await assertAccessible(clerk, 'the list on a phone');
    await assertNoSidewaysScroll(clerk);
    await picture(clerk, 'archive-list-390');
    assert.ok(await clerk.locator('.rail').getByText('演示数据').first().isVisible(), 'what is invented is not said on a phone');
    await clerk.getByRole('button', { name: '全部页面' }).click();
    await clerk.locator('.rail').getByRole('link', { name: '房屋' }).waitFor();
    await assertAccessible(clerk, 'all pages on a phone');
    await assertNoSidewaysScroll(clerk);
    await picture(clerk, 'menu-390');
    await clerk.locator('.rail').getByRole('link', { name: '房屋' }).click();
    await clerk.getByRole('heading', { name: '房屋' }).waitFor();
    assert.equal(await clerk.locator('.rail').getByRole('link', { name: '居民' }).count(), 0, 'the list of pages stays open');
    await clerk.goBack();
    await clerk.locator('.cards li').first().waitFor();
    await clerk.locator('.cards a.name').first().click();
    await clerk.locator('.history li').first().waitFor();
    await assertAccessible(clerk, 'an archive on a phone');
    await assertNoSidewaysScroll(clerk);
    await picture(clerk, 'archive-390', { fullPage: true });
    await clerk.getByRole('button', { name: /^修改/ }).click();
    await clerk.locator('#record-form').waitFor();
    await assertAccessible(clerk, 'the form on a phone');
    await assertNoSidewaysScroll(clerk);
    await picture(clerk, 'archive-form-390');

    const english = await openAs(browser, server, 'worker1', { viewport: laptop, locale: 'en-GB' });
    await english.addInitScript(() => localStorage.setItem('liren.language', 'en'));
    await openForm(english, 'people');
    await english.getByRole('heading', { name: 'New resident' }).waitFor();
    assert.doesNotMatch(await english.locator('#record-form label, #record-form h3').allInnerTexts().then((all) => all.join(' ')), /[\u4e00-\u9fff]/);
    await assertAccessible(english, 'the form in English');
    await picture(english, 'archive-form-english-1366');
    for (const page of [clerk, english]) assertNoFaults(page);
});
