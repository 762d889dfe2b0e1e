import type { AreaId, Id } from '@tieng-lang/protocol'
import { PERMISSIONS } from '../../../access/permissions.ts'
import { listGrantsByOperator } from '../../../storage/accounts/grants.ts'
import { findEmergency, type StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import { Seldom } from '../../seldom.ts'
import type { Services } from '../../services.ts'
import { emergencyLines } from '../answer/emergency-line.ts'

/** So often at most is the standing of one emergency told while clusters answer. */
const TELL_EVERY_MS = 300

/** Tells open pages how emergencies stand: at once what people do, a few times a second what clusters say. */
export class EmergencyTeller {
  readonly #parts: Pick<Services, 'clock' | 'database' | 'updates'>
  readonly #seldom: Seldom

  constructor(parts: Pick<Services, 'clock' | 'database' | 'updates'>) {
    this.#parts = parts
    const { clock } = parts
    this.#seldom = new Seldom({
      clock,
      everyMs: TELL_EVERY_MS,
      tell: (emergencyId) => this.#tell(emergencyId),
    })
  }

  /** Pages that show lists ask anew as well. */
  tellNow(emergencyId: Id): void {
    this.#seldom.forget(emergencyId)
    this.#tell(emergencyId)
    this.#parts.updates.changed('emergencies', emergencyId)
  }

  tellSoon(emergencyId: Id): void {
    this.#seldom.soon(emergencyId)
  }

  stop(): void {
    this.#seldom.stop()
  }

  #tell(emergencyId: Id): void {
    const { database, updates } = this.#parts
    const emergency = findEmergency(database, emergencyId)
    const [line] = emergency ? emergencyLines(database, [emergency]) : []
    if (emergency && line) updates.tell({ kind: 'emergency', emergency: line }, this.#audienceOf(emergency))
  }

  /** Whoever looks after its areas or anything below them; a broken glass is told to every administrator. */
  #audienceOf({ areaIds, brokeGlass }: StoredEmergency): AreaId[] {
    const { database } = this.#parts
    const tree = areaTree(database)
    const below = areaIds.flatMap((areaId) => tree.idsBelow(areaId))
    return [...new Set([...below, ...(brokeGlass ? this.#areasOfAdministrators() : [])])]
  }

  #areasOfAdministrators(): AreaId[] {
    const roles: readonly string[] = PERMISSIONS['people.write']
    const grants = [...listGrantsByOperator(this.#parts.database).values()].flat()
    return grants.flatMap(({ role, areaId }) => (roles.includes(role) && areaId !== null ? [areaId] : []))
  }
}
