import { statfs } from 'node:fs/promises'
import { type Clock, type HealthParts, SECOND_MS } from '@tieng-lang/protocol'
import { within } from './within.ts'

const ANSWER_MS_MAX = 3 * SECOND_MS

export interface DiskSpace {
  freeBytes: number
  /** Of what ordinary programs may use, as `df` reckons. */
  freePercent: number
}

/** When the disk is said to be low, and when to be full. */
export interface DiskLimits {
  freeBytesLow: number
  freePercentLow: number
  freeBytesFull: number
}

/** What the file system of a folder says is left. */
export async function diskSpaceOf(folder: string): Promise<DiskSpace> {
  const { bavail, bfree, blocks, bsize } = await statfs(folder)
  const usable = blocks - bfree + bavail
  return { freeBytes: bavail * bsize, freePercent: usable === 0 ? 0 : (bavail / usable) * 100 }
}

/** A file system that does not answer (a network disk) is said to be unreadable, and not waited for. */
export async function checkDisk(
  askSpace: () => Promise<DiskSpace>,
  limits: DiskLimits,
  clock: Clock,
): Promise<HealthParts['disk']> {
  const space = await within(clock, ANSWER_MS_MAX, askSpace()).catch(() => undefined)
  if (!space) return { state: 'failing', code: 'diskUnreadable', freeBytes: null, freePercent: null }
  const { freeBytes, freePercent } = space
  if (freeBytes < limits.freeBytesFull) return { state: 'failing', code: 'diskFull', ...space }
  if (freeBytes < limits.freeBytesLow || freePercent < limits.freePercentLow)
    return { state: 'degraded', code: 'diskLow', ...space }
  return { state: 'ok', code: null, ...space }
}
