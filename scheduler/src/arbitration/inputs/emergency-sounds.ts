import { soundingMsMax } from '@tieng-lang/protocol/browser'
import type { EmergencyFacts, HeldEmergency, Sound } from '../sound.ts'

/**
 * One sounding, as long as it can become. An interrupted one is said again from its beginning: half a warning is none,
 * and the attention signal belongs to it. `mayBeCut` is false: an Exercise that would run into quiet hours does not
 * start, and an Actual one knows no limits.
 */
export function soundingOf(
  held: HeldEmergency,
  { repeat, isFirst }: { repeat: number; isFirst: boolean },
): Sound {
  const { sentAt, expiresAt, sounds, repeatsAfterS } = held.emergency
  const afterS = [0, ...repeatsAfterS.toSorted((a, b) => a - b)][repeat] ?? 0
  return {
    ...soundOf(held, { repeat, isFirst, expiresAt }),
    dueAt: sentAt + afterS * 1_000,
    order: repeat,
    durationMs: soundingMsMax(sounds),
    mediaSha256: (sounds.message[0] ?? sounds.opening[0])?.sha256 ?? null,
  }
}

/** What is said after the end, undefined where nothing is. It takes its turn as a repeat does, and is not first of all. */
export function closingOf(held: HeldEmergency): Sound | undefined {
  const { closing, sentAt } = held.emergency
  const [first] = closing?.parts ?? []
  if (!closing || !first) return undefined
  return {
    ...soundOf(held, { repeat: 'closing', isFirst: false, expiresAt: closing.until }),
    dueAt: sentAt,
    order: 0,
    durationMs: closing.parts.reduce((ms, part) => ms + part.durationMs, 0),
    mediaSha256: first.sha256,
  }
}

function soundOf(
  { emergency, isLocal }: HeldEmergency,
  what: Pick<EmergencyFacts, 'repeat' | 'isFirst' | 'expiresAt'>,
): Omit<Sound, 'dueAt' | 'order' | 'durationMs' | 'mediaSha256'> {
  const { emergencyId, edition, status, severity, sentAt } = emergency
  return {
    soundId: `${emergencyId}#${edition}#${what.repeat}`,
    broadcastId: `${emergencyId}@${edition}`,
    priority: 'emergency',
    slotAt: sentAt,
    latenessMsMax: Math.max(0, what.expiresAt - sentAt),
    onInterrupted: 'restart',
    mayBeCut: false,
    volumePercent: null,
    planRevision: null,
    emergency: { emergencyId, edition, status, severity, sentAt, isLocal, ...what },
  }
}
