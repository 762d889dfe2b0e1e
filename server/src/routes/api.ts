import type { Services } from '../broadcasting/services.ts'
import type { Observability } from '../observability/observability.ts'
import { backupRoutes } from './api/backups.ts'
import { bulletinAudioRoutes } from './api/bulletins/bulletin-audio.ts'
import { bulletinRoutes } from './api/bulletins/bulletins.ts'
import { intakeRoutes } from './api/bulletins/intakes.ts'
import { speechRoutes } from './api/bulletins/speech.ts'
import { certificateRoutes } from './api/certificates.ts'
import { commandRoutes } from './api/commands.ts'
import { emergencyRoutes } from './api/emergencies/emergencies.ts'
import { emergencyActRoutes } from './api/emergencies/emergency-acts.ts'
import { emergencyMessageRoutes } from './api/emergencies/emergency-messages.ts'
import { emergencyReportRoutes } from './api/emergencies/emergency-reports.ts'
import { liveReceiverRoutes } from './api/live/live-receivers.ts'
import { liveSessionRoutes } from './api/live/live-sessions.ts'
import { machineApiRoutes } from './api/machine.ts'
import { overviewRoutes } from './api/overview.ts'
import { auditRoutes } from './api/people/audit.ts'
import { operatorRoutes } from './api/people/operators.ts'
import { sessionRoutes } from './api/people/session.ts'
import { areaRoutes } from './api/places/areas.ts'
import { clusterRoutes } from './api/places/clusters.ts'
import { importRoutes } from './api/places/imports.ts'
import { zoneRoutes } from './api/places/zones.ts'
import { playoutRoutes } from './api/playouts.ts'
import { calendarRoutes } from './api/programmes/calendar.ts'
import { programmeRoutes } from './api/programmes/programmes.ts'
import { relaySampleRoutes } from './api/relays/relay-samples.ts'
import { capAlertRoutes } from './cap/cap-alerts.ts'
import { capInRoutes } from './cap/cap-in.ts'
import { capMessageRoutes } from './cap/cap-messages.ts'
import { capSenderRoutes } from './cap/cap-senders.ts'
import { enrolmentRoutes } from './enrolments.ts'
import { guardRoutes, type ListenerKind } from './guard/guard.ts'
import type { HttpServer } from './http/http-server.ts'
import { describeApi, docsPage, openApiRoute } from './http/openapi.ts'
import { socketRoutes } from './http/socket-routes.ts'
import { takeStreams } from './http/upload.ts'
import { localLiveAudio, publicLiveAudio } from './live-audio/live-audio-route.ts'
import { localUpdates, publicUpdates } from './updates/updates-route.ts'

/** Everything under `/api/v1`, behind the guard: the same for the network and for local administration. */
export async function apiRoutes(
  server: HttpServer,
  services: Services,
  { kind, observability }: { kind: ListenerKind; observability: Observability },
): Promise<void> {
  await describeApi(server)
  if (kind === 'public') await docsPage(server)
  guardRoutes(server, services, { kind })
  openApiRoute(server)
  certificateRoutes(server, services)
  enrolmentRoutes(server, services)
  sessionRoutes(server, services)
  operatorRoutes(server, services)
  auditRoutes(server, services)
  backupRoutes(server, services)
  areaRoutes(server, services)
  zoneRoutes(server, services)
  clusterRoutes(server, services)
  importRoutes(server, services)
  takeStreams(server)
  bulletinRoutes(server, services)
  bulletinAudioRoutes(server, services)
  intakeRoutes(server, services)
  speechRoutes(server, services)
  programmeRoutes(server, services)
  calendarRoutes(server, services)
  relaySampleRoutes(server, services)
  commandRoutes(server, services)
  emergencyRoutes(server, services)
  emergencyActRoutes(server, services)
  emergencyReportRoutes(server, services)
  emergencyMessageRoutes(server, services)
  liveSessionRoutes(server, services)
  liveReceiverRoutes(server, services)
  capInRoutes(server, services)
  capAlertRoutes(server, services)
  capSenderRoutes(server, services)
  capMessageRoutes(server, services)
  overviewRoutes(server, services)
  playoutRoutes(server, services)
  machineApiRoutes(server, services, { observability })
  socketRoutes(
    server,
    kind === 'public'
      ? [publicUpdates(server, services), publicLiveAudio(server, services)]
      : [localUpdates(server, services), localLiveAudio(server, services)],
  )
}
