// Makes the spreadsheets beside it, of which the tests use only the committed files:
//   node modules/imports/tests/spreadsheets/make.mjs            those in Excel's dialect, .csv and hostile ones, byte by byte
//   node modules/imports/tests/spreadsheets/make.mjs --office   also those that LibreOffice (soffice) writes from flat sources
// Every person, number and plate is invented; identity numbers bear right check characters except where the point is a wrong one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const keep = (name, bytes) => writeFileSync(join(here, name), bytes);

// ---- invented people -------------------------------------------------------------------------------------------------------

/** An identity number with a right check character. */
export function number(birth, order, area = '140502') {
    const digits = `${area}${birth}${String(order).padStart(3, '0')}`;
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    return digits + '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11];
}
/** The number of fifteen digits that was borne before 1999. */
const old = (birth, order) => `140502${birth.slice(2)}${String(order).padStart(3, '0')}`;
const phone = (i) => `1380000${String(i).padStart(4, '0')}`;
/** An organisation's code of eighteen characters whose both checks are right. */
function creditCode(head, subject) {
    const inner = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', outer = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    const small = [3, 7, 9, 10, 5, 8, 4, 2].reduce((sum, weight, i) => sum + weight * inner.indexOf(subject[i]), 0) % 11;
    const body = `${head}${subject}${'0X987654321'[small]}`;
    const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    return body + outer[(31 - (weights.reduce((sum, weight, i) => sum + weight * outer.indexOf(body[i]), 0) % 31)) % 31];
}

// ---- a zip, byte by byte ---------------------------------------------------------------------------------------------------

function crc32(bytes) {
    let crc = ~0;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
}
const le = (size, value) => { const bytes = Buffer.alloc(size); size === 8 ? bytes.writeBigUInt64LE(BigInt(value)) : bytes.writeUIntLE(value, 0, size); return bytes; };
/** entries: [name, text]. descriptor: sizes follow the data; wide: sizes stand in ZIP64 fields; stored: nothing is packed. */
function zip(entries, { descriptor = false, wide = false, stored = false } = {}) {
    const parts = [], directory = [];
    let at = 0;
    for (const [name, text] of entries) {
        const bytes = Buffer.from(text), packed = stored ? bytes : deflateRawSync(bytes, { level: 9 }), title = Buffer.from(name), crc = crc32(bytes);
        const sizes = (hidden) => (hidden ? [le(4, 0xffffffff), le(4, 0xffffffff)] : [le(4, packed.length), le(4, bytes.length)]);
        const extra = wide ? Buffer.concat([le(2, 1), le(2, 16), le(8, bytes.length), le(8, packed.length)]) : Buffer.alloc(0);
        const how = [le(2, wide ? 45 : 20), le(2, descriptor ? 8 : 0), le(2, stored ? 0 : 8), le(4, 0)];
        const local = descriptor ? [le(4, 0), le(4, 0), le(4, 0)] : [le(4, crc), ...sizes(wide)];
        const behind = descriptor ? [le(4, 0x08074b50), le(4, crc), le(4, packed.length), le(4, bytes.length)] : [];
        const localExtra = descriptor ? Buffer.alloc(0) : extra;
        const one = Buffer.concat([le(4, 0x04034b50), ...how, ...local, le(2, title.length), le(2, localExtra.length), title, localExtra, packed, ...behind]);
        directory.push(Buffer.concat([le(4, 0x02014b50), le(2, wide ? 45 : 20), ...how, le(4, crc), ...sizes(wide), le(2, title.length), le(2, extra.length), le(2, 0), le(2, 0), le(2, 0), le(4, 0), le(4, at), title, extra]));
        parts.push(one);
        at += one.length;
    }
    const listed = Buffer.concat(directory), end = at + listed.length;
    const wideEnd = wide ? [le(4, 0x06064b50), le(8, 44), le(2, 45), le(2, 45), le(4, 0), le(4, 0), le(8, entries.length), le(8, entries.length), le(8, listed.length), le(8, at), le(4, 0x07064b50), le(4, 0), le(8, end), le(4, 1)] : [];
    const last = [le(4, 0x06054b50), le(2, 0), le(2, 0), le(2, wide ? 0xffff : entries.length), le(2, wide ? 0xffff : entries.length), le(4, wide ? 0xffffffff : listed.length), le(4, wide ? 0xffffffff : at), le(2, 0)];
    return Buffer.concat([...parts, listed, ...wideEnd, ...last]);
}

