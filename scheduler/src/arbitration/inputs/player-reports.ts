import type { PlayoutReason } from '@tieng-lang/protocol/browser'
import { noteSession, noteSounded } from '../memory.ts'
import type { Held, OutputInput, Playing } from '../output.ts'
import { isPlanned } from '../rules/rank.ts'
import { asEnded, isLive } from '../rules/relay.ts'
import {
  clear,
  endAtOf,
  FRAME_MS,
  heardMsAfter,
  heldOf,
  heldSounds,
  putBack,
  record,
  releaseNext,
  startedAtOf,
  type Turn,
  takeOut,
  unbegun,
} from '../turn.ts'

type Report<K extends OutputInput['kind']> = Extract<OutputInput, { kind: K }>

/** The first sample of a run was heard: its instants are exact from here on. */
export function onStarted(turn: Turn, { soundId, heardAt, lostMs = 0 }: Report<'started'>): void {
  const playing = playingOf(turn, soundId)
  // Told while it was being interrupted: the answer to that will say all.
  if (!playing) return
  const heard: Playing = {
    ...playing,
    isHeard: true,
    startAt: heardAt,
    startedAt: playing.startedAt ?? heardAt + lostMs,
    endAt: endAtOf(playing, heardAt, playing.cutAt),
  }
  replacePlaying(turn, playing, heard)
  noteSession(turn, heard.sound, heardAt)
  noteSounded(turn, heard.sound)
}

/** The whole recording was heard, or what was buffered of a live session. */
export function onFinished(turn: Turn, { soundId, heardAt }: Report<'finished'>): void {
  const playing = playingOf(turn, soundId)
  if (playing) {
    clear(turn, playing)
    const positionMs = lengthMsOf(playing, heardAt)
    const ended = { ...playing, sound: asEnded(playing.sound, positionMs) }
    close(turn, ended, { positionMs, reason: null, endedAt: heardAt })
    return
  }
  const ending = endingOf(turn, soundId)
  if (ending) {
    close(turn, ending.playing, {
      positionMs: lengthMsOf(ending.playing, heardAt),
      reason: ending.reason,
      endedAt: heardAt,
    })
    return
  }
  // It came to its end in the very moment in which it was interrupted: nothing is left to go on with.
  const held = heldSounds(turn.output).find(({ sound }) => sound.soundId === soundId)
  if (held?.because && held.sound.durationMs !== null) {
    takeOut(turn, held)
    const heardMs = isLive(held.sound) ? held.heardMs : held.sound.durationMs
    record(turn, { ...held, heardMs }, { reason: null, endedAt: heardAt })
  }
}

/** How far a sound has come that ended by itself at `heardAt`: what is live may end whenever its source does. */
function lengthMsOf({ sound, fromMs, startAt }: Playing, heardAt: number): number {
  const ranMs = Math.max(0, heardAt - startAt)
  if (sound.durationMs === null) return ranMs
  const isWhole = !sound.relay || fromMs + ranMs > sound.durationMs - FRAME_MS
  return isWhole ? sound.durationMs : fromMs + ranMs
}

/** It was heard up to its limit. */
export function onCut(turn: Turn, { soundId, heardAt, positionMs }: Report<'cut'>): void {
  const playing = playingOf(turn, soundId)
  if (playing) {
    clear(turn, playing)
    close(turn, playing, { positionMs, reason: playing.cutReason ?? 'quietHours', endedAt: heardAt })
    return
  }
  const ending = endingOf(turn, soundId)
  if (ending) close(turn, ending.playing, { positionMs, reason: ending.reason, endedAt: heardAt })
}

/** The answer to `interrupt`: where it really ended. A sound of which nothing was heard simply waits again. */
export function onInterruptedAt(turn: Turn, { soundId, heardAt, positionMs }: Report<'interruptedAt'>): void {
  const ending = endingOf(turn, soundId)
  if (ending) {
    const { playing, reason } = ending
    if (
      reason !== 'preempted' ||
      playing.isHeard ||
      positionMs > playing.fromMs ||
      !isPlanned(playing.sound)
    ) {
      close(turn, playing, { positionMs, reason, endedAt: heardAt })
      return
    }
    turn.output.ending = turn.output.ending.filter((other) => other !== ending)
    putBack(turn, heldOf(playing))
    return
  }
  const held = heldSounds(turn.output).find(({ sound }) => sound.soundId === soundId)
  if (!held) return
  takeOut(turn, held)
  const { leavingSince: _, leavingRun, ...left } = held
  if (!isLive(held.sound)) putBack(turn, refine(left, heardAt, positionMs))
  else putBack(turn, leavingRun ? refineLive(left, leavingRun, { heardAt, positionMs }) : left)
}

