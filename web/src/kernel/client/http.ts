import type { ProblemBody } from './contract'
import { Problem, Unreachable } from './problem'

export interface Asked {
  query?: Record<string, string | number | boolean | null | undefined>
  body?: unknown
  raw?: Blob
  version?: number
  key?: string
  signal?: AbortSignal
  /** A refusal for want of a session is the caller's to handle: no sign-in dialog. */
  silent?: boolean
  /** Sent without the session: the server never learns whose it is. */
  bare?: boolean
}
export interface Answer<T> { data: T; version: number | null }

interface Hooks {
  language: () => string
  on_demo: (demo: boolean) => void
  /** Called on 401; resolves true when someone signed in again and the request may be repeated. */
  on_expired: () => Promise<boolean>
}
const hooks: Hooks = { language: () => 'zh-CN', on_demo: () => {}, on_expired: () => Promise.resolve(false) }
export function set_hooks(given: Partial<Hooks>) { Object.assign(hooks, given) }

export function with_query(path: string, query?: Asked['query']): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
  if (!pairs.length) return path
  return `${path}?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&')}`
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

async function once<T>(method: string, path: string, asked: Asked): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': hooks.language() }
  let body: BodyInit | undefined
  if (asked.raw) {
    headers['Content-Type'] = asked.raw.type || 'image/jpeg'
    body = asked.raw
  } else if (asked.body !== undefined) {
    headers['Content-Type'] = 'application/json'
    body = JSON.stringify(asked.body)
  }
  if (asked.version !== undefined) headers['If-Match'] = `"v${asked.version}"`
  if (asked.key) headers['Idempotency-Key'] = asked.key
  let response: Response
  try {
    response = await fetch(with_query(path, asked.query), { method, headers, body, signal: asked.signal, credentials: asked.bare ? 'omit' : 'same-origin' })
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error
    throw new Unreachable(String(error))
  }
  if (response.headers.get('X-Liren-Demo')) hooks.on_demo(true)
  const etag = /v(\d+)/.exec(response.headers.get('ETag') ?? '')
  const text = response.status === 204 ? '' : await response.text().catch(() => '')
  let data: unknown = undefined
  try {
    data = text ? JSON.parse(text) : undefined
  } catch {
    if (response.ok) throw new Unreachable('not json')
  }
  if (response.ok) return { data: data as T, version: etag ? Number(etag[1]) : null }
  const problem = (data ?? {}) as ProblemBody
  const seconds = Number(response.headers.get('Retry-After'))
  throw new Problem({ ...problem, status: response.status, title: problem.title ?? response.statusText, key: problem.key ?? 'unknown' }, seconds > 0 ? seconds : null)
}

/** One request over the contract. Reads try three times; writes only when they carry a key that makes repeating harmless. */
export async function ask<T>(method: string, path: string, asked: Asked = {}): Promise<Answer<T>> {
  const harmless = method === 'GET'
  for (let attempt = 0; ; attempt++) {
    try {
      return await once<T>(method, path, asked)
    } catch (error) {
      if (error instanceof Problem && error.status === 401 && !asked.silent && error.key !== 'access.wrong_credentials') {
        if (await hooks.on_expired()) continue
        throw error
      }
      const passing = error instanceof Unreachable || (error instanceof Problem && error.status === 503)
      if (!passing || !harmless || attempt >= 2) throw error
      await pause(400 * (attempt + 1))
    }
  }
}

/** Image bytes with progress: fetch cannot tell how much has left the phone, XMLHttpRequest can. */
export function send_bytes<T>(path: string, blob: Blob, progress: (share: number) => void): Promise<T> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('Content-Type', blob.type || 'image/jpeg')
    request.setRequestHeader('Accept-Language', hooks.language())
    request.timeout = 120_000
    request.upload.onprogress = (event) => { if (event.lengthComputable) progress(event.loaded / event.total) }
    request.onerror = request.ontimeout = () => failed(new Unreachable('upload'))
    request.onload = () => {
      let data: unknown
      try { data = JSON.parse(request.responseText) } catch { data = undefined }
      if (request.status >= 200 && request.status < 300 && data) return done(data as T)
      const problem = (data ?? {}) as ProblemBody
      failed(new Problem({ ...problem, status: request.status, title: problem.title ?? '', key: problem.key ?? 'unknown' }))
    }
    request.send(blob)
  })
}
