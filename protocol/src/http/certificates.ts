import { type Static, Type } from 'typebox'
import { Instant } from '../ids.ts'
import { shape } from '../shape.ts'

/** What people compare and look up of a certificate. */
export const CertificateFacts = shape({
  /** Its common name, as devices list it. */
  name: Type.String(),
  /** SHA-256 of all of it, in upper case hex with colons. */
  fingerprint: Type.String(),
  validFromAt: Instant,
  validUntilAt: Instant,
})
export type CertificateFacts = Static<typeof CertificateFacts>

/** Answer of `GET /api/v1/certificates`: what browsers are shown over TLS. */
export const CertificatesAnswer = shape({
  /** `builtIn`: made by this server; `ownFiles`: files of the config; `none`: TLS is not wanted here. */
  kind: Type.Union([Type.Literal('builtIn'), Type.Literal('ownFiles'), Type.Literal('none')]),
  /** What a device must trust; null where it is not ours. */
  root: Type.Union([CertificateFacts, Type.Null()]),
  server: Type.Union([CertificateFacts, Type.Null()]),
  /** Names and addresses that the server's certificate holds for. */
  names: Type.Array(Type.String()),
  httpsUrl: Type.Union([Type.String(), Type.Null()]),
})
export type CertificatesAnswer = Static<typeof CertificatesAnswer>
