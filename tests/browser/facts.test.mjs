// "My facts": a resident with a phone reads what is registered, shows a number, asks a correction with a photograph; the clerk at a desk
// compares and accepts, and the resident sees it happen. Then an account is joined to a person, a guardian recorded, 长辈版, English.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer, uuid7 } from '../api/harness.mjs';
import { assertAccessible, assertNoFaults, assertNoSidewaysScroll, desk, laptop, openAs, openBrowser, phone, photo, picture } from './browser.mjs';

const root = '/api/d/140502';
const number = '11010519491231002X';   // invented; its check character is right
const server = await startServer({ demo: true, cases: 40, registered: 300 });
const browser = await openBrowser();
const json = async (page, path) => (await page.request.get(path)).json();
const post = async (page, path, data) => { const answer = await page.request.post(`${root}/${path}`, { data: { client_ref: uuid7(), ...data }, headers: { origin: server.url } }); assert.equal(answer.status(), 201, await answer.text()); return answer.json(); };
/** What a resident reads must stand well at 390 px: nothing sticks out, nothing is hard to read for a machine that reads aloud. */
async function looksWell(page, what, name, options) {
    await assertAccessible(page, what);
    await assertNoSidewaysScroll(page, what);
    await picture(page, name, options);
}

test('a resident asks a correction on a phone with a photograph, the clerk accepts at a desk, and the phone shows it', async () => {
    const resident = await openAs(browser, server, 'resident1', { viewport: phone, path: '/resident/' });
    const clerk = await openAs(browser, server, 'worker1', { viewport: desk, path: '/console/facts' });
    await clerk.locator('[data-correction]').first().waitFor();
    await clerk.locator('.lamp.on').waitFor();
    assert.equal(await clerk.locator('[data-correction]').count(), 1);   // the demo's own

    await resident.getByRole('link', { name: /我的信息/ }).click();
    const sheet = resident.locator('[data-section="people.person"]');
    await sheet.waitFor();
    const { people: [own] } = await json(resident, `${root}/my-facts`);
    assert.match(await sheet.locator('[data-fact=name]').innerText(), new RegExp(own.name));
    assert.match(await sheet.locator('[data-fact=id_number]').innerText(), /140599\*{12}/);
    assert.match(await sheet.innerText(), /前书院社区登记/);
    await looksWell(resident, 'my facts', 'facts-390', { fullPage: true });

    // The eye: shown for this view, recorded, and covered again.
    await sheet.getByRole('button', { name: '显示公民身份号码' }).click();
    await sheet.locator('[data-fact=id_number]').getByText(/140599\d{11}[\dX]/).waitFor();
    await looksWell(resident, 'a number shown', 'facts-shown-390');
    await sheet.getByRole('button', { name: '重新遮住' }).click();
    assert.match(await sheet.locator('[data-fact=id_number]').innerText(), /\*{12}/);

    // What is missing is said at its place; then the same form goes.
    await sheet.getByRole('link', { name: /这里不对/ }).click();
    await resident.getByRole('button', { name: '送出申请' }).click();
    await resident.getByText('请选一项').waitFor();
    await resident.getByLabel('哪一项不对').selectOption({ label: '学历' });
    const choice = resident.getByLabel('应该是');
    await choice.selectOption({ label: '硕士研究生毕业' });
    await resident.getByRole('button', { name: '送出申请' }).click();
    await resident.getByRole('alert').getByText('请拍一张能证明的材料').waitFor();
    await looksWell(resident, 'a correction without its paper', 'facts-correct-wrong-390', { fullPage: true });
    await resident.setInputFiles('input[type=file]', photo(server));
    await resident.locator('ul.grid img').waitFor();
    await resident.getByLabel('说明一下').fill('今年刚毕业，附毕业证照片。');
    await looksWell(resident, 'a correction', 'facts-correct-390', { fullPage: true });
    await resident.getByRole('button', { name: '送出申请' }).click();
    const mine = resident.locator('[data-correction]').first();
    await mine.getByText('社区正在看').waitFor();
    await looksWell(resident, 'a correction on its way', 'facts-sent-390', { fullPage: true });

    // It comes to the desk by itself: old and new side by side, with the paper.
    const waiting = clerk.locator('[data-correction]', { hasText: '学历' });
    await waiting.waitFor();
    await waiting.locator('.photos img').waitFor();
    assert.match(await waiting.locator('[data-side=asked]').innerText(), /硕士研究生毕业/);
    assert.match(await waiting.innerText(), /今年刚毕业/);
    await looksWell(clerk, 'the desk of corrections', 'facts-desk-1440');
    await waiting.locator('.photos button').click();
    await clerk.locator('.viewer img').waitFor();
    await clerk.keyboard.press('Escape');

    // A covered number is compared by a look that says why; the telephone is refused with a reason.
    const telephone = clerk.locator('[data-correction]', { hasText: '联系电话' });
    await telephone.getByRole('button', { name: '看明文核对' }).click();
    await clerk.getByRole('dialog').getByRole('button', { name: '核对更正申请' }).click();
    await assertAccessible(clerk, 'asking why');
    await clerk.getByRole('dialog').getByRole('button', { name: '查看', exact: true }).click();
    await telephone.locator('[data-side=asked]').getByText(/1380000\d{4}/).waitFor();
    await telephone.getByRole('button', { name: '不采纳' }).click();
    await clerk.getByRole('dialog').locator('input').fill('打不通，请再核对号码');
    await clerk.getByRole('dialog').getByRole('button', { name: '不采纳' }).click();
    await telephone.waitFor({ state: 'detached' });
    await waiting.getByRole('button', { name: '采纳', exact: true }).click();
    await clerk.getByText('没有更正申请').waitFor();

    // The resident's page follows: nobody touched it.
    await resident.locator('[data-correction]', { hasText: '学历' }).getByText('已更正').waitFor();
    await resident.locator('[data-correction]', { hasText: '联系电话' }).getByText('打不通').waitFor();
    assert.match(await sheet.locator('[data-fact=education]').innerText(), /硕士研究生毕业/);
    await looksWell(resident, 'corrections decided', 'facts-decided-390', { fullPage: true });

    // The child in the resident's care.
    await resident.getByRole('button', { name: /您监护的孩子/ }).click();
    await resident.getByText('孩子成年前您可以查看').waitFor();
    await looksWell(resident, 'the facts of a child', 'facts-ward-390', { fullPage: true });
    for (const page of [resident, clerk]) assertNoFaults(page);
    await server.assertChain();
});

