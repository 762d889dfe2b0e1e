import type { ProgrammeDefinition } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../../src/app.ts'
import { bulletinAt } from '../../../src/broadcasting/bulletins/bulletin-answer.ts'
import {
  approveBulletin,
  returnBulletin,
  submitBulletin,
} from '../../../src/broadcasting/bulletins/review.ts'
import { putProgramme } from '../../../src/broadcasting/programmes/put-programme.ts'
import { runServer, temporaryFolder } from '../../running-server.ts'
import { addArea, addCluster, LOCAL } from '../../tree.ts'
import { addSample } from './sample-bulletin.ts'

const folder = temporaryFolder()
let server: RunningServer

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'tinh', name: 'Tỉnh' })
  addArea(server.services, { areaId: 'xa-a', parentId: 'tinh', name: 'Xã A' })
  addCluster(server.services, { clusterId: 'c-1', areaId: 'xa-a', name: 'Cụm 1' })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

/** A third of a plan or less, all of it one bulletin's. */
function largeProgramme(programmeId: string, bulletinId: string): ProgrammeDefinition {
  return {
    ...{ programmeId, name: programmeId, priority: 'routine', validity: {}, latenessMsMax: 0 },
    ...{ onInterrupted: 'resume', mayBeCut: false },
    recurrence: { kind: 'daily', startTimes: ['05:30'] },
    playlist: Array.from({ length: 200 }, (_, index) => ({
      ...{ itemId: `muc-${index}`, title: 'x'.repeat(200), bulletinId, repeats: 1, gapMs: 0 },
    })),
  }
}

/** As many as there is room for. */
async function fill(bulletinId: string): Promise<number> {
  const targets = { areas: ['xa-a'], zones: [], clusters: [] }
  for (let count = 0; ; count++)
    try {
      const definition = largeProgramme(`${bulletinId}-${count}`, bulletinId)
      await putProgramme(server.services, { definition, targets }, LOCAL)
    } catch (cause) {
      expect(cause).toMatchObject({ code: 'planTooLarge' })
      return count
    }
}

test('a bulletin with which a plan would no longer fit is not approved, and nothing of it is recorded', async () => {
  const { services } = server
  const act = (bulletinId: string) => ({ bulletinId, expected: 'any' as const, by: LOCAL })
  for (const bulletinId of ['bt-a', 'bt-b']) {
    addSample(services.database, { bulletinId })
    await approveBulletin(services, act(bulletinId))
  }
  expect(await fill('bt-a')).toBeGreaterThan(3)
  await returnBulletin(services, act('bt-a'), 'Sửa lại')
  expect(await fill('bt-b')).toBeGreaterThan(3)
  submitBulletin(services, act('bt-a'))
  await expect(approveBulletin(services, act('bt-a'))).rejects.toMatchObject({ code: 'planTooLarge' })
  expect(bulletinAt(services.database, 'bt-a')).toMatchObject({ state: 'submitted', approvedBy: null })
})
