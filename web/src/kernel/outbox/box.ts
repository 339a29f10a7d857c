/**
 * The logic of the outbox, without a browser: what is kept, what happens to an item after each answer, when it is tried again.
 * An item is a write that a person already finished. Its photos go first (each with its own client_ref, so a repeat stores nothing twice),
 * then the request, with a key that makes repeating harmless.
 */
import { Problem, is_passing } from '../client/problem'

export interface Photo { ref: string; blob: Blob; file: string | null }
export interface Outgoing {
  ref: string
  app: 'resident' | 'worker'
  kind: 'report' | 'act' | 'message' | 'rating'
  label: string
  place?: string
  subject?: string
  district: string
  made_at: number
  /** Signed-in work is sent by the same account only. */
  account: string | null
  /** Sent, with its photos, without the session. */
  bare?: boolean
  photos: Photo[]
  path: string
  body: Record<string, unknown>
  version?: number
  state: 'waiting' | 'sending' | 'stuck'
  tries: number
  next_try_at: number
  why?: { status: number; key: string; text: string; current?: { version: number; changed_at: number; changed_by: string; fields: string[] } }
}

export const retry_pause = (tries: number) => Math.min(5 * 60_000, 2000 * 2 ** Math.min(tries, 8))

export type Outcome = { to: 'gone' } | { to: 'waiting'; next_try_at: number; tries: number } | { to: 'sign_in' } | { to: 'stuck'; why: NonNullable<Outgoing['why']> }

/** What an answer means for the item. Nothing a person typed is ever dropped without them. */
export function outcome_of(error: unknown, tries: number, now: number): Outcome {
  if (error === null) return { to: 'gone' }
  if (is_passing(error)) {
    const wait = error instanceof Problem && error.retry_after ? error.retry_after * 1000 : retry_pause(tries)
    return { to: 'waiting', next_try_at: now + wait, tries: tries + 1 }
  }
  if (error instanceof Problem) {
    if (error.status === 401) return { to: 'sign_in' }
    return { to: 'stuck', why: { status: error.status, key: error.key, text: error.message, current: error.body.current } }
  }
  return { to: 'stuck', why: { status: 0, key: 'unknown', text: String(error) } }
}

/** Oldest first; and nothing overtakes an earlier item about the same subject. */
export function due_items(items: Outgoing[], now: number, account: string | null): Outgoing[] {
  const held = new Set<string>()
  const due: Outgoing[] = []
  for (const item of [...items].sort((a, b) => (a.ref < b.ref ? -1 : 1))) {
    const blocked = item.subject !== undefined && held.has(item.subject)
    const mine = item.account === null || item.account === account
    if (!blocked && mine && item.state === 'waiting' && item.next_try_at <= now) due.push(item)
    if (item.subject !== undefined) held.add(item.subject)
  }
  return due
}
