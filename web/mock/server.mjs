// A small stand-in for the Liren server: the contract over in-memory invented data, the built pages, and a stream of changes.
//   node mock/server.mjs [port]   then /resident/ /worker/ /console/   accounts clerk, grid, leader, admin, resident — password liren-demo
import { createServer } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import * as d from './data.mjs'
import { add_registers } from './registers.mjs'

const PORT = Number(process.argv[2] ?? 8787)
const DIST = resolve(import.meta.dirname, '../dist')
const sessions = new Map(), streams = new Set(), repeated = new Map(), files = new Map()
let seq = 1000
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' }
const CSP = "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"

class Refused extends Error { constructor(status, key, detail, more = {}) { super(key); Object.assign(this, { status, key, detail, more }) } }
const wrong = (path, text) => new Refused(422, 'kernel.invalid', '请检查填写的内容。', { fields: [{ path, key: 'kernel.invalid', text }] })
const by_id = (list, id) => list.find((one) => one.id === id) ?? (() => { throw new Refused(404, 'kernel.not_found', '没有找到，或者不在您的范围里。') })()
const page = (list, query, shape = (x) => x) => {
  const limit = Math.min(Number(query.get('limit') ?? 20), 200), from = Number(query.get('after') ?? 0)
  return { items: list.slice(from, from + limit).map(shape), next: from + limit < list.length ? String(from + limit) : null }
}
const push = (name, kind, one) => {
  const change = { seq: ++seq, name, subject_kind: kind, subject: one.id, version: one.version }
  for (const stream of streams) stream.write(`id: ${change.seq}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`)
}
const touched = (one, name, kind = 'cases.case') => { one.version++; one.changed_at = Date.now(); push(name, kind, one) }

