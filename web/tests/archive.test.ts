import { beforeEach, describe, expect, it } from 'vitest'
import type { Register, RegisterField, RegisterRow } from '@/kernel/client/contract'
import { Problem } from '@/kernel/client'
import { ask_alike, begin_taking, compare, draft_to_compare, telling_words } from '@/console/archive/alike'
import { laid_out, registers_of, split_choices } from '@/console/standard/lines'
import { change_filter, is_narrowed, list_query, read_filter, write_filter } from '@/console/archive/address'
import { code_choices, row_asker, row_choice } from '@/console/archive/choices'
import { all_fields, columns_of, description, field_of_history, form_fields, in_order, known_fields, is_relation, main_registers, relation_registers } from '@/console/archive/describe'
import { fit } from '@/console/archive/fit'
import { changed_members, meet, new_body, own_area, row_name, shown, shown_change, taken_from, tidy_date, typed_of } from '@/console/archive/values'

const words = { yes: '是', no: '否' }
const field = (name: string, kind: RegisterField['kind'], more: Partial<RegisterField> = {}): RegisterField => ({ name, label: name, kind, of: '', minimum: 0, maximum: 0, decimals: 0, required: false, title: false, listed: false, filter: false, searched: false, sealed: false, ...more })
const people: Register = { kind: 'people.person', path: 'people', label: '居民', label_one: '居民', manage: true, unmask: true, fields: [
  field('name', 'person_name', { required: true, title: true, listed: true, searched: true }), field('id_number', 'id_number', { sealed: true, listed: true, searched: true }),
  field('sex', 'code', { of: 'sex', listed: true, filter: true }), field('birth', 'date', { listed: true, filter: true }), field('household', 'reference', { of: 'people.household', listed: true, filter: true }),
  field('note', 'text'),
] }
const buildings: Register = { kind: 'dwellings.building', path: 'buildings', label: '楼栋', label_one: '楼栋', manage: true, unmask: false, fields: [field('name', 'text', { required: true, title: true, listed: true }), field('floors', 'integer', { minimum: 1, maximum: 200 }), field('elevator', 'boolean', { filter: true }), field('floor_area', 'amount', { decimals: 2 })] }
const tenures: Register = { kind: 'dwellings.tenure', path: 'tenures', label: '权属', label_one: '权属', manage: true, unmask: false, fields: [field('dwelling', 'reference', { required: true, listed: true, of: 'dwellings.dwelling' }), field('person', 'reference', { required: true, listed: true, of: 'people.person' }), field('tenure_kind', 'code', { required: true, listed: true, of: 'tenure_kind' }), field('held_from', 'date', { listed: true })] }
const row = (more: object): RegisterRow => ({ id: 'A', version: 1, area: 'G1', area_name: '第1网格', community_name: '凤台社区', source: '', as_of: 0, confirmed_by_name: '', ended_at: null, end_reason: '', ...more })
const person = row({ name: '阿不都·买买提', id_number: '110105************', sex: '2', birth: '1949-12', household: 'H', household_name: '买买提户', note: null })

beforeEach(() => {
  description.value = { registers: [tenures, buildings, people], codes: [
    { name: 'sex', standard: '', items: [{ code: '1', label: '男', assignable: true }, { code: '2', label: '女', assignable: true }, { code: '9', label: '未说明', assignable: false }] },
    { name: 'tenure_kind', standard: '', items: [{ code: 'tenant', label: '承租人', assignable: true }] },
  ] }
})

describe('a description', () => {
  it('stands in a sensible order, and what only joins others stands apart', () => {
    expect(in_order([tenures, buildings, people]).map((one) => one.path)).toEqual(['people', 'buildings', 'tenures'])
    expect(is_relation(tenures)).toBe(true)
    expect(main_registers.value.map((one) => one.path)).toEqual(['people', 'buildings'])
    expect(relation_registers.value.map((one) => one.path)).toEqual(['tenures'])
  })
  it('gives the columns of a list, without the one that every row shares', () => {
    expect(columns_of(people).map((one) => one.name)).toEqual(['name', 'id_number', 'sex', 'birth', 'household'])
    expect(columns_of(tenures, 'person').map((one) => one.name)).toEqual(['dwelling', 'tenure_kind', 'held_from'])
  })
})

