import { describe, expect, it } from 'vitest'
import { days_left, query_text, share_made } from '@/console/exports/api'

describe('an export', () => {
  it('asks for what the list shows, without its place and length', () => {
    expect(query_text({ q: '张 三', sex: '1', after: 'abc', limit: '50', ended: '' })).toBe(`q=${encodeURIComponent('张 三')}&sex=1`)
    expect(query_text({})).toBe('')
  })
  it('tells how much is made only while it is being made', () => {
    expect(share_made({ state: 'making', done: 25, row_count: 100 })).toBe(0.25)
    expect(share_made({ state: 'making', done: 120, row_count: 100 })).toBe(1)
    expect(share_made({ state: 'making', done: 0, row_count: 0 })).toBe(0)
    expect(share_made({ state: 'ready', done: 100, row_count: 100 })).toBeNull()
  })
  it('counts the days that are left, the begun one too', () => {
    const now = Date.UTC(2026, 10, 25)
    expect(days_left({ expires_at: now + 7 * 86_400_000 }, now)).toBe(7)
    expect(days_left({ expires_at: now + 7 * 86_400_000 - 1_000 }, now)).toBe(7)
    expect(days_left({ expires_at: now + 3_600_000 }, now)).toBe(1)
    expect(days_left({ expires_at: now - 1 }, now)).toBe(0)
    expect(days_left({ expires_at: null }, now)).toBe(0)
  })
})
