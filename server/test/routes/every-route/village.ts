import { AdminClient, systemChance, systemClock } from '@tieng-lang/protocol/node'
import { Passwords } from '../../../src/access/sign-in/passwords.ts'
import type { RunningServer } from '../../../src/app.ts'
import { replaceGrants } from '../../../src/storage/accounts/grants.ts'
import { insertOperator } from '../../../src/storage/accounts/operators.ts'
import { insertBulletin } from '../../../src/storage/bulletins/bulletins.ts'
import { insertCapMessage } from '../../../src/storage/cap/cap-messages.ts'
import { insertCapSender } from '../../../src/storage/cap/cap-senders.ts'
import { insertEmergency } from '../../../src/storage/emergencies/emergencies.ts'
import { insertTargets } from '../../../src/storage/emergencies/emergency-clusters.ts'
import { insertLiveSession } from '../../../src/storage/live/live-sessions.ts'
import { insertPlayout } from '../../../src/storage/playouts/playouts.ts'
import { recordOf } from '../../board.ts'
import { addArea, addCluster, addZone } from '../../tree.ts'
import { programmeBody } from './requests.ts'

/** In every name inside the granted commune: whoever has no right there must never read it. */
export const SECRET = 'Đình làng Vẽ'

/** A province with the commune that rights are asked about, and its neighbour. */
export async function buildVillage(server: RunningServer): Promise<void> {
  const { services } = server
  addArea(services, { areaId: 'tinh', name: 'Tỉnh' })
  addArea(services, { areaId: 'xa-a', parentId: 'tinh', name: `Xã A ${SECRET}` })
  addArea(services, { areaId: 'xa-b', parentId: 'tinh', name: 'Xã B' })
  addArea(services, { areaId: 'thon-a', parentId: 'xa-a', name: `Thôn ${SECRET}` })
  addZone(services, { zoneId: 'vung-a', areaId: 'xa-a', name: `Dọc đê ${SECRET}` })
  addCluster(services, { clusterId: 'cum-a', areaId: 'thon-a', name: `Cụm ${SECRET}` })
  addCluster(services, { clusterId: 'cum-b', areaId: 'xa-b', name: 'Cụm B' })
  addBulletin(server)
  addPlayout(server)
  addEmergency(server)
  addCapMessage(server)
  addLiveSession(server)
  await new AdminClient(server.adminSocket, 'test').post('/api/v1/programmes', programmeBody('ct-a'))
  await addAccount(server)
}

export function addBulletin({ services }: RunningServer): void {
  const loudness = {
    inputLufs: -16,
    inputTruePeakDbtp: -3,
    gainDb: 0,
    storedLufs: -16,
    storedTruePeakDbtp: -3,
  }
  insertBulletin(services.database, {
    ...{ bulletinId: 'tin-a', areaId: 'xa-a', title: `Tin ${SECRET}`, language: 'vi', state: 'approved' },
    ...{ producedBy: 'Lan', approvedBy: 'Chủ tịch', createdAt: systemClock.now() },
    media: { sha256: 'a'.repeat(64), sizeBytes: 1_000, durationMs: 600_000 },
    loudness: { ...loudness, isGainLowered: false },
  })
}

/** One that is over, on the commune. */
export function addEmergency({ services }: RunningServer): void {
  const requestedAt = systemClock.now() - 1_000
  const part = { sha256: 'a'.repeat(64), durationMs: 1_000, sizeBytes: 1_000 }
  insertEmergency(services.database, {
    ...{ emergencyId: 'kc-a', state: 'cancelled', status: 'Actual', origin: 'person', event: 'storm' },
    ...{ severity: 'Severe', edition: 1, language: 'vi', text: SECRET, reason: SECRET, commander: SECRET },
    place: { areas: ['xa-a'], zones: [], clusters: [], polygons: [] },
    repeatPlan: { soonTimes: 0, soonEveryS: 300, thenEveryS: null },
    ...{ repeatsAfterS: [], infos: [], areaIds: ['xa-a'], publishedIn: ['xa-a'], soundsAreaId: 'xa-a' },
    cap: { category: 'Met', urgency: 'Immediate', certainty: 'Observed' },
    targets: { areas: ['xa-a'], clusters: [] },
    sounds: { opening: [], message: [part], speech: null, closing: [] },
    ...{ closing: null, raisedBy: SECRET, raisedById: null, secondPerson: null, secondPersonId: null },
    ...{ brokeGlass: false, speech: 'none', requestedAt, sentAt: requestedAt, publishedAt: requestedAt },
    ...{ accountedAt: requestedAt, expiresAt: requestedAt + 500, endedAt: requestedAt + 400 },
    ...{ clearedAt: requestedAt + 500, traceId: null },
  })
  insertTargets(services.database, { emergencyId: 'kc-a', edition: 1 }, ['cum-a'])
}

