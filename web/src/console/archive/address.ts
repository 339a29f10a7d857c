/** The address of a list holds everything it asks: it can be sent to a colleague and found again by "back". */
import type { Register, RegisterField } from '@/kernel/client'
import { all_fields, extra_name } from './describe'
import { tidy_date } from './values'

export interface Filter { q: string; area: string; ended: boolean; after: string; values: Record<string, string> }

/** The names a field filters by: a date by its two ends, anything else, and what the city added, by its own. */
export const filter_names = (field: RegisterField) => (!field.filter ? [] : is_span(field) ? [`${field.name}_from`, `${field.name}_to`] : [field.name])
export const is_span = (field: RegisterField) => field.kind === 'date' && !extra_name(field)
export const filter_fields = (of: Register) => all_fields(of).filter((field) => field.filter)
export const is_searched = (of: Register) => of.fields.some((field) => field.searched)

/** `heating=gas;rooms=3`: what is asked of the fields that the city added, as the server reads it and as it stands in the address. */
const split_extra = (text: string): Record<string, string> => Object.fromEntries(text.split(';').flatMap((pair) => { const at = pair.indexOf('='); return at > 0 && at < pair.length - 1 ? [[`extra.${pair.slice(0, at)}`, pair.slice(at + 1)]] : [] }))
const join_extra = (values: Record<string, string>) => Object.entries(values).filter(([name, value]) => name.startsWith('extra.') && value).map(([name, value]) => `${name.slice('extra.'.length)}=${value}`).join(';')

export function read_filter(of: Register, query: Record<string, unknown>): Filter {
  const given = (name: string) => (typeof query[name] === 'string' ? (query[name] as string) : '')
  const values: Record<string, string> = {}
  const extra = split_extra(given('extra'))
  for (const field of filter_fields(of)) if (extra[field.name]) values[field.name] = extra[field.name]!
  for (const field of filter_fields(of)) for (const name of filter_names(field)) if (given(name)) values[name] = given(name)
  return { q: is_searched(of) ? given('q') : '', area: given('area'), ended: given('ended') === '1', after: given('after'), values }
}
export function write_filter(filter: Filter): Record<string, string> {
  const query: Record<string, string> = {}
  if (filter.q.trim()) query.q = filter.q.trim()
  if (filter.area) query.area = filter.area
  if (filter.ended) query.ended = '1'
  for (const [name, value] of Object.entries(filter.values)) if (value && !name.startsWith('extra.')) query[name] = value
  const extra = join_extra(filter.values)
  if (extra) query.extra = extra
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
  const tidy = (field: RegisterField, text: string) => (field.kind === 'date' ? tidy_date(text) : text)
  const extra: Record<string, string> = {}
  for (const field of filter_fields(of)) for (const name of filter_names(field)) if (filter.values[name]) (extra_name(field) ? extra : query)[name] = tidy(field, filter.values[name])
  if (join_extra(extra)) query.extra = join_extra(extra)
  if (filter.after) query.after = filter.after
  return query
}
export const is_narrowed = (filter: Filter) => !!(filter.q.trim() || filter.area || Object.keys(filter.values).length)
