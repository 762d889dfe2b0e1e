import type { PlayoutReason } from '@tieng-lang/protocol/browser'
import { noteDone, noteSession, noteSounded } from './memory.ts'
import type { Held, Output, OutputEffect, Playing } from './output.ts'
import type { Limit } from './rules/limits.ts'
import { isPlanned } from './rules/rank.ts'
import { asEnded, isLive, placedAt, whyNotWholeRelay } from './rules/relay.ts'
import type { InterruptReason, Sound } from './sound.ts'

type Draft<T> = { -readonly [Key in keyof T]: T[Key] }

/** One decision while it is being made: a draft of the output (its lists are replaced, never changed) and the effects. */
export interface Turn {
  readonly output: Draft<Output>
  readonly effects: OutputEffect[]
  readonly now: number
}

/** One frame: who has heard all but this has heard it. */
export const FRAME_MS = 20

/** The sound as it waits before its first sample. */
export function unbegun(sound: Sound): Held {
  return { sound, fromMs: 0, heardMs: 0, startedAt: null, interruptions: 0, because: null }
}

/** Whether the sound is held anywhere. */
export function isHeld(output: Output, soundId: string): boolean {
  const isIt = (held: Held | null) => held?.sound.soundId === soundId
  return (
    isIt(output.current) ||
    isIt(output.next) ||
    output.waiting.some(isIt) ||
    output.urgent.some(isIt) ||
    output.interrupted.some(isIt) ||
    output.ending.some(({ playing }) => isIt(playing))
  )
}

/** Every sound that waits or may go on. */
export function heldSounds(output: Output): Held[] {
  return [...output.waiting, ...output.urgent, ...output.interrupted]
}

/** Puts a sound where it waits: begun ones among the interrupted, planned ones in order, the rest among the urgent. */
export function putBack(turn: Turn, held: Held): void {
  const { output } = turn
  if (held.because !== null) output.interrupted = [...output.interrupted, held]
  else if (!isPlanned(held.sound)) output.urgent = [...output.urgent, held]
  else output.waiting = insertWaiting(output.waiting, held)
}

function insertWaiting(waiting: readonly Held[], held: Held): Held[] {
  let index = waiting.length
  while (index > 0 && isBefore(held.sound, waiting[index - 1]?.sound)) index--
  return waiting.toSpliced(index, 0, held)
}

function isBefore(a: Sound, b: Sound | undefined): boolean {
  return b !== undefined && (a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order))
}

/** Takes a sound out of the lists in which it waits. */
export function takeOut(turn: Turn, held: Held): void {
  const { output } = turn
  const isOther = (other: Held) => other !== held
  if (held.because !== null) output.interrupted = output.interrupted.filter(isOther)
  else if (!isPlanned(held.sound)) output.urgent = output.urgent.filter(isOther)
  else output.waiting = output.waiting.filter(isOther)
}

/** How far the sound has come by the clock; the player's own report is better. */
export function positionMsAt(playing: Playing, at: number): number {
  const ranMs = Math.max(0, at - playing.startAt)
  return Math.min(playing.fromMs + ranMs, playing.sound.durationMs ?? Number.POSITIVE_INFINITY)
}

/** … but of what is live and was not told to be heard nothing was: it may have waited for the amplifier. */
function reachedMsAt(playing: Playing, at: number): number {
  return isLive(playing.sound) && !playing.isHeard ? playing.fromMs : positionMsAt(playing, at)
}

/** Heard in all once a run ended at `positionMs`: of a recording the furthest place, of what is live the sum. */
export function heardMsAfter(playing: Held, positionMs: number): number {
  const { durationMs, relay } = playing.sound
  if (durationMs === null) return playing.heardMs + positionMs
  if (relay) return Math.min(durationMs, playing.heardMs + Math.max(0, positionMs - playing.fromMs))
  return Math.min(durationMs, Math.max(playing.heardMs, positionMs))
}

