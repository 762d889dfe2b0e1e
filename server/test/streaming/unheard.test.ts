import { expect, test } from 'vitest'
import type { FarEnd } from './far-end.ts'
import { connected, onAir, SERVER } from './on-air.ts'

const ROUND_TRIP_MS = 100
const run = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

/** A cluster that has heard fifty packets, and how long its way is. */
async function listening() {
  const { far, wire, speak } = await onAir()
  const own = await connected(far(0))
  speak(50)
  const place = { host: '10.1.0.0', port: own.port }
  const numbers = () =>
    wire
      .sentTo(place)
      .filter((bytes) => ((bytes[1] ?? 0) & 127) === 111)
      .map((bytes) => Buffer.from(bytes).readUInt16BE(2))
  /** Speaks on, and gives what was sent again meanwhile, each with how many packets later that was. */
  const resentWhile = (count: number) => {
    const resent: { number: number; packetsLater: number }[] = []
    for (let packet = 0; packet < count; packet += 1) {
      const before = numbers()
      speak(1)
      const [newest = 0, ...others] = numbers().slice(before.length)
      for (const number of others) resent.push({ number, packetsLater: newest - number })
    }
    return resent
  }
  return { own, resentWhile }
}

function tellRoundTrip(own: FarEnd): void {
  own.say(SERVER, {
    quality: {
      ...{ type: 'listeningQuality', ssrc: own.answers[0]?.listenerSsrc ?? 0, concealedPermille: 0 },
      ...{ restoredPermille: 0, latePermille: 0, bufferMs: 300, roundTripMs: ROUND_TRIP_MS },
    },
  })
}

/** The request of silence, and the next one 100 ms later. Packet 35 was sent 280 ms before. */
async function silent() {
  const { own, resentWhile } = await listening()
  tellRoundTrip(own)
  own.ask(SERVER, { highestPacketIndex: 34 })
  expect(resentWhile(5)).toEqual([])
  own.ask(SERVER, { highestPacketIndex: 34 })
  return { own, resentWhile }
}

test('who heard nothing for 100 ms and says nothing more is sent each packet once more, unasked, just in time', async () => {
  const { resentWhile } = await silent()
  // What is sent in the next 200 ms it may not hear either.
  const resent = resentWhile(100)
  expect(resent.map(({ number }) => number)).toEqual(run(35, 30))
  // Of the second until it is heard some 120 ms are the decoder's and 150 ms the way's.
  for (const { packetsLater } of resent) expect([35, 36, 37]).toContain(packetsLater)
})

test('who hears again, by its request or by what it asks for, is sent nothing unasked', async () => {
  const { own, resentWhile } = await silent()
  resentWhile(5)
  own.ask(SERVER, { highestPacketIndex: 58 })
  expect(resentWhile(60)).toEqual([])
  for (let asked = 0; asked < 2; asked += 1) {
    own.ask(SERVER, { highestPacketIndex: 100 })
    resentWhile(5)
  }
  own.nack(SERVER, [...run(101, 26), 128])
  expect(resentWhile(60)).toEqual([])
})

test('what it asks for while it hears nothing is no sign that it hears: it asks for what is overdue', async () => {
  const { own, resentWhile } = await silent()
  own.nack(SERVER, [35, 36])
  expect(resentWhile(100).map(({ number }) => number)).toEqual(run(35, 30))
})

test('one request alone, two that are on their way long, an unknown way and an outage are no reason to send anything unasked', async () => {
  const { own, resentWhile } = await listening()
  const ask = (lackedPackets: number, times: number) => {
    const next = own.packets.at(-1)?.packetIndex ?? 0
    for (let asked = 0; asked < times; asked += 1)
      own.ask(SERVER, { highestPacketIndex: next - lackedPackets })
    return resentWhile(60)
  }
  expect(ask(15, 2)).toEqual([])
  tellRoundTrip(own)
  expect(ask(15, 1)).toEqual([])
  expect(ask(10, 2)).toEqual([])
  expect(ask(55, 2)).toEqual([])
  expect(ask(15, 2)).not.toEqual([])
})

test('requests without end have no more sent again than the limits allow', async () => {
  const { own, resentWhile } = await listening()
  tellRoundTrip(own)
  let resent = 0
  for (let asked = 0; asked < 100; asked += 1) {
    own.ask(SERVER, { highestPacketIndex: 5 + 5 * asked })
    resent += resentWhile(5).length
  }
  expect(resent).toBeLessThanOrEqual(100)
  expect(resent).toBeGreaterThan(50)
})
