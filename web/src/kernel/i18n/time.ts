import { language, t } from '.'
import { deadline_of, type DeadlineWords } from './deadline'

const ZONE = 'Asia/Shanghai'
const formats = new Map<string, Intl.DateTimeFormat>()
function format(name: string, options: Intl.DateTimeFormatOptions) {
  const key = `${language.value}/${name}`
  let found = formats.get(key)
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(language.value, { timeZone: ZONE, hourCycle: 'h23', ...options })))
  return found
}
export const clock = (at: number) => format('clock', { hour: '2-digit', minute: '2-digit' }).format(at)
export const day_key = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(at)
export const full_day = (at: number) => format('day', { year: 'numeric', month: 'long', day: 'numeric' }).format(at)
export const full_time = (at: number) => `${full_day(at)} ${clock(at)}`

/** "今天 13:05", "昨天 09:00", "11月20日 18:00", with the year only when it is another. */
export function when(at: number, now: number = Date.now()): string {
  const day = day_key(at)
  if (day === day_key(now)) return `${t('time.today')} ${clock(at)}`
  if (day === day_key(now - 86_400_000)) return `${t('time.yesterday')} ${clock(at)}`
  if (day === day_key(now + 86_400_000)) return `${t('time.tomorrow')} ${clock(at)}`
  if (day.slice(0, 4) === day_key(now).slice(0, 4)) return `${format('short', { month: 'short', day: 'numeric' }).format(at)} ${clock(at)}`
  return full_time(at)
}

export function deadline_words(words: DeadlineWords): string {
  return t(`deadline.${words.late ? 'late' : 'left'}.${words.unit}`, { n: words.n })
}
export const deadline_text = (due_at: number, now: number) => deadline_words(deadline_of(due_at, now).words)