type Run = NonNullable<Held['leavingRun']>

/** How long the run was that it was taken from, what the output still held as well; one of which nothing was heard has not begun. */
function refineLive(
  left: Held,
  run: Run,
  { heardAt, positionMs }: { heardAt: number; positionMs: number },
): Held {
  const ranMs = positionMs - run.fromMs
  if (ranMs <= 0 && left.interruptions <= 1 && left.because !== 'agentRestarted') return unbegun(left.sound)
  return {
    ...left,
    heardMs: heardMsAfter({ ...left, ...run }, positionMs),
    startedAt: left.startedAt ?? (ranMs > 0 ? heardAt - ranMs : null),
  }
}

/** The estimate of a position gives way to what the player says. */
function refine(held: Held, heardAt: number, positionMs: number): Held {
  const { sound } = held
  if (positionMs <= 0)
    return held.interruptions <= 1 && held.because !== 'agentRestarted' ? unbegun(sound) : held
  const because = held.because ?? 'preempted'
  const keepsPlace = because === 'paused' || sound.onInterrupted === 'resume'
  return {
    sound,
    fromMs: keepsPlace ? positionMs : 0,
    heardMs: held.interruptions <= 1 ? positionMs : heardMsAfter(held, positionMs),
    startedAt: held.startedAt ?? heardAt - positionMs,
    // One that was disarmed too late has been heard a little, and so was interrupted.
    interruptions: Math.max(1, held.interruptions),
    because,
  }
}

/** The player could not start it, or not go on. What was to follow it is decided anew. */
export function onFailed(turn: Turn, { soundId, reason, positionMs }: Report<'failed'>): void {
  const playing = playingOf(turn, soundId)
  if (playing) {
    clear(turn, playing)
    close(turn, playing, { positionMs, reason, endedAt: positionMs > 0 ? turn.now : null })
    releaseNext(turn)
    return
  }
  const ending = endingOf(turn, soundId)
  if (ending) {
    close(turn, ending.playing, { positionMs, reason: ending.reason, endedAt: turn.now })
    return
  }
  const held = heldSounds(turn.output).find(({ sound }) => sound.soundId === soundId)
  if (!held) return
  takeOut(turn, held)
  record(turn, held, { reason, endedAt: null })
}

/** Writes the record of a run that ended at `positionMs`. */
export function close(
  turn: Turn,
  playing: Playing,
  {
    positionMs,
    reason,
    endedAt,
  }: { positionMs: number; reason: PlayoutReason | null; endedAt: number | null },
): void {
  turn.output.ending = turn.output.ending.filter((ending) => ending.playing !== playing)
  const startedAt = startedAtOf(playing, positionMs)
  record(turn, { ...playing, startedAt, heardMs: heardMsAfter(playing, positionMs) }, { reason, endedAt })
}

/** Puts `changed` in the place of `playing`; what follows it cannot begin before its end. */
export function replacePlaying(turn: Turn, playing: Playing, changed: Playing): void {
  const { output } = turn
  if (output.next === playing) output.next = changed
  if (output.current !== playing) return
  output.current = changed
  const { next } = output
  if (next && !next.isHeard && changed.endAt !== null && next.startAt < changed.endAt) {
    output.next = { ...next, startAt: changed.endAt, endAt: endAtOf(next, changed.endAt, next.cutAt) }
  }
}

export function playingOf({ output }: Turn, soundId: string): Playing | null {
  if (output.current?.sound.soundId === soundId) return output.current
  return output.next?.sound.soundId === soundId ? output.next : null
}

function endingOf({ output }: Turn, soundId: string) {
  return output.ending.find(({ playing }) => playing.sound.soundId === soundId)
}
