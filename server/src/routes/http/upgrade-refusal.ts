import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { CodedError } from '@tieng-lang/protocol'
import { problemOf } from '../../problem.ts'

/** Answers an upgrade that is not taken with a problem document and closes (RFC 6455 §4.2.2). */
export function refuseUpgrade(socket: Duplex, cause: CodedError): void {
  const problem = problemOf(cause)
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Refused'}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
