import {
  type Chance,
  createKeyPair,
  type EnrolmentAnswer,
  type Files,
  type Id,
  type KeyPair,
} from '@tieng-lang/protocol'

/** Who this device is: its own key, and what enrolment said. The private key never leaves the device (R23). */
export interface Identity {
  keyPair: KeyPair
  /** Undefined until the device is enrolled. */
  enrolment: EnrolmentAnswer | undefined
  /** Made at every start of the agent, never stored. */
  bootId: Id
}

/**
 * Reads the identity, or makes a fresh key pair and stores it. Rejects with `identityDamaged` where the file is there
 * but cannot be read as one: a new key in its place would silently be another device.
 */
export declare function openIdentity(
  files: Files,
  chance: Chance,
  makeKeyPair?: () => KeyPair,
): Promise<Identity>

/** Stores the enrolment beside the key, atomically and readable by the owner only; gives the enrolled identity. */
export declare function storeEnrolment(
  files: Files,
  identity: Identity,
  enrolment: EnrolmentAnswer,
): Promise<Identity & { enrolment: EnrolmentAnswer }>
