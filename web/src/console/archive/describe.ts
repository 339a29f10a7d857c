/**
 * What the server says of its registers: the tables, forms and archive pages are drawn from it and know no register by name. Asked once
 * per language and account; only the order of the rail and its icons are ours, and a register we do not know stands after those we do.
 */
import { computed, shallowRef } from 'vue'
import { city, type CodeItem, type ExtraField, type Register, type RegisterField, type RegisterRow, type Registers } from '@/kernel/client'

export const description = shallowRef<Registers | null>(null)
export const description_error = shallowRef<unknown>(null)
let turn = 0
let district = ''
/** Whose pages are drawn: what the caller may do is said for this district. */
export function describe_for(code: string) { district = code }

export async function load_registers() {
  const mine = ++turn
  description_error.value = null
  try {
    const told = await city.registers(district)
    if (mine === turn) description.value = told
  } catch (caught) {
    if (mine === turn) description_error.value = caught
  }
}
export function forget_registers() {
  turn++
  description.value = null
  description_error.value = null
}

const ORDER = ['people.person', 'people.household', 'dwellings.dwelling', 'dwellings.building', 'dwellings.compound', 'vehicles.vehicle', 'facilities.facility', 'institutions.institution']
const ICONS: Record<string, string> = {
  'people.person': 'person', 'people.household': 'home', 'dwellings.dwelling': 'door', 'dwellings.building': 'building', 'dwellings.compound': 'gate',
  'dwellings.tenure': 'key', 'people.life_event': 'clock', 'people.care_tag': 'help', 'people.key_group_tag': 'shield',
  'vehicles.vehicle': 'car', 'facilities.facility': 'light', 'institutions.institution': 'sign', 'institutions.health_certificate': 'stamp',
}
export const icon_of = (kind: string) => ICONS[kind] ?? 'note'

const rank = (one: Register) => { const at = ORDER.indexOf(one.kind); return at < 0 ? ORDER.length : at }
export function in_order(registers: Register[]): Register[] {
  return registers.map((one, i) => [rank(one), i, one] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , one]) => one)
}
/** A register without a title, or whose rows always belong to another's, only joins others: a tenure, a tag, what a unit offers. It is
 *  reached through archives. */
export const is_relation = (one: Register) => !one.fields.some((field) => field.title) || one.fields.some((field) => field.kind === 'reference' && field.required)

export const registers = computed(() => in_order(description.value?.registers ?? []))
export const main_registers = computed(() => registers.value.filter((one) => !is_relation(one)))
export const relation_registers = computed(() => registers.value.filter(is_relation))
export const register_at = (path: string) => registers.value.find((one) => one.path === path)
export const register_of = (kind: string) => registers.value.find((one) => one.kind === kind)

const lists = computed(() => new Map((description.value?.codes ?? []).map((list) => [list.name, list.items])))
export const codes_of = (list: string): CodeItem[] => lists.value.get(list) ?? []
/** What a field of the kind "code" may say: its list, or what the city wrote beside a field it added. */
export const items_of = (field: RegisterField): CodeItem[] => field.choices?.map((choice) => ({ code: choice, label: choice, assignable: true })) ?? codes_of(field.of)
export const code_label = (list: string, code: string) => codes_of(list).find((one) => one.code === code)?.label ?? code

// ---- fields that the city added: like any other, under a name of their own -------------------------------------------------
const EXTRA = 'extra.'
export const extra_name = (field: RegisterField) => (field.name.startsWith(EXTRA) ? field.name.slice(EXTRA.length) : '')
const as_field = (extra: ExtraField): RegisterField => ({
  name: EXTRA + extra.name, label: extra.label, kind: extra.kind, of: '', decimals: 0, minimum: extra.kind === 'integer' ? -1 : 0, maximum: extra.kind === 'text' ? extra.maximum : 0, choices: extra.choices,
  required: extra.required, listed: extra.listed, filter: extra.filter, title: false, searched: false, sealed: false,
})
/** The fields that are asked for now. */
export const all_fields = (of: Register): RegisterField[] => [...of.fields, ...(of.extra ?? []).filter((one) => !one.retired).map(as_field)]
/** Also those that were retired: what was said in them stays readable. */
export const known_fields = (of: Register): RegisterField[] => [...of.fields, ...(of.extra ?? []).map(as_field)]
/** A history names an added field `x.<name>`. */
export const field_of_history = (of: Register, name: string) => known_fields(of).find((field) => field.name === (name.startsWith('x.') ? EXTRA + name.slice(2) : name))

export const title_field = (of: Register) => of.fields.find((field) => field.title)
/** The columns of a list: the title first, then as declared; without the field that every row shares. */
export function columns_of(of: Register, without?: string): RegisterField[] {
  const listed = all_fields(of).filter((field) => field.listed && field.name !== without)
  return [...listed.filter((field) => field.title), ...listed.filter((field) => !field.title)]
}
/** The order of a form: what must be filled first, the rest as declared. */
export const form_fields = (of: Register) => ({ required: all_fields(of).filter((field) => field.required), rest: all_fields(of).filter((field) => !field.required) })
export const value_of = (row: RegisterRow, name: string) => (name.startsWith(EXTRA) ? row.extra?.[name.slice(EXTRA.length)] : row[name]) as string | number | boolean | null | undefined
/** A register of people: who is looked at sees it, and rows end for other reasons than things do. */
export const is_of_people = (of: Register) => of.fields.some((field) => field.kind === 'person_name')
