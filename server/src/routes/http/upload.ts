import { open, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { type Clock, CodedError, SECOND_MS } from '@tieng-lang/protocol'
import type { FastifyRequest } from 'fastify'
import type { Upload } from '../../broadcasting/bulletins/intake/start-intake.ts'
import type { Services } from '../../broadcasting/services.ts'
import type { HttpServer } from './http-server.ts'
import { principalOf } from './principal-of.ts'

/** A line that brings nothing for so long is dead. */
const IDLE_MS_MAX = 60 * SECOND_MS

/** A worse line than this holds a place in the queue for nothing; the first minute may be as bad as it is. */
const BYTES_PER_SECOND_MIN = 4_096

/** Others upload at the same time: after so much of one it is looked again whether there is room. */
const ROOM_CHECKED_EVERY_BYTES = 33_554_432

/** Recordings are not held in memory: their route reads the stream. */
export function takeStreams(server: HttpServer): void {
  server.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
}

/**
 * Writes the body into a file of our own, bounded in size, once there is room in the queue. Rejects with `tooBusy`,
 * `tooLarge`, `tookTooLong`, `empty`, `badRequest`, `storageFull`, `aborted`, and then leaves nothing behind.
 */
export async function receiveUpload(services: Services, request: FastifyRequest): Promise<Upload> {
  const { clock, config, intakes, media } = services
  const { uploadBytesMax } = config.limits
  if (Number(request.headers['content-length'] ?? 0) > uploadBytesMax) throw tooLarge(uploadBytesMax)
  // An empty body has no parser: it is said here.
  if (request.headers['content-length'] === '0') throw empty()
  const body = bodyOf(request)
  const place = intakes.takePlace(principalOf(request))
  const path = media.temporaryPath()
  const clear = () => rm(path, { force: true })
  try {
    const checkRoom = (bytes: number) => checkDisk(services, bytes)
    await checkRoom(Number(request.headers['content-length'] ?? 0))
    await write(body, path, { clock, bytesMax: uploadBytesMax, checkRoom })
    return { path, place, clear }
  } catch (cause) {
    place.leave()
    await clear()
    throw uploadFailure(cause)
  }
}

interface WriteLimits {
  clock: Clock
  bytesMax: number
  /** Throws where the disk has no room for so much more. */
  checkRoom(bytes: number): Promise<void>
}

async function write(
  body: Readable,
  path: string,
  { clock, bytesMax, checkRoom }: WriteLimits,
): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  const idle = () => body.destroy(new CodedError('aborted', `nothing came for ${IDLE_MS_MAX} ms`))
  let timer = clock.after(IDLE_MS_MAX, idle)
  const beganMs = clock.monotonicMs()
  let bytes = 0
  let uncheckedBytes = 0
  try {
    // A refused upload is not torn off: the answer would be lost with the connection.
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      bytes += chunk.length
      if (bytes > bytesMax) throw tooLarge(bytesMax)
      if (isTooSlow(bytes, clock.monotonicMs() - beganMs))
        throw new CodedError('tookTooLong', `less than ${BYTES_PER_SECOND_MIN} bytes a second came`)
      uncheckedBytes += chunk.length
      if (uncheckedBytes >= ROOM_CHECKED_EVERY_BYTES) {
        await checkRoom(0)
        uncheckedBytes = 0
      }
      await file.appendFile(chunk)
      timer.cancel()
      timer = clock.after(IDLE_MS_MAX, idle)
    }
    if (bytes === 0) throw empty()
  } finally {
    timer.cancel()
    await file.close()
  }
}

/** Would this line keep a place from others that have something to bring? */
export function isTooSlow(bytes: number, durationMs: number): boolean {
  return durationMs > IDLE_MS_MAX && (bytes / durationMs) * SECOND_MS < BYTES_PER_SECOND_MIN
}

/** The parser above hands the stream on as it is; a request with another body has none. */
function bodyOf({ body }: FastifyRequest): Readable {
  if (typeof body === 'object' && body !== null && 'iterator' in body) return body as Readable
  throw new CodedError('badRequest', 'the recording must be the body, as application/octet-stream')
}

/** A disk that recordings have filled would keep no record of what was heard. */
async function checkDisk({ media, config }: Services, bytes: number): Promise<void> {
  const { diskFreeBytesMin } = config.limits
  if ((await media.freeBytes()) - bytes < diskFreeBytesMin)
    throw new CodedError('storageFull', `less than ${diskFreeBytesMin} bytes of the disk would be left`)
}

function tooLarge(bytesMax: number): CodedError {
  return new CodedError('tooLarge', `the recording has over ${bytesMax} bytes`)
}

function empty(): CodedError {
  return new CodedError('empty', 'there is nothing in this file')
}

function uploadFailure(cause: unknown): unknown {
  if (cause instanceof CodedError) return cause
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOSPC') return new CodedError('storageFull', 'the disk is full', { cause })
  if (code === 'ECONNRESET') return new CodedError('aborted', 'the sender went away', { cause })
  return cause
}
