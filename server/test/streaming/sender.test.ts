import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SessionResends } from '../../src/streaming/sender/resend-limits.ts'
import { FarEnd } from './far-end.ts'
import { connected, onAir, SERVER, SESSION, secretOf } from './on-air.ts'

test('the answer measures the clock, names the next packet, and is never larger than the request', async () => {
  const { far, wire, speak, sender } = await onAir()
  speak(70_000 / 20)
  const late = await connected(far(0))
  expect(late.answers[0]).toMatchObject({
    ...{ nextPacketIndex: 3_500, reportIntervalMs: 5_000, mappedAddress: { address: '10.1.0.0' } },
    ...{ requestReceivedAt: sender.now(), requestSentAt: 1_000 },
  })
  const [request, answer] = wire.sent
    .filter(({ bytes }) => (bytes[0] ?? 9) <= 1)
    .map(({ bytes }) => bytes.length)
  expect(answer).toBeLessThanOrEqual(request ?? 0)
  speak(3)
  expect(late.packets.at(-1)?.packetIndex).toBe(3_502)
})

test('a late joiner after 25 minutes is past the rollover (RFC 3711 §3.3.1), and gets what is still to be heard', async () => {
  const { far, speak } = await onAir()
  speak(25 * 60 * 50)
  const late = await connected(far(0))
  speak(1)
  expect(late.refusals).toEqual([])
  expect(late.packets.at(-1)?.packetIndex).toBe(75_000)
  expect(late.packets.length).toBeGreaterThan(40)
  expect(late.reports.map(({ type }) => type)).toContain('senderReport')
})

test('without the media secret, or with another’s, nothing is answered and nothing is sent', async () => {
  const { far, wire, speak, refused, clock } = await onAir({ clusters: 2 })
  const thief = new FarEnd({
    ...{ ...SESSION, clusterId: 'c-0', mediaSecret: secretOf(99), openSocket: wire.socketsOf('10.9.9.9') },
  })
  await connected(thief)
  const stranger = new FarEnd({
    ...{ ...SESSION, clusterId: 'c-77', mediaSecret: secretOf(77), openSocket: wire.socketsOf('10.9.9.8') },
  })
  await connected(stranger)
  thief.sendRaw(Buffer.from('hello'), SERVER)
  thief.sendRaw(Buffer.alloc(40, 0x80), SERVER)
  speak(10)
  clock.advance(1_000)
  expect([thief.datagrams, stranger.datagrams]).toEqual([[], []])
  expect(Object.fromEntries(refused)).toMatchObject({
    badAuthentication: 1,
    unknownListener: 1,
    wrongKind: 2,
  })
  // A neighbour that does hold a secret of its own still hears.
  const neighbour = await connected(far(1))
  speak(1)
  expect(neighbour.packets).not.toEqual([])
})

test('a request that is sent again by a third party is not answered and moves no latch', async () => {
  const { far, wire, speak, clock, refused } = await onAir()
  const own = await connected(far(0))
  const bytes = own.ask(SERVER)
  const elsewhere = { host: '10.6.6.6', port: 666 }
  wire.deliver(bytes, elsewhere, SERVER)
  speak(5)
  clock.advance(1_000)
  expect(wire.sentTo(elsewhere)).toEqual([])
  expect(own.packets).toHaveLength(5)
  expect(refused.get('replayed')).toBe(1)
})

test('requests that overtake each other are all answered; an older one does not move the latch back', async () => {
  const { far, wire, speak } = await onAir()
  const own = await connected(far(0))
  own.ask(SERVER, { counter: 9 })
  const moved = far(0, '10.1.0.50')
  await moved.start()
  moved.ask(SERVER, { counter: 8 })
  expect(moved.answers).toHaveLength(1)
  speak(3)
  expect(moved.packets).toEqual([])
  expect(own.packets).toHaveLength(3)
  expect(wire.sent.length).toBeGreaterThan(0)
})

test('a rebinding: the stream goes to the new place, and what was missed and is still to be heard comes again', async () => {
  const { far, speak, clock } = await onAir()
  const before = await connected(far(0))
  speak(100)
  await before.stop()
  speak(30)
  const after = far(0, '10.1.0.99')
  await after.start()
  after.counter = 100
  after.ask(SERVER, { highestPacketIndex: 99 })
  // It begins with the packet that its answer names; older ones are of its window.
  expect(after.datagrams.filter((bytes) => (bytes[0] ?? 0) >> 6 === 2).length).toBeGreaterThanOrEqual(30)
  clock.advance(10_000)
  after.ask(SERVER, { highestPacketIndex: 129 })
  speak(1)
  expect(after.packets.at(-1)?.packetIndex).toBe(130)
})