test('an account is joined at the counter or confirmed there, a guardian is recorded, and the resident sees it live', async () => {
    const clerk = await openAs(browser, server, 'worker1', { viewport: laptop, path: '/console/facts?tab=links' });
    await clerk.locator('.lamp.on').waitFor();
    const { grants } = await json(clerk, '/api/gate/session');
    const { area } = grants.find(({ role }) => role === 'community_worker');
    const qian = await post(clerk, 'people', { area, name: '钱七·买买提', id_number: number, phone: '13800007001' });
    const child = await post(clerk, 'people', { area, name: '钱小', birth: '2019-05-01' });
    const resident = await openAs(browser, server, 'resident2', { viewport: phone, path: '/resident/facts' });
    await resident.getByLabel('姓名').waitFor();
    await looksWell(resident, 'before an account is joined', 'facts-ask-390', { fullPage: true });
    await resident.getByLabel('姓名').fill('钱七.买买提');
    await resident.getByLabel('身份证号').fill('110105194912310020');
    await resident.getByRole('button', { name: '送出申请' }).click();
    await resident.locator('.wrong').waitFor();
    await resident.getByLabel('身份证号').fill(number);
    await resident.getByRole('button', { name: '送出申请' }).click();
    await resident.getByText('等社区确认').first().waitFor();
    await looksWell(resident, 'a request that waits', 'facts-waiting-390');

    const waiting = clerk.locator('[data-link]');
    await waiting.waitFor();
    assert.match(await waiting.innerText(), /姓名、证件号与登记一致/);
    await looksWell(clerk, 'the desk of links', 'facts-links-1366');
    await waiting.getByRole('button', { name: '确认绑定' }).click();
    await clerk.getByRole('dialog').getByRole('button', { name: /核对身份证原件/ }).click();
    await assertAccessible(clerk, 'confirming a link');
    await picture(clerk, 'facts-confirm-1366');
    await clerk.getByRole('dialog').getByRole('button', { name: '绑定', exact: true }).click();
    await resident.locator('[data-section="people.person"]').waitFor();

    // From the person's archive to the guardians; the child is picked as people are found.
    await clerk.goto(`/console/archive/people/${qian.id}`);
    await clerk.getByRole('link', { name: '账号与监护' }).click();
    await clerk.getByText('使用中').waitFor();
    await clerk.getByRole('button', { name: '监护关系' }).click();
    await clerk.getByRole('button', { name: '登记监护关系' }).first().click();
    const dialog = clerk.getByRole('dialog');
    await dialog.getByRole('combobox', { name: '未成年人' }).click();
    await dialog.getByRole('combobox', { name: '未成年人' }).fill('钱小');
    await dialog.getByRole('option', { name: /钱小/ }).first().click();
    await assertAccessible(clerk, 'recording a guardian');
    await picture(clerk, 'facts-guardian-1366');
    await dialog.getByRole('button', { name: '登记监护关系' }).click();
    await clerk.locator('tbody tr', { hasText: '钱小' }).waitFor();
    await looksWell(clerk, 'guardians of a person', 'facts-guardians-1366');
    await resident.getByRole('button', { name: /钱小/ }).waitFor();
    assert.ok(child.id);

    // 长辈版 and English, then the account is separated again.
    await resident.getByRole('button', { name: '长辈版' }).click();
    await looksWell(resident, 'my facts in the elders\' version', 'facts-elder-390', { fullPage: true });
    await resident.goto('/resident/');
    await looksWell(resident, 'the elders\' home', 'facts-elder-home-390');
    await resident.getByRole('link', { name: /我的信息/ }).click();
    await resident.getByRole('link', { name: /这里不对/ }).first().click();
    await resident.getByLabel('哪一项不对').selectOption({ label: '联系电话' });
    await looksWell(resident, 'a correction in the elders\' version', 'facts-elder-correct-390', { fullPage: true });
    await resident.getByRole('button', { name: '标准版' }).click();
    await resident.goto('/resident/');
    await resident.getByRole('button', { name: 'English' }).click();
    await looksWell(resident, 'the home in English', 'facts-home-english-390', { fullPage: true });
    await resident.getByRole('link', { name: /My facts/ }).click();
    await resident.locator('[data-section="people.person"]').waitFor();
    assert.doesNotMatch((await resident.locator('main dt, main h1, main h2').allInnerTexts()).join(' '), /[\u4e00-\u9fff]/);
    await looksWell(resident, 'my facts in English', 'facts-english-390', { fullPage: true });
    await resident.locator('summary').click();
    await resident.getByLabel('Name of the family member').fill('孙八');
    await resident.getByRole('button', { name: 'Let them see' }).click();
    await resident.getByText('No adult of that name').waitFor();
    await resident.getByRole('button', { name: 'Separate this account from me' }).click();
    const sure = resident.getByRole('dialog');
    await assertAccessible(resident, 'separating an account');
    await sure.getByRole('button', { name: 'Separate this account from me' }).click();
    await resident.getByText('The account was separated on').waitFor();
    const english = await openAs(browser, server, 'worker1', { viewport: laptop, locale: 'en-GB' });
    await english.addInitScript(() => localStorage.setItem('liren.language', 'en'));
    for (const tab of ['corrections', 'links', 'guardians']) {
        await english.goto(`/console/facts?tab=${tab}`);
        await english.locator('.bones').waitFor({ state: 'detached' });
        await looksWell(english, `the desk in English: ${tab}`, `facts-desk-english-${tab}-1366`);
        assert.doesNotMatch((await english.locator('main h1, main h2, main th, main button').allInnerTexts()).join(' '), /[\u4e00-\u9fff]/);
    }
    for (const page of [resident, clerk, english]) assertNoFaults(page);
});

