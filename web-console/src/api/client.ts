import { abortedProblem, offlineProblem, parse, problemFrom } from './problem-error.ts'

const BASE = '/api/v1'

export type QueryValues = Record<string, string | number | undefined | null>

export interface AskOptions {
  query?: QueryValues
  body?: unknown
  /** The version that a change was made on; the server refuses (412) when it is no longer that. `*` puts mine over it. */
  ifMatch?: number | '*'
  signal?: AbortSignal
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * One request to `/api/v1`; gives the answer's body (undefined where there is none).
 * The shape is the server's promise (`protocol/src/http`): it is not checked again here.
 * @throws ProblemError with the server's code, or `offline` / `aborted`.
 */
async function ask<Answer>(method: Method, path: string, options: AskOptions = {}): Promise<Answer> {
  const response = await send(method, path, options)
  const text = await response.text()
  if (!response.ok) throw problemFrom(response.status, text)
  return parse(text) as Answer
}

async function send(method: Method, path: string, { query, body, ifMatch, signal }: AskOptions) {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (ifMatch !== undefined) headers['if-match'] = ifMatch === '*' ? '*' : `"${ifMatch}"`
  try {
    return await fetch(urlOf(path, query), {
      method,
      headers,
      credentials: 'same-origin',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  } catch {
    throw signal?.aborted ? abortedProblem() : offlineProblem()
  }
}

/** `/api/v1` + path + query; empty and absent values are left out. */
export function urlOf(path: string, query: QueryValues = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  const text = search.toString()
  return `${BASE}${path}${text === '' ? '' : `?${text}`}`
}

export const api = {
  get: <Answer>(path: string, options?: AskOptions) => ask<Answer>('GET', path, options),
  post: <Answer = void>(path: string, body?: unknown, options?: AskOptions) =>
    ask<Answer>('POST', path, { ...options, body }),
  put: <Answer = void>(path: string, body: unknown, options?: AskOptions) =>
    ask<Answer>('PUT', path, { ...options, body }),
  patch: <Answer = void>(path: string, body: unknown, options?: AskOptions) =>
    ask<Answer>('PATCH', path, { ...options, body }),
  remove: <Answer = void>(path: string, options?: AskOptions) => ask<Answer>('DELETE', path, options),
}