/** One that is over, on the commune. */
export function addLiveSession({ services }: RunningServer): void {
  const endedAt = systemClock.now()
  insertLiveSession(services.database, {
    ...{ sessionId: 'phien-cua-ai', state: 'ended', title: SECRET, speaker: SECRET, speakerId: null },
    ...{
      delay: 'live',
      priority: 'announcement',
      occurrenceId: null,
      emergencyId: null,
      ssrc: 1,
      takesOver: false,
      silenced: [],
      areaIds: ['xa-a'],
    },
    place: { areas: ['xa-a'], zones: [], clusters: [] },
    targets: { areas: ['xa-a'], clusters: [] },
    ...{ publishedIn: ['xa-a'], clusterIds: ['cum-a'], startedAt: endedAt - 1_000, expiresAt: endedAt },
    ...{ onAirAt: null, endedAt, endedBecause: 'ended', clearedAt: endedAt, traceId: null },
  })
}

/** One that waits for a person of the commune. */
export function addCapMessage({ services }: RunningServer): void {
  const { database } = services
  const receivedAt = systemClock.now()
  const sender = { capSenderId: 'cap-a', name: SECRET, senders: ['kttv'], areaIds: ['xa-a'], policies: [] }
  const made = { perMinuteMax: 1, createdAt: receivedAt, createdBy: SECRET, lastSeenAt: null }
  insertCapSender(database, { ...sender, ...made }, 'none')
  insertCapMessage(database, {
    ...{
      messageId: 'cap-tin-a',
      capSenderId: 'cap-a',
      sha256: '-',
      receivedAt,
      state: 'waiting',
      why: 'noPolicy',
    },
    ...{ emergencyId: null, decidedBy: null, decidedAt: null, note: null },
    alert: {
      ...{ identifier: SECRET, sender: 'kttv', sentAt: receivedAt, status: 'Actual', msgType: 'Alert' },
      ...{ source: null, scope: 'Public', restriction: null, addresses: [], codes: [], note: null },
      ...{ references: [], incidents: [], infos: [], isSigned: false },
    },
    place: { areaIds: ['xa-a'], clusterIds: [], isGuessed: false },
  })
}

/** What was heard there on the second day of 2030, as the requests ask. */
function addPlayout({ services }: RunningServer): void {
  const record = { ...recordOf('cum-a', 1, null), dueAt: Date.parse('2030-01-02T05:00:00+07:00') }
  insertPlayout(services.database, {
    ...{ record, clusterId: 'cum-a', deviceKid: 'kid', sealed: new Uint8Array(1), sealedSha256: 'x' },
    ...{ storedAt: systemClock.now(), title: SECRET, programmeName: SECRET, date: '2030-01-02' },
  })
}

/** One of whom nobody outside the commune may know. */
async function addAccount({ services }: RunningServer): Promise<void> {
  insertOperator(services.database, {
    ...{ operatorId: 'nguoi-a', loginName: 'nguoi-a', name: SECRET, passwordHash: await quickHash('-') },
    ...{ mustChangePassword: false, isDisabled: false },
    ...{ createdAt: systemClock.now(), lastSeenAt: null, version: 1 },
  })
  replaceGrants(services.database, 'nguoi-a', [{ role: 'broadcaster', areaId: 'thon-a' }])
}

/** A real hash that costs a test nothing. */
export function quickHash(password: string): Promise<string> {
  return new Passwords({ chance: systemChance, checksMax: 1, log2N: 4 }).hash(password)
}
