/**
 * One stream of changes per browser. The tab that holds the lock listens and passes on; the others hear it through a channel. Phones
 * listen only while they are looked at. A push carries no content: pages refetch through the ordinary GETs.
 */
import { onBeforeUnmount, ref } from 'vue'
import type { Change } from '../client'

export const live_state = ref<'off' | 'on' | 'lost'>('off')
const listeners = new Set<(change: Change) => void>()
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('liren.live')
let source: EventSource | null = null
let release: (() => void) | null = null
let url = ''
let visible_only = false
let last_seq = 0

function hear(change: Change) {
  if (change.seq && change.seq <= last_seq) return
  last_seq = change.seq
  for (const call of listeners) call(change)
}
function connect() {
  source?.close()
  source = new EventSource(url)
  source.onopen = () => { live_state.value = 'on'; channel?.postMessage({ state: 'on' }) }
  source.onerror = () => {
    live_state.value = 'lost'
    channel?.postMessage({ state: 'lost' })
    if (source?.readyState === EventSource.CLOSED) window.setTimeout(() => { if (source) connect() }, 5000)
  }
  source.addEventListener('change', (event) => {
    const change = JSON.parse((event as MessageEvent<string>).data) as Change
    hear(change)
    channel?.postMessage({ change })
  })
}
function disconnect() {
  source?.close()
  source = null
  release?.()
  release = null
}
function claim() {
  channel?.postMessage({ ask: true })
  const locks = (navigator as { locks?: LockManager }).locks
  if (!locks) return connect()
  void locks.request('liren.live', () => new Promise<void>((done) => {
    if (!url) return done()
    release = done
    connect()
  }))
}
channel?.addEventListener('message', (event: MessageEvent<{ change?: Change; state?: 'on' | 'lost'; ask?: boolean }>) => {
  if (event.data.ask && source && live_state.value !== 'off') channel.postMessage({ state: live_state.value })
  if (event.data.change) hear(event.data.change)
  if (event.data.state) live_state.value = event.data.state
})

export function start_live(given: string, phone: boolean) {
  if (url === given) return
  stop_live()
  url = given
  visible_only = phone
  if (!visible_only || !document.hidden) claim()
}
export function stop_live() {
  url = ''
  disconnect()
  live_state.value = 'off'
}
document.addEventListener('visibilitychange', () => {
  if (!url || !visible_only) return
  if (document.hidden) disconnect()
  else if (!source) claim()
})

/** Calls once for a burst of changes that the page cares about, a quarter of a second after the first. */
export function use_live(cares: (change: Change) => boolean, call: (changes: Change[]) => void) {
  let burst: Change[] = []
  let timer = 0
  const listen = (change: Change) => {
    if (!cares(change)) return
    burst.push(change)
    if (!timer) timer = window.setTimeout(() => { const had = burst; burst = []; timer = 0; call(had) }, 250)
  }
  listeners.add(listen)
  onBeforeUnmount(() => { listeners.delete(listen); window.clearTimeout(timer) })
}
