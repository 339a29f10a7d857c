/** What an import's numbers mean: where it stands, what writing would do, what a column's guess is worth. Nothing here knows a page. */
import type { Register, RegisterField, RegisterRow } from '@/kernel/client'
import { all_fields, value_of } from '../archive/describe'
import type { Column, Decision, Import, ImportState, Outcome, OutcomeCount, Row } from './api'

// ---- where it stands -----------------------------------------------------------------------------------------------------

export const STEPS = ['upload', 'columns', 'check', 'decide', 'write'] as const
export type StepName = (typeof STEPS)[number]
export function step_of(state: ImportState): StepName {
  if (state === 'uploaded' || state === 'expired') return 'columns'
  if (state === 'checking') return 'check'
  return state === 'checked' ? 'decide' : 'write'
}
export const at_work = (state: ImportState) => state === 'checking' || state === 'writing' || state === 'undoing'
/** Columns may still be told apart differently. */
export const may_change_columns = (state: ImportState) => state === 'uploaded' || state === 'checked'

/** How far the work is, 0 to 1. */
export const share_done = (of: Pick<Import, 'done' | 'total'>) => (of.total > 0 ? Math.min(1, of.done / of.total) : 0)
/** Nothing goes on by itself: somebody paused it, or it stopped for good. */
export const is_stopped = (of: Pick<Import, 'state' | 'paused' | 'trouble'>) => at_work(of.state) && (of.paused || of.trouble !== '')
/** Rows of the spreadsheet, as far as they were counted. */
export const rows_of = (of: Pick<Import, 'state' | 'total' | 'outcomes'>) => sum(of.outcomes, () => true) || (of.state === 'checking' ? of.total : 0)

// ---- the file ------------------------------------------------------------------------------------------------------------

