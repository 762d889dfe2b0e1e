import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'

/** Seals with one key. Synchronous: signatures done on a thread pool complete out of order (DESIGN §3). */
export interface Signer {
  readonly kid: string
  /** JWS `alg`. */
  readonly algorithm: string
  sign(data: Uint8Array): Uint8Array
}

/** Checks signatures of one algorithm; `publicKey` is its base64url text. */
export interface SignatureCheck {
  readonly algorithm: string
  verify(publicKey: string, data: Uint8Array, signature: Uint8Array): boolean
}

/** An Ed25519 pair as base64url of the raw 32 bytes (RFC 8037 `x` and `d`). */
export interface KeyPair {
  kid: string
  publicKey: string
  privateKey: string
}

/** RFC 7638-like thumbprint, shortened: a key's name follows from the key. */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(publicKey).digest('base64url').slice(0, 22)
}

/** Makes a fresh Ed25519 pair from the machine's randomness. */
export function createKeyPair(): KeyPair {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const publicKey = String(jwk.x)
  return { kid: keyIdOf(publicKey), publicKey, privateKey: String(jwk.d) }
}

/** A signer for an Ed25519 pair (RFC 8032 through `node:crypto`). */
export function ed25519Signer(pair: KeyPair): Signer {
  const key = createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: pair.publicKey, d: pair.privateKey },
    format: 'jwk',
  })
  return { kid: pair.kid, algorithm: 'EdDSA', sign: (data) => sign(null, data, key) }
}

/** The only check that a shipped program accepts. */
export function ed25519Check(): SignatureCheck {
  const known = new Map<string, KeyObject>()
  return {
    algorithm: 'EdDSA',
    verify(publicKey, data, signature) {
      if (signature.length !== 64) return false
      const key = known.get(publicKey) ?? importPublicKey(publicKey)
      if (!key) return false
      if (known.size >= KNOWN_KEYS_MAX) known.clear()
      known.set(publicKey, key)
      return verify(null, data, key, signature)
    },
  }
}

const KNOWN_KEYS_MAX = 10_000

function importPublicKey(publicKey: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
  } catch {
    return undefined
  }
}
