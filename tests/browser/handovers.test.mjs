// A case goes to a unit that does not sign in: by link and PIN, answered on any phone without JavaScript; and by letter.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, startServer } from '../api/harness.mjs';
import { api, moveTo, people, report, show, signInAll } from '../api/people.mjs';
import { assertAccessible, assertNoFaults, assertNoSidewaysScroll, desk, laptop, openAs, openBrowser, openPage, phone, photo, picture } from './browser.mjs';
import { Job } from './jobs.mjs';

const server = await startServer({ demo: true, cases: 60 });
const cast = await signInAll(server);
const browser = await openBrowser();

async function held() {
    const reporter = client(server);
    const file = await reporter.uploadJpeg({ bytes: photo(server).buffer });
    const made = await report(reporter, { text: '路口变压器冒烟，味道很大', files: [file], name: '周小云', phone: '13800001234' });
    await moveTo(cast, made.id, 'handling');
    return made;
}

async function handOver(page, { unit, way = '链接＋口令（发微信或短信）', shot }) {
    await page.getByRole('button', { name: '交外单位' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '交外单位' }).click();
    await dialog.getByText('请写单位名称').waitFor();
    await dialog.getByLabel('交给哪个单位').fill(unit);
    await dialog.getByLabel('对方电话').fill('0356-5550201');
    await dialog.getByLabel(way).check();
    await dialog.getByLabel('为什么交出去').fill('变压器归供电公司管');
    await assertAccessible(page, 'handing over');
    if (shot) await picture(page, `handover-dialog-${shot}`);
    await dialog.getByRole('button', { name: '交外单位' }).click();
    await dialog.getByText('口令只显示这一次').waitFor();
    await assertAccessible(page, 'the PIN');
    if (shot) await picture(page, `handover-pin-${shot}`);
    return { pin: (await dialog.locator('.once').textContent()).trim(), dialog };
}

const linkOf = async (made) => new URL((await cast.gridWorker.get(`${api}/cases/${made.id}/handovers`)).body.items.at(-1).link.url).pathname;

test('hand over by link, answer by link: an outside unit answers on a phone without JavaScript, and the desk sees it at once', async () => {
    const made = await held();
    const worker = await openAs(browser, server, people.gridWorker, { viewport: desk, path: `/console/cases/${made.id}` });
    await worker.getByText('要供电、燃气').waitFor();
    const { pin, dialog } = await handOver(worker, { unit: '区供电公司', shot: '1440' });
    await dialog.getByRole('button', { name: '口令已告知' }).click();
    const card = worker.locator('.outside .unit').first();
    await card.getByText('已送出，未打开').waitFor();
    await worker.getByRole('button', { name: '办结' }).click();
    const completing = worker.getByRole('dialog');
    await completing.locator('textarea').fill('等结果');
    await completing.getByRole('button', { name: '办结' }).click();
    await worker.getByText('交给外单位的事还没有结果').first().waitFor();

    const path = await linkOf(made);
    const unit = await openPage(browser, server, { viewport: phone, path, javaScriptEnabled: false });
    await picture(unit, 'handover-link-pin-390');
    await unit.getByLabel('六位口令').fill(pin === '000000' ? '111111' : '000000');
    await unit.getByRole('button', { name: '打开' }).click();
    await unit.getByText('还可以再试4次').waitFor();
    const answering = new Job(unit, 'outside unit: answer by link, no account');
    await answering.fill(unit.getByLabel('六位口令'), pin);
    await answering.tap(unit.getByRole('button', { name: '打开' }));
    await unit.getByText('路口变压器冒烟').waitFor();
    assert.ok(!(await unit.content()).includes('周小云'));
    await picture(unit, 'handover-link-matter-390', { fullPage: true });
    await answering.tap(unit.getByRole('button', { name: '签收' }));
    await unit.getByText('已签收，交办人看得到').waitFor();
    await card.getByText('已签收', { exact: true }).waitFor();   // live
    await unit.getByText('有问题要问').click();
    await unit.getByLabel('问题', { exact: true }).fill('哪一台？');
    await unit.getByRole('button', { name: '送出问题' }).click();
    await card.getByText('哪一台？').waitFor();
    await worker.locator('.rail .badge').filter({ hasText: '1' }).waitFor();
    await picture(worker, 'handover-asked-1440');
    await card.getByPlaceholder('回复区供电公司').fill('路口东北角那台');
    await card.getByRole('button', { name: '回复', exact: true }).click();
    await card.getByText('路口东北角那台').waitFor();
    await unit.getByRole('button', { name: '看看有没有新回复' }).click();
    await unit.getByText('路口东北角那台').waitFor();
    await answering.fill(unit.getByLabel('办理结果'), '已更换变压器，恢复供电');
    await answering.attach(unit.locator('#photo'), [photo(server)]);
    await answering.fill(unit.locator('#by-answer'), '张工');
    await answering.tap(unit.getByRole('button', { name: '送出答复' }));
    await unit.getByText('答复已送出，谢谢').waitFor();
    answering.done({ at: '390, without JavaScript' });
    await picture(unit, 'handover-link-answered-390', { fullPage: true });
    await card.getByText('已更换变压器，恢复供电').first().waitFor();
    await worker.getByText('外单位答复', { exact: true }).waitFor();
    await assertAccessible(worker, 'an answered hand-over');
    await assertNoSidewaysScroll(worker);
    await picture(worker, 'handover-answered-1440', { fullPage: true });
    for (const page of [worker, unit]) assertNoFaults(page);
});

