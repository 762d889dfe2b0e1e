import { ed25519Check, HOUR_MS } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { EmergencyShelf } from '../../../src/stores/emergencies/emergency-shelf.ts'
import { RefusalLedger } from '../../../src/stores/refusal-ledger.ts'
import { AREA_PATH, CLUSTER, emergency, keySet, root, START_AT, sealedEmergency } from '../../sealing.ts'
import { MemoryDisk, SeededChance, VirtualClock } from '../../virtual.ts'

const PLACE = { areaId: 'xa-a', emergencyId: 'lu-1' }

function newDisk(options: { writeMs?: number; capacityBytes?: number } = {}) {
  const clock = new VirtualClock(START_AT)
  const chance = new SeededChance('disk')
  const disk = new MemoryDisk({ clock, chance, capacityBytes: 10_000_000, ...options })
  return { clock, disk }
}

/** One life's shelf; `now` undefined is a clock that is not trusted. */
async function startShelf(
  { clock, disk }: ReturnType<typeof newDisk>,
  options: { now?: () => number | undefined; emergenciesMax?: number } = {},
) {
  const refusals = new RefusalLedger(clock)
  const shelf = new EmergencyShelf({
    ...{ files: disk.open(), clock, clusterId: CLUSTER, signatures: ed25519Check(), refusals },
    keyring: () => ({ root, keySet, areaPath: AREA_PATH }),
    now: () => clock.now(),
    ...options,
  })
  const starting = shelf.start()
  await clock.advance(5_000)
  await starting
  return { shelf, refusals }
}

test('a warning is in force before a slow disk has it, and is stored afterwards', async () => {
  const machine = newDisk({ writeMs: 2_000 })
  const { shelf } = await startShelf(machine)
  expect(shelf.offer(PLACE, sealedEmergency(emergency())).outcome).toBe('taken')
  expect(shelf.list()).toHaveLength(1)
  await machine.clock.advance(20_000)
  expect((await startShelf(machine)).shelf.list()).toMatchObject([{ revision: 1 }])
})

test('a full disk keeps nothing back: it is told once, and stored when there is room again', async () => {
  const machine = newDisk()
  const { shelf, refusals } = await startShelf(machine)
  machine.disk.occupy(10_000_000)
  expect(shelf.offer(PLACE, sealedEmergency(emergency())).outcome).toBe('taken')
  await machine.clock.advance(60_000)
  expect(refusals.counts()).toEqual({ storageFull: 1 })
  machine.disk.mend()
  await machine.clock.advance(15_000)
  expect((await startShelf(machine)).shelf.list()).toHaveLength(1)
})

test('what expired an hour ago is forgotten at the next start, but never by a clock that is not trusted', async () => {
  const machine = newDisk()
  const { shelf } = await startShelf(machine)
  shelf.offer(PLACE, sealedEmergency(emergency({ expiresAt: START_AT + HOUR_MS })))
  await machine.clock.advance(3 * HOUR_MS)
  expect((await startShelf(machine, { now: () => undefined })).shelf.list()).toHaveLength(1)
  expect((await startShelf(machine)).shelf.list()).toEqual([])
})

test('beyond its bounds what expires first goes, never the newest', async () => {
  const machine = newDisk()
  const { shelf } = await startShelf(machine, { emergenciesMax: 3 })
  for (const [index, expiresInMs] of [50_000, 20_000, 30_000, 10_000, 40_000].entries()) {
    const emergencyId = `lu-${index + 1}`
    const body = emergency({ emergencyId, expiresAt: START_AT + expiresInMs })
    shelf.offer({ areaId: 'xa-a', emergencyId }, sealedEmergency(body))
  }
  const idsOf = (held: EmergencyShelf) =>
    held
      .list()
      .map((one) => one.emergency.emergencyId)
      .sort()
  expect(idsOf(shelf)).toEqual(['lu-1', 'lu-3', 'lu-5'])
  await machine.clock.advance(5_000)
  expect(idsOf((await startShelf(machine)).shelf)).toEqual(['lu-1', 'lu-3', 'lu-5'])
})
