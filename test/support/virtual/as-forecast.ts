import { expect } from 'vitest'
import type { ForecastDay } from './forecast-days.ts'

/** Instants of the horn are those of samples. */
const EXACT_MS = 1

/** Same items, same starts; and what was not to be heard was not, for the reason that was shown. */
export function expectAsForecast(days: readonly ForecastDay[]): void {
  const counts = { heard: 0, cutOff: 0, notHeard: 0 }
  for (const { clusterId, lines, runs, records } of days) {
    const shown = lines.flatMap(({ occurrenceId, startAt }) =>
      startAt === null ? [] : [{ occurrenceId, startAt }],
    )
    const what = shown.map(({ occurrenceId }) => occurrenceId)
    expect([clusterId, ...runs.map(({ soundId }) => soundId)]).toEqual([clusterId, ...what])
    for (const [index, { startAt }] of shown.entries())
      expect(Math.abs((runs[index]?.fromAt ?? 0) - startAt)).toBeLessThan(EXACT_MS)
    for (const { occurrenceId, outcome, reason } of lines) {
      expect([clusterId, occurrenceId, records.get(occurrenceId)]).toEqual([
        clusterId,
        occurrenceId,
        { outcome, reason },
      ])
      counts[outcome === 'heard' ? 'heard' : outcome === 'partlyHeard' ? 'cutOff' : 'notHeard'] += 1
    }
  }
  // It would prove little where all was heard, or nothing.
  expect(Math.min(counts.heard, counts.cutOff, counts.notHeard)).toBeGreaterThan(20)
}