test('what an outside unit sees is the same with JavaScript, in English, and readable for everybody', async () => {
    const made = await held();
    const { body: sent } = await cast.gridWorker.post(`${api}/cases/${made.id}/handovers`, { client_ref: crypto.randomUUID(), way: 'link', unit_name: 'Power company', words: 'A transformer smokes at the crossing', why: 'It is theirs', files: [], hours: 48 }, { expect: 201 });
    const unit = await openPage(browser, server, { viewport: phone, locale: 'en', path: await linkOf(made) });
    await assertAccessible(unit, 'the PIN page');
    await unit.getByLabel('Six-digit PIN').fill(sent.pin);
    await unit.getByRole('button', { name: 'Open' }).click();
    await unit.getByText('A transformer smokes').waitFor();
    await assertAccessible(unit, 'the matter');
    await assertNoSidewaysScroll(unit);
    await picture(unit, 'handover-link-en-390', { fullPage: true });
    await unit.getByText('Not for our unit: return it').click();
    await unit.getByLabel('Why it is returned').fill('Ask the gas company');
    await unit.getByRole('button', { name: 'Return', exact: true }).click();
    await unit.getByText('Returned; the sender sees the reason').waitFor();
    assertNoFaults(unit);
});

test('letter: an outside unit gets one A4 sheet with number and code, it is scanned when it comes back, and filed with its picture', async () => {
    const made = await held();
    const clerk = await openAs(browser, server, people.gridWorker, { viewport: laptop, path: `/console/cases/${made.id}` });
    const { dialog } = await handOver(clerk, { unit: '区交警大队', way: '纸质转办函（打印，带二维码）', shot: '1366' });
    await dialog.getByRole('link', { name: '打印转办函' }).click();
    await clerk.getByRole('heading', { name: /转办函/ }).first().waitFor();
    await clerk.getByText('区交警大队：').waitFor();
    await assertAccessible(clerk, 'the letter');
    await picture(clerk, 'letter-1366', { fullPage: true });
    const pdf = await clerk.pdf({ preferCSSPageSize: true, printBackground: true });
    assert.equal([...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length, 1, 'the letter is one sheet');

    const path = await linkOf(made);
    await clerk.setViewportSize(phone);
    await clerk.goto(path);   // the code on the paper, scanned by staff
    await clerk.getByRole('link', { name: '登记回函' }).click();
    const filing = clerk.getByRole('dialog');
    await filing.getByText('登记区交警大队的回复').waitFor();
    await filing.getByLabel('办理结果').fill('标线已重新施划');
    await filing.getByLabel('对方签字人').fill('李警官');
    await filing.locator('input[type=file]').setInputFiles([photo(server)]);
    await filing.locator('.grid img').waitFor();
    await assertAccessible(clerk, 'filing a reply');
    await picture(clerk, 'handover-file-390');
    await filing.getByRole('button', { name: '登记回复' }).click();
    await clerk.locator('.outside .unit').getByText('标线已重新施划').waitFor();
    await assertNoSidewaysScroll(clerk);
    await picture(clerk, 'handover-filed-390', { fullPage: true });
    assert.equal((await cast.gridWorker.get(`${api}/cases/${made.id}/handovers`)).body.items[0].result_files.length, 1);
    assertNoFaults(clerk);
});

test('what lies with an outside unit stands in one list, with what needs a look, at every width and in both languages', async () => {
    const made = await held();
    await cast.gridWorker.post(`${api}/cases/${made.id}/handovers`, { client_ref: crypto.randomUUID(), way: 'link', unit_name: '区燃气公司', words: '燃气味', why: '归燃气公司', files: [], hours: 48 }, { expect: 201 });
    for (const [viewport, locale, width] of [[phone, 'zh-CN', 390], [laptop, 'zh-CN', 1366], [desk, 'en', 1440]]) {
        const page = await openAs(browser, server, people.clerk, { viewport });
        if (locale === 'en') await page.addInitScript(() => localStorage.setItem('liren.language', 'en'));
        await page.goto('/console/handovers');
        await page.getByText(locale === 'en' ? 'All in my area' : '辖区全部').click();
        await page.getByText('区燃气公司').first().waitFor();
        await assertAccessible(page, `the list at ${width}`);
        await assertNoSidewaysScroll(page);
        await picture(page, `handovers-${width}`);
        await page.goto(`/console/cases/${made.id}`);
        await page.locator('.outside .unit').first().waitFor();
        await assertNoSidewaysScroll(page);
        await picture(page, `handover-case-${width}`, { fullPage: true });
        assertNoFaults(page);
    }
    assert.ok((await show(cast.clerk, made.id)).body.number);
});
