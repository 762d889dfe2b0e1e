import {
  CodedError,
  type DayCopyOrder,
  type LocalDate,
  newId,
  type ProgrammeDefinition,
  type Recurrence,
} from '@tieng-lang/protocol'
import { instantOf, listSlots, localTimeAt, parseLocalDate } from '@tieng-lang/scheduler'
import { mayDo } from '../../access/permissions.ts'
import type { Principal } from '../../access/principal.ts'
import type { StoredProgramme } from '../../storage/programmes.ts'
import { areaTree } from '../../storage/tree/area-tree.ts'
import { inherited } from '../../storage/tree/areas.ts'
import type { Services } from '../services.ts'
import { addProgramme } from './programme-changes.ts'
import { visibleProgrammes } from './programme-list.ts'
import { areasOfTargets } from './targets.ts'

/** What `startTimes` of a recurrence takes. */
const TIMES_MAX = 48
const DRAFTS_MAX = 200

/**
 * Every slot of one day in the calendar of an area, as drafts on other days; a slot that the same programme already has
 * there is not doubled. Programmes that reach beyond what the asker may change are left alone. Throws `areaNotFound`,
 * `badDates`, `nothingToCopy`, `limitExceeded`.
 */
export function copyDay(
  services: Services,
  { areaId, from, to }: DayCopyOrder,
  by: Principal,
): StoredProgramme[] {
  const { database, config } = services
  const path = areaTree(database).pathOf(areaId)
  if (path.length === 0) throw new CodedError('areaNotFound', `no area is ${areaId}`)
  const timeZone = inherited(path, 'timeZone') ?? config.timeZone
  const dates = [...new Set(to)].filter((date) => date !== from).sort()
  const drafts = visibleProgrammes(database, by, areaId)
    .filter((stored) => isTheirs(services, stored, { areaId, by }))
    .flatMap((stored) => copiesOf(stored, { from, dates, timeZone }))
  if (drafts.length === 0) throw new CodedError('nothingToCopy', `${from} has nothing that ${to} lacks`)
  if (drafts.length > DRAFTS_MAX)
    throw new CodedError('limitExceeded', `at most ${DRAFTS_MAX} drafts at once`)
  return database.transaction(() =>
    drafts.map(({ definition, targets }) => {
      const programmeId = newId('ct', services.chance)
      return addProgramme(services, { definition: { ...definition, programmeId }, targets }, by)
    }),
  )
}

/** It lies wholly within the area, and they may write there. */
function isTheirs(
  { database }: Services,
  { targets }: StoredProgramme,
  { areaId, by }: { areaId: string; by: Principal },
): boolean {
  const tree = areaTree(database)
  try {
    return areasOfTargets(database, targets).every((target) => {
      const path = tree.idPathOf(target)
      return path.includes(areaId) && mayDo(by.grants, 'programme.write', path)
    })
  } catch (cause) {
    // A target that has gone: nothing that could be planned anew.
    if (cause instanceof CodedError) return false
    throw cause
  }
}

/** Days that lack the same start times share a draft. */
function copiesOf(
  { definition, targets }: StoredProgramme,
  { from, dates, timeZone }: { from: LocalDate; dates: readonly LocalDate[]; timeZone: string },
): Pick<StoredProgramme, 'definition' | 'targets'>[] {
  const times = timesOn(definition, from, timeZone)
  const datesByTimes = new Map<string, LocalDate[]>()
  for (const date of dates) {
    const held = timesOn(definition, date, timeZone)
    const missing = times.filter((time) => !held.includes(time))
    if (missing.length === 0) continue
    const key = missing.join(' ')
    datesByTimes.set(key, [...(datesByTimes.get(key) ?? []), date])
  }
  return [...datesByTimes].flatMap(([key, onDates]) => {
    const startTimes = key.split(' ')
    if (startTimes.length > TIMES_MAX)
      throw new CodedError('limitExceeded', `“${definition.name}” begins over ${TIMES_MAX} times a day`)
    const recurrence: Recurrence = { kind: 'dates', dates: onDates, startTimes }
    return [{ definition: { ...definition, recurrence, validity: {} }, targets }]
  })
}

/** The start times of a day as the wall shows them. Throws `badDates` for a day that does not exist. */
function timesOn(definition: ProgrammeDefinition, date: LocalDate, timeZone: string): string[] {
  const day = parseLocalDate(date)
  if (day === null) throw new CodedError('badDates', `${date} is not in the calendar`)
  const window = { timeZone, from: instantOf(day, 0, timeZone), until: instantOf(day + 1, 0, timeZone) }
  return listSlots({ ...definition, playlist: [] }, window).map(({ at, label }) =>
    label.startsWith('once') ? localTimeText(at, timeZone) : label.slice(11),
  )
}

function localTimeText(at: number, timeZone: string): string {
  return localTimeAt(Math.floor(at / 1_000) * 1_000, timeZone)
}
