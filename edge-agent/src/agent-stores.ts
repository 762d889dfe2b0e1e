import { type ClusterConfig, type EnrolmentAnswer, ed25519Signer, NO_STEPS } from '@tieng-lang/protocol'
import type { AgentParts } from './agent.ts'
import { ButtonMemory } from './stores/button-memory.ts'
import { ClockTrust } from './stores/clock-trust.ts'
import { DocumentShelf } from './stores/document-shelf.ts'
import { EmergencyShelf } from './stores/emergencies/emergency-shelf.ts'
import { LiveShelf } from './stores/live/live-shelf.ts'
import { MediaCache } from './stores/media/media-cache.ts'
import { Outbox } from './stores/outbox/outbox.ts'
import { RefusalLedger } from './stores/refusal-ledger.ts'

/** What the cluster keeps on its disk. */
export interface AgentStores {
  refusals: RefusalLedger
  clockTrust: ClockTrust
  shelf: DocumentShelf
  emergencies: EmergencyShelf
  sessions: LiveShelf
  button: ButtonMemory
  outbox: Outbox
  cache: MediaCache
  /** The config in force, or what holds before the first one. */
  config: () => ClusterConfig
}

/** Opens every store; what was written by an earlier life is checked again before it counts. */
export async function openStores(parts: AgentParts): Promise<AgentStores> {
  const { clock, chance, files, identity, signatures, steps = NO_STEPS } = parts
  const { clusterId, rootKey, areaPath } = identity.enrolment
  const refusals = new RefusalLedger(clock)
  const clockTrust = new ClockTrust({ clock, files, isRtcHealthy: parts.isRtcHealthy })
  const now = () => clockTrust.now()
  const shelf = new DocumentShelf({
    ...{ files, root: rootKey, clusterId, areaPath, signatures, now, refusals, steps },
  })
  const emergencies = new EmergencyShelf({
    ...{ files, clock, clusterId, signatures, now, refusals },
    keyring: () => shelf.keyring(),
  })
  const sessions = new LiveShelf({ clusterId, signatures, now, keyring: () => shelf.keyring() })
  const button = new ButtonMemory(files)
  const signer = ed25519Signer(identity.keyPair)
  const outbox = new Outbox({ files, clock, signer, clusterId, bootId: identity.bootId, now, steps })
  const config = () => shelf.get('config')?.body ?? configBefore(identity.enrolment)
  const cache = new MediaCache({
    files,
    clock,
    chance,
    client: parts.media(() => config().httpUrls),
    cacheBytesMax: () => config().cacheBytesMax,
  })
  await clockTrust.start()
  await shelf.start()
  await emergencies.start()
  await button.start()
  await outbox.start()
  outbox.noteStoredThrough(shelf.get('receipts')?.body.storedThrough ?? 0)
  await cache.start()
  return { refusals, clockTrust, shelf, emergencies, sessions, button, outbox, cache, config }
}

/** What holds until the first config has come: quiet at night, and nothing sounds without a plan anyway. */
function configBefore(enrolment: EnrolmentAnswer): ClusterConfig {
  return {
    clusterId: enrolment.clusterId,
    name: enrolment.clusterId,
    areaPath: enrolment.areaPath,
    zones: [],
    timeZone: 'Asia/Ho_Chi_Minh',
    volume: { defaultPercent: 60, emergencyPercent: 100, hardCapPercent: 100, byTimeOfDay: [] },
    isSpecialArea: false,
    quietHours: { windows: [{ from: '21:00', until: '05:00' }] },
    cacheBytesMax: 2_000_000_000,
    httpUrls: enrolment.httpUrls,
    mqttUrls: enrolment.mqttUrls,
    mediaSecret: '',
  }
}
