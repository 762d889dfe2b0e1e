import { type Emergency, soundingMsMax } from '@tieng-lang/protocol/browser'
import { isDone, isStopped } from '../memory.ts'
import type { Held, OutputInput } from '../output.ts'
import type { HeldEmergency, Sound } from '../sound.ts'
import { isHeld, putBack, record, type Turn, unbegun } from '../turn.ts'
import { endAll } from './operator-inputs.ts'

/** Beyond this the one that expires first is forgotten. */
const EMERGENCIES_MAX = 500

/** `{emergencyId}#{revision}#{repeat}`. */
function emergencySoundId(emergencyId: string, revision: number, repeat: number): string {
  return `${emergencyId}#${revision}#${repeat}`
}

/**
 * Any revision of an emergency. A higher one replaces what sounds of the lower ones; an active one sounds at once, for the
 * first time on this cluster, whichever place in its repeat plan has come meanwhile.
 */
export function onEmergency(
  turn: Turn,
  { emergency, revision }: Extract<OutputInput, { kind: 'emergency' }>,
): void {
  const { output, now } = turn
  const { emergencyId } = emergency
  const before = output.emergencies.find((held) => held.emergency.emergencyId === emergencyId)
  if (before && before.revision >= revision) return
  const isOf = ({ sound }: Held) => sound.emergency?.emergencyId === emergencyId
  endAll(turn, isOf, emergency.state === 'active' ? 'withdrawn' : 'stopped')
  const repeat = emergency.state === 'active' ? Math.max(0, repeatDueAt(emergency, now)) : -1
  const held: HeldEmergency = { emergency, revision, lastRepeat: repeat }
  output.emergencies = withinLimit([...output.emergencies.filter((other) => other !== before), held])
  if (emergency.state !== 'active') return
  const first = soundOfEmergency(held, repeat, true)
  if (isDone(output.done, first.soundId) || isHeld(output, first.soundId)) return
  if (isStopped(output.stopped, first)) record(turn, unbegun(first), { reason: 'stopped', endedAt: null })
  else if (emergency.expiresAt <= now) record(turn, unbegun(first), { reason: 'expired', endedAt: null })
  else putBack(turn, unbegun(first))
}

/**
 * Repeats whose time has come. Only with a trusted clock: without it an emergency sounds once per revision. While a
 * sounding of the same emergency is on its way the repeat waits, and several that have passed meanwhile are one.
 */
export function raiseRepeats(turn: Turn): void {
  const { output, now } = turn
  if (!output.isClockTrusted) return
  for (const held of output.emergencies) {
    const { emergency } = held
    if (emergency.state !== 'active' || emergency.expiresAt <= now) continue
    const repeat = repeatDueAt(emergency, now)
    if (repeat <= held.lastRepeat || isOnItsWay(turn, emergency.emergencyId)) continue
    const sound = soundOfEmergency(held, repeat, false)
    output.emergencies = output.emergencies.map((other) =>
      other === held ? { ...held, lastRepeat: repeat } : other,
    )
    if (!isStopped(output.stopped, sound) && !isDone(output.done, sound.soundId))
      putBack(turn, unbegun(sound))
  }
}

/** When the next repeat of any active emergency is due; null where none is to come. */
export function nextRepeatAt(emergencies: readonly HeldEmergency[], now: number): number | null {
  let nextAt: number | null = null
  for (const { emergency } of emergencies) {
    if (emergency.state !== 'active' || emergency.expiresAt <= now) continue
    for (const afterS of emergency.repeatsAfterS) {
      const at = emergency.sentAt + afterS * 1_000
      if (at > now && (nextAt === null || at < nextAt)) nextAt = at
    }
  }
  return nextAt
}

/** The latest place of the repeat plan that has come: 0 from `sentAt` on, -1 before. */
function repeatDueAt({ sentAt, repeatsAfterS }: Emergency, now: number): number {
  if (now < sentAt) return -1
  return repeatsAfterS.filter((afterS) => sentAt + afterS * 1_000 <= now).length
}

function isOnItsWay({ output }: Turn, emergencyId: string): boolean {
  const isOf = (held: Held | null) => held?.sound.emergency?.emergencyId === emergencyId
  return (
    isOf(output.current) || isOf(output.next) || output.urgent.some(isOf) || output.interrupted.some(isOf)
  )
}

/**
 * An interrupted sounding is said again from its beginning: half a warning is none, and the attention signal belongs to
 * it. `mayBeCut` is false: an Exercise that would run into quiet hours does not start, and an Actual one knows no limits.
 */
function soundOfEmergency({ emergency, revision }: HeldEmergency, repeat: number, isFirst: boolean): Sound {
  const { emergencyId, status, severity, sentAt, expiresAt } = emergency
  const afterS = [0, ...emergency.repeatsAfterS.toSorted((a, b) => a - b)][repeat] ?? 0
  return {
    soundId: emergencySoundId(emergencyId, revision, repeat),
    broadcastId: `${emergencyId}@${revision}`,
    priority: 'emergency',
    dueAt: sentAt + afterS * 1_000,
    slotAt: sentAt,
    order: repeat,
    durationMs: soundingMsMax(emergency.sounds),
    latenessMsMax: Math.max(0, expiresAt - sentAt),
    onInterrupted: 'restart',
    mayBeCut: false,
    mediaSha256: emergency.sounds.message[0]?.sha256 ?? null,
    volumePercent: null,
    planRevision: null,
    emergency: { emergencyId, revision, status, severity, sentAt, expiresAt, repeat, isFirst },
  }
}

function withinLimit(emergencies: readonly HeldEmergency[]): readonly HeldEmergency[] {
  if (emergencies.length <= EMERGENCIES_MAX) return emergencies
  const first = emergencies.reduce((a, b) => (b.emergency.expiresAt < a.emergency.expiresAt ? b : a))
  return emergencies.filter((held) => held !== first)
}
