import type { Socket } from 'node:net'
import { clusterSubscriptions, topicOf } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import {
  connectBytes,
  openRaw,
  pubackBytes,
  publishBytes,
  type RawPacket,
  subscribeBytes,
} from '../../../server/test/messaging/broker/raw-mqtt.ts'
import { AREA_PATH, clusterIdOf, DOCUMENTS_EACH, passwordOf } from './fleet.ts'

/** What the parent asks: cut all connections and come back with `clusters` of them at once. */
export interface ReconnectOrder {
  port: number
  clusters: number
}

/** Until the last client held its last document; or what went wrong. */
export interface ReconnectReport {
  allBackMs?: number
  failure?: string
}

const ALL_BACK_MS_MAX = 60_000

let sockets: Socket[] = []

process.on('message', (order: ReconnectOrder) => {
  reconnect(order).then(
    (allBackMs) => report({ allBackMs }),
    (cause) => report({ failure: String(cause) }),
  )
})
process.on('disconnect', () => process.exit())

function report(message: ReconnectReport): void {
  process.send?.(message)
}

async function reconnect({ port, clusters }: ReconnectOrder): Promise<number> {
  for (const socket of sockets) socket.destroy()
  const beganMs = systemClock.monotonicMs()
  const all = Array.from({ length: clusters }, (_, index) => connectCluster(port, clusterIdOf(index)))
  sockets = all.map(({ socket }) => socket)
  await Promise.race([Promise.all(all.map(({ isBack }) => isBack)), tooLate()])
  return systemClock.monotonicMs() - beganMs
}

/** One cluster: connects with its Will, subscribes as the agent does, says its presence, takes its documents. */
function connectCluster(port: number, clusterId: string): { socket: Socket; isBack: Promise<void> } {
  const presence = topicOf('presence', { clusterId })
  const presenceText = (isConnected: boolean) =>
    JSON.stringify({ isConnected, bootId: clusterId, agentVersion: '0.1.0', at: systemClock.now() })
  let onPacket: (received: RawPacket) => void = () => {}
  const socket = openRaw(port, (received) => onPacket(received))
  const isBack = new Promise<void>((resolve, reject) => {
    const held = new Set<string>()
    onPacket = (received) => {
      if (received.kind === 'connack' && received.returnCode !== 0)
        reject(new Error(`${clusterId} refused with ${received.returnCode}`))
      if (received.kind === 'connack')
        socket.write(subscribeBytes(1, clusterSubscriptions(clusterId, AREA_PATH)))
      if (received.kind === 'suback')
        socket.write(
          publishBytes({ topic: presence, payload: presenceText(true), isRetained: true, packetId: 2 }),
        )
      if (received.kind !== 'publish') return
      socket.write(pubackBytes(received.packetId))
      held.add(received.topic)
      if (held.size === DOCUMENTS_EACH) resolve()
    }
  })
  const will = { topic: presence, payload: presenceText(false) }
  socket.write(
    connectBytes({ clientId: clusterId, username: clusterId, password: passwordOf(clusterId), will }),
  )
  return { socket, isBack }
}

function tooLate(): Promise<never> {
  return new Promise((_resolve, reject) => {
    systemClock.after(ALL_BACK_MS_MAX, () => reject(new Error(`not all back in ${ALL_BACK_MS_MAX} ms`)))
  })
}
