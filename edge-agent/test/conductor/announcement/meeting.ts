import { SECOND_MS } from '@tieng-lang/protocol'
import { START_AT } from '../../sealing.ts'
import { amplitudeOf, DELAY_MS, type Horn, type Who } from './horn.ts'
import type { ToneRun } from './tone-watch.ts'

/** How long an announcement speaks. */
export const VOICE_MS = 2_000
/** What an output holds that nobody has heard yet, and the frame that is pulled next. */
export const UNPLAYED_MS = 90
/** To which everything is measured: three frames. */
export const TOLERANCE_MS = 60
/** One meeting after another, far enough apart that the amplifier is switched off between them. */
const EVERY_MS = 26 * SECOND_MS
/** So long before the other sound's time a meeting begins. */
export const BEFORE_MS = 5 * SECOND_MS
/** Of the pause after the last sound, a second for what is still being written down. */
const IDLE_OFF_MS = { min: 9.9 * SECOND_MS, max: 11.2 * SECOND_MS }

/** A stretch in which something is to be heard, Unix ms. */
export type Span = readonly [fromAt: number, untilAt: number]

/** Of 10 ms each: a decoder that joins in the middle finds the level within these; a fade takes those. */
const SETTLED_BLOCKS = 40
const EDGE_BLOCKS = 2

/** An announcement that meets one other sound: when the other one begins and the announcement does. */
export interface Meeting {
  name: string
  dueAt: number
  voiceAt: number
  /** Two digits, by which the ids of one meeting are told from those of another. */
  number: string
  endsAt: number
}

/** The announcement begins at every 100 ms from 2.4 s before to 2 s after an edge; it is heard its delay later. */
const OFFSETS_MS = Array.from({ length: 45 }, (_, index) => -2_400 + 100 * index)

/** @param edgeMs of the other sound, after its begin */
export function meetingsAt(edgeMs: number): Meeting[] {
  return OFFSETS_MS.map((offsetMs, index) => {
    const dueAt = START_AT + 20_000 + index * EVERY_MS
    const number = String(index).padStart(2, '0')
    const name = `${offsetMs} ms after ${edgeMs} ms`
    return { name, dueAt, number, voiceAt: dueAt + edgeMs + offsetMs, endsAt: dueAt - BEFORE_MS + EVERY_MS }
  })
}

/** From the announcement on until its last sample at the horn: so long it has the horn where nothing takes it. */
export const voiceSpan = ({ voiceAt }: Meeting): Span => [voiceAt, voiceAt + VOICE_MS + DELAY_MS]

/** What differs between what is to be heard and what was, where anything does. The shortest stretches may be missing. */
export function differences(who: Who, wanted: readonly Span[], heard: readonly ToneRun[]): string[] {
  const runs = heard.map(({ fromAt, untilAt }): Span => [fromAt, untilAt])
  const isShort = ([fromAt, untilAt]: Span) => untilAt - fromAt <= UNPLAYED_MS + TOLERANCE_MS
  const isNear = (a: Span) => (b: Span) =>
    Math.abs(a[0] - b[0]) <= TOLERANCE_MS && Math.abs(a[1] - b[1]) <= TOLERANCE_MS
  const lacking = wanted.filter((span) => !isShort(span) && !runs.some(isNear(span)))
  const strange = runs.filter((run) => !isShort(run) && !wanted.some(isNear(run)))
  if (lacking.length === 0 && strange.length === 0) return []
  return [`${who} wanted ${JSON.stringify(wanted)}, heard ${JSON.stringify(runs)}`]
}

/** What is left of a span where another has the horn. */
export function without([fromAt, untilAt]: Span, [takenFrom, takenUntil]: Span): Span[] {
  const before: Span = [fromAt, Math.min(untilAt, takenFrom)]
  const after: Span = [Math.max(fromAt, takenUntil), untilAt]
  return [before, after].filter(([from, until]) => until > from)
}

/** What is wrong with the horn in a meeting, whoever met: volumes, the amplifier, what is left behind. */
export function disorder(horn: Horn, { dueAt, endsAt }: Meeting): string[] {
  const fromAt = dueAt - BEFORE_MS
  const whos = Object.keys(horn.watch.runs) as Who[]
  const runs = whos.flatMap((who) => horn.heard(who, fromAt, endsAt).map((run) => ({ who, ...run })))
  const { switched } = horn.life.board
  const output = horn.life.room.conductor.output()
  const left = [output.current, output.next, ...output.interrupted, ...output.urgent, ...output.ending]
  const lastAt = Math.max(...runs.map(({ untilAt }) => untilAt))
  const ends = switched.filter(({ at, isOn }) => at > fromAt && at < endsAt && !isOn)
  const idleMs = (ends[0]?.at ?? 0) - lastAt
  const isOffInTime = ends.length === 1 && idleMs >= IDLE_OFF_MS.min && idleMs <= IDLE_OFF_MS.max
  return [
    ...horn.watch.clashes.filter((at) => at > fromAt && at < endsAt).map((at) => `two at once at ${at}`),
    ...runs.filter(isOutOfVolume).map(({ who, amplitudes }) => `${who} has ${amplitudes}`),
    ...runs.filter((run) => !isWarm(run, horn)).map(({ who, fromAt: at }) => `${who} at ${at}: cold`),
    ...(isOffInTime ? [] : [`the last sound ended at ${lastAt}, switched ${JSON.stringify(ends)}`]),
    ...(left.every((one) => one === null) ? [] : ['something is left behind']),
  ]
}

/** Louder or softer than its kind of sound is to be. A short one is not there long enough to tell by. */
function isOutOfVolume({ who, amplitudes }: ToneRun & { who: Who }): boolean {
  const wanted = amplitudeOf(who)
  const settled = amplitudes.slice(SETTLED_BLOCKS, -EDGE_BLOCKS).toSorted((a, b) => a - b)
  const median = settled[settled.length >> 1]
  return median !== undefined && Math.abs(median - wanted) > 0.1 * wanted
}

/** Whether the amplifier had been on for its warm-up when a run began. */
function isWarm({ fromAt }: ToneRun, { life, rig }: Horn): boolean {
  const last = life.board.switched.findLast(({ at }) => at <= fromAt)
  return last?.isOn === true && last.at + rig.warmUpMs <= fromAt + 20
}
