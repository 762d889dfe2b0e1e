import { emergencyOf, type Id, type OccurrenceId, type ProgrammeItemDraft } from '@tieng-lang/protocol'
import { findBulletin } from '../../storage/bulletins/bulletins.ts'
import type { Database } from '../../storage/database.ts'
import { findEmergency } from '../../storage/emergencies/emergencies.ts'
import { findLiveSession, listSessionsOf } from '../../storage/live/live-sessions.ts'
import { findProgramme } from '../../storage/programmes.ts'
import { headlineOf } from '../emergencies/document/cap-block.ts'

/** What people call a sound. */
export interface SoundName {
  /** Of the item, else of its bulletin; empty where nobody knows any more. */
  title: string
  programmeName: string
  /** How long the audio is; null where that is not known. */
  durationMs: number | null
  /** Another station, and no recording. */
  isRelay: boolean
}

interface ProgrammeName {
  name: string
  items: Map<Id, Omit<SoundName, 'programmeName'>>
}

const UNKNOWN: SoundName = { title: '', programmeName: '', durationMs: null, isRelay: false }
/** More programmes than one server plans. */
const PROGRAMMES_KEPT_MAX = 10_000

/** Titles and programme names by occurrence id, read once and kept until `forget`. */
export class SoundNames {
  readonly #database: Database
  readonly #programmes = new Map<Id, ProgrammeName>()
  readonly #emergencies = new Map<Id, SoundName>()

  constructor(database: Database) {
    this.#database = database
  }

  /** `occurrenceId` is `{programmeId}@{slot}/{itemId}/{repeat}` (`OccurrenceId`), that of an emergency, or a live session. */
  of(occurrenceId: string): SoundName {
    const emergency = emergencyOf(occurrenceId)
    if (emergency) return this.#emergency(emergency.emergencyId)
    const [broadcastId = '', itemId = ''] = occurrenceId.split('/')
    const programme = this.#programme(broadcastId.split('@')[0] ?? '')
    // One that was joined again after it had expired is `{sessionId}/2` on the cluster.
    if (!programme) return this.#liveSession(broadcastId) ?? this.#former(occurrenceId, '')
    const item = programme.items.get(itemId)
    return item ? { ...item, programmeName: programme.name } : this.#former(occurrenceId, programme.name)
  }

  /** After any change of programmes, bulletins or emergencies. */
  forget(): void {
    this.#programmes.clear()
    this.#emergencies.clear()
  }

  #emergency(emergencyId: Id): SoundName {
    const known = this.#emergencies.get(emergencyId)
    if (known) return known
    const found = findEmergency(this.#database, emergencyId)
    if (!found) return UNKNOWN
    const title = headlineOf(found.event, found.status)
    const name = { ...UNKNOWN, title, programmeName: 'Phát khẩn cấp' }
    if (this.#emergencies.size < PROGRAMMES_KEPT_MAX) this.#emergencies.set(emergencyId, name)
    return name
  }

  /** There are few, and each is asked for while it sounds only. */
  #liveSession(sessionId: Id): SoundName | undefined {
    const found = findLiveSession(this.#database, sessionId)
    return found && { ...UNKNOWN, title: found.title, programmeName: 'Phát trực tiếp' }
  }

  /** What has left its programme since: that it was a relay is known by the session in which it was heard. */
  #former(occurrenceId: OccurrenceId, programmeName: string): SoundName {
    return { ...UNKNOWN, programmeName, isRelay: listSessionsOf(this.#database, occurrenceId).length > 0 }
  }

  #programme(programmeId: Id): ProgrammeName | undefined {
    const known = this.#programmes.get(programmeId)
    if (known) return known
    const found = readProgramme(this.#database, programmeId)
    if (found && this.#programmes.size < PROGRAMMES_KEPT_MAX) this.#programmes.set(programmeId, found)
    return found
  }
}

function readProgramme(database: Database, programmeId: Id): ProgrammeName | undefined {
  const programme = findProgramme(database, programmeId)
  if (!programme) return undefined
  // What clusters sound is what was approved, not what is being worked on.
  const definition = programme.playing?.definition ?? programme.definition
  const items = definition.playlist.map((item) => [item.itemId, nameOfItem(database, item)] as const)
  return { name: definition.name, items: new Map(items) }
}

function nameOfItem(database: Database, item: ProgrammeItemDraft) {
  if ('relay' in item) return { title: item.title, durationMs: item.relay.durationMsMax, isRelay: true }
  const bulletin = findBulletin(database, item.bulletinId)
  const durationMs = bulletin?.media.durationMs ?? null
  return { title: item.title || (bulletin?.title ?? ''), durationMs, isRelay: false }
}
