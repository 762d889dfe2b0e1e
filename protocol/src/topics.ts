import { type TSchema, Type } from 'typebox'
import { Emergency } from './broadcast/emergency.ts'
import { LiveSession } from './broadcast/live-session.ts'
import { Plan } from './broadcast/plan.ts'
import { ClusterConfig } from './cluster/cluster.ts'
import { CommandBody } from './cluster/commands.ts'
import { Ack, Health, Presence } from './cluster/health.ts'
import { PlayoutRecord, Receipts } from './cluster/playout.ts'
import { keysOf } from './keys-of.ts'
import { KeySet } from './wire/key-set.ts'

/** Everything lives under this prefix; a change that an old agent could not ignore takes a new number. */
export const TOPIC_PREFIX = 'tl/v1/'

export interface TopicRow {
  template: string
  /** `down` from server to cluster, `up` from cluster to server. */
  direction: 'down' | 'up'
  qos: 1
  isRetained: boolean
  /** The largest MQTT payload accepted on it. */
  bytesMax: number
  /** `document` and `command` are sealed by a command key, `record` by the device's key, `plain` is JSON. */
  envelope: 'document' | 'command' | 'record' | 'plain'
  /** The shape of the body inside the envelope. */
  body: TSchema
}

const row = (
  template: string,
  direction: 'down' | 'up',
  rest: Pick<TopicRow, 'isRetained' | 'bytesMax' | 'envelope' | 'body'>,
): TopicRow => ({ template, direction, qos: 1, ...rest })

/** The one table of topics below `tl/v1/` (DESIGN §3). */
export const TOPICS = {
  keys: row('keys', 'down', { isRetained: true, bytesMax: 65_536, envelope: 'document', body: KeySet }),
  config: row('clusters/{clusterId}/config', 'down', {
    isRetained: true,
    bytesMax: 65_536,
    envelope: 'document',
    body: ClusterConfig,
  }),
  plan: row('clusters/{clusterId}/plan', 'down', {
    isRetained: true,
    bytesMax: 1_048_576,
    envelope: 'document',
    body: Plan,
  }),
  receipts: row('clusters/{clusterId}/receipts', 'down', {
    isRetained: true,
    bytesMax: 32_768,
    envelope: 'document',
    body: Receipts,
  }),
  commands: row('clusters/{clusterId}/commands', 'down', {
    isRetained: false,
    bytesMax: 8_192,
    envelope: 'command',
    body: CommandBody,
  }),
  emergencies: row('areas/{areaId}/emergencies/{emergencyId}', 'down', {
    isRetained: true,
    bytesMax: 262_144,
    envelope: 'document',
    body: Emergency,
  }),
  live: row('areas/{areaId}/live/{sessionId}', 'down', {
    isRetained: true,
    bytesMax: 131_072,
    envelope: 'document',
    body: LiveSession,
  }),
  /** The server's own: nobody subscribes, so its acknowledgement says that the broker works, and costs nobody anything. */
  pulse: row('server/pulse', 'down', {
    isRetained: false,
    bytesMax: 64,
    envelope: 'plain',
    body: Type.Object({}),
  }),
  presence: row('clusters/{clusterId}/presence', 'up', {
    isRetained: true,
    bytesMax: 2_048,
    envelope: 'plain',
    body: Presence,
  }),
  acks: row('clusters/{clusterId}/acks', 'up', {
    isRetained: false,
    bytesMax: 4_096,
    envelope: 'plain',
    body: Ack,
  }),
  health: row('clusters/{clusterId}/health', 'up', {
    isRetained: false,
    bytesMax: 16_384,
    envelope: 'plain',
    body: Health,
  }),
  playouts: row('clusters/{clusterId}/playouts', 'up', {
    isRetained: false,
    bytesMax: 8_192,
    envelope: 'record',
    body: PlayoutRecord,
  }),
} as const satisfies Record<string, TopicRow>

