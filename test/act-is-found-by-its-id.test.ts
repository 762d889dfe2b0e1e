import { buildAgentProgram } from '@tieng-lang/hardware-sim'
import type { AuditEntry, Page } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serverLog } from '../server/src/observability/server-log.ts'
import { makeSweep } from './support/sound/sweep.ts'
import { at, eventually, TestVillage } from './support/village.ts'

const SOUND_S = 8

let village: TestVillage
const serverLines: string[] = []
const agentLines: string[] = []

beforeAll(async () => {
  village = await TestVillage.start({
    boards: [{ warmUpMs: 100 }],
    program: await buildAgentProgram(),
    logs: {
      server: serverLog({ level: 'info', to: { write: (line) => serverLines.push(line) } }),
      onAgentLine: (_, line) => agentLines.push(line),
    },
  })
  await village.settled('cum-1')
})
afterAll(() => village?.stop())

/** The sentences of the lines that name an act, in their order: what `grep ID` shows. */
function grep(lines: readonly string[], traceId: string): string[] {
  return lines.filter((line) => line.includes(traceId)).map((line) => JSON.parse(line).msg)
}

test('a stop is found by one id in the log of the server, in that of the cluster, and among the acts', async () => {
  const bulletin = await village.addBulletin(await makeSweep(SOUND_S))
  const dueAt = systemClock.now() + 4_000
  await village.playOnce(bulletin, { programmeId: 'dang-phat', at: dueAt })
  await village.settled('cum-1')
  await at(dueAt + 1_500)
  const order = { place: { clusterId: 'cum-1' }, broadcastId: null, requestId: 'dung-mot-cum' }
  await village.administration.post('/api/v1/stops', order)

  const path = '/api/v1/audit-entries?act=sound.stop'
  const [entry] = (await village.administration.get<Page<AuditEntry>>(path)).items
  const traceId = String(entry?.traceId)
  expect(traceId).toMatch(/^vet-[0-9a-z]{16}$/)
  const byId = `/api/v1/audit-entries?traceId=${traceId}`
  expect((await village.administration.get<Page<AuditEntry>>(byId)).items).toEqual([entry])

  await eventually('the story is told to its end', () =>
    ['a command has ended', 'a plan is held', 'a playout is stored'].every((end) =>
      grep(serverLines, traceId).includes(end),
    ),
  )
  expect(grep(serverLines, traceId)).toEqual(
    expect.arrayContaining(['request', 'a command has ended', 'plans are sealed', 'a plan is held']),
  )
  expect(grep(agentLines, traceId)).toEqual(
    expect.arrayContaining([
      'a command is taken',
      'a command is carried out',
      'a plan is taken',
      'a playout is recorded',
    ]),
  )
  const stored = serverLines.filter((line) => line.includes(traceId)).map((line) => JSON.parse(line))
  expect(stored.find(({ msg }) => msg === 'a playout is stored')).toMatchObject({ reason: 'stopped' })
})
