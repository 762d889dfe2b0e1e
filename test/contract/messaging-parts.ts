import { TcpRelay } from '@tieng-lang/hardware-sim'
import type { MessageTransport, TransportMessage, TransportOptions } from '@tieng-lang/protocol'
import { mqttTransport, systemChance, systemClock } from '@tieng-lang/protocol/node'
import {
  MemoryBroker,
  MemoryLink,
  memoryTransport,
  SeededChance,
  VirtualClock,
} from '../../hardware-sim/src/virtual/index.ts'
import { secretSha256 } from '../../server/src/messaging/broker/admission/credentials.ts'
import { startBroker } from '../../server/src/messaging/broker/broker.ts'
import { startMosquitto } from './mosquitto.ts'

export type ClientOptions = Pick<TransportOptions, 'clientId' | 'username' | 'password' | 'keepAliveS'> & {
  will?: NonNullable<TransportOptions['will']>
}

/** A transport on a wire of its own. */
export interface WiredTransport {
  transport: MessageTransport
  /** Nothing passes upward any more, and nobody is told. */
  holdUpward(): void
  /** The connection is lost without DISCONNECT. */
  cut(): void
}

/** One broker with its clients, and how to let time pass there. */
export interface MessagingPart {
  /** Our own brokers answer a forbidden SUBSCRIBE with 0x80; Mosquitto's ACL file grants it and delivers nothing. */
  refusesSubscriptions: boolean
  wire(options: ClientOptions): Promise<WiredTransport>
  wait(durationMs: number): Promise<void>
  stop(): Promise<void>
}

export const ACCOUNTS = [
  { username: 'server', password: 'server-secret', role: 'server' },
  { username: 'c-1', password: 'secret-1', role: 'cluster' },
  { username: 'c-2', password: 'secret-2', role: 'cluster' },
] as const

export function memoryPart(): MessagingPart {
  const clock = new VirtualClock(Date.UTC(2026, 0, 5))
  const chance = new SeededChance('messaging')
  const broker = new MemoryBroker(clock)
  for (const account of ACCOUNTS) broker.allow(account)
  return {
    refusesSubscriptions: true,
    wire: async (options) => {
      const link = new MemoryLink({ clock, latencyMs: () => 1 + 20 * chance.next() })
      return {
        transport: memoryTransport(options, { broker, link, chance }),
        holdUpward: () => link.block('up'),
        cut: () => {
          link.reset()
          link.heal()
        },
      }
    },
    wait: (durationMs) => clock.advance(durationMs),
    stop: async () => {},
  }
}

export async function embeddedPart(): Promise<MessagingPart> {
  const broker = await startBroker({ host: '127.0.0.1', port: 0, chance: systemChance })
  await broker.allow(
    ACCOUNTS.map(({ username, password, role }) => ({
      username,
      secretSha256: secretSha256(password),
      role,
    })),
  )
  const { port } = await broker.openListener()
  return realPart(port, { refusesSubscriptions: true, stop: () => broker.stop() })
}

export async function mosquittoPart(): Promise<MessagingPart> {
  const broker = await startMosquitto(ACCOUNTS)
  return realPart(broker.port, { refusesSubscriptions: false, stop: () => broker.stop() })
}

function realPart(
  port: number,
  broker: { refusesSubscriptions: boolean; stop(): Promise<void> },
): MessagingPart {
  const relays: { stop(): Promise<void> }[] = []
  return {
    refusesSubscriptions: broker.refusesSubscriptions,
    wire: async (options) => {
      const relay = new TcpRelay({ clock: systemClock, targetPort: port })
      await relay.start()
      relays.push(relay)
      const urls = [`mqtt://127.0.0.1:${relay.port}`]
      return {
        transport: mqttTransport({ ...options, urls }, systemClock),
        holdUpward: () => relay.hold('up'),
        cut: () => {
          relay.cut()
          relay.release('up')
        },
      }
    },
    wait: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
    stop: async () => {
      await Promise.all(relays.map((relay) => relay.stop()))
      await broker.stop()
    },
  }
}

/** A started transport and everything that it was told. */
export interface Client extends WiredTransport {
  events: string[]
  messages: TransportMessage[]
}

export async function startClient(part: MessagingPart, options: ClientOptions): Promise<Client> {
  const wired = await part.wire(options)
  const events: string[] = []
  const messages: TransportMessage[] = []
  wired.transport.start({
    onConnected: () => events.push('connected'),
    onDisconnected: () => events.push('disconnected'),
    onMessage: (message) => messages.push(message),
    onConnectFailed: ({ code }) => events.push(code),
  })
  return { ...wired, events, messages }
}
