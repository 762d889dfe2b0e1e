import type { ProgrammeBody } from '@tieng-lang/protocol'

/** A request that is valid in its shapes, and acts inside the commune `xa-a`. */
export interface Fixture {
  query?: Record<string, string>
  body?: unknown
  /** A recording is no JSON. */
  isRecording?: boolean
}

/** What stands for a path's parameter. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  areaId: 'xa-a',
  zoneId: 'vung-a',
  clusterId: 'cum-a',
  bulletinId: 'tin-a',
  programmeId: 'ct-a',
  operatorId: 'nguoi-a',
  emergencyId: 'kc-a',
  sessionId: 'phien-cua-ai',
  intakeId: 'nhan-cua-ai',
  messageId: 'cap-tin-a',
  capSenderId: 'cap-cua-ai',
}

export function programmeBody(programmeId: string): ProgrammeBody {
  return {
    definition: {
      ...{ programmeId, name: 'Chương trình Đình làng Vẽ', priority: 'routine', validity: {} },
      recurrence: { kind: 'daily', startTimes: ['06:00'] },
      playlist: [{ itemId: 'muc-1', title: 'Tin', bulletinId: 'tin-a', repeats: 1, gapMs: 0 }],
      ...{ latenessMsMax: 60_000, onInterrupted: 'resume', mayBeCut: false },
    },
    targets: { areas: ['xa-a'], zones: ['vung-a'], clusters: ['cum-a'] },
  }
}

const labels = { areaId: 'xa-a', title: 'Tin', category: 'news', audience: '', language: 'vi', validity: {} }
const speech = { text: 'Xin chào', voice: 'vi', wordsPerMinute: 160 }
const requestId = 'yeu-cau-1'
const days = { from: '2030-01-01', until: '2030-01-07' }
const emergencyPlace = { areas: ['xa-a'], zones: ['vung-a'], clusters: ['cum-a'], polygons: [] }
const warning = {
  ...{ event: 'storm', severity: 'Severe', text: '', language: 'vi', expiresAt: 1_900_000_000_000 },
  repeatPlan: { soonTimes: 1, soonEveryS: 300, thenEveryS: null },
}
const csv = 'khu vuc\nXã A'

/** For each operation of the document that a path alone does not make valid. */
export const FIXTURES: Readonly<Record<string, Fixture>> = {
  'POST /api/v1/enrolments': {
    body: { code: '0000-0000-0000-0000', publicKey: 'A'.repeat(43), agentVersion: '1' },
  },
  'POST /api/v1/session': { body: { loginName: 'khong-co', password: 'x' } },
  'PUT /api/v1/session/password': { body: { current: 'x', next: 'sáo trúc bên đình' } },
  'PUT /api/v1/session/pin': { body: { password: 'x', pin: '271828' } },
  'POST /api/v1/operators': {
    body: { loginName: 'nguoi-moi', name: 'Mới', grants: [{ role: 'auditor', areaId: 'xa-a' }] },
  },
  'PATCH /api/v1/operators/{operatorId}': { body: { name: 'Khác' } },
  'POST /api/v1/backups': { body: {} },
  'POST /api/v1/areas': { body: { areaId: 'thon-b', parentId: 'xa-a', name: 'Thôn B' } },
  'PATCH /api/v1/areas/{areaId}': { body: { name: 'Khác' } },
  'POST /api/v1/zones': { body: { zoneId: 'vung-b', areaId: 'xa-a', name: 'Vùng B' } },
  'PATCH /api/v1/zones/{zoneId}': { body: { name: 'Khác' } },
  'POST /api/v1/clusters': { body: { clusterId: 'cum-c', areaId: 'xa-a', name: 'Cụm C' } },
  'PATCH /api/v1/clusters/{clusterId}': { body: { name: 'Khác' } },
  'POST /api/v1/enrolment-codes': { body: { clusterId: 'cum-a', validMinutes: 1 } },
  'GET /api/v1/tree-export': { query: { areaId: 'xa-a' } },
  'POST /api/v1/tree-imports/preview': { body: { csv, underAreaId: 'xa-a' } },
  'POST /api/v1/tree-imports': { body: { csv, underAreaId: 'xa-a', digest: '-' } },
  'POST /api/v1/bulletins': { query: { areaId: 'xa-a', title: 'Tin' }, isRecording: true },
  'PATCH /api/v1/bulletins/{bulletinId}': { body: { title: 'Khác' } },
  'POST /api/v1/bulletins/{bulletinId}/return': { body: { note: 'Sửa lại' } },
  'POST /api/v1/intakes': { query: { areaId: 'xa-a', title: 'Tin', fileName: 'tin.mp3' }, isRecording: true },
  'POST /api/v1/speech': { body: speech },
  'POST /api/v1/speech-intakes': { body: { ...labels, speech } },
  'POST /api/v1/programmes': { body: programmeBody('ct-b') },
  'PUT /api/v1/programmes/{programmeId}': { body: programmeBody('ct-a') },
  'POST /api/v1/programmes/{programmeId}/return': { body: { note: 'Sửa lại' } },
  'POST /api/v1/programme-checks': { body: programmeBody('ct-b') },
  'POST /api/v1/day-copies': { body: { areaId: 'xa-a', from: '2026-11-01', to: ['2026-11-02'] } },
  'POST /api/v1/relay-samples': { body: { source: { kind: 'stream', url: 'http://127.0.0.1:9/' } } },
  // The programme relays none: whoever is let in is told so.
  'POST /api/v1/programmes/{programmeId}/relay-samples': {
    body: { source: { kind: 'stream', url: 'http://127.0.0.1:9/' } },
  },
  'GET /api/v1/calendar': { query: { areaId: 'xa-a', ...days } },
  'POST /api/v1/clusters/{clusterId}/forecast': { body: programmeBody('ct-b') },
  'GET /api/v1/playout-days': { query: { areaId: 'xa-a', ...days } },
  'GET /api/v1/playouts.csv': { query: { areaId: 'xa-a', ...days } },
  'POST /api/v1/commands': {
    body: { place: { zoneId: 'vung-a' }, body: { name: 'volume', percent: 50 }, requestId },
  },
  'POST /api/v1/stops': { body: { place: { areaId: 'xa-a' }, broadcastId: null, requestId } },
  'POST /api/v1/emergencies': {
    body: {
      ...{ ...warning, requestId, status: 'Actual', place: emergencyPlace },
      ...{ commander: 'Chủ tịch', reason: 'Bão', pin: '483920' },
    },
  },
  'POST /api/v1/emergency-scopes': { body: { place: emergencyPlace, event: 'storm' } },
  'POST /api/v1/emergencies/{emergencyId}/confirmations': { body: { pin: '483920' } },
  'POST /api/v1/emergencies/{emergencyId}/updates': {
    body: { ...warning, reason: 'Bão', pin: '483920', requestId },
  },
  'POST /api/v1/emergencies/{emergencyId}/end': {
    body: { how: 'cancel', reason: '', pin: '483920', requestId },
  },
  'POST /api/v1/emergencies/{emergencyId}/clusters/{clusterId}/resolution': { body: { note: 'Đã sửa' } },
  'POST /api/v1/live-sessions': {
    body: {
      ...{ requestId, title: 'Tin', delay: 'live', silenced: [], takeOver: true },
      place: { areas: ['xa-a'], zones: ['vung-a'], clusters: ['cum-a'] },
    },
  },
  'POST /api/v1/live-sessions/{sessionId}/end': { body: { requestId } },
  'POST /api/v1/live-sessions/{sessionId}/receivers': { body: { address: { host: '127.0.0.1', port: 9 } } },
  'POST /api/v1/cap-senders': {
    body: { name: 'Đài', senders: ['kttv'], areaIds: ['xa-a'], policies: [], perMinuteMax: 10 },
  },
  'POST /api/v1/cap-messages/{messageId}/acceptance': {
    body: { event: 'storm', pin: '123456', reason: 'Bão thật' },
  },
  'POST /api/v1/cap-messages/{messageId}/decline': { body: { reason: 'Không phải ở đây' } },
  'GET /api/v1/emergency-messages': { query: { areaId: 'xa-a' } },
  'PUT /api/v1/emergency-messages': {
    body: { areaId: 'xa-a', event: 'storm', language: 'vi', bulletinId: 'tin-a' },
  },
  'POST /api/v1/times': { body: { clusterId: 'cum-a' } },
}
