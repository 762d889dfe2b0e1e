import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CodedError, DAY_MS } from '@tieng-lang/protocol'
import { localDateAt } from '@tieng-lang/scheduler'
import { type Manifest, readManifest } from './manifest.ts'

export interface KeptBackup {
  name: string
  manifest: Manifest
}

/** Of how many days and weeks one backup each is kept: the newest. */
export interface KeepRule {
  dailyKeptCount: number
  weeklyKeptCount: number
}

const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/
const UNFINISHED = '.unfinished'

/** `2026-11-21T02-41-00-000Z`: names in the order of their instants, and good for every file system. */
export function backupName(takenAt: number): string {
  return new Date(takenAt).toISOString().replace(/[:.]/g, '-')
}

export function unfinishedName(name: string): string {
  return name + UNFINISHED
}

/** The complete ones in a folder, the newest first; none where there is no such folder. */
export function listBackups(folder: string): KeptBackup[] {
  return namesIn(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .reverse()
    .flatMap((name) => {
      const manifest = manifestIn(join(folder, name))
      return manifest ? [{ name, manifest }] : []
    })
}

/** Nobody makes one for so long: what is older and unfinished was left by a life that ended. */
const UNFINISHED_MS_MAX = DAY_MS

/** Takes away what an earlier life left unfinished. */
export function removeUnfinished(folder: string, now: number): void {
  const oldest = unfinishedName(backupName(now - UNFINISHED_MS_MAX))
  for (const name of namesIn(folder))
    if (name.endsWith(UNFINISHED) && NAME.test(name.slice(0, -UNFINISHED.length)) && name < oldest)
      rmSync(join(folder, name), { recursive: true, force: true })
}

/** Whatever the rule says: who makes two in a row wants both. */
const NEWEST_KEPT_COUNT = 3

/**
 * The names of those that the rule does not keep: of each of the last days, and of each of the last weeks, that have
 * any, the newest is kept, and the newest of all.
 */
export function superfluous(
  backups: readonly { name: string; takenAt: number }[],
  { dailyKeptCount, weeklyKeptCount }: KeepRule,
  timeZone: string,
): string[] {
  const newestFirst = [...backups].sort((a, b) => b.takenAt - a.takenAt)
  const kept = new Set(newestFirst.slice(0, NEWEST_KEPT_COUNT).map(({ name }) => name))
  const keepNewestOf = (periodOf: (takenAt: number) => string, countMax: number) => {
    const periods = new Set<string>()
    for (const { name, takenAt } of newestFirst) {
      const period = periodOf(takenAt)
      if (periods.has(period) || periods.size >= countMax) continue
      periods.add(period)
      kept.add(name)
    }
  }
  keepNewestOf((takenAt) => localDateAt(takenAt, timeZone), dailyKeptCount)
  keepNewestOf((takenAt) => weekOf(localDateAt(takenAt, timeZone)), weeklyKeptCount)
  return newestFirst.filter(({ name }) => !kept.has(name)).map(({ name }) => name)
}

const WEEKDAYS = 7
/** 1 January 1970 was a Thursday. */
const DAYS_FROM_MONDAY = 3

function weekOf(date: string): string {
  const days = Date.parse(`${date}T00:00:00Z`) / DAY_MS
  return String(Math.floor((days + DAYS_FROM_MONDAY) / WEEKDAYS))
}

function manifestIn(folder: string): Manifest | undefined {
  try {
    return readManifest(folder)
  } catch (cause) {
    if (cause instanceof CodedError) return undefined
    throw cause
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
    throw cause
  }
}
