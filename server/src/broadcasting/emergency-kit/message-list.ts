import type { AreaId, EmergencyMessage, EmergencyMessages } from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import { listKitSounds } from '../../storage/emergencies/emergency-kit.ts'
import { type AreaSound, soundsOfArea } from './kit-of-area.ts'
import { isKitComplete } from './kit-state.ts'
import { type KitRecipe, kitRecipes } from './recipes.ts'

/** What an area's clusters hold, and what is still being made for them (with an empty hash). */
export function listEmergencyMessages(database: Database, areaId: AreaId | null): EmergencyMessages {
  const sounds = soundsOfArea(database, areaId)
  const own = kitRecipes().map((recipe) =>
    messageOf(
      recipe,
      sounds.find((sound) => isOf(recipe, sound)),
    ),
  )
  const recorded = sounds
    .filter((sound) => sound.bulletin !== null && !own.some((message) => isOf(message, sound)))
    .map((sound) => messageOf(sound, sound))
  return { messages: [...own, ...recorded], isReady: isKitComplete(listKitSounds(database)) }
}

type Named = Pick<EmergencyMessage, 'role' | 'event' | 'language'>

function messageOf(named: KitRecipe | AreaSound, sound: AreaSound | undefined): EmergencyMessage {
  const { role, event, language } = named
  const { sha256 = '', durationMs = 0, bulletin = null } = sound ?? {}
  // What somebody has recorded is not written down anywhere.
  const words = bulletin === null && 'made' in named && named.made.kind === 'speech' ? named.made.words : ''
  return { role, event, language, words, sha256, durationMs, bulletin }
}

function isOf(one: Named, other: Named): boolean {
  return one.role === other.role && one.event === other.event && one.language === other.language
}
