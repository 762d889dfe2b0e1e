import { type Priority, severityRank } from '@tieng-lang/protocol/browser'
import type { Held } from '../output.ts'
import type { EmergencyFacts, Sound } from '../sound.ts'

/** A sound and the earliest instant at which its first sample could be heard. */
export interface Candidate {
  readonly held: Held
  readonly startAt: number
}

/** Whether the sound comes from the plan: it has a time, and only with a trusted clock. */
export function isPlanned(sound: Sound): boolean {
  return sound.priority === 'priority' || sound.priority === 'routine'
}

/** Only an Actual emergency passes quiet hours and limits (R8). */
export function isActual(sound: Sound): boolean {
  return sound.emergency?.status === 'Actual'
}

/**
 * Whether `sound` takes the loudspeaker from `sounding` in the middle (DESIGN §4). An announcement takes it from the plan,
 * an emergency from all below it; among emergencies an Actual one always takes it from an Exercise or Test, an Exercise
 * or Test never from an Actual, and a first sounding takes it from any repeat and from a lower rank.
 */
export function preempts(sound: Sound, sounding: Sound): boolean {
  if (sound.emergency) return !sounding.emergency || preemptsEmergency(sound.emergency, sounding.emergency)
  return sound.priority === 'announcement' && isPlanned(sounding)
}

function preemptsEmergency(facts: EmergencyFacts, sounding: EmergencyFacts): boolean {
  const isAbove = statusRank(facts) - statusRank(sounding)
  if (isAbove !== 0) return isAbove > 0
  if (!facts.isFirst) return false
  return !sounding.isFirst || compareRank(facts, sounding) < 0
}

function statusRank(facts: EmergencyFacts): number {
  return facts.status === 'Actual' ? 1 : 0
}

/** Below 0 where `a` ranks above `b`: Actual before Exercise and Test, then CAP severity, then the newer. */
function compareRank(a: EmergencyFacts, b: EmergencyFacts): number {
  return (
    statusRank(b) - statusRank(a) ||
    severityRank(b.severity) - severityRank(a.severity) ||
    b.sentAt - a.sentAt
  )
}

/** Among emergencies that wait: Actual first; then first soundings by rank; then repeats in turn, by their time. */
function compareEmergencies(a: Sound, b: Sound): number {
  if (!a.emergency || !b.emergency) return 0
  const byStatus = statusRank(b.emergency) - statusRank(a.emergency)
  if (byStatus !== 0) return byStatus
  if (a.emergency.isFirst !== b.emergency.isFirst) return a.emergency.isFirst ? -1 : 1
  return a.emergency.isFirst ? compareRank(a.emergency, b.emergency) : a.dueAt - b.dueAt
}

const CLASS: Record<Priority, number> = { emergency: 4, announcement: 3, priority: 1, routine: 0 }

/**
 * What was interrupted in the middle goes on before anything else of the plan begins, even of class `priority`: that one
 * pre-empts nothing mid-sentence, and its item boundary comes when the interrupted sound has ended.
 */
function classOf({ sound, because }: Held): number {
  return because !== null && isPlanned(sound) ? 2 : CLASS[sound.priority]
}

/** Below 0 where `a` is chosen before `b`: earlier start, higher class, then the ties of DESIGN §4. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  if (a.startAt !== b.startAt) return a.startAt - b.startAt
  const one = a.held.sound
  const other = b.held.sound
  return (
    classOf(b.held) - classOf(a.held) ||
    compareEmergencies(one, other) ||
    one.dueAt - other.dueAt ||
    one.order - other.order ||
    (one.soundId < other.soundId ? -1 : one.soundId > other.soundId ? 1 : 0)
  )
}
