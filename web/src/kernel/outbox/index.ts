import { computed, ref, shallowRef } from 'vue'
import { ask, district, uuid_v7, type NewCaseAnswer } from '../client'
import { due_items, outcome_of, type Outgoing, type Photo } from './box'
import { all, drop, put, take } from './keep'

export type { Outgoing, Photo }

/** A report that left this phone without an account: number and code are the only way back to it. */
export interface Sent { ref: string; number: string; code: string | null; place: string; category: string; at: number; district: string }

export const items = shallowRef<Outgoing[]>([])
export const sent = shallowRef<Sent[]>([])
export const progress = ref<Record<string, number>>({})
export const unsent_count = computed(() => items.value.length)
export const stuck_count = computed(() => items.value.filter((item) => item.state === 'stuck').length)
export const wants_sign_in = ref(false)

const answered = new Map<string, { done: (answer: unknown) => void; failed: (error: unknown) => void }>()
const on_done = new Set<(item: Outgoing, answer: unknown) => void>()
let account: string | null = null
let running = false
let timer = 0

export const when_sent = (call: (item: Outgoing, answer: unknown) => void) => { on_done.add(call); return () => on_done.delete(call) }

function replace(item: Outgoing | null, ref_: string) {
  items.value = [...items.value.filter((other) => other.ref !== ref_), ...(item ? [item] : [])].sort((a, b) => (a.ref < b.ref ? -1 : 1))
}
async function save(item: Outgoing) {
  replace(item, item.ref)
  await put('outbox', item.ref, item).catch(() => {})
}

/** Keeps first, then tries. The promise settles when the server has answered; leaving the page loses nothing. */
export async function send(given: Omit<Outgoing, 'ref' | 'made_at' | 'account' | 'state' | 'tries' | 'next_try_at'> & { ref?: string; signed: boolean }): Promise<unknown> {
  const { signed, ...rest } = given
  const item: Outgoing = { ...rest, ref: given.ref ?? uuid_v7(), made_at: Date.now(), account: signed ? account : null, state: 'waiting', tries: 0, next_try_at: 0 }
  const answer = new Promise((done, failed) => answered.set(item.ref, { done, failed }))
  answer.catch(() => {})
  await save(item)
  void drain()
  return answer
}

export async function retry(ref_: string, change?: Partial<Outgoing>) {
  const item = items.value.find((one) => one.ref === ref_)
  if (!item) return
  await save({ ...item, ...change, state: 'waiting', tries: 0, next_try_at: 0, why: undefined })
  void drain()
}
export async function discard(ref_: string) {
  replace(null, ref_)
  await drop('outbox', ref_).catch(() => {})
}
export async function forget_sent(ref_: string) {
  sent.value = sent.value.filter((one) => one.ref !== ref_)
  await drop('sent', ref_).catch(() => {})
}

async function deliver(item: Outgoing): Promise<unknown> {
  const api = district(item.district)
  for (let i = 0; i < item.photos.length; i++) {
    const photo = item.photos[i]!
    if (photo.file) continue
    const stored = await api.send_file(photo.blob, photo.ref, (share) => {
      progress.value = { ...progress.value, [item.ref]: (i + share) / item.photos.length }
    }, item.bare)
    photo.file = stored.id
    await put('outbox', item.ref, item).catch(() => {})
  }
  progress.value = { ...progress.value, [item.ref]: 1 }
  const files = item.photos.map((photo) => photo.file)
  const body = files.length || 'files' in item.body ? { ...item.body, files } : item.body
  return (await ask<unknown>('POST', item.path, { body, version: item.version, key: item.ref, silent: true, bare: item.bare })).data
}

async function attempt(item: Outgoing) {
  await save({ ...item, state: 'sending' })
  let error: unknown = null
  let answer: unknown
  try {
    answer = await deliver(item)
  } catch (caught) {
    error = caught
  }
  const outcome = outcome_of(error, item.tries, Date.now())
  const waiting = answered.get(item.ref)
  if (outcome.to === 'gone') {
    if (item.kind === 'report' && item.app === 'resident') {
      const given = answer as NewCaseAnswer
      const kept: Sent = { ref: item.ref, number: given.number, code: given.code ?? null, place: item.place ?? '', category: item.label, at: Date.now(), district: item.district }
      sent.value = [kept, ...sent.value]
      await put('sent', item.ref, kept).catch(() => {})
    }
    await discard(item.ref)
    for (const call of on_done) call(item, answer)
    waiting?.done(answer)
    answered.delete(item.ref)
  } else if (outcome.to === 'waiting') {
    await save({ ...item, state: 'waiting', tries: outcome.tries, next_try_at: outcome.next_try_at })
  } else if (outcome.to === 'sign_in') {
    wants_sign_in.value = true
    await save({ ...item, state: 'waiting', next_try_at: Date.now() + 60_000 })
  } else {
    await save({ ...item, state: 'stuck', why: outcome.why })
    waiting?.failed(error)
    answered.delete(item.ref)
  }
}

async function drain_here() {
  for (;;) {
    const next = due_items(items.value, Date.now(), account)[0]
    if (!next) break
    await attempt(next)
  }
}

/** One tab sends at a time where the browser has locks; where it has none, the keys make a double harmless. */
export async function drain() {
  if (running) return
  running = true
  try {
    const locks = (navigator as { locks?: LockManager }).locks
    if (locks) await locks.request('liren.outbox', drain_here)
    else await drain_here()
  } finally {
    running = false
  }
  window.clearTimeout(timer)
  const waiting = items.value.filter((item) => item.state === 'waiting')
  if (waiting.length) {
    const soonest = Math.min(...waiting.map((item) => item.next_try_at))
    timer = window.setTimeout(() => void drain(), Math.max(1000, soonest - Date.now()))
  }
}

export function set_outbox_account(login: string | null) {
  account = login
  if (login) wants_sign_in.value = false
  void drain()
}

export async function start_outbox(app: Outgoing['app']) {
  const [kept, numbers] = await Promise.all([all<Outgoing>('outbox').catch(() => []), all<Sent>('sent').catch(() => [])])
  items.value = kept.filter((item) => item.app === app).map((item) => (item.state === 'sending' ? { ...item, state: 'waiting' as const } : item))
  sent.value = numbers.sort((a, b) => b.at - a.at)
  const again = () => {
    items.value = items.value.map((item) => (item.state === 'waiting' ? { ...item, next_try_at: 0 } : item))
    void drain()
  }
  window.addEventListener('online', again)
  document.addEventListener('visibilitychange', () => { if (!document.hidden) void drain() })
  void drain()
}

export const drafts = {
  put: (key: string, value: unknown) => put('drafts', key, value).catch(() => {}),
  take: <T>(key: string) => take<T>('drafts', key).catch(() => undefined),
  drop: (key: string) => drop('drafts', key).catch(() => {}),
}
/** The last thing seen, for a phone that lost its signal. */
export const seen = {
  put: (key: string, value: unknown) => put('seen', key, { value, at: Date.now() }).catch(() => {}),
  take: <T>(key: string) => take<{ value: T; at: number }>('seen', key).catch(() => undefined),
}
