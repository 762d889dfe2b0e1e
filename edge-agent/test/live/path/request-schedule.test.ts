import { expect, test } from 'vitest'
import { RequestSchedule } from '../../../src/live/path/request-schedule.ts'

const CLUSTERS = 1_000
/** In which the stream broke off for everyone. */
const LOST_MS = 60_000

/** When a cluster asks from the loss on; it was answered and has heard the stream until then. */
function askedMs(share: number, untilMs: number): number[] {
  const schedule = new RequestSchedule(share)
  schedule.answered()
  for (let count = 0; count < 8; count += 1) schedule.sent(count * 100)
  for (let nowMs = schedule.nextMs; nowMs < LOST_MS; nowMs = Math.min(LOST_MS, schedule.nextMs)) {
    schedule.sent(nowMs)
    schedule.heard(nowMs)
  }
  schedule.heard(LOST_MS)
  const asked: number[] = []
  for (let nowMs = schedule.nextMs; nowMs < untilMs; nowMs = schedule.nextMs) {
    schedule.sent(nowMs)
    asked.push(nowMs)
  }
  return asked
}

test('after however long an outage a sender that is back is asked within a second', () => {
  for (const share of [0, 0.3, 0.999]) {
    const asked = askedMs(share, LOST_MS + 3_600_000)
    const waits = asked.map((at, index) => at - (asked[index - 1] ?? LOST_MS))
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_000)
    expect(asked.length).toBeLessThan(3_600 * 1.4)
  }
})

test('a thousand clusters that lost it in the same instant ask one by one a minute later', () => {
  const counts = new Map<number, number>()
  for (let index = 0; index < CLUSTERS; index += 1)
    for (const at of askedMs(index / CLUSTERS, LOST_MS + 120_000).filter((each) => each > LOST_MS + 60_000)) {
      const slot = Math.floor(at / 20)
      counts.set(slot, (counts.get(slot) ?? 0) + 1)
    }
  // Evenly it would be some 23 in any 20 ms.
  expect(Math.max(...counts.values())).toBeLessThan(60)
})
