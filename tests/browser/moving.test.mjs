// Passing a case on and asking for more time, from a phone in the field; the desk answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, startServer } from '../api/harness.mjs';
import { act, moveTo, people, report, show, signInAll } from '../api/people.mjs';
import { assertAccessible, assertNoFaults, assertNoSidewaysScroll, desk, openAs, openBrowser, phone, picture } from './browser.mjs';

const server = await startServer({ demo: true, cases: 20 });
const cast = await signInAll(server);
const browser = await openBrowser();

test('a worker asks for more time on the phone, the desk grants it, and the deadline moves on both screens', async () => {
    const made = await report(client(server));
    await moveTo(cast, made.id, 'handling');
    const { due_at } = (await show(cast.clerk, made.id)).body;
    const grid = await openAs(browser, server, people.gridWorker, { viewport: phone, path: `/worker/cases/${made.id}` });
    const clerk = await openAs(browser, server, people.clerk, { viewport: desk, path: `/console/cases/${made.id}` });

    await grid.getByRole('button', { name: '申请延期' }).click();
    const asking = grid.getByRole('dialog');
    await asking.getByRole('button', { name: '申请延期' }).click();
    await asking.getByText('请写明原因').waitFor();
    await asking.getByLabel('延长几小时').fill('36');
    await asking.getByLabel('延期原因').fill('配件后天到');
    await assertAccessible(grid, 'asking for more time');
    await assertNoSidewaysScroll(grid);
    await picture(grid, 'extension-390');
    await asking.getByRole('button', { name: '申请延期' }).click();
    await grid.getByText('申请延期 36 小时').first().waitFor();

    await clerk.getByRole('button', { name: '答复延期' }).click();
    const answering = clerk.getByRole('dialog');
    await answering.getByText('配件后天到').waitFor();
    await answering.getByRole('button', { name: '不同意' }).click();
    await answering.getByText('请写明原因', { exact: true }).waitFor();
    await assertAccessible(clerk, 'answering a request for more time');
    await picture(clerk, 'extension-1440');
    await answering.getByRole('button', { name: '同意', exact: true }).click();
    for (const page of [clerk, grid]) await page.getByText('延期 · 36 小时', { exact: true }).waitFor();
    assert.equal((await show(cast.clerk, made.id)).body.due_at, due_at + 36 * 3600_000);
    for (const page of [clerk, grid]) assertNoFaults(page);
});

test('a case is passed on from the phone to a unit that answers for its place', async () => {
    const made = await report(client(server));
    await moveTo(cast, made.id, 'acknowledged');
    const grid = await openAs(browser, server, people.gridWorker, { viewport: phone, path: `/worker/cases/${made.id}` });
    await grid.getByRole('button', { name: '转办' }).click();
    const dialog = grid.getByRole('dialog');
    await dialog.getByRole('option', { name: /城区城市管理局/ }).waitFor({ state: 'attached' });
    await dialog.getByRole('button', { name: '转办' }).click();
    await dialog.getByText('请选转给谁').waitFor();
    await dialog.getByLabel('转给谁').selectOption({ label: '城区城市管理局 · 部门' });
    await dialog.getByLabel('转办原因').fill('灯杆是路灯所的');
    await assertAccessible(grid, 'passing on');
    await assertNoSidewaysScroll(grid);
    await picture(grid, 'transfer-390');
    await dialog.getByRole('button', { name: '转办' }).click();
    await grid.getByText('待签收').first().waitFor();
    assert.equal((await show(cast.clerk, made.id)).body.unit_name, '城区城市管理局');
    assertNoFaults(grid);
});

test('the desk passes on what another holds', async () => {
    const made = await report(client(server));
    await act(cast.clerk, made.id, 'acceptance');
    await moveTo(cast, made.id, 'handling');
    const clerk = await openAs(browser, server, people.clerk, { viewport: desk, path: `/console/cases/${made.id}` });
    await clerk.getByRole('button', { name: '转办' }).click();
    const dialog = clerk.getByRole('dialog');
    await dialog.getByLabel('转给谁').selectOption({ label: '城区住房和城乡建设局 · 部门' });
    await dialog.getByLabel('转办原因').fill('属于房屋维修');
    await assertAccessible(clerk, 'passing on at the desk');
    await picture(clerk, 'transfer-1440');
    await dialog.getByRole('button', { name: '转办' }).click();
    await clerk.getByText('待签收').first().waitFor();
    assertNoFaults(clerk);
});
