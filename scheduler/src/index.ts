/**
 * The scheduler's door. Everything here is pure.
 *
 * Still to come behind this door (signatures are settled):
 * - `restore(output, now): Decision` takes up what a dead agent wrote down
 * - `planChange(output, plan, planRevision): OutputInput` what a newer plan means for the sounds held
 * - `nextWakeAt(output, now): number` the next instant at which anything could change, at most 30 s ahead
 * - `isQuietAt(quietHours, at, timeZone): boolean`, `nextQuietAt(quietHours, at, timeZone): number | null`
 * - `volumeAt(settings, at, { timeZone, priority, programmePercent }): number`
 * - `listSlots(programme, window): number[]`
 * - `findConflicts(plan, config, { from, until }): Conflict[]`, `describeConflict(conflict, 'vi' | 'en'): string`
 * - `forecast(plan, config, { from, until, output? }): ForecastEntry[]`
 */
export { arbitrate } from './arbitration/arbitrate.ts'
export {
  type Decision,
  emptyOutput,
  type Held,
  type Output,
  type OutputEffect,
  type OutputInput,
  type OutputRules,
  type Playing,
  type SoundRecord,
} from './arbitration/output.ts'
export type { EmergencyFacts, FailureReason, InterruptReason, Sound } from './arbitration/sound.ts'
export { localDateAt, localTimeAt } from './civil-text.ts'
export { instantOf, isTimeZone, localDayOf, offsetMsAt, timeOfDayMsOf } from './civil-time.ts'
export { readCron } from './cron-days.ts'
export { listOccurrences, OCCURRENCES_MAX, type Occurrence, slotLengthMs, soundOf } from './occurrences.ts'
export { isQuietAt, type QuietSpan, quietSpanAt } from './quiet-hours.ts'
export { listSlots, type Slot, type TimeWindow } from './recurrence.ts'
export { type VolumeAsk, volumeAt } from './volume.ts'
