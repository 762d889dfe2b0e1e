import { execFile } from 'node:child_process'
import { NO_SERVICE_MANAGER, type ServiceManager } from '../service/service-manager.ts'

const MICROSECONDS_PER_MS = 1_000
const NOTIFY_MS_MAX = 5_000
/** What waits for a `systemd-notify` that takes its time; beyond it the oldest is dropped. */
const WAITING_MAX = 8

export interface SystemdEnvironment {
  environment: Readonly<Record<string, string | undefined>>
  pid: number
}

/**
 * systemd, where it has started us (`NOTIFY_SOCKET`), else nobody. Node has no datagram sockets of the Unix kind, so
 * systemd's own `systemd-notify` speaks for us, in a bounded child: the unit has to say `NotifyAccess=all`.
 */
export function systemdManager({ environment, pid }: SystemdEnvironment): ServiceManager {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: period, WATCHDOG_PID: watched } = environment
  if (socket === undefined || socket === '') return NO_SERVICE_MANAGER
  const isWatched = period !== undefined && (watched === undefined || watched === String(pid))
  const say = sayer(environment)
  return {
    watchdogMs: isWatched ? Number(period) / MICROSECONDS_PER_MS : undefined,
    ready: (status) => say(['READY=1', `STATUS=${oneLine(status)}`]),
    alive: () => say(['WATCHDOG=1']),
    stopping: () => say(['STOPPING=1']),
    status: (text) => say([`STATUS=${oneLine(text)}`]),
  }
}

/** One child at a time, so that what is said arrives in its order. */
function sayer(environment: SystemdEnvironment['environment']): (lines: string[]) => void {
  const waiting: string[][] = []
  let isSaying = false
  const next = () => {
    const lines = waiting.shift()
    isSaying = lines !== undefined
    if (!lines) return
    const options = { env: { ...environment }, timeout: NOTIFY_MS_MAX, killSignal: 'SIGKILL' as const }
    // Whether it came through shows in what systemd does; there is nobody else to tell.
    execFile('systemd-notify', lines, options, next).unref()
  }
  return (lines) => {
    waiting.push(lines)
    if (waiting.length > WAITING_MAX) waiting.shift()
    if (!isSaying) next()
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 200)
}