export const LARGEST = 64 * 1024 * 1024
export type FileFault = 'kind' | 'et' | 'large' | 'empty'
export function fault_of(file: { name: string; size: number }): FileFault | null {
  const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? ''
  if (ending === 'et' || ending === 'ods' || ending === 'numbers') return 'et'
  if (!['xlsx', 'xls', 'csv'].includes(ending)) return 'kind'
  if (file.size === 0) return 'empty'
  return file.size > LARGEST ? 'large' : null
}
/** "640 KB", "12.3 MB". */
export function size_words(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

// ---- the columns ---------------------------------------------------------------------------------------------------------

export type Certainty = 'given' | 'sure' | 'look' | 'unknown'
/** `given`: a person said so, for this spreadsheet or for the last one like it. */
export function certainty(column: Pick<Column, 'field' | 'confidence'>): Certainty {
  if (column.confidence >= 100) return 'given'
  if (!column.field) return 'unknown'
  return column.confidence >= 85 ? 'sure' : 'look'
}
/** Everything was understood as the last spreadsheet of this shape was: nobody has touched this one yet. */
export const is_remembered = (of: Pick<Import, 'version' | 'columns'>) => of.version === 1 && of.columns.some((one) => one.confidence === 100 && one.field !== '')
/** The column that already is that field: choosing it again is prevented. */
export const holder_of = (columns: Column[], field: string, besides: number) => (field ? columns.find((one) => one.field === field && one.index !== besides) : undefined)
/** Fields that every new row must have and no column gives. */
export function missing_fields(of: Register, columns: Column[]): RegisterField[] {
  return all_fields(of).filter((field) => field.required && !columns.some((one) => one.field === field.name))
}

// ---- the outcomes --------------------------------------------------------------------------------------------------------

export function sum(counts: OutcomeCount[], which: (one: OutcomeCount) => boolean): number {
  return counts.reduce((all, one) => (which(one) ? all + one.number : all), 0)
}
export const count_of = (counts: OutcomeCount[], outcome: Outcome) => sum(counts, (one) => one.outcome === outcome)
export const undecided = (counts: OutcomeCount[], outcome?: Outcome) =>
  sum(counts, (one) => (outcome ? one.outcome === outcome : one.outcome === 'conflict' || one.outcome === 'alike') && one.settled === 0 && one.decision === '')
export const asks_for_decision = (outcome: Outcome) => outcome === 'conflict' || outcome === 'alike'
/** Opened first: what asks for somebody, then what is most. */
export function first_outcome(counts: OutcomeCount[]): Outcome {
  for (const one of ['conflict', 'alike'] as const) if (undecided(counts, one)) return one
  for (const one of ['wrong', 'new', 'changed', 'conflict', 'alike', 'identical'] as const) if (count_of(counts, one)) return one
  return 'new'
}

export interface Plan { added: number; filled: number; replaced: number; kept: number; writes: number; same: number; undecided: number; wrong: number }
/** What writing would do to the rows that are not written yet (`settled` 0), or what it did (1). */
export function plan_of(counts: OutcomeCount[], settled: 0 | 1 = 0): Plan {
  const rows = (outcome: Outcome, ...decisions: Decision[]) => sum(counts, (one) => one.settled === settled && one.outcome === outcome && (!decisions.length || decisions.includes(one.decision)))
  const added = rows('new') + rows('alike', 'new')
  const filled = rows('changed')
  const replaced = rows('conflict', 'file') + rows('alike', 'file')
  const kept = rows('conflict', 'register') + rows('alike', 'register')
  return { added, filled, replaced, kept, writes: added + filled + replaced + kept, same: settled ? sum(counts, (one) => one.settled === 2) : rows('identical'), undecided: undecided(counts), wrong: sum(counts, (one) => one.outcome === 'wrong' && one.settled === 0) }
}
export type SummaryWord = 'added' | 'filled' | 'replaced' | 'writes' | 'undecided' | 'wrong' | 'left' | 'back' | 'stayed'
/** An import in a few numbers, for a list: what it did, or what it would do, and what is left. */
export function summary_of(of: Pick<Import, 'state' | 'outcomes'>): { word: SummaryWord; n: number }[] {
  const parts = (all: [SummaryWord, number][]) => all.filter(([, n]) => n > 0).map(([word, n]) => ({ word, n }))
  if (of.state === 'undone') return parts([['back', sum(of.outcomes, (one) => one.settled === 3)], ['stayed', sum(of.outcomes, (one) => one.settled === 4)]])
  const is_written = of.state === 'written' || of.state === 'closed'
  const plan = plan_of(of.outcomes, is_written ? 1 : 0)
  if (is_written) return parts([['added', plan.added], ['filled', plan.filled], ['replaced', plan.replaced], ['left', not_written(of.outcomes) + left_out(of.outcomes)]])
  return of.state === 'checked' ? parts([['writes', plan.writes], ['undecided', plan.undecided], ['wrong', plan.wrong]]) : []
}
export const not_written = (counts: OutcomeCount[]) => sum(counts, (one) => one.settled === 0)
/** Left out for good: nobody decided or mended them in time. */
export const left_out = (counts: OutcomeCount[]) => sum(counts, (one) => one.settled === 5)

// ---- the rows ------------------------------------------------------------------------------------------------------------

export const fields_key = (row: Pick<Row, 'differing'>) => row.differing.join(',')
/** Conflicts of one kind, the most frequent first: what can be decided with one word. */
export function kinds_of_conflict(rows: Row[]): { key: string; fields: string[]; rows: number }[] {
  const kinds = new Map<string, { key: string; fields: string[]; rows: number }>()
  for (const row of rows) {
    if (!row.differing.length || row.settled !== 0) continue
    const key = fields_key(row)
    const kind = kinds.get(key)
    if (kind) kind.rows++
    else kinds.set(key, { key, fields: row.differing, rows: 1 })
  }
  return [...kinds.values()].sort((a, b) => b.rows - a.rows)
}
/** The row with what writing will make shown where it belongs, marked as `word` says. */
export function with_made(row: Row, word: (title: string) => string): Row {
  if (!row.file || !row.will_make.length) return row
  const file = { ...row.file }
  for (const { field, title } of row.will_make) { file[field] = title; file[`${field}_name`] = word(title) }
  return { ...row, file }
}
const is_empty = (value: unknown) => value === null || value === undefined || value === ''
/** Fields the spreadsheet would fill in where the register has nothing. */
export function filled_by(row: Row, fields: RegisterField[]): string[] {
  return row.there && row.file ? fields.filter((field) => !is_empty(value_of(row.file!, field.name)) && is_empty(value_of(row.there!, field.name))).map((field) => field.name) : []
}
/** The same row after a decision that named it, or all of its kind. */
export function decided(rows: Row[], outcome: Outcome, decision: Decision, numbers: number[], fields?: string): Row[] {
  return rows.map((row) => (row.settled === 0 && row.outcome === outcome && (!numbers.length || numbers.includes(row.number)) && (fields === undefined || fields_key(row) === fields) ? { ...row, decision } : row))
}
/** Columns of a table of rows: the title, then what the spreadsheet gives, in the register's order. */
export function shown_fields(of: Register, columns: Column[], most = 8): RegisterField[] {
  const mapped = all_fields(of).filter((field) => columns.some((one) => one.field === field.name))
  return [...mapped.filter((field) => field.title), ...mapped.filter((field) => !field.title)].slice(0, most)
}

export interface Side { field: RegisterField; file: string; there: string; mark: 'differs' | 'fills' | 'same' | 'there_only' }
/** A row of the spreadsheet beside the row of the register, field by field; what both leave empty is left out. */
export function sides(row: Row, fields: RegisterField[], words: (field: RegisterField, of: RegisterRow) => string): Side[] {
  const all: Side[] = []
  for (const field of fields) {
    const file = row.file ? words(field, row.file) : '', there = row.there ? words(field, row.there) : ''
    if (!file && !there) continue
    const mark = row.differing.includes(field.name) ? 'differs' : !file ? 'there_only' : !there ? 'fills' : row.outcome === 'alike' && file !== there ? 'differs' : 'same'
    all.push({ field, file, there, mark })
  }
  return all
}
