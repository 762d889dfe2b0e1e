import type { ChangedThing } from '@tieng-lang/protocol/browser'

/**
 * What each answer is kept under. The first word is the thing that an update names, so that one `changed` makes every
 * answer about it old.
 */
export const keys = {
  session: ['session'],
  overview: ['overview'],
  machineHealth: ['machine-health'],
  areas: ['areas'],
  zones: ['zones'],
  clusters: ['clusters'],
  cluster: (clusterId: string) => ['clusters', clusterId],
  clusterState: (clusterId: string) => ['cluster-states', clusterId],
  forecast: (clusterId: string) => ['forecasts', clusterId],
  bulletins: (query: object = {}) => ['bulletins', 'list', query],
  bulletin: (bulletinId: string) => ['bulletins', bulletinId],
  voices: ['voices'],
  intakes: ['intakes'],
  programmes: (query: object = {}) => ['programmes', 'list', query],
  programme: (programmeId: string) => ['programmes', programmeId],
  calendar: (query: object) => ['programmes', 'calendar', query],
  playouts: (query: object) => ['playouts', 'list', query],
  playoutDays: (query: object) => ['playouts', 'days', query],
  operators: ['operators'],
  sessions: ['sessions'],
  backups: ['backups'],
  openEmergencies: ['emergencies', 'open'],
  pastEmergencies: ['emergencies', 'past'],
  emergency: (emergencyId: string) => ['emergencies', 'one', emergencyId],
  capSenders: ['emergencies', 'cap-senders'],
  waitingCapMessages: ['emergencies', 'cap-messages'],
  emergencyScope: (query: object) => ['emergency-scopes', query],
  emergencyScore: (emergencyId: string) => ['emergencies', 'score', emergencyId],
  emergencyMessages: (areaId: string | null) => ['emergency-messages', areaId],
  openLiveSessions: ['live-sessions', 'open'],
  liveSession: (sessionId: string) => ['live-sessions', 'one', sessionId],
  auditEntries: (query: object = {}) => ['audit-entries', query],
} as const

/** Which answers a change makes old. */
export const STALE_AFTER: Record<ChangedThing, readonly (readonly string[])[]> = {
  areas: [['areas'], ['clusters'], ['overview']],
  zones: [['zones'], ['clusters']],
  clusters: [['clusters'], ['cluster-states'], ['overview'], ['forecasts']],
  bulletins: [['bulletins']],
  programmes: [['programmes'], ['forecasts']],
  playouts: [['playouts']],
  operators: [['operators'], ['session']],
  emergencies: [['emergencies']],
  liveSessions: [['live-sessions']],
}
