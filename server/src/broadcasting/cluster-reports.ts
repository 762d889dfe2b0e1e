import { type Ack, type ClusterId, type Health, type Presence, topicOf } from '@tieng-lang/protocol'
import { findDocument } from '../storage/documents.ts'
import type { ClusterReport, ReportKind, ReportKinds } from '../storage/reports/cluster-reports.ts'
import { sealStaleAnew } from './delivery/stale-documents.ts'
import { takeButtonRequest } from './emergencies/button/button-request.ts'
import type { Services } from './services.ts'
import { noteConfigHeld } from './tree/area-paths.ts'

/** On the board at once, in the database a moment later. */
function put<K extends ReportKind>({ board, reports }: Services, report: ClusterReport<K>): void {
  board.note(report)
  reports.put(report)
}

/** A cluster came, went, or asks for the time: noted, and a nonce is answered at once (DESIGN §3 *Time*). */
export function notePresence(services: Services, clusterId: ClusterId, presence: Presence): void {
  const { clock, commands, reports } = services
  const now = clock.now()
  put(services, { clusterId, kind: 'presence', report: presence, receivedAt: now })
  if (!presence.isConnected || presence.timeNonce === undefined) return
  const answer = { name: 'time', nonce: presence.timeNonce, serverAt: now } as const
  commands
    .tell(clusterId, answer)
    .catch((cause: unknown) => reports.count(clusterId, 'timeNotSent', String(cause)))
}

/** What a cluster measured of itself takes the place of what it measured before. */
export function noteHealth(services: Services, clusterId: ClusterId, health: Health): void {
  put(services, { clusterId, kind: 'health', report: health, receivedAt: services.clock.now() })
  services.live.noteHealth(clusterId, health)
}

/** What a cluster says has become of what we sent, and what sounds. */
export function noteAck(services: Services, clusterId: ClusterId, ack: Ack): void {
  const { clock, commands, reports, steps } = services
  const receivedAt = clock.now()
  const keep = <K extends ReportKind>(kind: K, report: ReportKinds[K]) =>
    put(services, { clusterId, kind, report, receivedAt })
  if (ack.kind === 'command') commands.noteAcknowledged(clusterId, ack.id)
  if (ack.kind === 'document' && ack.type === 'plan') {
    keep('planHeld', ack)
    logPlanHeld(services, clusterId, ack.revision)
  }
  if (ack.kind === 'document' && ack.type === 'config') {
    keep('configHeld', ack)
    noteConfigHeld(services, clusterId, ack.revision)
  }
  if (ack.kind === 'document') steps.reached('documentHeld', ack.type)
  services.emergencies.noteAck(clusterId, ack)
  services.live.noteAck(clusterId, ack)
  if (ack.kind === 'buttonRequest') takeButtonRequest(services, clusterId, ack.sealed)
  if (ack.kind === 'soundStarted') keep('soundStarted', ack)
  if (ack.kind === 'soundEnded') keep('soundEnded', ack)
  if (ack.kind !== 'refusal') return
  if (ack.regarding !== undefined) commands.noteRefused(clusterId, ack.regarding, ack.code)
  reports.count(clusterId, ack.code, `${ack.topic} ${ack.detail ?? ''}`)
  if (ack.code === 'staleDocument') sealStaleAnew(services, clusterId, ack.topic)
}

/** The end of an act's way: a cluster holds the plan that came of it. */
function logPlanHeld({ database, log }: Services, clusterId: ClusterId, revision: number): void {
  if (!log) return
  const document = findDocument(database, topicOf('plan', { clusterId }))
  if (document?.revision !== revision || !document.traceId) return
  log.info({ traceId: document.traceId, clusterId, revision }, 'a plan is held')
}
