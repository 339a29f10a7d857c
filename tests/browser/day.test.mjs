// The ways in and what becomes of them: the counter by keyboard, the telephone, a chat group, a 12345 order; told twice; up, watched, not solved.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, startServer, uuid7 } from '../api/harness.mjs';
import { act, api, door, moveTo, people, report, show, signInAll } from '../api/people.mjs';
import { assertAccessible, assertNoFaults, assertNoSidewaysScroll, desk, laptop, openAs, openBrowser, openPage, phone, picture } from './browser.mjs';
import { Job } from './jobs.mjs';

const server = await startServer({ demo: true, cases: 30 });
const cast = await signInAll(server, ['clerk', 'secondWorker', 'gridWorker', 'leader']);
const browser = await openBrowser();
const community = cast.clerk.session.grants[0].area;
const grid = cast.gridWorker.session.grants[0].area;
const number = '13900112233';
const building = (await cast.clerk.post(`${api}/buildings`, { client_ref: uuid7(), area: grid, name: '3号楼' }, { expect: 201 })).body;
const home = (await cast.clerk.post(`${api}/dwellings`, { client_ref: uuid7(), area: grid, building: building.id, label: '501' }, { expect: 201 })).body;
await cast.clerk.post(`${api}/people`, { client_ref: uuid7(), area: grid, name: '欧阳·阿依古丽', phone: number, dwelling: home.id }, { expect: 201 });

/** The same page for elders: larger, and still nobody scrolls sideways. */
async function asElder(page, name) {
    await page.evaluate(() => document.documentElement.setAttribute('data-elder', ''));
    await assertNoSidewaysScroll(page, name);
    await assertAccessible(page, name);
    await picture(page, name, { fullPage: true });
    await page.evaluate(() => document.documentElement.removeAttribute('data-elder'));
}

test('a caller is registered by keyboard in twenty seconds: the number finds the person, and an Enter that ends a composition moves nothing', async () => {
    const earlier = await report(cast.clerk, { source: 'telephone', phone: number, text: '单元门关不上' });
    const clerk = await openAs(browser, server, people.clerk, { viewport: desk, path: '/console/' });
    await clerk.getByRole('heading', { name: '案件' }).waitFor();
    const job = new Job(clerk, 'counter: register a caller by keyboard');
    await job.press('F2');
    await clerk.locator('[name="phone"]:focus').waitFor();
    await job.type(number);
    await clerk.getByText('欧阳·阿依古丽').first().waitFor();
    await clerk.getByText('单元门关不上').waitFor();
    assert.equal(await clerk.getByLabel('姓名').first().inputValue(), '欧阳·阿依古丽');
    await job.press('Enter');
    await job.press('Enter');
    const words = clerk.getByLabel('什么事');
    await words.and(clerk.locator(':focus')).waitFor();
    await job.type('楼道灯不亮');
    await words.evaluate((field) => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })));
    await words.and(clerk.locator(':focus')).waitFor();
    assert.equal(await clerk.getByLabel('类别').inputValue(), 'corridor_lamp', 'the words choose the category');
    await assertAccessible(clerk, 'counter');
    await picture(clerk, 'counter-1440', { readme: true });
    await job.press('Enter');
    assert.match(await clerk.getByLabel('地点').inputValue(), /501/);
    await job.press('Enter');
    await job.press('Enter');
    await clerk.getByText('已登记').waitFor();
    assert.ok(job.done({ at: 'keyboard, 1440' }) <= 20, `${job.seconds} s`);
    await picture(clerk, 'counter-done-1440');
    const [made] = (await cast.clerk.get(`${api}/cases?limit=1`, { expect: 200 })).body.items;
    const one = (await show(cast.clerk, made.id)).body;
    assert.deepEqual([one.text, one.category, one.grid], ['楼道灯不亮', 'corridor_lamp', grid]);
    assert.notEqual(one.id, earlier.id);
    assertNoFaults(clerk);
});

test('a chat pasted from a group becomes a case with who said it and when', async () => {
    const clerk = await openAs(browser, server, people.clerk, { viewport: laptop, path: '/console/new' });
    const job = new Job(clerk, 'chat: a message of a group becomes a case');
    await job.tap(clerk.getByLabel('微信群'));
    const chat = '李大妈 2026/11/25 9:12\n3号楼路灯又不亮了\n晚上摔了人\n王小虎 2026/11/25 9:13\n我家也看不见\n李大妈 2026/11/25 9:15\n快来修吧';
    job.taps++;
    await clerk.getByLabel('粘贴群聊').fill(chat);
    await clerk.getByText('王小虎').waitFor();
    assert.equal(await clerk.getByLabel('什么事').inputValue(), '3号楼路灯又不亮了\n晚上摔了人\n快来修吧\n（群里 2026/11/25 9:12）');
    await job.fill(clerk.getByLabel('地点'), '3号楼前');
    await assertAccessible(clerk, 'chat');
    await picture(clerk, 'chat-1366');
    await job.press('Control+Enter');
    await clerk.getByText('已登记').waitFor();
    job.done({ at: '1366' });
    assertNoFaults(clerk);
});

