import { type Static, Type } from 'typebox'
import { CLOCK_TOLERANCE_MS, COMMAND_MS_MAX, CommandBody } from '../cluster/commands.ts'
import { Instant, TraceId } from '../ids.ts'
import { compileShape, shape } from '../shape.ts'
import { hasValidSignature, type Opened, parseJson, parseJws, refuse, sealJws } from './jws.ts'
import { findKey, type Keyring } from './key-set.ts'
import type { SignatureCheck, Signer } from './signature.ts'

/** The claims of a command: addressed, fresh, and carried out once. */
const CommandClaims = shape({
  aud: Type.String({ minLength: 1, maxLength: 200 }),
  id: Type.String({ minLength: 1, maxLength: 80 }),
  sealedAt: Instant,
  expiresAt: Instant,
  body: CommandBody,
  /** The act that it came of, for the logs on both sides; absent from older servers and where none did. */
  traceId: Type.Optional(TraceId),
})
export type Command = Static<typeof CommandClaims>
const claimsCheck = compileShape(CommandClaims, { unknownFields: 'ignore' })

/** Seals a command for one topic; it expires `COMMAND_MS_MAX` after `sealedAt` at the latest. */
export function sealCommand(command: Command, signer: Signer): Uint8Array {
  return Buffer.from(sealJws('tl+command', command, signer))
}

export interface CommandExpectation {
  audience: string
  bytesMax: number
  keyring: Keyring
  signatures: SignatureCheck
  /** The receiver's time; undefined while its clock is not trusted. */
  now: number | undefined
}

/**
 * Opens a command. Freshness needs a clock: while there is none, `time` is accepted (its nonce proves freshness) and
 * `stop` is (stop wins at any clock state); everything else is refused as `expired`.
 */
export function openCommand(bytes: Uint8Array, expected: CommandExpectation): Opened<Command> {
  const parsed = parseJws(bytes, expected.bytesMax)
  if (!parsed.ok) return parsed
  const { header, payload } = parsed.value
  if (header.alg !== expected.signatures.algorithm) return refuse('unknownAlgorithm', header.alg)
  if (header.typ !== 'tl+command') return refuse('unknownType', header.typ)
  const key = findKey(expected.keyring, header.kid, { type: 'command', now: expected.now ?? 0 })
  if ('refusal' in key) return refuse(key.refusal, header.kid)
  if (!hasValidSignature(parsed.value, key.publicKey, expected.signatures))
    return refuse('badSignature', header.kid)
  const claims = parseJson(payload)
  if (!claimsCheck.check(claims)) return refuse('shapeMismatch', claimsCheck.explain(claims))
  if (claims.aud !== expected.audience) return refuse('wrongAudience', claims.aud)
  const staleness = freshnessRefusal(claims, expected.now)
  return staleness
    ? refuse(staleness, `sealed at ${claims.sealedAt}, until ${claims.expiresAt}`)
    : { ok: true, value: claims }
}

function freshnessRefusal(command: Command, now: number | undefined): 'expired' | 'notYetSealed' | undefined {
  if (command.expiresAt - command.sealedAt > COMMAND_MS_MAX) return 'expired'
  const { name } = command.body
  if (name === 'time') return undefined
  if (now === undefined) return name === 'stop' ? undefined : 'expired'
  // A recorded stop may be replayed to silence a cluster, so with a trusted clock it must be as fresh as any other.
  if (now > command.expiresAt + CLOCK_TOLERANCE_MS) return 'expired'
  return command.sealedAt > now + CLOCK_TOLERANCE_MS ? 'notYetSealed' : undefined
}

/** Remembers command ids until they cannot be replayed any more. Bounded by `idsMax`: beyond it commands are refused. */
export class CommandMemory {
  readonly #forgetAt = new Map<string, number>()
  readonly #idsMax: number

  constructor(idsMax = 10_000) {
    this.#idsMax = idsMax
  }

  /** `now` is any clock that does not run backwards; every id is kept for the longest life a command can have. */
  admit(id: string, now: number): 'take' | 'replayed' | 'tooManyCommands' {
    this.#forget(now)
    if (this.#forgetAt.has(id)) return 'replayed'
    if (this.#forgetAt.size >= this.#idsMax) return 'tooManyCommands'
    this.#forgetAt.set(id, now + COMMAND_MS_MAX + 2 * CLOCK_TOLERANCE_MS)
    return 'take'
  }

  #forget(now: number): void {
    for (const [id, forgetAt] of this.#forgetAt) {
      if (forgetAt > now) return
      this.#forgetAt.delete(id)
    }
  }
}
