import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ANSWER_BYTES_MAX,
  measureClock,
  mediaKeysOf,
  mediaListenerOf,
  openMediaAnswer,
  openMediaRequest,
  parseStunMessage,
  REQUEST_BYTES_MIN,
  writeMediaAnswer,
  writeMediaRequest,
} from '../../../src/rtp/index.ts'
import { withIntegrity } from '../../../src/rtp/stun/message-integrity.ts'
import { writeStunMessage } from '../../../src/rtp/stun/stun-message.ts'
import { codeOf, mediaKeys, packetIndex, parsedOf, uint32 } from '../samples.ts'
import { mediaAnswer, mediaRequest, TRANSACTION_ID } from './exchange-samples.ts'

const keys = mediaKeys()
const message = (bytes: Uint8Array) => parsedOf(parseStunMessage(bytes))
const idText = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/)
const instant = fc.integer({ min: 0, max: 4_102_444_800_000_000 }).map((microseconds) => microseconds / 1_000)
const transactionId = fc.uint8Array({ minLength: 12, maxLength: 12 })
const address = fc.record({
  address: fc.oneof(fc.ipV4(), fc.constantFrom('2001:db8::1', 'fe80::2:3', '::')),
  port: fc.integer({ min: 0, max: 65_535 }),
})

describe('RFC 8489: a cluster asks the sender', () => {
  const requests = fc.record({
    ...{ sessionId: idText, clusterId: idText, transactionId, requestSentAt: instant },
    ...{ counter: fc.maxSafeNat(), lifeId: fc.maxSafeNat() },
    highestPacketIndex: fc.option(packetIndex, { nil: undefined }),
  })
  const answers = fc.record({
    ...{ transactionId, mappedAddress: address, requestSentAt: instant, requestReceivedAt: instant },
    ...{ answerSentAt: instant, sessionKey: fc.constant(mediaAnswer().sessionKey), listenerSsrc: uint32 },
    ...{ nextPacketIndex: packetIndex, reportIntervalMs: uint32 },
    otherSender: fc.option(address, { nil: undefined }),
  })

  it('the request is read as it was written', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const read = parsedOf(openMediaRequest(message(writeMediaRequest(request, keys)), keys))
        expect({ ...read, transactionId: new Uint8Array(read.transactionId) }).toEqual(request)
      }),
      { seed: 1 },
    )
  })

  it('the answer is read as it was written, and is smaller than any request', () => {
    fc.assert(
      fc.property(requests, answers, (request, answer) => {
        const bytes = writeMediaAnswer(answer, keys)
        expect(bytes.length).toBeLessThanOrEqual(ANSWER_BYTES_MAX)
        expect(writeMediaRequest(request, keys)).toHaveLength(REQUEST_BYTES_MIN)
        const read = parsedOf(openMediaAnswer(message(bytes), keys, answer.transactionId))
        expect({ ...read, transactionId: new Uint8Array(read.transactionId) }).toEqual(answer)
      }),
      { seed: 2 },
    )
  })

  it('who asks is known before the secret is', () => {
    const asked = mediaListenerOf(message(writeMediaRequest(mediaRequest(), keys)))
    expect(asked).toEqual({ ok: true, value: { sessionId: 'live-1', clusterId: 'c-1' } })
  })

  it('RFC 5905 §8: four timestamps tell how far the clock is off, and how long the way is', () => {
    const answer = mediaAnswer()
    const answerReceivedAt = answer.requestSentAt + 60
    const { offsetMs, roundTripMs } = measureClock({ ...answer, answerReceivedAt })
    expect(offsetMs).toBeCloseTo(1.562_5, 3)
    expect(roundTripMs).toBeCloseTo(59.875, 3)
  })
})

