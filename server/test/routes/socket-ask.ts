import { type IncomingHttpHeaders, request } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream'

export interface Asked {
  method: string
  path: string
  headers?: Record<string, string>
  /** An object is sent as JSON, a stream or bytes as a recording. */
  body?: object | Readable | Buffer
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  content: Buffer
}

/** One request over a Unix socket, whatever it answers. */
export function ask(socketPath: string, { method, path, headers = {}, body }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const isBytes = Buffer.isBuffer(body)
    const isStream = body !== undefined && 'pipe' in body
    const type = isBytes || isStream ? 'application/octet-stream' : 'application/json'
    const all = { ...(body && { 'content-type': type }), ...headers }
    const asked = request({ socketPath, method, path, headers: all }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          content: Buffer.concat(chunks),
        }),
      )
    })
    asked.once('error', reject)
    if (isStream) pipeline(body as Readable, asked, () => {})
    else asked.end(isBytes || body === undefined ? body : JSON.stringify(body))
  })
}
