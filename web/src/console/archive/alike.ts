/** Rows that are perhaps one and the same: when it is worth asking, and how two of them are laid side by side. */
import { Problem, type Register, type RegisterField, type RegisterRow } from '@/kernel/client'
import { columns_of, known_fields, title_field, value_of } from './describe'
import { new_body, shown, type Typed, type ValueWords } from './values'

/** What is sent to be compared: once it has a name and something beside it that tells it from others of that name. */
export function draft_to_compare(of: Register, typed: Typed): Record<string, unknown> | null {
  const title = title_field(of)
  const says = (field: RegisterField) => !!(typed[field.name] ?? '').trim()
  if (!title || !says(title)) return null
  if (!of.fields.some((field) => field !== title && field.listed && field.kind !== 'boolean' && says(field))) return null
  const { extra: _extra, source: _source, area: _area, ...draft } = new_body(of, typed)
  return draft
}
/** Asks while somebody types. What cannot be read yet (half a date) is left out and the rest asked again. */
export async function ask_alike(of: Register, draft: Record<string, unknown>, find: (draft: Record<string, unknown>) => Promise<{ items: RegisterRow[] }>): Promise<RegisterRow[]> {
  try {
    return (await find(draft)).items
  } catch (caught) {
    const wrong = caught instanceof Problem ? Object.keys(caught.fields) : []
    const rest = Object.fromEntries(Object.entries(draft).filter(([name]) => !wrong.includes(name)))
    if (!wrong.length || !(title_field(of)!.name in rest) || Object.keys(rest).length < 2) return []
    return find(rest).then((answer) => answer.items, () => [])
  }
}
/** What tells one row from another of the same name, in few words. */
export function telling_words(of: Register, row: RegisterRow, words: ValueWords): string[] {
  const places = [row.community_name, row.area_name].filter((one, i, all) => one && all.indexOf(one) === i).join(' ')
  return [...columns_of(of).filter((field) => !field.title && field.kind !== 'boolean').map((field) => shown(field, row, words)), places].filter(Boolean)
}

export interface Compared { field: RegisterField; mine: string; theirs: string; veiled: boolean }
/**
 * Two rows field by field, those that the city added among them. Sealed values come masked: two that look the same may differ, so both
 * are offered.
 */
export function compare(of: Register, mine: RegisterRow, theirs: RegisterRow, words: ValueWords): { differ: Compared[]; same: Compared[] } {
  const differ: Compared[] = [], same: Compared[] = []
  for (const field of known_fields(of)) {
    const one: Compared = { field, mine: shown(field, mine, words), theirs: shown(field, theirs, words), veiled: false }
    if (!one.mine && !one.theirs) continue
    const equal = String(value_of(mine, field.name) ?? '') === String(value_of(theirs, field.name) ?? '')
    one.veiled = field.sealed && equal
    if (equal && !field.sealed) same.push(one)
    else differ.push(one)
  }
  return { differ, same }
}
/** Begins with what is there, and takes from the other row only what is missing. */
export const begin_taking = (differ: Compared[]) => differ.filter((one) => !one.mine).map((one) => one.field.name)
