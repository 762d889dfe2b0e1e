import {
  type Bulletin,
  type BulletinValidity,
  DAY_MS,
  type Id,
  type Programme,
  type ProgrammeDefinition,
  type ProgrammeItem,
  type ProgrammeItemDraft,
  type ProgrammeTargets,
} from '@tieng-lang/protocol'
import { findBulletin } from '../../storage/bulletins/bulletins.ts'
import type { Database } from '../../storage/database.ts'
import { listProgrammes, type PlayingProgramme } from '../../storage/programmes.ts'

/** A programme as clusters are told of it, and which of them. */
export interface PlannedProgramme {
  programme: Programme
  targets: ProgrammeTargets
  /** The same with the slots that go on, for the clusters on which they are under way. */
  goingOn: { programme: Programme; targets: ProgrammeTargets } | null
}

/** What a plan must know of a bulletin. */
type SpokenBulletin = Bulletin & { validity?: BulletinValidity; withdrawnAt?: number | null }
type BulletinReader = (bulletinId: Id) => SpokenBulletin | undefined

/** Kept this long after its last possible day, so that no zone and no late record misses it. */
const KEPT_AFTER_END_MS = 3 * DAY_MS

/**
 * Everything approved that can still sound; an item whose bulletin is not approved is left out (R9). Whoever asks for the
 * sake of some clusters says which targets matter to them: then the bulletins of the others are not read.
 */
export function listPlannedProgrammes(
  database: Database,
  now: number,
  isWanted: (targets: ProgrammeTargets) => boolean = () => true,
): PlannedProgramme[] {
  const bulletinOf = bulletinReader(database)
  return listProgrammes(database)
    .flatMap(({ playing }) => playing ?? [])
    .filter(({ definition }) => now < endOf(definition) + KEPT_AFTER_END_MS)
    .filter(({ targets }) => isWanted(targets))
    .map((playing) => plannedProgramme(playing, bulletinOf))
    .filter(({ programme }) => programme.playlist.length > 0)
}

/**
 * The plan as it would be if a draft and its bulletins were approved now: in the place of what plays of the same
 * programme.
 */
export function withDraft(
  database: Database,
  planned: readonly PlannedProgramme[],
  draft: PlayingProgramme,
): PlannedProgramme[] {
  const others = planned.filter(({ programme }) => programme.programmeId !== draft.definition.programmeId)
  const drafted = plannedProgramme(draft, bulletinReader(database), () => true)
  const all = drafted.programme.playlist.length > 0 ? [...others, drafted] : others
  return all.sort((a, b) => (a.programme.programmeId < b.programme.programmeId ? -1 : 1))
}

/** A definition with the audio of its bulletins, whatever their state. */
export function programmeWithAudio(database: Database, definition: ProgrammeDefinition): Programme {
  return withAudio(definition, bulletinReader(database), () => true)
}

/** Each bulletin is read once. */
export function bulletinReader(database: Database): BulletinReader {
  const known = new Map<Id, SpokenBulletin | undefined>()
  return (bulletinId) => {
    if (!known.has(bulletinId)) known.set(bulletinId, findBulletin(database, bulletinId))
    return known.get(bulletinId)
  }
}

/** What clusters are told of a programme; without its last item where none of its bulletins is approved. */
export function plannedProgramme(
  { definition, targets, plannedAt, underWay, onceCount }: PlayingProgramme,
  bulletinOf: BulletinReader,
  isSaid: (bulletin: SpokenBulletin) => boolean = isApproved,
): PlannedProgramme {
  const onceLabel = onceCount > 1 && { onceLabel: `once-${onceCount}` }
  const programme = { ...withAudio(definition, bulletinOf, isSaid), plannedAt, ...onceLabel }
  const goingOn = underWay && {
    programme: { ...programme, slotsUnderWay: [...underWay.slots] },
    targets: underWay.targets,
  }
  return { programme, targets, goingOn }
}

function isApproved({ state, withdrawnAt = null }: SpokenBulletin): boolean {
  return state === 'approved' && withdrawnAt === null
}

function withAudio(
  definition: ProgrammeDefinition,
  bulletinOf: BulletinReader,
  isSaid: (bulletin: SpokenBulletin) => boolean,
): Programme {
  const saidOf = (bulletinId: Id | null) => {
    const bulletin = bulletinId === null ? undefined : bulletinOf(bulletinId)
    return bulletin && isSaid(bulletin) ? bulletin : undefined
  }
  return { ...definition, playlist: definition.playlist.flatMap((item) => itemWithAudio(item, saidOf)) }
}

/** Clusters are not told where a relay comes from, but for what they are to receive themselves. */
function itemWithAudio(
  item: ProgrammeItemDraft,
  saidOf: (bulletinId: Id | null) => SpokenBulletin | undefined,
): ProgrammeItem[] {
  if ('relay' in item) {
    const { source, durationMsMax, fallbackBulletinId } = item.relay
    const fallback = saidOf(fallbackBulletinId)?.media ?? null
    const tuner = source.kind === 'tuner' && { tuner: { frequencyKhz: source.frequencyKhz } }
    return [{ ...item, relay: { durationMsMax, fallback, ...tuner } }]
  }
  const { bulletinId, ...rest } = item
  const bulletin = saidOf(bulletinId)
  if (!bulletin) return []
  const { media, validity = {} } = bulletin
  const hasDays = validity.from !== undefined || validity.until !== undefined
  return [{ ...rest, media, ...(hasDays && { validity }) }]
}

/** The end of its last possible day, Unix ms; read as UTC, which is why some days are added. */
function endOf({ recurrence, validity }: ProgrammeDefinition): number {
  const ends = [Number.POSITIVE_INFINITY]
  if (validity.until !== undefined) ends.push(Date.parse(validity.until) + DAY_MS)
  if (recurrence.kind === 'once') ends.push(recurrence.at + DAY_MS)
  if (recurrence.kind === 'dates') ends.push(Math.max(...recurrence.dates.map(Date.parse)) + DAY_MS)
  return Math.min(...ends)
}
