// First light: one matter from a door to a rating, with four people at their own screens at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../api/harness.mjs';
import { assertAccessible, assertNoFaults, assertNoSidewaysScroll, desk, laptop, openAs, openBrowser, openPage, phone, photoOf, picture } from './browser.mjs';
import { Job } from './jobs.mjs';

const door = '140502-J0URNEY';
const server = await startServer({ demo: true, cases: 1200 });
const browser = await openBrowser();

test('a broken lamp travels from a door to a rating, and four people see it move', async () => {
    const resident = await openPage(browser, server, { viewport: phone, path: `/q/${door}` });
    const clerk = await openAs(browser, server, 'worker1', { viewport: desk, path: '/console/?order=newest' });
    const grid = await openAs(browser, server, 'grid1', { viewport: phone, path: '/worker/' });
    const second = await openAs(browser, server, 'worker2', { viewport: laptop, path: '/console/?state=handled&order=newest' });
    await Promise.all([clerk, second].map((page) => page.waitForSelector('.lamp.on')));
    await grid.waitForSelector('.one');

    // A photo, "send": two taps, no account, nothing chosen.
    await resident.waitForSelector('button.first.big');
    await assertAccessible(resident, 'the door page');
    await assertNoSidewaysScroll(resident);
    await picture(resident, 'door-390', { readme: true });
    const reporting = new Job(resident, 'resident: report at a door by its QR, with a photo');
    await reporting.attach(resident.locator('input[type=file]').first(), await photoOf(clerk, 'street_lamp'));
    await resident.waitForSelector('ul.grid img');
    const sentAt = Date.now();
    await reporting.tap(resident.locator('.send-bar button'));
    await resident.waitForSelector('.digits');
    reporting.done({ at: '390' });
    const number = (await resident.textContent('.plate .number')).trim();
    const code = (await resident.textContent('.digits')).replace(/\D/g, '');
    assert.match(number, /^JC-2026-\d{6}$/);
    assert.match(code, /^\d{6}$/);
    await assertAccessible(resident, 'the page after sending');
    await picture(resident, 'sent-390', { readme: true });

    // It stands on the clerk's board within a second of the answer, without a hand laid on it.
    const row = clerk.locator('tbody tr', { hasText: number });
    await row.waitFor({ timeout: 1000 });
    console.log(`# from the tap to the clerk's board: ${Date.now() - sentAt} ms`);
    assert.match(await row.textContent(), /其他/);
    await assertAccessible(clerk, 'the board');
    await picture(clerk, 'board-1440', { readme: true, clip: { x: 0, y: 0, width: 1440, height: 560 } });

    // Accept, then dispatch as the rule suggests: to the grid's own worker.
    const directing = new Job(clerk, 'desk: accept and dispatch as the rule suggests');
    await directing.tap(row);
    await directing.tap(clerk.getByRole('button', { name: /^受理/ }));
    await directing.tap(clerk.getByRole('button', { name: /^派单/ }));
    const dispatch = clerk.getByRole('dialog');
    await dispatch.getByText('规则 8').waitFor();
    assert.ok(await dispatch.getByLabel('网格员 杨建平').isChecked(), 'the suggestion is not taken over');
    await assertAccessible(clerk, 'dispatching');
    await picture(clerk, 'dispatch-1440', { readme: true });
    await directing.tap(dispatch.getByRole('button', { name: '派单' }));
    await clerk.getByText('待签收').first().waitFor();
    directing.done({ at: '1440' });

    // The worker's phone has it at once; acknowledge, begin, complete with a photo.
    const place = '小区西门绿化带边';
    const mine = grid.locator('.one', { hasText: '其他' }).first();
    await mine.waitFor();
    await assertAccessible(grid, "the worker's day");
    await picture(grid, 'today-390', { readme: true });
    const handling = new Job(grid, 'grid worker: take, handle and complete with a photo');
    await handling.tap(mine);
    await grid.getByText(number).waitFor();
    assert.match(await grid.textContent('.facts'), new RegExp(place));
    await handling.tap(grid.getByRole('button', { name: '签收' }));
    await handling.tap(grid.getByRole('button', { name: '开始处理' }));
    await handling.tap(grid.getByRole('button', { name: '办结' }));
    const finish = grid.getByRole('dialog');
    await handling.attach(finish.locator('input[type=file]'), await photoOf(clerk, 'street_lamp'));
    await finish.locator('ul.grid img').waitFor();
    await handling.fill(finish.locator('textarea'), '灯泡已更换，试亮正常。');
    await assertAccessible(grid, 'completing');
    await assertNoSidewaysScroll(grid);
    await picture(grid, 'complete-390', { readme: true });
    await handling.tap(finish.getByRole('button', { name: '办结' }));
    await grid.getByText('已办结').first().waitFor();
    handling.done({ at: '390' });

    // The clerk, who did not handle it, could verify; here the second worker does, on a laptop.
    const handled = second.locator('tbody tr', { hasText: number });
    await handled.waitFor();
    const judging = new Job(second, 'desk: verify and close what another handled');
    await judging.tap(handled);
    await judging.tap(second.getByRole('button', { name: /^开始核查|^核查/ }));
    await judging.tap(second.getByRole('button', { name: /^结案/ }));
    await judging.tap(second.getByRole('dialog').getByRole('button', { name: '结案' }));
    await second.getByText('已结案').first().waitFor();
    judging.done({ at: '1366' });
    await assertAccessible(second, 'a closed case');
    await picture(second, 'case-1366', { readme: true });

    // The resident finds it by number and code, and says how it went.
    const rating = new Job(resident, 'resident: follow and rate');
    await rating.tap(resident.getByRole('link', { name: '看进度' }).or(resident.locator('a[href*="/status/"]')).first());
    await resident.getByText('灯泡已更换').first().waitFor();
    await rating.tap(resident.locator('.pair label').first());
    await rating.tap(resident.locator('.five label').nth(4));
    await rating.tap(resident.getByRole('button', { name: /评价|送出|提交/ }).last());
    await resident.getByText('评价').first().waitFor();
    await resident.waitForFunction(() => !document.querySelector('.five'));
    rating.done({ at: '390' });
    await assertAccessible(resident, 'the case as the resident sees it');
    await assertNoSidewaysScroll(resident);
    await picture(resident, 'rated-390', { readme: true, fullPage: true });
    await second.getByText('已评价').first().waitFor();

    // Someone who only knows the number does not get in.
    const stranger = await openPage(browser, server, { viewport: phone, path: `/s/${number}` });
    await stranger.locator('input').nth(1).fill('000000');
    await stranger.getByRole('button', { name: '查一下' }).click();
    await stranger.getByRole('alert').waitFor();

    for (const page of [resident, clerk, grid, second, stranger]) assertNoFaults(page);
    await server.assertChain();
});
