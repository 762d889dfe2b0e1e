import { type Static, Type } from 'typebox'
import { AreaId, ClusterId, Id, Instant, Sha256Hex } from '../ids.ts'
import { shape } from '../shape.ts'
import { CapSeverity, CapStatus } from './priority.ts'

/**
 * What arbitration needs to know of an emergency (`areas/{areaId}/emergencies/{emergencyId}`). The CAP block, the
 * texts and the message store join it with the emergency pages.
 */
export const Emergency = shape({
  emergencyId: Id,
  state: Type.Union([Type.Literal('active'), Type.Literal('ended'), Type.Literal('cancelled')]),
  status: CapStatus,
  severity: CapSeverity,
  sentAt: Instant,
  expiresAt: Instant,
  sound: shape({ sha256: Sha256Hex, durationMs: Type.Number({ minimum: 1 }) }),
  /** Seconds after `sentAt` at which it is sounded again. */
  repeatsAfterS: Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 200 }),
  targets: shape({
    areas: Type.Array(AreaId, { maxItems: 1_000 }),
    clusters: Type.Array(ClusterId, { maxItems: 1_000 }),
  }),
})
export type Emergency = Static<typeof Emergency>
