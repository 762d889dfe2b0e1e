import { describe, expect, it } from 'vitest'
import { MissingPackets } from '../../../src/live/buffer/missing-packets.ts'
import { type LivePacket, PacketBuffer } from '../../../src/live/buffer/packet-buffer.ts'

const always = { roundTripMs: 30, answerMs: 45, playableMs: () => 1_000 }

describe('what is asked for again', () => {
  it('is asked for after 20 ms, three times at most, a round trip apart', () => {
    const missing = new MissingPackets()
    missing.received(10, 0)
    missing.received(12, 40)
    const asked: number[] = []
    for (let nowMs = 40; nowMs < 1_000; nowMs += 5)
      if (missing.takeDue({ ...always, nowMs }).includes(11)) asked.push(nowMs)
    expect(asked).toEqual([60, 105, 150])
    expect(missing.count).toBe(0)
  })

  it('is forgotten once it has come, out of order', () => {
    const missing = new MissingPackets()
    for (const index of [1, 3, 2]) missing.received(index, 0)
    expect(missing.takeDue({ ...always, nowMs: 100 })).toEqual([])
  })

  it('is given up where it could not come in time', () => {
    const missing = new MissingPackets()
    missing.received(1, 0)
    missing.received(4, 0)
    const due = missing.takeDue({
      ...always,
      nowMs: 20,
      playableMs: (index) => (index === 2 ? 29 : 31),
    })
    expect(due).toEqual([3])
  })

  it('is no more than an outage leaves playable', () => {
    const missing = new MissingPackets()
    missing.received(1, 0)
    missing.received(10_000, 0)
    expect(missing.takeDue({ ...always, nowMs: 20 })).toHaveLength(128)
  })
})

describe('the packet buffer', () => {
  const packet = (number: number): LivePacket => ({
    index: number,
    sample: number * 960,
    sampleCount: 960,
    payload: new Uint8Array([number]),
  })

  it('gives packets in order whatever the order in which they came, each once', () => {
    const buffer = new PacketBuffer()
    expect([2, 0, 1, 1].map((number) => buffer.insert(packet(number)))).toEqual([
      'taken',
      'taken',
      'taken',
      'duplicate',
    ])
    expect(buffer.firstFrom(0)?.index).toBe(0)
    expect(buffer.firstFrom(960)?.index).toBe(1)
    buffer.release(1_000)
    expect(buffer.insert(packet(0))).toBe('late')
    expect(buffer.insert(packet(1))).toBe('duplicate')
    expect(buffer.count).toBe(2)
  })

  it('holds a limited number, the newest', () => {
    const buffer = new PacketBuffer()
    for (let number = 0; number < 400; number++) buffer.insert(packet(number))
    expect(buffer.count).toBe(256)
    expect(buffer.firstFrom(0)?.index).toBe(144)
  })
})
