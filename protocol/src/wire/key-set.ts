import { type Static, Type } from 'typebox'
import { AreaId, Instant } from '../ids.ts'
import { shape } from '../shape.ts'

/** The key set's own area: a key of `*` may sign for every area. */
export const EVERY_AREA = '*'

/** What a command key may sign. */
export const SealedType = Type.Union([
  Type.Literal('keys'),
  Type.Literal('config'),
  Type.Literal('plan'),
  Type.Literal('receipts'),
  Type.Literal('emergency'),
  Type.Literal('live'),
  Type.Literal('command'),
])
export type SealedType = Static<typeof SealedType>

/** One command key: its name, where and what it may sign, and until when. */
export const CommandKey = shape({
  kid: Type.String({ minLength: 1, maxLength: 64 }),
  publicKey: Type.String({ minLength: 1, maxLength: 128 }),
  areas: Type.Array(Type.Union([AreaId, Type.Literal(EVERY_AREA)]), { minItems: 1, maxItems: 100 }),
  types: Type.Array(SealedType, { minItems: 1, maxItems: 7 }),
  endsAt: Type.Union([Instant, Type.Null()]),
})
export type CommandKey = Static<typeof CommandKey>

/** The body of `tl/v1/keys`, sealed by the root key that was pinned at enrolment. */
export const KeySet = shape({ keys: Type.Array(CommandKey, { maxItems: 100 }) })
export type KeySet = Static<typeof KeySet>

/** The keys that one receiver accepts. */
export interface Keyring {
  root: { kid: string; publicKey: string }
  /** Undefined until the first key set has been opened: then only the root key's own document is accepted. */
  keySet: KeySet | undefined
  /** The areas on whose behalf a message may reach this receiver: its path, from the root down. */
  areaPath: readonly string[]
}

export type KeyRefusal = 'unknownKey' | 'keyNotAllowed' | 'keyEnded'

/** Finds the public key for `kid` if it may sign `type` for one of the receiver's areas at `now`. */
export function findKey(
  keyring: Keyring,
  kid: string,
  { type, now }: { type: SealedType; now: number },
): { publicKey: string } | { refusal: KeyRefusal } {
  if (type === 'keys') return kid === keyring.root.kid ? keyring.root : { refusal: 'keyNotAllowed' }
  const key = keyring.keySet?.keys.find((candidate) => candidate.kid === kid)
  if (!key) return { refusal: 'unknownKey' }
  if (key.endsAt !== null && now >= key.endsAt) return { refusal: 'keyEnded' }
  const coversArea = key.areas.some((area) => area === EVERY_AREA || keyring.areaPath.includes(area))
  return coversArea && key.types.includes(type) ? key : { refusal: 'keyNotAllowed' }
}
