import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NETWORK_PROFILES } from '../../hardware-sim/src/network/profiles.ts'
import { memoryWire, realWire, type Wire } from './network-parts.ts'

const STEADY = {
  ...NETWORK_PROFILES.lan.up,
  delayMs: 80,
  jitter: { kind: 'uniform', halfWidthMs: 0 },
  bitsPerSecond: 8_000_000,
} as const
/** Beyond what the model says: timers, loopback, a busy machine. */
const SLACK_MS = 150

describe.each([
  ['in memory', memoryWire],
  ['real sockets through the proxy', realWire],
])('network: %s', (_name, makeWire) => {
  let wire: Wire

  beforeEach(async () => {
    wire = await makeWire({ up: STEADY, down: STEADY, rebindEveryMs: null })
  })
  afterEach(() => wire.stop())

  test.each(['up', 'down'] as const)(
    'what is sent %s arrives whole, in order, and not too early',
    async (way) => {
      wire.send(way, 'one ')
      wire.send(way, 'two ')
      await wire.wait(40)
      expect(wire.arrived(way)).toBe('')
      await wire.wait(80 + SLACK_MS)
      expect(wire.arrived(way)).toBe('one two ')
    },
  )

  test('what is large takes as long as the link needs for it', async () => {
    // 4 Mbit over 8 Mbit/s.
    wire.send('down', 'x'.repeat(500_000))
    await wire.wait(300)
    expect(wire.arrived('down').length).toBeLessThan(500_000)
    await wire.wait(400 + 2 * SLACK_MS)
    expect(wire.arrived('down').length).toBe(500_000)
  })

  test('an outage of one direction: what is sent that way waits, the other way all passes', async () => {
    wire.link.block('down')
    wire.send('down', 'held')
    wire.send('up', 'passes')
    await wire.wait(80 + SLACK_MS)
    expect([wire.arrived('down'), wire.arrived('up')]).toEqual(['', 'passes'])
    wire.link.heal('down')
    wire.send('down', ' and later')
    await wire.wait(80 + SLACK_MS)
    expect(wire.arrived('down')).toBe('held and later')
  })

  test('an outage planned beforehand begins and ends by itself', async () => {
    wire.link.planOutage({ fromS: 0.1, untilS: 0.6, directions: [] })
    await wire.wait(200)
    wire.send('up', 'late')
    wire.send('down', 'late')
    await wire.wait(250)
    expect([wire.arrived('up'), wire.arrived('down')]).toEqual(['', ''])
    await wire.wait(350 + SLACK_MS)
    expect([wire.arrived('up'), wire.arrived('down')]).toEqual(['late', 'late'])
  })

  test('another profile takes effect while it runs', async () => {
    wire.link.use(NETWORK_PROFILES.lan)
    wire.send('up', 'soon')
    await wire.wait(SLACK_MS)
    expect(wire.arrived('up')).toBe('soon')
  })

  test('on a link that loses much everything arrives all the same, late and in order', async () => {
    const lossy = { ...STEADY, loss: { share: 0.2, burstPackets: 1.25 } }
    wire.link.use({ up: lossy, down: lossy, rebindEveryMs: null })
    const words = Array.from({ length: 40 }, (_, index) => `${index} `)
    for (const word of words) {
      wire.send('up', word)
      await wire.wait(5)
    }
    await wire.wait(3_000)
    expect(wire.arrived('up')).toBe(words.join(''))
  })
})
