import type { ClusterConfig, Plan } from '@tieng-lang/protocol/browser'
import { arbitrate } from './arbitration/arbitrate.ts'
import { emptyOutput, type Output, type OutputInput, type SoundRecord } from './arbitration/output.ts'
import { nextWakeAt } from './next-wakeup.ts'
import { listOccurrences, OCCURRENCES_MAX, soundOf } from './occurrences.ts'

export interface ForecastSpan {
  readonly from: number
  readonly until: number
  /** What the cluster holds now, e.g. the sessions that have begun today; a cluster that knows nothing when absent. */
  readonly output?: Output
  /** What was due since then and is not done yet may still start late; `from` when absent. */
  readonly pendingFrom?: number
  /** The forecast ends before the stretch with which it would have more sounds than this. */
  readonly soundsMax?: number
}

/** What a forecast has come to. */
export interface Forecast {
  /** One for each sound, in order of decision. */
  readonly records: SoundRecord[]
  /** How far it goes: `until` of the span, or earlier where there are more sounds than `soundsMax`. */
  readonly until: number
}

/** Decided this long ahead in a forecast; of no weight there, since nothing has to warm up. */
const LEAD_MS = 600
/** The plan is fed in stretches of an hour. */
const STRETCH_MS = 3_600_000
/** What still sounds or waits at the end of the span is followed this much further. */
const FOLLOW_MS = 86_400_000

/**
 * What will be heard, and what will not and why, of everything due in `[from, until)` and of what is still to be heard: the same `arbitrate` over virtual
 * time, with a player that never fails and a clock that is trusted. One record for each sound, in order of decision; the
 * last sounds are followed to their end.
 */
export function forecast(plan: Plan, config: ClusterConfig, span: ForecastSpan): SoundRecord[] {
  const steps = forecastSteps(plan, config, span)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value.records
  }
}

/** The same in small steps, for whoever has other work as well: a dense plan takes seconds. */
export function* forecastSteps(
  plan: Plan,
  config: ClusterConfig,
  span: ForecastSpan,
): Generator<undefined, Forecast, undefined> {
  const { timeZone, quietHours } = config
  const { from, until, soundsMax = OCCURRENCES_MAX } = span
  const rules = { timeZone, quietHours, leadMs: LEAD_MS }
  const show: Show = {
    output: span.output ? { ...span.output, rules } : emptyOutput(rules),
    now: from,
    records: [],
  }
  give(show, { kind: 'clock', isTrusted: true, steppedMs: 0 })
  let at = from
  for (let soundCount = 0; at < until; ) {
    const stretchUntil = Math.min(until, at + STRETCH_MS)
    const since = at === from ? (span.pendingFrom ?? from) : at
    const window = { timeZone, from: since, until: stretchUntil }
    const sounds = listOccurrences(plan, window, soundsMax - soundCount + 1)
    soundCount += sounds.length
    if (soundCount > soundsMax) break
    give(show, { kind: 'due', sounds: sounds.map((occurrence) => soundOf(occurrence, 0)) })
    // The next stretch is fed before this one is over, so that no join falls between the two.
    yield* run(show, stretchUntil - 2 * LEAD_MS)
    at = stretchUntil
  }
  yield* run(show, at + FOLLOW_MS)
  return { records: show.records, until: at }
}

/** One run over virtual time. */
interface Show {
  output: Output
  now: number
  readonly records: SoundRecord[]
}

function give(show: Show, input: OutputInput): void {
  const { output, effects } = arbitrate(show.output, input, show.now)
  show.output = output
  for (const effect of effects) if (effect.kind === 'record') show.records.push(effect.record)
}

/** Gives what happens next, again and again, until `limitAt` or until nothing is left to happen. */
function* run(show: Show, limitAt: number): Generator<undefined, void, undefined> {
  while (!isIdle(show.output)) {
    const report = nextReport(show.output, show.now)
    const wakeAt = nextWakeAt(show.output, show.now)
    const at = report && report.heardAt <= wakeAt ? report.heardAt : wakeAt
    if (at > limitAt) break
    show.now = at
    give(show, report?.heardAt === at ? report : { kind: 'tick' })
    yield
  }
  // The next stretch begins where this one stopped, or at its end where nothing was left to happen.
  show.now = Math.max(show.now, limitAt)
}

function isIdle({ current, waiting, interrupted, urgent }: Output): boolean {
  return !current && waiting.length === 0 && interrupted.length === 0 && urgent.length === 0
}

type PlayerReport = Extract<OutputInput, { kind: 'started' | 'finished' | 'cut' }>

/** What a player that never fails would report next; a live voice is taken to end at once. */
function nextReport({ current }: Output, now: number): PlayerReport | null {
  if (!current) return null
  const { sound, startAt, fromMs, cutAt, isHeard } = current
  const { soundId, durationMs } = sound
  if (!isHeard) return { kind: 'started', soundId, heardAt: Math.max(now, startAt) }
  const endAt = durationMs === null ? now : startAt + durationMs - fromMs
  if (cutAt === null || endAt <= cutAt) return { kind: 'finished', soundId, heardAt: Math.max(now, endAt) }
  return { kind: 'cut', soundId, heardAt: Math.max(now, cutAt), positionMs: fromMs + cutAt - startAt }
}
