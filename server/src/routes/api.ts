import type { Services } from '../broadcasting/services.ts'
import type { Observability } from '../observability/observability.ts'
import { areaRoutes } from './api/areas.ts'
import { auditRoutes } from './api/audit.ts'
import { backupRoutes } from './api/backups.ts'
import { bulletinAudioRoutes } from './api/bulletin-audio.ts'
import { bulletinRoutes } from './api/bulletins.ts'
import { calendarRoutes } from './api/calendar.ts'
import { clusterRoutes } from './api/clusters.ts'
import { commandRoutes } from './api/commands.ts'
import { importRoutes } from './api/imports.ts'
import { intakeRoutes } from './api/intakes.ts'
import { machineApiRoutes } from './api/machine.ts'
import { operatorRoutes } from './api/operators.ts'
import { overviewRoutes } from './api/overview.ts'
import { playoutRoutes } from './api/playouts.ts'
import { programmeRoutes } from './api/programmes.ts'
import { sessionRoutes } from './api/session.ts'
import { speechRoutes } from './api/speech.ts'
import { zoneRoutes } from './api/zones.ts'
import { enrolmentRoutes } from './enrolments.ts'
import { guardRoutes, type ListenerKind } from './guard/guard.ts'
import type { HttpServer } from './http-server.ts'
import { describeApi, docsPage, openApiRoute } from './openapi.ts'
import { localUpdates, publicUpdates } from './updates/updates-route.ts'
import { takeStreams } from './upload.ts'

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
  commandRoutes(server, services)
  overviewRoutes(server, services)
  playoutRoutes(server, services)
  machineApiRoutes(server, services, { observability })
  if (kind === 'public') publicUpdates(server, services)
  else localUpdates(server, services)
}
