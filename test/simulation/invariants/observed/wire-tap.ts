import {
  type Ack,
  type ClusterConfig,
  type ClusterId,
  type Emergency,
  emergencyAudience,
  type Id,
  type LiveSession,
  liveAudience,
  matchTopic,
  type Plan,
  type Presence,
  parseJson,
  parseJws,
  TOPIC_BYTES_MAX,
  TOPIC_PREFIX,
  type TransportMessage,
} from '@tieng-lang/protocol'
import { keyedHashCheck } from '../../../../hardware-sim/src/virtual/index.ts'
import type { MemorySession } from '../../../../hardware-sim/src/virtual/messaging/memory-broker.ts'
import type { SimulatedWorld } from '../../world.ts'

/** One revision of a document as it passed the broker. */
export interface Published<Body> {
  revision: number
  /** True time. */
  publishedAt: number
  body: Body
}

/** What the server told one cluster, and what of it the cluster has said to hold; instants are true time. */
export interface TappedCluster {
  readonly plans: Published<Plan>[]
  readonly configs: Published<ClusterConfig>[]
  readonly planAcks: { revision: number; at: number }[]
  readonly configAcks: { revision: number; at: number }[]
  /** When it said that it was there and listening. */
  readonly presentAt: number[]
}

interface Claims<Body> {
  aud: string
  revision: number
  body: Body
}

const NAME = 'wire-tap'
const FILTERS = [
  ...['plan', 'config', 'acks', 'presence'].map((name) => `${TOPIC_PREFIX}clusters/+/${name}`),
  ...['emergencies', 'live'].map((name) => `${TOPIC_PREFIX}areas/+/${name}/+`),
]
/** So soon after the broker is back it is listened to again: what is retained then is told in any case. */
const LISTEN_AGAIN_MS = 1_000

/**
 * Listens to the broker: what an invariant takes for published is what passed the wire under the server's own
 * signature, and not what a part of the program says of itself.
 */
export class WireTap {
  readonly #clusters = new Map<ClusterId, TappedCluster>()
  readonly #emergencies = new Map<Id, Published<Emergency>[]>()
  readonly #sessions = new Map<Id, Published<LiveSession>[]>()
  #session: MemorySession | undefined
  #isWaiting = false

  /** Begins where it has not; to be called at every look. */
  listen(world: SimulatedWorld): void {
    if (this.#session || this.#isWaiting) return
    world.broker.allow({ username: NAME, password: NAME, role: 'server' })
    this.#connect(world)
  }

  of(clusterId: ClusterId): TappedCluster {
    const known = this.#clusters.get(clusterId)
    if (known) return known
    const fresh: TappedCluster = { plans: [], configs: [], planAcks: [], configAcks: [], presentAt: [] }
    this.#clusters.set(clusterId, fresh)
    return fresh
  }

  /** Every revision of an emergency that passed, the oldest first. */
  emergency(emergencyId: Id): readonly Published<Emergency>[] {
    return this.#emergencies.get(emergencyId) ?? []
  }

  /** Every revision of a live session that passed, the oldest first. */
  session(sessionId: Id): readonly Published<LiveSession>[] {
    return this.#sessions.get(sessionId) ?? []
  }

  /** What is heard as this sound: the voice of its name, or what was begun for it as a relay. */
  sessionsOf(soundId: string): LiveSession[] {
    const newest = [...this.#sessions.values()].flatMap((revisions) => revisions.at(-1)?.body ?? [])
    return newest.filter(
      ({ sessionId, occurrenceId }) =>
        (occurrenceId ?? sessionId) === soundId || soundId.startsWith(`${sessionId}/`),
    )
  }

  #connect(world: SimulatedWorld): void {
    this.#isWaiting = false
    const account = { clientId: NAME, username: NAME, password: NAME, will: undefined, keepAliveS: 0 }
    const session = world.broker.connect(account, {
      deliver: (message) => this.#take(world, message),
      close: () => this.#connectLater(world),
    })
    if (!session) this.#connectLater(world)
    else if ('returnCode' in session) throw new Error(`the broker refuses the tap: ${session.returnCode}`)
    else {
      this.#session = session
      session.subscribe(FILTERS)
      session.sendRetained(FILTERS)
    }
  }

  #connectLater(world: SimulatedWorld): void {
    this.#session = undefined
    this.#isWaiting = true
    world.clock.after(LISTEN_AGAIN_MS, () => this.#connect(world))
  }

  #take(world: SimulatedWorld, { topic, payload }: TransportMessage): void {
    const match = matchTopic(topic)
    if (!match || payload.length === 0) return
    const { clusterId, emergencyId, sessionId } = match.parameters
    if (emergencyId !== undefined) this.#takeEmergency(world, emergencyId, payload)
    if (sessionId !== undefined) this.#takeSession(world, sessionId, payload)
    if (clusterId === undefined) return
    const tapped = this.of(clusterId)
    const now = world.clock.now()
    if (match.name === 'acks') noteAck(tapped, payload, now)
    if (match.name === 'presence' && isPresent(payload)) tapped.presentAt.push(now)
    const { audience } = match
    if (match.name === 'plan') noteDocument(tapped.plans, openGenuine<Plan>(world, audience, payload), now)
    if (match.name === 'config')
      noteDocument(tapped.configs, openGenuine<ClusterConfig>(world, audience, payload), now)
  }

