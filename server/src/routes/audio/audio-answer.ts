import { CodedError } from '@tieng-lang/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { MediaStore } from '../../media/media-store.ts'
import { type ByteRange, parseRange } from './byte-range.ts'

export interface StoredAudio {
  media: MediaStore
  sha256: string
  sizeBytes: number
  /** Who may keep it for how long (RFC 9111). */
  cacheControl: string
}

/** Answers with stored audio, or the range of it that is asked for (RFC 9110 §14). Throws `rangeRefused`. */
export function sendAudio(request: FastifyRequest, reply: FastifyReply, audio: StoredAudio): FastifyReply {
  const { media, sha256, sizeBytes, cacheControl } = audio
  const etag = `"${sha256}"`
  reply.headers({
    etag,
    'cache-control': cacheControl,
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
