import type { AedesPublishPacket } from 'aedes'
import { expect, test } from 'vitest'
import { CleanPersistence } from '../../../src/messaging/broker/clean-persistence.ts'

function packet(topic: string, text: string): AedesPublishPacket {
  return {
    cmd: 'publish',
    qos: 1,
    retain: true,
    dup: false,
    topic,
    payload: Buffer.from(text),
  } as AedesPublishPacket
}

test('who subscribes is never given a retained message behind the newer one that was published meanwhile', async () => {
  const persistence = new CleanPersistence({ retainedBytesMax: 1_000_000 })
  for (const name of ['a', 'b', 'c']) await persistence.storeRetained(packet(`areas/${name}`, 'first'))
  const given = await persistence.createRetainedStreamCombi(['areas/+']).toArray()
  await persistence.storeRetained(packet('areas/b', 'second'))
  await persistence.storeRetained(packet('areas/c', ''))
  expect(given.map(({ topic, payload }) => [topic, String(payload)])).toEqual([
    ['areas/a', 'first'],
    ['areas/b', 'second'],
    ['areas/c', ''],
  ])
})