/** Hands a sound to the player. */
export function arm(
  turn: Turn,
  held: Held,
  { startAt, limit, after }: { startAt: number; limit: Limit; after: Playing | null },
): void {
  const { sound } = held
  const placed = placedAt(held, startAt)
  const playing: Playing = {
    ...placed,
    startAt,
    endAt: endAtOf(placed, startAt, limit.at),
    cutAt: limit.at,
    cutReason: limit.reason,
    isHeard: false,
  }
  takeOut(turn, held)
  if (after) turn.output.next = playing
  else turn.output.current = playing
  turn.effects.push({
    kind: 'start',
    sound,
    startAt,
    fromMs: placed.fromMs,
    cutAt: limit.at,
    atOnce: startAt <= turn.now,
    // It follows by its place, not by its own time: then no silence may stand between.
    afterSoundId:
      after !== null && startAt === Math.max(turn.now, after.endAt ?? 0) ? after.sound.soundId : null,
  })
}

/** When the last sample is heard if the one at `fromMs` is heard at `startAt`. */
export function endAtOf({ sound, fromMs }: Held, startAt: number, cutAt: number | null): number | null {
  if (sound.durationMs === null) return cutAt
  const endAt = startAt + sound.durationMs - fromMs
  return cutAt === null ? endAt : Math.min(endAt, cutAt)
}

/** Takes a sound from the player that is to wait again or to go on later: by its rule, or from where it was (paused). */
export function suspend(turn: Turn, playing: Playing, because: 'preempted' | 'paused'): void {
  clear(turn, playing)
  if (!isAudible(turn, playing)) {
    turn.effects.push({ kind: 'disarm', soundId: playing.sound.soundId })
    putBack(turn, heldOf(playing))
    return
  }
  turn.effects.push({ kind: 'interrupt', soundId: playing.sound.soundId, reason: because })
  const goingOn = afterInterruption(playing, reachedMsAt(playing, turn.now), because)
  // It may have been heard before the player's word of it: its session has begun.
  noteSession(turn, playing.sound, playing.startedAt ?? playing.startAt)
  const { fromMs, heardMs, startAt } = playing
  const leavingRun = { fromMs, heardMs, startAt }
  if (goingOn)
    putBack(turn, { ...goingOn, leavingSince: turn.now, ...(isLive(playing.sound) && { leavingRun }) })
  else if (playing.isOver && playing.sound.relay) addEnding(turn, endedOf(turn, playing), null)
  else addEnding(turn, playing, 'preempted')
}

/** A relay that has ended was as long as it came to be. */
function endedOf(turn: Turn, playing: Playing): Playing {
  return { ...playing, sound: asEnded(playing.sound, positionMsAt(playing, turn.now)) }
}

/** What still leaves is not to go on: the player's word on its run, which is on its way, closes it. */
export function endLeaving(turn: Turn, held: Held): boolean {
  const { leavingRun, leavingSince: _, ...left } = held
  if (!leavingRun) return false
  const run = { endAt: null, cutAt: null, cutReason: null, isHeard: true, ...leavingRun }
  addEnding(turn, { ...left, ...run }, 'preempted')
  return true
}

/** What was armed behind a sound that is gone is decided anew, unless it is about to be heard anyway. */
export function releaseNext(turn: Turn): void {
  const { next } = turn.output
  if (next) release(turn, next)
}

/** Takes back a sound of which nothing can have been heard yet. */
export function release(turn: Turn, playing: Playing): void {
  if (!isAudible(turn, playing)) suspend(turn, playing, 'preempted')
}

/** Takes a sound from the player for good. */
export function endForGood(turn: Turn, playing: Playing, reason: Exclude<InterruptReason, 'paused'>): void {
  clear(turn, playing)
  const { soundId } = playing.sound
  if (isAudible(turn, playing)) {
    turn.effects.push({ kind: 'interrupt', soundId, reason })
    addEnding(turn, playing, reason)
    return
  }
  turn.effects.push({ kind: 'disarm', soundId })
  record(turn, heldOf(playing), { reason, endedAt: null })
}

