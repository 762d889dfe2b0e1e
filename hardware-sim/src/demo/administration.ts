import { createReadStream } from 'node:fs'
import { request } from 'node:http'
import type { Readable } from 'node:stream'
import { CodedError } from '@tieng-lang/protocol'

/** The server's local administration: HTTP over the Unix socket in its data folder. */
export class Administration {
  readonly #socketPath: string

  constructor(socketPath: string) {
    this.#socketPath = socketPath
  }

  /** Answers are the server's own and taken as the caller says they are; what is refused rejects. */
  get<T>(path: string): Promise<T> {
    return this.#ask('GET', path)
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.#ask('POST', path, Buffer.from(JSON.stringify(body)))
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.#ask('PUT', path, Buffer.from(JSON.stringify(body)))
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#ask('PATCH', path, Buffer.from(JSON.stringify(body)))
  }

  /** Sends a file as it is. */
  upload<T>(path: string, file: string): Promise<T> {
    return this.#ask('POST', path, createReadStream(file), 'application/octet-stream')
  }

  #ask<T>(method: string, path: string, body?: Buffer | Readable, type = 'application/json'): Promise<T> {
    return new Promise((resolve, reject) => {
      const headers = {
        ...(body && { 'content-type': type }),
        // Whatever version it has now: nobody else is at work in a demonstration.
        ...((method === 'PATCH' || method === 'PUT') && { 'if-match': '*' }),
      }
      const call = request({ socketPath: this.#socketPath, method, path, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          const isGood = (response.statusCode ?? 500) < 300
          if (isGood) resolve(text === '' ? undefined : JSON.parse(text))
          else
            reject(
              new CodedError('administrationRefused', `${method} ${path}: ${response.statusCode} ${text}`),
            )
        })
      })
      call.on('error', reject)
      if (body === undefined || Buffer.isBuffer(body)) call.end(body)
      else body.pipe(call)
    })
  }
}
