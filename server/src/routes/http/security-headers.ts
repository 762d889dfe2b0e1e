import type { HttpServer } from './http-server.ts'

/** Nothing of an answer for programs is ever shown as a page. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'"

/** The console: everything from here alone; styles are also set by the program, sounds come as blobs as well. */
export const CONSOLE_POLICY = [
  "default-src 'self'",
  // Speech is encoded by WebAssembly in a worker; of what `eval` does nothing else is let in (CSP Level 3 §4.4).
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "img-src 'self' data: blob:",
  // The calendar's arrows are a font inside its style sheet.
  "font-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  // 'self' covers ws: and wss: of the same host (CSP Level 3 §6.7.2.8).
  "connect-src 'self'",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const API = '/api/v1/'

/** What every answer says to a browser; a handler may say more. Answers of the API are kept by nobody. */
export function setSecurityHeaders(server: HttpServer): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': NOTHING,
    })
    if (request.url.startsWith(API)) reply.header('cache-control', 'no-store')
  })
}
