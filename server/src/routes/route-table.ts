import type { Permission } from '../access/permissions.ts'

/** Where a route's act takes place: what `mayDo` is asked about. */
export type PlaceOfRoute =
  /** No sign-in: anyone on the network. */
  | 'public'
  /** Any signed-in person; the use case shows only what lies in the areas of their grants. */
  | 'signedIn'
  /** The permission must be held on some area; the use case checks or filters by it. */
  | 'somewhere'
  /** The permission must be held everywhere. */
  | 'everywhere'
  /** The permission must be held on what the path, the query or the body names. */
  | 'area'
  /** `parentId` in the body: the area that a new one is put into; without it, everywhere. */
  | 'parentArea'
  | 'zone'
  | 'cluster'
  | 'bulletin'
  | 'programme'
  | 'operator'
  /** Every area and cluster that the body's targets name. */
  | 'targets'
  /** `place` in the body: a cluster, a zone or an area. */
  | 'place'
  /** `place` in the body: areas, zones, clusters and polygons; of the last the use case judges. */
  | 'emergencyPlace'
  /** Every area that it was raised on. */
  | 'emergency'
  /** `place` in the body: areas, zones and clusters that are to hear a voice. */
  | 'livePlace'
  /** Every area that a live session is heard in. */
  | 'liveSession'
  /** Every area on which a CAP message that waits would be heard. */
  | 'capMessage'
  /** The bearer token of a CAP sender, and nothing else. */
  | 'capSender'
  /** Any signed-in person, or the bearer token of a CAP sender, which sees what its areas see. */
  | 'signedInOrCapSender'

export interface RouteRule {
  /** Null only for `public`, `signedIn` and what a CAP sender may use. */
  permission: Permission | null
  place: PlaceOfRoute
}

const rule = (permission: Permission, place: PlaceOfRoute): RouteRule => ({ permission, place })
const anyone: RouteRule = { permission: null, place: 'public' }
const signedIn: RouteRule = { permission: null, place: 'signedIn' }
const capSender: RouteRule = { permission: null, place: 'capSender' }
const capReader: RouteRule = { permission: null, place: 'signedInOrCapSender' }

