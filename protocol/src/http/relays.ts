import { type Static, Type } from 'typebox'
import { RelaySource } from '../broadcast/programme.ts'
import { shape } from '../shape.ts'

/**
 * `POST /api/v1/relay-samples`: the first seconds of a station (`audio/mpeg`), before it is planned. They come in real time,
 * so the answer takes somewhat longer than they are. `POST /api/v1/programmes/{programmeId}/relay-samples` gives whoever
 * reviews a programme those of the stations that it relays (`sourceNotInProgramme` for any other).
 */
export const RelaySampleOrder = shape({ source: RelaySource })
export type RelaySampleOrder = Static<typeof RelaySampleOrder>

/** What is sounding of a relay: the station, silence for up to ten seconds, or the bulletin in its place. */
export const RelayState = Type.Enum(['source', 'hold', 'fallback'])
export type RelayState = Static<typeof RelayState>
