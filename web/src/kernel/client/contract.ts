/**
 * What the server says, typed by hand after /contract/api.md until the types are generated from openapi.json.
 * Names are the names on the wire. Nothing here runs except two lists.
 */
export type Id = string
export type Instant = number

export const STATES = ['reported', 'accepted', 'dispatched', 'acknowledged', 'handling', 'handled', 'verifying', 'closed', 'rated', 'declined'] as const
export type CaseState = (typeof STATES)[number]
export const UNIT_KINDS = ['department', 'subdistrict_office', 'residents_committee', 'villagers_committee', 'property_company', 'grid_center', 'other'] as const
export type UnitKind = (typeof UNIT_KINDS)[number]
export type AreaLevel = 'city' | 'district' | 'subdistrict' | 'community' | 'grid'
export type AreaKind = 'district' | 'subdistrict' | 'town' | 'township' | 'community' | 'village' | 'committee_area' | 'grid'
export type Verb = 'accept' | 'decline' | 'dispatch' | 'acknowledge' | 'begin' | 'complete' | 'return' | 'verify' | 'close' | 'rate' | 'note' | 'message'
export type Permission =
  | 'cases.read' | 'cases.accept' | 'cases.dispatch' | 'cases.handle' | 'cases.verify' | 'cases.note' | 'cases.unmask' | 'cases.configure'
  | 'places.read' | 'places.manage' | 'organizations.read' | 'organizations.manage' | 'accounts.read' | 'accounts.manage'
export type ReporterKind = 'account' | 'number' | 'confidential' | 'anonymous'
export type Source = 'resident' | 'counter' | 'telephone' | 'visit' | 'grid_worker'

export interface Page<T> { items: T[]; next?: string | null }
export interface Items<T> { items: T[] }
export interface ProblemField { path: string; key: string; text: string }
export interface ProblemBody {
  type?: string; status: number; title: string; key: string; detail?: string; fields?: ProblemField[]
  current?: { version: number; changed_at: Instant; changed_by: string; fields: string[] }
  demo?: boolean
  districts?: DistrictName[]
}
export interface DistrictName { code: string; name: string }

export interface SessionGrant { role: string; role_name: string; permissions: Permission[]; district: string; area: Id; area_name: string; level: AreaLevel }
export interface Session {
  account: { id: Id; login: string; display_name: string; kind: 'staff' | 'resident' }
  grants: SessionGrant[]
  posts: { unit: Id; unit_name: string; title: string }[]
  home: { district: string; community: Id; community_name: string } | null
  demo: boolean
  idle_minutes: number
  districts?: DistrictName[]
}
export interface AccountGrant { id: Id; role: string; role_name: string; area: Id; area_name: string }
export interface Account {
  id: Id; version: number; login: string; display_name: string; phone_masked?: string; kind: 'staff' | 'resident'; disabled: boolean
  grants: AccountGrant[]; posts: { id: Id; unit: Id; unit_name: string; title: string }[]; last_sign_in?: Instant
}
export interface Role { code: string; name: string; permissions: Permission[]; levels: AreaLevel[] }

export interface Area {
  id: Id; parent?: Id | null; kind: AreaKind; code: string; name: string; initials: string
  grid?: { kind: 'basic' | 'exclusive'; worker_name?: string; public_phone?: string } | null
}
export interface AreaDetail {
  id: Id; version: number; kind: AreaKind; name: string; parent?: Id | null
  path: { id: Id; name: string; kind: AreaKind }[]
  committees: { unit: Id; name: string; division_code: string }[]
  grid?: { kind: 'basic' | 'exclusive'; worker_account?: Id; worker_name?: string; public_phone?: string; households?: number } | null
  valid_from?: Instant; valid_to?: Instant
}
export interface Unit {
  id: Id; version: number; name: string; kind: UnitKind; parent?: Id | null; parent_name?: string; area: Id; area_name: string
  phone?: string; posts_count: number
}
export interface UnitDetail extends Unit { posts: { id: Id; account: Id; account_name: string; title: string }[] }

export const STEPS = ['accept', 'dispatch', 'acknowledge', 'handle', 'verify'] as const
export type Step = (typeof STEPS)[number]
export interface Category {
  code: string; name: string; group: string; group_name: string; jurisdiction: 'public_space' | 'compound' | 'village'; icon: string
  hours: Record<Step, number>; rural: boolean; active: boolean; version?: number
}
export interface Door {
  code: string; label: string; place: string; area: Id; community: Id; community_name: string; grid?: Id; grid_name?: string
  worker_name?: string; worker_phone?: string; lat?: number; lon?: number; district?: string
}
export interface StoredFile { id: Id; width: number; height: number; size: number }

export interface NewCase {
  client_ref: string; category: string; text: string; door?: string; area?: Id; place?: string; files: Id[]
  reporter: ReporterKind; name?: string; phone?: string; source: Source; about_unit?: Id
}
export interface NewCaseAnswer { id: Id; number: string; code?: string | null; status_path: string }

export interface CaseStep { name: string; state: CaseState; at: Instant; text?: string; who?: string; files: (Id | { id: Id; url: string })[] }
export interface CaseStatus {
  number: string; version: number; state: CaseState; category: string; category_name: string; place: string; reported_at: Instant
  due_at?: Instant; closed_at?: Instant; outcome?: string; steps: CaseStep[]
  rating?: Rating | null; can_rate: boolean; can_add: boolean
}
export interface Rating { score: number; solved: boolean; text?: string; at?: Instant }

export interface CaseRow {
  id: Id; version: number; number: string; category: string; category_name: string; state: CaseState; text: string; place: string
  community: string; grid?: string; due_at?: Instant; overdue: boolean; reported_at: Instant; files_count: number; cover?: Id | null
  unit_name?: string; handler_name?: string; returned: boolean; reporter_kind: ReporterKind
}
export interface CaseCounts { states: Partial<Record<CaseState, number>>; overdue: number; due_today: number; as_of: Instant }
export interface CaseFile { id: Id; width: number; height: number; kind: 'report' | 'handling' }
export interface CaseDetail {
  id: Id; version: number; number: string; state: CaseState; category: string; category_name: string; jurisdiction: string; text: string
  place: string; area: Id; community: Id; community_name: string; grid?: Id; grid_name?: string; lat?: number; lon?: number
  source: Source; reporter_kind: ReporterKind
  reporter?: { name_masked?: string; phone_masked?: string; can_unmask: boolean } | null
  files: CaseFile[]; unit?: Id; unit_name?: string; assignee?: Id; assignee_name?: string; handler?: Id; handler_name?: string
  verifier_name?: string; about_unit?: Id; about_unit_name?: string; due_at?: Instant; step_hours?: number; overdue: boolean
  reported_at: Instant; closed_at?: Instant; outcome?: string; returned_reason?: string; rating?: Rating | null; next: Verb[]
}
export interface TimelineItem {
  seq: number; name: string; at: Instant; actor_name?: string; actor_role?: string; text?: string; internal: boolean; files: Id[]; state?: CaseState
}
export interface Suggestion { unit?: Id | null; unit_name?: string; account?: Id; account_name?: string; rule?: { id: Id; position: number; text: string } }
export interface Look { name?: string; phone?: string }
export interface DispatchRule {
  id: Id; version: number; position: number; category?: string | null; category_name?: string; area?: Id | null; area_name?: string
  unit?: Id | null; unit_name?: string; account?: Id | null; account_name?: string; note?: string
}
export interface Change { seq: number; name: string; subject_kind: string; subject: Id; version: number }
