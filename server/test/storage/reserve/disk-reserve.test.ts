import { statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemChance } from '@tieng-lang/protocol/node'
import { afterEach, expect, test } from 'vitest'
import { DiskReserve } from '../../../src/storage/reserve/disk-reserve.ts'
import { hurriedClock } from '../../emergencies/commune.ts'
import { eventually, temporaryFolder } from '../../running-server.ts'

const RESERVE_BYTES = 1_600_000
const PORTION_BYTES = 100_000
/** A look is due every 50 ms. */
const TIMES = 100

const ending: (() => void)[] = []
afterEach(() => {
  for (const end of ending.splice(0)) end()
})

function reserveAt(path: string) {
  const told: boolean[] = []
  const reserve = new DiskReserve({
    ...{ path, reserveBytes: RESERVE_BYTES, clock: hurriedClock(TIMES), chance: systemChance },
    onChange: ({ isInUse }) => told.push(isInUse),
  })
  reserve.start()
  ending.push(() => reserve.stop())
  const whole = () =>
    eventually(
      () => reserve.heldBytes(),
      (bytes) => bytes === RESERVE_BYTES,
    )
  return { reserve, told, whole }
}

function aPath(): string {
  const folder = temporaryFolder()
  ending.push(() => folder.remove())
  return join(folder.path, 'reserve')
}

test('what is kept is really taken from the disk, also where a sparse file lies in its place', async () => {
  const path = aPath()
  writeFileSync(path, '')
  truncateSync(path, RESERVE_BYTES - 1)
  expect(statSync(path).blocks).toBe(0)
  const { whole, reserve } = reserveAt(path)
  await whole()
  expect(statSync(path).blocks * 512).toBeGreaterThanOrEqual(RESERVE_BYTES)
  expect(reserve.isInUse()).toBe(false)
})

test('it is given up piece by piece to the last, and made again while there is room', async () => {
  const { reserve, told, whole } = reserveAt(aPath())
  expect(reserve.giveUpSome()).toBe(false)
  await whole()
  expect(reserve.giveUpSome()).toBe(true)
  expect([reserve.isInUse(), reserve.heldBytes()]).toEqual([true, RESERVE_BYTES - PORTION_BYTES])
  let pieces = 1
  while (reserve.giveUpSome()) pieces += 1
  expect([pieces, reserve.heldBytes()]).toEqual([16, 0])
  await whole()
  await eventually(
    () => reserve.isInUse(),
    (isInUse) => !isInUse,
  )
  expect(told.at(-1)).toBe(false)
})