test('a rebinding that a report told of first: the request behind it says what was missed', async () => {
  const { far, wire, speak, clock } = await onAir()
  const own = await connected(far(0))
  speak(100)
  const elsewhere = { host: '10.1.0.77', port: 7_777 }
  // What it says goes nowhere by itself, and comes from another place.
  const nowhere = { host: '10.9.9.9', port: 9 }
  const request = own.ask(nowhere, { highestPacketIndex: 79 })
  wire.deliver(own.say(nowhere, {}), elsewhere, SERVER)
  const before = wire.sentTo(elsewhere).length
  wire.deliver(request, elsewhere, SERVER)
  const packetsAgain = wire
    .sentTo(elsewhere)
    .slice(before)
    .filter((bytes) => (bytes[0] ?? 0) >> 6 === 2)
  expect(packetsAgain).toHaveLength(20)
  clock.advance(1_000)
  const later = own.ask(nowhere, { highestPacketIndex: 79 })
  const afterwards = wire.sentTo(elsewhere).length
  wire.deliver(later, elsewhere, SERVER)
  expect(wire.sentTo(elsewhere)).toHaveLength(afterwards + 1)
})

test('SRTCP moves the latch only where its index is above every one before', async () => {
  const { far, wire, speak } = await onAir()
  const own = await connected(far(0))
  const first = own.say(SERVER, {})
  const second = own.say(SERVER, {})
  wire.deliver(first, { host: '10.6.6.6', port: 1 }, SERVER)
  wire.deliver(second, { host: '10.6.6.6', port: 2 }, SERVER)
  speak(4)
  expect(own.packets).toHaveLength(4)
})

test('NACK: the same bytes come again, at most three times a packet, and never once they could not be heard', async () => {
  const { far, wire, speak, clock } = await onAir({ delayMs: 400 })
  const own = await connected(far(0))
  speak(10)
  const place = { host: '10.1.0.0', port: own.port }
  const original = wire.sentTo(place).filter((bytes) => ((bytes[1] ?? 0) & 127) === 111)[4]
  const again = () =>
    wire.sentTo(place).filter((bytes) => Buffer.from(bytes).equals(Buffer.from(original ?? []))).length - 1
  for (let asked = 1; asked <= 5; asked += 1) {
    own.nack(SERVER, [4])
    // The same request once more, lest one be lost, is answered once.
    clock.advance(10)
    own.nack(SERVER, [4])
    expect(again()).toBe(Math.min(asked, 3))
    clock.advance(30)
  }
  own.nack(SERVER, [9, 4_000, 60_000])
  clock.advance(500)
  const before = wire.sentTo(place).length
  own.nack(SERVER, [8, 9])
  expect(wire.sentTo(place)).toHaveLength(before)
})

test('NACK: a listener is sent at most a fifth of the stream again over any ten seconds, a hundred packets at once', async () => {
  const { far, wire, speak, clock } = await onAir({ delayMs: 2_000 })
  const own = await connected(far(0))
  const place = { host: '10.1.0.0', port: own.port }
  const times: number[] = []
  let sent = 0
  for (let second = 0; second < 60; second += 1) {
    speak(50)
    const before = wire.sentTo(place).length
    const last = (second + 1) * 50 - 1
    own.nack(
      SERVER,
      Array.from({ length: 50 }, (_, index) => last - 49 + index),
    )
    const resent = wire.sentTo(place).length - before
    sent += resent
    for (let each = 0; each < resent; each += 1) times.push(clock.monotonicMs())
  }
  const mostInTenSeconds = Math.max(
    ...times.map((atMs, index) => times.slice(index).filter((other) => other - atMs < 10_000).length),
  )
  expect(mostInTenSeconds).toBe(100)
  expect(sent).toBeGreaterThan(500)
})

test('NACK: all listeners together are sent at most a quarter again over any ten seconds', () => {
  const resends = new SessionResends()
  let sent = 0
  const ask = (nowMs: number, times: number) => {
    for (let each = 0; each < times; each += 1) {
      if (!resends.mayResend(nowMs, 4)) continue
      resends.note(nowMs)
      sent += 1
    }
    return sent
  }
  expect(ask(50, 1_000)).toBe(500)
  expect(ask(9_900, 1_000)).toBe(500)
  expect(ask(10_250, 200)).toBe(700)
  expect(ask(10_350, 1_000)).toBe(1_000)
  expect(ask(20_200, 1_000)).toBe(1_000)
  expect(ask(500_000, 1_000)).toBe(1_500)
})

test('NACK: each of several listeners has its own fifth', async () => {
  const { far, wire, speak, sender } = await onAir({ clusters: 8, delayMs: 3_000 })
  const all = await Promise.all(Array.from({ length: 8 }, (_, index) => connected(far(index))))
  speak(100)
  const before = wire.sent.filter(({ from }) => from.port === SERVER.port).length
  for (const own of all) {
    own.nack(
      SERVER,
      Array.from({ length: 100 }, (_, index) => index),
    )
    own.nack(
      SERVER,
      Array.from({ length: 100 }, (_, index) => index),
    )
  }
  const resent = wire.sent.filter(({ from }) => from.port === SERVER.port).length - before
  expect(resent).toBe(800)
  await sender.stop()
})

