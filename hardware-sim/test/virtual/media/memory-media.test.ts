import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { MemoryMedia } from '../../../src/virtual/media/memory-media.ts'
import { VirtualClock } from '../../../src/virtual/virtual-clock.ts'

const BYTES = Uint8Array.from({ length: 50_000 }, (_, index) => index % 251)

async function gathered(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function media(options: { bytesPerSecond?: number } = {}) {
  const clock = new VirtualClock(0)
  return { clock, served: new MemoryMedia({ clock, ...options }) }
}

test('a file comes by its hash, whole or from any byte on', async () => {
  const { clock, served } = media()
  const sha256 = served.add(BYTES)
  expect(sha256).toBe(createHash('sha256').update(BYTES).digest('hex'))
  for (const fromByte of [0, 1, 20_000, 49_999]) {
    const fetched = gathered(served.fetch(sha256, fromByte))
    await clock.advance(1)
    expect((await fetched).equals(BYTES.subarray(fromByte))).toBe(true)
  }
})

test('what it cannot serve it refuses by code', async () => {
  const { clock, served } = media()
  const sha256 = served.add(BYTES)
  await expect(gathered(served.fetch('0'.repeat(64), 0))).rejects.toMatchObject({ code: 'mediaNotFound' })
  await expect(gathered(served.fetch(sha256, 50_000))).rejects.toMatchObject({ code: 'rangeRefused' })
  await expect(gathered(served.fetch(sha256, 0, AbortSignal.abort()))).rejects.toMatchObject({
    code: 'aborted',
  })
  const broken = gathered(served.fetch(sha256, 0)).catch((cause) => cause.code)
  served.setReachable(false)
  await clock.advance(1)
  expect(await broken).toBe('mediaUnreachable')
})

test('a slow way takes its time', async () => {
  const { clock, served } = media({ bytesPerSecond: 10_000 })
  let isDone = false
  gathered(served.fetch(served.add(BYTES), 0)).then(() => {
    isDone = true
  })
  await clock.advance(4_999)
  expect(isDone).toBe(false)
  await clock.advance(2)
  expect(isDone).toBe(true)
})