describe('a value', () => {
  it('is read as words: labels for codes, names for rows, yes and no', () => {
    const of = (name: string) => people.fields.find((one) => one.name === name)!
    expect(shown(of('sex'), person, words)).toBe('女')
    expect(shown(of('household'), person, words)).toBe('买买提户')
    expect(shown(of('birth'), person, words)).toBe('1949-12')
    expect(shown(of('note'), person, words)).toBe('')
    expect(shown(buildings.fields[2]!, row({ elevator: false }), words)).toBe('否')
    expect(shown(buildings.fields[1]!, row({ floors: 0 }), words)).toBe('0')
  })
  it('is told in a history with labels, and with names that had to be asked', () => {
    expect(shown_change(people.fields[2], '1', words, () => '')).toBe('男')
    expect(shown_change(people.fields[4], 'H2', words, (kind, id) => `${kind}/${id}`)).toBe('people.household/H2')
    expect(shown_change(undefined, '第2网格', words, () => '')).toBe('第2网格')
    expect(shown_change(people.fields[2], null, words, () => '')).toBe('')
  })
  it('names a row by its title, or by what it joins', () => {
    expect(row_name(people, person, words)).toBe('阿不都·买买提')
    expect(row_name(tenures, row({ dwelling: 'D', dwelling_name: '3号楼501', person: 'A', person_name: '张三', tenure_kind: 'tenant' }), words)).toBe('3号楼501 · 张三 · 承租人')
  })
})

describe('a date', () => {
  it('is read as people write it, with as much of it as is known', () => {
    for (const [typed, read] of [['1985-3-7', '1985-03-07'], ['19850307', '1985-03-07'], ['1985.3', '1985-03'], ['1985/03/07', '1985-03-07'], ['1985年3月7日', '1985-03-07'], ['1985年', '1985'], [' 1985 ', '1985'], ['198503', '1985-03'], ['１９８５-03', '1985-03']])
      expect(tidy_date(typed!)).toBe(read)
  })
  it('that is none stays as it was typed, for the server to refuse', () => {
    for (const typed of ['85-03-07', '1985-03-07-01', 'gestern', '1985年3月七']) expect(tidy_date(typed)).toBe(typed)
  })
})

describe('a form', () => {
  it('sends of a new row only what was filled, in the form that travels', () => {
    const typed = { ...typed_of(buildings, null), area: 'G1', source: ' ', name: ' 3号楼 ', floors: '6', elevator: 'false', floor_area: '85.5' }
    expect(new_body(buildings, typed)).toEqual({ area: 'G1', name: '3号楼', floors: 6, elevator: false, floor_area: '85.5' })
    expect(new_body(buildings, { ...typed, floors: 'six' }).floors).toBe('six')
  })
  it('sends of a changed row only what differs, and null for what was emptied', () => {
    const began = typed_of(people, person)
    expect(changed_members(people, began, { ...began })).toEqual({})
    expect(changed_members(people, began, { ...began, birth: '19491231', household: '', note: '在家' })).toEqual({ birth: '1949-12-31', household: null, note: '在家' })
    expect(changed_members(people, began, { ...began, area: 'G2' })).toEqual({ area: 'G2' })
  })
  it('leaves a sealed value alone unless it was typed anew or emptied on purpose', () => {
    const began = typed_of(people, person)
    expect(began.id_number).toBe('')
    expect(changed_members(people, began, { ...began, id_number: '11010519491231002X' })).toEqual({ id_number: '11010519491231002X' })
    expect(changed_members(people, began, { ...began }, ['id_number'])).toEqual({ id_number: null })
  })
  it('beside another row begins with that row, and with the rows that both name', () => {
    const households: Register = { ...people, kind: 'people.household', path: 'households', fields: [field('label', 'text', { title: true }), field('dwelling', 'reference', { of: 'dwellings.dwelling' })] }
    const members: Register = { ...people, fields: [...people.fields, field('dwelling', 'reference', { of: 'dwellings.dwelling' })] }
    const household = row({ id: 'H', label: '张三户', dwelling: 'D', dwelling_name: '3号楼501' })
    expect(taken_from(households, household, '张三户', members, 'household')).toEqual({ household: { value: 'H', name: '张三户' }, dwelling: { value: 'D', name: '3号楼501' } })
    expect(taken_from(households, { ...household, dwelling: null }, '张三户', members, 'household')).toEqual({ household: { value: 'H', name: '张三户' } })
  })
  it('begins in the own grid, else the own community, of who may add', () => {
    const grant = (level: string, area: string, permissions = ['people.manage']) => ({ level, area, permissions })
    expect(own_area([grant('community', 'C'), grant('grid', 'G')])).toBe('G')
    expect(own_area([grant('district', 'D'), grant('community', 'C')])).toBe('C')
    expect(own_area([grant('community', 'C', ['people.read'])])).toBe('')
  })
})

