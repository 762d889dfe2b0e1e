import type { Emergency } from '@tieng-lang/protocol/browser'
import { isDone, isStopped } from '../memory.ts'
import type { Held, OutputInput } from '../output.ts'
import { awaitTime } from '../rules/time-asked.ts'
import type { HeldEmergency, Sound } from '../sound.ts'
import { isAudible, isHeld, putBack, record, type Turn, unbegun } from '../turn.ts'
import { closingOf, soundingOf } from './emergency-sounds.ts'
import { endAll } from './operator-inputs.ts'

/** Beyond this the one that expires first is forgotten. */
const EMERGENCIES_MAX = 500

/**
 * Any revision of an emergency. A higher edition takes the place of what sounds of the lower ones, for the first time on
 * this cluster, whichever place in its repeat plan has come meanwhile. Within an edition a revision touches nothing that
 * sounds or is armed: what is still to be said is said by it. One that has ended is silent, but for what it says then.
 */
export function onEmergency(
  turn: Turn,
  { emergency, revision, isLocal }: Extract<OutputInput, { kind: 'emergency' }>,
): void {
  const before = heldOf(turn, emergency.emergencyId)
  // An Exercise never becomes Actual, whoever says so; it is refused before it comes here, too.
  if (before && (before.revision >= revision || before.emergency.status !== emergency.status)) return
  const held: HeldEmergency = {
    emergency,
    revision,
    isLocal: isLocal ?? false,
    lastRepeat: before?.lastRepeat ?? -1,
    hasSounded: before !== undefined && (before.hasSounded || isBegun(turn, emergency.emergencyId)),
  }
  if (emergency.state !== 'active') onEnded(turn, held)
  else if (before?.emergency.state === 'active' && emergency.edition <= before.emergency.edition)
    onRevised(turn, held)
  else onNewEdition(turn, held)
}

/** It sounds at once, where it is not over; by a clock that is not trusted nobody can say that. */
function onNewEdition(turn: Turn, before: HeldEmergency): void {
  const { output, now } = turn
  const { emergency } = before
  endAll(turn, isSoundingOf(emergency.emergencyId), 'withdrawn')
  const repeat = output.isClockTrusted ? Math.max(0, repeatDueAt(emergency, now)) : 0
  const held = { ...before, lastRepeat: repeat }
  keep(turn, held)
  const first = soundingOf(held, { repeat, isFirst: true })
  if (isHeld(output, first.soundId) || hasSounded(turn, first)) return
  if (isStopped(output.stopped, first)) record(turn, unbegun(first), { reason: 'stopped', endedAt: null })
  else if (output.isClockTrusted && emergency.expiresAt <= now)
    record(turn, unbegun(first), { reason: 'expired', endedAt: null })
  else {
    putBack(turn, unbegun(first))
    if (!held.isLocal) awaitTime(turn)
  }
}

/** What of it waits, or is to be said again from its beginning, is said by the newest revision. */
function onRevised(turn: Turn, held: HeldEmergency): void {
  const { output } = turn
  keep(turn, held)
  const revised = (one: Held): Held => {
    const facts = one.sound.emergency
    if (!facts || !isSoundingOf(held.emergency.emergencyId)(one) || facts.repeat === 'closing') return one
    return {
      ...one,
      sound: { ...soundingOf(held, { ...facts, repeat: facts.repeat }), soundId: one.sound.soundId },
    }
  }
  output.urgent = output.urgent.map(revised)
  output.interrupted = output.interrupted.map(revised)
}

/** Silent at once. What is said after the end is for those who have heard of its beginning. */
function onEnded(turn: Turn, held: HeldEmergency): void {
  const { output, now } = turn
  const { emergency } = held
  const closing = closingOf(held)
  endAll(turn, (one) => isOf(emergency.emergencyId)(one) && one.sound.soundId !== closing?.soundId, 'stopped')
  keep(turn, held)
  if (!closing || !held.hasSounded || isDone(output.done, closing.soundId) || isHeld(output, closing.soundId))
    return
  if (isStopped(output.stopped, closing)) return
  if (output.isClockTrusted && (emergency.closing?.until ?? 0) <= now) return
  putBack(turn, unbegun(closing))
}

