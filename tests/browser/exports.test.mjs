// Rows leave the house: a clerk asks on a register's list and says why, the subdistrict's leader decides in a window of their own, the
// clerk fetches the file; another request is refused with a reason; what is printed says who printed it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../api/harness.mjs';
import { assertAccessible, assertNoFaults, assertNoSidewaysScroll, desk, laptop, openAs, openBrowser, phone, picture } from './browser.mjs';

const server = await startServer({ demo: true, cases: 10, registered: 300 });
const browser = await openBrowser();

const dialog = (page) => page.getByRole('dialog');
async function ask(page, reason, { clear = false, all = false, format = 'Excel' } = {}) {
    await page.locator('.page-head').getByRole('button', { name: '导出' }).click();
    if (all) await dialog(page).getByLabel(/^全部列/).check();
    if (clear) await dialog(page).getByLabel('完整显示').check();
    await dialog(page).getByLabel(new RegExp(format)).check();
    await dialog(page).getByLabel('用途').fill(reason);
    await dialog(page).getByRole('button', { name: '提交申请' }).click();
    await dialog(page).getByText(/等待审批/).waitFor();
}
async function bytesOf(download) {
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    return Buffer.concat(chunks);
}

test('a clerk asks for a list, the leader approves in a second window, the clerk fetches the file', async () => {
    const clerk = await openAs(browser, server, 'worker1', { viewport: desk, path: '/console/exports' });
    await clerk.locator('.panel').getByText('还没有导出过').waitFor();
    await assertAccessible(clerk, 'no exports yet');
    await picture(clerk, 'exports-none-1440');
    const leader = await openAs(browser, server, 'street2', { viewport: laptop, path: '/console/export-requests' });
    await leader.locator('.panel').getByText('没有等待审批的申请').waitFor();
    await assertAccessible(leader, 'no requests');
    assert.equal(await leader.locator('.rail .badge').count(), 0);

    await clerk.goto('/console/archive/people?sex=2');
    await clerk.locator('table.sheet, .records, a.name').first().waitFor();
    await clerk.locator('.page-head').getByRole('button', { name: '导出' }).click();
    await dialog(clerk).getByRole('button', { name: '提交申请' }).click();
    await dialog(clerk).getByText('请写明用途').waitFor();
    await dialog(clerk).getByLabel('完整显示').check();
    await dialog(clerk).getByText('完整号码须经审批').waitFor();
    await assertAccessible(clerk, 'the dialogue');
    await picture(clerk, 'export-dialog-1440');
    await clerk.keyboard.press('Escape');
    await ask(clerk, '妇女权益保障宣传入户名单', { format: '纯文本' });
    await picture(clerk, 'export-sent-1440');

    // The leader's window hears of it: the badge, the request, and what it holds.
    await leader.locator('.rail .badge').getByText('1').waitFor();
    const request = leader.locator('.item');
    await request.getByText('妇女权益保障宣传入户名单').waitFor();
    assert.match(await request.innerText(), /性别：女[\s\S]*遮盖[\s\S]*姓名、公民身份号码/);
    await assertAccessible(leader, 'a request');
    await assertNoSidewaysScroll(leader);
    await picture(leader, 'export-requests-1366');
    await dialog(clerk).getByRole('link', { name: '查看我的导出' }).click();
    await clerk.locator('.item').getByText('等待审批').waitFor();
    await request.getByRole('button', { name: '批准', exact: true }).click();
    await leader.locator('.panel').getByText('没有等待审批的申请').waitFor();
    await leader.locator('.rail .badge').waitFor({ state: 'detached' });

    await clerk.locator('.item').getByText('可以下载').waitFor();
    await assertAccessible(clerk, 'an export that is ready');
    await picture(clerk, 'exports-ready-1440');
    const [download] = await Promise.all([clerk.waitForEvent('download'), clerk.locator('.item').getByRole('button', { name: '下载' }).click()]);
    assert.match(download.suggestedFilename(), /^居民-\d{4}-\d{4}\.csv$/);
    const lines = (await bytesOf(download)).toString('utf8').trim().split('\r\n');
    assert.match(lines[0], /居民：\d+ 行，敏感信息已遮盖/);
    assert.match(lines[2], /妇女权益保障宣传入户名单/);
    assert.match(lines[3], /姓名,/);
    assert.ok(lines.length > 10 && lines.slice(4).every((line) => line.includes(',女,')));
    await clerk.locator('.item').getByText('已下载 1 次').waitFor();
    for (const page of [clerk, leader]) assertNoFaults(page);
});

test('clear values are asked for by name, shown to the approver as such, and refused with a reason', async () => {
    const clerk = await openAs(browser, server, 'worker1', { viewport: laptop, path: '/console/archive/people' });
    await clerk.locator('a.name').first().waitFor();
    await ask(clerk, '核对号码', { clear: true, all: true });
    const leader = await openAs(browser, server, 'street2', { viewport: phone, path: '/console/export-requests' });
    const request = leader.locator('.item').first();
    await request.getByText('未遮盖的个人信息').waitFor();
    await assertNoSidewaysScroll(leader);
    await assertAccessible(leader, 'a request for clear values on a phone');
    await picture(leader, 'export-requests-390', { fullPage: true });
    await request.getByRole('button', { name: '不批准' }).click();
    await dialog(leader).getByRole('button', { name: '请改为遮盖导出' }).click();
    await picture(leader, 'export-refuse-390');
    await dialog(leader).getByRole('button', { name: '不批准' }).click();
    await leader.locator('.panel').getByText('没有等待审批的申请').waitFor();
    await dialog(clerk).getByRole('link', { name: '查看我的导出' }).click();
    await clerk.locator('.item').first().getByText('请改为遮盖导出').waitFor();
    await picture(clerk, 'exports-mixed-1366');
    await assertNoSidewaysScroll(clerk);
    for (const page of [clerk, leader]) assertNoFaults(page);
});

