// Invented data for looking at the screens. Division names are public statistics; every person, unit phone and case is made up.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

let serial = 1
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export function new_id() {
  let n = BigInt(Date.UTC(2026, 10, 1)) * 4096n * 1024n + BigInt(serial++) * 4099n, text = ''
  for (let i = 0; i < 13; i++) { text = ALPHABET[Number(n % 32n)] + text; n /= 32n }
  return text
}
const HOUR = 3_600_000
const INITIALS = { 东: 'd', 西: 'x', 南: 'n', 北: 'b', 街: 'j', 道: 'd', 社: 's', 区: 'q', 村: 'c', 凤: 'f', 台: 't', 苑: 'y', 翔: 'x', 建: 'j', 设: 's', 路: 'l', 康: 'k', 乐: 'l', 关: 'g', 大: 'd', 岭: 'l', 巷: 'x', 观: 'g', 环: 'h', 泽: 'z', 州: 'z', 前: 'q', 进: 'j', 泰: 't', 森: 's', 汇: 'h', 晋: 'j', 太: 't', 印: 'y', 苗: 'm', 孟: 'm', 庄: 'z', 上: 's', 元: 'y', 五: 'w', 龙: 'l', 河: 'h', 泉: 'q', 书: 's', 院: 'y', 景: 'j', 德: 'd', 桥: 'q', 后: 'h', 圪: 'g', 塔: 't', 秀: 'x', 水: 's', 昌: 'c', 金: 'j', 华: 'h', 驿: 'y', 万: 'w', 黄: 'h', 阳: 'y', 下: 'x', 古: 'g', 矿: 'k', 中: 'z', 平: 'p', 仙: 'x', 颢: 'h', 钟: 'z', 家: 'j', 开: 'k', 发: 'f', 石: 's', 店: 'd', 镇: 'z', 第: 'd', 一: 'y', 二: 'e', 三: 's', 四: 's', 网: 'w', 格: 'g' }
const initials = (name) => [...name].map((c) => INITIALS[c] ?? '').join('')

const NAMES = ['沈知远', '陆青禾', '郭守田', '贺晓棠', '秦木兰', '苗向阳', '欧阳听雨', '段小满', '韩松', '祁春和']
export const areas = []
const lines = readFileSync(resolve(import.meta.dirname, '../../packs/divisions/140502.csv'), 'utf8').trim().split('\n').slice(3).map((line) => line.split(','))
const district = { id: new_id(), parent: null, kind: 'district', code: '140502', name: '城区', initials: 'cq', version: 1 }
areas.push(district)
let person = 0
for (const [code, name, kind] of lines.filter(([, , k]) => ['subdistrict', 'town', 'township'].includes(k))) {
  const sub = { id: new_id(), parent: district.id, kind, code, name, initials: initials(name), version: 1 }
  areas.push(sub)
  for (const [c, n, k] of lines.filter(([cc, , kk]) => kk.endsWith('committee') && cc.startsWith(code.slice(0, 9)))) {
    const short = n.replace(/(居委会|村委会|村民委员会|居民委员会)$/, '')
    const committee = { id: new_id(), parent: sub.id, kind: k === 'residents_committee' ? 'community' : 'village', code: c, name: short, initials: initials(short), version: 1, unit_name: n }
    areas.push(committee)
    for (const i of [1, 2, 3]) {
      const grid = { id: new_id(), parent: committee.id, kind: 'grid', code: `${c}${String(i).padStart(3, '0')}`, name: `第${'一二三'[i - 1]}网格`, initials: `d${'yes'[i - 1]}wg`, version: 1,
        grid: { kind: 'basic', worker_name: i === 3 && person % 4 === 0 ? undefined : NAMES[person++ % NAMES.length], public_phone: `0356-555${String(1000 + person).slice(-4)}`, households: 180 + (person * 37) % 170 } }
      areas.push(grid)
    }
  }
}
export const area = (id) => areas.find((one) => one.id === id)
export const path_of = (id) => { const path = []; for (let a = area(id); a; a = area(a.parent)) path.unshift(a); return path }
const community = areas.find((one) => one.name === '凤台社区')
const second = areas.find((one) => one.name === '东岭巷社区')
const village = areas.find((one) => one.kind === 'village')
const sub = area(community.parent)
const grids = (id) => areas.filter((one) => one.parent === id)
export const home = { district, community, second, village, sub }

