import type { EmergencyMoment, Id } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { visibleAreas } from '../../../access/visible-areas.ts'
import type { StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import { listMoments } from '../../../storage/emergencies/emergency-moments.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import { inherited } from '../../../storage/tree/areas.ts'
import { listClusterHeads } from '../../../storage/tree/cluster-heads.ts'
import { csvLine } from '../../playouts/csv-line.ts'
import type { Services } from '../../services.ts'
import { emergencyAt } from './emergency-answer.ts'
import { withFirstHeard } from './first-heard.ts'
import { MOMENT_WORDS } from './moment-words.ts'

/** Spreadsheets take the file for UTF-8 by this (byte-order mark). */
const BYTE_ORDER_MARK = '\ufeff'
const HEADING = [
  'Ngày (date)',
  'Giờ (time)',
  'Sau yêu cầu, giây (after the request, s)',
  'Việc (what)',
  'Người (by)',
  'Cụm loa (cluster)',
  'Chi tiết (detail)',
]
const TENTHS_A_SECOND = 10

/**
 * What happened, in order, as CSV text; times to the tenth of a second in the area's zone. Of clusters that the asker may
 * not see nothing is told. Throws `emergencyNotFound`.
 */
export function timelineCsv(services: Services, emergencyId: Id, { grants }: Principal): string {
  const { database } = services
  services.emergencies.flush()
  const emergency = emergencyAt(database, emergencyId)
  const { isEverywhere, areaIds } = visibleAreas(database, grants)
  const heads = new Map(listClusterHeads(database).map((head) => [head.clusterId, head]))
  const isSeen = ({ clusterId }: EmergencyMoment) =>
    clusterId === null || isEverywhere || areaIds.has(heads.get(clusterId)?.areaId ?? '')
  const { dateOf, timeOf } = writersIn(timeZoneOf(services, emergency))
  const lines = withFirstHeard(listMoments(database, emergencyId))
    .filter(isSeen)
    .map(({ at, kind, by, clusterId, detail }) =>
      csvLine([
        ...[dateOf(at), timeOf(at), secondsAfter(emergency.requestedAt, at), MOMENT_WORDS[kind]],
        ...[
          by ?? '',
          clusterId === null ? '' : (heads.get(clusterId)?.name ?? clusterId),
          detailText(detail),
        ],
      ]),
    )
  return BYTE_ORDER_MARK + csvLine(HEADING) + lines.join('')
}

function timeZoneOf({ config, database }: Services, { soundsAreaId, areaIds }: StoredEmergency): string {
  const areaId = soundsAreaId ?? areaIds[0]
  const path = areaId === undefined ? [] : areaTree(database).pathOf(areaId)
  return inherited(path, 'timeZone') ?? config.timeZone
}

function writersIn(timeZone: string) {
  const date = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const time = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 1 },
    hourCycle: 'h23',
  })
  // A tenth that is rounded up must not stand in the second before.
  const toTenth = (at: number) => Math.round(at / 100) * 100
  return {
    dateOf: (at: number) => date.format(toTenth(at)),
    timeOf: (at: number) => time.format(toTenth(at)),
  }
}

function secondsAfter(beganAt: number, at: number): string {
  return (Math.round(((at - beganAt) / 1_000) * TENTHS_A_SECOND) / TENTHS_A_SECOND).toFixed(1)
}

function detailText(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ')
}
