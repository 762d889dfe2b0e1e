/**
 * One line of what happened, with the facts that it is found by: `traceId` where an act stands behind it. Never a
 * password, a key, a code or a token.
 */
export interface ServerLog {
  info(facts: Record<string, unknown>, sentence: string): void
  warn(facts: Record<string, unknown>, sentence: string): void
}
