import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { MINUTE_MS, matchTopic, type StepName, type Steps } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import BetterSqlite from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { findSealedBytes } from '../../src/storage/documents.ts'
import { listEmergencies } from '../../src/storage/emergencies/emergencies.ts'
import { enrolBoard } from '../board.ts'
import { clockAhead, eventually, temporaryFolder } from '../running-server.ts'
import {
  buildProvince,
  emergencyOn,
  look,
  PIN,
  personWithPin,
  raise,
  serverWithKit,
  stormOrder,
} from './commune.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (let end = ending.pop(); end; end = ending.pop()) await end()
})

async function aServer(options: Parameters<typeof serverWithKit>[1] = {}, path?: string) {
  const folder = path === undefined ? temporaryFolder() : { path, remove: () => {} }
  ending.push(() => folder.remove())
  const server = await serverWithKit(folder.path, options)
  ending.push(() => server.stop())
  return { server, path: folder.path }
}

/** Nothing that comes after a step happens: as if the program had been killed there. */
class Killing implements Steps {
  step: StepName | undefined

  reached(name: StepName, topic?: string): void {
    if (name === this.step && topic !== undefined && matchTopic(topic)?.name === 'emergencies')
      throw new Error(`killed at ${name}`)
  }
}

/** Looks, in the moment in which anything of an emergency is handed to the broker, at what a power cut would leave. */
class LookingAtTheDisk implements Steps {
  readonly recorded: unknown[] = []
  readonly #databasePath: string

  constructor(folder: string) {
    this.#databasePath = join(folder, 'server.sqlite')
  }

  reached(name: StepName, topic?: string): void {
    const place = topic === undefined ? undefined : matchTopic(topic)
    if (name !== 'documentSent' || place?.name !== 'emergencies') return
    const asAnother = new BetterSqlite(this.#databasePath, { readonly: true })
    const { emergencyId } = place.parameters
    this.recorded.push(
      asAnother.prepare('SELECT state FROM emergencies WHERE emergencyId = ?').get(emergencyId),
    )
    asAnother.close()
  }
}

test('nothing is handed to the broker before it is recorded for good', async () => {
  const folder = temporaryFolder()
  ending.push(() => folder.remove())
  const steps = new LookingAtTheDisk(folder.path)
  const { server } = await aServer({ steps }, folder.path)
  buildProvince(server)
  const lan = await personWithPin(server, 'lan', [['operator', 'xa-a']])
  const { body } = await raise(lan)
  const end = { how: 'cancel', reason: 'Thử', pin: PIN, requestId: 'het-bao' }
  await lan('POST', `/emergencies/${body.emergencyId}/end`, { body: end })
  expect(steps.recorded).toEqual([{ state: 'active' }, { state: 'cancelled' }])
})

test('killed between recording and publishing: it goes out after the restart', async () => {
  const steps = new Killing()
  const first = await aServer({ steps })
  buildProvince(first.server)
  const lan = await personWithPin(first.server, 'lan', [['operator', 'xa-a']])
  const board = await enrolBoard(first.server, 'c-1')
  await raise(lan)
  steps.step = 'documentStored'
  const order = stormOrder({ text: '' })
  expect((await lan('POST', '/emergencies', { body: order })).status).toBe(500)
  await board.stop()
  await first.server.stop()
  const { server } = await aServer({}, first.path)
  const question = { isOpen: false, after: undefined, countMax: 1 }
  const [recorded] = listEmergencies(server.services.database, question)
  const hai = await personWithPin(server, 'hai', [['operator', 'xa-a']])
  const again = await enrolBoard(server, 'c-2')
  ending.push(() => again.stop())
  const sent = await emergencyOn(again, ({ emergencyId }) => emergencyId === recorded?.emergencyId)
  expect(sent.body).toMatchObject({ state: 'active', edition: 1 })
  const { moments } = await eventually(
    async () => (await look(hai, sent.body.emergencyId)).body,
    (answer) => answer.moments.some(({ kind }) => kind === 'published'),
  )
  const ofPeople = moments.filter(({ clusterId }) => clusterId === null)
  expect(ofPeople.map(({ kind }) => kind)).toEqual(['requested', 'raised', 'published'])
})

test('killed before it was published, and expired before the restart: it is never sent', async () => {
  const steps = new Killing()
  const first = await aServer({ steps })
  buildProvince(first.server)
  const lan = await personWithPin(first.server, 'lan', [['operator', 'xa-a']])
  await raise(lan)
  steps.step = 'documentStored'
  const order = stormOrder({ expiresAt: systemClock.now() + MINUTE_MS })
  expect((await lan('POST', '/emergencies', { body: order })).status).toBe(500)
  await first.server.stop()
  const { server } = await aServer({ clock: clockAhead(2 * MINUTE_MS) }, first.path)
  const [recorded] = listEmergencies(server.services.database, {
    isOpen: false,
    after: undefined,
    countMax: 1,
  })
  const topic = `tl/v1/areas/xa-a/emergencies/${recorded?.emergencyId}`
  expect(findSealedBytes(server.services.database, topic)).toBeUndefined()
})

test('broker gone: the answer says which areas have not got it, and it is sent as soon as there is a broker again', async () => {
  const port = await freePort()
  const folder = temporaryFolder()
  ending.push(() => folder.remove())
  let mosquitto = await startMosquitto(folder.path, port)
  ending.push(() => mosquitto.kill('SIGKILL'))
  const { server } = await aServer({ mqttUrl: `mqtt://127.0.0.1:${port}` })
  buildProvince(server)
  const lan = await personWithPin(server, 'lan', [['operator', 'xa-a']])
  await raise(lan)
  mosquitto.kill('SIGKILL')
  await eventually(
    () => server.services.link.isConnected(),
    (isConnected) => !isConnected,
  )
  const { status, body } = await raise(lan)
  expect(status).toBe(200)
  expect(body).toMatchObject({ state: 'active', unpublishedAreas: ['xa-a'] })
  const { emergencyId } = body
  const told = await eventually(
    async () => (await look(lan, emergencyId)).body.moments,
    (moments) => moments.some(({ kind }) => kind === 'notPublished'),
  )
  expect(told.find(({ kind }) => kind === 'notPublished')?.detail).toMatchObject({ areaIds: ['xa-a'] })
  mosquitto = await startMosquitto(folder.path, port)
  const after = await eventually(
    async () => (await look(lan, emergencyId)).body,
    ({ moments }) => moments.some(({ kind }) => kind === 'published'),
  )
  expect(after.unpublishedAreas).toEqual([])
})

async function freePort(): Promise<number> {
  const trial = createServer()
  trial.listen(0, '127.0.0.1')
  await once(trial, 'listening')
  const address = trial.address()
  trial.close()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

async function startMosquitto(folder: string, port: number): Promise<ChildProcess> {
  const path = join(folder, 'mosquitto.conf')
  writeFileSync(path, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`)
  const mosquitto = spawn('mosquitto', ['-c', path], { stdio: 'ignore' })
  await eventually(
    () => isListening(port),
    (isUp) => isUp,
  )
  return mosquitto
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const trial = connect({ host: '127.0.0.1', port })
    trial.once('connect', () => {
      trial.destroy()
      resolve(true)
    })
    trial.once('error', () => resolve(false))
  })
}
