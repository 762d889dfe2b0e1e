import { rm } from 'node:fs/promises'
import type { IntakeAnswer, SpeechIntakeOrder } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import type { Services } from '../../services.ts'
import type { BulletinOrder } from './make-bulletin.ts'
import { checkedOrder, recordingWork } from './start-intake.ts'

/**
 * A bulletin of spoken text: an intake that speaks first. Throws `badRequest`, `badDates`, `areaNotFound`,
 * `voiceUnknown`, `tooBusy`.
 */
export function startSpeechIntake(
  services: Services,
  wanted: SpeechIntakeOrder,
  by: Principal,
): IntakeAnswer {
  const { intakes, media, speech: desk } = services
  const { speech: asked, ...labels } = wanted
  const speech = desk.checked(asked)
  const order: BulletinOrder = checkedOrder(services, {
    ...labels,
    ...{ kind: 'speech', by, isApprovedAtOnce: false },
    source: { kind: 'speech', ...speech },
  })
  const path = media.temporaryPath()
  const { title, areaId } = order
  return intakes.open({
    ...{ title, areaId, by },
    place: intakes.takePlace(by),
    work: async (tell, signal) => {
      tell({ state: 'speaking' })
      await desk.speakTo(path, speech, signal)
      return recordingWork(services, { path, order }, { tell, signal })
    },
    clear: () => rm(path, { force: true }),
  }).intake
}
