/** What the exports module answers and takes, and the one download whose bytes are no JSON. */
import { ask, Problem, Unreachable, uuid_v7, type Id, type Page, type ProblemBody, type Wire } from '@/kernel/client'
import { language } from '@/kernel/i18n'

export const STATES = ['asked', 'making', 'ready', 'refused', 'failed', 'expired'] as const
export type ExportState = (typeof STATES)[number]
export type Columns = 'listed' | 'all'
export type Format = 'xlsx' | 'csv'
export type Export = Omit<Wire['ExportLine'], 'id' | 'state' | 'columns' | 'format'> & { id: Id; state: ExportState; columns: Columns; format: Format }
export type Draft = Wire['ExportDraft']
export type Parameters = Wire['ParametersView']

/** A list's query as the text of its own query string. */
export const query_text = (query: Record<string, string>) => Object.entries(query).filter(([name, value]) => value && name !== 'after' && name !== 'limit').map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
/** How much of a file is made, from 0 to 1; null when nothing is being made. */
export const share_made = (one: Pick<Export, 'state' | 'done' | 'row_count'>) => (one.state === 'making' ? Math.min(1, one.row_count ? one.done / one.row_count : 0) : null)
const DAY = 86_400_000
/** Days a file can still be fetched, the begun one counted: 1 on its last. */
export const days_left = (one: Pick<Export, 'expires_at'>, now: number) => (one.expires_at ? Math.max(0, Math.ceil((one.expires_at - now) / DAY)) : 0)

export function exports_of(district: string) {
  const mine = `/api/d/${district}/exports`, theirs = `/api/d/${district}/export-requests`, rules = `/api/d/${district}/export-parameters`
  const data = <T>(answer: Promise<{ data: T }>) => answer.then((given) => given.data)
  return {
    ask: (body: Draft) => data(ask<Export>('POST', mine, { body, key: uuid_v7() })),
    list: (before?: Id) => data(ask<Page<Export>>('GET', mine, { query: { before } })),
    waiting: (after?: Id) => data(ask<Page<Export>>('GET', theirs, { query: { after } })),
    approve: (one: Export, reason: string) => data(ask<Export>('POST', `${theirs}/${one.id}/approval`, { body: reason ? { reason } : {}, version: one.version, key: uuid_v7() })),
    refuse: (one: Export, reason: string) => data(ask<Export>('POST', `${theirs}/${one.id}/refusal`, { body: { reason }, version: one.version, key: uuid_v7() })),
    parameters: () => data(ask<Parameters>('GET', rules)),
    set_parameters: (body: Wire['ParametersChange']) => data(ask<Parameters>('PATCH', rules, { body, key: uuid_v7() })),
    /** The file itself. A session that has ended is begun again before bytes are asked for. */
    fetch: async (one: Export): Promise<Blob> => {
      await ask<Export>('GET', `${mine}/${one.id}`)
      let response: Response
      try {
        response = await fetch(`${mine}/${one.id}/download`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Accept-Language': language.value }, body: '{}' })
      } catch (error) { throw new Unreachable(String(error)) }
      if (!response.ok) throw refusal(response.status, await response.text())
      return response.blob()
    },
  }
}

function refusal(status: number, text: string): Problem {
  let body: Partial<ProblemBody> = {}
  try { body = JSON.parse(text) as Partial<ProblemBody> } catch { /* a gateway's page, not ours */ }
  return new Problem({ ...body, status, title: body.title ?? '', key: body.key ?? 'unknown' })
}
