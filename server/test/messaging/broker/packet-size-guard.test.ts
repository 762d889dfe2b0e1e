import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PacketSizeGuard } from '../../../src/messaging/broker/admission/packet-size-guard.ts'
import { publishBytes } from './raw-mqtt.ts'

const LIMITS = { firstBytesMax: 100, bytesMax: 500 }

/** A packet of exactly `sizeBytes` in all. */
function packetOf(sizeBytes: number): Buffer {
  for (let payload = Math.max(0, sizeBytes - 10); ; payload++) {
    const bytes = publishBytes({ topic: 't', payload: Buffer.alloc(payload) })
    if (bytes.length >= sizeBytes) return bytes
  }
}

test('packets within bounds pass however the network cuts them; one above is found at once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 8, max: 600 }), { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }),
      (sizes, cuts) => {
        const packets = sizes.map(packetOf)
        const areAllowed = packets.every(
          ({ length }, index) => length <= (index === 0 ? LIMITS.firstBytesMax : LIMITS.bytesMax),
        )
        const stream = Buffer.concat(packets)
        const guard = new PacketSizeGuard(LIMITS)
        let areAccepted = true
        for (let at = 0, turn = 0; at < stream.length && areAccepted; turn++) {
          const end = at + (cuts[turn % cuts.length] ?? 1)
          areAccepted = guard.accepts(stream.subarray(at, end))
          at = end
        }
        expect(areAccepted).toBe(areAllowed)
      },
    ),
    { numRuns: 500 },
  )
})

test('a packet is refused by its announcement, before its body comes', () => {
  const guard = new PacketSizeGuard(LIMITS)
  expect(guard.accepts(packetOf(8))).toBe(true)
  expect(guard.accepts(packetOf(600).subarray(0, 3))).toBe(false)
})

test('MQTT 3.1.1 §2.2.3: a remaining length of more than four bytes is refused', () => {
  const guard = new PacketSizeGuard({ firstBytesMax: 2 ** 40, bytesMax: 2 ** 40 })
  expect(guard.accepts(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01]))).toBe(false)
})