const role = (code) => d.roles.find((one) => one.code === code)
const session_body = (account) => ({
  account: { id: account.id, login: account.login, display_name: account.display_name, kind: account.kind },
  grants: account.grants.map((g) => ({ role: g.role, role_name: g.role_name, permissions: role(g.role).permissions, district: '140502', area: g.area, area_name: g.area_name, level: { district: 'district', subdistrict: 'subdistrict', town: 'subdistrict', community: 'community', village: 'community', grid: 'grid' }[d.area(g.area).kind] })),
  posts: account.posts, home: account.kind === 'resident' ? { district: '140502', community: d.home.community.id, community_name: d.home.community.name } : null, demo: true, idle_minutes: 30, districts: [{ code: '140502', name: '城区' }],
})
const permissions = (account) => new Set(account?.grants.flatMap((g) => role(g.role).permissions) ?? [])
const within = (id, above) => d.path_of(id).some((a) => a.id === above)
const sees = (account, one) => account && (account.grants.some((g) => role(g.role).permissions.includes('cases.read') && within(one.area, g.area)) || one.assignee === account.id || one.reporter?.account === account.id || account.posts.some((p) => p.unit === one.unit))
const level_of = (id, kinds) => d.path_of(id).find((a) => kinds.includes(a.kind))
const community_of = (one) => level_of(one.area, ['community', 'village'])
const sub_of = (one) => level_of(one.area, ['subdistrict', 'town', 'township'])
const account_name = (id) => d.accounts.find((one) => one.id === id)?.display_name
const unit_name = (id) => d.units.find((one) => one.id === id)?.name
const ENDED = ['closed', 'rated', 'declined']
const overdue = (one) => !!one.due_at && !ENDED.includes(one.state) && one.due_at < Date.now()
const category_name = (code) => d.categories.find((one) => one.code === code)?.name
const row = (one) => ({ id: one.id, version: one.version, number: one.number, category: one.category, category_name: category_name(one.category), state: one.state, text: one.text.slice(0, 80), place: one.place, community: community_of(one)?.name, grid: d.area(one.area).kind === 'grid' ? d.area(one.area).name : undefined, due_at: ENDED.includes(one.state) ? undefined : one.due_at, overdue: overdue(one), reported_at: one.reported_at, files_count: one.files.length, cover: one.files[0]?.id ?? null, unit_name: unit_name(one.unit), handler_name: account_name(one.handler ?? one.assignee), returned: !!one.returned_reason, reporter_kind: one.reporter_kind })
const mask = (name) => name[0] + '*'.repeat(name.length - 1)
function next_verbs(one, me) {
  const p = permissions(me), mine = one.assignee === me.id || me.posts.some((post) => post.unit === one.unit), v = []
  if (me.kind === 'resident') return one.state === 'closed' ? ['rate', 'message'] : ENDED.includes(one.state) ? [] : ['message']
  const staff = p.has('cases.handle') && (mine || p.has('cases.dispatch'))
  if (one.state === 'reported' && p.has('cases.accept')) v.push('accept', 'decline')
  if (one.state === 'accepted' && p.has('cases.dispatch')) v.push('dispatch')
  if (one.state === 'dispatched' && staff) v.push('acknowledge', 'return')
  if (one.state === 'acknowledged' && staff) v.push('begin', 'return')
  if (one.state === 'handling' && staff) v.push('complete', 'return')
  if (one.state === 'handled' && p.has('cases.verify') && one.handler !== me.id) v.push('verify')
  if (one.state === 'verifying' && p.has('cases.verify') && one.handler !== me.id) v.push('close', 'return')
  if (p.has('cases.note')) v.push('note')
  return v
}
const detail = (one, me) => { const c = community_of(one), g = d.area(one.area); return {
  id: one.id, version: one.version, number: one.number, state: one.state, category: one.category, category_name: category_name(one.category), jurisdiction: one.jurisdiction, text: one.text, place: one.place, area: one.area, community: c?.id, community_name: c?.name, grid: g.kind === 'grid' ? g.id : undefined, grid_name: g.kind === 'grid' ? g.name : undefined, source: one.source, reporter_kind: one.reporter_kind,
  reporter: one.reporter && permissions(me).has('cases.read') ? { name_masked: mask(one.reporter.name ?? '无名'), phone_masked: one.reporter.phone ? one.reporter.phone.slice(0, 3) + '****' + one.reporter.phone.slice(-4) : undefined, can_unmask: permissions(me).has('cases.unmask') } : null,
  files: one.files, unit: one.unit, unit_name: unit_name(one.unit), assignee: one.assignee, assignee_name: account_name(one.assignee), handler: one.handler, handler_name: account_name(one.handler), verifier_name: account_name(one.verifier), about_unit: one.about_unit, about_unit_name: unit_name(one.about_unit), due_at: ENDED.includes(one.state) ? undefined : one.due_at, step_hours: one.step_hours, overdue: overdue(one), reported_at: one.reported_at, closed_at: one.closed_at, outcome: one.outcome, returned_reason: one.returned_reason, rating: one.rating, next: next_verbs(one, me) } }
