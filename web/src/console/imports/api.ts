/** What the imports module answers and takes, and the one upload whose progress is told. */
import { ask, Problem, Unreachable, uuid_v7, with_query, type Id, type Page, type ProblemBody, type RegisterRow, type Wire } from '@/kernel/client'
import { language } from '@/kernel/i18n'

export const STATES = ['uploaded', 'checking', 'checked', 'writing', 'written', 'undoing', 'undone', 'expired', 'closed'] as const
export type ImportState = (typeof STATES)[number]
export const OUTCOMES = ['new', 'changed', 'conflict', 'alike', 'wrong', 'identical'] as const
export type Outcome = (typeof OUTCOMES)[number]
export type Decision = '' | 'file' | 'register' | 'new'
/** 0 not yet written, 1 written, 2 nothing to write, 3 taken back, 4 kept because somebody edited it since, 5 left out because nobody decided in time. */
export type Settled = 0 | 1 | 2 | 3 | 4 | 5

export type ImportLine = Omit<Wire['ImportLine'], 'id' | 'area' | 'state' | 'outcomes'> & { id: Id; area: Id; state: ImportState; outcomes: OutcomeCount[] }
/** may_create: it names rows of another register, which can be made when nobody knows them; creates: and they are. */
export interface Column { index: number; letters: string; title: string; field: string; confidence: number; may_create: boolean; creates: boolean; samples: string[] }
/** What somebody says of a column. */
export interface ColumnChoice { index: number; field: string; creates?: boolean }
export interface OutcomeCount { outcome: Outcome | 'waiting'; decision: Decision; settled: Settled; number: number }
/** Rows of another register that writing will make. */
export interface NeededCount { register_kind: string; number: number }
/** How long an upload is kept that nobody writes. */
export type ImportParameters = Wire['ImportParameters']
/** Rows of another register that were made because a cell named them: settled 1 stands, 3 taken back, 4 kept. */
export interface MadeCount { register_kind: string; settled: 1 | 3 | 4; number: number }
export type Import = ImportLine & { sheet: number; sheets: { index: number; name: string }[]; header_row: number; columns: Column[]; will_make: NeededCount[]; made: MadeCount[] }
export interface Finding { field: string; key: string; text: string; refuses: boolean }
export interface Row {
  number: number; outcome: Outcome; decision: Decision; settled: Settled; record: Id | null
  findings: Finding[]; differing: string[]; will_make: { field: string; title: string }[]; file: RegisterRow | null; there: RegisterRow | null
}
export interface Asking { outcome?: Outcome; settled?: Settled; after?: string; limit?: number }
export interface DecisionBody { outcome: 'conflict' | 'alike'; decision: Exclude<Decision, ''> | 'none'; rows: number[]; fields?: string }

export function imports(district: string) {
  const root = `/api/d/${district}/imports`
  const step = (id: Id, noun: string, version: number) => ask<Import>('POST', `${root}/${id}/${noun}`, { body: {}, version, key: uuid_v7() }).then((answer) => answer.data)
  return {
    list: (before?: Id) => ask<Page<ImportLine>>('GET', root, { query: { before } }).then((answer) => answer.data),
    one: (id: Id) => ask<Import>('GET', `${root}/${id}`).then((answer) => answer.data),
    set_layout: (id: Id, version: number, header_row: number, columns: ColumnChoice[], sheet?: number) =>
      ask<Import>('PATCH', `${root}/${id}/layout`, { body: { header_row, columns, ...(sheet === undefined ? {} : { sheet }) }, version }).then((answer) => answer.data),
    check: (id: Id, version: number) => step(id, 'check', version),
    write: (id: Id, version: number) => step(id, 'writing', version),
    take_back: (id: Id, version: number) => step(id, 'undoing', version),
    pause: (id: Id, version: number) => step(id, 'pause', version),
    resume: (id: Id, version: number) => step(id, 'resumption', version),
    rows: (id: Id, asking: Asking) => ask<Page<Row>>('GET', `${root}/${id}/rows`, { query: { ...asking } }).then((answer) => answer.data),
    decide: (id: Id, body: DecisionBody) => ask<Import>('POST', `${root}/${id}/decisions`, { body, key: uuid_v7() }).then((answer) => answer.data),
    parameters: () => ask<ImportParameters>('GET', `/api/d/${district}/import-parameters`).then((answer) => answer.data),
    set_parameters: (body: Wire['ImportParametersChange']) => ask<ImportParameters>('PATCH', `/api/d/${district}/import-parameters`, { body, key: uuid_v7() }).then((answer) => answer.data),
    /** The rows that were not taken, as a spreadsheet. */
    explanation: async (id: Id): Promise<Blob> => {
      await ask<Import>('GET', `${root}/${id}`)   // a session that has ended is begun again before bytes are asked for
      let response: Response
      try { response = await fetch(`${root}/${id}/explanation`, { headers: { 'Accept-Language': language.value } }) } catch (error) { throw new Unreachable(String(error)) }
      if (!response.ok) throw refusal(response.status, await response.text())
      return response.blob()
    },
    upload: async (file: File, asked: { register: string; area: Id }, progress: (share: number) => void, signal: AbortSignal): Promise<Import> => {
      const path = with_query(root, { ...asked, name: file.name })
      const key = uuid_v7()
      try {
        return await send(path, file, key, progress, signal)
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== 401) throw error
        await ask<unknown>('GET', root)   // asks to sign in again, and waits for it
        return send(path, file, key, progress, signal)
      }
    },
  }
}
export type Imports = ReturnType<typeof imports>

function refusal(status: number, text: string): Problem {
  let body: Partial<ProblemBody> = {}
  try { body = JSON.parse(text) as Partial<ProblemBody> } catch { /* a gateway's page, not ours */ }
  return new Problem({ ...body, status, title: body.title ?? '', key: body.key ?? 'unknown' })
}

/** fetch cannot tell how much has left, XMLHttpRequest can. */
function send(path: string, file: File, key: string, progress: (share: number) => void, signal: AbortSignal): Promise<Import> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('Accept-Language', language.value)
    request.setRequestHeader('Idempotency-Key', key)
    request.upload.onprogress = (event) => { if (event.lengthComputable) progress(event.loaded / event.total) }
    request.upload.onload = () => progress(1)
    request.onerror = request.ontimeout = () => failed(new Unreachable('upload'))
    request.onabort = () => failed(new DOMException('aborted', 'AbortError'))
    request.onload = () => {
      if (request.status < 200 || request.status >= 300) return failed(refusal(request.status, request.responseText))
      try { done(JSON.parse(request.responseText) as Import) } catch { failed(new Unreachable('not json')) }
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
