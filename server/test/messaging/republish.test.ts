import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { createKeyPair, ed25519Signer, matchTopic, sealDocument, topicOf } from '@tieng-lang/protocol'
import { mqttTransport, systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { listDocumentTopics } from '../../src/storage/documents.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { addArea, addCluster } from '../tree.ts'

const folder = temporaryFolder()
let port = 0
let mosquitto: ChildProcess
let server: RunningServer

async function freePort(): Promise<number> {
  const trial = createServer()
  trial.listen(0, '127.0.0.1')
  await once(trial, 'listening')
  const address = trial.address()
  trial.close()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

async function startMosquitto(): Promise<void> {
  const path = join(folder.path, 'mosquitto.conf')
  writeFileSync(
    path,
    `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n`,
  )
  mosquitto = spawn('mosquitto', ['-c', path], { stdio: 'ignore' })
  await eventually(isListening, (isUp) => isUp)
}

function isListening(): Promise<boolean> {
  return new Promise((resolve) => {
    const trial = connect({ host: '127.0.0.1', port })
    trial.once('connect', () => {
      trial.destroy()
      resolve(true)
    })
    trial.once('error', () => resolve(false))
  })
}

async function stopMosquitto(): Promise<void> {
  mosquitto.kill('SIGKILL')
  await once(mosquitto, 'exit')
}

/** What the broker holds for a newcomer, by topic. */
async function retained(): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>()
  const client = observer()
  await new Promise<void>((resolve, reject) => {
    client.start({
      onConnected: () => void client.subscribe(['tl/v1/#']).catch(reject),
      onDisconnected: () => {},
      onConnectFailed: reject,
      onMessage: ({ topic, payload, isRetained }) => {
        if (topic === MARK) resolve()
        else if (isRetained && matchTopic(topic)) found.set(topic, payload)
      },
    })
    // Mosquitto sends what it holds before what comes after.
    const mark = () =>
      client.publish(MARK, Buffer.from('x'), { isRetained: false }).catch(() => {
        systemClock.after(50, mark)
      })
    systemClock.after(150, mark)
  })
  await client.stop()
  return found
}
const MARK = 'tl/v1/mark'
let observers = 0
const observer = () =>
  mqttTransport(
    { urls: [`mqtt://127.0.0.1:${port}`], clientId: `observer-${++observers}`, username: '', password: '' },
    systemClock,
  )

async function leaveRetained(topic: string, payload: Uint8Array): Promise<void> {
  const client = observer()
  await new Promise<void>((resolve, reject) =>
    client.start({
      onConnected: () => client.publish(topic, payload, { isRetained: true }).then(resolve, reject),
      onDisconnected: () => {},
      onMessage: () => {},
    }),
  )
  await client.stop()
}

const plan = (pair = createKeyPair()) =>
  sealDocument(
    {
      type: 'plan',
      audience: 'clusters/c-gone/plan',
      documentId: 'plan-c-gone',
      revision: 1,
      sealedAt: 1,
      validUntil: null,
      body: { programmes: [], stopped: [] },
    },
    ed25519Signer(pair),
  )

beforeAll(async () => {
  port = await freePort()
  await startMosquitto()
  server = await runServer(join(folder.path, 'data'), { mqttUrl: `mqtt://127.0.0.1:${port}` })
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  for (let each = 1; each <= 20; each += 1)
    addCluster(server.services, { clusterId: `c-${each}`, areaId: 'xa-a', name: `Cụm ${each}` })
  await server.services.link.publisher.whenIdle()
})
afterAll(async () => {
  await server.stop()
  await stopMosquitto()
  folder.remove()
})

const allHeld = () =>
  eventually(retained, (held) =>
    listDocumentTopics(server.services.database).every((topic) => held.has(topic)),
  )

test('every current document is retained: keys, configs, plans', async () => {
  const held = await allHeld()
  expect(held.size).toBe(1 + 20 * 2)
})

test('a broker that comes back empty gets everything again, byte for byte', async () => {
  const before = await allHeld()
  await stopMosquitto()
  await startMosquitto()
  const after = await allHeld()
  expect([...after].sort()).toEqual([...before].sort())
})

test('at start, only retained documents that we sealed and no longer hold are cleared', async () => {
  const ours = server.services.keys.commandSigner.kid
  const gone = topicOf('plan', { clusterId: 'c-gone' })
  const foreign = topicOf('plan', { clusterId: 'c-foreign' })
  const rubbish = topicOf('config', { clusterId: 'c-rubbish' })
  // The kid is what decides: this one says it is ours.
  const signer = { ...ed25519Signer(createKeyPair()), kid: ours }
  const claims = { documentId: 'plan-c-gone', revision: 1, sealedAt: 1, validUntil: null, body: {} }
  await leaveRetained(
    gone,
    sealDocument({ ...claims, type: 'plan', audience: 'clusters/c-gone/plan' }, signer),
  )
  await leaveRetained(foreign, plan())
  await leaveRetained(rubbish, Buffer.from('rubbish'))
  await server.stop()
  server = await runServer(join(folder.path, 'data'), { mqttUrl: `mqtt://127.0.0.1:${port}` })
  const held = await eventually(retained, (found) => !found.has(gone))
  expect(held.has(foreign)).toBe(true)
  expect(held.has(rubbish)).toBe(true)
  expect(held.has(topicOf('plan', { clusterId: 'c-1' }))).toBe(true)
})
