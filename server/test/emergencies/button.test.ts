import {
  type ButtonRequest,
  type EmergencyAnswer,
  type EmergencyLine,
  ed25519Signer,
  type Page,
  sealButtonRequest,
} from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { listRefusals } from '../../src/storage/reports/refusal-counters.ts'
import type { TestBoard } from '../board.ts'
import { eventually } from '../running-server.ts'
import { changeArea } from '../tree.ts'
import { emergencyOn, look, type Person, startCommune, stopCommune } from './commune.ts'

let dataDir: string
let server: RunningServer
let lan: Person
let board: TestBoard

beforeAll(async () => {
  ;({ dataDir, server, lan, board } = await startCommune())
})
afterAll(() => stopCommune({ dataDir, server, board }))

const press = (number: number, changes: Partial<ButtonRequest> = {}) => {
  const request: ButtonRequest = {
    ...{ clusterId: 'c-1', bootId: 'b-1', press: number, emergencyId: `button-${number}` },
    ...{ event: 'fire', pressedAt: systemClock.now(), ...changes },
  }
  return sealButtonRequest(request, ed25519Signer(board.pair))
}
const say = (sealed: string) => board.say('acks', { kind: 'buttonRequest', sealed, at: systemClock.now() })
const listed = async (emergencyId: string) => {
  const { items } = (await lan<Page<EmergencyLine>>('GET', '/emergencies')).body
  return items.find((item) => item.emergencyId === emergencyId)
}
const refused = (code: string) =>
  eventually(
    () => {
      server.services.reports.flush()
      return listRefusals(server.services.database).find((each) => each.code === code)?.count ?? 0
    },
    (count) => count > 0,
  )

test('a press stands in the list under the id that its cluster gave it, and reaches nobody else unless the area says so', async () => {
  await say(press(1))
  const line = await eventually(
    () => listed('button-1'),
    (found) => found !== undefined,
  )
  expect(line).toMatchObject({
    ...{ origin: 'button', state: 'active', event: 'fire', raisedBy: 'Nút tại Cụm c-1' },
    counts: { targeted: 1 },
  })
  const { body } = await emergencyOn(board, ({ emergencyId }) => emergencyId === 'button-1')
  expect(body.targets).toEqual({ areas: [], clusters: ['c-1'] })
  expect(body.repeatsAfterS.length).toBeGreaterThan(0)
})

test('where the area says so it sounds in the whole area of the cluster', async () => {
  changeArea(server.services, 'xa-a', { settings: { emergencyButtonWidens: 'area' } })
  await say(press(2))
  await eventually(
    () => listed('button-2'),
    (found) => found !== undefined,
  )
  const { body } = await look(lan, 'button-2')
  expect((body as EmergencyAnswer).clusters.map(({ clusterId }) => clusterId)).toEqual(['c-1', 'c-2'])
})

test('a press is carried out once; one that is over, or that somebody else has sealed, only counts', async () => {
  const sealed = press(3)
  await say(sealed)
  await eventually(
    () => listed('button-3'),
    (found) => found !== undefined,
  )
  await say(sealed)
  await refused('replayed')
  await say(press(4, { pressedAt: systemClock.now() - 3_600_000 }))
  await refused('expired')
  await say(press(5, { clusterId: 'c-2' }))
  await refused('wrongAudience')
  await say(press(6, { emergencyId: 'kc-cua-ai' }))
  await refused('shapeMismatch')
  expect(await listed('button-4')).toBeUndefined()
})
