import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Ack,
  type Command,
  createKeyPair,
  ed25519Check,
  ed25519Signer,
  type MessageTransport,
  type Presence,
  topicOf,
} from '@tieng-lang/protocol'
import { mqttTransport, systemChance, systemClock, systemFiles } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { secretSha256 } from '../../../server/src/messaging/broker/admission/credentials.ts'
import { type Broker, startBroker } from '../../../server/src/messaging/broker/broker.ts'
import { MqttLink } from '../../src/link/mqtt-link.ts'
import { presenceWill } from '../../src/link/presence.ts'
import { ClockTrust } from '../../src/stores/clock-trust.ts'
import { DocumentShelf } from '../../src/stores/document-shelf.ts'
import { EmergencyShelf } from '../../src/stores/emergencies/emergency-shelf.ts'
import { LiveShelf } from '../../src/stores/live/live-shelf.ts'
import { Outbox } from '../../src/stores/outbox/outbox.ts'
import { RefusalLedger } from '../../src/stores/refusal-ledger.ts'
import { AREA_PATH, CLUSTER, root, sealed, sealedCommand } from '../sealing.ts'

let folder = ''
let broker: Broker
let server: MessageTransport
let clusterUrl = ''
const acks: Ack[] = []
const presences: Presence[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'link-'))
  broker = await startBroker({ host: '127.0.0.1', port: 0, chance: systemChance })
  await broker.allow({ username: CLUSTER, secretSha256: secretSha256('secret'), role: 'cluster' })
  const { host, port } = await broker.openListener()
  clusterUrl = `mqtt://${host}:${port}`
  const { serverUrl, serverUsername: username, serverPassword: password } = broker
  server = mqttTransport({ urls: [serverUrl], clientId: 'server', username, password }, systemClock)
  const connected = new Promise<void>((resolve) =>
    server.start({
      onConnected: resolve,
      onDisconnected: () => {},
      onMessage: ({ topic, payload }) => onUp(topic, payload),
    }),
  )
  await connected
  await server.subscribe(['tl/v1/clusters/+/acks', 'tl/v1/clusters/+/presence'])
})

afterAll(async () => {
  await server.stop()
  await broker.stop()
  await rm(folder, { recursive: true })
})

/** As the server does: the nonce of a presence is answered with the time. */
function onUp(topic: string, payload: Uint8Array): void {
  const message = JSON.parse(Buffer.from(payload).toString())
  if (topic.endsWith('/acks')) acks.push(message)
  else {
    presences.push(message)
    const { timeNonce: nonce } = message as Presence
    if (nonce) void send({ name: 'time', nonce, serverAt: systemClock.now() }, `time-${nonce.toLowerCase()}`)
  }
}

function send(body: Command['body'], id: string): Promise<void> {
  const bytes = sealedCommand(body, { id, sealedAt: systemClock.now() })
  return server.publish(topicOf('commands', { clusterId: CLUSTER }), bytes, { isRetained: false })
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('on real wires and a real disk: documents, time, a command, its acknowledgement, goodbye', async () => {
  for (const type of ['keys', 'config', 'plan', 'receipts'] as const) {
    await server.publish(topicOf(type, { clusterId: CLUSTER }), sealed(type), { isRetained: true })
  }
  const clock = systemClock
  const files = systemFiles(folder)
  const signatures = ed25519Check()
  const refusals = new RefusalLedger(clock)
  const clockTrust = new ClockTrust({ clock, files, isRtcHealthy: () => true })
  const now = () => clockTrust.now()
  const shelf = new DocumentShelf({
    files,
    root,
    clusterId: CLUSTER,
    areaPath: AREA_PATH,
    signatures,
    now,
    refusals,
  })
  const signer = ed25519Signer(createKeyPair())
  const emergencies = new EmergencyShelf({
    ...{ files, clock, clusterId: CLUSTER, signatures, now: () => clockTrust.now(), refusals },
    keyring: () => shelf.keyring(),
  })
  const outbox = new Outbox({ files, clock, signer, clusterId: CLUSTER, bootId: 'boot-1', now })
  const speaker = { clusterId: CLUSTER, bootId: 'boot-1', agentVersion: '1' }
  const transport = mqttTransport(
    {
      urls: [clusterUrl],
      clientId: CLUSTER,
      username: CLUSTER,
      password: 'secret',
      will: presenceWill(speaker, clock),
    },
    clock,
  )
  const done: Command['body'][] = []
  const onCommand = async ({ body }: Command) => {
    done.push(body)
  }
  const parts = {
    speaker,
    transport,
    clock,
    files,
    shelf,
    emergencies,
    onEmergency: () => {},
    sessions: new LiveShelf({ clusterId: CLUSTER, signatures, now, keyring: () => shelf.keyring() }),
    onLive: () => {},
    clockTrust,
    outbox,
    refusals,
    signatures,
    onCommand,
  }
  const link = new MqttLink({ ...parts, chance: systemChance })
  await clockTrust.start()
  await shelf.start()
  await outbox.start()
  await link.start()
  await until(
    () => clockTrust.state() === 'trusted' && acks.filter(({ kind }) => kind === 'document').length === 4,
  )
  expect(shelf.get('plan')?.revision).toBe(1)

  await send({ name: 'volume', percent: 55 }, 'k-volume')
  await until(() => acks.some((ack) => ack.kind === 'command' && ack.id === 'k-volume'))
  expect(done).toEqual([{ name: 'volume', percent: 55 }])
  expect(refusals.counts()).toEqual({})

  await link.stop()
  await clockTrust.stop()
  await until(() => presences.at(-1)?.isConnected === false)
})
