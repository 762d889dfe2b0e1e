import { type Static, Type } from 'typebox'
import { ClusterConfig } from '../cluster/cluster.ts'
import { shape } from '../shape.ts'

/** A one-time enrolment code, four groups of four (Crockford base 32), as printed or scanned. */
export const EnrolmentCode = Type.String({ pattern: '^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$' })

/** `POST /api/v1/enrolments`: a board presents its code and the public key it has made. */
export const EnrolmentRequest = shape({
  code: EnrolmentCode,
  /** Ed25519, base64url of the raw 32 bytes. */
  publicKey: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
  agentVersion: Type.String({ maxLength: 40 }),
})
export type EnrolmentRequest = Static<typeof EnrolmentRequest>

/** The answer: who the cluster is, whom it trusts, and its own secret for the broker. */
export const EnrolmentAnswer = shape({
  clusterId: ClusterConfig.properties.clusterId,
  areaPath: ClusterConfig.properties.areaPath,
  rootKey: shape({ kid: Type.String(), publicKey: Type.String() }),
  mqttSecret: Type.String({ minLength: 43, maxLength: 43 }),
  mqttUrls: ClusterConfig.properties.mqttUrls,
  httpUrls: ClusterConfig.properties.httpUrls,
})
export type EnrolmentAnswer = Static<typeof EnrolmentAnswer>

/** Where approved audio lies under its hash. */
export function mediaPath(sha256: string): string {
  return `/media/${sha256}`
}
