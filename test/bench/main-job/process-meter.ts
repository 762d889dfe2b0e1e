import { readFileSync } from 'node:fs'
import { systemClock } from '@tieng-lang/protocol/node'

/** What the kernel counts processor time in, to every program, on every architecture (USER_HZ; man 5 proc). */
const TICKS_PER_SECOND = 100

/** What a process has used up to an instant. */
export interface Reading {
  monotonicMs: number
  cpuMs: number
}

/** Reads a process' time on the processor, in user and kernel mode together. */
export function readCpu(pid: number): Reading {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  // The name in brackets may hold anything; utime and stime are the 12th and 13th fields after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return { monotonicMs: systemClock.monotonicMs(), cpuMs: (ticks * 1000) / TICKS_PER_SECOND }
}

/** Percent of one core between two readings. */
export function cpuPercent(first: Reading, last: Reading): number {
  return (100 * (last.cpuMs - first.cpuMs)) / (last.monotonicMs - first.monotonicMs)
}

/** Memory of a process in MB of 10⁶ bytes: resident now, and the most it ever was (VmHWM, as the kernel saw it). */
export function readRss(pid: number): { nowMb: number; peakMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1')
  const mbOf = (name: string) => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]
    return (Number(kibibytes) * 1024) / 1e6
  }
  return { nowMb: mbOf('VmRSS'), peakMb: mbOf('VmHWM') }
}
