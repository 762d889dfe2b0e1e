import { CodedError, type Id } from '@tieng-lang/protocol'
import {
  findEmergency,
  listEmergenciesToFollow,
  replaceEmergency,
  type StoredEmergency,
} from '../../../storage/emergencies/emergencies.ts'
import { insertMoment } from '../../../storage/emergencies/emergency-moments.ts'
import type { Services } from '../../services.ts'
import { recordDocument } from '../document/emergency-document.ts'
import { speakText } from './speak-text.ts'

/**
 * What was typed is spoken while the stored message sounds already; then a revision of the same edition names it. A
 * failure leaves the stored message, and is told.
 */
export function speakSoon(services: Services, { emergencyId, edition, speech }: StoredEmergency): void {
  if (speech === 'making')
    services.emergencies.during((signal) => speak(services, { emergencyId, edition }, signal))
}

/** What an earlier life had begun and not ended. */
export function speakWhatWasLeft(services: Services): void {
  for (const emergency of listEmergenciesToFollow(services.database))
    if (emergency.state === 'active') speakSoon(services, emergency)
}

async function speak(
  services: Services,
  which: { emergencyId: Id; edition: number },
  signal: AbortSignal,
): Promise<void> {
  const emergency = stillMaking(services, which)
  if (!emergency) return
  try {
    const part = await speakText(services, emergency, signal)
    note(services, which, (now) => ({
      next: { ...now, speech: 'ready', sounds: { ...now.sounds, speech: part } },
      ...{ kind: 'speechReady', detail: { durationMs: Math.round(part.durationMs) } },
    }))
  } catch (cause) {
    // The next life speaks it.
    if (signal.aborted) return
    const code = cause instanceof CodedError ? cause.code : 'internal'
    note(services, which, (now) => ({
      next: { ...now, speech: 'failed' },
      kind: 'speechFailed',
      detail: { code },
    }))
    if (!(cause instanceof CodedError)) throw cause
  }
}

interface Noted {
  next: StoredEmergency
  kind: 'speechReady' | 'speechFailed'
  detail: Record<string, unknown>
}

/** Nothing where it has ended or been updated meanwhile: then these words are not wanted any more. */
function note(
  services: Services,
  which: { emergencyId: Id; edition: number },
  change: (now: StoredEmergency) => Noted,
): void {
  const { clock, database, emergencies } = services
  const noted = database.urgentTransaction(() => {
    const now = stillMaking(services, which)
    if (!now) return undefined
    const { next, kind, detail } = change(now)
    const { emergencyId, edition } = next
    replaceEmergency(database, next)
    insertMoment(database, { emergencyId, at: clock.now(), kind, detail: { edition, ...detail } })
    if (kind === 'speechReady') recordDocument(services, next)
    return { next, hasDocument: kind === 'speechReady' }
  })
  if (noted) emergencies.recorded(noted.next, { hasDocument: noted.hasDocument })
}

function stillMaking(
  { database }: Services,
  { emergencyId, edition }: { emergencyId: Id; edition: number },
): StoredEmergency | undefined {
  const now = findEmergency(database, emergencyId)
  return now?.state === 'active' && now.edition === edition && now.speech === 'making' ? now : undefined
}
