import type { Plan } from '@tieng-lang/protocol/browser'
import { listOccurrences, soundOf } from '../occurrences.ts'
import type { Output, OutputInput } from './output.ts'
import { isPlanned } from './rules/rank.ts'
import { heldSounds } from './turn.ts'

/**
 * What a newer plan means for the planned sounds that are held now: the `planChanged` input for `arbitrate`. New sounds of
 * the plan still enter by `due`.
 */
export function planChange(output: Output, plan: Plan, planRevision: number): OutputInput {
  const playing = [output.current, output.next].flatMap((each) => (each ? [each] : []))
  const held = [...playing, ...heldSounds(output)].map(({ sound }) => sound).filter(isPlanned)
  const stopped = plan.stopped.map(({ broadcastId }) => broadcastId)
  const news = stopped.filter((id) => !output.stopped.some(({ broadcastId }) => broadcastId === id))
  if (held.length === 0) return { kind: 'planChanged', kept: [], stopped: news }
  const heldIds = new Set(held.map(({ soundId }) => soundId))
  // A sound can move within its slot when the plan changes, so whole slots are looked at: from the earliest start of a
  // slot to a day past the latest time.
  const from = Math.min(...held.map(({ slotAt }) => slotAt))
  const until = Math.max(...held.map(({ dueAt }) => dueAt)) + 86_400_000
  // What is held began in the version before: when the newer one was laid says nothing about it.
  const programmes = plan.programmes.map(({ plannedAt: _, ...programme }) => programme)
  const kept = listOccurrences({ ...plan, programmes }, { timeZone: output.rules.timeZone, from, until })
    .filter(({ occurrenceId }) => heldIds.has(occurrenceId))
    .map((occurrence) => soundOf(occurrence, planRevision))
  return { kind: 'planChanged', kept, stopped: news }
}
