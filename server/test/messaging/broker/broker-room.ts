import { CodedError, type MessageTransport, type TransportMessage } from '@tieng-lang/protocol'
import { mqttTransport, systemChance, systemClock } from '@tieng-lang/protocol/node'
import { secretSha256 } from '../../../src/messaging/broker/admission/credentials.ts'
import type { BrokerLimits } from '../../../src/messaging/broker/admission/limits.ts'
import { type Broker, startBroker } from '../../../src/messaging/broker/broker.ts'
import { connectBytes, openRaw, type RawConnect, type RawPacket } from './raw-mqtt.ts'

/** A broker with its public listener open, the server connected to it, and accounts `c-1` and `c-2`. */
export interface BrokerRoom {
  broker: Broker
  port: number
  server: MessageTransport
  heard: TransportMessage[]
  raw(options?: Partial<RawConnect>): Promise<RawClient>
  stop(): Promise<void>
}

export interface RawClient {
  packets: RawPacket[]
  send(bytes: Buffer): void
  /** Stops reading, as a frozen program does. */
  freeze(): void
  isClosed(): boolean
  close(): void
}

const UNTIL_MS_MAX = 15_000

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const beganMs = systemClock.monotonicMs()
  while (!(await holds())) {
    if (systemClock.monotonicMs() - beganMs > UNTIL_MS_MAX) throw new Error('it never came to hold')
    await pause(10)
  }
}

export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs))
}

export async function openBrokerRoom(limits: Partial<BrokerLimits> = {}): Promise<BrokerRoom> {
  const broker = await startBroker({ host: '127.0.0.1', port: 0, limits, chance: systemChance })
  await broker.allow(
    ['c-1', 'c-2'].map((username) => ({
      username,
      secretSha256: secretSha256(`secret of ${username}`),
      role: 'cluster',
    })),
  )
  const { port } = await broker.openListener()
  const heard: TransportMessage[] = []
  const server = await connectServer(broker, heard)
  await server.subscribe(['tl/v1/clusters/+/presence', 'tl/v1/clusters/+/health'])
  const sockets: RawClient[] = []
  return {
    broker,
    port,
    server,
    heard,
    raw: async (options) => {
      const client = openRawClient(port, options)
      sockets.push(client)
      await until(() => client.packets.length > 0 || client.isClosed())
      return client
    },
    stop: async () => {
      for (const client of sockets) client.close()
      await server.stop()
      await broker.stop()
    },
  }
}

async function connectServer(broker: Broker, heard: TransportMessage[]): Promise<MessageTransport> {
  const transport = mqttTransport(
    {
      urls: [broker.serverUrl],
      clientId: 'server',
      username: broker.serverUsername,
      password: broker.serverPassword,
    },
    systemClock,
  )
  await new Promise<void>((resolve, reject) =>
    transport.start({
      onConnected: resolve,
      onDisconnected: () => reject(new CodedError('notConnected', 'lost')),
      onConnectFailed: reject,
      onMessage: (message) => heard.push(message),
    }),
  )
  return transport
}

function openRawClient(port: number, options: Partial<RawConnect> = {}): RawClient {
  const packets: RawPacket[] = []
  const socket = openRaw(port, (received) => packets.push(received))
  let isClosed = false
  socket.on('close', () => {
    isClosed = true
  })
  const username = options.username ?? options.clientId ?? 'c-1'
  socket.write(connectBytes({ clientId: username, username, password: `secret of ${username}`, ...options }))
  return {
    packets,
    send: (bytes) => socket.write(bytes),
    freeze: () => socket.pause(),
    isClosed: () => isClosed,
    close: () => socket.destroy(),
  }
}
