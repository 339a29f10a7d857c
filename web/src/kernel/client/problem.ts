import type { ProblemBody } from './contract'

/** The server refused, and said why in the reader's language. */
export class Problem extends Error {
  constructor(readonly body: ProblemBody, readonly retry_after: number | null = null) {
    super(body.detail ?? body.title)
  }
  get status() { return this.body.status }
  get key() { return this.body.key }
  /** Texts by field path, first one wins: what a form puts under its inputs. */
  get fields(): Record<string, string> {
    return fields_of(this.body)
  }
}

/** No answer came: no network, or the server is away. What was asked may be asked again. */
export class Unreachable extends Error {}

export function fields_of(body: ProblemBody): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const field of body.fields ?? []) {
    const path = field.path.replace(/^\//, '').replace(/\//g, '.')
    if (!(path in texts)) texts[path] = field.text
  }
  return texts
}

/** Worth trying again by itself, without a person deciding anything. */
export function is_passing(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Problem && (error.status === 429 || error.status === 408 || error.status >= 500))
}
