import { MINUTE_MS, type ProgrammeDefinition, SECOND_MS } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withdrawProgramme } from '../server/src/broadcasting/programmes/programme-changes.ts'
import { putProgramme } from '../server/src/broadcasting/programmes/put-programme.ts'
import { addArea, addCluster, LOCAL } from '../server/test/tree.ts'
import { type VirtualVillage, virtualVillage } from './support/virtual/virtual-village.ts'

/** Monday 2 March 2026, 06:55 in Viet Nam. */
const START_AT = Date.parse('2026-03-02T06:55:00+07:00')
const at = (time: string) => Date.parse(`2026-03-02T${time}+07:00`)
let village: VirtualVillage

beforeAll(async () => {
  village = await virtualVillage('a change on air', {
    startAt: START_AT,
    clusterIds: ['c-1'],
    layOut: async (server) => {
      const settings = { quietHours: { windows: [] } }
      addArea(server.services, { areaId: 'xa', name: 'Xã', settings })
      addCluster(server.services, { clusterId: 'c-1', areaId: 'xa', name: 'Cụm 1' })
      for (const [bulletinId, minutes] of Object.entries({ mot: 4, hai: 3, ba: 2 }))
        server.addBulletin(bulletinId, minutes * MINUTE_MS)
    },
  })
})
afterAll(() => village.stop())

function programme(programmeId: string, startTimes: string[], bulletinIds: string[]): ProgrammeDefinition {
  return {
    ...{ programmeId, name: programmeId, priority: 'routine', validity: {}, mayBeCut: false },
    ...{ recurrence: { kind: 'daily', startTimes }, latenessMsMax: 20 * MINUTE_MS, onInterrupted: 'resume' },
    playlist: bulletinIds.map((bulletinId) => ({
      ...{ itemId: bulletinId, title: '', bulletinId, repeats: 1, gapMs: 0 },
    })),
  }
}

async function approve(definition: ProgrammeDefinition): Promise<void> {
  const targets = { areas: ['xa'], zones: [], clusters: [] }
  await village.clock.during(putProgramme(village.server.services, { definition, targets }, LOCAL))
}

/** What the horn did since, each with its minutes of that day's hour and its length in seconds. */
function heardSince(since: number): unknown[] {
  const [cluster] = village.commune.clusters
  return (cluster?.runs ?? [])
    .filter(({ fromAt }) => fromAt >= since - SECOND_MS)
    .map(({ soundId, fromAt, untilAt }) => [
      soundId,
      Math.round((fromAt - since) / SECOND_MS),
      Math.round((untilAt - fromAt) / SECOND_MS),
    ])
}

test('a slot on air goes on uncut in a changed version, follows it from there, and begins nothing twice', async () => {
  await approve(programme('sang', ['07:00'], ['mot', 'hai']))
  await village.clock.runUntil(at('07:02:00'))
  // 06:53 is new and would be over already; the slot of 07:00 has another end.
  await approve(programme('sang', ['06:53', '07:00'], ['mot', 'ba']))
  await village.clock.runUntil(at('07:20:00'))
  expect(heardSince(at('07:00:00'))).toEqual([
    ['sang@2026-03-02T07:00/mot/1', 0, 240],
    ['sang@2026-03-02T07:00/ba/1', 240, 120],
  ])
})

test('a new programme does not sound in the middle of its own slot', async () => {
  await village.clock.runUntil(at('08:01:00'))
  await approve(programme('moi', ['08:00', '08:05'], ['hai']))
  await village.clock.runUntil(at('08:20:00'))
  expect(heardSince(at('08:00:00'))).toEqual([['moi@2026-03-02T08:05/hai/1', 300, 180]])
})

test('where a changed version reaches clusters anew, their slot does not begin in its middle', async () => {
  addArea(village.server.services, { areaId: 'khac', name: 'Khác' })
  const elsewhere = { areas: ['khac'], zones: [], clusters: [] }
  const { services } = village.server
  const definition = programme('moi-toi', ['08:30'], ['mot', 'hai'])
  await village.clock.during(putProgramme(services, { definition, targets: elsewhere }, LOCAL))
  await village.clock.runUntil(at('08:31:00'))
  await approve(definition)
  await village.clock.runUntil(at('08:50:00'))
  expect(heardSince(at('08:30:00'))).toEqual([])
})

test('a withdrawn programme falls silent at once', async () => {
  await approve(programme('rut', ['09:00'], ['mot']))
  await village.clock.runUntil(at('09:01:00'))
  const { services } = village.server
  withdrawProgramme(services, { programmeId: 'rut', expected: 'any' }, LOCAL)
  await village.clock.runUntil(at('09:20:00'))
  expect(heardSince(at('09:00:00'))).toEqual([['rut@2026-03-02T09:00/mot/1', 0, 60]])
})

test('a single start that is moved after it has sounded sounds again, under a name of its own', async () => {
  const once = (time: string): ProgrammeDefinition => ({
    ...programme('mot-lan', ['00:00'], ['ba']),
    recurrence: { kind: 'once', at: at(time) },
  })
  await approve(once('09:35:00'))
  await approve(once('09:30:00'))
  await village.clock.runUntil(at('09:40:00'))
  await approve(once('09:45:00'))
  await village.clock.runUntil(at('09:50:00'))
  expect(heardSince(at('09:30:00'))).toEqual([
    ['mot-lan@once/ba/1', 0, 120],
    ['mot-lan@once-2/ba/1', 900, 120],
  ])
})
