import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { CodedError } from '../errors.ts'

const ANSWER_BYTES_MAX = 64 * 1_048_576

/** One HTTP call to whoever listens on a Unix socket. */
export interface SocketCall {
  method: string
  path: string
  headers?: Record<string, string>
  /** A stream is sent as it is read. */
  body?: { type: string; content: string | Readable } | undefined
}

/** What came back, whatever its status. */
export interface SocketAnswer {
  status: number
  contentType: string
  text: string
}

/**
 * Calls over a Unix socket, whose file mode says who may. Rejects with a `CodedError`: `serverNotRunning` (nobody
 * listens), `notAllowed` (the file mode), `fileUnreadable` (the body's stream fails), `limitExceeded` (the answer is
 * longer than 64 MB), else `internal`.
 */
export function askSocket(socketPath: string, call: SocketCall): Promise<SocketAnswer> {
  const { method, path, body } = call
  return new Promise((resolve, reject) => {
    const headers = { ...call.headers, ...(body && { 'content-type': body.type }) }
    // Each call has a connection of its own: a kept one may be closed just when it is used again.
    const asked = request({ socketPath, method, path, headers, agent: false })
    asked.once('error', (cause) => reject(connectionFailure(cause)))
    asked.once('response', (response) => {
      readAnswer(response).then(resolve, reject)
    })
    send(asked, body?.content, reject)
  })
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

async function readAnswer(response: IncomingMessage): Promise<SocketAnswer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > ANSWER_BYTES_MAX) throw new CodedError('limitExceeded', 'the answer is too long')
    chunks.push(chunk)
  }
  return {
    status: response.statusCode ?? 500,
    contentType: response.headers['content-type'] ?? '',
    text: Buffer.concat(chunks).toString('utf8'),
  }
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
