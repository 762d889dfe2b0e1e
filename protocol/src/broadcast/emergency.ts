import { type Static, Type } from 'typebox'
import { AreaId, ClusterId, Id, Instant, Sha256Hex } from '../ids.ts'
import { shape } from '../shape.ts'
import { CAP_CATEGORIES, CAP_CERTAINTIES, CAP_URGENCIES } from './cap-codes.ts'
import { CapSeverity, CapStatus } from './priority.ts'

/** What may happen to a commune; each has its attention signal and its stored messages (R10, R30). */
export const EMERGENCY_EVENTS = [
  'storm',
  'flood',
  'flashFlood',
  'fire',
  'damRelease',
  'epidemic',
  'missingPerson',
  'evacuation',
] as const
export const EmergencyEvent = Type.Enum([...EMERGENCY_EVENTS])
export type EmergencyEvent = (typeof EMERGENCY_EVENTS)[number]

/** BCP 47, as far as a village speaks it: `vi`, `hmn`, `tay`. */
export const LanguageTag = Type.String({ pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$', maxLength: 35 })
export type LanguageTag = Static<typeof LanguageTag>

/** One stored recording, Ogg Opus, as it is played in a row with others. */
export const SoundPart = shape({
  sha256: Sha256Hex,
  durationMs: Type.Number({ minimum: 1, maximum: 600_000 }),
  sizeBytes: Type.Integer({ minimum: 1, maximum: 8_000_000 }),
})
export type SoundPart = Static<typeof SoundPart>

/**
 * One sounding, part by part: `opening` (“đây là diễn tập”, the attention signal), then `speech` where the cluster has it
 * when the opening ends, else the stored `message`, then `closing`.
 */
export const EmergencySounds = shape({
  opening: Type.Array(SoundPart, { maxItems: 4 }),
  message: Type.Array(SoundPart, { minItems: 1, maxItems: 8 }),
  /** The typed text, spoken; null until it has been made, or where nothing was typed. */
  speech: Type.Union([SoundPart, Type.Null()]),
  closing: Type.Array(SoundPart, { maxItems: 4 }),
})
export type EmergencySounds = Static<typeof EmergencySounds>

/** How long one sounding may last, with whichever of message and speech is longer. */
export function soundingMsMax({ opening, message, speech, closing }: EmergencySounds): number {
  const sum = (parts: readonly SoundPart[]) => parts.reduce((ms, part) => ms + part.durationMs, 0)
  return sum(opening) + Math.max(sum(message), speech?.durationMs ?? 0) + sum(closing)
}

/** What is said in one language of a CAP `info` block. */
export const EmergencyInfo = shape({
  language: LanguageTag,
  headline: Type.String({ maxLength: 200 }),
  description: Type.String({ maxLength: 2_000 }),
  instruction: Type.String({ maxLength: 2_000 }),
})
export type EmergencyInfo = Static<typeof EmergencyInfo>

/** CAP 1.2 §3.2: what a receiver such as a notice board needs beside the sound (R29, R33). */
export const CapBlock = shape({
  /** `identifier`, `sender` and `sent` name the CAP message that this revision is. */
  identifier: Type.String({ minLength: 1, maxLength: 120 }),
  sender: Type.String({ minLength: 1, maxLength: 120 }),
  sentAt: Instant,
  msgType: Type.Enum(['Alert', 'Update', 'Cancel']),
  category: Type.Enum([...CAP_CATEGORIES]),
  urgency: Type.Enum([...CAP_URGENCIES]),
  certainty: Type.Enum([...CAP_CERTAINTIES]),
  infos: Type.Array(EmergencyInfo, { minItems: 1, maxItems: 8 }),
})
export type CapBlock = Static<typeof CapBlock>

/**
 * An emergency as it stands (`areas/{areaId}/emergencies/{emergencyId}`): the same sealed bytes under every area of
 * `publishedIn`, addressed to `emergencies/{emergencyId}`. It ends by a new revision in the same place, never by
 * clearing (DESIGN §3).
 */
export const Emergency = shape({
  emergencyId: Id,
  state: Type.Enum(['active', 'ended', 'cancelled']),
  /**
   * A higher edition is a new warning and sounds at once in place of the one before. A revision of the same edition
   * changes what later soundings say (the speech is ready), never one that is on its way.
   */
  edition: Type.Integer({ minimum: 1, maximum: 10_000 }),
  event: EmergencyEvent,
  status: CapStatus,
  severity: CapSeverity,
  sentAt: Instant,
  expiresAt: Instant,
  sounds: EmergencySounds,
  /** Seconds after `sentAt` at which it is sounded again. */
  repeatsAfterS: Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 200 }),
  targets: shape({
    areas: Type.Array(AreaId, { maxItems: 1_000 }),
    clusters: Type.Array(ClusterId, { maxItems: 1_000 }),
  }),
  /** Under which areas it lies; on the topic of any other area it is a replay. */
  publishedIn: Type.Array(AreaId, { minItems: 1, maxItems: 1_000 }),
  /**
   * Said once after the end (all clear; “ignore the previous message”) by a cluster that has sounded this emergency,
   * and not after `until`.
   */
  closing: Type.Union([
    shape({ parts: Type.Array(SoundPart, { minItems: 1, maxItems: 4 }), until: Instant }),
    Type.Null(),
  ]),
  cap: CapBlock,
})
export type Emergency = Static<typeof Emergency>

/** What an envelope of an emergency is addressed to, whichever areas it lies under. */
export function emergencyAudience(emergencyId: string): string {
  return `emergencies/${emergencyId}`
}

/** A name of one sounding: `{emergencyId}#{edition}#{repeat}`, or `…#closing`. */
export function emergencyOf(
  occurrenceId: string,
): { emergencyId: string; edition: number; repeat: number | 'closing' } | undefined {
  const match = /^([a-z0-9-]{1,64})#(\d{1,5})#(\d{1,4}|closing)$/.exec(occurrenceId)
  if (!match) return undefined
  const [, emergencyId = '', edition, repeat] = match
  return { emergencyId, edition: Number(edition), repeat: repeat === 'closing' ? 'closing' : Number(repeat) }
}
