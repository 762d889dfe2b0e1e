import type { OutputInput } from '../output.ts'
import { endAtOf, releaseNext, type Turn } from '../turn.ts'
import { playingOf, replacePlaying } from './player-reports.ts'

/**
 * A sounding of an emergency was announced as long as it could become; now it is known what it says after its opening.
 * What was armed to follow it is decided anew, since it begins where this one ends.
 */
export function onLengthKnown(
  turn: Turn,
  { soundId, durationMs }: Extract<OutputInput, { kind: 'lengthKnown' }>,
): void {
  const playing = playingOf(turn, soundId)
  if (!playing || playing.sound.durationMs === null || playing.sound.durationMs === durationMs) return
  if (playing === turn.output.current) releaseNext(turn)
  const sound = { ...playing.sound, durationMs }
  const endAt = endAtOf({ ...playing, sound }, playing.startAt, playing.cutAt)
  replacePlaying(turn, playing, { ...playing, sound, endAt })
}