describe('two people at one row', () => {
  const began = typed_of(people, person)
  it('take over what only the other changed', () => {
    const met = meet(people, began, { ...began, note: '我的' }, { ...began, birth: '1950' }, ['birth'])
    expect(met).toEqual({ typed: { ...began, note: '我的', birth: '1950' }, differ: [] })
  })
  it('are asked about what both changed, unless they wrote the same', () => {
    expect(meet(people, began, { ...began, note: '我的' }, { ...began, note: '他的' }, ['note']).differ).toEqual([{ field: 'note', theirs: '他的', mine: '我的' }])
    expect(meet(people, began, { ...began, note: '同' }, { ...began, note: '同' }, ['note']).differ).toEqual([])
  })
  it('are asked about a sealed value that both touched, since it cannot be compared', () => {
    expect(meet(people, began, { ...began, id_number: '1' }, began, ['id_number']).differ.map((one) => one.field)).toEqual(['id_number'])
    expect(meet(people, began, began, began, ['id_number']).differ).toEqual([])
    expect(meet(people, began, { ...began, id_number: '1' }, began, []).differ).toEqual([])
  })
})

describe('the address of a list', () => {
  it('holds every filter and gives it back', () => {
    const query = { q: 'zs', area: 'C1', ended: '1', sex: '2', birth_from: '1950', birth_to: '1960-06', household: 'H', after: 'cursor' }
    expect(write_filter(read_filter(people, query))).toEqual(query)
  })
  it('leaves out what a register does not filter by', () => {
    expect(write_filter(read_filter(buildings, { q: 'zs', sex: '1', elevator: 'false', note: 'x' }))).toEqual({ elevator: 'false' })
  })
  it('begins from the front when anything but the page changes', () => {
    const filter = read_filter(people, { sex: '2', after: 'cursor' })
    expect(write_filter(change_filter(filter, { q: 'a' }))).toEqual({ q: 'a', sex: '2' })
    expect(write_filter(change_filter(filter, { values: { sex: '' } }))).toEqual({})
    expect(is_narrowed(change_filter(filter, { values: { sex: '' } }))).toBe(false)
  })
  it('asks the server by the level of the area, with dates as it reads them', () => {
    expect(list_query(people, read_filter(people, { q: ' a ', area: 'C1', ended: '1', birth_from: '1950.3' }), () => 'community')).toEqual({ q: 'a', community: 'C1', ended: 'true', birth_from: '1950-03' })
    expect(list_query(people, read_filter(people, { area: 'D' }), () => 'district')).toEqual({})
  })
})

describe('a picker', () => {
  it('offers codes by part of the label or the beginning of the code, and keeps one that may no longer be given', () => {
    const items = description.value!.codes[0]!.items
    expect(code_choices(items, '', '').map((one) => one.value)).toEqual(['1', '2'])
    expect(code_choices(items, '女', '').map((one) => one.label)).toEqual(['女'])
    expect(code_choices(items, '', '9').map((one) => one.value)).toEqual(['1', '2', '9'])
  })
  it('tells two rows of the same name apart', () => {
    expect(row_choice(people, person, words)).toEqual({ value: 'A', label: '阿不都·买买提', more: '110105************ · 女 · 凤台社区' })
  })
  it('asks the register it names by q, and drops an answer that comes too late', async () => {
    const asked: Record<string, unknown>[] = []
    const waiting: ((answer: { items: RegisterRow[] }) => void)[] = []
    const ask = row_asker(people, (query) => { asked.push(query); return new Promise((done) => waiting.push(done)) }, words)
    const first = ask('a'), second = ask(' ab ')
    waiting[1]!({ items: [person] })
    waiting[0]!({ items: [] })
    expect(asked).toEqual([{ limit: 12, q: 'a' }, { limit: 12, q: 'ab' }])
    expect(await first).toBeNull()
    expect((await second)!.map((one) => one.value)).toEqual(['A'])
  })
  it('does not ask by words where the register knows none', async () => {
    const asked: Record<string, unknown>[] = []
    await row_asker(tenures, (query) => { asked.push(query); return Promise.resolve({ items: [] }) }, words)('x')
    expect(asked).toEqual([{ limit: 12 }])
  })
})

