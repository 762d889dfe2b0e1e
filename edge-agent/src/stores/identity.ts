import {
  type Chance,
  CodedError,
  compileShape,
  createKeyPair,
  EnrolmentAnswer,
  type Files,
  type Id,
  type KeyPair,
  newId,
  Sha256Hex,
  shape,
} from '@tieng-lang/protocol'
import { Type } from 'typebox'

/** Who this device is: its own key, and what enrolment said. The private key never leaves the device (R23). */
export interface Identity {
  keyPair: KeyPair
  /** Undefined until the device is enrolled. */
  enrolment: EnrolmentAnswer | undefined
  /** SHA-256 of the code that it was enrolled with; absent where an older agent enrolled. */
  enrolledWith?: string | undefined
  /** Made at every start of the agent, never stored. */
  bootId: Id
}
export type EnrolledIdentity = Identity & { enrolment: EnrolmentAnswer }

const IDENTITY_PATH = 'identity.json'

const StoredIdentity = shape({
  keyPair: shape({ kid: Type.String(), publicKey: Type.String(), privateKey: Type.String() }),
  enrolment: Type.Union([EnrolmentAnswer, Type.Null()]),
  enrolledWith: Type.Optional(Sha256Hex),
})
const storedCheck = compileShape(StoredIdentity)

/**
 * Reads the identity, or makes a fresh key pair and stores it. Rejects with `identityDamaged` where the file is there
 * but cannot be read as one: a new key in its place would silently be another device.
 */
export async function openIdentity(
  files: Files,
  chance: Chance,
  makeKeyPair: () => KeyPair = createKeyPair,
): Promise<Identity> {
  const bootId = newId('boot', chance)
  const bytes = await files.read(IDENTITY_PATH)
  if (!bytes) {
    const keyPair = makeKeyPair()
    await store(files, { keyPair, enrolment: undefined })
    return { keyPair, enrolment: undefined, bootId }
  }
  const stored = parsed(bytes)
  if (!storedCheck.check(stored)) throw new CodedError('identityDamaged', storedCheck.explain(stored))
  const { keyPair, enrolment, enrolledWith } = stored
  return { keyPair, enrolment: enrolment ?? undefined, enrolledWith, bootId }
}

/** Stores the enrolment beside the key, atomically and readable by the owner only; gives the enrolled identity. */
export async function storeEnrolment(
  files: Files,
  identity: Identity,
  enrolment: EnrolmentAnswer,
): Promise<EnrolledIdentity> {
  await store(files, { ...identity, enrolment })
  return { ...identity, enrolment }
}

function store(files: Files, { keyPair, enrolment, enrolledWith }: Omit<Identity, 'bootId'>): Promise<void> {
  const text = JSON.stringify({ keyPair, enrolment: enrolment ?? null, enrolledWith })
  return files.replace(IDENTITY_PATH, Buffer.from(text), { isSecret: true })
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}
