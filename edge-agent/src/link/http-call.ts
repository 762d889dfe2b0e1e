import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

export interface HttpCall {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  signal: AbortSignal
}

/**
 * One HTTP request; resolves with the answer's head, whose body is then to be read or destroyed. Rejects where no answer
 * comes. Redirections are answers.
 *
 * Not the global `fetch`: that brings undici, whose parser is one WebAssembly function so large that optimising it takes
 * some 20 MB for a moment; in all `fetch` was measured to cost 18 MB, and 39 MB at its peak, of a board's memory.
 */
export function httpCall(url: URL, { method = 'GET', headers = {}, body, signal }: HttpCall) {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method, headers, signal }, (response) => {
      // Whoever reads the body is told of an error by the reading; before that it must not end the process.
      response.on('error', () => {})
      resolve(response)
    })
      .on('error', reject)
      .end(body)
  })
}
