import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SignatureCheck, Signer } from '@tieng-lang/protocol'

/** The JWS `alg` of a simulation; no shipped program has a check for it. */
const ALGORITHM = 'TL-SIMULATION'

/**
 * Signs with HMAC-SHA-256 under the public key itself: anyone can forge it. It stands in for Ed25519 where a
 * simulation seals millions of envelopes and forgery is not what is simulated.
 */
export function keyedHashSigner(kid: string, publicKey: string): Signer {
  return { kid, algorithm: ALGORITHM, sign: (data) => mac(publicKey, data) }
}

/** The check for `keyedHashSigner`. */
export const keyedHashCheck: SignatureCheck = {
  algorithm: ALGORITHM,
  verify: (publicKey, data, signature) =>
    signature.length === 32 && timingSafeEqual(mac(publicKey, data), signature),
}

function mac(key: string, data: Uint8Array): Buffer {
  return createHmac('sha256', key).update(data).digest()
}
