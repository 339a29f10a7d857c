import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { uuid_v7 } from '@/kernel/client/ids'
import { fields_of, is_passing, Problem, Unreachable } from '@/kernel/client/problem'
import { with_query } from '@/kernel/client/http'
import { deadline_of } from '@/kernel/i18n/deadline'
import { fill } from '@/kernel/i18n/fill'
import { due_items, outcome_of, retry_pause, type Outgoing } from '@/kernel/outbox/box'
import { fitted } from '@/kernel/photos'
import { AreaTree, search_areas } from '@/kernel/areas'
import { category_icon } from '@/kernel/components/icons'
import { append, merge_in_place } from '@/console/merge'
import { outside_address } from '@/resident/address'
import { door_in } from '@/resident/door_code'
import type { Area } from '@/kernel/client/contract'

const HOUR = 3_600_000
const problem = (status: number, more: object = {}) => new Problem({ status, title: '', key: 'k', ...more })

describe('a deadline', () => {
  it('never promises more time than there is', () => {
    expect(deadline_of(3 * HOUR + 59 * 60_000, 0).words).toEqual({ late: false, unit: 'hours', n: 3 })
    expect(deadline_of(47 * HOUR, 0).words).toEqual({ late: false, unit: 'hours', n: 47 })
    expect(deadline_of(48 * HOUR, 0).words).toEqual({ late: false, unit: 'days', n: 2 })
  })
  it('tells lateness by how much, and one minute at the least', () => {
    expect(deadline_of(0, 1000).words).toEqual({ late: true, unit: 'minutes', n: 1 })
    expect(deadline_of(0, 25 * HOUR)).toMatchObject({ level: 'late', share: 1, words: { late: true, unit: 'hours', n: 25 } })
  })
  it('is soon in the last quarter of its step, and calm before', () => {
    expect(deadline_of(17 * HOUR, 0, 72).level).toBe('soon')
    expect(deadline_of(40 * HOUR, 0, 72).level).toBe('calm')
    expect(deadline_of(36 * HOUR, 0, 72).share).toBeCloseTo(0.5)
  })
})

describe('problem+json', () => {
  it('becomes texts under the fields of a form, the first of each', () => {
    expect(fields_of({ status: 422, title: '', key: '', fields: [{ path: '/grid/name', key: 'a', text: 'A' }, { path: 'text', key: 'b', text: 'B' }, { path: 'text', key: 'c', text: 'C' }] })).toEqual({ 'grid.name': 'A', text: 'B' })
  })
  it('passes by itself only when asking again may help', () => {
    expect([new Unreachable('x'), problem(503), problem(429)].map(is_passing)).toEqual([true, true, true])
    expect([problem(412), problem(422), problem(401), new Error('x')].map(is_passing)).toEqual([false, false, false, false])
  })
})

describe('the outbox', () => {
  const item = (ref: string, more: Partial<Outgoing> = {}): Outgoing => ({ ref, app: 'worker', kind: 'act', label: '', district: '140502', made_at: 0, account: null, photos: [], path: '', body: {}, state: 'waiting', tries: 0, next_try_at: 0, ...more })
  it('keeps an item through a dropped connection and asks again, later each time', () => {
    expect(outcome_of(new Unreachable('x'), 0, 1000)).toEqual({ to: 'waiting', next_try_at: 3000, tries: 1 })
    expect(retry_pause(3)).toBeGreaterThan(retry_pause(1))
    expect(retry_pause(50)).toBe(5 * 60_000)
  })
  it('waits as long as the server says', () => expect(outcome_of(new Problem({ status: 429, title: '', key: '' }, 30), 0, 0)).toMatchObject({ next_try_at: 30_000 }))
  it('keeps an item through an expired session', () => expect(outcome_of(problem(401), 0, 0)).toEqual({ to: 'sign_in' }))
  it('holds what the server refuses for a person to decide, with who changed it', () => {
    const current = { version: 9, changed_at: 5, changed_by: 'x', fields: ['state'] }
    expect(outcome_of(problem(412, { current, detail: 'd' }), 0, 0)).toEqual({ to: 'stuck', why: { status: 412, key: 'k', text: 'd', current } })
  })
  it('lets nothing overtake an earlier item about the same subject', () => {
    const items = [item('1', { subject: 'a', state: 'stuck' }), item('2', { subject: 'a' }), item('3', { subject: 'b' })]
    expect(due_items(items, 0, null).map((one) => one.ref)).toEqual(['3'])
  })
  it('sends signed work only for the account that made it', () => {
    expect(due_items([item('1', { account: 'grid' })], 0, 'clerk')).toEqual([])
    expect(due_items([item('1', { account: 'grid' })], 0, 'grid')).toHaveLength(1)
  })
  it('does not try before its time', () => expect(due_items([item('1', { next_try_at: 5 })], 4, null)).toEqual([]))
})

