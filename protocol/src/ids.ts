import { type Static, Type } from 'typebox'
import type { Chance } from './time.ts'

/**
 * An internal id: lower-case letters, digits and hyphens, 1 to 64 characters. It survives renaming and merging (the
 * QĐ 19/2025 code is data beside it) and is safe in an MQTT topic, a file name and a URL.
 */
export const Id = Type.String({ pattern: '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$' })
export type Id = Static<typeof Id>

export const ClusterId = Id
export type ClusterId = Id
export const AreaId = Id
export type AreaId = Id

/** One act and all that came of it, from the request to the horn: made by the server, found in every log. */
export const TraceId = Type.String({ pattern: '^[a-z0-9-]{1,64}$' })
export type TraceId = Static<typeof TraceId>

/** QĐ 19/2025: two digits for a province, five for a commune; text, leading zeros kept, never re-used. */
export const AreaCode = Type.String({ pattern: '^(?:[0-9]{2}|[0-9]{5})$' })

/** SHA-256 in lower-case hex: the name of stored audio. */
export const Sha256Hex = Type.String({ pattern: '^[0-9a-f]{64}$' })
export type Sha256Hex = Static<typeof Sha256Hex>

/** Unix milliseconds; may carry a fraction. */
export const Instant = Type.Number({ minimum: 0, maximum: 8.64e15 })

/** A calendar date in the area's own zone, `2026-02-17`. */
export const LocalDate = Type.String({ pattern: '^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$' })
export type LocalDate = Static<typeof LocalDate>

/** A time of day in the area's own zone, `05:30` or `05:30:15`. */
export const LocalTime = Type.String({ pattern: '^(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$' })
export type LocalTime = Static<typeof LocalTime>

/** 0 = Sunday … 6 = Saturday, as in cron fields. */
export const Weekday = Type.Integer({ minimum: 0, maximum: 6 })
export type Weekday = Static<typeof Weekday>

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** A fresh id `prefix-…` with 80 bits of chance in Crockford's base 32. */
export function newId(prefix: string, chance: Chance): Id {
  let text = ''
  for (const byte of chance.bytes(16)) text += ALPHABET[byte & 31]
  return `${prefix}-${text}`
}
