import type {
  Account, AlikeCase, Area, AreaDetail, Caller, CaseCounts, CaseDetail, CaseRow, CaseStatus, Category, DataStandard, DispatchRule, Door, DoorSheet, Id, Items, Look, Morning, NewCase,
  NewAccount, NewCaseAnswer, Page, RegisterEvent, RegisterRow, Registers, RelatedRows, Relocation, Role, Session, ShownExtra, Slip, StoredFile, Suggestion, TimelineItem, TransferTargets, Unit, UnitDetail, Wire,
} from './contract'
import { ask, send_bytes, with_query, type Asked } from './http'
import { uuid_v7 } from './ids'

const get = async <T>(path: string, query?: Asked['query'], more?: Asked) => (await ask<T>('GET', path, { ...more, query })).data
const post = async <T>(path: string, body: unknown, more?: Asked) => (await ask<T>('POST', path, { key: uuid_v7(), ...more, body })).data
const patch = async <T>(path: string, version: number, body: unknown) => (await ask<T>('PATCH', path, { body, version })).data
const remove = async (path: string, version?: number) => { await ask<void>('DELETE', path, { key: uuid_v7(), version }) }

/** The nouns behind the verbs: POST /cases/{id}/<noun>. */
export const VERB_NOUNS = {
  accept: 'acceptance', decline: 'declination', dispatch: 'dispatch', acknowledge: 'acknowledgement', begin: 'handling',
  complete: 'completion', return: 'return', verify: 'verification', close: 'closure', rate: 'rating', note: 'notes', message: 'messages',
  transfer: 'transfer', request_extension: 'extension-request', decide_extension: 'extension',
  answer: 'answer', escalate: 'escalation', merge: 'merger', split: 'split', supervise: 'supervision', end_supervision: 'supervision-end', dispute: 'dispute',
} as const

export const gate = {
  session: () => get<Session>('/api/gate/session', undefined, { silent: true }),
  sign_in: (login: string, password: string) => post<Session>('/api/gate/sessions', { login, password }, { silent: true }),
  sign_out: () => ask<void>('DELETE', '/api/gate/session', { silent: true }),
  change_password: (current: string, next: string) => post<void>('/api/gate/password', { current, next }),
  accounts: (query: { q?: string; community?: Id; after?: string; limit?: number }) => get<Page<Account>>('/api/gate/accounts', query),
  account: (id: Id) => get<Account>(`/api/gate/accounts/${id}`),
  create_account: (body: Wire['NewAccountBody']) => post<NewAccount>('/api/gate/accounts', body),
  change_account: (id: Id, version: number, body: Wire['AccountChange']) => patch<Account>(`/api/gate/accounts/${id}`, version, body),
  reset_password: (id: Id) => post<NewAccount>(`/api/gate/accounts/${id}/password-reset`, {}),
  grant: (account: Id, role: string, area: Id) => post<{ id: Id }>(`/api/gate/accounts/${account}/grants`, { role, area }),
  revoke: (grant: Id) => remove(`/api/gate/grants/${grant}`),
}

export const city = {
  roles: () => get<Items<Role>>('/api/city/roles'),
  areas: (district: string) => get<Items<Area>>('/api/city/areas', { district }, { silent: true }),
  doors: (area: Id) => get<Items<DoorSheet>>(`/api/city/areas/${area}/doors`),
  add_doors: (area: Id, doors: Wire['NewDoor'][]) => post<Items<DoorSheet>>(`/api/city/areas/${area}/doors`, { doors }),
  area: (id: Id) => get<AreaDetail>(`/api/city/areas/${id}`),
  create_area: (body: Wire['NewAreaBody']) => post<{ id: Id }>('/api/city/areas', body),
  change_area: (id: Id, version: number, body: Wire['AreaChangeBody']) => patch<AreaDetail>(`/api/city/areas/${id}`, version, body),
  registers: (district: string) => get<Registers>('/api/city/registers', district ? { district } : undefined),
  data_standard: () => get<DataStandard>('/api/city/data-standard'),
  data_standard_sheet: '/api/city/data-standard/spreadsheet',
  extra_fields: () => get<Items<ShownExtra>>('/api/city/extra-fields'),
  add_extra_field: (body: Wire['ExtraFieldBody']) => post<ShownExtra>('/api/city/extra-fields', body),
  retire_extra_field: (id: Id, version: number, retired: boolean) => post<ShownExtra>(`/api/city/extra-fields/${id}/retirement`, { retired }, { version }),
  units: (query: { q?: string; parent?: Id; kind?: string; after?: string; limit?: number }) => get<Page<Unit>>('/api/city/units', query),
  unit: (id: Id) => get<UnitDetail>(`/api/city/units/${id}`),
  create_unit: (body: Wire['NewUnitBody']) => post<{ id: Id }>('/api/city/units', body),
  change_unit: (id: Id, version: number, body: Wire['UnitChange']) => patch<UnitDetail>(`/api/city/units/${id}`, version, body),
  add_post: (unit: Id, account: Id, title: string) => post<{ id: Id }>(`/api/city/units/${unit}/posts`, { account, title }),
  remove_post: (post_id: Id) => remove(`/api/city/posts/${post_id}`),
}

