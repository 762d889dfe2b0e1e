import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { OverviewAnswer, ServerHealth } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import type { RunningServer } from '../../../server/src/app.ts'
import { query } from '../../../server/src/storage/database.ts'
import { listPlayouts } from '../../../server/src/storage/playouts/playouts.ts'
import { enrolBoard, type TestBoard } from '../../../server/test/board.ts'
import {
  buildProvince,
  type Person,
  PIN,
  personWithPin,
  raise,
  serverWithKit,
  stormOrder,
} from '../../../server/test/emergencies/commune.ts'
import { eventually } from '../../../server/test/running-server.ts'
import { signIn } from '../../../server/test/signed-in.ts'
import { fillDisk } from './fill-disk.ts'
import type { EmergencyReport, FullPhase } from './report.ts'

/**
 * Runs where `folder` is a file system of some MB: a server whose disk is filled to the last byte, asked to raise and to
 * end an emergency, started again, asked once more, and then given room. Says in one line of JSON what it answered.
 */
const [folder = ''] = process.argv.slice(2)
const filler = join(folder, 'filler')
const dataDir = join(folder, 'server')
const reservePath = join(dataDir, 'emergency-reserve')
const emergencyReserveBytes = 8 * 1_048_576
/** Enough for what a database still finds room for in pages that are its own. */
const AREAS_MAX = 2_000
const PASSWORD = 'Đê-vỡ-thì-phải-báo-ngay-7'

const start = () => serverWithKit(dataDir, { overrides: { emergencyReserveBytes } })
const reserveBytes = () => statSync(reservePath, { throwIfNoEntry: false })?.size ?? 0

async function signInStatus(server: RunningServer): Promise<number> {
  const { status } = await fetch(`${server.httpUrl}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ loginName: 'lan', password: PASSWORD }),
  })
  return status
}

let areasAdded = 0
/** Gives what the last area was answered: the first that finds no room, where there is none. */
async function addAreas(tam: Person, countMax = AREAS_MAX): Promise<number> {
  for (let count = 0; count < countMax; count += 1) {
    areasAdded += 1
    const name = `Tổ ${areasAdded} ${'dài '.repeat(40)}`
    const area = { areaId: `to-${areasAdded}`, parentId: 'xa-a', name }
    const { status } = await tam('POST', '/areas', { body: area })
    if (status !== 201) return status
  }
  return 201
}

interface People {
  lan: Person
  tam: Person
}

async function askWhileFull(
  server: RunningServer,
  { lan, tam }: People,
  board?: TestBoard,
): Promise<FullPhase> {
  const area = await addAreas(tam)
  const signedIn = await signInStatus(server)
  const raised = await raise(lan, stormOrder())
  const { emergencyId } = raised.body
  const sound = { occurrenceId: `${emergencyId}#1#0`, broadcastId: `${emergencyId}@1` }
  await board?.send(board.nextRecord(sound))
  const body = { how: 'cancel', reason: 'Thử', pin: PIN, requestId: `het-${emergencyId}` }
  const ended = await lan('POST', `/emergencies/${emergencyId}/end`, { body })
  const { storage } = (await tam<OverviewAnswer>('GET', '/overview')).body
  const statuses = { area, signIn: signedIn, raise: raised.status, end: ended.status }
  return { ...statuses, storage, health: await databaseHealth(server), reserveBytes: reserveBytes() }
}

/** As it was found by the next look. */
async function databaseHealth({ httpUrl }: RunningServer): Promise<ServerHealth['parts']['database']> {
  const askedAt = systemClock.now()
  const look = async () => (await (await fetch(`${httpUrl}/health`)).json()) as ServerHealth
  return (await eventually(look, ({ at }) => at > askedAt)).parts.database
}

let server = await start()
buildProvince(server)
const people = {
  lan: await personWithPin(server, 'lan', [['operator', 'xa-a']]),
  tam: signIn(server, 'tam', [['administrator', null]]),
}
const passwordHash = await server.services.passwords.hash(PASSWORD)
const ofLan = query.updateTable('operators').set({ passwordHash }).where('operatorId', '=', 'lan')
server.services.database.run(ofLan)
const board = await enrolBoard(server, 'c-1')
await eventually(reserveBytes, (bytes) => bytes === emergencyReserveBytes)
const before = { reserveBytes: reserveBytes(), allocatedBytes: statSync(reservePath).blocks * 512 }

fillDisk(filler)
const full = await askWhileFull(server, people, board)
const stored = () => listPlayouts(server.services.database, { clusterId: 'c-1', countMax: 10 }).length
const recordsStored = await eventually(stored, (count) => count > 0)
await board.stop()
// It says what it could not write any more.
await server.stop().catch(() => undefined)

fillDisk(filler)
server = await start()
const restarted = await askWhileFull(server, people)

rmSync(filler)
await eventually(reserveBytes, (bytes) => bytes === emergencyReserveBytes)
const area = await eventually(
  () => addAreas(people.tam, 1),
  (status) => status === 201,
)
const { storage } = (await people.tam<OverviewAnswer>('GET', '/overview')).body
const health = await databaseHealth(server)
const audit = server.services.database.rows(query.selectFrom('auditEntries').select('act'))
const report: EmergencyReport = {
  ...{ before, full, restarted, recordsStored, acts: audit.map(({ act }) => act) },
  after: { area, storage, health, reserveBytes: reserveBytes() },
}
await server.stop()
process.stdout.write(`${JSON.stringify(report)}\n`)
