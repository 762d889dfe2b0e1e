import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { Instant, TraceId } from '../ids.ts'
import { compileShape, type ShapeCheck, shape } from '../shape.ts'
import { hasValidSignature, type Opened, parseJson, parseJws, refuse, sealJws } from './jws.ts'
import { findKey, type Keyring, type SealedType } from './key-set.ts'
import type { SignatureCheck, Signer } from './signature.ts'

/** The claims of a document: what *is*, until a higher revision says otherwise (DESIGN §3). */
const DocumentClaims = shape({
  /** The topic below `tl/v1/` that it was sealed for; on any other topic it is `wrongAudience`. */
  aud: Type.String({ minLength: 1, maxLength: 200 }),
  documentId: Type.String({ minLength: 1, maxLength: 120 }),
  revision: Type.Integer({ minimum: 1 }),
  sealedAt: Instant,
  validUntil: Type.Union([Instant, Type.Null()]),
  body: Type.Unknown(),
  /** The act that this revision came of, for the logs on both sides; absent where none did. */
  traceId: Type.Optional(TraceId),
})
const claimsCheck = compileShape(DocumentClaims, { unknownFields: 'ignore' })

export interface SealedDocument<T> extends Omit<Static<typeof DocumentClaims>, 'body'> {
  type: SealedType
  body: T
  /** SHA-256 of the sealed bytes, hex: tells a re-delivery from a changed body at the same revision. */
  sha256: string
}

export type DocumentToSeal = Omit<Static<typeof DocumentClaims>, 'aud'> & {
  type: SealedType
  audience: string
}

/** Seals a document; the bytes are what is stored, published and re-published. */
export function sealDocument({ type, audience, ...claims }: DocumentToSeal, signer: Signer): Uint8Array {
  return Buffer.from(sealJws(`tl+${type}`, { aud: audience, ...claims }, signer))
}

export interface DocumentExpectation<T> {
  type: SealedType
  /** The topic below `tl/v1/` on which the bytes came. */
  audience: string
  bytesMax: number
  bodyCheck: ShapeCheck<T>
  keyring: Keyring
  signatures: SignatureCheck
  /** Undefined while the clock is not trusted: then ends and validity cannot be judged and are not. */
  now: number | undefined
}

/** Opens a document: size, form, type, key, signature, audience, validity and shape, in this order. */
export function openDocument<T>(
  bytes: Uint8Array,
  expected: DocumentExpectation<T>,
): Opened<SealedDocument<T>> {
  const parsed = parseJws(bytes, expected.bytesMax)
  if (!parsed.ok) return parsed
  const { header, payload } = parsed.value
  if (header.alg !== expected.signatures.algorithm) return refuse('unknownAlgorithm', header.alg)
  if (header.typ !== `tl+${expected.type}`) return refuse('unknownType', header.typ)
  const key = findKey(expected.keyring, header.kid, { type: expected.type, now: expected.now ?? 0 })
  if ('refusal' in key) return refuse(key.refusal, header.kid)
  if (!hasValidSignature(parsed.value, key.publicKey, expected.signatures))
    return refuse('badSignature', header.kid)
  const claims = parseJson(payload)
  if (!claimsCheck.check(claims)) return refuse('shapeMismatch', claimsCheck.explain(claims))
  if (claims.aud !== expected.audience) return refuse('wrongAudience', claims.aud)
  if (claims.validUntil !== null && expected.now !== undefined && expected.now >= claims.validUntil) {
    return refuse('expired', `valid until ${claims.validUntil}`)
  }
  const { body } = claims
  if (!expected.bodyCheck.check(body)) return refuse('shapeMismatch', expected.bodyCheck.explain(body))
  return { ok: true, value: { ...claims, body, type: expected.type, sha256: sha256Of(bytes) } }
}

/** SHA-256 (FIPS 180-4) in lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export interface HeldRevision {
  documentId: string
  revision: number
  sha256: string
}

/** Whether a well-opened document replaces the one held: taken, a re-delivery (does nothing), or stale. */
export function compareRevision(
  held: HeldRevision | undefined,
  arrived: HeldRevision,
): 'take' | 'redelivery' | 'staleDocument' {
  if (!held || arrived.revision > held.revision) return 'take'
  return arrived.revision === held.revision && arrived.sha256 === held.sha256 ? 'redelivery' : 'staleDocument'
}

/** The next revision: always rising, and comparable with a server restored from an older backup. */
export function nextRevision(previous: number | undefined, now: number): number {
  return Math.max((previous ?? 0) + 1, Math.floor(now))
}
