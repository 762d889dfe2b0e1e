import type { Chance, Clock, ServiceManager } from '@tieng-lang/protocol'

/** The world of one run of the program, as `main.ts` found it; nothing below reads it from `process`. */
export interface Terminal {
  environment: Readonly<Record<string, string | undefined>>
  /** Who is logged in: recorded with every order. */
  operator: string
  clock: Clock
  chance: Chance
  out(text: string): void
  error(text: string): void
  /** Calls `stop` at SIGINT, SIGTERM, or when the parent has vanished. */
  onStop(stop: () => void): void
  /** Who looks after the program as a service; nobody where it is absent. */
  manager?: ServiceManager
  /** Tells a parent process that started us with a channel; does nothing without one. */
  tellParent(message: unknown): void
}

export interface Command {
  summary: string
  usage: string
  /** Gives the exit code: 0 done, 1 refused or failed, 2 wrongly asked. */
  run(args: string[], terminal: Terminal): Promise<number>
}

export const DONE = 0
export const FAILED = 1
export const WRONGLY_ASKED = 2
