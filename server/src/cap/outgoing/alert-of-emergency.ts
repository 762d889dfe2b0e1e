import type { EmergencyInfo, Position } from '@tieng-lang/protocol'
import { capBlockOf, headlineOf } from '../../broadcasting/emergencies/document/cap-block.ts'
import type { StoredEmergency } from '../../storage/emergencies/emergencies.ts'
import type { CapAlert, CapArea, CapInfo, CapReference } from '../cap-alert.ts'
import { cleanText } from '../writing/clean-text.ts'

/** What of an emergency lies elsewhere than in its row. */
export interface AlertFacts {
  /** Us, as CAP names us. */
  sender: string
  /** The areas on which it is raised, with the codes of QĐ 19/2025. */
  areas: readonly { name: string; code: string | null }[]
  /** The messages of its earlier editions. */
  earlier: readonly CapReference[]
}

const EVENT_DOMAIN = 'TIENG-LANG'
const GEOCODE_DOMAIN = 'QD19-2025'

/**
 * The CAP 1.2 message that an emergency is as it stands: an Alert, from the second edition on an Update, and a Cancel
 * once it is over. It is valid by our own reader.
 */
export function alertOfEmergency(emergency: StoredEmergency, facts: AlertFacts): CapAlert {
  const { identifier, sender, sentAt, msgType, infos } = capBlockOf(emergency, facts.sender)
  const { status, reason } = emergency
  const areas = areasOf(emergency, facts)
  return {
    ...{ identifier, sender, sentAt: wholeSecond(sentAt), status, msgType, scope: 'Public' },
    ...{ source: null, restriction: null, addresses: [], codes: [], incidents: [] },
    note: said(status === 'Actual' ? null : `DIỄN TẬP / EXERCISE: ${reason}`),
    references: msgType === 'Alert' ? [] : [...facts.earlier],
    infos: infos.map((info) => infoOf(emergency, { info, areas })),
    isSigned: false,
  }
}

/** CAP times have no fractions. */
export function wholeSecond(at: number): number {
  return Math.floor(at / 1_000) * 1_000
}

function infoOf(
  { cap, event, severity, status, expiresAt, commander, state }: StoredEmergency,
  { info, areas }: { info: EmergencyInfo; areas: CapArea[] },
): CapInfo {
  return {
    language: info.language,
    categories: [cap.category],
    event: headlineOf(event, status),
    responseTypes: state === 'ended' ? ['AllClear'] : [],
    ...{ urgency: cap.urgency, severity, certainty: cap.certainty },
    eventCodes: [{ valueName: EVENT_DOMAIN, value: event }],
    ...{ audience: null, effectiveAt: null, onsetAt: null, expiresAt: wholeSecond(expiresAt) },
    senderName: said(commander),
    headline: said(info.headline),
    description: said(info.description),
    instruction: said(info.instruction),
    ...{ web: null, contact: null, parameters: [], resources: [] },
    areas,
  }
}

/** One for each area that it is raised on; what was drawn on the map stands with the first. */
function areasOf({ place }: StoredEmergency, { areas }: AlertFacts): CapArea[] {
  const drawn = place.polygons.map(closed)
  const named = areas.length === 0 ? [{ name: '', code: null }] : areas
  return named.map(({ name, code }, index) => ({
    areaDesc: said(name) ?? 'Khu vực phát',
    polygons: index === 0 ? drawn : [],
    circles: [],
    geocodes: code === null ? [] : [{ valueName: GEOCODE_DOMAIN, value: code }],
    ...{ altitudeFt: null, ceilingFt: null },
  }))
}

/** Our polygons need not end where they began; CAP's must (§3.2.4 polygon (2)). */
function closed(polygon: readonly Position[]): Position[] {
  const [first, last] = [polygon[0], polygon.at(-1)]
  const isClosed = first?.latitude === last?.latitude && first?.longitude === last?.longitude
  return first && (!isClosed || polygon.length < 4) ? [...polygon, first] : [...polygon]
}

/** Null where nothing is left that XML can carry. */
function said(text: string | null): string | null {
  const clean = cleanText(text ?? '').trim()
  return clean === '' ? null : clean
}
