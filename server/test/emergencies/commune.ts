import { rmSync } from 'node:fs'
import {
  type Clock,
  compileShape,
  Emergency,
  type EmergencyAnswer,
  type EmergencyPlace,
  ed25519Check,
  emergencyAudience,
  MINUTE_MS,
  matchTopic,
  type NewEmergency,
  openDocument,
  type SealedDocument,
  TOPICS,
} from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import type { RunningServer } from '../../src/app.ts'
import { replacePin } from '../../src/storage/accounts/pins.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { ToneMaker } from '../emergency-kit/tone-maker.ts'
import { eventually, type RunOptions, runServer, temporaryFolder } from '../running-server.ts'
import { type Answered, signIn } from '../signed-in.ts'
import { addArea, addCluster, addZone } from '../tree.ts'

export const PIN = '483920'

/** A server that has its sounds for emergencies: short tones. */
export async function serverWithKit(dataDir: string, options: RunOptions = {}): Promise<RunningServer> {
  const server = await runServer(dataDir, { emergencyKit: new ToneMaker(), ...options })
  await server.emergencyKit?.settled()
  return server
}

/** A province with two communes; the first has two hamlets, a zone and three clusters, the other one cluster. */
export function buildProvince({ services }: RunningServer): void {
  addArea(services, { areaId: 'tinh', name: 'Tỉnh Sơn Hà', code: '99' })
  addArea(services, { areaId: 'xa-a', parentId: 'tinh', name: 'Xã Đồng Văn', code: '00001' })
  addArea(services, { areaId: 'xa-b', parentId: 'tinh', name: 'Xã Bản Nà', code: '00002' })
  addArea(services, { areaId: 'thon-1', parentId: 'xa-a', name: 'Thôn 1' })
  addArea(services, { areaId: 'thon-2', parentId: 'xa-a', name: 'Thôn 2' })
  addZone(services, { zoneId: 'doc-de', areaId: 'xa-a', name: 'Dọc đê' })
  for (const [clusterId, areaId, latitude] of [
    ['c-1', 'thon-1', 21.1],
    ['c-2', 'thon-1', 21.2],
    ['c-3', 'thon-2', 21.3],
    ['c-9', 'xa-b', 21.25],
  ] as const)
    addCluster(services, {
      ...{ clusterId, areaId, name: `Cụm ${clusterId}`, position: { latitude, longitude: 105.5 } },
      ...(clusterId === 'c-2' && { settings: { zones: ['doc-de'] } }),
    })
}

export type Person = ReturnType<typeof signIn>

/** Somebody who has signed in and has the PIN of these tests. */
export async function personWithPin(
  server: RunningServer,
  loginName: string,
  ...[grants]: [Parameters<typeof signIn>[2]]
): Promise<Person> {
  const person = signIn(server, loginName, grants)
  const { database, passwords } = server.services
  const pinHash = await passwords.hashPin(PIN)
  replacePin(database, { operatorId: loginName, pinHash, changedAt: systemClock.now() })
  return person
}

/** The province at work: its server, Lan, who may warn the first commune, and one board there. */
export interface Commune {
  dataDir: string
  server: RunningServer
  lan: Person
  board: TestBoard
}

export async function startCommune(): Promise<Commune> {
  const dataDir = temporaryFolder().path
  const server = await serverWithKit(dataDir)
  buildProvince(server)
  const lan = await personWithPin(server, 'lan', [['operator', 'xa-a']])
  return { dataDir, server, lan, board: await enrolBoard(server, 'c-1') }
}

/** Ends it, whichever life of its server is the last, and takes its folder away. */
export async function stopCommune({ board, server, dataDir }: Omit<Commune, 'lan'>): Promise<void> {
  await board.stop()
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

export const place = (named: Partial<EmergencyPlace>): EmergencyPlace => ({
  ...{ areas: [], zones: [], clusters: [], polygons: [] },
  ...named,
})

/** A storm over the first commune, and what is said otherwise. */
export function stormOrder(changes: Partial<NewEmergency> = {}): NewEmergency {
  return {
    requestId: `yc-${Buffer.from(systemChance.bytes(8)).toString('hex')}`,
    ...{ status: 'Actual', event: 'storm', severity: 'Severe', text: '', language: 'vi' },
    repeatPlan: { soonTimes: 2, soonEveryS: 300, thenEveryS: 1_200 },
    expiresAt: systemClock.now() + 60 * MINUTE_MS,
    place: place({ areas: ['xa-a'] }),
    ...{ commander: 'Nguyễn Văn A, Chủ tịch UBND xã', reason: 'Bão số 5 đổ bộ', pin: PIN },
    ...changes,
  }
}

export function raise(person: Person, order = stormOrder()): Promise<Answered<EmergencyAnswer>> {
  return person<EmergencyAnswer>('POST', '/emergencies', { body: order })
}

export function look(person: Person, emergencyId: string): Promise<Answered<EmergencyAnswer>> {
  return person<EmergencyAnswer>('GET', `/emergencies/${emergencyId}`)
}

const bodyCheck = compileShape(Emergency)

/** Every emergency that a board was sent, opened with the real envelope, in order of arrival. */
export function emergenciesOf(
  board: TestBoard,
): (SealedDocument<Emergency> & { topic: string; bytes: Uint8Array })[] {
  const keySet = board.documents('keys').at(-1)?.body
  return board.messages.flatMap(({ topic, payload }) => {
    const match = matchTopic(topic)
    if (match?.name !== 'emergencies' || payload.length === 0) return []
    const opened = openDocument(payload, {
      ...{ type: 'emergency', bytesMax: TOPICS.emergencies.bytesMax, bodyCheck, signatures: ed25519Check() },
      audience: emergencyAudience(match.parameters.emergencyId ?? ''),
      // What the board was enrolled with, and the keys that it was sent.
      keyring: { root: board.identity.rootKey, keySet: keySet as never, areaPath: board.identity.areaPath },
      now: systemClock.now(),
    })
    if (!opened.ok) throw new Error(`${opened.code} ${opened.detail}`)
    return [{ ...opened.value, topic, bytes: payload }]
  })
}

/** The newest, once it is good. */
export async function emergencyOn(
  board: TestBoard,
  isGood: (body: Emergency) => boolean = () => true,
): Promise<SealedDocument<Emergency> & { topic: string; bytes: Uint8Array }> {
  const found = await eventually(
    () => emergenciesOf(board).findLast(({ body }) => isGood(body)),
    (newest) => newest !== undefined,
  )
  if (!found) throw new Error('none came')
  return found
}

/** The system's clock, so many times as fast: what takes a quarter of a minute is over in a second. */
export function hurriedClock(times: number): Clock {
  const beganAt = systemClock.now()
  const beganMs = systemClock.monotonicMs()
  const passedMs = () => (systemClock.monotonicMs() - beganMs) * times
  return {
    now: () => beganAt + passedMs(),
    monotonicMs: () => beganMs + passedMs(),
    after: (delayMs, run) => systemClock.after(delayMs / times, run),
  }
}
