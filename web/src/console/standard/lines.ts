/** The data standard as it is read: register by register, and in each what is kept for one reason together. Nothing here knows a page. */
import type { StandardField } from '@/kernel/client'

export interface Ground { code: string; purpose: string; basis: string; years: number; fields: StandardField[] }
export interface StandardRegister { kind: string; label: string; grounds: Ground[]; count: number }

/** In the order in which the server names them. */
export function registers_of(fields: StandardField[]): { kind: string; label: string }[] {
  const seen = new Map<string, string>()
  for (const field of fields) if (!seen.has(field.register_kind)) seen.set(field.register_kind, field.register_label)
  return [...seen].map(([kind, label]) => ({ kind, label }))
}
const says = (field: StandardField, word: string) =>
  [field.label, field.name, field.register_label, field.kind_label, field.standard, field.code_list, field.purpose, field.basis, field.sensitivity_label].some((text) => text.toLowerCase().includes(word))

export function laid_out(fields: StandardField[], kind: string, q: string): StandardRegister[] {
  const word = q.trim().toLowerCase()
  const fits = fields.filter((field) => (!kind || field.register_kind === kind) && (!word || says(field, word)))
  return registers_of(fits).map((one) => {
    const own = fits.filter((field) => field.register_kind === one.kind)
    const grounds = new Map<string, Ground>()
    for (const field of own) {
      const ground = grounds.get(field.ground) ?? { code: field.ground, purpose: field.purpose, basis: field.basis, years: field.retention_years, fields: [] }
      ground.fields.push(field)
      grounds.set(field.ground, ground)
    }
    return { ...one, grounds: [...grounds.values()], count: own.length }
  })
}
/** Choices are typed one a line, or with the marks people put between words; none twice. */
export const split_choices = (text: string) => [...new Set(text.split(/[\n;,\uff1b\uff0c\u3001]/).map((one) => one.trim()).filter(Boolean))]