const FEC = 0x40

test('NACK: where little is left, what the packet after it brings along is spared (in-band FEC)', async () => {
  const { far, wire, speak } = await onAir({ delayMs: 3_000 })
  const own = await connected(far(0))
  speak(60)
  speak(40, FEC)
  const place = { host: '10.1.0.0', port: own.port }
  const resentOf = (sequenceNumbers: number[]) => {
    const before = wire.sentTo(place).length
    own.nack(SERVER, sequenceNumbers)
    return wire
      .sentTo(place)
      .slice(before)
      .map((bytes) => Buffer.from(bytes).readUInt16BE(2))
  }
  const run = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)
  // Half of what is left may go in full: of a hundred, then of fifty.
  expect(resentOf(run(0, 50))).toEqual(run(0, 50))
  expect(resentOf(run(62, 26))).toEqual(run(62, 26).filter((number) => number % 2 === 0))
  // Without it nothing is spared: of 50 to 59 only the last is brought along.
  expect(resentOf([...run(50, 10), ...run(88, 10)])).toEqual([...run(50, 9), 88, 90, 92, 94, 96])
})

test('a request from where the cluster is already has nothing sent again: what it misses it asks for by itself', async () => {
  const { far, wire, speak } = await onAir()
  const own = await connected(far(0))
  speak(100)
  const place = { host: '10.1.0.0', port: own.port }
  const before = wire.sentTo(place).length
  for (let asked = 0; asked < 5; asked += 1) own.ask(SERVER, { highestPacketIndex: 60 })
  expect(wire.sentTo(place)).toHaveLength(before + 5)
})

test('a round trip under half a millisecond is known, not unknown', async () => {
  const { far, speak, clock, reports } = await onAir()
  const own = await connected(far(0))
  speak(10)
  own.say(SERVER, {
    quality: {
      ...{ type: 'listeningQuality', ssrc: own.answers[0]?.listenerSsrc ?? 0, concealedPermille: 0 },
      ...{ restoredPermille: 0, latePermille: 0, bufferMs: 300, roundTripMs: 0 },
    },
  })
  clock.advance(1_000)
  expect(reports.at(-1)?.roundTripMs).toBe(0)
})

test('how well a cluster hears is told: loss and round trip from its report, concealment from its own word', async () => {
  const { far, speak, clock, reports } = await onAir()
  const own = await connected(far(0))
  speak(100)
  const report = own.reports.findLast(({ type }) => type === 'senderReport')
  if (report?.type !== 'senderReport') throw new Error('no report')
  clock.advance(140)
  const { compactNtpOf } = await import('@tieng-lang/protocol/rtp')
  const sinceMs = clock.now() - report.sentAt
  own.say(SERVER, {
    reports: [
      {
        ...{
          ssrc: SESSION.ssrc,
          lostRatio: 0.25,
          packetsLost: 3,
          highestSequenceNumber: 99,
          jitterSamples: 5,
        },
        ...{ lastSenderReport: compactNtpOf(report.sentAt), delaySinceLastSenderReportMs: sinceMs - 80 },
      },
    ],
    quality: {
      ...{ type: 'listeningQuality', ssrc: own.answers[0]?.listenerSsrc ?? 0, concealedPermille: 12 },
      ...{ restoredPermille: 0, latePermille: 0, bufferMs: 300, roundTripMs: 80 },
    },
  })
  clock.advance(1_000)
  const told = reports.at(-1)
  expect(told).toMatchObject({ clusterId: 'c-0', isConnected: true, lossPercent: 25, concealedPercent: 1.2 })
  expect(told?.roundTripMs).toBeCloseTo(80, 0)
  clock.advance(30_000)
  expect(reports.at(-1)).toMatchObject({ isConnected: false })
})

test('whoever is not admitted any more hears nothing more; whoever says goodbye is not sent to', async () => {
  const { far, speak, sender } = await onAir({ clusters: 2 })
  const [first, second] = [await connected(far(0)), await connected(far(1))]
  speak(2)
  sender.admit(SESSION.sessionId, [{ clusterId: 'c-1', mediaSecret: secretOf(1) }])
  speak(2)
  const ssrc = second.answers[0]?.listenerSsrc ?? 0
  second.say(SERVER, { goodbye: { type: 'goodbye', ssrcs: [ssrc], reason: undefined } })
  speak(2)
  expect([first.packets.length, second.packets.length]).toEqual([2, 4])
})