test('a chat of ten thousand lines is read as far as it goes, and says so', async () => {
    const clerk = await openAs(browser, server, people.clerk, { viewport: desk, path: '/console/new' });
    await clerk.getByLabel('微信群').click();
    await clerk.getByLabel('粘贴群聊').evaluate((field, text) => { const clipboardData = new DataTransfer(); clipboardData.setData('text/plain', text); field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })); }, Array.from({ length: 10_000 }, (_, i) => `邻居${i % 40}：第${i}句`).join('\n'));
    await clerk.getByText('太长了').waitFor();
    assert.ok((await clerk.getByLabel('什么事').inputValue()).length <= 5000);
    assertNoFaults(clerk);
});

test('a 12345 order is registered with its number and deadline', async () => {
    const clerk = await openAs(browser, server, people.clerk, { viewport: desk, path: '/console/new' });
    const job = new Job(clerk, '12345: register an order');
    await job.tap(clerk.getByLabel('12345', { exact: true }));
    await job.fill(clerk.getByLabel('12345工单号'), '2026112512345');
    await job.fill(clerk.getByLabel('工单要求的期限'), '2026-12-05T18:00');
    await job.fill(clerk.getByLabel('什么事'), '小区门口占道经营');
    await job.fill(clerk.getByLabel('地点'), '东门');
    await job.press('Control+Enter');
    await clerk.getByText('已登记').waitFor();
    job.done({ at: '1440' });
    await clerk.getByRole('link', { name: '打开案件' }).click();
    await clerk.getByText('2026112512345').waitFor();
    await picture(clerk, 'order-1440');
    await clerk.goto('/console/new');
    await clerk.getByLabel('12345', { exact: true }).click();
    await clerk.getByLabel('12345工单号').fill('2026112512345');
    await clerk.getByLabel('什么事').fill('小区门口占道经营');
    await clerk.getByLabel('地点').fill('东门');
    await clerk.keyboard.press('Control+Enter');
    await clerk.getByText('这张工单已经登记过').waitFor();
    assertNoFaults(clerk);
});

test('a question is answered while it is asked, on a phone too', async () => {
    const clerk = await openAs(browser, server, people.clerk, { viewport: phone, path: '/console/new' });
    const job = new Job(clerk, 'enquiry: answered while it is asked');
    await job.tap(clerk.getByLabel('咨询'));
    await job.fill(clerk.getByLabel('什么事'), '老年证怎么办');
    await job.fill(clerk.getByLabel('当场答复'), '带身份证到一楼窗口');
    await assertNoSidewaysScroll(clerk);
    await assertAccessible(clerk, 'enquiry on a phone');
    await picture(clerk, 'enquiry-390', { fullPage: true });
    await job.tap(clerk.getByRole('button', { name: '登记并办结' }));
    await clerk.getByText('已登记并答复').waitFor();
    job.done({ at: '390' });
    assertNoFaults(clerk);
});

test('what is told twice is seen while it is written, and registered as the same matter', async () => {
    const first = await report(client(server), { category: 'drain', text: '污水井盖往外翻水' });
    const clerk = await openAs(browser, server, people.clerk, { viewport: laptop, path: '/console/new' });
    await clerk.getByLabel('什么事').fill('污水井盖翻水臭气熏天');
    await clerk.getByLabel('地点').fill('菜市场门口');
    const known = clerk.getByRole('complementary', { name: '可能已有人反映' });
    await known.getByText(first.number).waitFor();
    await known.getByLabel('是同一件，登记后并案').first().check();
    await assertAccessible(clerk, 'told twice');
    await picture(clerk, 'alike-1366', { readme: true });
    await clerk.keyboard.press('Control+Enter');
    await clerk.getByText(`已并入 ${first.number}`).waitFor();
    await clerk.getByRole('link', { name: '打开案件' }).click();
    await clerk.getByText('已并案').first().waitFor();
    await clerk.getByRole('link', { name: first.number }).click();
    await clerk.getByText('并入这件的 1 件').waitFor();
    await picture(clerk, 'merged-1366');
    assertNoFaults(clerk);
});

