import { type CapAlerts, CodedError, type Id } from '@tieng-lang/protocol'
import type { Principal } from '../../access/principal.ts'
import { visibleAreas } from '../../access/visible-areas.ts'
import { capBlockOf, headlineOf } from '../../broadcasting/emergencies/document/cap-block.ts'
import { senderOf } from '../../broadcasting/emergencies/document/emergency-document.ts'
import { isVisible } from '../../broadcasting/programmes/targets.ts'
import type { Services } from '../../broadcasting/services.ts'
import {
  findEmergency,
  listEmergenciesToFollow,
  type StoredEmergency,
} from '../../storage/emergencies/emergencies.ts'
import { listMoments } from '../../storage/emergencies/emergency-moments.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import type { CapReference } from '../cap-alert.ts'
import { writeCap } from '../writing/write-cap.ts'
import { alertOfEmergency, wholeSecond } from './alert-of-emergency.ts'

const PEOPLE_MOMENTS_MAX = 10_000

/** What sounds now in the asker's areas, each with where its CAP message is. */
export function listActiveAlerts(services: Services, { grants }: Principal): CapAlerts {
  const { database } = services
  const visible = visibleAreas(database, grants)
  const active = listEmergenciesToFollow(database)
    .filter(({ state }) => state === 'active')
    .filter(({ areaIds }) => isVisible(areaIds, visible))
  return { alerts: active.map((emergency) => lineOf(services, emergency)) }
}

/**
 * An emergency as CAP 1.2, also once it is over: then it is the Cancel of its last edition. Throws `emergencyNotFound`
 * where it never sounded or lies outside of the asker's areas.
 */
export function capXmlOf(services: Services, emergencyId: Id, { grants }: Principal): string {
  const { database } = services
  const emergency = findEmergency(database, emergencyId)
  const isThere = emergency && isVisible(emergency.areaIds, visibleAreas(database, grants))
  if (!emergency || !isThere || emergency.sentAt === null)
    throw new CodedError('emergencyNotFound', `no emergency is ${emergencyId}`)
  const tree = areaTree(database)
  const areas = emergency.areaIds.flatMap((areaId) => tree.find(areaId) ?? [])
  const sender = senderOf(services)
  const earlier = earlierMessages(services, emergency, sender)
  return writeCap(alertOfEmergency(emergency, { sender, areas, earlier }))
}

function lineOf(services: Services, emergency: StoredEmergency): CapAlerts['alerts'][number] {
  const { emergencyId, status, event } = emergency
  const { identifier, sender, sentAt, msgType } = capBlockOf(emergency, senderOf(services))
  const url = `/api/v1/cap/alerts/${emergencyId}.xml`
  const headline = headlineOf(event, status)
  return { emergencyId, identifier, sender, sentAt: wholeSecond(sentAt), status, msgType, headline, url }
}

/** Each edition that was published before the message as it stands, by when it was sent. */
function earlierMessages({ database }: Services, emergency: StoredEmergency, sender: string): CapReference[] {
  const { emergencyId, edition, state, sentAt } = emergency
  const moments = listMoments(database, emergencyId, { of: 'people', countMax: PEOPLE_MOMENTS_MAX })
  const begun = moments.filter(({ kind }) => kind === 'raised' || kind === 'confirmed')
  const updated = moments.filter(({ kind }) => kind === 'updated')
  const sent = [...begun.slice(-1), ...updated].map(({ at }) => at)
  const upTo = state === 'active' ? edition - 1 : edition
  return sent.slice(0, upTo).map((at, index) => {
    const exact = index + 1 === edition ? (sentAt ?? at) : at
    return { sender, identifier: `${emergencyId}-${index + 1}`, sentAt: wholeSecond(exact) }
  })
}