const hours = (...h) => Object.fromEntries(['accept', 'dispatch', 'acknowledge', 'handle', 'verify'].map((k, i) => [k, h[i]]))
export const categories = [
  ['street_light', '路灯楼灯', 'facility', '公共设施', 'light'], ['road_surface', '道路破损', 'facility', '公共设施', 'road'], ['manhole', '井盖雨水口', 'facility', '公共设施', 'drain'],
  ['waste', '垃圾堆放', 'sanitation', '环境卫生', 'waste'], ['water_leak', '漏水停水', 'utility', '水电气暖', 'water'], ['fire_passage', '消防通道', 'safety', '安全隐患', 'fire'],
  ['elevator', '电梯故障', 'compound', '小区里的事', 'elevator'], ['parking', '乱停乱放', 'order', '街面秩序', 'parking'], ['noise', '噪声扰民', 'order', '街面秩序', 'noise'],
  ['trees', '树木绿化', 'facility', '公共设施', 'tree'], ['dogs', '犬只', 'order', '街面秩序', 'dog'], ['wires', '飞线充电、线缆下垂', 'safety', '安全隐患', 'wire'], ['heating', '供暖不热', 'utility', '水电气暖', 'heat'],
  ['building', '外墙屋面脱落', 'safety', '安全隐患', 'building'], ['dispute', '邻里纠纷', 'people', '邻里之间', 'quarrel'], ['care', '需要帮一把', 'people', '邻里之间', 'help'],
  ['village_ditch', '沟渠淤堵', 'village', '村里的事', 'river', true], ['village_field', '田间道路', 'village', '村里的事', 'field', true], ['other', '其他', 'other', '其他', 'other'],
].map(([code, name, group, group_name, icon, rural]) => ({ code, name, group, group_name, icon, rural: !!rural, active: code !== 'dogs', version: 1, jurisdiction: rural ? 'village' : group === 'compound' ? 'compound' : 'public_space', hours: code === 'elevator' || code === 'water_leak' ? hours(1, 1, 1, 12, 24) : hours(4, 4, 8, 72, 48) }))

export const units = []
const unit = (name, kind, parent, a, phone) => { const one = { id: new_id(), version: 1, name, kind, parent: parent?.id ?? null, area: a.id, phone, posts: [] }; units.push(one); return one }
const center = unit('城区网格化服务中心', 'grid_center', null, district, '0356-5550001')
const office = unit('东街街道办事处', 'subdistrict_office', center, sub, '0356-5550010')
const committee = unit('凤台社区居民委员会', 'residents_committee', office, community, '0356-5550021')
const property = unit('凤台苑（二期）住宅小区物业服务中心', 'property_company', committee, community, '0356-5550033')
const lamps = unit('城区城市管理局路灯管理所', 'department', center, district, '0356-5550040')
const clean = unit('城区环境卫生管理中心', 'department', center, district, '0356-5550041')
unit('城区消防救援大队凤台路站', 'department', center, district, '0356-5550119')
unit('东岭巷社区居民委员会', 'residents_committee', office, second, '0356-5550022')
export const named = { center, office, committee, property, lamps, clean }

