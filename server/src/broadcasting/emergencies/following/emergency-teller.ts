import type { AreaId, Cancellable, Id } from '@tieng-lang/protocol'
import { PERMISSIONS } from '../../../access/permissions.ts'
import { listGrantsByOperator } from '../../../storage/accounts/grants.ts'
import { findEmergency, type StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import type { Services } from '../../services.ts'
import { emergencyLines } from '../answer/emergency-line.ts'

/** So often at most is the standing of one emergency told while clusters answer. */
const TELL_EVERY_MS = 300

/** Tells open pages how emergencies stand: at once what people do, a few times a second what clusters say. */
export class EmergencyTeller {
  readonly #parts: Pick<Services, 'clock' | 'database' | 'updates'>
  readonly #soon = new Map<Id, Cancellable>()
  #isStopped = false

  constructor(parts: Pick<Services, 'clock' | 'database' | 'updates'>) {
    this.#parts = parts
  }

  /** Pages that show lists ask anew as well. */
  tellNow(emergencyId: Id): void {
    this.#soon.get(emergencyId)?.cancel()
    this.#soon.delete(emergencyId)
    this.#tell(emergencyId)
    this.#parts.updates.changed('emergencies', emergencyId)
  }

  tellSoon(emergencyId: Id): void {
    if (this.#isStopped || this.#soon.has(emergencyId)) return
    const tell = () => {
      this.#soon.delete(emergencyId)
      this.#tell(emergencyId)
    }
    this.#soon.set(emergencyId, this.#parts.clock.after(TELL_EVERY_MS, tell))
  }

  stop(): void {
    this.#isStopped = true
    for (const timer of this.#soon.values()) timer.cancel()
    this.#soon.clear()
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
