import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CodedError, Id, shape } from '@tieng-lang/protocol'
import type { FastifyRequest } from 'fastify'
import { addBulletin, approveBulletin, returnBulletin } from '../broadcasting/bulletins.ts'
import type { Services } from '../broadcasting/services.ts'
import { listBulletins } from '../storage/bulletins.ts'
import type { HttpServer } from './http-server.ts'
import { operatorOf } from './operator.ts'
import { BulletinQuery } from './shapes/requests.ts'

const bulletinParams = shape({ bulletinId: Id })

/** Bulletins: the recording comes as the body, in any container that intake takes. */
export function adminBulletinRoutes(server: HttpServer, services: Services): void {
  const { uploadBytesMax } = services.config.limits
  server.addContentTypeParser(
    'application/octet-stream',
    { bodyLimit: uploadBytesMax },
    (_request, payload, done) => done(null, payload),
  )
  server.get('/api/v1/bulletins', async () => listBulletins(services.database))
  server.post(
    '/api/v1/bulletins',
    { schema: { querystring: BulletinQuery }, bodyLimit: uploadBytesMax },
    async (request, reply) => {
      const { title, language = 'vi', kind = 'speech', review = 'approve' } = request.query
      const producedBy = operatorOf(request)
      const isApprovedAtOnce = review === 'approve'
      return withUpload(request, services, async (path, signal) => {
        const wanted = { path, title, language, kind, producedBy, isApprovedAtOnce, signal }
        return reply.code(201).send(await addBulletin(services, wanted))
      })
    },
  )
  const byId = { schema: { params: bulletinParams } }
  server.post('/api/v1/bulletins/:bulletinId/approval', byId, async (request) =>
    approveBulletin(services, request.params.bulletinId, operatorOf(request)),
  )
  server.delete('/api/v1/bulletins/:bulletinId/approval', byId, async ({ params }) =>
    returnBulletin(services, params.bulletinId),
  )
}

/** Writes the body into a file of our own for as long as `act` takes; a caller who goes away cancels. */
async function withUpload<T>(
  request: FastifyRequest,
  { media, config }: Services,
  act: (path: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const path = media.temporaryPath()
  const cancel = new AbortController()
  const onClose = () => cancel.abort()
  request.raw.socket.once('close', onClose)
  try {
    await pipeline(
      bodyOf(request),
      atMost(config.limits.uploadBytesMax),
      createWriteStream(path, { mode: 0o600 }),
    )
    return await act(path, cancel.signal)
  } finally {
    request.raw.socket.off('close', onClose)
    await rm(path, { force: true })
  }
}

/** The parser above hands the stream on as it is; a request with another body has none. */
function bodyOf({ body }: FastifyRequest): Readable {
  if (typeof body === 'object' && body !== null && 'pipe' in body) return body as Readable
  throw new CodedError('badRequest', 'the recording must be the body, as application/octet-stream')
}

function atMost(bytesMax: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > bytesMax) done(new CodedError('tooLarge', `the recording has over ${bytesMax} bytes`))
      else done(null, chunk)
    },
  })
}
