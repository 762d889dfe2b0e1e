import { expect, test } from 'vitest'
import { systemClock, systemDatagrams } from '../src/node.ts'

test('what one socket sends another takes, with the address it came from; what cannot be sent is lost', async () => {
  const open = systemDatagrams(systemClock)
  const taken: { text: string; port: number; arrivedMs: number }[] = []
  const sender = await open({ host: '127.0.0.1', port: 0, onDatagram: () => {} })
  const receiver = await open({
    host: '127.0.0.1',
    port: 0,
    onDatagram: (bytes, { port }, arrivedMs) =>
      taken.push({ text: Buffer.from(bytes).toString(), port, arrivedMs }),
  })
  const beganMs = systemClock.monotonicMs()
  sender.send(new Uint8Array(70_000), { host: '127.0.0.1', port: receiver.port })
  sender.send(Buffer.from('xin chào'), { host: '127.0.0.1', port: receiver.port })
  await expect.poll(() => taken).toMatchObject([{ text: 'xin chào', port: sender.port }])
  expect(taken[0]?.arrivedMs).toBeGreaterThanOrEqual(beganMs)
  await sender.close()
  await receiver.close()
})
