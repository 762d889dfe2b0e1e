import { HOUR_MS, MINUTE_MS, parseJson, parseJws } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { sealed } from '../sealing.ts'
import { sampleDraft } from '../stores/outbox/sample-draft.ts'
import { type Life, Rig } from './rig.ts'

const draft = sampleDraft('b')

async function connected(): Promise<{ rig: Rig; life: Life }> {
  const rig = new Rig()
  await rig.startServer()
  await rig.publishAll()
  return { rig, life: await rig.startLife() }
}

async function append(rig: Rig, life: Life, count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) void life.outbox.append(draft)
  await rig.clock.advance(2_000)
}

const numbers = (rig: Rig) =>
  rig.playouts.splice(0).map((bytes) => {
    const parsed = parseJws(bytes, 8_192)
    const claims = parsed.ok ? parseJson(parsed.value.payload) : undefined
    return (claims as { sequence: number }).sequence
  })
const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
const receipt = (revision: number, storedThrough: number) =>
  sealed('receipts', { revision, body: { storedThrough, refused: [] } })

test('records go up in order, many windows long, and not again once the server holds them', async () => {
  const { rig, life } = await connected()
  await append(rig, life, 75)
  expect(numbers(rig)).toEqual(upTo(75))
  await rig.publish('receipts', receipt(2, 75))
  await rig.clock.advance(2 * HOUR_MS)
  expect(numbers(rig)).toEqual([])
})

test('records made without a connection follow with the next, after the last receipt', async () => {
  const { rig, life } = await connected()
  await append(rig, life, 3)
  await rig.publish('receipts', receipt(2, 3))
  numbers(rig)
  rig.network.block()
  await append(rig, life, 30)
  await rig.clock.advance(10 * MINUTE_MS)
  expect(numbers(rig)).toEqual([])
  rig.network.heal()
  await rig.clock.advance(MINUTE_MS)
  const sent = numbers(rig)
  expect([...new Set(sent)].sort((a, b) => a - b)).toEqual(upTo(33, 4))
})

test('a restored server, that holds less under a higher revision, is sent everything after it again', async () => {
  const { rig, life } = await connected()
  await append(rig, life, 10)
  await rig.publish('receipts', receipt(2, 10))
  numbers(rig)
  await rig.publish('receipts', receipt(3, 4))
  await rig.clock.advance(2_000)
  expect(numbers(rig)).toEqual(upTo(10, 5))
})

test('acknowledged by the broker but never by the server: sent again, ever more rarely', async () => {
  const { rig, life } = await connected()
  await append(rig, life, 2)
  numbers(rig)
  await rig.clock.advance(MINUTE_MS)
  expect(numbers(rig)).toEqual([1, 2])
  await rig.clock.advance(10 * HOUR_MS)
  const again = numbers(rig).length / 2
  expect(again).toBeGreaterThan(15)
  expect(again).toBeLessThan(30)
})

test('a stepped clock asks the server at once, and is trusted again two seconds after it was set right', async () => {
  const { rig, life } = await connected()
  const states: string[] = []
  life.clockTrust.onChange((state) => states.push(state))
  rig.wall.stepWall(10 * MINUTE_MS)
  await rig.clock.advance(2_000)
  expect(states).toEqual(['stepped', 'disagreed'])
  rig.wall.stepWall(-10 * MINUTE_MS)
  await rig.clock.advance(2_000)
  expect(states).toEqual(['stepped', 'disagreed', 'stepped', 'trusted'])
})

test('a server too slow to answer: untrusted, asked every minute; a stop is carried out all the same', async () => {
  const rig = new Rig()
  await rig.startServer()
  await rig.publishAll()
  rig.timeAnswerMs = 3_000
  const life = await rig.startLife()
  await rig.clock.advance(10 * MINUTE_MS)
  expect(life.clockTrust.state()).toBe('neverSynchronised')
  expect(rig.presences.length).toBeGreaterThan(9)
  await rig.command({ name: 'volume', percent: 10 })
  await rig.command({ name: 'stop', broadcastId: null })
  expect(life.done).toEqual([{ name: 'stop', broadcastId: null }])
  expect(life.refusals.counts()).toEqual({ expired: 1 })
})
