import type { AreaId, BulletinAnswer, EmergencyEvent, KitSound, LanguageTag } from '@tieng-lang/protocol'
import { findBulletin } from '../../storage/bulletins/bulletins.ts'
import type { Database } from '../../storage/database.ts'
import {
  type AssignedMessage,
  listAssignedMessages,
  listKitSounds,
} from '../../storage/emergencies/emergency-kit.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'

/** A sound of the kit as it holds in an area. */
export interface AreaSound extends KitSound {
  /** The recording that says it there; null where it is the program’s own. */
  bulletin: Pick<BulletinAnswer, 'bulletinId' | 'title'> | null
}

/** The program’s sounds, with the recordings of the nearest areas in their place; an area of null is everywhere. */
export function soundsOfArea(database: Database, areaId: AreaId | null): AreaSound[] {
  const own = listKitSounds(database).map(
    ({ recipe: _, madeAt: __, ...sound }): AreaSound => ({ ...sound, bulletin: null }),
  )
  const recorded = recordedIn(database, areaId)
  const isReplaced = ({ role, event, language }: AreaSound) =>
    role === 'message' && recorded.some((each) => each.event === event && each.language === language)
  return [...own.filter((sound) => !isReplaced(sound)), ...recorded]
}

function recordedIn(database: Database, areaId: AreaId | null): AreaSound[] {
  const path = areaId === null ? [] : areaTree(database).idPathOf(areaId)
  const depthOf = (message: AssignedMessage) => (message.areaId === null ? -1 : path.indexOf(message.areaId))
  const nearest = new Map<string, AreaSound>()
  for (const message of listAssignedMessages(database, path).sort((a, b) => depthOf(a) - depthOf(b))) {
    const sound = recordedSound(database, message)
    if (sound) nearest.set(`${message.event} ${message.language}`, sound)
  }
  return [...nearest.values()]
}

/** Undefined where it is not approved any more, or has been given a last day: then whatever lies above it says the message. */
function recordedSound(
  database: Database,
  { event, language, bulletinId }: { event: EmergencyEvent; language: LanguageTag; bulletinId: string },
): AreaSound | undefined {
  const bulletin = findBulletin(database, bulletinId)
  if (bulletin?.state !== 'approved' || bulletin.withdrawnAt !== null) return undefined
  if (bulletin.validity.until !== undefined) return undefined
  const { title, media } = bulletin
  return { role: 'message', event, language, ...media, bulletin: { bulletinId, title } }
}
