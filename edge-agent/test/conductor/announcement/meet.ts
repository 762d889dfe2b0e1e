import type { PlayoutRecord } from '@tieng-lang/protocol'
import { DELAY_MS, type Horn, type Who } from './horn.ts'
import { BEFORE_MS, disorder, type Meeting, TOLERANCE_MS, VOICE_MS } from './meeting.ts'
import type { ToneRun } from './tone-watch.ts'

/** How long a tone was heard in all. */
export const sumMs = (runs: readonly ToneRun[]) => runs.reduce((ms, run) => ms + run.untilAt - run.fromAt, 0)

export interface Met {
  /** Of what it meets the beginning, `aheadMs` before its time; nothing for what is planned. */
  begin?: (meeting: Meeting) => Promise<unknown>
  aheadMs?: number
  takesOver?: boolean
  wrongIn: (meeting: Meeting) => Promise<string[]>
}

/** Has every announcement of `meetings` and what it meets happen, and asks after each what was wrong with it. */
export async function meet(
  horn: Horn,
  meetings: readonly Meeting[],
  { begin = async () => {}, aheadMs = 0, takesOver = false, wrongIn }: Met,
): Promise<string[]> {
  const wrong: string[] = []
  for (const meeting of meetings) {
    const { number, voiceAt, dueAt, endsAt, name } = meeting
    const speak = () => horn.speak('voice', { sessionId: `noi-${number}`, takesOver }, VOICE_MS)
    const acts = [
      { at: voiceAt, run: speak },
      { at: dueAt - aheadMs, run: () => begin(meeting) },
    ]
    for (const { at, run } of acts.sort((a, b) => a.at - b.at)) {
      await horn.rig.clock.runUntil(at)
      await run()
    }
    await horn.rig.clock.runUntil(endsAt)
    const found = [...disorder(horn, meeting), ...(await wrongIn(meeting))]
    wrong.push(...found.map((what) => `${name}: ${what}`))
  }
  await horn.stop()
  return wrong
}

/** What of a tone was heard in a meeting. */
export const heardIn = (horn: Horn, who: Who, { dueAt, endsAt }: Meeting) =>
  horn.heard(who, dueAt - BEFORE_MS, endsAt)

/** One record, of as much as was heard. */
export function accountOf(what: string, records: readonly PlayoutRecord[], heardMs: number): string[] {
  const [record] = records
  if (record && records.length === 1 && Math.abs(record.heardMs - heardMs) <= TOLERANCE_MS) return []
  return [`${what}: heard ${heardMs}, recorded ${JSON.stringify(records.map((one) => one.heardMs))}`]
}

/** A voice was there before its first word was heard: its record begins with that. */
export function accountOfVoice(
  what: string,
  records: readonly PlayoutRecord[],
  runs: readonly ToneRun[],
): string[] {
  const [record] = records
  const silentMs = record?.startedAt
    ? Math.max(0, (runs[0]?.fromAt ?? record.startedAt) - record.startedAt)
    : 0
  if (silentMs > DELAY_MS + TOLERANCE_MS) return [`${what}: silent for ${silentMs} ms`]
  if (runs.length === 0 && record && records.length === 1 && record.heardMs <= DELAY_MS + TOLERANCE_MS)
    return []
  return accountOf(what, records, sumMs(runs) + silentMs)
}
