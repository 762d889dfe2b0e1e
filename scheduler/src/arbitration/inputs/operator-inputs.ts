import { isNamedBy, noteStopped } from '../memory.ts'
import type { Held } from '../output.ts'
import { isPlanned } from '../rules/rank.ts'
import { endForGood, heldSounds, record, releaseNext, suspend, type Turn, takeOut } from '../turn.ts'

/**
 * `null` stops whatever sounds or is armed, is due and waits, or is interrupted; its whole broadcasts are stopped, so that
 * the item after a stopped one stays silent, too.
 */
export function onStop(turn: Turn, broadcastId: string | null): void {
  stopBroadcasts(turn, broadcastId === null ? broadcastsNow(turn) : [broadcastId])
}

function broadcastsNow({ output, now }: Turn): string[] {
  const held: (Held | null)[] = [
    output.current,
    output.next,
    ...output.interrupted,
    ...output.urgent,
    ...output.waiting.filter(({ sound }) => sound.dueAt <= now),
  ]
  return [...new Set(held.flatMap((each) => (each ? [each.sound.broadcastId] : [])))]
}

/** A stop wins over any start of the same broadcast, in whatever order the two arrive. */
export function stopBroadcasts(turn: Turn, broadcastIds: readonly string[]): void {
  for (const broadcastId of broadcastIds) {
    noteStopped(turn, broadcastId)
    endAll(turn, (held) => isNamedBy(broadcastId, held.sound), 'stopped')
  }
}

/** Ends every sound that `isMeant`, wherever it is held. */
export function endAll(turn: Turn, isMeant: (held: Held) => boolean, reason: 'stopped' | 'withdrawn'): void {
  const { output } = turn
  for (const playing of [output.next, output.current]) {
    if (playing && isMeant(playing)) endForGood(turn, playing, reason)
  }
  // What was to follow an ended sound need not wait for where that would have ended.
  if (!output.current) releaseNext(turn)
  for (const held of heldSounds(output).filter(isMeant)) {
    takeOut(turn, held)
    record(turn, held, { reason, endedAt: null })
  }
}

/** Nothing but an emergency sounds until `resume`; what sounded keeps its place. */
export function onPause(turn: Turn): void {
  const { output } = turn
  output.isPaused = true
  for (const playing of [output.next, output.current]) {
    if (playing && playing.sound.priority !== 'emergency') suspend(turn, playing, 'paused')
  }
}

/** Skips the planned sound that is heard, armed or paused; what is live or an emergency is stopped, not skipped. */
export function onNext(turn: Turn): void {
  const { output } = turn
  const { current } = output
  if (current && isPlanned(current.sound)) {
    endForGood(turn, current, 'skipped')
    releaseNext(turn)
    return
  }
  const paused = output.interrupted.find(({ because }) => because === 'paused')
  if (current || !paused || !isPlanned(paused.sound)) return
  takeOut(turn, paused)
  record(turn, paused, { reason: 'skipped', endedAt: null })
}
