import type { StreamAddress } from '@tieng-lang/protocol'
import {
  createSessionKey,
  mediaKeysOf,
  openMediaRequest,
  parseStunMessage,
  writeMediaAnswer,
} from '@tieng-lang/protocol/rtp'
import { expect, test } from 'vitest'
import { MediaPath } from '../../../src/live/path/media-path.ts'
import { SeededChance } from '../../virtual.ts'
import { SECRET } from '../rig.ts'

const FIRST = { host: '10.0.0.1', port: 5_004 }
const SECOND = { host: '10.0.0.2', port: 5_004 }
const SESSION_ID = 'noi-1'
const KEY = createSessionKey(new SeededChance('key'))
const opened = mediaKeysOf(SECRET, SESSION_ID)
if (!opened.ok) throw new Error(opened.code)
const keys = opened.value

/** A path on time that moves only when it is told to, and whoever answers it. */
function room({ serverAt = () => 0 }: { serverAt?: () => number } = {}) {
  let nowMs = 1_000
  const asked: { host: string; bytes: Uint8Array }[] = []
  const path = new MediaPath({
    ...{ clock: { now: () => nowMs, monotonicMs: () => nowMs }, chance: new SeededChance('path') },
    ...{
      sessionId: SESSION_ID,
      clusterId: 'c-1',
      keys: () => keys,
      senders: () => [FIRST, SECOND],
      serverAt,
    },
    send: (bytes, { host }) => asked.push({ host, bytes }),
  })
  /** Gives who was asked meanwhile. */
  const runFor = (ms: number) => {
    asked.length = 0
    for (const untilMs = nowMs + ms; nowMs < untilMs; nowMs += 20) path.ask(nowMs, undefined)
    return [...new Set(asked.map(({ host }) => host))].sort()
  }
  const answer = (from: StreamAddress) => {
    const last = asked.findLast(({ host }) => host === from.host)
    const message = parseStunMessage(last?.bytes ?? new Uint8Array())
    const request = message.ok ? openMediaRequest(message.value, keys) : message
    if (!request.ok) throw new Error(request.code)
    const { transactionId, requestSentAt } = request.value
    const bytes = writeMediaAnswer(
      {
        ...{ transactionId, requestSentAt, requestReceivedAt: nowMs, answerSentAt: nowMs, listenerSsrc: 7 },
        ...{
          mappedAddress: { address: '10.1.0.1', port: 9 },
          sessionKey: KEY,
        },
        ...{ nextPacketIndex: 0, reportIntervalMs: 5_000, otherSender: undefined },
      },
      keys,
    )
    return path.take(bytes, from, nowMs)
  }
  const counters = () =>
    asked.map(({ bytes }) => {
      const message = parseStunMessage(bytes)
      const request = message.ok ? openMediaRequest(message.value, keys) : message
      return request.ok ? request.value.counter : -1
    })
  return { path, runFor, answer, counters }
}

test('one that has answered is asked alone, as long as it answers', () => {
  const { runFor, answer } = room()
  expect(runFor(200)).toEqual([FIRST.host, SECOND.host])
  answer(SECOND)
  for (let second = 0; second < 30; second += 1) {
    expect(runFor(1_000)).toEqual([SECOND.host])
    answer(SECOND)
  }
})

test('one that answers no more is not the only one that is asked: another may have taken its place, or only have answered first', () => {
  const { path, runFor, answer } = room()
  runFor(200)
  answer(SECOND)
  runFor(20_000)
  expect(runFor(2_000)).toEqual([FIRST.host, SECOND.host])
  expect(answer(FIRST)).toBeDefined()
  expect(path.isSender(FIRST)).toBe(true)
})

test('a clock that fell behind in a power cut keeps nobody out: until one answers, the count is as late as the document is', () => {
  let serverAt = 1_800_000_000_000
  const { runFor, answer, counters } = room({ serverAt: () => serverAt })
  runFor(1_000)
  expect(Math.min(...counters())).toBeGreaterThanOrEqual(serverAt)
  serverAt += 20_000
  runFor(1_000)
  expect(Math.min(...counters())).toBeGreaterThanOrEqual(serverAt)
  answer(FIRST)
  const known = counters().at(-1) ?? 0
  serverAt += 20_000
  runFor(1_000)
  // One after the other from then on, so that whichever overtakes another is known to be no replay.
  expect(counters()[0]).toBe(known + 1)
})
