import type { CaseRow } from '@/kernel/client'
import { day_key } from '@/kernel/i18n/time'

export type GroupName = 'late' | 'today' | 'tomorrow' | 'later' | 'done'
export interface Group { name: GroupName; rows: CaseRow[] }
const DONE = new Set(['handled', 'closed', 'rated', 'declined', 'merged'])

/** A day's work in the order it must be done: late first, then by the day it falls due, nearest first. */
export function by_deadline(rows: CaseRow[], now: number): Group[] {
  const groups: Record<GroupName, CaseRow[]> = { late: [], today: [], tomorrow: [], later: [], done: [] }
  for (const row of rows) {
    if (DONE.has(row.state)) groups.done.push(row)
    else if (row.due_at && row.due_at < now) groups.late.push(row)
    else if (row.due_at && day_key(row.due_at) === day_key(now)) groups.today.push(row)
    else if (row.due_at && day_key(row.due_at) === day_key(now + 86_400_000)) groups.tomorrow.push(row)
    else groups.later.push(row)
  }
  const names: GroupName[] = ['late', 'today', 'tomorrow', 'later', 'done']
  return names.filter((name) => groups[name].length).map((name) => ({ name, rows: groups[name].sort((a, b) => (a.due_at ?? Infinity) - (b.due_at ?? Infinity)) }))
}
