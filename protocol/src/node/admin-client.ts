import type { Readable } from 'node:stream'
import { CodedError, Problem } from '../errors.ts'
import { compileShape } from '../shape.ts'
import { askSocket, type SocketAnswer, type SocketCall } from './socket-http.ts'

const problemCheck = compileShape(Problem)

/**
 * The server's local administration: its HTTP interface on the Unix socket in its data folder. Answers have the shapes
 * that our own server gives, and are taken as the caller says they are: a foreign one would not sit on this socket.
 * Every call rejects with the code of the server's problem document, or as `askSocket`.
 */
export class AdminClient {
  readonly #socketPath: string
  readonly #operator: string | undefined

  /** @param operator who gives the orders, for the audit log; the server has a name of its own for nobody */
  constructor(socketPath: string, operator?: string) {
    this.#socketPath = socketPath
    this.#operator = operator
  }

  get<T>(path: string): Promise<T> {
    return this.#ask('GET', path)
  }

  /** An answer that is no JSON. */
  async getText(path: string): Promise<string> {
    return String(await this.#ask<unknown>('GET', path))
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.#ask('POST', path, asJson(body))
  }

  /** Whatever version it has now: who types a command has just looked. */
  put<T>(path: string, body: unknown): Promise<T> {
    return this.#ask('PUT', path, asJson(body))
  }

  /** The same. */
  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#ask('PATCH', path, asJson(body))
  }

  /** The same. */
  remove(path: string): Promise<void> {
    return this.#ask('DELETE', path)
  }

  /** Sends a file as it is read. */
  upload<T>(path: string, content: Readable): Promise<T> {
    return this.#ask('POST', path, { type: 'application/octet-stream', content })
  }

  async #ask<T>(method: string, path: string, body?: SocketCall['body']): Promise<T> {
    const isChange = method === 'PATCH' || method === 'PUT' || method === 'DELETE'
    const headers = {
      ...(this.#operator !== undefined && { 'x-operator': encodeURIComponent(this.#operator) }),
      ...(isChange && { 'if-match': '*' }),
    }
    const answer = await askSocket(this.#socketPath, { method, path, headers, body })
    const value = bodyOf(answer)
    // The shape is the server's promise, as said above.
    if (answer.status < 400) return value as T
    if (problemCheck.check(value)) throw new CodedError(value.code, value.detail ?? value.title)
    throw new CodedError('internal', `status ${answer.status}`)
  }
}

function asJson(body: unknown): NonNullable<SocketCall['body']> {
  return { type: 'application/json', content: JSON.stringify(body) }
}

/** A table stays text; nothing is undefined. */
function bodyOf({ text, contentType }: SocketAnswer): unknown {
  if (text === '') return undefined
  return contentType.startsWith('text/csv') ? text : JSON.parse(text)
}
