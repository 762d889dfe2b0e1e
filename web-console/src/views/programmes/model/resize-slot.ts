import { type ProgrammeDefinition, RELAY_MS_MAX } from '@tieng-lang/protocol/browser'

const REPEATS_MAX = 50
const MINUTE_MS = 60_000

/**
 * A slot is as long as what is said in it. Where that is one item, a longer slot says it more often and a shorter one
 * less often, to the nearest whole time; a station is heard so much longer, to the minute. Null where there are several
 * items, and the playlist has to be changed.
 */
export function withLength(
  definition: ProgrammeDefinition,
  { lengthMs, lengthMsBefore }: { lengthMs: number; lengthMsBefore: number },
): ProgrammeDefinition | null {
  const [item, ...others] = definition.playlist
  if (!item || others.length > 0) return null
  if ('relay' in item) {
    const relay = longerBy(item.relay, (lengthMs - lengthMsBefore) / item.repeats)
    return relay && { ...definition, playlist: [{ ...item, relay }] }
  }
  const onceMs = lengthMsBefore / item.repeats
  const repeats = Math.min(REPEATS_MAX, Math.max(1, Math.round(lengthMs / onceMs)))
  return repeats === item.repeats ? null : { ...definition, playlist: [{ ...item, repeats }] }
}

function longerBy<Relay extends { durationMsMax: number }>(relay: Relay, ms: number): Relay | null {
  const minutes = Math.round((relay.durationMsMax + ms) / MINUTE_MS)
  const durationMsMax = Math.min(RELAY_MS_MAX, Math.max(MINUTE_MS, minutes * MINUTE_MS))
  return durationMsMax === relay.durationMsMax ? null : { ...relay, durationMsMax }
}
