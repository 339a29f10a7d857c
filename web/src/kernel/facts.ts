/** What the facts module answers and takes: the resident's own side, and the desk of staff. */
import { ask, uuid_v7, type Id, type Page, type Wire } from '@/kernel/client'

export type Reach = 'own' | 'ward' | 'shared'
export type FactKind = 'text' | 'date' | 'code' | 'phone' | 'reference'
export type Fact = Omit<Wire['FactView'], 'kind'> & { kind: FactKind }
export type FactRow = Omit<Wire['FactRow'], 'record' | 'facts'> & { record: Id; facts: Fact[] }
export interface FactSection { register_kind: string; label: string; rows: FactRow[] }
export interface PersonFacts { person: Id; name: string; reach: Reach; relation: string; minor: boolean; sections: FactSection[] }
export type LinkState = 'asked' | 'current' | 'suspended' | 'refused' | 'withdrawn' | 'ended'
export type OwnLink = Omit<Wire['OwnLink'], 'id' | 'state'> & { id: Id; state: LinkState }
export type GivenConsent = Omit<Wire['GivenConsent'], 'id'> & { id: Id }
export interface CodeChoices { name: string; items: { code: string; label: string }[] }
export interface MyFacts { link?: OwnLink | null; people: PersonFacts[]; consents: GivenConsent[]; codes: CodeChoices[]; adult_age: number }
export interface OwnClear { id_number: string; phone: string; registered_address: string }
export const CORRECTION_STATES = ['open', 'accepted', 'refused', 'withdrawn'] as const
export type CorrectionState = (typeof CORRECTION_STATES)[number]
export type OwnCorrection = Omit<Wire['OwnCorrection'], 'id' | 'state' | 'person' | 'record' | 'files'> & { id: Id; state: CorrectionState; person: Id; record: Id; files: Id[] }
export type Correction = OwnCorrection & Omit<Wire['CorrectionView'], keyof Wire['OwnCorrection']>
export interface ClearValues { old_value: string; now_value: string; asked: string }
export type Fits = 'none' | 'name_differs' | 'linked' | 'yes' | ''
export type Link = Omit<Wire['LinkView'], 'id' | 'state' | 'person' | 'fits'> & { id: Id; state: LinkState; person: Id | null; fits: Fits }
export const RELATIONS = ['father', 'mother', 'grandparent', 'sibling', 'other'] as const
export type Relation = (typeof RELATIONS)[number]
export type Guardian = Omit<Wire['GuardianView'], 'id' | 'minor' | 'guardian' | 'relation'> & { id: Id; minor: Id; guardian: Id; relation: Relation }
export interface NewCorrection { client_ref: string; person: Id; register_kind: string; record: Id; field: string; value: string; note?: string; files: Id[] }

const get = async <T>(path: string, query?: Record<string, string | undefined>) => (await ask<T>('GET', path, { query })).data
const post = async <T>(path: string, body: unknown, more: { version?: number; key?: string } = {}) => (await ask<T>('POST', path, { body, key: uuid_v7(), ...more })).data

export function my_facts(district: string) {
  const root = `/api/d/${district}`
  return {
    all: () => get<MyFacts>(`${root}/my-facts`),
    look: (person: Id) => post<OwnClear>(`${root}/my-facts/look`, { person }),
    ask_link: (client_ref: string, name: string, id_number: string) => post<{ id: Id }>(`${root}/my-links`, { client_ref, name, id_number }, { key: client_ref }),
    end_link: (id: Id, version: number) => post<void>(`${root}/my-links/${id}/ending`, {}, { version }),
    consent: (client_ref: string, name: string) => post<{ id: Id }>(`${root}/my-consents`, { client_ref, name }, { key: client_ref }),
    revoke: (id: Id, version: number) => post<void>(`${root}/my-consents/${id}/revocation`, {}, { version }),
    corrections: () => get<Page<OwnCorrection>>(`${root}/my-corrections`),
    correct: (body: NewCorrection) => post<OwnCorrection>(`${root}/my-corrections`, body, { key: body.client_ref }),
    withdraw: (id: Id, version: number) => post<OwnCorrection>(`${root}/my-corrections/${id}/withdrawal`, {}, { version }),
  }
}

export function facts_desk(district: string) {
  const root = `/api/d/${district}`
  return {
    corrections: (state: CorrectionState, after?: Id) => get<Page<Correction>>(`${root}/fact-corrections`, { state, after }),
    accept: (id: Id, version: number, record_version: number) => post<Correction>(`${root}/fact-corrections/${id}/acceptance`, { record_version }, { version }),
    refuse: (id: Id, version: number, reason: string) => post<Correction>(`${root}/fact-corrections/${id}/refusal`, { reason }, { version }),
    look: (id: Id, reason: string) => post<ClearValues>(`${root}/fact-corrections/${id}/look`, { reason }),
    links: (asked: { state?: LinkState; person?: Id; after?: Id }) => get<Page<Link>>(`${root}/fact-links`, asked),
    make_link: (client_ref: string, person: Id, login: string, reason: string) => post<Link>(`${root}/fact-links`, { client_ref, person, login, reason }, { key: client_ref }),
    decide_link: (id: Id, verb: 'confirmation' | 'refusal' | 'renewal' | 'ending', version: number, reason: string) => post<Link>(`${root}/fact-links/${id}/${verb}`, { reason }, { version }),
    guardians: (asked: { state?: 'suspended'; minor?: Id; guardian?: Id; after?: Id }) => get<Page<Guardian>>(`${root}/fact-guardians`, asked),
    record_guardian: (body: Wire['GuardianBody']) => post<Guardian>(`${root}/fact-guardians`, body, { key: body.client_ref }),
    renew_guardian: (id: Id, version: number, reason: string) => post<Guardian>(`${root}/fact-guardians/${id}/renewal`, { reason }, { version }),
    end_guardian: (id: Id, version: number, reason: string) => post<Guardian>(`${root}/fact-guardians/${id}/ending`, { reason }, { version }),
  }
}