/** Every route under `/api/v1` and who may use it. A route that is not here does not start (default deny). */
export const ROUTES: Readonly<Record<string, RouteRule>> = {
  'GET /api/v1/openapi.json': anyone,
  'GET /api/v1/certificates': anyone,
  'POST /api/v1/enrolments': anyone,
  'POST /api/v1/session': anyone,
  'GET /api/v1/session': signedIn,
  'DELETE /api/v1/session': signedIn,
  'PUT /api/v1/session/password': signedIn,
  'PUT /api/v1/session/pin': signedIn,
  'GET /api/v1/sessions': signedIn,
  'DELETE /api/v1/sessions/:sessionId': signedIn,

  'GET /api/v1/operators': rule('people.write', 'somewhere'),
  'POST /api/v1/operators': rule('people.write', 'somewhere'),
  'PATCH /api/v1/operators/:operatorId': rule('people.write', 'operator'),
  'POST /api/v1/operators/:operatorId/password': rule('people.write', 'operator'),
  'GET /api/v1/audit-entries': rule('audit.read', 'somewhere'),
  'GET /api/v1/backups': rule('backup.make', 'everywhere'),
  'POST /api/v1/backups': rule('backup.make', 'everywhere'),
  'DELETE /api/v1/backups/under-way': rule('backup.make', 'everywhere'),

  'GET /api/v1/areas': signedIn,
  'POST /api/v1/areas': rule('tree.write', 'parentArea'),
  'PATCH /api/v1/areas/:areaId': rule('tree.write', 'area'),
  'DELETE /api/v1/areas/:areaId': rule('tree.write', 'area'),
  'GET /api/v1/zones': signedIn,
  'POST /api/v1/zones': rule('tree.write', 'area'),
  'PATCH /api/v1/zones/:zoneId': rule('tree.write', 'zone'),
  'DELETE /api/v1/zones/:zoneId': rule('tree.write', 'zone'),
  'GET /api/v1/clusters': signedIn,
  'POST /api/v1/clusters': rule('tree.write', 'area'),
  'GET /api/v1/clusters/:clusterId': rule('look', 'cluster'),
  'PATCH /api/v1/clusters/:clusterId': rule('cluster.write', 'cluster'),
  'GET /api/v1/clusters/:clusterId/state': rule('look', 'cluster'),
  'GET /api/v1/clusters/:clusterId/forecast': rule('look', 'cluster'),
  'POST /api/v1/clusters/:clusterId/forecast': rule('programme.write', 'cluster'),
  'POST /api/v1/enrolment-codes': rule('cluster.write', 'cluster'),
  'POST /api/v1/tree-imports/preview': rule('tree.write', 'area'),
  'POST /api/v1/tree-imports': rule('tree.write', 'area'),
  'GET /api/v1/tree-export': rule('look', 'area'),

  'GET /api/v1/bulletins': signedIn,
  'POST /api/v1/bulletins': rule('bulletin.write', 'area'),
  'GET /api/v1/bulletins/:bulletinId': rule('look', 'bulletin'),
  'PATCH /api/v1/bulletins/:bulletinId': rule('bulletin.write', 'bulletin'),
  'GET /api/v1/bulletins/:bulletinId/audio': rule('look', 'bulletin'),
  'GET /api/v1/bulletins/:bulletinId/waveform': rule('look', 'bulletin'),
  'POST /api/v1/bulletins/:bulletinId/submission': rule('bulletin.write', 'bulletin'),
  'POST /api/v1/bulletins/:bulletinId/approval': rule('bulletin.review', 'bulletin'),
  'POST /api/v1/bulletins/:bulletinId/return': rule('bulletin.review', 'bulletin'),
  'POST /api/v1/bulletins/:bulletinId/withdrawal': rule('bulletin.write', 'bulletin'),
  'POST /api/v1/intakes': rule('bulletin.write', 'area'),
  'GET /api/v1/intakes': rule('bulletin.write', 'somewhere'),
  'GET /api/v1/intakes/:intakeId': rule('bulletin.write', 'somewhere'),
  'DELETE /api/v1/intakes/:intakeId': rule('bulletin.write', 'somewhere'),
  'GET /api/v1/voices': signedIn,
  'POST /api/v1/speech': rule('bulletin.write', 'somewhere'),
  'POST /api/v1/speech-intakes': rule('bulletin.write', 'area'),

  'GET /api/v1/programmes': signedIn,
  'POST /api/v1/programmes': rule('programme.write', 'targets'),
  'GET /api/v1/programmes/:programmeId': rule('look', 'programme'),
  'GET /api/v1/programmes/:programmeId/check': rule('look', 'programme'),
  'PUT /api/v1/programmes/:programmeId': rule('programme.write', 'programme'),
  'DELETE /api/v1/programmes/:programmeId': rule('programme.write', 'programme'),
  'POST /api/v1/programmes/:programmeId/submission': rule('programme.write', 'programme'),
  'POST /api/v1/programmes/:programmeId/approval': rule('programme.review', 'programme'),
  'POST /api/v1/programmes/:programmeId/return': rule('programme.review', 'programme'),
  'POST /api/v1/programme-checks': rule('programme.write', 'targets'),
  'POST /api/v1/day-copies': rule('programme.write', 'area'),
  'GET /api/v1/calendar': signedIn,
  'POST /api/v1/relay-samples': rule('programme.write', 'somewhere'),
  'POST /api/v1/programmes/:programmeId/relay-samples': rule('programme.review', 'programme'),

  'GET /api/v1/overview': signedIn,
  'GET /api/v1/updates': signedIn,
  'GET /api/v1/playouts': signedIn,
  'GET /api/v1/playouts.csv': signedIn,
  'GET /api/v1/playout-days': signedIn,
  'POST /api/v1/commands': rule('sound.command', 'place'),
  'POST /api/v1/stops': rule('sound.stop', 'place'),

  'POST /api/v1/emergencies': rule('emergency.raise', 'emergencyPlace'),
  'POST /api/v1/emergency-scopes': rule('emergency.raise', 'emergencyPlace'),
  'GET /api/v1/emergencies': signedIn,
  'GET /api/v1/emergency-messages': rule('look', 'area'),
  'PUT /api/v1/emergency-messages': rule('bulletin.review', 'area'),
  'GET /api/v1/emergencies/:emergencyId': rule('look', 'emergency'),
  'GET /api/v1/emergencies/:emergencyId/timeline.csv': rule('look', 'emergency'),
  'GET /api/v1/emergencies/:emergencyId/score': rule('look', 'emergency'),
  'POST /api/v1/emergencies/:emergencyId/confirmations': rule('emergency.raise', 'emergency'),
  'POST /api/v1/emergencies/:emergencyId/updates': rule('emergency.raise', 'emergency'),
  'POST /api/v1/emergencies/:emergencyId/end': rule('emergency.raise', 'emergency'),
  'POST /api/v1/emergencies/:emergencyId/clusters/:clusterId/resolution': rule(
    'emergency.resolve',
    'cluster',
  ),

  'POST /api/v1/live-sessions': rule('live.speak', 'livePlace'),
  'GET /api/v1/live-sessions': signedIn,
  'GET /api/v1/live-sessions/:sessionId': rule('look', 'liveSession'),
  'POST /api/v1/live-sessions/:sessionId/end': rule('sound.stop', 'liveSession'),
  'POST /api/v1/live-sessions/:sessionId/receivers': rule('live.speak', 'liveSession'),
  'GET /api/v1/live/:sessionId/audio': rule('live.speak', 'liveSession'),

  'POST /api/v1/cap': capSender,
  'GET /api/v1/cap/alerts': capReader,
  'GET /api/v1/cap/alerts/:emergencyId.xml': capReader,
  'GET /api/v1/cap-senders': rule('people.write', 'everywhere'),
  'POST /api/v1/cap-senders': rule('people.write', 'everywhere'),
  'DELETE /api/v1/cap-senders/:capSenderId': rule('people.write', 'everywhere'),
  'GET /api/v1/cap-messages': signedIn,
  'POST /api/v1/cap-messages/:messageId/acceptance': rule('emergency.raise', 'capMessage'),
  'POST /api/v1/cap-messages/:messageId/decline': rule('emergency.raise', 'capMessage'),

  'GET /api/v1/health': rule('machine.look', 'somewhere'),
  'GET /api/v1/status': rule('look', 'everywhere'),
  'POST /api/v1/times': rule('cluster.write', 'cluster'),
}
