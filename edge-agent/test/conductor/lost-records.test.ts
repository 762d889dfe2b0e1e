import { CodedError } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { RecordKeeper } from '../../src/conductor/records/record-keeper.ts'
import { noteLostRecords } from '../../src/sound-room.ts'
import type { PlayoutDraft } from '../../src/stores/outbox/outbox.ts'
import { type Refusal, RefusalLedger } from '../../src/stores/refusal-ledger.ts'
import { CLUSTER, START_AT } from '../sealing.ts'
import { VirtualClock } from '../virtual.ts'

const draft = (occurrenceId: string): PlayoutDraft => ({
  ...{ occurrenceId, broadcastId: 'b', priority: 'routine', mediaSha256: null, planRevision: 1 },
  ...{ outcome: 'heard', reason: null, evidence: 'none', dueAt: START_AT, receivedAt: null },
  ...{ startedAt: START_AT, endedAt: START_AT, askedMs: 1_000, heardMs: 1_000 },
  ...{ volumePercent: 60, interruptions: 0, isClockTrusted: true },
})

test('a disk that refuses for too long: what is dropped for it is counted and reported, what waits is told', async () => {
  const clock = new VirtualClock(START_AT)
  const refusals = new RefusalLedger(clock)
  const reported: Refusal[] = []
  refusals.reportTo((refusal) => reported.push(refusal))
  let isFull = true
  const written: string[] = []
  const append = async ({ occurrenceId }: PlayoutDraft) => {
    if (isFull) throw new CodedError('storageFull', 'full')
    return written.push(occurrenceId)
  }
  const records = new RecordKeeper({
    ...{ clock, outbox: { append }, onFailure: () => {}, draftsMax: 2 },
    onLost: () => noteLostRecords(refusals, CLUSTER, 1),
  })
  for (const name of ['a', 'b', 'c']) records.add(draft(name))
  await clock.advance(1_000)
  expect([records.lostCount, records.waitingCount]).toEqual([1, 2])
  expect(refusals.counts()).toEqual({ recordsLost: 1 })
  expect(reported).toMatchObject([{ code: 'recordsLost', topic: `tl/v1/clusters/${CLUSTER}/playouts` }])
  isFull = false
  await clock.advance(10_000)
  expect(written).toEqual(['b', 'c'])
  expect(records.waitingCount).toBe(0)
})