test('a cluster that was enrolled anew: whoever holds its former secret hears nothing more, and moves nothing', async () => {
  const { far, speak, sender, refused, clock } = await onAir()
  const stolen = await connected(far(0))
  speak(2)
  sender.admit(SESSION.sessionId, [{ clusterId: 'c-0', mediaSecret: secretOf(50) }])
  stolen.ask(SERVER)
  stolen.say(SERVER, {})
  speak(20)
  clock.advance(1_000)
  expect([stolen.packets.length, stolen.answers.length]).toEqual([2, 1])
  expect(Object.fromEntries(refused)).toEqual({ badAuthentication: 1, unknownListener: 1 })
})

test('another’s receiver has a key and an SSRC of its own, from packet 0 on, and RTCP at the port above', async () => {
  const { wire, speak, sender, clock } = await onAir()
  speak(500)
  const place = { host: '10.8.8.8', port: 7_000 }
  const { ssrc, sessionKey } = await sender.addReceiver(SESSION.sessionId, place)
  speak(60)
  const { deriveSrtpKeys, SrtcpReceiver, SrtpReceiver } = await import('@tieng-lang/protocol/rtp')
  const keys = deriveSrtpKeys(sessionKey)
  const receiver = new SrtpReceiver(keys, { ssrc, nextPacketIndex: 0 })
  const opened = wire.sentTo(place).map((bytes) => receiver.unprotect(bytes))
  expect(opened.map((each) => each.ok && each.value.packetIndex)).toEqual([...Array(60).keys()])
  const [report] = wire.sentTo({ ...place, port: 7_001 })
  const unprotected = new SrtcpReceiver(keys, { ssrc }).unprotect(report ?? new Uint8Array())
  expect(unprotected.ok && unprotected.value.packets[0]).toMatchObject({ type: 'senderReport', ssrc })
  sender.close(SESSION.sessionId)
  await expect(sender.addReceiver(SESSION.sessionId, place)).rejects.toMatchObject({ code: 'wrongState' })
  clock.advance(5_000)
  const before = wire.sent.length
  speak(5)
  expect(wire.sent).toHaveLength(before)
})

test('any bytes at the media port, and any change of a good request, are counted and answered by nothing', async () => {
  const { far, wire, clock, sender } = await onAir()
  const own = await connected(far(0))
  const request = own.ask(SERVER)
  const place = { host: '10.5.5.5', port: 5_000 }
  const before = wire.sentTo({ host: '10.1.0.0', port: own.port }).length
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      wire.deliver(bytes, place, SERVER)
      const marked = Uint8Array.from(bytes)
      marked.set([0x80, 0xc9].slice(0, marked.length))
      wire.deliver(marked, place, SERVER)
    }),
    { numRuns: 2_000 },
  )
  fc.assert(
    fc.property(fc.nat(request.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Uint8Array.from(request)
      changed[at] = (changed[at] ?? 0) ^ change
      wire.deliver(changed, place, SERVER)
    }),
    { numRuns: 1_000 },
  )
  wire.deliver(own.ask(SERVER), { host: '10.5.5.5', port: 0 }, SERVER)
  clock.advance(1_000)
  expect(wire.sentTo(place)).toEqual([])
  expect(wire.sentTo({ host: '10.1.0.0', port: own.port })).toHaveLength(before + 1)
  await sender.stop()
})

test('what a speaker\u2019s network kept back beyond its time is sent to nobody, and is missing all the same', async () => {
  const { far, sender, speak, clock } = await onAir({ clusters: 2, delayMs: 400 })
  const all = await Promise.all([connected(far(0)), connected(far(1))])
  speak(10)
  // Its network stands still for ten seconds and gives everything at once.
  clock.advance(10_000)
  const capturedFrom = sender.now() - 10_000
  for (let packet = 0; packet < 500; packet += 1)
    sender.send(SESSION.sessionId, {
      ...{ sample: 9_600 + packet * 960, capturedAt: capturedFrom + packet * 20 },
      opus: Uint8Array.of(72, packet & 63),
    })
  for (const own of all) {
    expect(own.packets.length).toBeLessThanOrEqual(10 + 400 / 20)
    expect(own.packets.at(-1)?.packetIndex).toBe(509)
  }
})

test('whoever asks again for the same address takes the place of what was sent there: nobody is sent it many times', async () => {
  const { wire, speak, sender } = await onAir()
  const place = { host: '10.8.8.8', port: 7_000 }
  const asked = []
  for (let times = 0; times < 30; times += 1) asked.push(await sender.addReceiver(SESSION.sessionId, place))
  speak(5)
  expect(wire.sentTo(place)).toHaveLength(5)
  const ssrcOf = (bytes: Uint8Array) => Buffer.from(bytes).readUInt32BE(8)
  expect(new Set(wire.sentTo(place).map(ssrcOf))).toEqual(new Set([asked.at(-1)?.ssrc]))
})
