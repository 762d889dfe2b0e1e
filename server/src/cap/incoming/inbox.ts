import type { AreaId, CapMessageLine } from '@tieng-lang/protocol'
import type { Principal } from '../../access/principal.ts'
import { visibleAreas } from '../../access/visible-areas.ts'
import { isVisible } from '../../broadcasting/programmes/targets.ts'
import type { Services } from '../../broadcasting/services.ts'
import { type CapPlace, listCapMessages, type StoredCapMessage } from '../../storage/cap/cap-messages.ts'
import { capSenderNames } from '../../storage/cap/cap-senders.ts'
import type { Database } from '../../storage/database.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import { findAreasOfClusters } from '../../storage/tree/areas-of.ts'
import { chosenInfos, gravest, spokenText } from './chosen-infos.ts'
import { expiryOf } from './emergency-of-message.ts'
import { guessEvent } from './judge-infos.ts'

const MESSAGES_MAX = 200

/** The messages that concern the asker's areas, the newest first. */
export function listInbox(
  services: Services,
  { isWaiting }: { isWaiting: boolean },
  { grants }: Principal,
): CapMessageLine[] {
  const { database } = services
  const visible = visibleAreas(database, grants)
  const names = capSenderNames(database)
  return listCapMessages(database, { isWaiting, countMax: MESSAGES_MAX })
    .filter(({ place }) => isVisible(areasOfPlace(database, place), visible))
    .map((message) => lineOf(services, message, names.get(message.capSenderId) ?? ''))
}

/** Every area on which it would be heard, as far as these are still there. */
export function areasOfPlace(database: Database, { areaIds, clusterIds }: CapPlace): AreaId[] {
  const tree = areaTree(database)
  const ofClusters = clusterIds.length === 0 ? [] : findAreasOfClusters(database, clusterIds).values()
  return [...new Set([...areaIds, ...ofClusters])].filter((areaId) => tree.find(areaId) !== undefined)
}

function lineOf(
  { database, board }: Services,
  message: StoredCapMessage,
  senderName: string,
): CapMessageLine {
  const { messageId, capSenderId, alert, receivedAt, state, why, place } = message
  const { emergencyId, decidedBy, decidedAt, note } = message
  const { sender, identifier, sentAt, status, msgType } = alert
  const infos = chosenInfos(alert)
  const grave = gravest(infos)
  const tree = areaTree(database)
  const below = new Set(place.areaIds.flatMap((areaId) => tree.idsBelow(areaId)))
  return {
    ...{ messageId, capSenderId, senderName, sender, identifier, sentAt, receivedAt, status, msgType },
    ...{ state, why, emergencyId, decidedBy, decidedAt, note },
    event: grave?.event ?? '',
    soundsAs: guessEvent(grave),
    severity: grave?.severity ?? null,
    urgency: grave?.urgency ?? null,
    certainty: grave?.certainty ?? null,
    language: grave?.language ?? null,
    headline: grave?.headline ?? '',
    text: spokenText(infos),
    areaDescs: [...new Set(infos.flatMap(({ areas }) => areas.map(({ areaDesc }) => areaDesc)))].slice(0, 50),
    areaIds: areasOfPlace(database, place),
    clusterCount: board.listIds(below).length + place.clusterIds.length,
    expiresAt: infos.length === 0 ? null : expiryOf(message, infos),
  }
}
