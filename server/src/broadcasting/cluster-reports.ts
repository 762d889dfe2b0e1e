import type { Ack, ClusterId, Health, Presence } from '@tieng-lang/protocol'
import type { ReportKind, ReportKinds } from '../storage/cluster-reports.ts'
import type { Services } from './services.ts'

/** A cluster came, went, or asks for the time: noted, and a nonce is answered at once (DESIGN §3 *Time*). */
export function notePresence(services: Services, clusterId: ClusterId, presence: Presence): void {
  const { clock, commands, reports } = services
  const now = clock.now()
  reports.put({ clusterId, kind: 'presence', report: presence, receivedAt: now })
  if (!presence.isConnected || presence.timeNonce === undefined) return
  const answer = { name: 'time', nonce: presence.timeNonce, serverAt: now } as const
  commands
    .tell(clusterId, answer)
    .catch((cause: unknown) => reports.count(clusterId, 'timeNotSent', String(cause)))
}

export function noteHealth({ clock, reports }: Services, clusterId: ClusterId, health: Health): void {
  reports.put({ clusterId, kind: 'health', report: health, receivedAt: clock.now() })
}

/** What a cluster says has become of what we sent, and what sounds. */
export function noteAck(services: Services, clusterId: ClusterId, ack: Ack): void {
  const { clock, commands, reports } = services
  const receivedAt = clock.now()
  const put = <K extends ReportKind>(kind: K, report: ReportKinds[K]) =>
    reports.put({ clusterId, kind, report, receivedAt })
  if (ack.kind === 'command') commands.noteAcknowledged(clusterId, ack.id)
  if (ack.kind === 'document' && ack.type === 'plan') put('planHeld', ack)
  if (ack.kind === 'document' && ack.type === 'config') put('configHeld', ack)
  if (ack.kind === 'soundStarted') put('soundStarted', ack)
  if (ack.kind === 'soundEnded') put('soundEnded', ack)
  if (ack.kind !== 'refusal') return
  if (ack.regarding !== undefined) commands.noteRefused(clusterId, ack.regarding, ack.code)
  reports.count(clusterId, ack.code, `${ack.topic} ${ack.detail ?? ''}`)
}
