import {
  audienceOf,
  type ClusterConfig,
  type CommandBody,
  type CommandKey,
  createKeyPair,
  type Emergency,
  ed25519Signer,
  emergencyAudience,
  type KeySet,
  type LiveSession,
  liveAudience,
  type Plan,
  type Receipts,
  type SealedType,
  type Signer,
  type SoundPart,
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
  types: ['config', 'plan', 'receipts', 'command', 'emergency', 'live'],
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

const part = (letter: string, durationMs: number): SoundPart => ({
  sha256: letter.repeat(64),
  durationMs,
  sizeBytes: 4_000,
})

/** A warning to `xa-a` of signal and message, as it stands now unless the test says otherwise. */
export function emergency(overrides: Partial<Emergency> = {}): Emergency {
  return {
    emergencyId: 'lu-1',
    state: 'active',
    edition: 1,
    event: 'flood',
    status: 'Actual',
    severity: 'Severe',
    sentAt: START_AT,
    expiresAt: START_AT + 3_600_000,
    sounds: { opening: [part('a', 2_000)], message: [part('b', 3_000)], speech: null, closing: [] },
    repeatsAfterS: [],
    targets: { areas: ['xa-a'], clusters: [] },
    publishedIn: ['xa-a'],
    closing: null,
    cap: {
      identifier: 'tl-lu-1',
      sender: 'tieng-lang',
      sentAt: START_AT,
      msgType: 'Alert',
      category: 'Met',
      urgency: 'Immediate',
      certainty: 'Observed',
      infos: [{ language: 'vi', headline: 'Lũ', description: '', instruction: '' }],
    },
    ...overrides,
  }
}

/** Sealed as the server would: for its own name, whichever areas it lies under. */
export function sealedEmergency(body: Emergency, overrides: Omit<SealOverrides, 'body'> = {}): Uint8Array {
  const { signer = ed25519Signer(server), revision = 1, ...rest } = overrides
  return sealDocument(
    {
      type: 'emergency',
      audience: emergencyAudience(body.emergencyId),
      documentId: `emergency-${body.emergencyId}`,
      revision,
      sealedAt: START_AT,
      validUntil: body.expiresAt + 3_600_000,
      body,
      ...rest,
    },
    signer,
  )
}

/** Somebody speaks to `xa-a`, as it stands now unless the test says otherwise. */
export function liveSession(overrides: Partial<LiveSession> = {}): LiveSession {
  return {
    sessionId: 'noi-1',
    state: 'onAir',
    title: 'Nói trực tiếp',
    priority: 'announcement',
    startedAt: START_AT,
    expiresAt: START_AT + 60_000,
    delayMs: 400,
    ssrc: 0x1234_5678,
    senders: [{ host: '127.0.0.1', port: 5_004 }],
    targets: { areas: ['xa-a'], clusters: [] },
    publishedIn: ['xa-a'],
    silenced: [],
    takesOver: false,
    emergencyId: null,
    occurrenceId: null,
    ...overrides,
  }
}

/** Sealed as the server would: for its own name, whichever areas it lies under. */
export function sealedSession(body: LiveSession, overrides: Omit<SealOverrides, 'body'> = {}): Uint8Array {
  const { signer = ed25519Signer(server), revision = 1, ...rest } = overrides
  return sealDocument(
    {
      type: 'live',
      audience: liveAudience(body.sessionId),
      documentId: `live-${body.sessionId}`,
      revision,
      sealedAt: START_AT,
      validUntil: body.expiresAt,
      body,
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
