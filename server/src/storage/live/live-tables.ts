/** What live voice adds to the tables; `details` is JSON text. */
export interface LiveTables {
  liveSessions: LiveSessionsTable
  liveRequests: LiveRequestsTable
}

export interface LiveSessionsTable {
  sessionId: string
  state: string
  title: string
  speaker: string
  speakerId: string | null
  delay: string
  emergencyId: string | null
  priority: string
  occurrenceId: string | null
  ssrc: number
  details: string
  startedAt: number
  expiresAt: number
  onAirAt: number | null
  endedAt: number | null
  endedBecause: string | null
  clearedAt: number | null
  traceId: string | null
}

interface LiveRequestsTable {
  asker: string
  requestId: string
  sessionId: string
  orderSha256: string
  at: number
}
