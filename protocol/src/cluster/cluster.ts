import { type Static, Type } from 'typebox'
import { Season } from '../broadcast/programme.ts'
import { AreaId, ClusterId, Id, LocalTime, Weekday } from '../ids.ts'
import { shape } from '../shape.ts'
import { EmergencyKit } from './emergency-kit.ts'

const Percent = Type.Integer({ minimum: 0, maximum: 100 })

/** Hours in which nothing but an Actual emergency sounds; `until` before `from` runs over midnight (R8). */
export const QuietWindow = shape({
  from: LocalTime,
  /** Not included. Equal to `from` = the whole day. */
  until: LocalTime,
  /** The days on which the window begins; every day when absent. */
  weekdays: Type.Optional(Type.Array(Weekday, { minItems: 1, maxItems: 7 })),
  season: Type.Optional(Season),
})
export type QuietWindow = Static<typeof QuietWindow>

/** Quiet hours and session limits, enforced on the device. A session is one sounding of a slot. */
export const QuietHours = shape({
  windows: Type.Array(QuietWindow, { maxItems: 50 }),
  sessionMinutesMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_440 })),
  sessionsPerDayMax: Type.Optional(Type.Integer({ minimum: 0, maximum: 200 })),
})
export type QuietHours = Static<typeof QuietHours>

/** Loudness settings in percent of the amplifier's range (R31). */
export const VolumeSettings = shape({
  defaultPercent: Percent,
  emergencyPercent: Percent,
  /** Nothing, not even an emergency, is louder. */
  hardCapPercent: Percent,
  byTimeOfDay: Type.Array(shape({ from: LocalTime, until: LocalTime, percent: Percent }), { maxItems: 24 }),
})
export type VolumeSettings = Static<typeof VolumeSettings>

/** What a cluster is (`clusters/{clusterId}/config`). */
export const ClusterConfig = shape({
  clusterId: ClusterId,
  name: Type.String({ minLength: 1, maxLength: 200 }),
  /** From the root area down to the smallest that holds the cluster. */
  areaPath: Type.Array(AreaId, { minItems: 1, maxItems: 16 }),
  zones: Type.Array(Id, { maxItems: 64 }),
  timeZone: Type.String({ minLength: 1, maxLength: 64 }),
  volume: VolumeSettings,
  isSpecialArea: Type.Boolean(),
  quietHours: QuietHours,
  cacheBytesMax: Type.Integer({ minimum: 1_000_000 }),
  httpUrls: Type.Array(Type.String({ maxLength: 300 }), { minItems: 1, maxItems: 8 }),
  mqttUrls: Type.Array(Type.String({ maxLength: 300 }), { minItems: 1, maxItems: 8 }),
  /** Base64url, 32 bytes: authenticates the media port (RTP room). */
  mediaSecret: Type.String({ minLength: 43, maxLength: 43 }),
  /** The message store; absent until the server has made it. */
  emergencyKit: Type.Optional(EmergencyKit),
})
export type ClusterConfig = Static<typeof ClusterConfig>
