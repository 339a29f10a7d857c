import { describe, expect, it } from 'vitest'
import type { Register, RegisterField, RegisterRow } from '@/kernel/client'
import type { Column, Decision, Import, Outcome, OutcomeCount, Row, Settled } from '@/console/imports/api'
import { all_fields } from '@/console/archive/describe'
import { certainty, decided, fault_of, filled_by, first_outcome, holder_of, is_remembered, is_stopped, kinds_of_conflict, left_out, LARGEST, may_change_columns, missing_fields, not_written, plan_of, rows_of, share_done, shown_fields, sides, size_words, step_of, summary_of, undecided, with_made } from '@/console/imports/plan'

const n = (outcome: Outcome, number: number, decision: Decision = '', settled: Settled = 0): OutcomeCount => ({ outcome, decision, settled, number })
const field = (name: string, more: Partial<RegisterField> = {}): RegisterField => ({ name, label: name.toUpperCase(), kind: 'text', of: '', minimum: 0, maximum: 0, decimals: 0, required: false, title: false, listed: true, filter: false, searched: false, sealed: false, ...more })
const fields = [field('phone'), field('name', { title: true, required: true }), field('note')]
const register: Register = { kind: 'people.person', path: 'people', label: 'People', label_one: 'person', manage: true, unmask: false, fields }
const column = (index: number, given: string, confidence = 98): Column => ({ index, letters: 'ABCDEF'[index]!, title: given, field: given, confidence, may_create: false, creates: false, samples: [] })
const record = (values: Record<string, unknown>): RegisterRow => ({ id: '1', version: 1, area: '1', area_name: 'a', community_name: 'c', source: '', as_of: 0, confirmed_by_name: '', ended_at: null, end_reason: '', ...values })
const row = (number: number, outcome: Outcome, differing: string[] = [], more: Partial<Row> = {}): Row => ({ number, outcome, decision: '', settled: 0, record: null, findings: [], differing, will_make: [], file: null, there: null, ...more })
const text = (one: RegisterField, of: RegisterRow) => String(of[one.name] ?? '')

describe('the file', () => {
  it('is refused by kind, size and emptiness before it is sent', () => {
    expect(fault_of({ name: '花名册.XLSX', size: 10 })).toBeNull()
    expect(fault_of({ name: 'a.csv', size: LARGEST })).toBeNull()
    expect(fault_of({ name: 'a.csv', size: LARGEST + 1 })).toBe('large')
    expect(fault_of({ name: 'a.xls', size: 0 })).toBe('empty')
    expect(fault_of({ name: 'a.et', size: 10 })).toBe('et')
    expect(fault_of({ name: 'xlsx', size: 10 })).toBe('kind')
    expect(fault_of({ name: 'a.xlsx.png', size: 10 })).toBe('kind')
  })
  it('has its size told', () => { expect([size_words(12), size_words(2048), size_words(5 * 1024 * 1024)]).toEqual(['12 B', '2 KB', '5.0 MB']) })
})

describe('the columns', () => {
  it('are as sure as the server says, and a person is surest', () => {
    expect(certainty({ field: 'name', confidence: 98 })).toBe('sure')
    expect(certainty({ field: 'name', confidence: 95 })).toBe('sure')
    expect(certainty({ field: 'name', confidence: 70 })).toBe('look')
    expect(certainty({ field: '', confidence: 0 })).toBe('unknown')
    expect(certainty({ field: 'name', confidence: 100 })).toBe('given')
    expect(certainty({ field: '', confidence: 100 })).toBe('given')
  })
  it('never are the same field twice', () => {
    const columns = [column(0, 'name'), column(1, 'phone'), column(2, '', 0)]
    expect(holder_of(columns, 'name', 2)?.letters).toBe('A')
    expect(holder_of(columns, 'name', 0)).toBeUndefined()
    expect(holder_of(columns, '', 1)).toBeUndefined()
  })
  it('are remembered only while nobody has touched them', () => {
    expect(is_remembered({ version: 1, columns: [column(0, 'name', 100)] })).toBe(true)
    expect(is_remembered({ version: 2, columns: [column(0, 'name', 100)] })).toBe(false)
    expect(is_remembered({ version: 1, columns: [column(0, 'name', 98)] })).toBe(false)
  })
  it('miss what every new row must have', () => {
    expect(missing_fields(register, [column(0, 'phone')]).map((one) => one.name)).toEqual(['name'])
    expect(missing_fields(register, [column(0, 'name')])).toEqual([])
  })
  it('are shown title first, in the order of the register', () => { expect(shown_fields(register, [column(0, 'note'), column(1, 'phone'), column(2, 'name')]).map((one) => one.name)).toEqual(['name', 'phone', 'note']) })
})

