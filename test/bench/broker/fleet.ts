import { type ChildProcess, fork } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { type MessageTransport, topicOf } from '@tieng-lang/protocol'
import { mqttTransport, systemClock } from '@tieng-lang/protocol/node'
import type { ReconnectOrder, ReconnectReport } from './clients.ts'

/** Province, commune and thôn: an area path of three. */
export const AREA_PATH = ['a-01', 'a-01001', 'a-01001-7']
export const DOCUMENTS_EACH = 3

const DOCUMENT_BYTES = { config: 2_000, plan: 8_000, receipts: 400 } as const
const PUBLISH_AT_ONCE = 200

export function clusterIdOf(index: number): string {
  return `c-${String(index).padStart(5, '0')}`
}

export function passwordOf(clusterId: string): string {
  return createHash('sha256').update(`password of ${clusterId}`).digest('base64url')
}

export interface ServerConnection {
  url: string
  username: string
  password: string
}

/** Connects as the server does, and listens to presence as it does. */
export async function connectServer(connection: ServerConnection): Promise<MessageTransport> {
  const { url, username, password } = connection
  const transport = mqttTransport({ urls: [url], clientId: 'server', username, password }, systemClock)
  await new Promise<void>((resolve, reject) =>
    transport.start({
      onConnected: resolve,
      onDisconnected: () => {},
      onConnectFailed: reject,
      onMessage: ({ payload }) => void JSON.parse(Buffer.from(payload).toString()),
    }),
  )
  await transport.subscribe(['tl/v1/clusters/+/presence'])
  return transport
}

/** Retains every cluster's documents. */
export async function publishDocuments(server: MessageTransport, clusters: number): Promise<void> {
  const documents = Array.from({ length: clusters }, (_, index) => clusterIdOf(index)).flatMap((clusterId) =>
    (['config', 'plan', 'receipts'] as const).map((name) => ({
      topic: topicOf(name, { clusterId }),
      payload: Buffer.from(randomBytes(DOCUMENT_BYTES[name] * 0.75).toString('base64url')),
    })),
  )
  for (let at = 0; at < documents.length; at += PUBLISH_AT_ONCE)
    await Promise.all(
      documents
        .slice(at, at + PUBLISH_AT_ONCE)
        .map(({ topic, payload }) => server.publish(topic, payload, { isRetained: true })),
    )
}

/** The clusters' side, in a process of its own so that its work does not count as the server's. */
export class Fleet {
  #process: ChildProcess | undefined

  start(): void {
    this.#process = fork(new URL('./clients.ts', import.meta.url), { execArgv: ['--import', 'tsx'] })
  }

  /** All connections are cut and `clusters` come back at once; resolves with the milliseconds until all hold all. */
  reconnect(order: ReconnectOrder): Promise<number> {
    const child = this.#process
    if (!child) return Promise.reject(new Error('the fleet is not started'))
    return new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the fleet ended with ${code}`)))
      child.once('message', ({ allBackMs, failure }: ReconnectReport) => {
        child.removeAllListeners('exit')
        if (allBackMs === undefined) reject(new Error(failure))
        else resolve(allBackMs)
      })
      child.send(order)
    })
  }

  stop(): void {
    this.#process?.disconnect()
  }
}
