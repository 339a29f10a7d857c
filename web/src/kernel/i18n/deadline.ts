export interface DeadlineWords { late: boolean; unit: 'minutes' | 'hours' | 'days'; n: number }
export interface Deadline { words: DeadlineWords; level: 'calm' | 'soon' | 'late'; share: number }

const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR

/**
 * How a deadline is told. Remaining time is rounded down (never promise more than there is), lateness too (never accuse of more
 * than there is), and one minute is the least. `share` is the part of the step that is used up; "soon" is the last quarter, or the last four hours of a long step.
 */
export function deadline_of(due_at: number, now: number, step_hours?: number): Deadline {
  const left = due_at - now
  const late = left < 0
  const span = Math.abs(left)
  const words: DeadlineWords =
    span >= 2 * DAY ? { late, unit: 'days', n: Math.floor(span / DAY) }
    : span >= HOUR ? { late, unit: 'hours', n: Math.floor(span / HOUR) }
    : { late, unit: 'minutes', n: Math.max(1, Math.floor(span / MINUTE)) }
  const total = step_hours ? step_hours * HOUR : DAY
  const share = late ? 1 : Math.min(1, Math.max(0.02, 1 - left / total))
  const soon = step_hours ? left < Math.min(total / 4, 24 * HOUR) || left < 2 * HOUR : left < 4 * HOUR
  return { words, level: late ? 'late' : soon ? 'soon' : 'calm', share }
}
