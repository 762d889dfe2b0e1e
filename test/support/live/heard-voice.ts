import { type FleetMember, listen, readRecording } from '@tieng-lang/hardware-sim'
import type { LiveSpeech } from './live-speech.ts'

/** Below this a stretch was made up or restored, or the machine was too busy for the simulated card. */
const CLEAR_MIN = 0.9

export interface HeardVoice {
  /** Of all stretches of 250 ms in which something was said, how many were heard as they were said. */
  clearShare: number
  /** By place in the speech (ms), how much later than at capture + delay a clear one was heard. */
  lagsMs: Map<number, number>
}

/** What left one horn, against what was said from `capturedAt` on (Unix ms). A recording is complete a second later. */
export async function heardVoice(
  { recordingPath }: Pick<FleetMember, 'recordingPath'>,
  { pcm }: LiveSpeech,
  { capturedAt, delayMs }: { capturedAt: number; delayMs: number },
): Promise<HeardVoice> {
  const { windows } = listen(await readRecording(recordingPath), pcm, capturedAt + delayMs)
  const clear = windows.filter(({ correlation }) => correlation >= CLEAR_MIN)
  return {
    clearShare: clear.length / windows.length,
    lagsMs: new Map(clear.map(({ offsetMs, lagMs }) => [offsetMs, lagMs])),
  }
}

/** By how much two horns differ at most, where both were clear; NaN where that was nowhere. */
export function skewMsMax(first: HeardVoice, second: HeardVoice): number {
  const skews = [...first.lagsMs].flatMap(([place, lagMs]) => {
    const other = second.lagsMs.get(place)
    return other === undefined ? [] : [Math.abs(other - lagMs)]
  })
  return skews.length === 0 ? Number.NaN : Math.max(...skews)
}