test('a resident sees that it is known already, and no more than place, day and state', async () => {
    await report(client(server), { category: 'dust', text: '夜里拆楼扬尘满天' });
    const page = await openPage(browser, server, { viewport: phone, path: `/q/${door}` });
    await page.locator('textarea').first().fill('拆楼扬尘满天飞，夜里拆楼');
    await page.getByText('附近已有人反映').waitFor();
    assert.equal(await page.getByText('夜里拆楼扬尘满天').count(), 0);
    await assertAccessible(page, 'known already');
    await assertNoSidewaysScroll(page);
    await picture(page, 'known-390', { fullPage: true });
    await asElder(page, 'known-elder-390');
    assertNoFaults(page);
});

test('a case goes up, is watched from above, and who handles it reads what is expected', async () => {
    const made = await report(client(server));
    await act(cast.clerk, made.id, 'acceptance');
    const clerk = await openAs(browser, server, people.clerk, { viewport: desk, path: `/console/cases/${made.id}` });
    await clerk.getByRole('button', { name: '上报' }).click();
    const dialog = clerk.getByRole('dialog');
    await dialog.getByRole('button', { name: '上报' }).click();
    await dialog.getByText('请选转给谁').waitFor();
    await dialog.getByLabel('上报到').selectOption({ label: '城区城市管理局 · 部门' });
    assert.equal(await dialog.getByRole('option', { name: /居民委员会/ }).count(), 0);
    await dialog.getByLabel('上报原因').fill('涉及市政管网');
    await assertAccessible(clerk, 'passing up');
    await dialog.getByRole('button', { name: '上报' }).click();
    await clerk.getByText('待签收').first().waitFor();

    const leader = await openAs(browser, server, people.leader, { viewport: phone, path: `/console/cases/${made.id}` });
    const job = new Job(leader, 'push what is late: supervise');
    await job.tap(leader.getByRole('button', { name: '督办' }));
    await job.fill(leader.getByRole('dialog').getByLabel('督办要求'), '今天办结');
    await assertNoSidewaysScroll(leader);
    await picture(leader, 'supervise-390');
    await job.tap(leader.getByRole('dialog').getByRole('button', { name: '督办' }));
    await leader.getByText('今天办结').first().waitFor();
    job.done({ at: '390' });
    await clerk.getByText('督办：').first().waitFor();
    await picture(clerk, 'supervised-1440');
    await clerk.goto('/console/?supervised=1');
    await clerk.getByText(made.number).waitFor();
    await picture(clerk, 'board-supervised-1440');
    for (const page of [clerk, leader]) assertNoFaults(page);
});

test('a reporter who finds it not solved has it taken up again, by number and code', async () => {
    const made = await report(client(server));
    await moveTo(cast, made.id, 'closed');
    const page = await openPage(browser, server, { viewport: phone, path: `/s/${made.number}?d=140502` });
    const job = new Job(page, 'dispute a closing');
    await job.fill(page.getByLabel('查询码'), made.code);
    await job.tap(page.getByRole('button', { name: /查/ }).first());
    await page.getByText('其实没有解决？').waitFor();
    await job.tap(page.getByText('其实没有解决？'));
    await job.fill(page.getByLabel('哪里没解决'), '还是不亮');
    await assertAccessible(page, 'dispute');
    await assertNoSidewaysScroll(page);
    await picture(page, 'dispute-390', { fullPage: true });
    await asElder(page, 'dispute-elder-390');
    await job.tap(page.getByRole('button', { name: '请重新办理' }));
    await page.getByText('已经受理，正在安排谁来办').waitFor();
    job.done({ at: '390' });
    assert.equal((await show(cast.clerk, made.id)).body.disputes, 1);
    assertNoFaults(page);
});

test('the board finds two characters among every state, and lists questions alone', async () => {
    await report(client(server), { text: '鸳鸯桥头的栏杆松了' });
    await report(client(server), { kind: 'enquiry', text: '什么时候供暖' });
    const clerk = await openAs(browser, server, people.clerk, { viewport: desk, path: '/console/' });
    await clerk.getByPlaceholder('编号、地点、事由').fill('鸳鸯');
    await clerk.locator('tbody tr:only-child').getByText('鸳鸯桥头的栏杆松了').waitFor();
    await clerk.getByPlaceholder('编号、地点、事由').fill('');
    await clerk.getByLabel('类型').selectOption('enquiry');
    await clerk.getByText('什么时候供暖').waitFor();
    await assertAccessible(clerk, 'board with kinds');
    await picture(clerk, 'board-kinds-1440');
    assertNoFaults(clerk);
});

