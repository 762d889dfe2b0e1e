import { CodedError, Sha256Hex, shape } from '@tieng-lang/protocol'
import type { FastifyReply } from 'fastify'
import type { Services } from '../broadcasting/services.ts'
import { isMediaApproved } from '../storage/bulletins.ts'
import { type ByteRange, parseRange } from './byte-range.ts'
import type { HttpServer } from './http-server.ts'

/** It never changes, so anyone may keep it for ever (RFC 9111, RFC 8246). */
const FOR_EVER = 'public, max-age=31536000, immutable'

/** `GET /media/{sha256}`: approved audio, with ranges; a draft is as good as absent (DESIGN §3). */
export function mediaRoutes(server: HttpServer, { database, media }: Services): void {
  server.get(
    '/media/:sha256',
    { schema: { params: shape({ sha256: Sha256Hex }) } },
    async (request, reply) => {
      const { sha256 } = request.params
      const sizeBytes = isMediaApproved(database, sha256) ? await media.sizeOf(sha256) : undefined
      if (sizeBytes === undefined) throw new CodedError('mediaNotFound', 'no approved audio has this hash')
      const etag = `"${sha256}"`
      reply.headers({
        etag,
        'cache-control': FOR_EVER,
        'accept-ranges': 'bytes',
        'content-type': 'audio/ogg',
      })
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      // A range of another version would be of other bytes (RFC 9110 §13.1.5); here there is only one version.
      const condition = request.headers['if-range']
      const isSameVersion = condition === undefined || condition === etag
      const range = isSameVersion ? parseRange(request.headers.range, sizeBytes) : 'whole'
      if (range === 'refused') return refuseRange(reply, sizeBytes)
      return reply.send(media.read(sha256, partOf(reply, range, sizeBytes)))
    },
  )
}

function partOf(reply: FastifyReply, range: ByteRange | 'whole', sizeBytes: number): ByteRange {
  const part = range === 'whole' ? { start: 0, end: sizeBytes - 1 } : range
  reply.header('content-length', part.end - part.start + 1)
  if (range !== 'whole')
    reply.code(206).header('content-range', `bytes ${part.start}-${part.end}/${sizeBytes}`)
  return part
}

function refuseRange(reply: FastifyReply, sizeBytes: number): never {
  reply.header('content-range', `bytes */${sizeBytes}`)
  reply.removeHeader('cache-control')
  throw new CodedError('rangeRefused', `the file has ${sizeBytes} bytes`)
}
