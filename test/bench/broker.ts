import { monitorEventLoopDelay } from 'node:perf_hooks'
import { systemChance } from '@tieng-lang/protocol/node'
import { secretSha256 } from '../../server/src/messaging/broker/admission/credentials.ts'
import { startBroker } from '../../server/src/messaging/broker/broker.ts'
import { startMosquitto } from '../contract/mosquitto.ts'
import { clusterIdOf, connectServer, Fleet, passwordOf, publishDocuments } from './broker/fleet.ts'

const CLUSTERS = 1_000
const LOOP_RESOLUTION_MS = 5
const NANOSECONDS_PER_MS = 1e6

export interface StormResult {
  /** Until the last client held its last document. */
  allBackMs: number
  /** The longest time for which the server's main loop did not turn meanwhile. */
  mainLoopBlockedMsMax: number
}

/**
 * 1,000 clusters reconnect at once, each with the agent's own subscriptions and an area path of three, and take three
 * retained documents each: against the embedded broker, then against Mosquitto on the same machine.
 */
export async function run(): Promise<Record<string, unknown>> {
  const embedded = await stormOnEmbedded({ retainedClusters: CLUSTERS, reconnecting: CLUSTERS })
  return { ...embedded, mosquittoAllBackMs: await stormOnMosquitto(CLUSTERS), clusters: CLUSTERS }
}

/** Documents of `retainedClusters` are retained; `reconnecting` of them connect, are cut, and come back at once. */
export async function stormOnEmbedded(size: {
  retainedClusters: number
  reconnecting: number
}): Promise<StormResult> {
  const broker = await startBroker({ host: '127.0.0.1', port: 0, chance: systemChance })
  await broker.allow(
    accounts(size.retainedClusters).map(({ username, password }) => ({
      username,
      secretSha256: secretSha256(password),
      role: 'cluster',
    })),
  )
  const server = await connectServer({
    url: broker.serverUrl,
    username: broker.serverUsername,
    password: broker.serverPassword,
  })
  const fleet = new Fleet()
  fleet.start()
  try {
    await publishDocuments(server, size.retainedClusters)
    const { port } = await broker.openListener()
    await fleet.reconnect({ port, clusters: size.reconnecting })
    const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
    loop.enable()
    const allBackMs = await fleet.reconnect({ port, clusters: size.reconnecting })
    loop.disable()
    const mainLoopBlockedMsMax = loop.max / NANOSECONDS_PER_MS - LOOP_RESOLUTION_MS
    return { allBackMs: Math.round(allBackMs), mainLoopBlockedMsMax: Math.round(mainLoopBlockedMsMax) }
  } finally {
    fleet.stop()
    await server.stop()
    await broker.stop()
  }
}

async function stormOnMosquitto(clusters: number): Promise<number> {
  const serverAccount = { username: 'server', password: 'server-secret' }
  const mosquitto = await startMosquitto([serverAccount, ...accounts(clusters)])
  const server = await connectServer({ url: `mqtt://127.0.0.1:${mosquitto.port}`, ...serverAccount })
  const fleet = new Fleet()
  fleet.start()
  try {
    await publishDocuments(server, clusters)
    await fleet.reconnect({ port: mosquitto.port, clusters })
    return Math.round(await fleet.reconnect({ port: mosquitto.port, clusters }))
  } finally {
    fleet.stop()
    await server.stop()
    await mosquitto.stop()
  }
}

function accounts(clusters: number): { username: string; password: string }[] {
  return Array.from({ length: clusters }, (_, index) => clusterIdOf(index)).map((username) => ({
    username,
    password: passwordOf(username),
  }))
}
