import { topicOf } from '@tieng-lang/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BrokerRoom, openBrokerRoom, until } from './broker-room.ts'
import { connectBytes, openRaw, publishBytes, subscribeBytes } from './raw-mqtt.ts'

let room: BrokerRoom
const failures: string[] = []

beforeAll(async () => {
  room = await openBrokerRoom()
  room.broker.onFailure((cause) => failures.push(String(cause.cause)))
})
afterAll(() => room.stop())

const KNOWN = connectBytes({ clientId: 'c-1', username: 'c-1', password: 'secret of c-1' })
const WELL_FORMED = [
  KNOWN,
  subscribeBytes(1, ['tl/v1/areas/a-1/emergencies/+', 'tl/v1/keys']),
  subscribeBytes(1, ['tl/v1/areas/+/#/x', '', '+#', 'a'.repeat(5_000)]),
  subscribeBytes(1, ['/'.repeat(200)]),
  publishBytes({ topic: topicOf('presence', { clusterId: 'c-1' }), payload: 'x', isRetained: true }),
  publishBytes({ topic: '/'.repeat(200), payload: 'x' }),
  publishBytes({ topic: '', payload: 'x' }),
  publishBytes({ topic: 'a/+/#', payload: 'x' }),
  publishBytes({ topic: '__proto__/constructor', payload: 'x', qos: 2 }),
  ...[0x40, 0x50, 0x62, 0x70].map((head) => Buffer.from([head, 2, 0, 9])),
  Buffer.from([0xa2, 7, 0, 1, 0, 3, 0x61, 0x2f, 0x62]),
  Buffer.from([0xc0, 0]),
  Buffer.from([0xe0, 0]),
]

/** Well-formed packets in any order, with some of their bytes changed. */
const conversation = fc
  .array(fc.oneof(fc.constantFrom(...WELL_FORMED), fc.uint8Array({ maxLength: 60 })), { maxLength: 8 })
  .chain((packets) => {
    const bytes = Buffer.concat(packets)
    const change = fc.tuple(fc.nat(Math.max(0, bytes.length - 1)), fc.nat(255))
    return fc.array(change, { maxLength: 3 }).map((changes) => {
      const changed = Buffer.from(bytes)
      for (const [at, value] of changes) changed[at] = value
      return changed
    })
  })

function say(bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = openRawSilently()
    socket.on('close', () => resolve())
    socket.write(bytes)
    socket.end()
  })
}

/** What comes back is of no interest, and need not be well-formed to the small reader of these tests. */
function openRawSilently() {
  const socket = openRaw(room.port, () => {})
  socket.removeAllListeners('data').resume()
  return socket
}

test('whatever anyone says, known or not, the broker lives and serves the others', async () => {
  await fc.assert(
    fc.asyncProperty(conversation, fc.boolean(), async (bytes, isKnown) => {
      await say(isKnown ? Buffer.concat([KNOWN, bytes]) : bytes)
    }),
    { numRuns: 500 },
  )
  expect(failures).toEqual([])
  const heardBefore = room.heard.length
  const client = await room.raw({ clientId: 'c-2' })
  client.send(publishBytes({ topic: topicOf('health', { clusterId: 'c-2' }), payload: 'well' }))
  await until(() => room.heard.length > heardBefore)
})