export interface CaseQuery {
  view?: 'area' | 'assigned' | 'mine'; state?: string; category?: string; community?: Id; grid?: Id; subdistrict?: Id
  overdue?: boolean; q?: string; order?: 'newest' | 'due'; limit?: number; after?: string
}

export type CountsQuery = Pick<CaseQuery, 'view' | 'subdistrict' | 'community' | 'grid'>

export function district(code: string) {
  const root = `/api/d/${code}`
  return {
    root,
    categories: () => get<Items<Category>>(`${root}/categories`, undefined, { silent: true }),
    change_category: (category: string, version: number, body: Wire['CategoryChange']) => patch<Category>(`${root}/categories/${category}`, version, body),
    door: (door: string) => get<Door>(`${root}/doors/${encodeURIComponent(door)}`, undefined, { silent: true }),
    /** `bare`: the server must not learn whose photo it is. Only fetch can leave the session out; it knows no progress. */
    send_file: async (blob: Blob, client_ref: string, progress: (share: number) => void, bare = false) => bare
      ? (await ask<StoredFile>('POST', `${root}/files`, { query: { client_ref }, raw: blob, bare, silent: true })).data
      : send_bytes<StoredFile>(with_query(`${root}/files`, { client_ref }), blob, progress),
    thumb: (file: Id) => `${root}/files/${file}/thumb`,
    view: (file: Id) => `${root}/files/${file}/view`,
    report: (body: NewCase) => post<NewCaseAnswer>(`${root}/cases`, body, { silent: true }),
    status: (number: string, code: string) => post<CaseStatus>(`${root}/case-status`, { number, code }, { silent: true, bare: true }),
    rate_by_code: (body: { number: string; code: string; score: number; solved: boolean; text?: string }) => post<unknown>(`${root}/case-status/rating`, body, { silent: true, bare: true }),
    dispute_by_code: (body: { number: string; code: string; text: string }) => post<unknown>(`${root}/case-status/dispute`, body, { silent: true, bare: true }),
    /** Is it known already? Says more to who may read cases there. */
    alike_cases: (body: Wire['AlikeQuestion']) => post<Items<AlikeCase>>(`${root}/alike-cases`, body, { silent: true }),
    caller: (phone: string) => post<Caller>(`${root}/callers`, { phone }, { silent: true }),
    link: (id: Id, other: Id) => post<CaseDetail>(`${root}/cases/${id}/links`, { other }),
    unlink: (id: Id, other: Id) => remove(`${root}/cases/${id}/links/${other}`),
    message_by_code: (body: { number: string; code: string; text: string }) => post<unknown>(`${root}/case-status/messages`, body, { silent: true, bare: true }),
    cases: (query: CaseQuery, signal?: AbortSignal) => get<Page<CaseRow>>(`${root}/cases`, query as Asked['query'], { signal }),
    counts: (query: CountsQuery) => get<CaseCounts>(`${root}/cases/counts`, { ...query }),
    slip: (id: Id) => get<Slip>(`${root}/cases/${id}/slip`),
    morning: () => get<Morning>(`${root}/morning`),
    case: (id: Id) => get<CaseDetail>(`${root}/cases/${id}`),
    timeline: (id: Id) => get<Items<TimelineItem>>(`${root}/cases/${id}/timeline`),
    suggestion: (id: Id) => get<Suggestion>(`${root}/cases/${id}/suggestion`),
    transfer_targets: (id: Id) => get<TransferTargets>(`${root}/cases/${id}/transfer-targets`),
    act: (id: Id, verb: keyof typeof VERB_NOUNS, version: number, body: unknown, key: string) =>
      post<CaseDetail>(`${root}/cases/${id}/${VERB_NOUNS[verb]}`, body, { version, key }),
    look: (id: Id, reason?: string) => post<Look>(`${root}/cases/${id}/reporter-look`, reason ? { reason } : {}),
    rules: () => get<Items<DispatchRule>>(`${root}/dispatch-rules`),
    create_rule: (body: Wire['RuleBody']) => post<DispatchRule>(`${root}/dispatch-rules`, body),
    change_rule: (id: Id, version: number, body: Wire['RuleBody']) => patch<DispatchRule>(`${root}/dispatch-rules/${id}`, version, body),
    remove_rule: (id: Id, version: number) => remove(`${root}/dispatch-rules/${id}`, version),
    order_rules: (ids: Id[]) => post<unknown>(`${root}/dispatch-rules/order`, { ids }),
    /** The rows of one register, by the path the server describes it with. */
    register: (path: string) => ({
      list: (query: Record<string, string | number>, signal?: AbortSignal) => get<Page<RegisterRow>>(`${root}/${path}`, query, { signal }),
      one: (id: Id) => get<RegisterRow>(`${root}/${path}/${id}`),
      history: (id: Id) => get<Items<RegisterEvent>>(`${root}/${path}/${id}/history`),
      related: (id: Id, at?: number) => get<Items<RelatedRows>>(`${root}/${path}/${id}/related`, at ? { at } : undefined),
      add: (client_ref: string, body: Record<string, unknown>) => post<RegisterRow>(`${root}/${path}`, { client_ref, ...body }, { key: client_ref }),
      change: (id: Id, version: number, body: Record<string, unknown>) => patch<RegisterRow>(`${root}/${path}/${id}`, version, body),
      end: (id: Id, version: number, reason: string, key: string) => post<RegisterRow>(`${root}/${path}/${id}/ending`, { reason }, { version, key }),
      alike: (id: Id) => get<Items<RegisterRow>>(`${root}/${path}/${id}/alike`),
      alike_draft: (draft: Record<string, unknown>) => post<Items<RegisterRow>>(`${root}/${path}/alike`, draft),
      merge: (id: Id, version: number, body: { other: Id; other_version: number; take: string[]; reason: string }, key: string) => post<RegisterRow>(`${root}/${path}/${id}/merger`, body, { version, key }),
      separate: (id: Id, version: number, key: string) => post<RegisterRow>(`${root}/${path}/${id}/separation`, {}, { version, key }),
      confirm: (id: Id, version: number, source: string, key: string) => post<RegisterRow>(`${root}/${path}/${id}/confirmation`, { source }, { version, key }),
      as_of: (id: Id, at: number) => get<RegisterRow>(`${root}/${path}/${id}/as-of`, { at }),
      look: (id: Id, reason: string) => post<Record<string, string | null>>(`${root}/${path}/${id}/look`, { reason }),
    }),
    /** A whole household moves: everybody who lives with it, what they rent, and the events of their lives, in one act. */
    relocations: (household: Id) => get<Items<Relocation>>(`${root}/households/${household}/relocations`),
    move_household: (household: Id, version: number, body: { dwelling: Id; moved_on: string; reason: string; stay: Id[]; tenure_kind?: string }, key: string) => post<Wire['RelocationDone']>(`${root}/households/${household}/relocation`, body, { version, key }),
    return_household: (household: Id, version: number, key: string) => post<Wire['RelocationDone']>(`${root}/households/${household}/return`, {}, { version, key }),
    events: `${root}/events`,
  }
}
export type District = ReturnType<typeof district>