describe('where it stands', () => {
  it('walks through five steps', () => { expect((['uploaded', 'checking', 'checked', 'writing', 'written', 'undoing', 'undone'] as const).map(step_of)).toEqual(['columns', 'check', 'decide', 'write', 'write', 'write', 'write']) })
  it('lets columns be changed until it is written', () => { expect([may_change_columns('uploaded'), may_change_columns('checked'), may_change_columns('written'), may_change_columns('checking')]).toEqual([true, true, false, false]) })
  it('tells how far it is by rows that are done', () => {
    expect([share_done({ done: 0, total: 0 }), share_done({ done: 250, total: 1000 }), share_done({ done: 30, total: 60 }), share_done({ done: 1200, total: 1000 })]).toEqual([0, 0.25, 0.5, 1])
  })
  it('stands still when somebody paused it, and when it stopped for good', () => {
    const at = (state: Import['state'], paused: boolean, trouble: string) => is_stopped({ state, paused, trouble })
    expect([at('writing', false, ''), at('writing', true, ''), at('checking', false, 'x'), at('written', false, 'x')]).toEqual([false, true, true, false])
  })
  it('has as many rows as were judged, and while they are judged as many as were read', () => {
    expect([rows_of({ state: 'uploaded', total: 0, outcomes: [] }), rows_of({ state: 'checking', total: 9, outcomes: [] }), rows_of({ state: 'written', total: 2, outcomes: [n('new', 7, '', 1), n('wrong', 2)] })]).toEqual([0, 9, 9])
  })
})

describe('what writing would do', () => {
  const counts = [n('new', 10), n('changed', 3), n('identical', 5), n('conflict', 2, 'file'), n('conflict', 1, 'register'), n('conflict', 4), n('alike', 1, 'new'), n('alike', 2, 'file'), n('alike', 3), n('wrong', 6)]
  it('is told in numbers, with what stays undecided', () => { expect(plan_of(counts)).toEqual({ added: 11, filled: 3, replaced: 4, kept: 1, writes: 19, same: 5, undecided: 7, wrong: 6 }) })
  it('is told by kind', () => { expect([undecided(counts, 'conflict'), undecided(counts, 'alike'), undecided(counts)]).toEqual([4, 3, 7]) })
  it('opens where somebody is needed', () => {
    expect(first_outcome(counts)).toBe('conflict')
    expect(first_outcome([n('new', 1), n('alike', 2), n('conflict', 1, 'file')])).toBe('alike')
    expect(first_outcome([n('new', 1), n('wrong', 2)])).toBe('wrong')
    expect(first_outcome([n('identical', 1)])).toBe('identical')
    expect(first_outcome([])).toBe('new')
  })
  it('and what it did, once it is done', () => {
    const after = [n('new', 10, '', 1), n('conflict', 2, 'file', 1), n('identical', 5, '', 2), n('conflict', 4), n('wrong', 6)]
    expect(plan_of(after, 1)).toMatchObject({ added: 10, replaced: 2, same: 5, writes: 12 })
    expect(plan_of(after).writes).toBe(0)
    expect(not_written(after)).toBe(10)
    expect(summary_of({ state: 'written', outcomes: after })).toEqual([{ word: 'added', n: 10 }, { word: 'replaced', n: 2 }, { word: 'left', n: 10 }])
    expect(summary_of({ state: 'undone', outcomes: [n('new', 9, '', 3), n('new', 1, '', 4)] })).toEqual([{ word: 'back', n: 9 }, { word: 'stayed', n: 1 }])
    expect(summary_of({ state: 'uploaded', outcomes: [] })).toEqual([])
  })
})