export const roles = [
  ['district_leader', '区领导', ['cases.read', 'places.read', 'organizations.read'], ['district']],
  ['subdistrict_leader', '街道负责人', ['cases.read', 'cases.dispatch', 'cases.verify', 'cases.note', 'places.read', 'organizations.read'], ['subdistrict']],
  ['community_worker', '社区工作者', ['cases.read', 'cases.accept', 'cases.dispatch', 'cases.handle', 'cases.verify', 'cases.note', 'cases.unmask', 'places.read', 'organizations.read'], ['subdistrict', 'community']],
  ['grid_worker', '网格员', ['cases.read', 'cases.handle', 'cases.note', 'cases.unmask', 'places.read'], ['community', 'grid']],
  ['property_staff', '物业人员', ['cases.handle', 'cases.note'], ['community']],
  ['department_staff', '部门人员', ['cases.handle', 'cases.note'], ['district', 'subdistrict']],
  ['sys_admin', '系统管理员', ['cases.configure', 'places.read', 'places.manage', 'organizations.read', 'organizations.manage', 'accounts.read', 'accounts.manage'], ['city', 'district']],
].map(([code, name, permissions, levels]) => ({ code, name, permissions, levels }))

export const accounts = []
const account = (login, display_name, role, a, u, title) => {
  const one = { id: new_id(), version: 1, login, display_name, phone_masked: '138****' + String(1000 + accounts.length * 37).slice(-4), kind: role ? 'staff' : 'resident', disabled: false, last_sign_in: Date.now() - accounts.length * 5 * HOUR, password: 'liren-demo',
    grants: role ? [{ id: new_id(), role, role_name: roles.find((r) => r.code === role).name, area: a.id, area_name: a.name }] : [], posts: u ? [{ id: new_id(), unit: u.id, unit_name: u.name, title }] : [] }
  if (u) u.posts.push({ id: one.posts[0].id, account: one.id, account_name: display_name, title })
  accounts.push(one)
  return one
}
export const people = {
  clerk: account('clerk', '秦木兰', 'community_worker', community, committee, '社区工作者'),
  grid: account('grid', '沈知远', 'grid_worker', grids(community.id)[0], committee, '网格员'),
  leader: account('leader', '郭守田', 'subdistrict_leader', sub, office, '分管负责人'),
  admin: account('admin', '祁春和', 'sys_admin', district, center, '系统管理员'),
  property: account('wuye', '段小满', 'property_staff', community, property, '维修班长'),
  lamps: account('ludeng', '韩松', 'department_staff', district, lamps, '值班员'),
  resident: account('resident', '尉迟晚晴', null),
}
people.clerk.grants.push({ id: new_id(), role: 'sys_admin', role_name: '系统管理员', area: district.id, area_name: '城区' })
for (let i = 0; i < 18; i++) account(`u${String(101 + i)}`, NAMES[i % NAMES.length] + (i > 9 ? '（兼）' : ''), i % 3 ? 'grid_worker' : 'property_staff', grids(second.id)[i % 3], i % 3 ? null : property, '值班员')
accounts[12].disabled = true

