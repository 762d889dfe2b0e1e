import { useQueryClient } from '@tanstack/react-query'
import type {
  CalendarEntry,
  LocalTime,
  ProgrammeAnswer,
  ProgrammeDefinition,
} from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../api/client.ts'
import { currentOf } from '../../../../api/problem-error.ts'
import { randomId } from '../../../../api/random-id.ts'
import { instantAt, localDateOf, localTimeOf } from '../../../../components/dates/local-dates.ts'
import { toast, toastProblem } from '../../../../components/toast.ts'
import { isInDraftToo } from '../../model/draft-twins.ts'
import {
  type MoveChoice,
  type MovedProgramme,
  moveChoice,
  moveEvery,
  moveThisDay,
  type SlotMove,
  type SlotPlace,
} from '../../model/move-slot.ts'
import { withLength } from '../../model/resize-slot.ts'
import { applyMove, type SavedMove, undoMove } from './apply-move.ts'
import { undoToast } from './undo-toast.tsx'

/** A move that waits for an answer: this day, or every one? */
export interface AskedMove {
  programme: ProgrammeAnswer
  move: SlotMove
  choice: MoveChoice
  dayTimes: LocalTime[]
  revert: () => void
}

/** Somebody has saved the programme meanwhile: theirs, and what was to become of it. */
export interface MetWhileMoving {
  current: ProgrammeAnswer
  moved: MovedProgramme
}

interface MovingOptions {
  entries: readonly CalendarEntry[]
  timeZone: string
  nowAt: number
}

/** Changes a programme by what was done to one of its entries; saved as a draft, with a way back. */
export function useMoving({ entries, timeZone, nowAt }: MovingOptions) {
  const { t } = useTranslation('programmes')
  const client = useQueryClient()
  const [asked, setAsked] = useState<AskedMove | null>(null)
  const [conflict, setConflict] = useState<MetWhileMoving | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: ['programmes'] })

  const undo = async (saved: SavedMove) => {
    await undoMove(saved).then(() => toast(t('move.undone')), toastProblem)
    await refresh()
  }
  const save = async (programme: ProgrammeAnswer, moved: MovedProgramme, revert: () => void) => {
    try {
      const saved = await applyMove(programme, moved)
      const message = t('move.saved', { name: programme.definition.name })
      undoToast({ message, undo: t('move.undo'), onUndo: () => void undo(saved) })
    } catch (cause) {
      const current = currentOf<ProgrammeAnswer>(cause)
      if (current) setConflict({ current, moved })
      else toastProblem(cause)
    }
    await refresh()
    // What plays stays where it was; the draft now stands beside it.
    revert()
  }

  const move = async (entry: CalendarEntry, to: SlotPlace, revert: () => void) => {
    if (instantAt(to.date, to.time, timeZone) <= nowAt) return refuse(t('move.toPast'), revert)
    const programme = await programmeOf(entry).catch(toastProblem)
    if (!programme) return revert()
    if (isOnOtherVersion(entry, programme) && !isInDraftToo(entries, entry))
      return refuse(t('entry.draftBeside'), revert)
    const slotMove = { from: placeOf(entry, timeZone), to, timeZone }
    const choice = moveChoice(programme.definition.recurrence, slotMove)
    const dayTimes = timesOfDay(entries, entry, timeZone)
    if (choice !== 'onlyOne') return setAsked({ programme, move: slotMove, choice, dayTimes, revert })
    await save(programme, movedThisDay(programme.definition, slotMove, dayTimes), revert)
  }

  const answer = async (scope: 'thisDay' | 'every' | null) => {
    if (!asked) return
    setAsked(null)
    const { programme, move: slotMove, dayTimes, revert } = asked
    if (scope === null) return revert()
    const { definition } = programme
    const moved =
      scope === 'every' ? moveEvery(definition, slotMove) : movedThisDay(definition, slotMove, dayTimes)
    await save(programme, moved, revert)
  }

  const resize = async (entry: CalendarEntry, lengthMs: number, revert: () => void) => {
    const programme = await programmeOf(entry).catch(toastProblem)
    if (!programme) return revert()
    if (isOnOtherVersion(entry, programme) && !isInDraftToo(entries, entry))
      return refuse(t('entry.draftBeside'), revert)
    const lengthMsBefore = entry.endAt - entry.startAt
    if (programme.definition.playlist.length > 1) return refuse(t('move.lengthBySeveral'), revert)
    const changed = withLength(programme.definition, { lengthMs, lengthMsBefore })
    if (!changed) return revert()
    await save(programme, { changed, added: [] }, revert)
  }
  /** Puts the move over what somebody else has saved; undoing it gives theirs back. */
  const putMine = async () => {
    if (!conflict) return
    setConflict(null)
    await save(conflict.current, conflict.moved, () => {})
  }
  return { asked, answer, conflict, putMine, takeTheirs: () => setConflict(null), move, resize }
}

function programmeOf({ programmeId }: CalendarEntry): Promise<ProgrammeAnswer> {
  return api.get<ProgrammeAnswer>(`/programmes/${programmeId}`)
}

/** What plays is not what is being worked on: a change of it would lose the draft. */
function isOnOtherVersion({ isPlaying }: CalendarEntry, { state }: ProgrammeAnswer): boolean {
  return isPlaying && state !== 'approved'
}

function refuse(sentence: string, revert: () => void): void {
  toast(sentence)
  revert()
}

function placeOf({ startAt }: CalendarEntry, timeZone: string): SlotPlace {
  return { date: localDateOf(startAt, timeZone), time: localTimeOf(startAt, timeZone) }
}

/** All starts that a programme has on the day of one of its entries. */
function timesOfDay(
  entries: readonly CalendarEntry[],
  { programmeId, isPlaying, startAt }: CalendarEntry,
  timeZone: string,
): LocalTime[] {
  const date = localDateOf(startAt, timeZone)
  return entries
    .filter((other) => other.programmeId === programmeId && other.isPlaying === isPlaying)
    .filter((other) => localDateOf(other.startAt, timeZone) === date)
    .map((other) => localTimeOf(other.startAt, timeZone))
}

function movedThisDay(definition: ProgrammeDefinition, move: SlotMove, dayTimes: readonly LocalTime[]) {
  return moveThisDay(definition, { ...move, dayTimes, newId: () => randomId('programme') })
}
