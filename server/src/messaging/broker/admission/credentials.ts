import { createHash, timingSafeEqual } from 'node:crypto'

/** Who may connect: a cluster by its id, or a server. The broker knows a secret only by its hash. */
export interface BrokerAccount {
  username: string
  /** SHA-256 of the secret, in hex. Secrets are random and long, so no slow hash is needed. */
  secretSha256: string
  role: 'cluster' | 'server'
}

export type CredentialCheck =
  | { ok: true; account: BrokerAccount }
  | { ok: false; code: 'unknownUsername' | 'wrongPassword' }

const NOBODY_HASH = Buffer.alloc(32)

/** The table of accounts, set by the main thread. */
export class Credentials {
  readonly #accounts = new Map<string, BrokerAccount>()

  allow(account: BrokerAccount): void {
    this.#accounts.set(account.username, account)
  }

  forbid(username: string): void {
    this.#accounts.delete(username)
  }

  /** Compares hashes in constant time, for an unknown username as well as for a known one. */
  check(username: string | undefined, password: Uint8Array | undefined): CredentialCheck {
    const account = this.#accounts.get(username ?? '')
    const expected = account ? Buffer.from(account.secretSha256, 'hex') : NOBODY_HASH
    const given = createHash('sha256')
      .update(password ?? '')
      .digest()
    const isEqual = expected.length === given.length && timingSafeEqual(expected, given)
    if (!account) return { ok: false, code: 'unknownUsername' }
    return isEqual ? { ok: true, account } : { ok: false, code: 'wrongPassword' }
  }
}

/** The form in which an account carries a secret. */
export function secretSha256(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