const WORDS = {
  street_light: ['三单元楼道灯不亮，晚上看不清台阶，家里老人不敢下楼。', '凤台路和康乐街路口西北角第二根灯杆整夜闪，像要掉下来。'], road_surface: ['人行道地砖塌了一块，下雨积水，骑车的人摔过两次。'],
  manhole: ['井盖松了，车一过就响，半夜听得清清楚楚。'], waste: ['垃圾桶旁边堆了三天没人收，已经有味道了。', '装修垃圾堆在绿化带里。'], water_leak: ['地下管道漏水，路面一直是湿的，水表没动也在走。'],
  fire_passage: ['7 号楼北侧消防通道被两辆面包车堵住，每天晚上都这样。'], elevator: ['2 号楼东梯停在 9 楼不动，里面没有人。已经是这个月第三次。'], parking: ['盲道上停满共享电动车。'], noise: ['夜里十一点以后还在打桩。'], trees: ['大树枝压着晾衣架，刮风就响。'],
  wires: ['从二楼窗户拉线下来给电动车充电，线皮已经破了。'], heating: ['供暖十天了，家里只有 15 度。'], building: ['外墙瓷砖往下掉，砸在人行道上，楼下是小学生放学的路，这个情况已经反映到物业两次，每次都说排期，到现在没有人来拉警戒线，请尽快处理。'], dispute: ['楼上漏水到楼下，两家说不到一起。'], care: ['独居的王奶奶两天没下楼了，电话也没人接。'], other: ['公告栏玻璃碎了。'], village_ditch: ['村西水渠堵了，一下雨就往院里灌。'],
}
const PLACES = ['凤台苑 2 号楼 3 单元门口', '凤台路与康乐街路口西北角', '凤台苑 7 号楼北侧消防通道', '南环街 118 号院', '凤台小学东门外人行道（靠近公交站台和便民早餐车一侧）', '凤台苑地下车库 B2 入口', '东岭巷 15 号', '村西水渠第二座小桥']
export const cases = []
let number = 1180
const STEP = { reported: 'accept', accepted: 'dispatch', dispatched: 'acknowledge', acknowledged: 'handle', handling: 'handle', handled: 'verify', verifying: 'verify' }
export const step_of = (state) => STEP[state]
const role_of = { clerk: '社区工作者', grid: '网格员', property: '物业', lamps: '城市管理局路灯管理所' }
export function add_case(given) {
  const category = categories.find((one) => one.code === given.category)
  const one = { id: new_id(), version: 1, number: `JC-2026-${String(number++).padStart(6, '0')}`, source: 'resident', reporter_kind: 'number', files: [], timeline: [], code: String(482913 + number * 7).slice(-6), rating: null, ...given, jurisdiction: category.jurisdiction }
  const step = step_of(one.state)
  one.step_hours = step ? category.hours[step] : undefined
  one.due_at ??= step ? one.changed_at + one.step_hours * HOUR : undefined
  cases.push(one)
  return one
}
export function tell(one, name, at, who, text, more = {}) {
  one.timeline.push({ seq: one.timeline.length + 1, name: `cases.${name}`, at, actor_name: who?.display_name, actor_role: more.role ?? (who ? (who.grants[0]?.role_name ?? '居民') : '居民'), text, internal: !!more.internal, files: more.files ?? [], state: one.state })
}
const file = (seed, kind = 'report') => ({ id: `F${String(seed).padStart(4, '0')}`, width: 1200, height: 1600, kind })
const now = Date.now()
const PLAN = [
  ['street_light', 'reported', -1, 3], ['building', 'reported', -9, -5], ['care', 'accepted', -3, 1], ['fire_passage', 'dispatched', -20, -7], ['elevator', 'handling', -5, 6], ['water_leak', 'acknowledged', -8, 2.2],
  ['waste', 'handling', -60, 12], ['road_surface', 'handling', -90, -22], ['manhole', 'handled', -70, 40], ['parking', 'verifying', -100, 20], ['noise', 'closed', -200], ['trees', 'rated', -260], ['wires', 'accepted', -6, -2, true],
  ['heating', 'dispatched', -12, 5], ['dispute', 'reported', -2, 2], ['other', 'declined', -140], ['village_ditch', 'reported', -4, 0.4], ['street_light', 'handling', -30, 42], ['waste', 'reported', -0.3, 3.7], ['street_light', 'closed', -300],
]
for (let round = 0; round < 4; round++) PLAN.forEach(([category, state, reported, due, returned], i) => {
  const k = round * PLAN.length + i
  const where = category.startsWith('village') ? village : k % 5 === 4 ? second : community
  const g = grids(where.id)[k % 3]
  const reported_at = now + reported * HOUR - round * 31 * HOUR
  const who = people[category === 'street_light' ? 'lamps' : category === 'elevator' || category === 'wires' ? 'property' : 'grid']
  const u = category === 'street_light' ? lamps : category === 'waste' ? clean : category === 'elevator' ? property : committee
  const started = !['reported', 'accepted', 'declined'].includes(state)
  const texts = WORDS[category] ?? WORDS.other
  const one = add_case({ category, state, text: k % 11 === 6 ? '' : texts[round % texts.length], place: category.startsWith('village') ? PLACES[7] : PLACES[k % 7], area: g.id, reported_at, changed_at: reported_at,
    due_at: due === undefined ? undefined : now + (due - (due < 0 ? round * 20 : -round * 26)) * HOUR, reporter_kind: ['account', 'number', 'confidential', 'anonymous', 'number'][k % 5], reporter: k % 5 === 3 ? null : { name: ['尉迟晚晴', '高远山', '白露'][k % 3], phone: `1390000${String(1000 + k).slice(-4)}`, account: k % 5 === 0 ? people.resident.id : undefined },
    source: k % 9 === 4 ? 'telephone' : k % 7 === 3 ? 'counter' : 'resident', files: k % 3 === 2 ? [] : [file(k * 3 + 1), ...(k % 4 === 0 ? [file(k * 3 + 2)] : [])], unit: started ? u.id : undefined, assignee: started ? who.id : undefined,
    handler: ['handling', 'handled', 'verifying', 'closed', 'rated'].includes(state) ? who.id : undefined, returned_reason: returned ? '线缆产权不是物业的，请派供电所；现场照片见附件。' : undefined })
  one.version = 2 + (k % 5)
  const at = (f) => reported_at + f * HOUR
  const saved = one.state
  one.state = 'reported'; tell(one, 'reported', at(0), null, one.text, { files: one.files.map((f) => f.id) })
  if (saved === 'declined') { one.state = saved; tell(one, 'declined', at(1.2), people.clerk, '公告栏属于沿街商铺自有设施，已电话告知店主自行更换。') }
  else if (saved !== 'reported') {
    one.state = 'accepted'; tell(one, 'accepted', at(0.6), people.clerk, '')
    if (returned) { tell(one, 'dispatched', at(1), people.clerk, `派给 ${property.name}`); tell(one, 'returned', at(3), people.property, one.returned_reason) }
    if (started) {
      one.state = 'dispatched'; tell(one, 'dispatched', at(1), people.clerk, `派给 ${u.name}`)
      if (saved !== 'dispatched') { one.state = 'acknowledged'; tell(one, 'acknowledged', at(1.6), who, '') }
      if (!['dispatched', 'acknowledged'].includes(saved)) { one.state = 'handling'; tell(one, 'handling', at(2.2), who, ''); tell(one, 'noted', at(2.5), people.clerk, '家里有老人，先把人行道一侧的灯恢复，再查线路。', { internal: true }) }
      if (['handled', 'verifying', 'closed', 'rated'].includes(saved)) { one.outcome = '已更换灯泡 1 只、重接松动线头，试亮两小时正常。'; one.state = 'handled'; one.files.push(file(k * 3 + 3, 'handling')); tell(one, 'handled', at(20), who, one.outcome, { files: [`F${String(k * 3 + 3).padStart(4, '0')}`] }) }
      if (['verifying', 'closed', 'rated'].includes(saved)) { one.state = 'verifying'; tell(one, 'verifying', at(26), people.clerk, '') }
      if (['closed', 'rated'].includes(saved)) { one.state = 'closed'; one.closed_at = at(30); one.verifier = people.clerk.id; tell(one, 'closed', at(30), people.clerk, '现场看过，灯亮，台阶看得清。') }
      if (saved === 'rated') { one.state = 'rated'; one.rating = { score: 5, solved: true, text: '来得快，谢谢师傅。', at: at(50) }; tell(one, 'rated', at(50), null, '5 分 · 解决了。来得快，谢谢师傅。') }
    }
  }
  one.state = saved
})
const knock = cases[0]
knock.code = '482913'
export const doors = [
  { code: 'D2K7Q', label: '凤台苑 2-3', place: '凤台苑 2 号楼 3 单元', area: grids(community.id)[0].id },
  { code: 'LP118', label: '灯杆 L-118', place: '凤台路 L-118 号灯杆', area: grids(community.id)[1].id },
]
let rule = 0
export const rules = [
  [`street_light`, null, lamps, null, '路灯一律找路灯所'], ['waste', null, clean, null, ''], ['elevator', community, property, people.property, '凤台苑电梯先找物业'], [null, community, committee, people.grid, '其余的交给网格员'],
].map(([c, a, u, p, note]) => ({ id: new_id(), version: 1, position: ++rule, category: c, area: a?.id ?? null, unit: u.id, account: p?.id ?? null, note }))