/**
 * Repeats whose time has come. Only with a trusted clock, or by the clock that the cluster's own button began it with:
 * else an emergency sounds once per edition. While a sounding of the same emergency is on its way the repeat waits, and
 * several that have passed meanwhile are one.
 */
export function raiseRepeats(turn: Turn): void {
  const { output, now } = turn
  for (const held of output.emergencies) {
    const { emergency } = held
    if (!output.isClockTrusted && !held.isLocal) continue
    if (emergency.state !== 'active' || emergency.expiresAt <= now) continue
    const repeat = repeatDueAt(emergency, now)
    if (repeat <= held.lastRepeat || isOnItsWay(turn, emergency.emergencyId)) continue
    const sound = soundingOf(held, { repeat, isFirst: false })
    keep(turn, { ...held, lastRepeat: repeat })
    if (!isStopped(output.stopped, sound) && !isDone(output.done, sound.soundId))
      putBack(turn, unbegun(sound))
  }
}

/** The time that was asked for is known: repeats that have passed are one with the first sounding that waited for it. */
export function onTimeKnown(turn: Turn): void {
  const { output, now } = turn
  output.timeAskedAt = null
  for (const held of output.emergencies) {
    const isWaiting = output.urgent.some(isOf(held.emergency.emergencyId))
    if (isWaiting) keep(turn, { ...held, lastRepeat: Math.max(0, repeatDueAt(held.emergency, now)) })
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

/** Without a trusted clock nobody knows which repeat it would be: any that was sounded of the edition was the once. */
function hasSounded({ output }: Turn, { soundId }: Sound): boolean {
  if (output.isClockTrusted) return isDone(output.done, soundId)
  const edition = soundId.slice(0, soundId.lastIndexOf('#') + 1)
  return output.done.some((done) => done.soundId.startsWith(edition))
}

const isOf =
  (emergencyId: string) =>
  (held: Held | null): boolean =>
    held?.sound.emergency?.emergencyId === emergencyId

/** Not the voice of who speaks about it: that goes on when another edition has been said. */
const isSoundingOf =
  (emergencyId: string) =>
  (held: Held | null): boolean =>
    isOf(emergencyId)(held) && held?.sound.durationMs !== null

/** Heard, or on its way to the horn: the player may not have told yet. */
function isBegun(turn: Turn, emergencyId: string): boolean {
  const { current, next, ending } = turn.output
  return [current, next, ...ending.map(({ playing }) => playing)].some(
    (one) => one !== null && isOf(emergencyId)(one) && isAudible(turn, one),
  )
}

function isOnItsWay({ output }: Turn, emergencyId: string): boolean {
  const isIt = isOf(emergencyId)
  return (
    isIt(output.current) || isIt(output.next) || output.urgent.some(isIt) || output.interrupted.some(isIt)
  )
}

function heldOf({ output }: Turn, emergencyId: string): HeldEmergency | undefined {
  return output.emergencies.find(({ emergency }) => emergency.emergencyId === emergencyId)
}

/** Puts it in the place of what was held of the same emergency, within the limit. */
function keep({ output }: Turn, held: HeldEmergency): void {
  const { emergencyId } = held.emergency
  const others = output.emergencies.filter(({ emergency }) => emergency.emergencyId !== emergencyId)
  const first = others.length < EMERGENCIES_MAX ? undefined : others.reduce(earlier)
  output.emergencies = [...others.filter((other) => other !== first), held]
}

function earlier(a: HeldEmergency, b: HeldEmergency): HeldEmergency {
  return b.emergency.expiresAt < a.emergency.expiresAt ? b : a
}
