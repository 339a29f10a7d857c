// Four registers over invented rows, as the server describes and keeps them: enough to draw lists, forms and archive pages.
const field = (name, label, kind, more = {}) => ({ name, label, kind, of: '', minimum: 0, maximum: 0, decimals: 0, required: false, title: false, listed: false, filter: false, searched: false, sealed: ['id_number', 'phone', 'address'].includes(kind), ...more })
const title = { required: true, title: true, listed: true, searched: true }, shown = { listed: true, filter: true }
const register = (kind, path, label, fields) => ({ kind, path, label, manage: true, unmask: path === 'people', fields })
export const registers = [
  register('dwellings.dwelling', 'dwellings', '房屋', [field('label', '门牌', 'text', { ...title, maximum: 80 }), field('floor', '楼层', 'integer', { minimum: -5, maximum: 200, listed: true }), field('floor_area', '建筑面积（平方米）', 'amount', { decimals: 2, listed: true }), field('dwelling_state', '居住状态', 'code', { of: 'dwelling_state', ...shown }), field('note', '备注', 'text', { maximum: 500 })]),
  register('dwellings.tenure', 'tenures', '权属', [field('dwelling', '房屋', 'reference', { of: 'dwellings.dwelling', required: true, ...shown }), field('person', '居民', 'reference', { of: 'people.person', required: true, ...shown }), field('held_from', '自', 'date', { listed: true })]),
  register('people.household', 'households', '户', [field('label', '户名', 'text', { ...title, maximum: 60 }), field('dwelling', '住处', 'reference', { of: 'dwellings.dwelling', ...shown }), field('note', '备注', 'text', { maximum: 500 })]),
  register('people.person', 'people', '居民', [field('name', '姓名', 'person_name', { ...title, maximum: 50 }), field('id_number', '公民身份号码', 'id_number', { maximum: 18, listed: true, searched: true }), field('sex', '性别', 'code', { of: 'sex', ...shown }), field('birth', '出生日期', 'date', shown), field('phone', '联系电话', 'phone', { maximum: 20, listed: true, searched: true }), field('household', '所在户', 'reference', { of: 'people.household', ...shown }), field('dwelling', '住处', 'reference', { of: 'dwellings.dwelling', ...shown }), field('note', '备注', 'text', { maximum: 500 })]),
]
export const codes = [['sex', { 1: '男', 2: '女' }], ['dwelling_state', { owner_lives: '自住', let: '出租', empty: '空置' }]].map(([name, items]) => ({ name, standard: '', items: Object.entries(items).map(([code, label]) => ({ code, label, assignable: true })) }))

const mask = (kind, text) => (kind === 'id_number' ? text.slice(0, 6) + '*'.repeat(12) : kind === 'phone' ? text.slice(0, 3) + '****' + text.slice(-4) : text)
const NAMES = ['阿卜杜热合曼·买买提艾力·吐尔逊江·阿卜杜喀迪尔', '𠮷田㛃', '单雄信', '欧阳听雨', '尉迟晚晴', '沈知远', '陆青禾', '郭守田']

