// A spreadsheet becomes people: a community worker drags it in, sets one column right, has every row checked, decides a conflict and a
// doubt, writes, finds the person, takes away what was not written as a spreadsheet, and takes the whole import back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { startServer, uuid7 } from '../api/harness.mjs';
import { assertAccessible, assertNoFaults, assertNoSidewaysScroll, desk, laptop, openAs, openBrowser, phone, picture } from './browser.mjs';

const root = '/api/d/140502';
const server = await startServer({ demo: true, cases: 40 });
const browser = await openBrowser();

// ---- spreadsheets, made here; people and numbers are invented ----------------------------------------------------------------

/** A citizen's number with a right check character. */
function number(birth, order) {
    const digits = `140502${birth}${String(order).padStart(3, '0')}`;
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    return digits + '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11];
}
const csv = (rows) => Buffer.from('\ufeff' + rows.map((row) => row.join(',')).join('\r\n') + '\r\n');

function crc32(bytes) {
    let crc = ~0;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
}
/** The least a zip can be: deflated entries, a directory, its end. */
function zip(entries) {
    const parts = [], directory = [];
    let at = 0;
    for (const [name, text] of entries) {
        const bytes = Buffer.from(text), packed = deflateRawSync(bytes), title = Buffer.from(name);
        const common = Buffer.alloc(26);
        common.writeUInt16LE(20, 0); common.writeUInt16LE(8, 4); common.writeUInt32LE(crc32(bytes), 10);
        common.writeUInt32LE(packed.length, 14); common.writeUInt32LE(bytes.length, 18); common.writeUInt16LE(title.length, 22);
        parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, title, packed);
        const tail = Buffer.alloc(14);
        tail.writeUInt32LE(at, 10);
        directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, title);
        at += 30 + title.length + packed.length;
    }
    const listed = Buffer.concat(directory), end = Buffer.alloc(18);
    end.writeUInt16LE(entries.length, 4); end.writeUInt16LE(entries.length, 6); end.writeUInt32LE(listed.length, 8); end.writeUInt32LE(at, 12);
    return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
function xlsx(rows) {
    const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
    const letter = (column) => String.fromCharCode(65 + column);
    const cells = rows.map((row, r) => `<row r="${r + 1}">${row.map((cell, c) => (cell ? `<c r="${letter(c)}${r + 1}" t="inlineStr"><is><t>${cell}</t></is></c>` : '')).join('')}</row>`).join('');
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main', office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships', packages = 'http://schemas.openxmlformats.org/package/2006';
    return zip([
        ['[Content_Types].xml', `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`],
        ['_rels/.rels', `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
        ['xl/workbook.xml', `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`],
        ['xl/_rels/workbook.xml.rels', `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
        ['xl/worksheets/sheet1.xml', `${head}<worksheet xmlns="${main}"><sheetData>${cells}</sheetData></worksheet>`],
    ]);
}
/** Every text in a zip of deflated or stored entries, by what its own headers say. */
function textsIn(bytes) {
    let all = '';
    for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1')) {
        const how = bytes.readUInt16LE(at + 10), size = bytes.readUInt32LE(at + 20), begin = bytes.readUInt32LE(at + 42);
        const from = begin + 30 + bytes.readUInt16LE(begin + 26) + bytes.readUInt16LE(begin + 28);
        const packed = bytes.subarray(from, from + size);
        all += (how === 8 ? inflateRawSync(packed) : packed).toString('utf8');
    }
    return all;
}

const uyghur = '阿卜杜热合曼·买买提艾力·吐尔逊江';
const known = [['姓名', '身份证号', '手机号码', '文化程度'],
    ['张建国', number('19500412', 101), '13812345670', '初中'], [uyghur, number('19640412', 105), '13812345672', ''], ['王芳', number('19710412', 107), '13812345673', '初中'], ['孙六', '', '13812345699', '']];
const register = [['前书院社区2026年居民花名册', '', '', '', ''], ['序号', '姓名', '身份证号', '联系电话', '最高文凭'],
    ['1', '张建国', number('19500412', 101), '13812345670', '初中'],     // identical
    ['2', uyghur, number('19640412', 105), '13900002222', ''],           // another phone
    ['3', '王芳', number('19710412', 107), '13900003333', '高中'],       // another phone and education
    ['4', '孙六', '', '13812345699', '本科'],                            // perhaps the same
    ['5', '赵铁柱', number('19780412', 109), '13900005555', '本科'],     // new
    ['6', '周七', '110105194912310020', '138', '']];                     // wrong
