import { type Static, Type } from 'typebox'
import { Instant } from '../ids.ts'
import { shape } from '../shape.ts'
import { Programme } from './programme.ts'

/** One sounding of a slot: `{programmeId}@{local start, or "once"}`. This is what a stop names. */
export const BroadcastId = Type.String({ pattern: '^[a-z0-9-]{1,64}(?:@[0-9A-Za-z:+-]{1,32})?$' })
export type BroadcastId = Static<typeof BroadcastId>

/** One planned sound: `{broadcastId}/{itemId}/{repeat}`, repeat counted from 1. It ends in exactly one record. */
export const OccurrenceId = Type.String({ minLength: 1, maxLength: 180 })
export type OccurrenceId = Static<typeof OccurrenceId>

/** Everything one cluster is to play (`clusters/{clusterId}/plan`). */
export const Plan = shape({
  programmes: Type.Array(Programme, { maxItems: 1_000 }),
  /** Stops that an absent cluster must learn of: these broadcasts never sound again. Kept 48 h past their slot. */
  stopped: Type.Array(shape({ broadcastId: BroadcastId, stoppedAt: Instant }), { maxItems: 1_000 }),
})
export type Plan = Static<typeof Plan>

/** A plan is valid this long, and sealed anew when a third is left (DESIGN §3). */
export const PLAN_VALID_MS = 45 * 86_400_000
