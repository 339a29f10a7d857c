/** What the handovers module answers and takes. */
import { ask, uuid_v7, type Id, type Items, type Page, type Wire } from '@/kernel/client'

export const STATES = ['sent', 'opened', 'acknowledged', 'asked', 'expired', 'returned', 'answered', 'revoked'] as const
export type HandoverState = (typeof STATES)[number]
export const ATTENTION = ['question', 'returned', 'answered', 'locked', 'unopened', 'due_soon', 'overdue', 'expired'] as const
export type Attention = (typeof ATTENTION)[number] | ''
type Sharp = { id: Id; case_id: Id; way: 'link' | 'letter'; state: HandoverState; attention: Attention }
export type Handover = Omit<Wire['HandoverView'], keyof Sharp> & Sharp
export type HandoverLine = Omit<Wire['HandoverLine'], keyof Sharp> & Sharp
export type Link = Wire['HandoverLink']
export type Order = Wire['HandoverOrder']
export type Letter = Wire['LetterView']
export type OfCase = Omit<Wire['HandoversOfCase'], 'items'> & Items<Handover>
export type Sent = { handover: Handover; pin: string }
export type Filed = Wire['FiledResult']

export const is_out = (one: Pick<Handover, 'state'>) => one.state !== 'returned' && one.state !== 'answered' && one.state !== 'revoked'
/** Needs a look, and not merely a glad one: what stands in cinnabar. */
export const is_alarm = (one: Pick<Handover, 'attention' | 'locked' | 'overdue'>) => one.locked || one.overdue || one.attention === 'unopened' || one.attention === 'expired'

export function handovers_of(district: string) {
  const root = `/api/d/${district}`
  const data = <T>(answer: Promise<{ data: T }>) => answer.then((given) => given.data)
  const act = <T>(one: Pick<Handover, 'id' | 'version'>, noun: string, body: unknown) => data(ask<T>('POST', `${root}/handovers/${one.id}/${noun}`, { body, version: one.version, key: uuid_v7() }))
  return {
    of_case: (id: Id) => data(ask<OfCase>('GET', `${root}/cases/${id}/handovers`)),
    send: (id: Id, body: Order) => data(ask<Sent>('POST', `${root}/cases/${id}/handovers`, { body, key: body.client_ref })),
    current: (view: 'mine' | 'area', after?: string) => data(ask<Page<HandoverLine>>('GET', `${root}/handovers`, { query: { view, after } })),
    attention: () => data(ask<{ count: number }>('GET', `${root}/handovers/attention`, { silent: true })),
    letter: (id: Id) => data(ask<Letter>('GET', `${root}/handovers/${id}/letter`)),
    renew: (one: Handover) => act<Sent>(one, 'renewal', {}),
    extend: (one: Handover, hours: number) => act<Handover>(one, 'extension', { hours }),
    revoke: (one: Handover, reason: string) => act<Handover>(one, 'revocation', { reason }),
    reply: (one: Handover, text: string) => act<Handover>(one, 'replies', { text }),
    confirm: (one: Handover) => act<Handover>(one, 'receipt', {}),
    file: (one: Handover, body: Filed) => act<Handover>(one, 'result', body),
    see: (one: Pick<Handover, 'id' | 'version'>) => act<Handover>(one, 'sight', {}),
  }
}
