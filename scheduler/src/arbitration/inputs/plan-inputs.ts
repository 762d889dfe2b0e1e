import { isDone, isStopped } from '../memory.ts'
import type { Held, OutputInput, Playing } from '../output.ts'
import { isPlanned, preempts } from '../rules/rank.ts'
import { isLive } from '../rules/relay.ts'
import type { Sound } from '../sound.ts'
import {
  endForGood,
  endLeaving,
  heldSounds,
  isHeld,
  putBack,
  record,
  release,
  type Turn,
  takeOut,
  unbegun,
} from '../turn.ts'
import { stopBroadcasts } from './operator-inputs.ts'
import { replacePlaying } from './player-reports.ts'

/** More than this never wait at once; what finds no room is fed again by the caller. */
export const WAITING_MAX = 2_000

/** Sounds enter from the plan; what is held or done is passed over, what is stopped has its record at once. */
export function onDue(turn: Turn, sounds: readonly Sound[]): void {
  const { output } = turn
  for (const sound of sounds) {
    if (isDone(output.done, sound.soundId) || isHeld(output, sound.soundId)) continue
    if (isStopped(output.stopped, sound)) record(turn, unbegun(sound), { reason: 'stopped', endedAt: null })
    else if (output.waiting.length < WAITING_MAX) putBack(turn, unbegun(sound))
  }
}

/** A newer plan: stops count first, then what it no longer contains ends at once, the rest follows its new facts. */
export function onPlanChanged(
  turn: Turn,
  { kept, stopped }: Extract<OutputInput, { kind: 'planChanged' }>,
): void {
  stopBroadcasts(turn, stopped)
  const { output } = turn
  const keptById = new Map(kept.map((sound) => [sound.soundId, sound]))
  for (const playing of [output.next, output.current]) {
    if (playing) applyToPlaying(turn, playing, keptById)
  }
  const waiting = output.waiting
  output.waiting = []
  for (const held of waiting) applyToHeld(turn, held, keptById)
  const interrupted = output.interrupted
  output.interrupted = []
  for (const held of interrupted) applyToHeld(turn, held, keptById)
}

function applyToPlaying(turn: Turn, playing: Playing, keptById: ReadonlyMap<string, Sound>): void {
  if (!isPlanned(playing.sound)) return
  const sound = keptById.get(playing.sound.soundId)
  if (!sound) endForGood(turn, playing, 'withdrawn')
  else if (isSameRecording(sound, playing.sound)) {
    // A new time or new limits: what is not heard yet is decided anew, what sounds goes on.
    if (sound.dueAt !== playing.sound.dueAt) release(turn, playing)
  } else if (playing.isHeard || playing.startAt <= turn.now) endForGood(turn, playing, 'withdrawn')
  else release(turn, playing)
}

function applyToHeld(turn: Turn, held: Held, keptById: ReadonlyMap<string, Sound>): void {
  const sound = keptById.get(held.sound.soundId)
  const isWithdrawn = !sound || (held.because !== null && !isSameRecording(sound, held.sound))
  if (!isPlanned(held.sound)) putBack(turn, held)
  else if (isWithdrawn) record(turn, held, { reason: 'withdrawn', endedAt: null })
  else putBack(turn, { ...held, sound })
}

function isSameRecording(a: Sound, b: Sound): boolean {
  return a.mediaSha256 === b.mediaSha256 && a.durationMs === b.durationMs
}

/** Something live. Who speaks keeps the cluster, unless the take-over was confirmed. */
export function onAnnounce(
  turn: Turn,
  { sound, takesOver }: Extract<OutputInput, { kind: 'announce' }>,
): void {
  const { output } = turn
  if (isDone(output.done, sound.soundId) || isHeld(output, sound.soundId)) return
  if (isStopped(output.stopped, sound)) {
    record(turn, unbegun(sound), { reason: 'stopped', endedAt: null })
    return
  }
  if (takesOver) giveUpVoices(turn, sound)
  putBack(turn, unbegun(sound))
}

/** All but those above it, an emergency's, and those that began after it: of a take-over that is told of late. */
function giveUpVoices(turn: Turn, sound: Sound): void {
  const { output } = turn
  const isVoice = ({ sound: held }: Held) =>
    held.durationMs === null && !preempts(held, sound) && held.dueAt <= sound.dueAt
  for (const playing of [output.next, output.current]) {
    if (playing && isVoice(playing)) endForGood(turn, playing, 'preempted')
  }
  for (const held of [...output.urgent, ...output.interrupted].filter(isVoice)) {
    takeOut(turn, held)
    record(turn, held, { reason: 'preempted', endedAt: null })
  }
}

/**
 * The live session is over: what is buffered is still heard; where it waited it ends here. A relay whose time has not come
 * yet waits on: what is said in its place can still be heard.
 */
export function onAnnounceEnd(turn: Turn, soundId: string): void {
  const { output, now } = turn
  const isIt = (held: Held | null) =>
    held?.sound.soundId === soundId && isLive(held.sound) && !(held.sound.relay && held.sound.dueAt > now)
  for (const playing of [output.next, output.current]) {
    if (!playing || !isIt(playing)) continue
    if (playing.isHeard || playing.startAt <= now) {
      turn.effects.push({ kind: 'drain', soundId })
      replacePlaying(turn, playing, { ...playing, isOver: true })
    } else endForGood(turn, playing, 'expired')
  }
  for (const held of heldSounds(output).filter(isIt)) {
    takeOut(turn, held)
    if (!endLeaving(turn, held)) record(turn, held, { reason: 'preempted', endedAt: now })
  }
}

/** A live session is over of which nothing ever came to this cluster. It has its record, and nothing gave way to it. */
export function onAnnounceMissed(turn: Turn, sound: Sound): void {
  const { output } = turn
  if (isDone(output.done, sound.soundId) || isHeld(output, sound.soundId)) return
  record(turn, unbegun(sound), { reason: 'audioMissing', endedAt: null })
}
