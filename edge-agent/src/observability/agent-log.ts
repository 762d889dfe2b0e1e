/** The agent's log: facts to be found by, `traceId` where an act of a person stands behind it, and one sentence. */
export interface AgentLog {
  info(facts: Record<string, unknown>, sentence: string): void
  warn(facts: Record<string, unknown>, sentence: string): void
}
