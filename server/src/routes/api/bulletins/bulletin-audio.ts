import { CodedError, Id, shape, Waveform } from '@tieng-lang/protocol'
import { Type } from 'typebox'
import { bulletinAt } from '../../../broadcasting/bulletins/bulletin-answer.ts'
import { waveformOf } from '../../../broadcasting/bulletins/waveform.ts'
import type { Services } from '../../../broadcasting/services.ts'
import { sendAudio } from '../../audio/audio-answer.ts'
import type { HttpServer } from '../../http/http-server.ts'
import { principalOf } from '../../http/principal-of.ts'

const tags = ['bulletins']
const byId = shape({ bulletinId: Id })
const Ogg = Type.Unsafe<Buffer>({ type: 'string', format: 'binary' })
/** It may be a draft: nothing between us and this person keeps it. */
const FOR_NOBODY = 'private, no-store'

/** What a bulletin sounds like and looks like, approved or not. */
export function bulletinAudioRoutes(server: HttpServer, services: Services): void {
  const { database, media } = services
  server.get(
    '/api/v1/bulletins/:bulletinId/audio',
    {
      schema: {
        summary: 'The audio of a bulletin (Ogg Opus), with ranges',
        tags,
        params: byId,
        response: { 200: Ogg, 206: Ogg },
      },
    },
    async (request, reply) => {
      const { sha256 } = bulletinAt(database, request.params.bulletinId).media
      const sizeBytes = await media.sizeOf(sha256)
      if (sizeBytes === undefined) throw new CodedError('mediaNotFound', `the audio ${sha256} is missing`)
      return sendAudio(request, reply, { media, sha256, sizeBytes, cacheControl: FOR_NOBODY })
    },
  )
  server.get(
    '/api/v1/bulletins/:bulletinId/waveform',
    {
      schema: {
        summary: 'The peak of each stretch of a bulletin, 0-255',
        tags,
        params: byId,
        response: { 200: Waveform },
      },
    },
    async (request) => {
      const bulletin = bulletinAt(database, request.params.bulletinId)
      return waveformOf(services, bulletin.media, principalOf(request))
    },
  )
}