export type TopicName = keyof typeof TOPICS

/** The largest payload any topic allows: the broker's own limit. */
export const TOPIC_BYTES_MAX = Math.max(...Object.values(TOPICS).map((topic) => topic.bytesMax))

/** The full topic, e.g. `topicOf('plan', { clusterId: 'c-1' })` = `tl/v1/clusters/c-1/plan`. */
export function topicOf(name: TopicName, parameters: Record<string, string> = {}): string {
  return TOPIC_PREFIX + audienceOf(name, parameters)
}

/** The part below `tl/v1/`: what an envelope is addressed to. Throws where a parameter is missing. */
export function audienceOf(name: TopicName, parameters: Record<string, string> = {}): string {
  return TOPICS[name].template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = parameters[key]
    if (value === undefined) throw new Error(`topic ${name} needs ${key}`)
    return value
  })
}

export interface TopicMatch {
  name: TopicName
  audience: string
  parameters: Record<string, string>
}

const PATTERNS = keysOf(TOPICS).map((name) => ({
  name,
  expression: new RegExp(`^${TOPICS[name].template.replace(/\{(\w+)\}/g, '(?<$1>[a-z0-9-]{1,64})')}$`),
}))

const isNamedLast = ({ name }: { name: TopicName }) => TOPICS[name].template.endsWith('}')
const OTHER_PATTERNS = PATTERNS.filter(isNamedLast)
/** Most rows end in a word of their own, which every message is looked up by; an id may be the same word. */
const PATTERNS_BY_LAST_WORD = new Map(
  PATTERNS.filter((pattern) => !isNamedLast(pattern)).map((pattern) => [
    lastWordOf(TOPICS[pattern.name].template),
    [pattern, ...OTHER_PATTERNS],
  ]),
)

function patternsFor(audience: string): typeof PATTERNS {
  return PATTERNS_BY_LAST_WORD.get(lastWordOf(audience)) ?? OTHER_PATTERNS
}

function lastWordOf(audience: string): string {
  return audience.slice(audience.lastIndexOf('/') + 1)
}

/** Which row a topic belongs to, and its parameters; undefined for a topic that is not ours. */
export function matchTopic(topic: string): TopicMatch | undefined {
  if (!topic.startsWith(TOPIC_PREFIX) || topic.length > 300) return undefined
  const audience = topic.slice(TOPIC_PREFIX.length)
  for (const { name, expression } of patternsFor(audience)) {
    const match = expression.exec(audience)
    if (match) return { name, audience, parameters: { ...match.groups } }
  }
  return undefined
}

/** What one cluster subscribes to: its own documents and commands, the keys, and its areas' emergencies and live sessions. */
export function clusterSubscriptions(clusterId: string, areaPath: readonly string[]): string[] {
  const own = keysOf(TOPICS).filter(
    (name) => TOPICS[name].direction === 'down' && TOPICS[name].template.startsWith('clusters/'),
  )
  return [
    topicOf('keys'),
    ...own.map((name) => topicOf(name, { clusterId })),
    ...areaPath.flatMap((areaId) =>
      ['emergencies', 'live'].map((what) => `${TOPIC_PREFIX}areas/${areaId}/${what}/+`),
    ),
  ]
}

/** Whether a cluster may publish to a topic: its own upward rows and nothing else. */
export function mayClusterPublish(clusterId: string, topic: string): boolean {
  const match = matchTopic(topic)
  return (
    match !== undefined && TOPICS[match.name].direction === 'up' && match.parameters.clusterId === clusterId
  )
}

/** Whether a cluster may subscribe to a filter: the keys, its own topics by exact name, and anything below `areas/`. */
export function mayClusterSubscribe(clusterId: string, filter: string): boolean {
  if (filter === topicOf('keys') || filter.startsWith(`${TOPIC_PREFIX}areas/`)) return true
  const match = matchTopic(filter)
  return match !== undefined && match.parameters.clusterId === clusterId
}
