/** Values between what people type, what travels, and what is read. Nothing here knows a page. */
import type { Register, RegisterField, RegisterRow } from '@/kernel/client'
import { all_fields, code_label, extra_name, title_field, value_of } from './describe'

export interface ValueWords { yes: string; no: string }

const DATE = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/
/** "1985.3.7", "1985/03", "19850307", "1985 年 3 月" become what the server reads; anything else stays as it was typed. */
export function tidy_date(typed: string): string {
  let text = typed.trim().replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
  text = text.replace(/\s+/g, '').replace(/[\u5e74\u6708./\uff0e\u3002\u2013\u2014\uff0d]/g, '-').replace(/[\u65e5\u53f7]/g, '').replace(/-+$/, '')
  const solid = /^(\d{4})(\d{2})(\d{2})?$/.exec(text)
  if (solid) text = [solid[1], solid[2], solid[3]].filter(Boolean).join('-')
  const parts = DATE.exec(text)
  if (!parts) return typed.trim()
  return [parts[1]!, parts[2]?.padStart(2, '0'), parts[3]?.padStart(2, '0')].filter(Boolean).join('-')
}

/** A value as it is read in a table or an archive; "" when there is none. */
export function shown(field: RegisterField, row: RegisterRow, words: ValueWords): string {
  const value = value_of(row, field.name)
  if (value === null || value === undefined || value === '') return ''
  if (field.kind === 'boolean') return value ? words.yes : words.no
  if (field.kind === 'code') return code_label(field.of, String(value))
  if (field.kind === 'reference') return String(row[`${field.name}_name`] || value)
  return String(value)
}
/** One side of a change in the history, which bears no names of rows beside their ids. */
export function shown_change(field: RegisterField | undefined, value: unknown, words: ValueWords, name_of: (kind: string, id: string) => string): string {
  if (value === null || value === undefined || value === '') return ''
  if (!field) return String(value)
  if (field.kind === 'boolean') return value ? words.yes : words.no
  if (field.kind === 'code') return code_label(field.of, String(value))
  if (field.kind === 'reference') return name_of(field.of, String(value))
  return String(value)
}
/** What a row is called. A row without a title is called by what it joins: "Zhang San · tenant". */
export function row_name(of: Register, row: RegisterRow, words: ValueWords): string {
  const title = title_field(of)
  if (title) return String(row[title.name] ?? '')
  const parts = of.fields.filter((field) => field.required && (field.kind === 'reference' || field.kind === 'code')).map((field) => shown(field, row, words)).filter(Boolean)
  return parts.join(' \u00b7 ') || of.label
}

/** A form holds texts, whatever the kind; `area` and `source` stand beside the declared fields. */
export type Typed = Record<string, string>
export function typed_of(of: Register, row: RegisterRow | null): Typed {
  const typed: Typed = { area: row ? row.area : '', source: row ? row.source : '' }
  for (const field of all_fields(of)) {
    const value = row && !field.sealed ? value_of(row, field.name) : null
    typed[field.name] = value === null || value === undefined ? '' : String(value)
  }
  return typed
}
const tidied = (field: RegisterField, text: string) => (field.kind === 'date' ? tidy_date(text) : text.trim())

function wire(field: RegisterField, text: string): unknown {
  const value = tidied(field, text)
  if (value === '') return null
  if (field.kind === 'boolean') return value === 'true'
  if (field.kind === 'integer') return /^[+-]?\d{1,15}$/.test(value) ? Number(value) : value
  return value
}
/** Fields that the city added travel together under one name. */
function put(body: Record<string, unknown>, field: RegisterField, value: unknown) {
  const extra = extra_name(field)
  if (extra) body.extra = { ...(body.extra as object | undefined), [extra]: value }
  else body[field.name] = value
}
/** A new row: only what was filled. */
export function new_body(of: Register, typed: Typed): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  if (typed.area) body.area = typed.area
  if (typed.source?.trim()) body.source = typed.source.trim()
  for (const field of all_fields(of)) {
    const value = wire(field, typed[field.name] ?? '')
    if (value !== null) put(body, field, value)
  }
  return body
}
/** Members that differ from what the form began with. A sealed value begins empty: empty means untouched, unless it was emptied on purpose. */
export function changed_members(of: Register, began: Typed, typed: Typed, emptied: string[] = []): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  if (typed.area && typed.area !== began.area) body.area = typed.area
  if ((typed.source ?? '').trim() !== (began.source ?? '').trim()) body.source = (typed.source ?? '').trim()
  for (const field of all_fields(of)) {
    const text = tidied(field, typed[field.name] ?? '')
    if (field.sealed ? text !== '' || emptied.includes(field.name) : text !== (began[field.name] ?? '')) put(body, field, wire(field, text))
  }
  return body
}

export interface Difference { field: string; theirs: string; mine: string }
/**
 * Somebody was faster. What only they changed is taken over; what both changed is a difference for a person to decide. A sealed value
 * comes masked, so one that was typed here stands against theirs whenever the server names the field as changed.
 */
export function meet(of: Register, began: Typed, mine: Typed, theirs: Typed, named: string[], emptied: string[] = []): { typed: Typed; differ: Difference[] } {
  const typed = { ...mine }
  const differ: Difference[] = []
  for (const name of ['area', 'source', ...all_fields(of).map((field) => field.name)]) {
    const sealed = of.fields.find((field) => field.name === name)?.sealed ?? false
    const moved = sealed ? named.includes(name) : (theirs[name] ?? '') !== (began[name] ?? '')
    const touched = sealed ? (mine[name] ?? '') !== '' || emptied.includes(name) : (mine[name] ?? '') !== (began[name] ?? '')
    if (!moved) continue
    if (!touched) typed[name] = theirs[name] ?? ''
    else if (sealed || (mine[name] ?? '') !== (theirs[name] ?? '')) differ.push({ field: name, theirs: theirs[name] ?? '', mine: mine[name] ?? '' })
  }
  return { typed, differ }
}

/** What a row that is added beside another takes from it: the other itself, and the rows that both name (a member's dwelling is the household's). */
export function taken_from(subject: Register, row: RegisterRow, name: string, added: Register, link: string): Record<string, { value: string; name: string }> {
  const given: Record<string, { value: string; name: string }> = { [link]: { value: row.id, name } }
  for (const field of added.fields) {
    if (field.kind !== 'reference' || field.name === link) continue
    const same = subject.fields.find((one) => one.kind === 'reference' && one.name === field.name && one.of === field.of)
    const value = same ? value_of(row, same.name) : null
    if (value) given[field.name] = { value: String(value), name: String(row[`${field.name}_name`] ?? '') }
  }
  return given
}

/** The caller's own area of the finest kind: where most of what they add lies. */
export function own_area(grants: { level: string; area: string; permissions: string[] }[]): string {
  const held = grants.filter((grant) => grant.permissions.some((permission) => permission.endsWith('.manage')))
  return (held.find((grant) => grant.level === 'grid') ?? held.find((grant) => grant.level === 'community'))?.area ?? ''
}
