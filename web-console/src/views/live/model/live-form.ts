import type { LiveDelay, LivePlace, NewLiveSession } from '@tieng-lang/protocol/browser'
import { parse } from '../../../api/problem-error.ts'

export interface LiveForm {
  way: 'talk' | 'record'
  place: LivePlace
  delay: LiveDelay
  /** Beside the microphone. */
  silenced: string[]
  /** Empty = the usual one. */
  title: string
  /** The emergency that it belongs to. */
  emergencyId: string | null
}

/** What stays the same from one time to the next at this desk. */
export interface LiveHabits extends Pick<LiveForm, 'delay' | 'silenced'> {
  isLatched: boolean
  /** Whether noise is taken out and the level kept even. */
  isCleaned: boolean
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>

const KEPT_UNDER = 'tieng-lang.live'
const USUAL: LiveHabits = { delay: 'live', silenced: [], isLatched: false, isCleaned: true }
export const NOWHERE: LivePlace = { areas: [], zones: [], clusters: [] }

export function newForm(
  place: LivePlace,
  { delay, silenced }: Pick<LiveHabits, 'delay' | 'silenced'>,
): LiveForm {
  return { way: 'talk', place, delay, silenced, title: '', emergencyId: null }
}

/** As this machine remembers them for an account. */
export function liveHabits(storage: Storage, operatorId: string): LiveHabits {
  try {
    const kept = parse(storage.getItem(`${KEPT_UNDER}.${operatorId}`) ?? '')
    // Written by this program alone.
    return typeof kept === 'object' && kept !== null ? { ...USUAL, ...(kept as Partial<LiveHabits>) } : USUAL
  } catch {
    return USUAL
  }
}

/** A browser that forbids storage only forgets. */
export function keepHabits(storage: Storage, operatorId: string, change: Partial<LiveHabits>): void {
  try {
    const habits = { ...liveHabits(storage, operatorId), ...change }
    storage.setItem(`${KEPT_UNDER}.${operatorId}`, JSON.stringify(habits))
  } catch {}
}

/** The order as it is sent. Only clusters that are meant are silenced: what was remembered of elsewhere is left out. */
export function orderOf(
  form: LiveForm,
  facts: { requestId: string; usualTitle: string; clusterIds: readonly string[]; takeOver: boolean },
): NewLiveSession {
  const { place, delay, silenced, title, emergencyId } = form
  const { requestId, usualTitle, clusterIds, takeOver } = facts
  return {
    requestId,
    title: title.trim() || usualTitle,
    place,
    delay,
    silenced: silenced.filter((clusterId) => clusterIds.includes(clusterId)),
    takeOver,
    ...(emergencyId !== null && { emergencyId }),
  }
}