describe('columns', () => {
  it('have what they need, and room that is left goes first to those that are cut', () => {
    expect(fit([{ least: 100, likes: 300 }, { least: 100, likes: 100 }], 150)).toEqual([100, 100])
    expect(fit([{ least: 100, likes: 300 }, { least: 100, likes: 100 }], 300)).toEqual([200, 100])
    expect(fit([{ least: 100, likes: 200 }, { least: 100, likes: 100 }], 600)).toEqual([400, 200])
  })
  it('that lack little are whole before those that lack much', () => {
    expect(fit([{ least: 100, likes: 400 }, { least: 100, likes: 120 }], 260)).toEqual([140, 120])
  })
})

describe('fields that the city added', () => {
  const extra = (name: string, kind: 'text' | 'integer' | 'date' | 'boolean' | 'code', more: object = {}) => ({ name, label: name, kind, maximum: 999, choices: [], required: false, listed: false, filter: false, retired: false, ...more })
  const of: Register = { ...people, extra: [extra('heating', 'code', { choices: ['燃气', '煤'], listed: true, filter: true }), extra('rooms', 'integer', { filter: true }), extra('moved_on', 'date', { filter: true }), extra('pet', 'boolean', { required: true }), extra('old', 'text', { retired: true, listed: true })] }
  const one = row({ name: '张三', extra: { heating: '燃气', rooms: 3, pet: false, old: '旧' } })
  it('stand in forms and columns like any other, those that were retired only where they are read', () => {
    expect(form_fields(of).required.map((field) => field.name)).toEqual(['name', 'extra.pet'])
    expect(columns_of(of).map((field) => field.name)).toContain('extra.heating')
    expect(all_fields(of).some((field) => field.name === 'extra.old')).toBe(false)
    const old = known_fields(of).find((field) => field.name === 'extra.old')!
    expect(shown(old, one, words)).toBe('旧')
    expect(field_of_history(of, 'x.old')?.name).toBe('extra.old')
    expect(field_of_history(of, 'birth')?.name).toBe('birth')
    expect(shown(all_fields(of).find((field) => field.name === 'extra.pet')!, one, words)).toBe('否')
  })
  it('travel together under one name, and only what was filled or changed', () => {
    const typed = { ...typed_of(of, null), name: '张三', 'extra.heating': '煤', 'extra.rooms': '4', 'extra.pet': 'true' }
    expect(new_body(of, typed)).toEqual({ name: '张三', extra: { heating: '煤', rooms: 4, pet: true } })
    const began = typed_of(of, one)
    expect(began['extra.rooms']).toBe('3')
    expect(changed_members(of, began, { ...began, 'extra.rooms': '', 'extra.moved_on': '2019.9' })).toEqual({ extra: { rooms: null, moved_on: '2019-09' } })
    expect(changed_members(of, began, { ...began })).toEqual({})
  })
  it('are asked for in one word of the address, and what is not filtered by is left out', () => {
    const filter = read_filter(of, { extra: 'heating=燃气;rooms=3;pet=true;=x;old', sex: '2' })
    expect(filter.values).toEqual({ sex: '2', 'extra.heating': '燃气', 'extra.rooms': '3' })
    expect(write_filter(filter)).toEqual({ sex: '2', extra: 'heating=燃气;rooms=3' })
    expect(list_query(of, change_filter(filter, { values: { 'extra.moved_on': '2019.9', sex: '' } }), () => null)).toEqual({ extra: 'heating=燃气;rooms=3;moved_on=2019-09' })
    expect(list_query(of, change_filter(filter, { values: { 'extra.heating': '', 'extra.rooms': '' } }), () => null)).toEqual({ sex: '2' })
  })
})

