import type { EmergencyLine } from '@tieng-lang/protocol'
import type { Database } from '../../../storage/database.ts'
import type { StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import {
  countOutcomes,
  noOutcomes,
  type OutcomeCounts,
} from '../../../storage/emergencies/emergency-clusters.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import { findZone } from '../../../storage/tree/zones.ts'

/** A list shows no more; the answer has the place itself. */
const NAMES_MAX = 20

/** As the list shows them, with how many clusters have heard each; counted in one statement. */
export function emergencyLines(database: Database, emergencies: readonly StoredEmergency[]): EmergencyLine[] {
  const counts = countOutcomes(
    database,
    emergencies.map(({ emergencyId }) => emergencyId),
  )
  return emergencies.map((emergency) =>
    lineOf(database, emergency, counts.get(emergency.emergencyId) ?? noOutcomes()),
  )
}

function lineOf(database: Database, emergency: StoredEmergency, counts: OutcomeCounts): EmergencyLine {
  const { emergencyId, state, status, event, severity, edition, text, raisedBy, commander } = emergency
  const { secondPerson, brokeGlass, origin, requestedAt, sentAt, expiresAt, endedAt } = emergency
  const targeted = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return {
    ...{ emergencyId, state, status, event, severity, edition, text, raisedBy, commander },
    ...{ secondPerson, brokeGlass, origin, requestedAt, sentAt, expiresAt, endedAt },
    areaNames: namesOf(database, emergency),
    counts: { targeted, ...counts },
  }
}

/** What it names: its areas and zones; of single clusters the areas that they stand in. */
function namesOf(database: Database, { place, publishedIn }: StoredEmergency): string[] {
  const tree = areaTree(database)
  const nameOf = (areaId: string) => tree.find(areaId)?.name ?? []
  const areas = place.areas.flatMap(nameOf)
  const zones = place.zones.flatMap((zoneId) => findZone(database, zoneId)?.name ?? [])
  const hasSingle = place.clusters.length + place.polygons.length > 0
  const ofSingle = hasSingle ? publishedIn.flatMap(nameOf) : []
  return [...new Set([...areas, ...zones, ...ofSingle])].slice(0, NAMES_MAX)
}