test('two cases are linked and unlinked from the case', async () => {
    const one = await report(client(server), { text: '花坛砖松了' }), other = await report(client(server), { text: '健身器材坏了', category: 'other' });
    const clerk = await openAs(browser, server, people.clerk, { viewport: laptop, path: `/console/cases/${one.id}` });
    await clerk.getByRole('button', { name: '关联案件' }).click();
    const dialog = clerk.getByRole('dialog');
    await dialog.getByRole('searchbox').fill(other.number);
    await dialog.getByRole('button', { name: new RegExp(other.number) }).click();
    await assertAccessible(clerk, 'linking');
    await picture(clerk, 'link-1366');
    await dialog.getByRole('button', { name: '关联案件' }).click();
    await clerk.getByRole('button', { name: `取消关联 ${other.number}` }).click();
    await clerk.getByText(`已取消关联 ${other.number}`).waitFor();
    assertNoFaults(clerk);
});

test('a leader reads the morning on a phone, and a figure opens onto its rows', async () => {
    await act(cast.leader, (await report(client(server))).id, 'supervision', { text: '盯住' });
    const leader = await openAs(browser, server, people.leader, { viewport: phone, path: '/console/morning' });
    const job = new Job(leader, 'what is late, and its rows');
    await leader.getByRole('heading', { name: '早报' }).waitFor();
    await leader.getByText('督办中').first().waitFor();
    await assertAccessible(leader, 'morning');
    await assertNoSidewaysScroll(leader);
    await picture(leader, 'morning-390', { readme: true });
    const figure = leader.getByRole('navigation', { name: '早报' }).getByRole('link', { name: /昨天以来新的/ });
    const count = Number(/\d+/.exec(await figure.innerText())[0]);
    await job.tap(figure);
    await leader.locator('tbody tr').nth(Math.min(40, count) - 1).waitFor();
    assert.equal(await leader.locator('tbody tr').count(), Math.min(40, count));
    job.done({ at: '390' });
    const wide = await openAs(browser, server, people.leader, { viewport: desk, path: '/console/morning' });
    await wide.getByText('督办中').first().waitFor();
    await picture(wide, 'morning-1440');
    for (const page of [leader, wide]) assertNoFaults(page);
});

test('the public page of a community is read without a script', async () => {
    const { code, name } = (await cast.clerk.get(`/api/city/areas/${community}`, { expect: 200 })).body;
    for (const [viewport, picture_name] of [[phone, 'community-390'], [desk, 'community-1440']]) {
        const page = await openPage(browser, server, { viewport, path: `/c/${code}`, javaScriptEnabled: false });
        await page.getByRole('heading', { name, exact: true }).waitFor();
        await page.getByText('本月办了什么').waitFor();
        await picture(page, picture_name, { fullPage: true });
        const [wide, seen] = [await page.locator('html').evaluate((html) => html.scrollWidth).catch(() => 0), viewport.width];
        assert.ok(wide <= seen + 1);
    }
});

test('who goes home with paper gets a slip, and door codes are printed four to a page', async () => {
    const clerk = await openAs(browser, server, people.clerk, { viewport: laptop, path: '/console/new' });
    await clerk.getByLabel('什么事').fill('井盖响');
    await clerk.getByLabel('地点').fill('东门');
    await clerk.keyboard.press('Control+Enter');
    await clerk.getByRole('button', { name: '回执' }).click();
    const dialog = clerk.getByRole('dialog');
    await dialog.getByRole('img', { name: '查进度的二维码' }).waitFor();
    await assertAccessible(clerk, 'slip');
    await picture(clerk, 'slip-1366');
    await clerk.emulateMedia({ media: 'print' });
    await picture(clerk, 'slip-print');
    await clerk.emulateMedia({ media: 'screen' });
    await clerk.goto('/console/doors');
    await clerk.getByRole('button', { name: '给每个网格' }).click();
    await clerk.locator('.door').nth(2).waitFor();
    await clerk.getByRole('button', { name: '给每栋楼' }).click();
    await clerk.getByRole('heading', { name: '3号楼', exact: true }).first().waitFor();
    await assertAccessible(clerk, 'doors');
    await picture(clerk, 'doors-1366');
    await clerk.emulateMedia({ media: 'print' });
    await picture(clerk, 'doors-print', { fullPage: true });
    await clerk.emulateMedia({ media: 'screen' });
    await clerk.setViewportSize(phone);
    await assertNoSidewaysScroll(clerk);
    await picture(clerk, 'doors-390', { fullPage: true });
    assertNoFaults(clerk);
});

test('in English the counter fits at 1366 and on a phone', async () => {
    for (const [viewport, name] of [[laptop, 'counter-en-1366'], [phone, 'counter-en-390']]) {
        const clerk = await openAs(browser, server, people.clerk, { viewport, locale: 'en-GB' });
        await clerk.addInitScript(() => localStorage.setItem('liren.language', 'en'));
        await clerk.goto('/console/new');
        await clerk.getByLabel('What is it').waitFor();
        await assertNoSidewaysScroll(clerk);
        await picture(clerk, name, { fullPage: true });
        assertNoFaults(clerk);
    }
});
