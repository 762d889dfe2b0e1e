import { ButtonRequest } from '../cluster/emergency-kit.ts'
import { compileShape } from '../shape.ts'
import { hasValidSignature, type Opened, parseJson, parseJws, refuse, sealJws } from './jws.ts'
import type { SignatureCheck, Signer } from './signature.ts'

/** A type of its own, so that no signature of a device serves two purposes. */
const BUTTON_TYPE = 'tl+button'
/** As long as the acknowledgement that carries it allows. */
const SEALED_BYTES_MAX = 2_000
const requestCheck = compileShape(ButtonRequest)

/** Seals what a cluster asks for after its local button, with the device's own key; JWS compact. */
export function sealButtonRequest(request: ButtonRequest, signer: Signer): string {
  return sealJws(BUTTON_TYPE, request, signer)
}

export interface ButtonRequestExpectation {
  clusterId: string
  /** The device's key, as it was enrolled. */
  publicKey: string
  signatures: SignatureCheck
}

/** Opens a request of one device: form, type, signature, shape, and that it speaks of no other cluster. */
export function openButtonRequest(sealed: string, expected: ButtonRequestExpectation): Opened<ButtonRequest> {
  const parsed = parseJws(Buffer.from(sealed, 'latin1'), SEALED_BYTES_MAX)
  if (!parsed.ok) return parsed
  const { header, payload } = parsed.value
  if (header.alg !== expected.signatures.algorithm) return refuse('unknownAlgorithm', header.alg)
  if (header.typ !== BUTTON_TYPE) return refuse('unknownType', header.typ)
  if (!hasValidSignature(parsed.value, expected.publicKey, expected.signatures)) {
    return refuse('badSignature', header.kid)
  }
  const request = parseJson(payload)
  if (!requestCheck.check(request)) return refuse('shapeMismatch', requestCheck.explain(request))
  return request.clusterId === expected.clusterId
    ? { ok: true, value: request }
    : refuse('wrongAudience', request.clusterId)
}