describe('who has not the media secret of this cluster and session', () => {
  const request = writeMediaRequest(mediaRequest(), keys)
  const answer = writeMediaAnswer(mediaAnswer(), keys)

  it.each([
    ['another session', mediaKeys('live-2')],
    ['another secret', mediaKeys('live-1', Buffer.alloc(32, 4).toString('base64url'))],
  ])('is not answered, and not believed: %s', (_name, other) => {
    expect(codeOf(openMediaRequest(message(request), other))).toBe('badAuthentication')
    expect(codeOf(openMediaAnswer(message(answer), other, TRANSACTION_ID))).toBe('badAuthentication')
  })

  it('throws back a request, or an answer to another one: refused', () => {
    expect(codeOf(openMediaAnswer(message(request), keys, TRANSACTION_ID))).toBe('wrongKind')
    expect(codeOf(openMediaRequest(message(answer), keys))).toBe('wrongKind')
    expect(codeOf(openMediaAnswer(message(answer), keys, new Uint8Array(12)))).toBe('wrongTransaction')
  })

  it.each([
    ['request', request, (bytes: Uint8Array) => parseStunMessage(bytes)],
    ['answer', answer, (bytes: Uint8Array) => parseStunMessage(bytes)],
  ])('changes any bit of the %s: refused', (_name, good, parse) => {
    for (let bit = 0; bit < good.length * 8; bit += 1) {
      const bytes = Buffer.from(good)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const parsed = parse(bytes)
      if (!parsed.ok) continue
      expect(codeOf(openMediaRequest(parsed.value, keys))).not.toBe('taken')
      expect(codeOf(openMediaAnswer(parsed.value, keys, TRANSACTION_ID))).not.toBe('taken')
    }
  })

  it('names another sender behind the integrity: it is not there (RFC 8489 §14.6)', () => {
    const elsewhere = Buffer.from('802300080001238fc0000207', 'hex')
    const longer = Buffer.concat([answer, elsewhere])
    longer.writeUInt16BE(longer.length - 20, 2)
    const opened = (bytes: Uint8Array) => parsedOf(openMediaAnswer(message(bytes), keys, TRANSACTION_ID))
    expect(opened(longer)).toEqual(opened(answer))
    expect(opened(longer).otherSender).toBeUndefined()
  })
})

describe('who has the secret and says what is not right', () => {
  const sealed = (attributes: [number, Uint8Array][], type = 1) =>
    message(withIntegrity(writeStunMessage(type, TRANSACTION_ID, attributes), keys.integrityKey))
  const name: [number, Uint8Array] = [0x0006, Buffer.from('live-1:c-1')]
  const padding: [number, Uint8Array] = [0x0026, Buffer.alloc(REQUEST_BYTES_MIN)]

  it.each([
    ['requestTooSmall', [name]],
    ['unknownAttribute', [name, padding, [0x0024, Buffer.alloc(4)]]],
    ['missingAttribute', [name, padding]],
    ['missingAttribute', [padding]],
    ['badAttribute', [name, padding, [0xd4c0, Buffer.alloc(31, 1)]]],
    ['badAttribute', [name, padding, [0xd4c0, Buffer.alloc(32, 2)]]],
    ['badAttribute', [[0x0006, Buffer.from('live-1')], padding]],
  ] as [string, [number, Uint8Array][]][])('%s', (code, attributes) => {
    expect(codeOf(openMediaRequest(sealed(attributes), keys))).toBe(code)
  })

  it('an answer without its parts is refused', () => {
    const mapped: [number, Uint8Array] = [0x0020, Buffer.from('0001a147e112a643', 'hex')]
    const codes = [[], [mapped], [mapped, [0xd4c1, Buffer.alloc(80)]], [mapped, [0xd4c1, one(80)]]].map(
      (attributes) =>
        codeOf(openMediaAnswer(sealed(attributes as [number, Uint8Array][], 0x0101), keys, TRANSACTION_ID)),
    )
    expect(codes).toEqual(['missingAttribute', 'missingAttribute', 'badAttribute', 'badSessionKey'])
  })

  function one(bytes: number): Buffer {
    const value = Buffer.alloc(bytes)
    value.writeUInt8(1, 0)
    return value
  }
})

it.each([
  ['truncated', '0001'],
  ['notStun', `0001000021120000${'00'.repeat(12)}`],
  ['notStun', `400100002112a442${'00'.repeat(12)}`],
  ['badLength', `000100042112a442${'00'.repeat(12)}`],
  ['badLength', `000100042112a442${'00'.repeat(12)}00060004`],
  ['oversized', '00'.repeat(1_473)],
])('RFC 8489 §5: is refused as %s: %s', (code, text) => {
  expect(codeOf(parseStunMessage(Buffer.from(text, 'hex')))).toBe(code)
})

it('no answer is as large as a request', () => {
  expect(ANSWER_BYTES_MAX).toBeLessThan(REQUEST_BYTES_MIN)
})

it('a media secret of another length is refused', () => {
  expect(codeOf(mediaKeysOf('', 'live-1'))).toBe('badSecret')
})