/**
 * How an interrupted sound waits to go on (R2), or null where it never will: by rule, or since all of it was heard.
 * A pause keeps the place whatever the rule. What is live joins again where the voice then is.
 */
export function afterInterruption(
  playing: Playing,
  positionMs: number,
  because: 'preempted' | 'paused' | 'agentRestarted',
): Held | null {
  const { sound } = playing
  const isOver = sound.durationMs !== null && positionMs > sound.durationMs - FRAME_MS
  if (isOver || playing.isOver || (because !== 'paused' && sound.onInterrupted === 'drop')) return null
  const keepsPlace = !isLive(sound) && (because === 'paused' || sound.onInterrupted === 'resume')
  return {
    sound,
    fromMs: isLive(sound) ? playing.fromMs : keepsPlace ? positionMs : 0,
    heardMs: heardMsAfter(playing, positionMs),
    startedAt: startedAtOf(playing, positionMs),
    interruptions: playing.interruptions + 1,
    because,
  }
}

/** First sample ever heard, also where the player has told only where the sound ended. */
export function startedAtOf(playing: Playing, positionMs: number): number | null {
  return playing.startedAt ?? (positionMs > playing.fromMs ? playing.startAt : null)
}

/** Writes the one record of a sound that is held nowhere any more. `reason`: null where it came to its own end. */
export function record(
  turn: Turn,
  held: Held,
  { reason, endedAt }: { reason: PlayoutReason | null; endedAt: number | null },
): void {
  const { sound, heardMs, startedAt, interruptions } = held
  const askedMs = sound.durationMs ?? Math.max(heardMs, (endedAt ?? turn.now) - sound.dueAt)
  const why = heardMs > 0 ? whyNotWhole(held, reason) : (reason ?? 'joinedLate')
  const outcome = why === null ? 'heard' : heardMs > 0 ? 'partlyHeard' : 'notHeard'
  if (startedAt !== null) {
    noteSession(turn, sound, startedAt)
    noteSounded(turn, sound)
  }
  noteDone(turn, sound.soundId)
  const whenEnded = startedAt === null ? null : endedAt
  turn.effects.push({
    kind: 'record',
    record: { sound, outcome, reason: why, startedAt, endedAt: whenEnded, askedMs, heardMs, interruptions },
  })
}

/** Null where all of it was heard. What is live has no length: what an interruption took of it is gone. */
function whyNotWhole(held: Held, reason: PlayoutReason | null): PlayoutReason | null {
  const { sound, heardMs, interruptions } = held
  if (sound.durationMs === null) return reason ?? (interruptions > 0 ? 'preempted' : null)
  if (heardMs > sound.durationMs - FRAME_MS) return null
  return reason ?? (sound.relay ? whyNotWholeRelay(held) : 'outputStarved')
}

/** An armed or sounding sound as it would wait. */
export function heldOf(playing: Playing): Held {
  const { sound, fromMs, heardMs, startedAt, interruptions, because } = playing
  return { sound, fromMs, heardMs, startedAt, interruptions, because }
}

/** The place of `playing` is free again. */
export function clear(turn: Turn, playing: Playing): void {
  const { output } = turn
  if (output.current === playing) output.current = null
  if (output.next === playing) output.next = null
}

/** Heard, or by the clock about to be: the player may not have told yet. */
export function isAudible(turn: Turn, playing: Playing): boolean {
  return playing.isHeard || playing.startAt <= turn.now
}

function addEnding(turn: Turn, playing: Playing, reason: PlayoutReason | null): void {
  noteSession(turn, playing.sound, playing.startedAt ?? playing.startAt)
  turn.output.ending = [...turn.output.ending, { playing, reason, toldAt: turn.now }]
}
