/** What a picker offers: a code list filtered as one types, or the rows of the register a field names, asked as one types. */
import type { CodeItem, Page, Register, RegisterRow } from '@/kernel/client'
import { columns_of, title_field } from './describe'
import { row_name, shown, type ValueWords } from './values'

export interface Choice { value: string; label: string; more: string }

/** Codes that may be given, by part of the label or the beginning of the code; the one that is chosen stays, though it may no longer be given. */
export function code_choices(items: CodeItem[], typed: string, chosen: string): Choice[] {
  const wanted = typed.trim().toLowerCase()
  return items
    .filter((one) => (one.assignable || one.code === chosen) && (!wanted || one.label.toLowerCase().includes(wanted) || one.code.toLowerCase().startsWith(wanted)))
    .map((one) => ({ value: one.code, label: one.label, more: /^\d+$/.test(one.code) && one.code !== one.label ? one.code : '' }))
}

/** A row as a choice: its name, and enough beside it to tell it from another of the same name. */
export function row_choice(of: Register, row: RegisterRow, words: ValueWords): Choice {
  const more = columns_of(of).filter((field) => !field.title).map((field) => shown(field, row, words)).filter(Boolean).slice(0, 2)
  return { value: row.id, label: row_name(of, row, words), more: [...more, row.community_name || row.area_name].filter(Boolean).join(' \u00b7 ') }
}

/** Asks while somebody types: later answers win, earlier ones that arrive late are dropped. */
export function row_asker(of: Register, list: (query: Record<string, string | number>) => Promise<Page<RegisterRow>>, words: ValueWords) {
  let turn = 0
  const searched = of.fields.some((field) => field.searched) && !!title_field(of)
  return async (typed: string): Promise<Choice[] | null> => {
    const mine = ++turn
    const q = typed.trim()
    const page = await list({ limit: 12, ...(q && searched ? { q } : {}) })
    return mine === turn ? page.items.map((row) => row_choice(of, row, words)) : null
  }
}
