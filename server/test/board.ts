import {
  ClusterConfig,
  clusterSubscriptions,
  compileShape,
  createKeyPair,
  type EnrolmentAnswer,
  ed25519Check,
  ed25519Signer,
  type KeyPair,
  type Keyring,
  KeySet,
  matchTopic,
  openCommand,
  openDocument,
  Plan,
  type PlayoutRecord,
  Receipts,
  type SealedDocument,
  type ShapeCheck,
  sealRecord,
  sha256Of,
  TOPICS,
  type TransportMessage,
  topicOf,
} from '@tieng-lang/protocol'
import { mqttTransport, systemClock } from '@tieng-lang/protocol/node'
import type { RunningServer } from '../src/app.ts'
import { issueEnrolmentCode } from '../src/broadcasting/enrolment.ts'
import { eventually } from './running-server.ts'
import { LOCAL } from './tree.ts'

type DocumentName = 'keys' | 'config' | 'plan' | 'receipts'
const bodyChecks: Record<DocumentName, ShapeCheck<unknown>> = {
  keys: compileShape(KeySet),
  config: compileShape(ClusterConfig),
  plan: compileShape(Plan),
  receipts: compileShape(Receipts),
}

/** Asks for an identity as a board does. */
export async function askToEnrol(server: RunningServer, body: unknown): Promise<Response> {
  return fetch(`${server.httpUrl}/api/v1/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** Enrols a board with a fresh key as this cluster. */
export async function enrolBoard(server: RunningServer, clusterId: string): Promise<TestBoard> {
  const order = { clusterId, validMs: 60_000 }
  const { code } = issueEnrolmentCode(server.services, order, LOCAL)
  const pair = createKeyPair()
  const answer = await askToEnrol(server, { code, publicKey: pair.publicKey, agentVersion: 'test' })
  if (answer.status !== 200) throw new Error(await answer.text())
  const board = new TestBoard(pair, (await answer.json()) as EnrolmentAnswer)
  await board.connect()
  return board
}

/** The far end of the wire: a board that opens what it is sent with the real envelopes, and plays nothing. */
export class TestBoard {
  readonly pair: KeyPair
  readonly identity: EnrolmentAnswer
  readonly messages: TransportMessage[] = []
  /** Command ids in order of arrival. */
  readonly commands: { id: string; name: string; nonce?: string }[] = []
  acknowledges = true
  readonly #keyring: Keyring
  readonly #transport: ReturnType<typeof mqttTransport>
  #previousSha256: string | null = null
  #sequence = 0

  constructor(pair: KeyPair, identity: EnrolmentAnswer) {
    this.pair = pair
    this.identity = identity
    this.#keyring = { root: identity.rootKey, keySet: undefined, areaPath: identity.areaPath }
    const { clusterId, mqttUrls, mqttSecret } = identity
    this.#transport = mqttTransport(
      { urls: mqttUrls, clientId: clusterId, username: clusterId, password: mqttSecret },
      systemClock,
    )
  }

  connect(): Promise<void> {
    const { clusterId, areaPath } = this.identity
    return new Promise((resolve, reject) => {
      this.#transport.start({
        onConnected: () => {
          this.#transport.subscribe(clusterSubscriptions(clusterId, areaPath)).then(resolve, reject)
        },
        onDisconnected: () => {},
        onConnectFailed: reject,
        onMessage: (message) => this.#take(message),
      })
    })
  }

  stop(): Promise<void> {
    return this.#transport.stop()
  }

  /** The newest document of this name that satisfies `isGood`, once it has come. */
  document<T>(name: DocumentName, isGood: (body: T) => boolean = () => true): Promise<SealedDocument<T>> {
    return eventually(
      () => this.documents<T>(name).at(-1),
      (newest) => newest !== undefined && isGood(newest.body),
    ) as Promise<SealedDocument<T>>
  }

  documents<T>(name: DocumentName): SealedDocument<T>[] {
    return this.messages.flatMap((message) => {
      const match = matchTopic(message.topic)
      if (match?.name !== name) return []
      const opened = openDocument(message.payload, {
        type: name,
        audience: match.audience,
        bytesMax: TOPICS[name].bytesMax,
        bodyCheck: bodyChecks[name],
        keyring: this.#keyring,
        signatures: ed25519Check(),
        now: systemClock.now(),
      })
      if (!opened.ok) throw new Error(`${name}: ${opened.code} ${opened.detail}`)
      return [opened.value as SealedDocument<T>]
    })
  }

  say(topic: 'presence' | 'acks' | 'health', body: unknown): Promise<void> {
    const { clusterId } = this.identity
    const isRetained = TOPICS[topic].isRetained
    return this.#transport.publish(topicOf(topic, { clusterId }), Buffer.from(JSON.stringify(body)), {
      isRetained,
    })
  }

  /** The next record of the chain, sealed; the chain goes on from it. */
  nextRecord(changes: Partial<PlayoutRecord> = {}): Uint8Array {
    this.#sequence += 1
    const record = recordOf(this.identity.clusterId, this.#sequence, this.#previousSha256)
    const sealed = sealRecord({ ...record, ...changes }, ed25519Signer(this.pair))
    this.#previousSha256 = sha256Of(sealed)
    return sealed
  }

  send(sealed: Uint8Array): Promise<void> {
    const topic = topicOf('playouts', { clusterId: this.identity.clusterId })
    return this.#transport.publish(topic, sealed, { isRetained: false })
  }

  #take(message: TransportMessage): void {
    this.messages.push(message)
    const name = matchTopic(message.topic)?.name
    if (name === 'keys') this.#keyring.keySet = this.documents<KeySet>('keys').at(-1)?.body
    if (name === 'commands') this.#takeCommand(message.payload)
  }

  #takeCommand(payload: Uint8Array): void {
    const audience = `clusters/${this.identity.clusterId}/commands`
    const opened = openCommand(payload, {
      audience,
      bytesMax: TOPICS.commands.bytesMax,
      keyring: this.#keyring,
      signatures: ed25519Check(),
      now: systemClock.now(),
    })
    if (!opened.ok) throw new Error(opened.code)
    const { id, body } = opened.value
    this.commands.push({ id, name: body.name, ...('nonce' in body && { nonce: body.nonce }) })
    if (this.acknowledges) void this.say('acks', { kind: 'command', id, at: systemClock.now() })
  }
}

export function recordOf(clusterId: string, sequence: number, previousSha256: string | null): PlayoutRecord {
  const at = 1_790_000_000_000 + sequence * 60_000
  return {
    clusterId,
    sequence,
    previousSha256,
    bootId: 'boot-1',
    occurrenceId: `ct-1@2026-09-21T05:00/muc-1/${sequence}`,
    broadcastId: 'ct-1@2026-09-21T05:00',
    priority: 'routine',
    mediaSha256: 'a'.repeat(64),
    planRevision: 1,
    outcome: 'heard',
    reason: null,
    evidence: 'lineCurrent',
    dueAt: at,
    receivedAt: at - 1_000,
    startedAt: at,
    endedAt: at + 5_000,
    recordedAt: at + 5_001,
    askedMs: 5_000,
    heardMs: 5_000,
    volumePercent: 70,
    interruptions: 0,
    isClockTrusted: true,
  }
}