describe('deciding', () => {
  const rows = [row(2, 'conflict', ['phone']), row(3, 'conflict', ['phone', 'note']), row(4, 'conflict', ['phone']), row(5, 'conflict', ['phone'], { settled: 1 })]
  it('groups conflicts by exactly the fields that differ, most first, without what is written', () => { expect(kinds_of_conflict(rows)).toEqual([{ key: 'phone', fields: ['phone'], rows: 2 }, { key: 'phone,note', fields: ['phone', 'note'], rows: 1 }]) })
  it('names one row, all, or all of a kind; what is written stays', () => {
    const of = (list: Row[]) => list.map((one) => one.decision)
    expect(of(decided(rows, 'conflict', 'file', [3]))).toEqual(['', 'file', '', ''])
    expect(of(decided(rows, 'conflict', 'file', []))).toEqual(['file', 'file', 'file', ''])
    expect(of(decided(rows, 'conflict', 'register', [], 'phone'))).toEqual(['register', '', 'register', ''])
    expect(of(decided(decided(rows, 'conflict', 'file', []), 'conflict', '', [2]))).toEqual(['', 'file', 'file', ''])
    expect(of(decided(rows, 'alike', 'new', []))).toEqual(['', '', '', ''])
  })
})

describe('side by side', () => {
  it('marks what differs, what is filled, what is the same and what only the register has', () => {
    const file = record({ name: 'Z', phone: '139****1', note: 'n' }), there = record({ name: 'Z', phone: '138****1', note: null })
    expect(sides(row(2, 'conflict', ['phone'], { file, there }), fields, text).map((one) => [one.field.name, one.mark])).toEqual([['phone', 'differs'], ['name', 'same'], ['note', 'fills']])
    expect(sides(row(2, 'changed', [], { file: record({ name: 'Z' }), there }), fields, text).map((one) => one.mark)).toEqual(['there_only', 'same'])
  })
  it('trusts the server about masked values that look alike', () => {
    const both = { file: record({ phone: '138****1' }), there: record({ phone: '138****1' }) }
    expect(sides(row(2, 'conflict', ['phone'], both), fields, text)[0]!.mark).toBe('differs')
    expect(sides(row(2, 'alike', [], both), fields, text)[0]!.mark).toBe('same')
  })
  it('tells the fields a row fills in', () => { expect(filled_by(row(2, 'changed', [], { file: record({ name: 'Z', note: 'n' }), there: record({ name: 'Z', note: '' }) }), fields)).toEqual(['note']) })
  it('takes a field the city added for one like any other, and a retired one for none', () => {
    const extra = { name: 'rooms', label: 'Rooms', kind: 'integer' as const, maximum: 0, choices: [], required: true, listed: true, filter: false, retired: false }
    const of: Register = { ...register, extra: [extra, { ...extra, name: 'old', retired: true }] }
    const columns = [column(0, 'name'), column(1, 'extra.rooms'), column(2, 'extra.old')]
    expect(missing_fields(of, [column(0, 'name')]).map((one) => one.name)).toEqual(['extra.rooms'])
    expect(shown_fields(of, columns).map((one) => one.name)).toEqual(['name', 'extra.rooms'])
    const file = record({ name: 'Z', extra: { rooms: 3 } }), there = record({ name: 'Z', extra: { rooms: null } })
    expect(filled_by(row(2, 'changed', [], { file, there }), all_fields(of))).toEqual(['extra.rooms'])
    const words = (one: RegisterField, at: RegisterRow) => String((one.name.startsWith('extra.') ? at.extra?.[one.name.slice(6)] : at[one.name]) ?? '')
    expect(sides(row(2, 'conflict', ['extra.rooms'], { file, there: record({ name: 'Z', extra: { rooms: 2 } }) }), all_fields(of), words).map((one) => [one.field.name, one.mark])).toEqual([['name', 'same'], ['extra.rooms', 'differs']])
  })
  it('tells what was kept its time: an upload nobody wrote, rows nobody decided', () => {
    expect([step_of('expired'), step_of('closed'), may_change_columns('expired')]).toEqual(['columns', 'write', false])
    const after = [n('new', 3, '', 1), n('conflict', 2, '', 5)]
    expect([not_written(after), left_out(after)]).toEqual([0, 2])
    expect(summary_of({ state: 'closed', outcomes: after })).toEqual([{ word: 'added', n: 3 }, { word: 'left', n: 2 }])
    expect(summary_of({ state: 'expired', outcomes: [] })).toEqual([])
  })
  it('shows what writing will make where it belongs', () => {
    const made = with_made(row(2, 'new', [], { file: record({ name: 'Z', note: null }), will_make: [{ field: 'note', title: '501' }] }), (title) => `${title}+`)
    expect([made.file!.note, made.file!.note_name]).toEqual(['501', '501+'])
    expect(with_made(row(3, 'new'), (title) => title).file).toBeNull()
  })
})
