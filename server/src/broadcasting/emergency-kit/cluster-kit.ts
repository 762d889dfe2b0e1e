import {
  type AreaId,
  type ButtonWarning,
  type ClusterConfig,
  EMERGENCY_EVENTS,
  type EmergencyEvent,
  MINUTE_MS,
} from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import { findAreaPath } from '../../storage/tree/area-tree.ts'
import { inherited } from '../../storage/tree/areas.ts'
import { type AreaSound, soundsOfArea } from './kit-of-area.ts'
import { VOICE_LANGUAGE } from './recipes.ts'
import { soundsFor } from './sounds-for.ts'

/** Whatever has happened, whoever presses wants people to leave. */
const BUTTON_EVENT: EmergencyEvent = 'evacuation'
const BUTTON_LASTS_MS = 30 * MINUTE_MS
const BUTTON_REPEATS_AFTER_S: readonly number[] = [90, 180, 480, 780, 1_080, 1_380, 1_680]

/**
 * The message store of a cluster in an area; nothing until every signal is made, for a part of it would only be changed
 * again. In words that the cluster has not got yet the signal stands for them.
 */
export function emergencyKitOf(
  services: { database: Database },
  areaId: AreaId,
): Pick<ClusterConfig, 'emergencyKit'> {
  const sounds = soundsOfArea(services.database, areaId)
  if (!hasEverySignal(sounds)) return {}
  const kitSounds = sounds.map(({ bulletin: _, ...sound }) => sound)
  return { emergencyKit: { sounds: kitSounds, button: buttonOf(services, areaId) } }
}

function hasEverySignal(sounds: readonly AreaSound[]): boolean {
  return EMERGENCY_EVENTS.every((event) =>
    sounds.some((sound) => sound.role === 'signal' && sound.event === event),
  )
}

/** What the areas say of the button, else an evacuation. */
function buttonOf(services: { database: Database }, areaId: AreaId): ButtonWarning | null {
  const path = findAreaPath(services.database, areaId)
  const event = inherited(path, 'emergencyButton') ?? BUTTON_EVENT
  if (event === 'none') return null
  const sounds = soundsFor(services, { areaId, event, status: 'Actual', language: VOICE_LANGUAGE })
  const repeatsAfterS = [...BUTTON_REPEATS_AFTER_S]
  return { event, severity: 'Extreme', sounds, repeatsAfterS, lastsMs: BUTTON_LASTS_MS }
}
