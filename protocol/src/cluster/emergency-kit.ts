import { type Static, Type } from 'typebox'
import { EmergencyEvent, EmergencySounds, LanguageTag, SoundPart } from '../broadcast/emergency.ts'
import { CapSeverity } from '../broadcast/priority.ts'
import { ClusterId, Id, Instant } from '../ids.ts'
import { shape } from '../shape.ts'

/** Sounds that every cluster holds beforehand, in memory, whatever its cache is full of. */
export const KitSound = shape({
  ...SoundPart.properties,
  role: Type.Enum(['signal', 'message', 'exerciseBegin', 'exerciseEnd', 'allClear', 'correction']),
  /** Null for what belongs to every event. */
  event: Type.Union([EmergencyEvent, Type.Null()]),
  /** Null for what has no words. */
  language: Type.Union([LanguageTag, Type.Null()]),
})
export type KitSound = Static<typeof KitSound>

/** What the local button sounds at once, with no server (R10). */
export const ButtonWarning = shape({
  event: EmergencyEvent,
  severity: CapSeverity,
  sounds: EmergencySounds,
  repeatsAfterS: Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 200 }),
  lastsMs: Type.Integer({ minimum: 1_000, maximum: 86_400_000 }),
})
export type ButtonWarning = Static<typeof ButtonWarning>

/** The message store of a cluster, part of its config. */
export const EmergencyKit = shape({
  sounds: Type.Array(KitSound, { maxItems: 120 }),
  /** Null where the button does nothing. */
  button: Type.Union([ButtonWarning, Type.Null()]),
})
export type EmergencyKit = Static<typeof EmergencyKit>

/** After the button: the cluster has begun, and asks the server to widen it. Sealed by the device (`wire/button-request.ts`). */
export const ButtonRequest = shape({
  clusterId: ClusterId,
  bootId: Id,
  /** 1, 2, 3 … since the device was enrolled; the server carries out each once. */
  press: Type.Integer({ minimum: 1 }),
  /** The emergency that the cluster sounds by itself: `button-…`. */
  emergencyId: Id,
  event: EmergencyEvent,
  pressedAt: Instant,
})
export type ButtonRequest = Static<typeof ButtonRequest>
