import type { CapBlock, CapStatus, EmergencyEvent, EmergencyInfo } from '@tieng-lang/protocol'
import type { StoredEmergency } from '../../../storage/emergencies/emergencies.ts'

/** CAP 1.2 §3.2.2 `category`, by what happens. */
const CATEGORIES: Readonly<Record<EmergencyEvent, CapBlock['category']>> = {
  storm: 'Met',
  flood: 'Met',
  flashFlood: 'Geo',
  fire: 'Fire',
  damRelease: 'Infra',
  epidemic: 'Health',
  missingPerson: 'Rescue',
  evacuation: 'Safety',
}

const NAMES: Readonly<Record<EmergencyEvent, string>> = {
  storm: 'Cảnh báo bão',
  flood: 'Cảnh báo lũ lụt',
  flashFlood: 'Cảnh báo lũ quét, sạt lở đất',
  fire: 'Cảnh báo cháy',
  damRelease: 'Cảnh báo xả lũ',
  epidemic: 'Cảnh báo dịch bệnh',
  missingPerson: 'Tìm người mất tích',
  evacuation: 'Lệnh sơ tán',
}

/** What people know it by, beginning with “diễn tập” where it is one. */
export function headlineOf(event: EmergencyEvent, status: CapStatus): string {
  return status === 'Actual' ? NAMES[event] : `DIỄN TẬP: ${NAMES[event]}`
}

/** For a warning that a person has typed: happening now, and seen. */
export function capOf(event: EmergencyEvent): StoredEmergency['cap'] {
  return { category: CATEGORIES[event], urgency: 'Immediate', certainty: 'Observed' }
}

export function infosOf({
  event,
  status,
  language,
  text,
}: Pick<StoredEmergency, 'event' | 'status' | 'language' | 'text'>): EmergencyInfo[] {
  return [{ language, headline: headlineOf(event, status), description: text, instruction: '' }]
}

/** The CAP message that the document is as it stands (CAP 1.2 §3.2.1): each edition, and the end, has a name of its own. */
export function capBlockOf(emergency: StoredEmergency, sender: string): CapBlock {
  const { emergencyId, edition, state, cap, infos, sentAt, endedAt, requestedAt } = emergency
  const isOver = state !== 'active'
  return {
    ...cap,
    identifier: `${emergencyId}-${edition}${isOver ? '-end' : ''}`,
    sender,
    sentAt: (isOver ? endedAt : sentAt) ?? requestedAt,
    msgType: isOver ? 'Cancel' : edition > 1 ? 'Update' : 'Alert',
    infos,
  }
}