/** Adds the routes; `use` is what the mock's server is made of. */
export function add_registers({ on, D, d, Refused, wrong, page, push, check_version, versioned }) {
  const rows = Object.fromEntries(registers.map((of) => [of.kind, []]))
  const title_of = (kind, id) => { const of = registers.find((one) => one.kind === kind), one = rows[kind].find((each) => each.id === id), name = of.fields.find((each) => each.title)?.name; return one && name ? one.values[name] : '' }
  const body = (of, one) => {
    const at = d.path_of(one.area)
    const out = { id: one.id, version: one.version, area: one.area, area_name: d.area(one.area).name, community_name: at.find((a) => ['community', 'village'].includes(a.kind))?.name ?? '', source: one.source, as_of: one.as_of, confirmed_by_name: one.by, ended_at: one.ended_at ?? null, end_reason: one.end_reason ?? '' }
    for (const f of of.fields) { const value = one.values[f.name] ?? null; out[f.name] = f.sealed && value ? mask(f.kind, value) : value; if (f.kind === 'reference') out[`${f.name}_name`] = value ? title_of(f.of, value) : '' }
    return out
  }
  const make = (of, area, values, by, source = '') => { const one = { id: d.new_id(), version: 1, area, source, as_of: Date.now(), by, values, events: [{ name: `${of.kind}_added`, at: Date.now(), actor_name: by, version: 1, changes: [] }] }; rows[of.kind].push(one); return one }
  const [dwellings, tenures, households, people] = registers
  const grid = d.areas.find((one) => one.parent === d.home.community.id)
  NAMES.forEach((name, i) => {
    const dwelling = make(dwellings, grid.id, { label: `3号楼${1 + (i % 4)}单元${1 + i}01`, floor: 1 + i, floor_area: `${60 + i}.50`, dwelling_state: i % 3 ? 'owner_lives' : 'let' }, '秦木兰')
    const household = make(households, grid.id, { label: `${name}户`, dwelling: dwelling.id }, '秦木兰')
    const person = make(people, grid.id, { name, id_number: '11010519491231002X', sex: String(1 + (i % 2)), birth: i % 3 ? `19${40 + i}-03-07` : `19${40 + i}`, phone: `1381234567${i}`, household: household.id, dwelling: dwelling.id }, '秦木兰', '入户走访')
    make(tenures, grid.id, { dwelling: dwelling.id, person: person.id, held_from: '2015' }, '秦木兰')
  })
  on('GET', '/api/city/registers', false, () => ({ registers, codes }))
  for (const of of registers) {
    const found = (c) => rows[of.kind].find((one) => one.id === c.id) ?? (() => { throw new Refused(404, 'register.not_found', '没有找到，或者不在您的范围里。') })()
    const check = (values) => { const missing = of.fields.filter((f) => f.required && !values[f.name]); if (missing.length) throw new Refused(422, 'request.invalid', '有内容需要修改', { fields: missing.map((f) => ({ path: f.name, key: 'schema.required', text: '必填' })) }) }
    const given = (c) => Object.fromEntries(of.fields.filter((f) => f.name in c.body).map((f) => [f.name, c.body[f.name]]))
    on('GET', `${D}/${of.path}`, false, (c) => {
      const q = c.query.get('q'), name = of.fields.find((f) => f.title)?.name
      const list = rows[of.kind].filter((one) => !!one.ended_at === (c.query.get('ended') === 'true') && (!q || String(one.values[name]).includes(q)) && of.fields.every((f) => !c.query.get(f.name) || String(one.values[f.name]) === c.query.get(f.name)))
      return page(list, c.query, (one) => body(of, one))
    })
    on('GET', `${D}/${of.path}/:id`, false, (c) => versioned(c, body(of, found(c))))
    on('GET', `${D}/${of.path}/:id/history`, false, (c) => ({ items: [...found(c).events].reverse() }))
    on('GET', `${D}/${of.path}/:id/related`, false, (c) => ({ items: registers.flatMap((other) => other.fields.filter((f) => f.of === of.kind && f.kind === 'reference').map((f) => ({ register: other.kind, field: f.name, more: false, rows: rows[other.kind].filter((one) => one.values[f.name] === found(c).id && !one.ended_at).map((one) => body(other, one)) }))) }))
    on('POST', `${D}/${of.path}`, false, (c) => { const values = given(c); check(values); const one = make(of, c.body.area, values, c.me.display_name, c.body.source ?? ''); push(`${of.kind}_added`, of.kind, one); return [201, body(of, one)] })
    on('PATCH', `${D}/${of.path}/:id`, false, (c) => {
      const one = found(c), values = given(c)
      check_version(c, one)
      check({ ...one.values, ...values })
      one.version++
      one.events.push({ name: `${of.kind}_changed`, at: Date.now(), actor_name: c.me.display_name, version: one.version, changes: Object.entries(values).map(([name, value]) => { const kind = of.fields.find((f) => f.name === name).kind; return { field: name, old: one.values[name] ? mask(kind, one.values[name]) : null, new: value ? mask(kind, value) : null } }) })
      Object.assign(one.values, values)
      push(`${of.kind}_changed`, of.kind, one)
      return versioned(c, body(of, one))
    })
    on('POST', `${D}/${of.path}/:id/ending`, false, (c) => { const one = found(c); check_version(c, one); if (!c.body.reason) throw wrong('reason', '请写明原因'); one.version++; one.ended_at = Date.now(); one.end_reason = c.body.reason; one.events.push({ name: `${of.kind}_ended`, at: Date.now(), actor_name: c.me.display_name, version: one.version, changes: [] }); push(`${of.kind}_ended`, of.kind, one); return versioned(c, body(of, one)) })
    on('POST', `${D}/${of.path}/:id/look`, false, (c) => { if (!c.body.reason) throw wrong('reason', '请写明原因'); return Object.fromEntries(of.fields.filter((f) => f.sealed).map((f) => [f.name, found(c).values[f.name] ?? null])) })
  }
}
