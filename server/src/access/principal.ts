import type { Grant, Id } from '@tieng-lang/protocol'

/** Who asks: a signed-in person, or whoever may open the administration socket of this machine. */
export interface Principal {
  /** Null for local administration, which the file system has let in. */
  operatorId: Id | null
  /** As it stands in records: "who did it". */
  name: string
  grants: readonly Grant[]
  /** The network address the request came from; `local` for the socket. */
  address: string
  /** The request they ask in: goes with all that comes of it. Absent where no request stands behind an act. */
  traceId?: string
}

/** Every right everywhere: of whoever may open the administration socket. */
export const EVERY_RIGHT: readonly Grant[] = [{ role: 'administrator', areaId: null }]

/** Who did what nobody asked for: a chore, a relay at its time. */
export const THE_SERVER: Principal = { operatorId: null, name: 'máy chủ', grants: [], address: 'local' }
