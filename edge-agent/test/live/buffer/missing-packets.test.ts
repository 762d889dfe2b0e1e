import { describe, expect, it } from 'vitest'
import { MissingPackets } from '../../../src/live/buffer/missing-packets.ts'
import { type LivePacket, PacketBuffer } from '../../../src/live/buffer/packet-buffer.ts'

const always = { roundTripMs: 30, answerMs: 45, playableMs: () => 1_000, isRestorable: () => false }

describe('what is asked for again', () => {
  it('is asked for after 20 ms, three times at most, a round trip apart', () => {
    const missing = new MissingPackets()
    missing.received(10, 0)
    missing.received(12, 40)
    const asked: number[] = []
    for (let nowMs = 40; nowMs < 1_000; nowMs += 5)
      if (missing.takeDue({ ...always, nowMs }).includes(11)) asked.push(nowMs)
    expect(asked).toEqual([60, 105, 150])
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

  it('is asked for although nothing later has come, as late as it can be answered with half as much to spare', () => {
    const missing = new MissingPackets()
    missing.received(10, 0)
    // Packet 11 should be here at 20 ms, and is over 200 ms later.
    const playableMs = (nowMs: number) => (index: number) => 220 + (index - 11) * 20 - nowMs
    const asked = new Map<number, number>()
    for (let nowMs = 0; nowMs < 200; nowMs += 5)
      for (const index of missing.takeDue({ ...always, nowMs, playableMs: playableMs(nowMs) }))
        if (!asked.has(index)) asked.set(index, nowMs)
    expect(220 - (asked.get(11) ?? 0)).toBeLessThanOrEqual(1.5 * always.answerMs + 10)
    expect(220 - (asked.get(11) ?? 0)).toBeGreaterThan(always.answerMs)
    expect((asked.get(12) ?? 0) - (asked.get(11) ?? 0)).toBe(20)
  })

  it('is ten packets at most in a pause, when nobody has sent any', () => {
    const missing = new MissingPackets()
    missing.received(10, 0)
    const asked = new Set<number>()
    for (let nowMs = 0; nowMs < 5_000; nowMs += 5)
      for (const index of missing.takeDue({ ...always, nowMs, playableMs: () => 60 })) asked.add(index)
    expect([...asked]).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
    expect(missing.nextMs).toBe(Number.POSITIVE_INFINITY)
  })

  it('is asked for twice in a row where no later request could be answered in time: one may be lost', () => {
    const missing = new MissingPackets()
    missing.received(10, 0)
    missing.received(30, 0)
    const limits = { ...always, playableMs: () => 80 }
    // The last of them may only be out of order, and is asked for together with the others' second time.
    expect(missing.takeDue({ ...limits, nowMs: 0 })).toHaveLength(18)
    expect(missing.takeDue({ ...limits, nowMs: 5 })).toEqual([])
    expect(missing.takeDue({ ...limits, nowMs: 10 })).toHaveLength(19)
    expect(missing.takeDue({ ...limits, nowMs: 20 })).toEqual([29])
  })

  it('is asked for a third time as late as that can be answered, where much is missing: requests may be lost for as long', () => {
    const missing = new MissingPackets()
    missing.received(10, 0)
    missing.received(36, 0)
    // Packet 11 is over 120 ms later, packet 35 600 ms.
    const playableMs = (nowMs: number) => (index: number) => 120 + (index - 11) * 20 - nowMs
    const leftMs = new Map<number, number[]>()
    for (let nowMs = 0; nowMs < 600; nowMs += 5)
      for (const index of missing.takeDue({ ...always, nowMs, playableMs: playableMs(nowMs) }))
        leftMs.set(index, [...(leftMs.get(index) ?? []), playableMs(nowMs)(index)])
    for (let index = 11; index < 35; index++) {
      const [, , last] = leftMs.get(index) ?? []
      expect(last).toBeGreaterThan(always.roundTripMs)
      expect(last).toBeLessThanOrEqual(always.answerMs + 10)
    }
  })

  it('is asked for once where the packet after it brings it along', () => {
    const missing = new MissingPackets()
    missing.received(10, 0)
    missing.received(13, 0)
    const limits = { ...always, isRestorable: (index: number) => index === 12 }
    expect(missing.takeDue({ ...limits, nowMs: 20 })).toEqual([11, 12])
    expect(missing.takeDue({ ...limits, nowMs: 70 })).toEqual([11])
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
