import { type Clock, createKeyPair, ed25519Check, type Files, MINUTE_MS } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { emptyOutput } from '@tieng-lang/scheduler'
import { expect, test } from 'vitest'
import { ConductorMemory } from '../../../src/conductor/conductor-memory.ts'
import { ClockTrust } from '../../../src/stores/clock-trust.ts'
import { CommandIds } from '../../../src/stores/command-ids.ts'
import { DocumentShelf } from '../../../src/stores/document-shelf.ts'
import { openIdentity, storeEnrolment } from '../../../src/stores/identity.ts'
import { RefusalLedger } from '../../../src/stores/refusal-ledger.ts'
import { StateFile } from '../../../src/stores/state-file.ts'
import { type CutStory, cutAtEachCall } from '../../power-cuts.ts'
import { AREA_PATH, CLUSTER, root, START_AT, sealed } from '../../sealing.ts'
import { SeededChance, VirtualClock } from '../../virtual.ts'

const chance = new SeededChance('small stores')

async function openShelf(files: Files) {
  const refusals = new RefusalLedger(systemClock)
  const signatures = ed25519Check()
  const options = { files, root, clusterId: CLUSTER, areaPath: AREA_PATH, signatures, refusals }
  const shelf = new DocumentShelf({ ...options, now: () => START_AT })
  await shelf.start()
  return { shelf, refusals }
}

test('document shelf: what was taken is in force again, old or newer, and none is damaged', async () => {
  const types = ['keys', 'config', 'plan', 'receipts'] as const
  const tell = (): CutStory => {
    const taken = new Map<(typeof types)[number], number>()
    return {
      async act(files) {
        const { shelf } = await openShelf(files)
        for (const revision of [1, 2])
          for (const type of types) {
            const offered = await shelf.offer(type, sealed(type, { revision }))
            if (offered.outcome === 'taken') taken.set(type, revision)
          }
      },
      async check(files) {
        const { shelf, refusals } = await openShelf(files)
        expect(refusals.counts()).toEqual({})
        for (const [type, revision] of taken) expect(shelf.revisionOf(type)).toBeGreaterThanOrEqual(revision)
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(30)
})

test('identity: the key that was told to the server, and what it answered, are kept', async () => {
  const enrolment = {
    clusterId: CLUSTER,
    areaPath: AREA_PATH,
    rootKey: { kid: root.kid, publicKey: root.publicKey },
    mqttSecret: 's'.repeat(43),
    mqttUrls: ['mqtt://127.0.0.1:1883'],
    httpUrls: ['http://127.0.0.1:8080'],
  }
  const tell = (): CutStory => {
    let toldKid: string | undefined
    let isEnrolled = false
    return {
      async act(files) {
        const identity = await openIdentity(files, chance, createKeyPair)
        toldKid = identity.keyPair.kid
        await storeEnrolment(files, identity, enrolment)
        isEnrolled = true
      },
      async check(files) {
        const identity = await openIdentity(files, chance)
        if (toldKid !== undefined) expect(identity.keyPair.kid).toBe(toldKid)
        if (isEnrolled) expect(identity.enrolment).toEqual(enrolment)
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(8)
})

test('state file: the value saved last or one that was being saved', async () => {
  const isNumber = (value: unknown): value is number => typeof value === 'number'
  const tell = (): CutStory => {
    let saved = 0
    return {
      async act(files) {
        const state = new StateFile(files, 'state/one.json', isNumber)
        for (const value of [1, 2, 3]) {
          await state.save(value)
          saved = value
        }
      },
      async check(files) {
        const value = (await new StateFile(files, 'state/one.json', isNumber).load()) ?? 0
        expect([saved, saved + 1]).toContain(value)
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(10)
})

test('command ids: an id that was recorded is never taken again', async () => {
  const ids = ['k-1', 'k-2', 'k-3']
  const tell = (): CutStory => {
    const recorded: string[] = []
    return {
      async act(files) {
        const admitted = new CommandIds(files, systemClock)
        await admitted.start()
        for (const id of ids) {
          admitted.admit(id)
          await admitted.record()
          recorded.push(id)
        }
      },
      async check(files) {
        const admitted = new CommandIds(files, systemClock)
        await admitted.start()
        for (const id of recorded) expect(admitted.admit(id)).toBe('replayed')
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(10)
})

test('clock trust: a clock that was trusted when it was saved is trusted again, with a sound RTC', async () => {
  const openTrust = async (files: Files, clock: Clock) => {
    const trust = new ClockTrust({ clock, files, isRtcHealthy: () => true })
    await trust.start()
    return trust
  }
  const tell = (): CutStory => {
    let isSaved = false
    return {
      async act(files) {
        const clock = new VirtualClock(START_AT)
        const trust = await openTrust(files, clock)
        for (const nonce of ['one', 'two']) {
          trust.asked(nonce)
          expect(trust.answered(nonce, clock.now())).toBe('agreed')
          await clock.advance(1)
        }
        await trust.stop()
        isSaved = true
      },
      async check(files) {
        const trust = await openTrust(files, new VirtualClock(START_AT + MINUTE_MS))
        expect(['trusted', ...(isSaved ? [] : ['neverSynchronised'])]).toContain(trust.state())
        expect(trust.storageFailures()).toBe(0)
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(8)
})

test('conductor memory: what was saved last, with its drafts, or what was being saved', async () => {
  const rules = { timeZone: 'Asia/Ho_Chi_Minh', quietHours: { windows: [] }, leadMs: 600 }
  const tell = (): CutStory => {
    let savedPercent = 0
    return {
      async act(files) {
        const memory = await ConductorMemory.open(files)
        for (const percent of [10, 20, 30]) {
          memory.commandedVolumePercent = percent
          await memory.save(emptyOutput(rules), [])
          savedPercent = percent
        }
      },
      async check(files) {
        const found = (await ConductorMemory.open(files)).commandedVolumePercent ?? 0
        expect([savedPercent, savedPercent + 10]).toContain(found)
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(10)
})
