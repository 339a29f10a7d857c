/** The address of a list holds everything it asks: it can be sent to a colleague and found again by "back". */
import type { Register, RegisterField } from '@/kernel/client'
import { tidy_date } from './values'

export interface Filter { q: string; area: string; ended: boolean; after: string; values: Record<string, string> }

/** The names a field filters by in the query string: a date by its two ends, anything else by its own. */
export const filter_names = (field: RegisterField) => (!field.filter ? [] : field.kind === 'date' ? [`${field.name}_from`, `${field.name}_to`] : [field.name])
export const filter_fields = (of: Register) => of.fields.filter((field) => field.filter)
export const is_searched = (of: Register) => of.fields.some((field) => field.searched)

export function read_filter(of: Register, query: Record<string, unknown>): Filter {
  const given = (name: string) => (typeof query[name] === 'string' ? (query[name] as string) : '')
  const values: Record<string, string> = {}
  for (const field of filter_fields(of)) for (const name of filter_names(field)) if (given(name)) values[name] = given(name)
  return { q: is_searched(of) ? given('q') : '', area: given('area'), ended: given('ended') === '1', after: given('after'), values }
}
export function write_filter(filter: Filter): Record<string, string> {
  const query: Record<string, string> = {}
  if (filter.q.trim()) query.q = filter.q.trim()
  if (filter.area) query.area = filter.area
  if (filter.ended) query.ended = '1'
  for (const [name, value] of Object.entries(filter.values)) if (value) query[name] = value
  if (filter.after) query.after = filter.after
  return query
}
/** Anything but the page changes: the list begins again from the front. */
export function change_filter(filter: Filter, change: Partial<Omit<Filter, 'values'>> & { values?: Record<string, string> }): Filter {
  const values = { ...filter.values, ...change.values }
  for (const [name, value] of Object.entries(values)) if (!value) delete values[name]
  return { ...filter, after: '', ...change, values }
}
/** What the server is asked. `level` tells which of the three area parameters an area is. */
export function list_query(of: Register, filter: Filter, level: (area: string) => string | null): Record<string, string> {
  const query: Record<string, string> = {}
  if (filter.q.trim()) query.q = filter.q.trim()
  const at = filter.area ? level(filter.area) : null
  if (at === 'subdistrict' || at === 'community' || at === 'grid') query[at] = filter.area
  if (filter.ended) query.ended = 'true'
  for (const field of filter_fields(of)) for (const name of filter_names(field)) if (filter.values[name]) query[name] = field.kind === 'date' ? tidy_date(filter.values[name]) : filter.values[name]
  if (filter.after) query.after = filter.after
  return query
}
export const is_narrowed = (filter: Filter) => !!(filter.q.trim() || filter.area || Object.keys(filter.values).length)
