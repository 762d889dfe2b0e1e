import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { CodedError, compileShape, Problem } from '@tieng-lang/protocol'

const ANSWER_BYTES_MAX = 64 * 1_048_576
const problemCheck = compileShape(Problem)

/** Speaks with the running server over its administration socket. */
export class AdminClient {
  readonly #socketPath: string
  readonly #operator: string

  constructor(socketPath: string, operator: string) {
    this.#socketPath = socketPath
    this.#operator = operator
  }

  get<T>(path: string): Promise<T> {
    return this.#ask('GET', path, undefined)
  }

  /** An answer that is no JSON. */
  async getText(path: string): Promise<string> {
    return String(await this.#ask<unknown>('GET', path, undefined))
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.#ask('POST', path, { type: 'application/json', content: JSON.stringify(body) })
  }

  /** Whatever version it has now: who types a command has just looked. */
  put<T>(path: string, body: unknown): Promise<T> {
    return this.#ask('PUT', path, { type: 'application/json', content: JSON.stringify(body) })
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#ask('PATCH', path, { type: 'application/json', content: JSON.stringify(body) })
  }

  /** The same. */
  remove(path: string): Promise<void> {
    return this.#ask('DELETE', path, undefined)
  }

  /** Sends a file as it is read. */
  upload<T>(path: string, content: Readable): Promise<T> {
    return this.#ask('POST', path, { type: 'application/octet-stream', content })
  }

  /** Rejects with the code of the server's problem document, or `serverNotRunning`. */
  #ask<T>(
    method: string,
    path: string,
    body: { type: string; content: string | Readable } | undefined,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const headers = {
        'x-operator': encodeURIComponent(this.#operator),
        ...((method === 'PATCH' || method === 'PUT' || method === 'DELETE') && { 'if-match': '*' }),
        ...(body && { 'content-type': body.type }),
      }
      const asked = request({ socketPath: this.#socketPath, method, path, headers })
      asked.once('error', (cause) => reject(connectionFailure(cause)))
      asked.once('response', (response) => {
        // The answers have the shapes that our own server gives; a foreign one would not sit on this socket.
        readAnswer(response).then((value) => resolve(value as T), reject)
      })
      send(asked, body?.content, reject)
    })
  }
}

function send(
  asked: ClientRequest,
  content: string | Readable | undefined,
  fail: (cause: Error) => void,
): void {
  if (!(content instanceof Readable)) {
    asked.end(content)
    return
  }
  content.once('error', (cause) => fail(new CodedError('fileUnreadable', cause.message, { cause })))
  // A refusal may come before the whole file is sent: then the answer counts, not the broken pipe.
  pipeline(content, asked, () => {})
}

async function readAnswer(response: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > ANSWER_BYTES_MAX) throw new CodedError('limitExceeded', 'the answer is too long')
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  const isTable = response.headers['content-type']?.startsWith('text/csv') ?? false
  const value: unknown = text === '' ? undefined : isTable ? text : JSON.parse(text)
  if ((response.statusCode ?? 500) < 400) return value
  if (problemCheck.check(value)) throw new CodedError(value.code, value.detail ?? value.title)
  throw new CodedError('internal', `status ${response.statusCode}`)
}

function connectionFailure(cause: Error): CodedError {
  const code = 'code' in cause ? cause.code : undefined
  const isAbsent = code === 'ENOENT' || code === 'ECONNREFUSED'
  return new CodedError(
    isAbsent ? 'serverNotRunning' : code === 'EACCES' ? 'notAllowed' : 'internal',
    cause.message,
    { cause },
  )
}
