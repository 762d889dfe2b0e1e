import { expect, test } from 'vitest'
import { NETWORK_PROFILES, NetworkLink } from '../../../src/network/index.ts'
import { mediaOverLink } from '../../../src/virtual/media/media-over-link.ts'
import { MemoryMedia } from '../../../src/virtual/media/memory-media.ts'
import { MemoryLink } from '../../../src/virtual/messaging/memory-link.ts'
import { SeededChance } from '../../../src/virtual/seeded-chance.ts'
import { VirtualClock } from '../../../src/virtual/virtual-clock.ts'

const BYTES = Uint8Array.from({ length: 1_000_000 }, (_, index) => index % 251)

/** A file of a megabyte behind a link of 4G, 10 Mbit/s down. */
function site() {
  const clock = new VirtualClock(0)
  const network = new NetworkLink({
    clock,
    profile: NETWORK_PROFILES['4g'],
    chance: new SeededChance('media'),
  })
  const link = new MemoryLink({ clock, network })
  const media = new MemoryMedia({ clock })
  return { clock, network, client: mediaOverLink(media, link), sha256: media.add(BYTES) }
}

async function gathered(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

test('a file takes as long as the link needs for it, and arrives whole', async () => {
  const { clock, client, sha256 } = site()
  const fetched = gathered(client.fetch(sha256, 0))
  const content = await clock.during(fetched)
  expect(content.equals(BYTES)).toBe(true)
  expect(clock.monotonicMs()).toBeGreaterThan(800)
  expect(clock.monotonicMs()).toBeLessThan(3_500)
})

test('an outage breaks a fetch off, and the next goes on from where it was', async () => {
  const { clock, network, client, sha256 } = site()
  const got: Uint8Array[] = []
  const broken = (async () => {
    for await (const chunk of client.fetch(sha256, 0)) got.push(chunk)
  })()
  const outcome = broken.then(
    () => 'whole',
    (cause) => cause.code,
  )
  await clock.advance(400)
  network.block()
  expect(await clock.during(outcome)).toBe('mediaUnreachable')
  const held = Buffer.concat(got)
  expect(held.length).toBeGreaterThan(0)
  await expect(gathered(client.fetch(sha256, held.length))).rejects.toMatchObject({
    code: 'mediaUnreachable',
  })
  network.heal()
  const rest = await clock.during(gathered(client.fetch(sha256, held.length)))
  expect(Buffer.concat([held, rest]).equals(BYTES)).toBe(true)
})
