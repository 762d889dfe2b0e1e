import { CodedError, Sha256Hex, shape } from '@tieng-lang/protocol'
import type { Services } from '../../broadcasting/services.ts'
import { isMediaApproved } from '../../storage/bulletins/bulletins.ts'
import { isSaidInEmergency } from '../../storage/emergencies/emergencies.ts'
import { isKitSound } from '../../storage/emergencies/emergency-kit.ts'
import type { HttpServer } from '../http/http-server.ts'
import { sendAudio } from './audio-answer.ts'

/** It never changes, so anyone may keep it for ever (RFC 9111, RFC 8246). */
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * `GET /media/{sha256}`: approved audio and what is said in emergencies, with ranges; a draft or what was withdrawn is as
 * good as absent (DESIGN §3).
 */
export function mediaRoutes(server: HttpServer, { database, media }: Services): void {
  const isPublic = (sha256: string) =>
    [isMediaApproved, isKitSound, isSaidInEmergency].some((isSo) => isSo(database, sha256))
  server.get(
    '/media/:sha256',
    { schema: { params: shape({ sha256: Sha256Hex }) } },
    async (request, reply) => {
      const { sha256 } = request.params
      const sizeBytes = isPublic(sha256) ? await media.sizeOf(sha256) : undefined
      if (sizeBytes === undefined) throw new CodedError('mediaNotFound', 'no approved audio has this hash')
      return sendAudio(request, reply, { media, sha256, sizeBytes, cacheControl: FOR_EVER })
    },
  )
}