test('the administrator sets what passes without approval, and the next masked export begins at once', async () => {
    const administrator = await openAs(browser, server, 'admin', { viewport: desk, path: '/console/export-rules' });
    await administrator.getByLabel('免审批的行数').waitFor();
    assert.equal(await administrator.getByLabel('免审批的行数').inputValue(), '0');
    await assertAccessible(administrator, 'the rules');
    await picture(administrator, 'export-rules-1440');
    await administrator.getByLabel('免审批的行数').fill('一百');
    await administrator.locator('form').first().getByRole('button', { name: '保存' }).click();
    await administrator.getByText('请填整数').waitFor();
    await administrator.getByLabel('免审批的行数').fill('5000');
    await administrator.locator('form').first().getByRole('button', { name: '保存' }).click();
    await administrator.getByText('已保存').waitFor();
    const days = administrator.getByLabel('没有写入的上传保留几天');
    assert.equal(await days.inputValue(), '30');
    await days.fill('400');
    await administrator.locator('.import-days').getByRole('button', { name: '保存' }).click();
    await administrator.locator('.import-days [aria-invalid=true]').waitFor();
    await days.fill('20');
    await administrator.locator('.import-days').getByRole('button', { name: '保存' }).click();
    await administrator.locator('.import-days [aria-invalid=true]').waitFor({ state: 'detached' });
    for (let tries = 0; tries < 100 && (await (await administrator.request.get('/api/d/140502/import-parameters')).json()).days_kept !== 20; ++tries) await administrator.waitForTimeout(50);
    assert.equal((await (await administrator.request.get('/api/d/140502/import-parameters')).json()).days_kept, 20);
    await assertAccessible(administrator, 'the rules of imports');
    const clerk = await openAs(browser, server, 'worker1', { viewport: phone, path: '/console/archive/people' });
    await clerk.locator('a.name').first().waitFor();
    await assertNoSidewaysScroll(clerk);
    await picture(clerk, 'archive-export-390');
    await clerk.locator('.page-head').getByRole('button', { name: '导出' }).click();
    await dialog(clerk).getByText('不超过 5000 行免审批').waitFor();
    await dialog(clerk).getByRole('button', { name: '入户走访名单' }).click();
    await picture(clerk, 'export-dialog-390');
    await dialog(clerk).getByRole('button', { name: '提交申请' }).click();
    await dialog(clerk).getByText('正在制作').waitFor();
    await dialog(clerk).getByRole('link', { name: '查看我的导出' }).click();
    await clerk.locator('.item').first().getByText('可以下载').waitFor();
    await assertNoSidewaysScroll(clerk);
    await picture(clerk, 'exports-390', { fullPage: true });
    for (const page of [administrator, clerk]) assertNoFaults(page);
});

test('in English nothing is missing', async () => {
    const clerk = await openAs(browser, server, 'worker1', { viewport: desk, locale: 'en', path: '/console/exports' });
    await clerk.evaluate(() => localStorage.setItem('liren.language', 'en'));
    await clerk.reload();
    await clerk.getByRole('heading', { name: 'My exports' }).waitFor();
    await clerk.locator('.item').first().waitFor();
    await picture(clerk, 'exports-en-1440');
    await clerk.goto('/console/archive/people');
    await clerk.locator('a.name').first().waitFor();
    await clerk.locator('.page-head').getByRole('button', { name: 'Export' }).click();
    await dialog(clerk).getByText('Purpose').first().waitFor();
    await picture(clerk, 'export-dialog-en-1440');
    assert.doesNotMatch(await dialog(clerk).innerText(), /exports\.|[\u4e00-\u9fff]/);
    assertNoFaults(clerk);
});

test('what is printed says who printed it and when, on a list and on an archive', async () => {
    const clerk = await openAs(browser, server, 'worker1', { viewport: desk, path: '/console/archive/people' });
    const mark = clerk.locator('.print-mark');
    await clerk.locator('a.name').first().waitFor();
    assert.equal(await mark.isVisible(), false);
    await clerk.emulateMedia({ media: 'print' });
    assert.match(await mark.innerText(), /打印于 \d{4}年\d+月\d+日 \d\d:\d\d/);
    await picture(clerk, 'archive-list-print');
    await clerk.emulateMedia({ media: 'screen' });
    await clerk.locator('a.name').first().click();
    await clerk.locator('.facts-card').waitFor();
    await clerk.emulateMedia({ media: 'print' });
    const name = await clerk.evaluate(async () => (await (await fetch('/api/gate/session')).json()).account.display_name);
    assert.ok((await mark.innerText()).startsWith(name));
    await picture(clerk, 'archive-print', { fullPage: true });
    assertNoFaults(clerk);
});
