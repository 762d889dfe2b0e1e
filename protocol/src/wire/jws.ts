import type { EnvelopeRefusal } from '../errors.ts'
import type { SignatureCheck, Signer } from './signature.ts'

/** The JOSE header of every envelope. `typ` is our message type, so that no signature serves two purposes. */
export interface JwsHeader {
  alg: string
  kid: string
  typ: string
}

export interface ParsedJws {
  header: JwsHeader
  payload: Uint8Array
  signature: Uint8Array
  /** The bytes that the signature covers: `header.payload` in ASCII (RFC 7515 §5.2). */
  signingInput: Uint8Array
}

export type Opened<T> = { ok: true; value: T } | { ok: false; code: EnvelopeRefusal; detail: string }

/** Why an envelope is not opened; the detail is for logs, never for decisions. */
export function refuse(
  code: EnvelopeRefusal,
  detail: string,
): { ok: false; code: EnvelopeRefusal; detail: string } {
  return { ok: false, code, detail }
}

/** Seals a claims object as JWS compact (RFC 7515 §7.1). */
export function sealJws(typ: string, claims: unknown, signer: Signer): string {
  const header = base64url(JSON.stringify({ alg: signer.algorithm, kid: signer.kid, typ }))
  const signingInput = `${header}.${base64url(JSON.stringify(claims))}`
  return `${signingInput}.${Buffer.from(signer.sign(Buffer.from(signingInput))).toString('base64url')}`
}

const COMPACT = /^([A-Za-z0-9_-]{1,1024})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{1,200})$/

/** Takes a compact JWS apart without trusting any of it. Refuses `oversized` and `malformed`. */
export function parseJws(bytes: Uint8Array, bytesMax: number): Opened<ParsedJws> {
  if (bytes.length > bytesMax) return refuse('oversized', `${bytes.length} bytes, at most ${bytesMax}`)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const match = COMPACT.exec(text)
  if (!match) return refuse('malformed', 'not a compact JWS')
  const [, head = '', body = '', tail = ''] = match
  // One signature has one spelling: loose trailing bits would give the same document two hashes (RFC 4648 §3.5).
  if (Buffer.from(tail, 'base64url').toString('base64url') !== tail)
    return refuse('malformed', 'not canonical')
  const header = parseHeader(head)
  if (!header) return refuse('malformed', 'the header is not { alg, kid, typ }')
  return {
    ok: true,
    value: {
      header,
      payload: Buffer.from(body, 'base64url'),
      signature: Buffer.from(tail, 'base64url'),
      signingInput: Buffer.from(text.slice(0, head.length + 1 + body.length), 'latin1'),
    },
  }
}

function parseHeader(text: string): JwsHeader | undefined {
  const value = parseJson(Buffer.from(text, 'base64url'))
  if (typeof value !== 'object' || value === null) return undefined
  const { alg, kid, typ, ...rest }: { alg?: unknown; kid?: unknown; typ?: unknown } = value
  // RFC 7515 §4.1.11: a critical extension that is not understood must be refused; we understand none at all.
  if (Object.keys(rest).length > 0) return undefined
  if (typeof alg !== 'string' || typeof kid !== 'string' || typeof typ !== 'string') return undefined
  return kid.length <= 64 && typ.length <= 64 ? { alg, kid, typ } : undefined
}

/** Whether the signature is `publicKey`'s, by the one algorithm that `check` knows. */
export function hasValidSignature(jws: ParsedJws, publicKey: string, check: SignatureCheck): boolean {
  return check.verify(publicKey, jws.signingInput, jws.signature)
}

/** The claims, or undefined where the payload is not JSON in UTF-8. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url')
}
