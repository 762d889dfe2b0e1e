import { createKeyPair, ed25519Check, ed25519Signer, type Files } from '@tieng-lang/protocol'
import { systemClock, systemFiles } from '@tieng-lang/protocol/node'
import { expect, test } from 'vitest'
import { DocumentShelf } from '../../../src/stores/document-shelf.ts'
import { Outbox } from '../../../src/stores/outbox/outbox.ts'
import { RefusalLedger } from '../../../src/stores/refusal-ledger.ts'
import { ForgetfulDisk } from '../../power-cuts.ts'
import { AREA_PATH, CLUSTER, root, START_AT, sealed } from '../../sealing.ts'
import { SeededChance, VirtualClock } from '../../virtual.ts'
import { sampleDraft } from '../outbox/sample-draft.ts'

const LOST = { entries: 'lost', contents: 'lost' } as const
const CALLS = ['create', 'makeFolder', 'write', 'truncate', 'sync', 'rename'] as const
const FAULTS = CALLS.flatMap((call) => (['EIO', 'ENOSPC'] as const).map((code) => [call, code] as const))
const device = createKeyPair()

/** A disk on which, from the `after`-th call of a kind on, two fail. */
function failingDisk(call: (typeof CALLS)[number], code: 'EIO' | 'ENOSPC', after: number) {
  const disk = new ForgetfulDisk({ chance: new SeededChance(`${call} ${after}`) })
  disk.fail(call, { code, after, times: 2 })
  return { files: systemFiles('/data', disk.calls()), found: () => filesAfterCut(disk) }
}

/** What is there if the power goes now and nothing unsynced survives. */
function filesAfterCut(disk: ForgetfulDisk): Files {
  return systemFiles('/data', disk.survivor(LOST).calls())
}

async function openOutbox(files: Files): Promise<Outbox> {
  const clock = new VirtualClock(START_AT)
  const signer = ed25519Signer(device)
  const identity = { clusterId: CLUSTER, bootId: 'boot-1', signer }
  const outbox = new Outbox({ ...identity, files, clock, now: () => clock.now(), segmentBytesMax: 1_500 })
  await outbox.start()
  return outbox
}

test.each(FAULTS)(
  'outbox, %s fails with %s: what was promised is on the disk, the rest was refused',
  async (call, code) => {
    for (let after = 0; after < 12; after += 1) {
      const { files, found } = failingDisk(call, code, after)
      const outbox = await openOutbox(files)
      const promised: number[] = []
      for (let count = 0; count < 8; count += 1) {
        const answer = await outbox.append(sampleDraft(`r-${count}`)).catch((cause) => String(cause.code))
        if (typeof answer === 'number') promised.push(answer)
        else expect(answer).toBe(code === 'ENOSPC' ? 'storageFull' : 'storageFailed')
      }
      expect(promised.length).toBeGreaterThanOrEqual(6)
      const left = await (await openOutbox(found())).read(1, 100)
      expect(left.map(({ sequence }) => sequence)).toEqual(promised)
    }
  },
)

async function openShelf(files: Files) {
  const refusals = new RefusalLedger(systemClock)
  const place = { root, clusterId: CLUSTER, areaPath: AREA_PATH }
  const shelf = new DocumentShelf({
    ...place,
    files,
    signatures: ed25519Check(),
    now: () => START_AT,
    refusals,
  })
  await shelf.start()
  return { shelf, refusals }
}

test.each(FAULTS)(
  'shelf, %s fails with %s: a refused document leaves the old one in force',
  async (call, code) => {
    for (let after = 0; after < 8; after += 1) {
      const { files, found } = failingDisk(call, code, after)
      const { shelf } = await openShelf(files)
      const key = async (revision: number) =>
        (await shelf.offer('keys', sealed('keys', { revision }))).outcome
      let taken = 0
      for (const revision of [1, 2, 3, 4, 5]) {
        if ((await key(revision)) === 'taken') taken = revision
        expect(shelf.revisionOf('keys') ?? 0).toBe(taken)
      }
      expect(taken).toBeGreaterThanOrEqual(3)
      const later = await openShelf(found())
      expect([later.shelf.revisionOf('keys'), later.refusals.counts()]).toEqual([taken, {}])
    }
  },
)
