import {
  audienceOf,
  type ClusterConfig,
  type CommandBody,
  type CommandKey,
  createKeyPair,
  ed25519Signer,
  type KeySet,
  type Plan,
  type Receipts,
  type SealedType,
  type Signer,
  sealCommand,
  sealDocument,
} from '@tieng-lang/protocol'

/** A server's keys, and what it seals for cluster `c-1` below areas `tinh` and `xa-a`. */
export const root = createKeyPair()
export const server = createKeyPair()
export const stranger = createKeyPair()
export const CLUSTER = 'c-1'
export const AREA_PATH = ['tinh', 'xa-a']
export const START_AT = 1_790_000_000_000

export const serverKey: CommandKey = {
  kid: server.kid,
  publicKey: server.publicKey,
  areas: ['tinh'],
  types: ['config', 'plan', 'receipts', 'command'],
  endsAt: null,
}
export const keySet: KeySet = { keys: [serverKey] }

export const config: ClusterConfig = {
  clusterId: CLUSTER,
  name: 'Cụm 1',
  areaPath: AREA_PATH,
  zones: [],
  timeZone: 'Asia/Ho_Chi_Minh',
  volume: { defaultPercent: 60, emergencyPercent: 90, hardCapPercent: 95, byTimeOfDay: [] },
  isSpecialArea: false,
  quietHours: { windows: [] },
  cacheBytesMax: 100_000_000,
  httpUrls: ['http://127.0.0.1:1'],
  mqttUrls: ['mqtt://127.0.0.1:1'],
  mediaSecret: 'A'.repeat(43),
}
export const plan: Plan = { programmes: [], stopped: [] }
export const receipts: Receipts = { storedThrough: 0, refused: [] }

interface SealOverrides {
  revision?: number
  validUntil?: number | null
  audience?: string
  signer?: Signer
  body?: unknown
}

const BODIES = { keys: keySet, config, plan, receipts }

/** A document sealed as the server would, with whatever the test wants wrong. */
export function sealed(type: keyof typeof BODIES, overrides: SealOverrides = {}): Uint8Array {
  const { signer = ed25519Signer(type === 'keys' ? root : server), revision = 1, ...rest } = overrides
  return sealDocument(
    {
      type: type as SealedType,
      audience: audienceOf(type, { clusterId: CLUSTER }),
      documentId: `${type}-${CLUSTER}`,
      revision,
      sealedAt: START_AT,
      validUntil: null,
      body: BODIES[type],
      ...rest,
    },
    signer,
  )
}

interface CommandOverrides {
  id?: string
  sealedAt?: number
  expiresAt?: number
  audience?: string
  signer?: Signer
}

/** A command sealed at `sealedAt`, by the server unless the test says otherwise. */
export function sealedCommand(body: CommandBody, overrides: CommandOverrides = {}): Uint8Array {
  const { id = 'k-1', sealedAt = START_AT, signer = ed25519Signer(server) } = overrides
  const { expiresAt = sealedAt + 60_000, audience = audienceOf('commands', { clusterId: CLUSTER }) } =
    overrides
  return sealCommand({ aud: audience, id, sealedAt, expiresAt, body }, signer)
}