const name = '前书院社区2026年第二季度居民花名册（含流动人口、租住户、企业宿舍）终稿.xlsx';

const json = async (page, path) => (await page.request.get(path)).json();
const people = async (page, query) => (await json(page, `${root}/people?q=${encodeURIComponent(query)}`)).items;
/** Drops a file on the page as a hand would. */
async function drag(page, file, bytes) {
    const transfer = await page.evaluateHandle(([title, base64]) => {
        const given = new DataTransfer();
        given.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], title));
        return given;
    }, [file, bytes.toString('base64')]);
    await page.dispatchEvent('.sheet-drop', 'dragenter', { dataTransfer: transfer });
    await page.dispatchEvent('.sheet-drop', 'dragover', { dataTransfer: transfer });
    await page.locator('.sheet-drop.over').waitFor();
    await page.dispatchEvent('.sheet-drop', 'drop', { dataTransfer: transfer });
    await page.locator('.sheet-drop.held').waitFor();
}
async function uploadIt(page, file, bytes) {
    await page.goto('/console/imports/new?register=people.person');
    await page.locator('.sheet-drop').waitFor();
    await drag(page, file, bytes);
    await page.getByRole('button', { name: '上传并认列' }).click();
    await page.locator('.columns').waitFor();
}
async function writeAll(page) {
    await page.getByRole('button', { name: '检查每一行' }).click();
    await page.locator('.write').waitFor();
    await page.locator('.write').getByRole('button', { name: '写入登记' }).click();
    await page.locator('.plate .head').waitFor();
}
const counts = async (page) => Object.fromEntries(await Promise.all((await page.locator('.tabs button').all()).map(async (tab) => [await tab.locator('.top').innerText(), Number(await tab.locator('b').innerText())])));