describe('a list under the cursor', () => {
  const shown = [{ id: 'a', version: 1 }, { id: 'b', version: 1 }, { id: 'c', version: 1 }]
  it('keeps every row where it stands, names what changed, holds back what is new', () => {
    const merged = merge_in_place(shown, [{ id: 'n', version: 1 }, { id: 'c', version: 2 }, { id: 'a', version: 1 }])
    expect(merged.rows.map((row) => row.id)).toEqual(['a', 'b', 'c'])
    expect(merged).toMatchObject({ changed: ['c'], gone: ['b'] })
    expect(merged.fresh.map((row) => row.id)).toEqual(['n'])
  })
  it('shows no row twice after a further page', () => expect(append(shown, [{ id: 'c', version: 1 }, { id: 'd', version: 1 }]).map((row) => row.id)).toEqual(['a', 'b', 'c', 'd']))
})

describe('places', () => {
  const area = (id: string, name: string, initials: string, kind: Area['kind'], parent?: string): Area => ({ id, name, initials, kind, parent: parent ?? null, code: id })
  const areas = [area('d', 'District', 'd', 'district'), area('s', 'East', 'dj', 'subdistrict', 'd'), area('c', 'Phoenix', 'ft', 'community', 's'), area('g', 'Grid 1', 'wg', 'grid', 'c')]
  it('are found by initials from the front, or by any part of the name', () => {
    expect(search_areas(areas, 'F', 5).map((one) => one.id)).toEqual(['c'])
    expect(search_areas(areas, 'hoe', 5).map((one) => one.id)).toEqual(['c'])
    expect(search_areas(areas, ' ', 5)).toEqual([])
  })
  it('are told without the district everyone shares', () => expect(new AreaTree(areas).words('g')).toBe('East · Phoenix · Grid 1'))
})

describe('small things', () => {
  it('a client_ref is a UUIDv7 whose order is its time', () => {
    expect(uuid_v7(0x0198aabbccdd)).toMatch(/^0198aabb-ccdd-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(uuid_v7(1) < uuid_v7(2)).toBe(true)
  })
  it('a text is filled, and English counts', () => {
    expect(fill('{n} day|{n} days', { n: 1 })).toBe('1 day')
    expect(fill('{n} day|{n} days', { n: 3 })).toBe('3 days')
    expect(fill('{who} x', {})).toBe('{who} x')
  })
  it('a query leaves out what was not chosen', () => expect(with_query('/a', { q: '', b: false, c: undefined, d: 'x y', e: 0 })).toBe('/a?d=x%20y&e=0'))
  it('a photo fits 1600 and is never blown up', () => {
    expect(fitted(4000, 3000)).toEqual({ width: 1600, height: 1200 })
    expect(fitted(800, 600)).toEqual({ width: 800, height: 600 })
  })
  it('addresses the server answers with this app lead inside', () => {
    expect(['/q/D2K7Q', '/s/JC-2026-000123', '/', '/resident/cases'].map(outside_address)).toEqual(['/resident/door/D2K7Q', '/resident/status/JC-2026-000123', '/resident/', null])
  })
  it('a door is read from its code or its address', () => {
    expect(['d2k7q', 'https://x.example/q/D2K7Q', 'https://x.example/shop', 'a b'].map(door_in)).toEqual(['D2K7Q', 'D2K7Q', null, null])
  })
  it('every category of the pack has a drawing of its own', () => {
    const pack = readFileSync(new URL('../../packs/cases/categories.yaml', import.meta.url), 'utf8')
    const names = [...pack.matchAll(/icon: (\w+)/g)].map((found) => found[1] ?? '')
    const by_code = [...pack.matchAll(/code: (\w+), group.*icon: (\w+)/g)].map((found) => [category_icon(found[1] ?? ''), category_icon(found[2] ?? '')])
    expect(by_code.filter(([code, icon]) => code !== icon)).toEqual([])
    expect(names.length).toBeGreaterThan(20)
    expect(names.filter((name) => name !== 'more' && category_icon(name) === 'other')).toEqual([])
    expect(['pothole', 'fallen_tree', 'unheard_of'].map(category_icon)).toEqual(['road', 'fallen_tree', 'other'])
  })
})
