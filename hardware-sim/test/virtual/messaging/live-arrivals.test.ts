import type { DatagramSocketOptions } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { LiveArrivals } from '../../../src/virtual/messaging/live-arrivals.ts'

const FROM = { host: '10.0.0.1', port: 5_004 }
const SSRC = 0x01020304

/** RFC 3550 §5.1: version 2, payload type 111. */
const rtp = (ssrc: number) => {
  const bytes = new Uint8Array(32)
  bytes.set([0x80, 111])
  new DataView(bytes.buffer).setUint32(8, ssrc)
  return bytes
}

async function listening() {
  const arrivals = new LiveArrivals()
  let now = 0
  const passedOn: Uint8Array[] = []
  let come: DatagramSocketOptions['onDatagram'] = () => {}
  const open = arrivals.listening(
    async ({ port, onDatagram }) => {
      come = onDatagram
      return { port, send: () => {}, close: async () => {} }
    },
    () => now,
  )
  await open({ host: '0.0.0.0', port: 0, onDatagram: (bytes) => passedOn.push(bytes) })
  const comeAt = (at: number, bytes: Uint8Array) => {
    now = at
    come(bytes, FROM, at)
  }
  return { arrivals, passedOn, comeAt }
}

test('when packets of a stream have come is known, and how long none came; they are passed on as they are', async () => {
  const { arrivals, passedOn, comeAt } = await listening()
  for (const at of [1_000, 1_500, 9_000]) comeAt(at, rtp(SSRC))
  expect(passedOn).toHaveLength(3)
  expect(arrivals.hasCome(SSRC, { fromAt: 1_200, untilAt: 1_400 })).toBe(true)
  expect(arrivals.hasCome(SSRC, { fromAt: 2_000, untilAt: 8_000 })).toBe(false)
  expect(arrivals.gapMsMax(SSRC, { fromAt: 0, untilAt: 10_000 })).toBe(7_500)
  expect(arrivals.gapMsMax(SSRC, { fromAt: 2_000, untilAt: 20_000 })).toBe(11_000)
})

test('another stream, an answer to STUN and a report are none of its packets', async () => {
  const { arrivals, comeAt } = await listening()
  comeAt(1_000, rtp(SSRC + 1))
  // RFC 8489 §5, RFC 3550 §6.4.1.
  comeAt(1_000, Uint8Array.of(1, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, ...new Uint8Array(12)))
  const report = rtp(SSRC)
  report[1] = 200
  comeAt(1_000, report)
  expect(arrivals.hasCome(SSRC, { fromAt: 0, untilAt: 2_000 })).toBe(false)
})
