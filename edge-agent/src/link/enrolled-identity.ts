import { type Chance, type Clock, type Files, SECOND_MS, sha256Of } from '@tieng-lang/protocol'
import { type EnrolledIdentity, type Identity, storeEnrolment } from '../stores/identity.ts'
import { enrol, type PostJson } from './enrolment.ts'

export interface EnrolmentOrder {
  files: Files
  clock: Clock
  chance: Chance
  url: string
  /** The one-time code that the board was given; empty where there is none. */
  code: string
  agentVersion: string
  postJson?: PostJson
}

/** A board that is a cluster already plays; it does not wait longer than this for a server to make it one again. */
const AGAIN_MS_MAX = 20 * SECOND_MS

/**
 * Enrols a board that never was, and waits for it. One that is given another code than it was enrolled with asks again
 * under the same key: so a server that has lost its enrolment (it was restored from before) gets the same device back,
 * and with it every record that the device still has. Where that is refused or not answered, what it was it stays.
 */
export async function enrolledIdentity(
  identity: Identity,
  { files, code, agentVersion, ...options }: EnrolmentOrder,
): Promise<EnrolledIdentity> {
  const { enrolment: known, enrolledWith, keyPair } = identity
  const codeSha256 = sha256Of(Buffer.from(code))
  const request = { code, publicKey: keyPair.publicKey, agentVersion }
  if (!known) {
    const enrolment = await enrol({ ...options, request })
    return storeEnrolment(files, { ...identity, enrolledWith: codeSha256 }, enrolment)
  }
  const asBefore = { ...identity, enrolment: known }
  if (code === '' || enrolledWith === undefined || enrolledWith === codeSha256) return asBefore
  const giveUp = new AbortController()
  const timer = options.clock.after(AGAIN_MS_MAX, () => giveUp.abort())
  try {
    const enrolment = await enrol({ ...options, request, signal: giveUp.signal })
    return await storeEnrolment(files, { ...identity, enrolledWith: codeSha256 }, enrolment)
  } catch {
    return asBefore
  } finally {
    timer.cancel()
  }
}