// ---- Excel's dialect -------------------------------------------------------------------------------------------------------

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main', office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships', packages = 'http://schemas.openxmlformats.org/package/2006';
const escape = (text) => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const letters = (column) => (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));
/** Styles by their number: 1 a day, 2 in Chinese, 3 text, 4 whole, 5 scientific, 6 day and time. */
const styles = `${head}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="177" formatCode="[$-804]yyyy/m/d\\ h:mm;@"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="49"/><xf numFmtId="1"/><xf numFmtId="11"/><xf numFmtId="177"/></cellXfs></styleSheet>`;

/** A cell: a text (shared), {n} a number, {inline}, {f, v} a formula, {f, text}, {error}, {yes}, {rich, sounds}; null is no cell. */
function workbook(sheets, { prefix = '', date1904 = false, shuffled = false } = {}, packing = {}) {
    const shared = [], tag = (name) => (prefix ? `${prefix}:${name}` : name);
    const share = (xml) => { const at = shared.indexOf(xml); return at >= 0 ? at : shared.push(xml) - 1; };
    const cellXml = (cell, place) => {
        const where = place ? ` r="${place}"` : '', style = cell.s ? ` s="${cell.s}"` : '', c = tag('c'), v = tag('v');
        if (typeof cell === 'string') return `<${c}${where} t="s"><${v}>${share(`<${tag('t')} xml:space="preserve">${escape(cell)}</${tag('t')}>`)}</${v}></${c}>`;
        if (cell.rich) return `<${c}${where} t="s"><${v}>${share(cell.rich.map((run) => `<${tag('r')}><${tag('rPr')}/><${tag('t')}>${escape(run)}</${tag('t')}></${tag('r')}>`).join('') + (cell.sounds ? `<${tag('rPh')} sb="0" eb="2"><${tag('t')}>${escape(cell.sounds)}</${tag('t')}></${tag('rPh')}><${tag('phoneticPr')} fontId="0"/>` : ''))}</${v}></${c}>`;
        if (cell.inline !== undefined) return `<${c}${where}${style} t="inlineStr"><${tag('is')}><${tag('t')}>${escape(cell.inline)}</${tag('t')}></${tag('is')}></${c}>`;
        if (cell.error) return `<${c}${where} t="e">${cell.f ? `<${tag('f')}>${escape(cell.f)}</${tag('f')}>` : ''}<${v}>${cell.error}</${v}></${c}>`;
        if (cell.yes !== undefined) return `<${c}${where} t="b"><${v}>${cell.yes ? 1 : 0}</${v}></${c}>`;
        if (cell.f) return `<${c}${where}${style}${cell.text !== undefined ? ' t="str"' : ''}><${tag('f')}>${escape(cell.f)}</${tag('f')}>${cell.text !== undefined ? `<${v}>${escape(cell.text)}</${v}>` : cell.v !== undefined ? `<${v}>${cell.v}</${v}>` : ''}</${c}>`;
        return `<${c}${where}${style}><${v}>${cell.n}</${v}></${c}>`;
    };
    const parts = sheets.map((sheet) => {
        const rows = (sheet.rows ?? []).map((row, r) => {
            const places = sheet.places !== 'none';
            const cells = (row ?? []).map((cell, c) => (cell === null || cell === '' ? '' : cellXml(cell, places ? `${letters(c)}${r + 1}` : ''))).join('');
            const hidden = sheet.hiddenRows?.includes(r + 1) ? ' hidden="1"' : '';
            return cells ? `<${tag('row')}${places ? ` r="${r + 1}" spans="1:9"` : ''}${hidden}>${cells}</${tag('row')}>` : '';
        }).join('');
        const cols = sheet.hiddenColumns ? `<${tag('cols')}>${sheet.hiddenColumns.map((c) => `<${tag('col')} min="${c}" max="${c}" width="0" hidden="1"/>`).join('')}</${tag('cols')}>` : '';
        const merges = sheet.merges ? `<${tag('mergeCells')} count="${sheet.merges.length}">${sheet.merges.map((range) => `<${tag('mergeCell')} ref="${range}"/>`).join('')}</${tag('mergeCells')}>` : '';
        return `${head}${sheet.before ?? ''}<${tag('worksheet')} xmlns${prefix ? `:${prefix}` : ''}="${main}">${cols}<${tag('sheetData')}>${rows}</${tag('sheetData')}>${merges}<${tag('phoneticPr')} fontId="1"/></${tag('worksheet')}>`;
    });
    const relation = (id, type, target) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
    const entries = [
        ['[Content_Types].xml', `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${sheets.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${shared.length ? '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>' : ''}</Types>`],
        ['_rels/.rels', `${head}<Relationships xmlns="${packages}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`],
        ['xl/workbook.xml', `${head}<workbook xmlns="${main}" xmlns:r="${office}">${date1904 ? '<workbookPr date1904="1"/>' : ''}<sheets>${sheets.map((sheet, i) => `<sheet name="${escape(sheet.name ?? `Sheet${i + 1}`)}" sheetId="${i + 1}"${sheet.hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`],
        ['xl/_rels/workbook.xml.rels', `${head}<Relationships xmlns="${packages}/relationships">${sheets.map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)).join('')}${relation('rId900', 'styles', 'styles.xml')}${shared.length ? relation('rId901', 'sharedStrings', 'sharedStrings.xml') : ''}</Relationships>`],
        ...parts.map((xml, i) => [`xl/worksheets/sheet${i + 1}.xml`, xml]),
        ['xl/styles.xml', styles],
        ...(shared.length ? [['xl/sharedStrings.xml', `${head}<${tag('sst')} xmlns${prefix ? `:${prefix}` : ''}="${main}">${shared.map((xml) => `<${tag('si')}>${xml}</${tag('si')}>`).join('')}</${tag('sst')}>`]] : []),
    ];
    return zip(shuffled ? entries.reverse() : entries, packing);
}
const sheet = (rows, more = {}) => [{ rows, ...more }];

keep('excel_shared_rich_phonetic.xlsx', workbook(sheet([['姓名', '身份证号', '手机'], [{ rich: ['张', '一'], sounds: 'チャン' }, number('19800101', 11), phone(1)], ['李二', number('19810202', 12), phone(2)]])));
keep('excel_inline_without_places.xlsx', workbook(sheet([[{ inline: '姓名' }, { inline: '性别' }, { inline: '出生日期' }], [{ inline: '王三' }, { inline: '女' }, { inline: '1990-05-06' }], [{ inline: '赵四' }, { inline: '男' }, { inline: '1991/12/31' }]], { places: 'none' })));
keep('excel_gaps_by_r.xlsx', workbook(sheet([['姓名', null, '备注', null, '联系电话'], ['钱五', null, null, null, phone(3)], [null, null, '没有姓名', null, phone(4)], ['孙六', null, '独居', null, null]])));
keep('excel_1904.xlsx', workbook(sheet([['姓名', '出生日期'], ['周七', { n: 29650, s: 1 }], ['吴八', { n: 31112, s: 2 }]]), { date1904: true }));
keep('excel_number_formats.xlsx', workbook(sheet([['姓名', '出生日期', '联系电话', '建档时间'], ['郑九', { n: 31112, s: 2 }, { n: 13800000005, s: 4 }, { n: 45000.5, s: 6 }], ['王十', { n: 32000, s: 1 }, { n: 13800000006 }, { n: 45001.25, s: 6 }], ['冯十一', { n: 33000 }, { n: '1.3800000007E10', s: 5 }, null]])));
keep('excel_header_over_three_rows.xlsx', workbook(sheet([
    ['城区居民信息采集表'], ['序号', '基本信息', null, null, '联系方式', null, '备注'], [null, '姓名', '身份证号', '性别', '本人', null, null], [null, null, null, null, '手机号码', '座机', null],
    [{ n: 1 }, '陈十二', number('19620303', 13), '男', phone(8), '0356-2020001', '低保'], [{ n: 2 }, '褚十三', number('19630404', 14), '女', phone(9), null, null]],
    { merges: ['A1:G1', 'A2:A4', 'B2:D2', 'E2:F2', 'G2:G4', 'B3:B4', 'C3:C4', 'D3:D4', 'E3:F3'] })));
keep('excel_title_and_unit_above.xlsx', workbook(sheet([['前书院社区居民花名册'], [], ['填报单位：前书院社区', null, null, '填报日期：2026年11月'], ['姓名（必填）', '*身份证号码：', '文化程度', '与户主的关系'], ['卫十四', number('19750505', 15), '大专', '户主'], ['蒋十五', number('20010606', 16), '本科', '长子']])));
keep('excel_hidden_rows_columns.xlsx', workbook(sheet([['姓名', '手机', '民族'], ['沈十六', phone(10), '汉族'], ['韩十七', phone(11), '回'], ['杨十八', phone(12), '满族']], { hiddenRows: [3], hiddenColumns: [2] })));
keep('excel_formulas_and_errors.xlsx', workbook(sheet([['姓名', '联系电话', '性别', '备注'], [{ f: 'A9&B9', text: '朱十九' }, phone(13), { f: 'IF(1,"男","女")', text: '男' }, { f: 'SUM(1,2)', v: 3 }], ['秦二十', { f: 'VLOOKUP(1,A:B,2)', error: '#N/A' }, '女', null], ['尤廿一', phone(14), { error: '#REF!' }, null], ['许廿二', phone(15), '女', { f: 'NOW()' }]])));
keep('excel_zip64.xlsx', workbook(sheet([['姓名', '手机'], ['何廿三', phone(16)]]), {}, { wide: true }));
keep('excel_data_descriptors.xlsx', workbook(sheet([['姓名', '手机'], ['吕廿四', phone(17)]]), {}, { descriptor: true }));
keep('excel_stored_shuffled.xlsx', workbook(sheet([['姓名', '手机'], ['施廿五', phone(18)]]), { shuffled: true }, { stored: true }));
keep('excel_prefixed_tags.xlsx', workbook(sheet([['姓名', '身份证号'], ['张廿六', number('19880808', 17)]]), { prefix: 'x' }));
keep('excel_totals_and_signature.xlsx', workbook(sheet([['序号', '姓名', '联系电话'], [{ n: 1 }, '孔廿七', phone(19)], [{ n: 2 }, '曹廿八', phone(20)], ['序号', '姓名', '联系电话'], [{ n: 3 }, '严廿九', phone(21)], ['合 计', '3人'], [null, '总计：3人'], ['填表人：某某', null, '审核人：某某']])));
keep('excel_several_sheets.xlsx', workbook([{ name: '填表说明', rows: [['一、请如实填写'], ['二、姓名为必填项']] }, { name: '空白', rows: [] }, { name: '居民', rows: [['姓名', '手机', '民族'], ['华三十', phone(22), '苗族'], ['金卅一', phone(23), '彝']] }, { name: '字典', hidden: true, rows: [['姓名', '手机', '民族', '性别'], ['不导入', phone(9999), '汉', '男']] }]));
keep('excel_scientific_notation.xlsx', workbook(sheet([['姓名', '身份证号', '联系电话'], ['魏卅二', { n: '1.40502198001E+17', s: 5 }, phone(24)], ['陶卅三', { n: '140502198102020000' }, phone(25)], ['姜卅四', number('19820303', 18), phone(26)]])));
keep('excel_fifteen_digits.xlsx', workbook(sheet([['姓名', '身份证号'], ['戚卅五', old('19550101', 19)], ['谢卅六', { n: old('19560202', 21), s: 4 }], ['邹卅七', '14050255010101']])));
keep('excel_text_dates.xlsx', workbook(sheet([['姓名', '出生年月'], ['喻卅八', '1985.3.7'], ['柏卅九', '1985年3月'], ['水四十', '1985/3/7'], ['窦卅一', '19850307'], ['章卅二', { n: 31113 }], ['云卅三', '1985'], ['苏卅四', '1985年13月'], ['潘卅五', '3/7/85'], ['葛卅六', { n: 1985.1 }], ['奚卅七', { n: 1985.11 }], ['范卅八', '不详']])));
keep('excel_full_width_and_blanks.xlsx', workbook(sheet([['姓　名', '身份证号码', '联系\u00a0电话'], ['彭　　一', [...number('19890909', 22)].map((c) => (c === 'X' ? 'Ｘ' : String.fromCharCode(c.charCodeAt(0) + 0xfee0))).join(''), '１３８ ００００ ００２７'], ['\u00a0郎二\u00a0', ` ${number('19900101', 23)}\u200b`, '\u3000138-0000-0028'], ['  \u00a0 ', '\u3000', ' '], ['阿不都．吾甫尔', '', phone(29)]])));
keep('excel_numbers_as_text.xlsx', workbook(sheet([['门牌号', '面积（㎡）', '楼层', '用途', '居住状态'], ['1号楼1单元101', '89.50', '1', '住宅', '自住'], ['1号楼1单元102', '1,089.5平方米', { n: 1 }, '商业', '闲置'], ['1号楼1单元201', '约90', '二', '住宅', '出租'], ['1号楼1单元202', { n: 89.555 }, { n: 300 }, '别墅', '']])));
keep('excel_booleans.xlsx', workbook(sheet([['楼栋名称', '层数', '单元数', '有电梯'], ['1号楼', { n: 18 }, { n: 2 }, { yes: true }], ['2号楼', { n: 6 }, { n: 4 }, '无'], ['3号楼', { n: 6 }, { n: 4 }, '√'], ['4号楼', { n: 6 }, { n: 4 }, '不清楚']])));
keep('excel_vehicles.xlsx', workbook(sheet([['车牌号码', '车辆类型', '颜色', '车位', '登记日期'], ['晋E·12345', '小型汽车', '白色', '地下A-12', '2019.6'], ['晋ED12346', '', '蓝', '', ''], ['晋Ｅ１２３４学', '教练车', '', '', ''], ['WJ12345', '', '', '', ''], ['', '小型汽车', '黑', '', '']])));
keep('excel_facilities.xlsx', workbook(sheet([['设施名称', '类别', '设施编号', '位置', '设施状态', '巡检日期'], ['路灯1', '公用设施', '1405020101000001', '西街12号旁', '正常', { n: 46000, s: 1 }], ['井盖2', '01', { n: '1405020101000002' }, '西街14号旁', '损坏', ''], ['垃圾箱3', '市容环境', 'LX-003', '西街16号旁', '良好', '2025年10月'], ['座椅4', '椅子类', '', '西街18号旁', '', '']])));
const code = (i) => creditCode('92140502', `MA0K${String(1000 + i)}`);
keep('excel_institutions.xlsx', workbook(sheet([['单位名称', '统一社会信用代码', '单位类型', '法人', '负责人电话', '员工人数'], ['前书院便民超市', code(1), '个体工商户', '甲一', phone(31), '3'], ['前书院诊所', code(2).toLowerCase(), '诊所', '乙二', phone(32), { n: 5 }], ['无码小店', '', '门店', '', '', ''], ['错码小店', `${code(3).slice(0, 17)}${code(3)[17] === '0' ? '1' : '0'}`, '门店', '', '', ''], ['', code(4), '公司', '', '', '']])));
keep('excel_households.xlsx', workbook(sheet([['户名', '户类别', '户口簿号', '住处'], ['张一户', '家庭户', '0012001', '9号楼1单元101'], ['企业宿舍', '集体户', '', ''], ['', '家庭户', '0012003', '']])));
keep('excel_compounds.xlsx', workbook(sheet([['小区名称', '小区类别', '物业服务企业', '建成年份', '户数'], ['书院小区', '', '某物业有限公司', { n: 1998 }, { n: 640 }], ['槐树里', '', '', '1985年', '120户'], ['新城', '', '', '去年', '']])));
keep('excel_areas_by_name.xlsx', workbook(sheet([['姓名', '联系电话', '所属社区'], ['鲁一', phone(33), '前书院社区'], ['韦二', phone(34), '前书院社区居委会'], ['昌三', phone(35), '后书院社区']])));
keep('excel_people_with_dwellings.xlsx', workbook(sheet([['姓名', '联系电话', '户名', '与户主关系', '现住址'], ['马一', phone(36), '马一户', '户主', '6号楼2单元501'], ['苗二', phone(37), '马一户', '妻', '6号楼2单元501'], ['凤三', phone(38), '', '', '6号楼2单元502']])));
keep('excel_stray_cell_far_right.xlsx', workbook(sheet([['姓名', '手机'], ['花一', phone(39)], ['方二', phone(40), ...Array(16381).fill(null), '误填']])));
keep('excel_unknown_titles.xlsx', workbook(sheet([['当事人', '号一', '号二', '何时生'], ['俞一', number('19770707', 24), phone(41), '1977.7.7'], ['任二', number('19780808', 25), phone(42), '1978.8.8']])));
keep('excel_no_titles.xlsx', workbook(sheet([['袁一', '男', number('19660606', 27), phone(43)], ['柳二', '女', number('19670707', 28), phone(44)]])));
keep('excel_formula_injection.xlsx', workbook(sheet([['姓名', '联系电话', '备注'], ['酆一', phone(45), "=cmd|'/c calc'!A0"], ['鲍二', '123', '=HYPERLINK("x","y")'], ['史三', '124', '+1-2'], ['唐四', '125', '@SUM(A1:A9)'], ['=1+1', '126', '-3']])));

// ---- .csv ------------------------------------------------------------------------------------------------------------------

const csv = (rows, by = ',', line = '\r\n') => rows.map((row) => row.join(by)).join(line) + line;
const gbk = (text) => execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: text });
keep('utf8_with_mark.csv', '\ufeff' + csv([['姓名', '身份证号', '联系电话'], ['费一', number('19710101', 28), phone(46)], ['廉二', '1.40502E+17', phone(47)]]));
keep('gbk.csv', gbk(csv([['姓名', '性别', '工作单位'], ['岑一', '男', '城区图书馆'], ['薛二', '女', '㙍家营小学'], ['雷三', '未知', '']])));
keep('semicolon.csv', csv([['姓名', '民族', '备注'], ['贺一', '壮', '喜欢下棋,打拳'], ['倪二', '维吾尔族', '']], ';', '\n'));
keep('tabs_utf16.csv', Buffer.from('\ufeff' + csv([['姓名', '政治面貌', '婚姻状况'], ['汤一', '中共党员', '已婚'], ['滕二', '群众', '丧偶']], '\t'), 'utf16le'));
keep('quoted_line_breaks.csv', '\ufeff"姓名","备注","联系电话"\r\n"殷一","第一行\n第二行，说""好""","' + phone(48) + '"\r\n"罗二","","' + phone(49) + '"\r\n');
keep('guarded_by_excel.csv', '\ufeffsep=,\r\n' + csv([['姓名', '身份证号', '手机'], ['毕一', `="${number('19730303', 29)}"`, `\t${phone(50)}`], ['郝二', `'${number('19740404', 30)}`, `"=""${phone(51)}"""`]]));
keep('hostile_injection.csv', csv([['姓名', '联系电话', '备注'], ['邬一', phone(52), "=cmd|'/c calc'!A0"], ['安二', '1', "'=1+1"], ['常三', '2', '@SUM(A1)']]));

// ---- hostile ---------------------------------------------------------------------------------------------------------------

const plain = workbook(sheet([['姓名', '手机'], ['乐一', phone(53)]]));
keep('hostile_truncated.xlsx', plain.subarray(0, plain.length - 300));
keep('hostile_doctype.xlsx', workbook(sheet([['姓名', '手机'], ['于一', phone(54)]], { before: '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>\n' })));
keep('hostile_bomb.xlsx', workbook(sheet([['姓名', '手机'], [{ inline: 'A'.repeat(48 << 20) }, phone(55)]])));
keep('hostile_16384_titles.xlsx', workbook(sheet([Array.from({ length: 16384 }, () => '姓名'), ['时一']])));
keep('hostile_beyond_columns.xlsx', workbook(sheet([['姓名', '手机'], ['傅一', phone(56), ...Array(16383).fill(null), '越界']])));
keep('hostile_web_page.xls', '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>姓名</td></tr><tr><td>皮一</td></tr></table></html>');
keep('wrong_ending.xls', workbook(sheet([['姓名', '手机'], ['卞一', phone(57)]])));
keep('empty_sheets.xlsx', workbook([{ name: '甲', rows: [] }, { name: '乙', rows: [] }]));
keep('titles_only.xlsx', workbook(sheet([['姓名', '手机', '民族']])));

// ---- LibreOffice's dialect -------------------------------------------------------------------------------------------------

const xmlns = `xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" ` + ['office', 'table', 'text', 'style', 'number', 'fo'].map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${{ number: 'datastyle', fo: 'xsl-fo-compatible' }[name] ?? name}:1.0"`).join(' ');
/** A cell: a text, {n}, {date}, {yes}, {f, n} or {f, text}; {over: [columns, rows]} merges, COVERED lies below it. */
const COVERED = { covered: true };
function fods(tables, { epoch } = {}) {
    const cell = (one) => {
        if (one === null || one === '') return '<table:table-cell/>';
        if (one.covered) return '<table:covered-table-cell/>';
        const given = typeof one === 'string' ? { text: one } : one;
        const over = given.over ? ` table:number-columns-spanned="${given.over[0]}" table:number-rows-spanned="${given.over[1]}"` : '';
        const formula = given.f ? ` table:formula="of:=${escape(given.f).replace(/"/g, '&quot;')}"` : '';
        if (given.n !== undefined) return `<table:table-cell${over}${formula} office:value-type="float" office:value="${given.n}"/>`;
        if (given.date) return `<table:table-cell table:style-name="day" office:value-type="date" office:date-value="${given.date}"/>`;
        if (given.yes !== undefined) return `<table:table-cell office:value-type="boolean" office:boolean-value="${given.yes}"/>`;
        return `<table:table-cell${over}${formula} office:value-type="string"><text:p>${escape(given.text)}</text:p></table:table-cell>`;
    };
    const table = ({ name, rows, hidden, hiddenRows = [], hiddenColumns = [] }) => `<table:table table:name="${name}"${hidden ? ' table:style-name="unseen"' : ''}>${Array.from({ length: 8 }, (_, c) => `<table:table-column${hiddenColumns.includes(c + 1) ? ' table:visibility="collapse"' : ''}/>`).join('')}${rows.map((row, r) => `<table:table-row${hiddenRows.includes(r + 1) ? ' table:visibility="collapse"' : ''}>${row.map(cell).join('') || '<table:table-cell/>'}</table:table-row>`).join('')}</table:table>`;
    return `<?xml version="1.0" encoding="UTF-8"?>\n<office:document ${xmlns} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles><number:date-style style:name="ymd"><number:year number:style="long"/><number:text>年</number:text><number:month/><number:text>月</number:text><number:day/><number:text>日</number:text></number:date-style><style:style style:name="day" style:family="table-cell" style:data-style-name="ymd"/><style:style style:name="unseen" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>${epoch ? `<table:calculation-settings><table:null-date table:date-value="${epoch}"/></table:calculation-settings>` : ''}${tables.map(table).join('')}</office:spreadsheet></office:body></office:document>`;
}
const flat = (rows, more = {}) => [{ name: '居民', rows, ...more }];
const filters = { xlsx: 'xlsx:Calc MS Excel 2007 XML', xls: 'xls:MS Excel 97', csv: 'csv:Text - txt - csv (StarCalc):44,34,76,1', gbk: 'csv:Text - txt - csv (StarCalc):59,34,GBK,1,,0,true' };
const sources = [];
const write = (name, filter, source) => sources.push({ name, filter, source });

const wide = [[{ text: '前书院社区居民登记表', over: [5, 1] }, COVERED, COVERED, COVERED, COVERED], ['姓名', '身份证号', '出生日期', '联系电话', '备注'], ['佘一', number('19700101', 31), { date: '1970-01-01' }, phone(58), '党员'], ['佟二', number('19710202', 32), { date: '1971-02-02' }, phone(59), '']];
write('office_plain.xlsx', 'xlsx', fods(flat(wide)));
write('office_plain.xls', 'xls', fods(flat(wide.map((row, r) => (r < 2 ? row : [`${row[0]}三`, number('19720303', 30 + r * 2 + 1), { date: '1972-03-03' }, phone(58 + r * 2), row[4]])))));
write('office_merged_header.xls', 'xls', fods(flat([
    [{ text: '姓名', over: [1, 2] }, { text: '证件', over: [2, 1] }, COVERED, { text: '民族', over: [1, 2] }], [COVERED, '身份证号', '备注', COVERED], ['南三', number('19730404', 33), '', '土家族'], ['宫四', number('19740505', 34), '外出', '汉']])));
write('office_formulas.xlsx', 'xlsx', fods(flat([['姓名', '联系电话', '性别', '备注'], [{ text: '仇五', f: 'CONCATENATE("仇";"五")' }, phone(64), '男', { n: 3, f: 'SUM(1;2)' }], ['召六', { text: '', f: 'NA()' }, '女', ''], ['逢七', phone(65), '女', { n: 0, f: '1/0' }]])));
write('office_formulas.xls', 'xls', fods(flat([['姓名', '联系电话', '性别', '备注'], [{ text: '桑八', f: 'CONCATENATE("桑";"八")' }, phone(66), '男', { n: 3, f: 'SUM(1;2)' }], ['桂九', { text: '', f: 'NA()' }, '女', '']])));
write('office_1904.xls', 'xls', fods(flat([['姓名', '出生日期'], ['濮十', { date: '1985-03-07' }], ['牛一', { date: '1999-12-31' }]]), { epoch: '1904-01-01' }));
write('office_hidden.xlsx', 'xlsx', fods(flat([['姓名', '联系电话', '民族'], ['寿一', phone(67), '汉'], ['通二', phone(68), '藏族'], ['边三', phone(69), '汉']], { hiddenRows: [3], hiddenColumns: [2] })));
write('office_several_sheets.xls', 'xls', fods([{ name: '封面', rows: [['城区人口普查底册']] }, { name: '空', rows: [[null]] }, { name: '底册', rows: [['姓名', '性别', '户籍地'], ['扈一', '男', '城区西街1号'], ['燕二', '女', '城区西街2号']] }]));
write('office_numbers.xls', 'xls', fods(flat([['姓名', '身份证号', '联系电话'], ['冀一', { n: 140502198001010000 }, { n: 13800000070 }], ['郏二', number('19810202', 35), { n: 13800000071 }]])));
write('office_dwellings.xlsx', 'xlsx', fods([{ name: '房屋', rows: [['房屋地址', '建筑面积', '楼层', '房屋用途', '居住状态'], ['7号楼1单元101', { n: 88.25 }, { n: 1 }, '住宅', '自住'], ['7号楼1单元102', { n: 101 }, { n: -1 }, '车库', ''], ['合计', { n: 189.25, f: 'SUM([.B2:.B3])' }, '', '', '']] }]));
write('office_quoted.csv', 'csv', fods(flat([['姓名', '联系电话', '备注'], ['浦一', phone(72), '一,二'], ['尚二', phone(73), '说“好”']])));
write('office_semicolon_gbk.csv', 'gbk', fods(flat([['姓名', '联系电话', '备注'], ['农一', phone(74), '一;二'], ['温二', phone(75), '']])));

if (process.argv.includes('--office')) {
    const folder = mkdtempSync(join(tmpdir(), 'spreadsheets-'));
    for (const { name, filter, source } of sources) {
        writeFileSync(join(folder, 'source.fods'), source);
        execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', filters[filter], '--outdir', folder, join(folder, 'source.fods')], { stdio: 'ignore' });
        keep(name, readFileSync(join(folder, `source.${name.split('.').pop()}`)));
    }
    rmSync(folder, { recursive: true });
}
