import type { ClusterConfig, Emergency, SoundPart } from '@tieng-lang/protocol'
import type { WantedMedia } from '../../stores/media/media-cache.ts'

/** Before everything that has a time of its own. */
const AT_ONCE = 0

/** Every recording that these emergencies still say. */
export function heldParts(emergencies: readonly Emergency[]): readonly SoundPart[] {
  return emergencies.flatMap(({ state, sounds, closing }) => [
    ...(state === 'active' ? soundParts(sounds) : []),
    ...(closing?.parts ?? []),
  ])
}

/**
 * Every recording that an emergency could need: of those held, then of the kit. They are fetched before all else, are
 * never let go for something else, and stay in memory.
 */
export function emergencyParts(
  { emergencyKit }: ClusterConfig,
  emergencies: readonly Emergency[],
): readonly SoundPart[] {
  const button = emergencyKit?.button ? soundParts(emergencyKit.button.sounds) : []
  return [...heldParts(emergencies), ...button, ...(emergencyKit?.sounds ?? [])]
}

/** The same, as the cache is told: needed before anything else. */
export function emergencyMediaWanted(parts: readonly SoundPart[]): WantedMedia[] {
  return parts.map(({ sha256, sizeBytes }) => ({ sha256, sizeBytes, neededAt: AT_ONCE }))
}

function soundParts({ opening, message, speech, closing }: Emergency['sounds']): SoundPart[] {
  // The speech first: it has only as long as the opening lasts.
  return [...(speech ? [speech] : []), ...opening, ...message, ...closing]
}
