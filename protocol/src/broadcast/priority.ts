import { type Static, Type } from 'typebox'

/** The four priorities, highest first (DESIGN §4; R1, R2). */
export const Priority = Type.Union([
  Type.Literal('emergency'),
  Type.Literal('announcement'),
  Type.Literal('priority'),
  Type.Literal('routine'),
])
export type Priority = Static<typeof Priority>

const RANK: Record<Priority, number> = { emergency: 3, announcement: 2, priority: 1, routine: 0 }

/** 3 for an emergency down to 0 for routine. */
export function priorityRank(priority: Priority): number {
  return RANK[priority]
}

/** CAP 1.2 `status`, as far as a loudspeaker may sound it. */
export const CapStatus = Type.Union([Type.Literal('Actual'), Type.Literal('Exercise'), Type.Literal('Test')])
export type CapStatus = Static<typeof CapStatus>

/** CAP 1.2 `severity`, in its own spelling. */
export const CapSeverity = Type.Union([
  Type.Literal('Extreme'),
  Type.Literal('Severe'),
  Type.Literal('Moderate'),
  Type.Literal('Minor'),
  Type.Literal('Unknown'),
])
export type CapSeverity = Static<typeof CapSeverity>

const SEVERITY_RANK: Record<CapSeverity, number> = {
  Extreme: 4,
  Severe: 3,
  Moderate: 2,
  Minor: 1,
  Unknown: 0,
}

/** 4 for Extreme down to 0 for Unknown. */
export function severityRank(severity: CapSeverity): number {
  return SEVERITY_RANK[severity]
}

/** What becomes of a sound that a higher priority has interrupted. */
export const Resumption = Type.Union([Type.Literal('resume'), Type.Literal('restart'), Type.Literal('drop')])
export type Resumption = Static<typeof Resumption>
