/**
 * What the server says. The shapes come from openapi.d.ts, which `./dev api --write` makes from the C++ structs; here they only get
 * sharper: closed lists of words, and ids that are always there. A field that C++ renames, drops or changes breaks this file.
 */
import type { components } from './openapi'

export type Wire = components['schemas']
type Sharper<Name extends keyof Wire, More> = { [Key in keyof More]: Key extends keyof Wire[Name] ? Wire[Name][Key] : never }
type Told<Name extends keyof Wire, More extends Sharper<Name, More>> = Omit<Wire[Name], keyof More> & More

export type Id = string
export type Instant = number

export const STATES = ['reported', 'accepted', 'dispatched', 'acknowledged', 'handling', 'handled', 'verifying', 'closed', 'rated', 'declined', 'merged'] as const
export type CaseState = (typeof STATES)[number]
export const UNIT_KINDS = ['department', 'subdistrict_office', 'residents_committee', 'villagers_committee', 'property_company', 'grid_center', 'other'] as const
export type UnitKind = (typeof UNIT_KINDS)[number]
export type AreaLevel = 'city' | 'district' | 'subdistrict' | 'community' | 'grid'
export type AreaKind = 'district' | 'subdistrict' | 'town' | 'township' | 'community' | 'village' | 'committee_area' | 'grid'
export type Verb = 'accept' | 'decline' | 'dispatch' | 'acknowledge' | 'begin' | 'complete' | 'return' | 'verify' | 'close' | 'rate' | 'dispute' | 'note' | 'message' | MovingVerb
export const MOVING_VERBS = ['transfer', 'request_extension', 'decide_extension', 'answer', 'escalate', 'merge', 'split', 'supervise', 'end_supervision'] as const
export type MovingVerb = (typeof MOVING_VERBS)[number]
export type Permission =
  | 'cases.read' | 'cases.accept' | 'cases.dispatch' | 'cases.handle' | 'cases.verify' | 'cases.note' | 'cases.unmask' | 'cases.supervise' | 'cases.configure'
  | 'places.read' | 'places.manage' | 'places.doors' | 'organizations.read' | 'organizations.manage' | 'accounts.read' | 'accounts.manage'
  | 'handovers.read' | 'imports.read' | 'imports.run' | 'imports.configure' | 'people.manage' | 'registers.extend'
  | 'exports.read' | 'exports.ask' | 'exports.approve' | 'exports.configure'
export type ReporterKind = 'account' | 'number' | 'confidential' | 'anonymous'
export const SOURCES = ['resident', 'counter', 'telephone', 'visit', 'chat', 'letter', 'grid_worker', 'hotline', 'unit', 'device'] as const
export type Source = (typeof SOURCES)[number]
export const CASE_KINDS = ['request', 'enquiry', 'suggestion', 'complaint', 'praise', 'help'] as const
export type CaseKind = (typeof CASE_KINDS)[number]

export interface Page<T> { items: T[]; next?: string | null }
export interface Items<T> { items: T[] }
export interface ProblemField { path: string; key: string; text: string }
export interface ProblemBody {
  type?: string; status: number; title: string; key: string; detail?: string; fields?: ProblemField[]
  /** The row that already bears a value that only one may bear. */
  existing?: Id
  current?: { version: number; changed_at: Instant; changed_by: string; fields: string[] }
  demo?: boolean
  districts?: DistrictName[]
}
export interface DistrictName { code: string; name: string }

export type SessionGrant = Told<'SessionGrant', { permissions: Permission[]; area: Id; level: AreaLevel }>
export type Session = Told<'SessionView', { account: Told<'SessionAccount', { id: Id; kind: 'staff' | 'resident' }>; grants: SessionGrant[]; home?: Told<'SessionHome', { community: Id }> | null }>
export type AccountGrant = Told<'HeldGrant', { id: Id; area: Id }>
export type AccountPost = Told<'HeldPost', { id: Id; unit: Id }>
export type Account = Told<'AccountDetail', { id: Id; kind: 'staff' | 'resident'; grants: AccountGrant[]; posts: AccountPost[] }>
export type NewAccount = Told<'MadeAccount', { id: Id }>
export type Role = Told<'RoleView', { level: AreaLevel | 'unit'; permissions: Permission[] }>

export type Area = Told<'AreaListed', { id: Id; kind: AreaKind }>
export type GridKind = 'basic' | 'exclusive'
export type AreaDetail = Told<'AreaDetail', { id: Id; kind: AreaKind; path: Told<'AreaStep', { id: Id; kind: AreaKind }>[]; grid?: Told<'GridView', { kind: GridKind }> | null; committees: Told<'Committee', { unit: Id }>[] }>
export type Unit = Told<'UnitLine', { id: Id; kind: UnitKind; area: Id }>
export type UnitDetail = Told<'UnitView', { id: Id; kind: UnitKind; area: Id; posts: Told<'PostLine', { id: Id; account: Id }>[] }>

export const STEPS = ['accept', 'dispatch', 'acknowledge', 'handle', 'verify'] as const
export type Step = (typeof STEPS)[number]
export type Category = Told<'CategoryView', { jurisdiction: 'public_space' | 'compound' | 'village'; hours: Record<Step, number> }>
export type Door = Told<'DoorView', { area: Id; community: Id }>
export type StoredFile = Told<'PhotoView', { id: Id }>