function filtered(me, query, without_state) {
  const view = query.get('view') ?? 'area', states = query.get('state')?.split(','), q = query.get('q')
  let list = d.cases.filter((one) => view === 'mine' ? one.reporter?.account === me.id : view === 'assigned' ? one.assignee === me.id || me.posts.some((p) => p.unit === one.unit) : sees(me, one))
  for (const level of ['subdistrict', 'community', 'grid']) if (query.get(level)) list = list.filter((one) => within(one.area, query.get(level)))
  if (!without_state && states) list = list.filter((one) => states.includes(one.state))
  if (query.get('category')) list = list.filter((one) => one.category === query.get('category'))
  if (!without_state && query.get('overdue')) list = list.filter(overdue)
  if (q) list = list.filter((one) => (one.text + one.place + one.number + category_name(one.category)).includes(q))
  return list.sort(query.get('order') === 'due' ? (a, b) => (ENDED.includes(a.state) ? 9e15 : a.due_at ?? 9e14) - (ENDED.includes(b.state) ? 9e15 : b.due_at ?? 9e14) : (a, b) => b.reported_at - a.reported_at)
}
const MOVES = {
  acceptance: ['accept', 'accepted', 'accepted'], declination: ['decline', 'declined', 'declined'], dispatch: ['dispatch', 'dispatched', 'dispatched'], acknowledgement: ['acknowledge', 'acknowledged', 'acknowledged'],
  handling: ['begin', 'handling', 'handling'], completion: ['complete', 'handled', 'handled'], return: ['return', null, 'returned'], verification: ['verify', 'verifying', 'verifying'], closure: ['close', 'closed', 'closed'], rating: ['rate', 'rated', 'rated'], notes: ['note', null, 'noted'], messages: ['message', null, 'messaged'],
}
function move(one, noun, body, me, request) {
  const match = /v(\d+)/.exec(request.headers['if-match'] ?? '')
  if (!match) throw new Refused(428, 'kernel.if_match', '缺少版本。')
  if (Number(match[1]) !== one.version) throw new Refused(412, 'kernel.stale', '这件事刚被改动过。', { current: { version: one.version, changed_at: one.changed_at, changed_by: one.changed_by ?? '贺晓棠', fields: ['state', 'assignee'] } })
  const [verb, state, name] = MOVES[noun] ?? (() => { throw new Refused(404, 'kernel.not_found', '') })()
  const allowed = next_verbs(one, me)
  if (!allowed.includes(verb) && !(verb === 'note' && allowed.includes('message'))) throw new Refused(409, one.handler === me.id && verb === 'close' ? 'cases.own_closure' : 'cases.wrong_state', '这件事已经不在这一步了。')
  if (['declination', 'return'].includes(noun) && !body.reason?.trim()) throw wrong('reason', '请写明原因')
  if (noun === 'completion' && !body.outcome?.trim()) throw wrong('outcome', '请写怎么办好的')
  if (noun === 'return') { one.state = one.state === 'verifying' ? 'handling' : 'accepted'; one.returned_reason = body.reason } else if (state) { one.state = state; if (state !== 'accepted') one.returned_reason = undefined }
  if (noun === 'dispatch') { one.unit = body.unit; one.assignee = body.account }
  if (noun === 'handling') one.handler = me.id
  if (noun === 'completion') { one.outcome = body.outcome; one.files.push(...(body.files ?? []).map((id) => ({ id, width: 1200, height: 1600, kind: 'handling' }))) }
  if (noun === 'closure') { one.closed_at = Date.now(); one.verifier = me.id }
  if (noun === 'rating') one.rating = { ...body, at: Date.now() }
  const step = d.step_of(one.state)
  if (state && step) { one.step_hours = d.categories.find((c) => c.code === one.category).hours[step]; one.due_at = Date.now() + one.step_hours * 3_600_000 }
  one.changed_by = me.display_name
  d.tell(one, name, Date.now(), me.kind === 'resident' ? null : me, body.reason ?? body.outcome ?? body.note ?? body.text ?? (noun === 'dispatch' ? `派给 ${unit_name(body.unit)}` : ''), { internal: body.internal, files: body.files })
  touched(one, `cases.${name}`)
}
const status_of = (one) => ({ number: one.number, version: one.version, state: one.state, category: one.category, category_name: category_name(one.category), place: one.place, reported_at: one.reported_at, due_at: ENDED.includes(one.state) ? undefined : one.due_at, closed_at: one.closed_at, outcome: one.outcome, steps: one.timeline.filter((s) => !s.internal).map((s) => ({ name: s.name, state: s.state, at: s.at, text: s.text, who: s.actor_role, files: s.files.map((id) => ({ id, url: `/api/d/140502/files/${id}/view?sig=demo` })) })), rating: one.rating, can_rate: one.state === 'closed', can_add: !ENDED.includes(one.state) })
const unit_body = (u) => ({ id: u.id, version: u.version, name: u.name, kind: u.kind, parent: u.parent, parent_name: unit_name(u.parent), area: u.area, area_name: d.area(u.area).name, phone: u.phone, posts_count: u.posts.length })
const rule_body = (r) => ({ ...r, category_name: r.category ? category_name(r.category) : undefined, area_name: r.area ? d.area(r.area).name : undefined, unit_name: unit_name(r.unit), account_name: account_name(r.account) })
const area_body = (a) => ({ id: a.id, version: a.version, kind: a.kind, name: a.name, parent: a.parent, path: d.path_of(a.id).map(({ id, name, kind }) => ({ id, name, kind })), committees: a.unit_name ? [{ unit: d.units[2].id, name: a.unit_name, division_code: a.code }] : [], grid: a.grid ?? null, valid_from: Date.UTC(2024, 0, 1) })
const account_body = ({ password: _p, ...one }) => one
const positions = () => { d.rules.sort((a, b) => a.position - b.position); d.rules.forEach((r, i) => { r.position = i + 1 }) }

