/** The scheduler's door. Everything here is pure: no clock, no timer, no chance, nothing of Node. */
export { arbitrate } from './arbitration/arbitrate.ts'
export {
  type Decision,
  type Ending,
  emptyOutput,
  type Held,
  type Output,
  type OutputEffect,
  type OutputInput,
  type OutputRules,
  type Playing,
  type SoundRecord,
} from './arbitration/output.ts'
export { planChange } from './arbitration/plan-change.ts'
export { restore } from './arbitration/restore.ts'
export type {
  EmergencyFacts,
  FailureReason,
  HeldEmergency,
  InterruptReason,
  Sound,
} from './arbitration/sound.ts'
export { formatLocalDate, localDateAt, localTimeAt, parseLocalDate } from './calendar/civil-text.ts'
export { instantOf, isTimeZone, localDayOf, offsetMsAt, timeOfDayMsOf } from './calendar/civil-time.ts'
export { readCron } from './calendar/cron-days.ts'
export { listSlots, type Slot, type TimeWindow } from './calendar/recurrence.ts'
export { describeConflict } from './conflicts/conflict-sentences.ts'
export { type Conflict, type ConflictSpan, findConflicts } from './conflicts/conflicts.ts'
export { findSelfOverlap } from './conflicts/self-overlap.ts'
export { type Forecast, type ForecastSpan, forecast, forecastSteps } from './forecast.ts'
export { nextWakeAt, SLEEP_MS_MAX } from './next-wakeup.ts'
export {
  itemsOn,
  listOccurrences,
  OCCURRENCES_MAX,
  type Occurrence,
  slotLengthMs,
  soundOf,
} from './occurrences.ts'
export { isQuietAt, type QuietSpan, quietSpanAt } from './quiet-hours.ts'
export { type VolumeAsk, volumeAt } from './volume.ts'
