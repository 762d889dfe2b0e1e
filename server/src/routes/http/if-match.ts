import { CodedError } from '@tieng-lang/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** One strong validator (RFC 9110 §8.8.3) that is a version of ours. */
const VERSION_TAG = /^"([1-9][0-9]{0,14})"$/

/**
 * The version that a change was made on, from `If-Match` (RFC 9110 §13.1.1); `any` for `*`. Throws
 * `preconditionRequired` (RFC 6585 §3) where it is missing, `badRequest` where it is nothing we have given out. Whether
 * it is still that version is told inside the change's own transaction: `changedMeanwhile`.
 */
export function expectedVersion(request: FastifyRequest): number | 'any' {
  const header = request.headers['if-match']?.trim()
  if (header === undefined)
    throw new CodedError('preconditionRequired', 'say in If-Match which version this change was made on')
  if (header === '*') return 'any'
  const version = VERSION_TAG.exec(header)?.[1]
  if (version === undefined) throw new CodedError('badRequest', 'If-Match is not an ETag of this server')
  return Number(version)
}

/** Tells a thing's version, so that the next change can name it. */
export function tagged<Thing extends { version: number }>(reply: FastifyReply, thing: Thing): Thing {
  reply.header('etag', `"${thing.version}"`)
  return thing
}

/** The same for a thing that was just added: 201. */
export function added<Thing extends { version: number }>(reply: FastifyReply, thing: Thing): Thing {
  return tagged(reply.code(201), thing)
}