test('who manages nobody finds no desk, and a phone of staff reads it well', async () => {
    const leader = await openAs(browser, server, 'leader', { viewport: laptop, path: '/console/' });
    await leader.locator('.rail').waitFor();
    assert.equal(await leader.getByRole('link', { name: '更正与绑定' }).count(), 0);
    const grid = await openAs(browser, server, 'worker1', { viewport: phone, path: '/console/facts?tab=links' });
    await grid.locator('.facts-desk section').waitFor();
    await looksWell(grid, 'the desk on a phone', 'facts-desk-390', { fullPage: true });
    for (const page of [leader, grid]) assertNoFaults(page);
});

test('rows that became one suspend the account until a colleague confirms; the phone says so and comes back by itself', async () => {
    const clerk = await openAs(browser, server, 'worker1', { viewport: desk, path: '/console/facts?tab=links' });
    const second = await openAs(browser, server, 'worker2', { viewport: laptop, path: '/console/facts?tab=links' });
    await clerk.locator('.lamp.on').waitFor();
    const { grants } = await json(clerk, '/api/gate/session');
    const { area } = grants.find(({ role }) => role === 'community_worker');
    const [kept, twin] = [await post(clerk, 'people', { area, name: '吴十一', phone: '13800011001' }), await post(clerk, 'people', { area, name: '吴十一', phone: '13800011002' })];
    await post(clerk, 'fact-links', { person: kept.id, login: 'resident3', reason: '窗口核对身份证' });
    const resident = await openAs(browser, server, 'resident3', { viewport: phone, path: '/resident/facts' });
    await resident.locator('[data-section="people.person"]').waitFor();
    const merged = await clerk.request.post(`${root}/people/${kept.id}/merger`, { data: { other: twin.id, other_version: 1, take: ['phone'], reason: '同一人重复登记' }, headers: { origin: server.url, 'If-Match': '"v1"', 'Idempotency-Key': uuid7() } });
    assert.equal(merged.status(), 200);
    await resident.getByText('您的登记信息正在核对').waitFor();
    assert.equal(await resident.locator('[data-section]').count(), 0);
    await looksWell(resident, 'facts that are suspended', 'facts-suspended-390', { fullPage: true });
    const waiting = second.locator('[data-suspended]', { hasText: '吴十一' });
    await waiting.waitFor();
    await looksWell(second, 'the desk of links with one that waits', 'facts-suspended-1366');
    await second.setViewportSize(phone);
    await looksWell(second, 'the desk on a phone', 'facts-suspended-desk-390', { fullPage: true });
    await second.setViewportSize(laptop);
    await waiting.getByRole('button', { name: '再次确认' }).click();
    await assertAccessible(second, 'confirming again');
    await second.getByRole('dialog').getByRole('button', { name: '见到本人，核对身份证原件' }).click();
    await second.getByRole('dialog').getByRole('button', { name: '再次确认' }).click();
    await waiting.waitFor({ state: 'detached' });
    await resident.locator('[data-section="people.person"]').waitFor();   // nobody touched the phone
    await post(clerk, 'vehicles', { area, plate: '晋E9W019', owner: kept.id });
    await resident.getByText('晋E9W019').first().waitFor();
    for (const page of [clerk, second, resident]) assertNoFaults(page);
    await server.assertChain();
});