test('a spreadsheet is dragged in, set right, checked, decided, written, explained and taken back', async () => {
    const page = await openAs(browser, server, 'worker1', { viewport: desk, path: '/console/' });
    await page.locator('.rail').getByRole('link', { name: '表格导入' }).click();
    await page.locator('.panel').getByText('还没有导入过表格').waitFor();
    await assertAccessible(page, 'no imports yet');
    await page.locator('.panel').getByRole('link', { name: '导入表格' }).click();

    // What is no spreadsheet is refused before it is sent.
    await page.locator('.sheet-drop').waitFor();
    await assertAccessible(page, 'a new import');
    await picture(page, 'import-new-1440');
    await page.setInputFiles('input[type=file]', { name: '照片.png', mimeType: 'image/png', buffer: Buffer.from('x') });
    await page.getByRole('alert').getByText('这不是表格文件').waitFor();

    // Those who are known already come from a .csv.
    await uploadIt(page, '居民.csv', csv(known));
    await writeAll(page);
    assert.equal((await people(page, '王芳')).length, 1);

    // Last year's list, as offices keep it: a headline, a number, a title nobody foresaw.
    await uploadIt(page, name, xlsx(register));
    assert.equal(await page.locator('.header-row input').inputValue(), '2');
    await page.getByRole('row', { name: /最高文凭/ }).getByText('没认出').waitFor();
    const field = page.getByLabel('E 列「最高文凭」对应登记的哪一项');
    assert.ok(await field.locator('option', { hasText: '姓名' }).isDisabled(), 'a field may be chosen twice');
    await field.selectOption('education');
    await page.getByRole('row', { name: /最高文凭/ }).getByText('您定的').waitFor();
    await assertAccessible(page, 'the columns');
    await picture(page, 'import-columns-1440');
    await page.reload();   // kept at once: somebody may leave and come back
    await page.locator('.columns').waitFor();
    assert.equal(await field.inputValue(), 'education');
    await page.getByRole('button', { name: '检查每一行' }).click();

    await page.locator('.write').waitFor();
    assert.deepEqual(await counts(page), { 新增: 1, 补充: 0, 冲突: 2, 疑似同一人: 1, 有误: 1, 相同: 1 });
    await page.locator('.rows li').first().waitFor();
    await assertAccessible(page, 'conflicts side by side');
    await picture(page, 'import-conflicts-1440', { fullPage: true });
    const row = (line) => page.locator(`.rows li[data-row="${line}"]`);
    assert.match(await row(4).innerText(), /139\*\*\*\*2222[\s\S]*138\*\*\*\*5672/);

    // All conflicts in exactly these fields at once, undone; then row by row, one of them by keys.
    const bulk = page.getByRole('group', { name: '一起决定' });
    await bulk.getByRole('combobox').selectOption({ label: '只有「联系电话」不同的行' });
    await bulk.getByRole('button', { name: '保留登记' }).click();
    await page.locator('.rows li.decided').waitFor();
    assert.equal(await page.locator('.rows li.decided').count(), 1);
    await bulk.getByRole('button', { name: '撤销这些决定' }).click();
    await page.locator('.rows li.decided').waitFor({ state: 'detached' });
    await row(4).getByText('用表格更新').click();
    await page.locator('.write').getByText('按表格更新 1 条').waitFor();
    await row(4).focus();
    await page.keyboard.press('j');
    await page.keyboard.press('2');
    await page.locator('.write').getByText('保留登记 1 条').waitFor();
    await page.getByRole('tab', { name: /疑似同一人/ }).click();
    await row(6).waitFor();
    await assertAccessible(page, 'perhaps the same person');
    await picture(page, 'import-alike-1440');
    await row(6).getByText('不是，另建一条').click();
    await page.locator('.write').getByText('将新增 2 条').waitFor();
    await page.getByRole('tab', { name: /有误/ }).click();
    await page.locator('.wrongs').getByText('身份证号末位校验不符').waitFor();
    await assertAccessible(page, 'wrong rows');
    await picture(page, 'import-wrong-1440');

    // Nothing is written so far; then all that may be is.
    assert.equal((await people(page, '赵铁柱')).length, 0);
    await page.locator('.write').getByRole('button', { name: '写入登记（4 行）' }).click();
    await page.locator('.plate').getByText('已写入登记').waitFor();
    await assertAccessible(page, 'a written import');
    await picture(page, 'import-written-1440');
    const [made] = await people(page, '赵铁柱');
    assert.equal(made.name, '赵铁柱');
    assert.equal((await people(page, '孙六')).length, 2);
    assert.equal((await people(page, uyghur))[0].phone, '139****2222');
    assert.equal((await people(page, '王芳'))[0].phone, '138****5673');

    // What was not written comes back as a spreadsheet that says why.
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.plate').getByRole('button', { name: '下载未写入的行' }).click()]);
    assert.match(download.suggestedFilename(), /终稿-未写入的行\.xlsx$/);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    const texts = textsIn(Buffer.concat(chunks));
    assert.match(texts, /周七/);
    assert.match(texts, /身份证号末位校验不符/);
    assert.doesNotMatch(texts, /赵铁柱/);

    // Somebody goes on with one of them; the rest is taken back.
    const edited = await page.request.patch(`${root}/people/${made.id}`, { data: { note: '已核实' }, headers: { origin: server.url, 'if-match': `"v${made.version}"` } });
    assert.equal(edited.status(), 200);
    await page.getByRole('button', { name: '撤回整次导入' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(name).waitFor();
    await assertAccessible(page, 'asking before taking back');
    await picture(page, 'import-take-back-1440');
    await dialog.getByRole('button', { name: '撤回这' }).click();
    await page.locator('.plate.undone').waitFor();
    assert.match(await page.locator('.plate').innerText(), /行留下了\s*1\b/);
    await page.getByRole('cell', { name: '赵铁柱' }).waitFor();
    await assertAccessible(page, 'an import taken back');
    await picture(page, 'import-undone-1440');
    assert.equal((await people(page, '孙六')).length, 1);
    assert.equal((await people(page, uyghur))[0].phone, '138****5672');

    // The list knows both; the same spreadsheet is understood as it was set right.
    await page.goto('/console/imports');
    await page.locator('tbody tr', { hasText: '终稿' }).getByText('已撤回').waitFor();
    assert.equal(await page.locator('tbody tr').count(), 2);
    await assertAccessible(page, 'the list of imports');
    await picture(page, 'imports-1440');
    await uploadIt(page, '再来一次.xlsx', xlsx(register));
    await page.getByText('上次同样的表格是这样对的').waitFor();
    assert.equal(await field.inputValue(), 'education');
    assertNoFaults(page);
});

test('who comes second is told that somebody else moved the import on', async () => {
    const page = await openAs(browser, server, 'worker1', { viewport: laptop });
    await uploadIt(page, '两个人.csv', csv([['姓名', '手机号码', '备注'], ['钱一', '13700000001', '']]));
    const other = await openAs(browser, server, 'worker1', { viewport: laptop, path: new URL(page.url()).pathname });
    await other.locator('.columns').waitFor();
    await page.route('**/events*', (route) => route.abort());
    await page.route(`**${root}/imports/*`, (route) => route.abort());
    await other.getByLabel(/「备注」/).selectOption('');
    await other.getByText('不导入', { exact: true }).waitFor();
    await page.unroute(`**${root}/imports/*`);
    await page.getByRole('button', { name: '检查每一行' }).click();
    await page.getByRole('alert').getByText('刚刚动过这次导入').waitFor();
    assert.equal(await page.getByLabel(/「备注」/).inputValue(), '');
    await assertAccessible(page, 'moved on by somebody else');
    await page.getByRole('button', { name: '检查每一行' }).click();
    await page.locator('.write').waitFor();
});

test('a long check is paused, left, found again and finished', async () => {
    const page = await openAs(browser, server, 'worker1', { viewport: laptop });
    const many = [['姓名', '手机号码'], ...Array.from({ length: 20_000 }, (_, i) => [`许${'一二三四五六七八九十'[i % 10]}${'甲乙丙丁'[i % 4]}`, `139${String(10_000_000 + i)}`])];
    await uploadIt(page, '两万.csv', csv(many));
    await page.getByRole('button', { name: '检查每一行' }).click();
    await page.getByRole('button', { name: '暂停' }).click();
    await page.getByText('已暂停，随时可以继续').waitFor();
    await assertAccessible(page, 'a paused check');
    await picture(page, 'import-paused-1366');
    const path = new URL(page.url()).pathname;
    await page.goto('/console/imports');
    await page.locator('tbody tr', { hasText: '两万' }).getByText('已暂停').waitFor();
    await page.goto(path);
    await page.getByRole('button', { name: '继续' }).click();
    await page.locator('.write').waitFor({ timeout: 120_000 });
    assert.equal((await counts(page))['新增'], 20_000);
    assertNoFaults(page);
});

test('an import on a phone, and in English', async () => {
    const page = await openAs(browser, server, 'worker1', { viewport: phone });
    await uploadIt(page, name, xlsx(register));
    await assertNoSidewaysScroll(page);
    await assertAccessible(page, 'the columns on a phone');
    await picture(page, 'import-columns-390');
    await page.getByRole('button', { name: '检查每一行' }).click();
    await page.locator('.rows li').first().waitFor();
    await assertNoSidewaysScroll(page);
    await assertAccessible(page, 'conflicts on a phone');
    await picture(page, 'import-conflicts-390', { fullPage: true });
    for (const tab of ['新增', '有误', '疑似同一人']) {
        await page.getByRole('tab', { name: new RegExp(tab) }).click();
        await page.locator('.bones').waitFor({ state: 'detached' });
        await assertNoSidewaysScroll(page, tab);
        await assertAccessible(page, `${tab} on a phone`);
    }
    const path = new URL(page.url()).pathname;
    await page.goto('/console/imports');
    await page.locator('tbody tr').first().waitFor();
    await assertNoSidewaysScroll(page);
    await assertAccessible(page, 'the list of imports on a phone');
    const clerk = await openAs(browser, server, 'worker1', { viewport: laptop, locale: 'en-GB' });
    await clerk.addInitScript(() => localStorage.setItem('liren.language', 'en'));
    await clerk.goto(path);
    await clerk.getByRole('tab', { name: /In conflict/ }).click();
    await clerk.locator('.rows li').first().waitFor();
    await assertAccessible(clerk, 'conflicts in English');
    await picture(clerk, 'import-english-1366');
    for (const one of [page, clerk]) assertNoFaults(one);
});

test('without a signal nothing is lost: the page says so, and goes on when it is back', async () => {
    const page = await openAs(browser, server, 'worker1', { viewport: laptop });
    await page.goto('/console/imports/new');
    await page.locator('.sheet-drop').waitFor();
    await drag(page, '断网.csv', csv([['姓名', '手机号码'], ['钱二', '13700000002']]));
    await page.route(`**${root}/imports?*`, (route) => route.abort());
    await page.getByRole('button', { name: '上传并认列' }).click();
    await page.getByRole('alert').getByText('上传中断了').waitFor();
    await page.locator('.sheet-drop.held').waitFor();
    await page.unroute(`**${root}/imports?*`);
    await page.getByRole('button', { name: '上传并认列' }).click();
    await page.locator('.columns').waitFor();
});

const spreadsheet = (file) => readFileSync(new URL(`../../modules/imports/tests/spreadsheets/${file}`, import.meta.url));
const longest = '中国（山西）晋城市城区西街街道前书院社区六号楼二单元五层五零一室（原煤炭工业局家属院东区临街）';

test('households and dwellings that nobody knows are made with the people, shown before, and taken back with them', async () => {
    const page = await openAs(browser, server, 'worker1', { viewport: laptop });
    await uploadIt(page, '住户.csv', csv([['姓名', '联系电话', '户名', '现住址'], ['马一', '13800003601', '马一户', '六号楼二单元501'], ['苗二', '13800003602', '马一户', '六号楼二单元501'], [uyghur, '13800003603', `${uyghur}户`, longest], ['凤三', '123', '', '六号楼二单元502']]));
    const making = page.getByLabel('没有的「住处」就新建');
    assert.equal(await making.isChecked(), false);
    await making.check();
    await page.getByLabel('没有的「所在户」就新建').check();
    await assertNoSidewaysScroll(page);
    await assertAccessible(page, 'columns that make what is missing');
    await picture(page, 'import-making-1366', { fullPage: true });
    await page.reload();   // kept at once
    await page.locator('.columns').waitFor();
    assert.ok(await making.isChecked());
    await page.getByRole('button', { name: '检查每一行' }).click();
    await page.locator('.write').waitFor();
    await page.getByRole('tab', { name: /新增/ }).click();
    await page.getByRole('cell', { name: '六号楼二单元501（新建）' }).nth(1).waitFor();   // the rows come a moment after the tab
    assert.equal(await page.getByRole('cell', { name: '六号楼二单元501（新建）' }).count(), 2);
    await assertNoSidewaysScroll(page);
    await assertAccessible(page, 'rows that make something');
    await page.locator('[data-makes]').getByText('同时新建：楼栋 1 条，房屋 2 条，户 2 条').waitFor();
    await picture(page, 'import-will-make-1366');
    await page.locator('.write').getByRole('button', { name: '写入登记（3 行）' }).click();
    await page.locator('.plate').getByText('顺带新建房屋 2 条').waitFor();
    await page.locator('.plate').getByText('顺带新建楼栋 1 条').waitFor();
    await page.locator('.plate').getByText('顺带新建户 2 条').waitFor();
    await assertAccessible(page, 'written with what was made');
    await picture(page, 'import-made-1366');
    assert.equal((await people(page, '苗二'))[0].dwelling_name, '六号楼二单元501');
    await page.getByRole('button', { name: '撤回整次导入' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤回这' }).click();
    await page.locator('.plate.undone').getByText('顺带新建的房屋撤回 2 条').waitFor();
    assert.equal((await json(page, `${root}/dwellings?q=${encodeURIComponent('六号楼')}`)).items.length, 0);
    assertNoFaults(page);
});

test('another sheet of the same file is read when somebody names it, and another row of titles', async () => {
    const page = await openAs(browser, server, 'worker1', { viewport: desk });
    await uploadIt(page, '几张工作表.xlsx', spreadsheet('excel_several_sheets.xlsx'));
    const sheet = page.getByLabel('读哪一张工作表');
    assert.deepEqual(await sheet.locator('option').allInnerTexts(), ['填表说明', '空白', '居民']);
    await page.getByRole('row', { name: /民族/ }).waitFor();
    await assertAccessible(page, 'several sheets');
    await picture(page, 'import-sheets-1440');
    await sheet.selectOption({ label: '填表说明' });
    await page.getByRole('row', { name: /民族/ }).waitFor({ state: 'detached' });
    await sheet.selectOption({ label: '居民' });
    await page.getByRole('row', { name: /民族/ }).waitFor();
    const header = page.locator('.header-row input');
    await header.fill('2');
    await header.press('Enter');
    await page.getByRole('row', { name: /华三十/ }).waitFor();   // the row named is the row of titles now
    await header.fill('90');
    await header.press('Enter');
    await page.getByText('这一行没有内容').waitFor();
    assert.equal(await header.inputValue(), '2');
    assertNoFaults(page);
});

test('work that stopped for good says what happened, and goes on when somebody says so', async () => {
    const page = await openAs(browser, server, 'worker1', { viewport: phone });
    await uploadIt(page, name, csv([['姓名', '手机号码'], ['钱三', '13800003701']]));
    await page.getByRole('button', { name: '检查每一行' }).click();
    await page.locator('.write').waitFor();
    const trouble = '暂存的一行读不出来，可能是密钥已更换；请重新上传表格';
    const stopped = async (route) => {
        const answer = await route.fetch();
        const told = await answer.json();
        const stop = (one) => ({ ...one, state: 'writing', done: 400, total: 1000, trouble });
        await route.fulfill({ response: answer, json: told.items ? { ...told, items: told.items.map((one, i) => (i ? one : stop(one))) } : stop(told) });
    };
    await page.route(`**${root}/imports/*`, stopped);
    await page.route(`**${root}/imports`, stopped);
    await page.reload();
    await page.getByRole('alert').getByText(trouble).waitFor();
    await page.getByRole('button', { name: '接着做' }).waitFor();
    await assertNoSidewaysScroll(page);
    await assertAccessible(page, 'work that stopped');
    await picture(page, 'import-stopped-390');
    await page.goto('/console/imports');
    await page.locator('tbody tr').first().getByText('停下了').waitFor();
    await assertNoSidewaysScroll(page);
    await assertAccessible(page, 'stopped work in the list');
    await picture(page, 'imports-390', { fullPage: true });
    assertNoFaults(page);
});

test('a field the city added is a column like any other, and the page says until when an upload is kept', async () => {
    const admin = await openAs(browser, server, 'admin', { viewport: laptop });
    for (const [field, kind, label, label_en, choices] of [['heating', 'code', '供暖方式', 'Heating', ['集中供暖', '燃气', '无']], ['rooms', 'integer', '间数', 'Rooms']])
        assert.equal((await admin.request.post('/api/city/extra-fields', { data: { register_kind: 'people.person', name: field, kind, label, label_en, ...(choices ? { choices } : {}) }, headers: { origin: server.url, 'Idempotency-Key': uuid7() } })).status(), 201);
    const page = await openAs(browser, server, 'worker1', { viewport: laptop });
    const rows = [['姓名', '身份证号', '供暖方式', '间数'], ['顾甲', number('19810412', 301), '燃气', '3'], ['顾乙', number('19820412', 303), '', '']];
    for (let tries = 0; tries < 40 && !(await json(page, '/api/city/registers')).registers.find(({ kind }) => kind === 'people.person').extra?.length; ++tries) await page.waitForTimeout(100);
    await uploadIt(page, '供暖.csv', csv(rows));
    await page.locator('[data-notice=kept]').getByText('还没有写入').waitFor();
    assert.equal(await page.getByLabel('C 列「供暖方式」对应登记的哪一项').inputValue(), 'extra.heating');
    await assertNoSidewaysScroll(page);
    await assertAccessible(page, 'columns with an added field');
    await picture(page, 'import-added-columns-1366');
    await writeAll(page);
    await uploadIt(page, '供暖二.csv', csv([rows[0], ['顾甲', number('19810412', 301), '无', '3'], ['顾乙', number('19820412', 303), '集中供暖', '2'], ['顾丙', number('19830412', 305), '柴火', '一']]));
    await page.getByRole('button', { name: '检查每一行' }).click();
    await page.locator('.write').waitFor();
    await page.getByRole('rowheader', { name: '供暖方式' }).waitFor();
    await picture(page, 'import-added-conflict-1366');
    await page.getByRole('tab', { name: /补充/ }).click();
    await page.getByRole('cell', { name: '集中供暖' }).waitFor();
    await page.getByRole('tab', { name: /有误/ }).click();
    await page.locator('.wrongs').getByText('供暖方式').waitFor();
    await picture(page, 'import-added-wrong-1366');
    const english = await openAs(browser, server, 'worker1', { viewport: phone, locale: 'en-GB' });
    await english.addInitScript(() => localStorage.setItem('liren.language', 'en'));
    await english.goto('/console/imports');
    await english.getByText(/kept until/).first().waitFor();
    await assertNoSidewaysScroll(english);
    await picture(english, 'imports-kept-390', { fullPage: true });
    await page.goto('/console/imports');
    await page.getByText(/保留至/).first().waitFor();
    await picture(page, 'imports-kept-1366');
    for (const one of [admin, page, english]) assertNoFaults(one);
});