describe('rows that are perhaps one', () => {
  const typed = { ...typed_of(people, null), name: '张三' }
  it('are asked for when a name and something beside it were typed', () => {
    expect(draft_to_compare(people, typed)).toBeNull()
    expect(draft_to_compare(people, { ...typed, note: '在家' })).toBeNull()
    expect(draft_to_compare(people, { ...typed, name: ' ', birth: '1980' })).toBeNull()
    expect(draft_to_compare(people, { ...typed, birth: '1980.2', area: 'G', source: '走访' })).toEqual({ name: '张三', birth: '1980-02' })
    expect(draft_to_compare(tenures, typed_of(tenures, null))).toBeNull()
  })
  it('are asked for again without what cannot be read yet, and never disturb the form', async () => {
    const refuse = (...paths: string[]) => new Problem({ status: 422, title: '', key: 'request.invalid', fields: paths.map((path) => ({ path, key: 'k', text: 't' })) })
    const asked: object[] = []
    const find = async (draft: Record<string, unknown>) => { asked.push(draft); if ('birth' in draft) throw refuse('birth'); return { items: [person] } }
    expect(await ask_alike(people, { name: '张三', birth: '1949.', sex: '2' }, find)).toEqual([person])
    expect(asked).toEqual([{ name: '张三', birth: '1949.', sex: '2' }, { name: '张三', sex: '2' }])
    expect(await ask_alike(people, { name: '张三', birth: '1949.' }, find)).toEqual([])
    expect(await ask_alike(people, { name: '3', birth: '1' }, async () => { throw refuse('name') })).toEqual([])
    expect(await ask_alike(people, { name: '3', birth: '1' }, async () => { throw new Error('away') })).toEqual([])
  })
  it('are told apart in few words', () => {
    expect(telling_words(people, person, words)).toEqual(['110105************', '女', '1949-12', '买买提户', '凤台社区 第1网格'])
  })
  it('are laid side by side: what is missing is taken, masks that look the same are both offered, added fields like any other', () => {
    const of: Register = { ...people, extra: [{ name: 'heating', label: '取暖', kind: 'text', maximum: 9, choices: [], required: false, listed: false, filter: false, retired: false }] }
    const mine = { ...person, note: null, sex: '2', extra: { heating: '煤' } }, theirs = { ...person, id: 'B', sex: '1', note: '在家', extra: { heating: '燃气' } }
    const laid = compare(of, mine, theirs, words)
    expect(laid.differ.map((one) => [one.field.name, one.mine, one.theirs, one.veiled])).toEqual([['id_number', '110105************', '110105************', true], ['sex', '女', '男', false], ['note', '', '在家', false], ['extra.heating', '煤', '燃气', false]])
    expect(laid.same.map((one) => one.field.name)).toEqual(['name', 'birth', 'household'])
    expect(begin_taking(laid.differ)).toEqual(['note'])
  })
})

describe('the data standard', () => {
  const line = (register_kind: string, name: string, ground: string, more: object = {}) => ({ register_kind, register_label: register_kind, name, label: name, kind: 'text', kind_label: '文本', code_list: '', standard: '', required: false, added_by_city: false, ground, purpose: `为 ${ground}`, basis: '法', sensitivity: 'personal', sensitivity_label: '个人信息', retention_years: 5, ...more })
  const fields = [line('people', 'name', 'residents'), line('people', 'id_number', 'identity', { standard: 'GB 11643-1999' }), line('people', 'sex', 'residents'), line('cars', 'plate', 'vehicles')]
  it('is read register by register, and in each what is kept for one reason together', () => {
    expect(registers_of(fields).map((one) => one.kind)).toEqual(['people', 'cars'])
    const [all] = laid_out(fields, '', '')
    expect(all!.grounds.map((ground) => [ground.code, ground.fields.map((field) => field.name)])).toEqual([['residents', ['name', 'sex']], ['identity', ['id_number']]])
    expect(all!.count).toBe(3)
  })
  it('is narrowed by a register and by words of any column', () => {
    expect(laid_out(fields, 'cars', '').map((one) => one.kind)).toEqual(['cars'])
    expect(laid_out(fields, '', 'gb 11643').flatMap((one) => one.grounds.flatMap((ground) => ground.fields.map((field) => field.name)))).toEqual(['id_number'])
    expect(laid_out(fields, 'cars', '11643')).toEqual([])
  })
  it('takes choices as people write them', () => {
    expect(split_choices(' 燃气\n煤、电，煤;\n')).toEqual(['燃气', '煤', '电'])
  })
})
