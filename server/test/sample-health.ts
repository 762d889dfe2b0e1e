import type { Health } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'

/** What a cluster with a board and trusted time says of itself. */
export const sampleHealth = (changes: Partial<Health> = {}): Health => ({
  at: systemClock.now(),
  bootId: 'b-1',
  uptimeS: 10,
  clock: { state: 'trusted', offsetMs: 1 },
  playing: null,
  next: null,
  volumePercent: 70,
  planRevision: null,
  configRevision: null,
  media: { wanted: 3, held: 2, bytes: 100, missing: [] },
  outbox: { last: 0, storedThrough: 0 },
  refusals: {},
  board: {
    isResponding: true,
    isPowerOn: true,
    isProtectionTripped: false,
    mainsV: 230,
    dcV: 24,
    supplyCurrentA: 1,
    temperatureC: 30,
    microphoneDb: null,
    lines: [],
  },
  output: { isAligned: true, delayMs: 80, starvations: 0 },
  ...changes,
})
