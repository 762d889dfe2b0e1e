import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { type Chance, CodedError } from '@tieng-lang/protocol'

/** RFC 7914: N = 2^17, r = 8, p = 1 take 128 MB and about a quarter of a second on a small server. */
const COST = { log2N: 17, r: 8, p: 1 }
/**
 * Six digits in a stolen copy of the database are found at any cost; what protects them is the lock. So a PIN costs a
 * few hundredths of a second only, for a warning waits for it.
 */
const PIN_LOG2N = 14
const SALT_BYTES = 16
const KEY_BYTES = 32
const BESIDE_BYTES = 1_048_576
const WAITING_MAX = 50
const STORED = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/

/** Who waits for a check: people from addresses where they have signed in before, or anybody. */
export type Lane = 'known' | 'stranger'
/** A PIN waits for nobody who signs in. */
type AnyLane = Lane | 'pin'

export interface PasswordsOptions {
  chance: Chance
  /** Checks at the same time in each lane, 128 MB each. */
  checksMax: number
  /** For tests only: a cost that does not keep the machine busy. */
  log2N?: number
}

/**
 * Makes and checks password hashes, `scrypt$17$8$1$salt$key`. A few at once and the others wait, in two lanes, so that
 * a crowd of strangers keeps nobody out who is known.
 */
export class Passwords {
  readonly #chance: Chance
  readonly #log2N: number
  readonly #lanes: Record<AnyLane, Turns>
  readonly #unknown: string

  constructor({ chance, checksMax, log2N = COST.log2N }: PasswordsOptions) {
    this.#chance = chance
    this.#log2N = log2N
    this.#lanes = { known: new Turns(checksMax), stranger: new Turns(checksMax), pin: new Turns(checksMax) }
    const nothing = (bytes: number) => Buffer.alloc(bytes).toString('base64url')
    this.#unknown = stored(log2N, nothing(SALT_BYTES), nothing(KEY_BYTES))
  }

  hash(password: string): Promise<string> {
    return this.#hash(password, { lane: 'known', log2N: this.#log2N })
  }

  hashPin(pin: string): Promise<string> {
    return this.#hash(pin, { lane: 'pin', log2N: Math.min(PIN_LOG2N, this.#log2N) })
  }

  /** Takes as long for an account that is not there (undefined). Throws `tooBusy` where too many wait. */
  check(hash: string | undefined, password: string, lane: Lane): Promise<boolean> {
    return this.#check(hash, password, lane)
  }

  /** Throws `tooBusy` where too many wait. */
  checkPin(hash: string, pin: string): Promise<boolean> {
    return this.#check(hash, pin, 'pin')
  }

  async #hash(secret: string, { lane, log2N }: { lane: AnyLane; log2N: number }): Promise<string> {
    const salt = Buffer.from(this.#chance.bytes(SALT_BYTES))
    const key = await this.#lanes[lane].take(() => derive(secret, salt, { ...COST, log2N }))
    return stored(log2N, salt.toString('base64url'), key.toString('base64url'))
  }

  async #check(hash: string | undefined, password: string, lane: AnyLane): Promise<boolean> {
    const [, log2N, r, p, salt, key] = STORED.exec(hash ?? this.#unknown) ?? []
    if (salt === undefined || key === undefined) throw new Error('a password hash is damaged')
    const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) }
    const bytes = Buffer.from(salt, 'base64url')
    const found = await this.#lanes[lane].take(() => derive(password, bytes, cost))
    return timingSafeEqual(found, Buffer.from(key, 'base64url')) && hash !== undefined
  }
}

function stored(log2N: number, salt: string, key: string): string {
  return `scrypt$${log2N}$${COST.r}$${COST.p}$${salt}$${key}`
}

function derive(password: string, salt: Buffer, { log2N, r, p }: typeof COST): Promise<Buffer> {
  const N = 2 ** log2N
  // Node refuses what needs more than 32 MB unless told: 128 · N · r bytes, and a little beside.
  const options: ScryptOptions = { N, r, p, maxmem: 130 * N * r + BESIDE_BYTES }
  // The same letters with their marks composed or apart are the same password (RFC 8265 §4.2.2).
  const text = password.normalize('NFC')
  return new Promise((resolve, reject) => {
    scrypt(text, salt, KEY_BYTES, options, (cause, key) => (cause ? reject(cause) : resolve(key)))
  })
}

/** So many at once; who comes later waits in line. */
class Turns {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(atOnceMax: number) {
    this.#free = atOnceMax
  }

  async take<T>(act: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await this.#wait()
    try {
      return await act()
    } finally {
      // The turn goes on to the next in line, or becomes free.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free += 1
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= WAITING_MAX)
      throw new CodedError('tooBusy', 'too many people sign in at this moment')
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}
