import type { Programme } from '@tieng-lang/protocol'
import { expect, test, vi } from 'vitest'
import { DELAY_MS, Horn } from './horn.ts'
import { accountOf, accountOfVoice, heardIn, meet, sumMs } from './meet.ts'
import {
  differences,
  type Meeting,
  meetingsAt,
  type Span,
  UNPLAYED_MS,
  VOICE_MS,
  voiceSpan,
  without,
} from './meeting.ts'
import type { ToneRun } from './tone-watch.ts'

/** Twenty minutes of virtual time each: a busy machine may take its time for them. */
vi.setConfig({ testTimeout: 240_000 })

const OTHER_MS = 3_000
const RELAY_MS = 5_000
/** The station is there before its time. */
const STATION_AHEAD_MS = 1_500
/** With less than this left of it a relay is not joined any more. */
const JOIN_MS_MIN = 1_000

/** An announcement that nothing takes the horn from: one run, from its delay on or once the amplifier is warm, to its end. */
function wholeVoice(horn: Horn, meeting: Meeting): string[] {
  const runs = heardIn(horn, 'voice', meeting)
  const [, untilAt] = voiceSpan(meeting)
  const warmAt = Math.min(runs[0]?.fromAt ?? 0, meeting.voiceAt + horn.rig.warmUpMs + 120)
  return differences('voice', [[Math.max(meeting.voiceAt + DELAY_MS, warmAt), untilAt]], runs)
}

/** When a bulletin of the plan is to be heard that an announcement meets. */
function bulletinSpans(meeting: Meeting, rule: Programme['onInterrupted']): Span[] {
  const { dueAt, voiceAt } = meeting
  const [, freeAt] = voiceSpan(meeting)
  const takenAt = voiceAt + UNPLAYED_MS
  if (takenAt < dueAt + UNPLAYED_MS / 2)
    return [[Math.max(dueAt, freeAt), Math.max(dueAt, freeAt) + OTHER_MS]]
  if (takenAt >= dueAt + OTHER_MS) return [[dueAt, dueAt + OTHER_MS]]
  if (rule === 'drop') return [[dueAt, takenAt]]
  const againMs = rule === 'restart' ? OTHER_MS : OTHER_MS - (takenAt - dueAt)
  return [
    [dueAt, takenAt],
    [freeAt, freeAt + againMs],
  ]
}

test.each([
  ['routine', 'resume', 0],
  ['routine', 'resume', OTHER_MS],
  ['routine', 'restart', 0],
  ['routine', 'restart', OTHER_MS],
  ['routine', 'drop', OTHER_MS],
  ['priority', 'resume', 0],
  ['priority', 'resume', OTHER_MS],
] as const)(
  'an announcement takes the horn from a bulletin (%s, %s) around %i ms of it, which goes on by its rule',
  async (priority, rule, edgeMs) => {
    const horn = new Horn(OTHER_MS)
    const meetings = meetingsAt(edgeMs)
    const programmeOf = ({ dueAt, number }: Meeting) =>
      horn.rig.programme(dueAt, { programmeId: `tin-${number}`, priority, onInterrupted: rule })
    await horn.start(meetings.map(programmeOf))
    const wrongIn = async (meeting: Meeting) => {
      const runs = heardIn(horn, 'bulletin', meeting)
      const records = await horn.recordsOf(`tin-${meeting.number}@`)
      const furthestMs = Math.max(...runs.map(({ fromAt, untilAt }) => untilAt - fromAt))
      const voices = await horn.recordsOf(`noi-${meeting.number}`)
      return [
        ...wholeVoice(horn, meeting),
        ...differences('bulletin', bulletinSpans(meeting, rule), runs),
        ...accountOf('bulletin', records, rule === 'resume' ? sumMs(runs) : furthestMs),
        ...accountOfVoice('voice', voices, heardIn(horn, 'voice', meeting)),
      ]
    }
    expect(await meet(horn, meetings, { wrongIn })).toEqual([])
  },
)

test.each([0, RELAY_MS])(
  'an announcement takes the horn from a relay around %i ms of it, which is joined where it then is',
  async (edgeMs) => {
    const horn = new Horn(OTHER_MS)
    const meetings = meetingsAt(edgeMs)
    const item = { itemId: 'voh', title: 'VOH', repeats: 1, gapMs: 0 }
    const relay = { durationMsMax: RELAY_MS, fallback: null }
    const programmeOf = ({ dueAt, number }: Meeting) =>
      horn.rig.programme(dueAt, { programmeId: `ts-${number}`, playlist: [{ ...item, relay }] })
    await horn.start(meetings.map(programmeOf))
    const begin = ({ number }: Meeting) =>
      horn.speak(
        'station',
        { sessionId: `vov-${number}`, occurrenceId: `ts-${number}@once/voh/1`, priority: 'routine' },
        STATION_AHEAD_MS + RELAY_MS + 500,
      )
    const wrongIn = async (meeting: Meeting) => {
      const { dueAt, number } = meeting
      const [voiceAt, freeAt] = voiceSpan(meeting)
      const runs = heardIn(horn, 'station', meeting)
      const spans = without([dueAt, dueAt + RELAY_MS], [voiceAt + UNPLAYED_MS, freeAt])
      const isJoined = ([fromAt]: Span) => fromAt === dueAt || dueAt + RELAY_MS - fromAt >= JOIN_MS_MIN
      return [
        ...wholeVoice(horn, meeting),
        ...differences('station', spans.filter(isJoined), runs),
        ...accountOf('station', await horn.recordsOf(`ts-${number}@`), sumMs(runs)),
        ...accountOfVoice('voice', await horn.recordsOf(`noi-${number}`), heardIn(horn, 'voice', meeting)),
      ]
    }
    expect(await meet(horn, meetings, { begin, aheadMs: STATION_AHEAD_MS, wrongIn })).toEqual([])
  },
)

