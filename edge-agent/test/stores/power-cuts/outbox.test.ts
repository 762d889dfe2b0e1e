import {
  createKeyPair,
  ed25519Check,
  ed25519Signer,
  type FileCalls,
  type Files,
  openRecord,
  sha256Of,
} from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { Outbox } from '../../../src/stores/outbox/outbox.ts'
import { type CutStory, cutAtEachCall } from '../../power-cuts.ts'
import { CLUSTER, START_AT } from '../../sealing.ts'
import { SeededChance, VirtualClock } from '../../virtual.ts'
import { sampleDraft } from '../outbox/sample-draft.ts'

const chance = new SeededChance('outbox cuts')
const device = createKeyPair()
/** Two records or three: the story passes from one segment to the next. */
const SEGMENT_BYTES_MAX = 2_000

async function openOutbox(files: Files): Promise<Outbox> {
  const clock = new VirtualClock(START_AT)
  const outbox = new Outbox({
    files,
    clock,
    signer: ed25519Signer(device),
    clusterId: CLUSTER,
    bootId: 'boot-1',
    now: () => clock.now(),
    segmentBytesMax: SEGMENT_BYTES_MAX,
  })
  await outbox.start()
  return outbox
}

/** Sequence and name of each record, whose chain and signatures must hold. */
async function readAll(outbox: Outbox): Promise<Map<number, string>> {
  const records = await outbox.read(1, 1_000)
  const check = {
    clusterId: CLUSTER,
    publicKey: device.publicKey,
    bytesMax: 8_192,
    signatures: ed25519Check(),
  }
  const named = new Map<number, string>()
  for (const [index, { bytes, sequence }] of records.entries()) {
    const opened = openRecord(bytes, check)
    if (!opened.ok) throw new Error(opened.code)
    expect(sequence).toBe(index + 1)
    const before = records[index - 1]
    expect(opened.value.previousSha256).toBe(before ? sha256Of(before.bytes) : null)
    named.set(sequence, opened.value.broadcastId)
  }
  return named
}

/** Appends six; after the cut every promised record is there, and the next gets a number of its own. */
function story(prepared: readonly string[] = []): CutStory {
  const promised = new Map<number, string>()
  const append = async (files: Files, names: readonly string[]) => {
    const outbox = await openOutbox(files)
    for (const name of names) promised.set(await outbox.append(sampleDraft(name)), name)
  }
  return {
    prepare: (files) => append(files, prepared),
    act: (files) => append(files, ['a', 'b', 'c', 'd', 'e', 'f']),
    async check(files) {
      const outbox = await openOutbox(files)
      const found = await readAll(outbox)
      for (const [sequence, name] of promised) expect(found.get(sequence)).toBe(name)
      expect(found.size - promised.size).toBeLessThanOrEqual(1)
      expect(await outbox.append(sampleDraft('next'))).toBe(found.size + 1)
      expect((await readAll(await openOutbox(files))).get(found.size + 1)).toBe('next')
    },
  }
}

test('every promised record is there, chained, over segments, and goes on with the next number', async () => {
  expect(await cutAtEachCall(() => story(), { chance })).toBeGreaterThan(15)
  expect(await cutAtEachCall(() => story(['x', 'y']), { chance })).toBeGreaterThan(12)
})

test('a power cut while the torn end of an earlier one is being cut off', async () => {
  const tell = (): CutStory => {
    const whole = story()
    return {
      ...whole,
      async prepare(files) {
        await files.append('outbox/000000000001.jws', Buffer.alloc(700, 'torn'))
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(15)
})

test('old segments that are let go do not come back between the others', async () => {
  const tell = (): CutStory => ({
    prepare: async (files) => {
      const outbox = await openOutbox(files)
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await outbox.append(sampleDraft(name))
    },
    async act(files) {
      const clock = new VirtualClock(START_AT + 40 * 86_400_000)
      const outbox = new Outbox({
        ...{ files, clock, signer: ed25519Signer(device), clusterId: CLUSTER, bootId: 'boot-2' },
        ...{ now: () => clock.now(), segmentBytesMax: SEGMENT_BYTES_MAX },
      })
      await outbox.start()
      outbox.noteStoredThrough(7)
      await outbox.append(sampleDraft('h'))
    },
    async check(files) {
      const records = await (await openOutbox(files)).read(1, 100)
      const numbers = records.map(({ sequence }) => sequence)
      const first = numbers[0] ?? 8
      expect(numbers).toEqual(numbers.map((_, index) => first + index))
    },
  })
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(4)
})

test('planted: a torn end that is not cut off damages the record behind it', async () => {
  const through = (calls: FileCalls): FileCalls => ({
    ...calls,
    unlink: async (path) => (path.includes('outbox') ? undefined : calls.unlink(path)),
    open: async (path, how, mode) => ({ ...(await calls.open(path, how, mode)), truncate: async () => {} }),
  })
  await expect(cutAtEachCall(() => story(), { chance, through })).rejects.toThrow(/power cut at call/)
})