export type NewCase = Wire['Report']
export type NewCaseAnswer = Told<'ReportedView', { id: Id }>

export type CaseStep = Told<'StatusStep', { state: CaseState; files: Told<'StatusFile', { id: Id }>[] }>
export type CaseStatus = Told<'CaseStatus', { state: CaseState; steps: CaseStep[] }>
export type Rating = Wire['RatingView']

export type CaseRow = Told<'LineView', { id: Id; state: CaseState; community: Id; reporter_kind: ReporterKind; kind: CaseKind; source: Source }>
export type Morning = Told<'MorningView', { groups: Told<'MorningGroup', { name: 'late' | 'today' | 'unhappy' | 'watched' | 'new'; filter: Record<string, string>; items: CaseRow[] }>[] }>
export type Slip = Wire['SlipView']
export type DoorSheet = Told<'DoorSheet', { area: Id }>
export type AlikeCase = Told<'AlikeView', { state: CaseState }>
export type NeighbourCase = Told<'NeighbourView', { id: Id; state: CaseState }>
export type Caller = Told<'CallerView', { people: Told<'KnownPerson', { id: Id; area: Id }>[]; cases: Told<'KnownCase', { id: Id; state: CaseState }>[] }>
export type CaseCounts = Told<'CountsView', { states: Partial<Record<CaseState, number>> }>
export type CaseFile = Told<'FileView', { id: Id; kind: 'report' | 'handling' }>
export type CaseDetail = Told<'CaseDetail', { id: Id; state: CaseState; jurisdiction: Category['jurisdiction']; area: Id; community: Id; source: Source; kind: CaseKind; reporter_kind: ReporterKind; files: CaseFile[]; merged_into?: NeighbourCase | null; merged: NeighbourCase[]; linked: NeighbourCase[]; next: Verb[] }>
export type TransferTargets = Told<'TransferTargets', { units: Told<'UnitChoice', { id: Id }>[] }>
export type TimelineItem = Told<'StepView', { state: CaseState }>
export type Suggestion = Wire['SuggestionView']
export type Look = Wire['ReporterClear']
export type RuleTarget = Wire['RuleBody']['target']
export type DispatchRule = Told<'RuleView', { target: RuleTarget }>
export interface Change { seq: number; name: string; subject_kind: string; subject: Id; version: number }

// ---- registers: the server describes them, so their rows are known by name only at run time ------------------------------

export type FieldKind = 'text' | 'person_name' | 'id_number' | 'phone' | 'address' | 'date' | 'code' | 'integer' | 'amount' | 'boolean' | 'reference' | 'plate' | 'credit_code'
export interface RegisterField {
  name: string; label: string; kind: FieldKind
  /** The code list, or the kind of the register a reference names. */
  of: string
  minimum: number; maximum: number; decimals: number
  required: boolean; title: boolean; listed: boolean; filter: boolean; searched: boolean; sealed: boolean
  /** Stands before the title where rows are named: the building of a dwelling. */
  qualifier?: boolean
  standard?: string
  /** Of a field that the city added: what may be chosen. */
  choices?: string[]
}
export type ExtraKind = 'text' | 'integer' | 'date' | 'boolean' | 'code'
/** A field that the city added to a register. */
export interface ExtraField { name: string; label: string; kind: ExtraKind; maximum: number; choices: string[]; required: boolean; listed: boolean; filter: boolean; retired: boolean }
export type ShownExtra = Told<'ShownField', { id: Id; kind: ExtraKind }>
export type DataStandard = Wire['DataStandard']
export type StandardField = Wire['StandardField']
export interface Register {
  /** manage, unmask: somewhere in the district; whether here is said with each row. label_one: "resident" of "residents". */
  kind: string; path: string; label: string; label_one: string; manage: boolean; unmask: boolean; fields: RegisterField[]
  /** Whoever reads a row leaves a look: rows are shown only when they are asked for. */
  watched?: boolean
  extra?: ExtraField[]
}
export interface CodeItem { code: string; label: string; assignable: boolean }
export interface Registers { registers: Register[]; codes: { name: string; standard: string; items: CodeItem[] }[] }
export interface RegisterRow {
  id: Id; version: number; area: Id; area_name: string; community_name: string; source: string; as_of: Instant; confirmed_by_name: string
  ended_at: Instant | null; end_reason: string
  extra?: Record<string, string | number | boolean | null>
  /** Of a row that ended in a merger: the one that took its place. */
  merged_into?: Id
  /** Whether a merger into this row can be taken apart. */
  is_merged?: boolean
  /** What the caller may do where the row lies; only with one row. */
  may?: { manage: boolean; unmask: boolean }
  [field: string]: unknown
}
export interface RegisterChange { field: string; old: unknown; new: unknown }
/** other, other_name, reason: of a merger, of a separation and of the ending by one; the name is empty beyond the caller's reach. */
export interface RegisterEvent { name: string; at: Instant; actor_name: string; version: number; changes: RegisterChange[]; other?: Id; other_name?: string; reason?: string }
/** manage: whether the caller may add such a row where the subject lies. */
export interface Relocation { id: Id; from?: Id | null; from_name: string; to: Id; to_name: string; moved_on: string; reason: string; actor_name: string; at: Instant; undone_at?: Instant | null }
export interface RelatedRows { register: string; field: string; watched?: boolean; manage?: boolean; more: boolean; rows: RegisterRow[] }