test.each([0, OTHER_MS])(
  'an announcement gives way to a warning around %i ms of it, and is joined where the voice then is',
  async (edgeMs) => {
    const horn = new Horn(OTHER_MS)
    const meetings = meetingsAt(edgeMs)
    await horn.start([], OTHER_MS)
    const begin = async ({ number }: Meeting) => horn.raise(`lu-${number}`)
    const wrongIn = async (meeting: Meeting) => {
      const { dueAt, voiceAt, number } = meeting
      const [warning] = heardIn(horn, 'warning', meeting)
      const beganAt = warning?.fromAt ?? 0
      const isAtOnce = beganAt >= dueAt && beganAt <= dueAt + horn.rig.warmUpMs + 120
      const runs = heardIn(horn, 'voice', meeting)
      const firstAt = Math.max(
        voiceAt + DELAY_MS,
        Math.min(runs[0]?.fromAt ?? 0, voiceAt + horn.rig.warmUpMs + 120),
      )
      const spans = without([firstAt, voiceSpan(meeting)[1]], [dueAt + UNPLAYED_MS, beganAt + OTHER_MS])
      // Who has ended meanwhile is not joined for the tail.
      const isJoined = ([fromAt]: Span) => fromAt <= dueAt || fromAt - UNPLAYED_MS < voiceAt + VOICE_MS
      return [
        ...(isAtOnce ? [] : [`the warning of ${dueAt} began at ${beganAt}`]),
        ...differences('warning', [[beganAt, beganAt + OTHER_MS]], heardIn(horn, 'warning', meeting)),
        ...differences('voice', spans.filter(isJoined), runs),
        ...accountOf('warning', await horn.recordsOf(`lu-${number}`), OTHER_MS),
        ...accountOfVoice('voice', await horn.recordsOf(`noi-${number}`), runs),
      ]
    }
    expect(await meet(horn, meetings, { begin, wrongIn })).toEqual([])
  },
)

test.each([
  [0, false],
  [OTHER_MS + DELAY_MS, false],
  [0, true],
  [OTHER_MS + DELAY_MS, true],
])(
  'who speaks keeps the horn around %i ms of another announcement, unless the take-over was confirmed (%s)',
  async (edgeMs, takesOver) => {
    const horn = new Horn(OTHER_MS)
    const meetings = meetingsAt(edgeMs)
    await horn.start([])
    const begin = ({ number }: Meeting) => horn.speak('otherVoice', { sessionId: `ai-${number}` }, OTHER_MS)
    const wrongIn = async (meeting: Meeting) => {
      const { dueAt, voiceAt, number } = meeting
      const other: Span = [dueAt, dueAt + OTHER_MS + DELAY_MS]
      const voice = voiceSpan(meeting)
      const isOverTaken = takesOver && voiceAt >= dueAt
      const isVoiceFirst = voiceAt <= dueAt
      const voiceRuns = heardIn(horn, 'voice', meeting)
      const otherRuns = heardIn(horn, 'otherVoice', meeting)
      const heardFrom = (span: Span, runs: ToneRun[]) =>
        Math.max(span[0] + DELAY_MS, Math.min(runs[0]?.fromAt ?? 0, span[0] + horn.rig.warmUpMs + 120))
      const waits = (span: Span, before: Span): Span[] =>
        before[1] > span[1] - DELAY_MS ? [] : [[Math.max(span[0] + DELAY_MS, before[1]), span[1]]]
      const voiceSpans =
        isVoiceFirst || isOverTaken || voiceAt > other[1]
          ? [[heardFrom(voice, voiceRuns), voice[1]] as const]
          : waits(voice, other)
      const otherSpans =
        isVoiceFirst && dueAt < voice[1]
          ? waits(other, voice)
          : [
              [
                heardFrom(other, otherRuns),
                isOverTaken ? Math.min(other[1], voiceAt + UNPLAYED_MS) : other[1],
              ] as const,
            ]
      return [
        ...differences('voice', voiceSpans, voiceRuns),
        ...differences('otherVoice', otherSpans, otherRuns),
        ...accountOfVoice('voice', await horn.recordsOf(`noi-${number}`), voiceRuns),
        ...accountOfVoice('otherVoice', await horn.recordsOf(`ai-${number}`), otherRuns),
      ]
    }
    expect(await meet(horn, meetings, { begin, takesOver, wrongIn })).toEqual([])
  },
)