function picture(seed) {
  const n = Number(/\d+/.exec(seed)?.[0] ?? 1), hue = [205, 32, 150, 18, 220, 90][n % 6], dark = n % 2
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 800" preserveAspectRatio="xMidYMid slice"><rect width="600" height="800" fill="hsl(${hue} 22% ${dark ? 24 : 78}%)"/><path d="M0 560h600v240H0z" fill="hsl(${hue} 14% ${dark ? 16 : 60}%)"/><path d="M60 560V220h220v340M330 560V120h210v440" fill="hsl(${hue} 18% ${dark ? 33 : 70}%)"/><path d="M90 260h50v60H90zM190 260h50v60h-50zM90 380h50v60H90zM370 180h44v60h-44zM460 180h44v60h-44zM370 300h44v60h-44z" fill="hsl(42 70% ${n % 3 ? 45 : 72}%)"/><path d="M300 620V250M300 250c0-40 60-40 60 0" stroke="hsl(${hue} 10% 12%)" stroke-width="14" fill="none"/><circle cx="360" cy="270" r="24" fill="hsl(45 ${n % 2 ? 80 : 5}% 60%)"/></svg>`
}

const routes = []
const on = (method, pattern, open, call) => routes.push({ method, test: new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`), open, call })
const D = '/api/d/140502'
on('GET', '/api/gate/session', false, (c) => session_body(c.me))
on('POST', '/api/gate/sessions', true, (c) => {
  const account = d.accounts.find((one) => one.login === c.body.login)
  if (!account || account.password !== c.body.password || account.disabled) throw new Refused(401, 'access.wrong_credentials', '账号或密码不对。请检查后再试，连续输错会锁一会儿。')
  const token = Math.random().toString(36).slice(2)
  sessions.set(token, account)
  c.response.setHeader('Set-Cookie', `liren=${token}; HttpOnly; Path=/; SameSite=Lax`)
  return [201, session_body(account)]
})
on('DELETE', '/api/gate/session', true, (c) => { sessions.delete(c.token); return [204] })
on('POST', '/api/gate/password', false, (c) => { if (c.body.current !== c.me.password) throw wrong('current', '现在的密码不对'); if ((c.body.next ?? '').length < 8) throw wrong('next', '新密码至少 8 位'); return [204] })
on('GET', '/api/gate/accounts', false, (c) => page(d.accounts.filter((one) => !c.query.get('q') || (one.display_name + one.login).includes(c.query.get('q'))), c.query, account_body))
on('GET', '/api/gate/accounts/:id', false, (c) => versioned(c, account_body(by_id(d.accounts, c.id))))
on('POST', '/api/gate/accounts', false, (c) => {
  if (!/^[a-z0-9_.-]{3,}$/.test(c.body.login ?? '')) throw wrong('login', '账号用 3 位以上小写字母或数字')
  if (d.accounts.some((one) => one.login === c.body.login)) throw wrong('login', '这个账号已经有人用了，请换一个')
  const one = { id: d.new_id(), version: 1, login: c.body.login, display_name: c.body.display_name, phone_masked: c.body.phone ? '139****0000' : undefined, kind: 'staff', disabled: false, grants: [], posts: [], password: 'x' }
  d.accounts.unshift(one)
  return [201, { id: one.id, initial_password: 'hehua-7-xingzi-42' }]
})
on('PATCH', '/api/gate/accounts/:id', false, (c) => { const one = by_id(d.accounts, c.id); check_version(c, one); Object.assign(one, c.body); one.version++; return versioned(c, account_body(one)) })
on('POST', '/api/gate/accounts/:id/password-reset', false, () => ({ initial_password: 'songshu-3-qinghe-18' }))
on('POST', '/api/gate/accounts/:id/grants', false, (c) => { const one = by_id(d.accounts, c.id); const g = { id: d.new_id(), role: c.body.role, role_name: role(c.body.role).name, area: c.body.area, area_name: d.area(c.body.area).name }; one.grants.push(g); return [201, { id: g.id }] })
on('DELETE', '/api/gate/grants/:id', false, (c) => { for (const one of d.accounts) one.grants = one.grants.filter((g) => g.id !== c.id); return [204] })
on('GET', '/api/city/roles', false, () => ({ items: d.roles }))
on('GET', '/api/city/areas', true, () => ({ items: d.areas.map(({ id, parent, kind, code, name, initials, grid }) => ({ id, parent, kind, code, name, initials, grid })) }))
on('GET', '/api/city/areas/:id', false, (c) => versioned(c, area_body(by_id(d.areas, c.id))))
on('POST', '/api/city/areas', false, (c) => { if (!c.body.name?.trim()) throw wrong('name', '请写名称'); const parent = by_id(d.areas, c.body.parent); const one = { id: d.new_id(), parent: parent.id, kind: c.body.kind, code: `${parent.code}009`, name: c.body.name, initials: 'xwg', version: 1, grid: c.body.grid }; d.areas.splice(d.areas.indexOf(parent) + 1, 0, one); return [201, { id: one.id }] })
on('PATCH', '/api/city/areas/:id', false, (c) => { const one = by_id(d.areas, c.id); check_version(c, one); if (c.body.name) one.name = c.body.name; if (c.body.grid) one.grid = { ...one.grid, ...c.body.grid }; one.version++; return versioned(c, area_body(one)) })
on('GET', '/api/city/units', false, (c) => page(d.units.filter((one) => (!c.query.get('q') || one.name.includes(c.query.get('q'))) && (!c.query.get('kind') || one.kind === c.query.get('kind'))), c.query, unit_body))
on('GET', '/api/city/units/:id', false, (c) => { const u = by_id(d.units, c.id); return versioned(c, { ...unit_body(u), posts: u.posts }) })
on('POST', '/api/city/units', false, (c) => { if (!c.body.name?.trim()) throw wrong('name', '请写单位名称'); const u = { id: d.new_id(), version: 1, posts: [], ...c.body }; d.units.push(u); return [201, { id: u.id }] })
on('PATCH', '/api/city/units/:id', false, (c) => { const u = by_id(d.units, c.id); check_version(c, u); Object.assign(u, c.body); u.version++; return versioned(c, { ...unit_body(u), posts: u.posts }) })
on('POST', '/api/city/units/:id/posts', false, (c) => { const u = by_id(d.units, c.id), a = by_id(d.accounts, c.body.account); const p = { id: d.new_id(), account: a.id, account_name: a.display_name, title: c.body.title }; u.posts.push(p); return [201, { id: p.id }] })
on('DELETE', '/api/city/posts/:id', false, (c) => { for (const u of d.units) u.posts = u.posts.filter((p) => p.id !== c.id); return [204] })
on('GET', `${D}/categories`, true, () => ({ items: d.categories }))
on('PATCH', `${D}/categories/:id`, false, (c) => { const one = d.categories.find((x) => x.code === c.id); check_version(c, one); Object.assign(one, c.body); one.version++; return versioned(c, one) })
on('GET', `${D}/doors/:id`, true, (c) => { const one = d.doors.find((x) => x.code === c.id.toUpperCase()); if (!one) throw new Refused(404, 'places.unknown_door', '没有这块门牌。'); const g = d.area(one.area), m = d.area(g.parent); return { ...one, community: m.id, community_name: m.name, grid: g.id, grid_name: g.name, worker_name: g.grid.worker_name, worker_phone: g.grid.public_phone } })
on('POST', `${D}/files`, true, (c) => { const ref = c.query.get('client_ref'); if (!files.has(ref)) files.set(ref, { id: `U${String(files.size + 1).padStart(4, '0')}`, bytes: c.raw, type: c.request.headers['content-type'] }); const f = files.get(ref); return [201, { id: f.id, width: 1200, height: 1600, size: f.bytes.length }] })
on('POST', `${D}/cases`, true, (c) => {
  if (!c.body.files?.length && !c.body.text?.trim()) throw wrong('text', '拍张照片，或者写一两句')
  const door = d.doors.find((x) => x.code === c.body.door)
  const one = d.add_case({ category: c.body.category, state: 'reported', text: c.body.text ?? '', place: c.body.place ?? door?.place ?? '', area: door?.area ?? c.body.area, reported_at: Date.now(), changed_at: Date.now(), reporter_kind: c.body.reporter, source: c.body.source, reporter: c.body.reporter === 'anonymous' ? null : { name: c.body.name ?? c.me?.display_name, phone: c.body.phone, account: c.body.reporter === 'account' ? c.me?.id : undefined }, files: (c.body.files ?? []).map((id) => ({ id, width: 1200, height: 1600, kind: 'report' })) })
  d.tell(one, 'reported', Date.now(), null, one.text, { files: one.files.map((f) => f.id) })
  push('cases.reported', 'cases.case', one)
  return [201, { id: one.id, number: one.number, code: c.body.reporter === 'account' ? null : one.code, status_path: `/s/${one.number}` }]
})
const coded = (c) => d.cases.find((one) => one.number === c.body.number && one.code === c.body.code) ?? (() => { throw new Refused(404, 'cases.wrong_code', '编号或查询码不对。请对照送出时的图片再试一次。') })()
on('POST', `${D}/case-status`, true, (c) => status_of(coded(c)))
on('POST', `${D}/case-status/rating`, true, (c) => { const one = coded(c); one.rating = { score: c.body.score, solved: c.body.solved, text: c.body.text, at: Date.now() }; one.state = 'rated'; d.tell(one, 'rated', Date.now(), null, c.body.text ?? ''); touched(one, 'cases.rated'); return {} })
on('POST', `${D}/case-status/messages`, true, (c) => { const one = coded(c); d.tell(one, 'messaged', Date.now(), null, c.body.text); touched(one, 'cases.messaged'); return {} })
on('GET', `${D}/cases`, false, (c) => page(filtered(c.me, c.query), c.query, row))
on('GET', `${D}/cases/counts`, false, (c) => { const list = filtered(c.me, c.query, true), states = {}; for (const one of list) states[one.state] = (states[one.state] ?? 0) + 1; return { states, overdue: list.filter(overdue).length, due_today: list.filter((one) => !ENDED.includes(one.state) && one.due_at > Date.now() && one.due_at < Date.now() + 12 * 3_600_000).length, as_of: Date.now() } })
on('GET', `${D}/cases/:id`, false, (c) => versioned(c, detail(seen(c), c.me)))
on('GET', `${D}/cases/:id/timeline`, false, (c) => ({ items: seen(c).timeline.filter((s) => !s.internal || c.me.kind === 'staff') }))
on('GET', `${D}/cases/:id/suggestion`, false, (c) => { const one = seen(c); const r = d.rules.find((x) => (!x.category || x.category === one.category) && (!x.area || within(one.area, x.area))); return r ? { unit: r.unit, unit_name: unit_name(r.unit), account: r.account, account_name: account_name(r.account), rule: { id: r.id, position: r.position, text: `${r.category ? category_name(r.category) : '任何类别'} · ${r.area ? d.area(r.area).name : '全区'} → ${unit_name(r.unit)}` } } : { unit: null } })
on('POST', `${D}/cases/:id/reporter-look`, false, (c) => { const one = seen(c); if (ENDED.includes(one.state) && !c.body.reason) throw wrong('reason', '案件已结束，请写明原因'); return { name: one.reporter?.name, phone: one.reporter?.phone } })
on('POST', `${D}/cases/:id/:noun`, false, (c) => { const one = seen(c); move(one, c.noun, c.body, c.me, c.request); return versioned(c, detail(one, c.me)) })
on('GET', `${D}/dispatch-rules`, false, () => ({ items: d.rules.map(rule_body) }))
on('POST', `${D}/dispatch-rules`, false, (c) => { if (!c.body.unit) throw wrong('unit', '请选派给哪个单位'); const r = { id: d.new_id(), version: 1, position: c.body.position ?? d.rules.length + 1, ...c.body }; d.rules.push(r); positions(); return [201, rule_body(r)] })
on('POST', `${D}/dispatch-rules/order`, false, (c) => { c.body.ids.forEach((id, i) => { by_id(d.rules, id).position = i + 1 }); positions(); return {} })
on('PATCH', `${D}/dispatch-rules/:id`, false, (c) => { const r = by_id(d.rules, c.id); check_version(c, r); Object.assign(r, c.body); r.version++; return versioned(c, rule_body(r)) })
on('DELETE', `${D}/dispatch-rules/:id`, false, (c) => { d.rules.splice(d.rules.indexOf(by_id(d.rules, c.id)), 1); positions(); return [204] })
add_registers({ on, D, d, Refused, wrong, page, push, check_version, versioned })
// for the screenshots: another person moves a case; a session ends
on('POST', '/mock/touch/:id', true, (c) => { const one = by_id(d.cases, c.id); one.changed_by = '贺晓棠'; d.tell(one, 'noted', Date.now(), d.accounts[2], '已电话联系，下午到场。', { internal: true }); touched(one, 'cases.noted'); return {} })
on('POST', '/mock/expire', true, () => { sessions.clear(); return {} })
on('POST', '/mock/stop', true, () => { setTimeout(() => process.exit(0), 50); return {} })

function seen(c) { const one = by_id(d.cases, c.id); if (!sees(c.me, one)) throw new Refused(404, 'kernel.not_found', '没有找到，或者不在您的范围里。'); return one }
function check_version(c, one) { const m = /v(\d+)/.exec(c.request.headers['if-match'] ?? ''); if (!m) throw new Refused(428, 'kernel.if_match', '缺少版本。'); if (Number(m[1]) !== one.version) throw new Refused(412, 'kernel.stale', '刚被别人改动过。', { current: { version: one.version, changed_at: Date.now(), changed_by: '贺晓棠', fields: ['name'] } }) }
function versioned(c, body) { c.response.setHeader('ETag', `"v${body.version}"`); return body }

createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1'), path = url.pathname
  response.setHeader('X-Liren-Demo', '1')
  response.setHeader('Content-Security-Policy', CSP)
  const token = /liren=(\w+)/.exec(request.headers.cookie ?? '')?.[1], me = sessions.get(token) ?? null
  const send = (status, body) => { if (body === undefined) { response.writeHead(status).end(); return } response.writeHead(status, { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json' }).end(JSON.stringify(body)) }
  const file = new RegExp(`^${D}/files/(\\w+)/(thumb|view)$`).exec(path)
  if (file) {
    const stored = [...files.values()].find((f) => f.id === file[1])
    if (stored) return response.writeHead(200, { 'Content-Type': stored.type }).end(stored.bytes)
    return response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(picture(file[1]))
  }
  if (path === `${D}/events`) {
    if (!me) return send(401, { status: 401, title: '', key: 'access.no_session' })
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    response.write(': hello\n\n')
    streams.add(response)
    return request.on('close', () => streams.delete(response))
  }
  if (path.startsWith('/api/') || path.startsWith('/mock/')) {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const raw = Buffer.concat(chunks)
      try {
        const route = routes.find((one) => one.method === request.method && one.test.test(path))
        if (!route) throw new Refused(404, 'kernel.not_found', '没有这个地址。')
        if (!route.open && !me) throw new Refused(401, 'access.no_session', '请先登录。', { demo: true, districts: [{ code: '140502', name: '城区' }] })
        const key = request.headers['idempotency-key']
        if (key && repeated.has(key)) return send(...repeated.get(key))
        const body = request.headers['content-type']?.includes('json') && raw.length ? JSON.parse(raw) : {}
        const answer = route.call({ ...route.test.exec(path).groups, query: url.searchParams, body, raw, me, token, request, response })
        const [status, data] = Array.isArray(answer) && typeof answer[0] === 'number' ? answer : [200, answer]
        if (key) repeated.set(key, [status, data])
        send(status, data)
      } catch (error) {
        if (!(error instanceof Refused)) console.error(error)
        send(error.status ?? 500, { type: 'about:blank', status: error.status ?? 500, title: error.detail ?? '出了点问题', key: error.key ?? 'kernel.broken', detail: error.detail, ...error.more })
      }
    })
    return
  }
  const fixed = resolve(DIST, `.${path}`)
  if (path !== '/' && fixed.startsWith(DIST) && existsSync(fixed) && extname(fixed)) return response.writeHead(200, { 'Content-Type': TYPES[extname(fixed)] ?? 'application/octet-stream' }).end(readFileSync(fixed))
  const app = ['worker', 'console'].find((name) => path.startsWith(`/${name}`)) ?? 'resident'
  const html = resolve(DIST, app, 'index.html')
  if (!existsSync(html)) return response.writeHead(503).end('npm run build first')
  response.writeHead(200, { 'Content-Type': TYPES['.html'] }).end(readFileSync(html))
}).listen(PORT, '127.0.0.1', () => console.log(`mock on http://127.0.0.1:${PORT}`))
