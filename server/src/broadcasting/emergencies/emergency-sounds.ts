import {
  type AreaId,
  CodedError,
  type Emergency,
  type EmergencySounds,
  MINUTE_MS,
  type SoundPart,
} from '@tieng-lang/protocol'
import type { Services } from '../services.ts'
import type { EmergencyOrder } from './raise/emergency-order.ts'
import { speakText } from './speech/speak-text.ts'

/** A cluster that was out of reach at the end says it only within this time. */
const CLOSING_MS_MAX = 10 * MINUTE_MS

/** Until the message store is there: one sentence, for every event. */
const WORDS = 'Chú ý, chú ý, đây là thông báo khẩn cấp.'
const made = new WeakMap<object, SoundPart>()
const underWay = new WeakSet<object>()

/** What clusters say of it, from the message store of its area. Throws `kitNotReady`: an emergency is never silent. */
export function soundsOf(
  services: Services,
  _order: Pick<EmergencyOrder, 'event' | 'status' | 'language'>,
  _areaId: AreaId | null,
): EmergencySounds {
  const part = stored(services)
  if (!part) throw new CodedError('kitNotReady', 'the messages are still being made')
  return { opening: [part], message: [part], speech: null, closing: [] }
}

/** What is said once when it is over; null where it has not been made yet, for an end must not wait. */
export function closingOf(
  services: Services,
  _how: 'allClear' | 'correction',
  _language: string,
): Emergency['closing'] {
  const part = stored(services)
  return part ? { parts: [part], until: services.clock.now() + CLOSING_MS_MAX } : null
}

function stored(services: Services): SoundPart | undefined {
  const { media } = services
  if (!made.has(media) && !underWay.has(media)) {
    underWay.add(media)
    services.emergencies.during(async (signal) => {
      made.set(media, await speakText(services, { text: WORDS, language: 'vi' }, signal))
    })
  }
  return made.get(media)
}