  #takeEmergency(world: SimulatedWorld, emergencyId: Id, payload: Uint8Array): void {
    const known = this.#emergencies.get(emergencyId) ?? []
    this.#emergencies.set(emergencyId, known)
    const claims = openGenuine<Emergency>(world, emergencyAudience(emergencyId), payload)
    noteDocument(known, claims, world.clock.now())
  }

  #takeSession(world: SimulatedWorld, sessionId: Id, payload: Uint8Array): void {
    const known = this.#sessions.get(sessionId) ?? []
    this.#sessions.set(sessionId, known)
    const claims = openGenuine<LiveSession>(world, liveAudience(sessionId), payload)
    noteDocument(known, claims, world.clock.now())
  }
}

function noteAck(tapped: TappedCluster, payload: Uint8Array, at: number): void {
  // Our own agents say it; what does not fit is the server's to refuse.
  const ack = parseJson(payload) as Ack
  if (ack.kind !== 'document') return
  if (ack.type === 'plan') tapped.planAcks.push({ revision: ack.revision, at })
  if (ack.type === 'config') tapped.configAcks.push({ revision: ack.revision, at })
}

function isPresent(payload: Uint8Array): boolean {
  const presence = parseJson(payload) as Presence
  return presence.isConnected
}

/** The same revision passes again whenever the broker or the server comes back. */
function noteDocument<Body>(
  known: Published<Body>[],
  claims: Claims<Body> | undefined,
  publishedAt: number,
): void {
  if (!claims || claims.revision <= (known.at(-1)?.revision ?? 0)) return
  known.push({ revision: claims.revision, publishedAt, body: claims.body })
}

/** Undefined for what the server's own key has not sealed, or not for this topic. */
function openGenuine<Body>(
  world: SimulatedWorld,
  audience: string,
  payload: Uint8Array,
): Claims<Body> | undefined {
  const jws = parseJws(payload, TOPIC_BYTES_MAX)
  if (!jws.ok) return undefined
  const { header, signingInput, signature } = jws.value
  const key = world.server.services.keys.keySet.keys.find(({ kid }) => kid === header.kid)
  if (!key || !keyedHashCheck.verify(key.publicKey, signingInput, signature)) return undefined
  // Sealed by the server: then the body has the shape that its topic promises.
  const claims = parseJson(jws.value.payload) as Claims<Body>
  return claims.aud === audience ? claims : undefined
}

/**
 * The revisions that a cluster can have held at some time in `[fromAt, untilAt]`: from the last one that it had said to
 * hold before, up to the last that was published by then.
 */
export function possiblyHeld<Body>(
  published: readonly Published<Body>[],
  acks: readonly { revision: number; at: number }[],
  { fromAt, untilAt }: { fromAt: number; untilAt: number },
): Published<Body>[] {
  let least = 0
  for (let index = acks.length - 1; index >= 0 && least === 0; index--) {
    const ack = acks[index]
    if (ack && ack.at <= fromAt) least = ack.revision
  }
  return published.filter(({ revision, publishedAt }) => revision >= least && publishedAt <= untilAt)
}
