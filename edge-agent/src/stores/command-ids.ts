import {
  CLOCK_TOLERANCE_MS,
  type Clock,
  COMMAND_MS_MAX,
  CommandMemory,
  type Files,
} from '@tieng-lang/protocol'
import { StateFile } from './state-file.ts'

const PATH = 'command-ids.json'
/** For so long an id may still be replayed: its life, and the doubt about both clocks. */
const KEEP_MS = COMMAND_MS_MAX + 2 * CLOCK_TOLERANCE_MS
const IDS_MAX = 1_000

/** The ids of commands that were admitted, on disk too: a recorded command does nothing after a restart either. */
export class CommandIds {
  readonly #clock: Clock
  readonly #file: StateFile<string[]>
  readonly #memory = new CommandMemory(IDS_MAX)
  #recent: { id: string; admittedMs: number }[] = []

  constructor(files: Files, clock: Clock) {
    this.#clock = clock
    this.#file = new StateFile(files, PATH, isStrings)
  }

  /** What an earlier life admitted counts as admitted now: how long ago that was, no clock can be trusted to say. */
  async start(): Promise<void> {
    for (const id of (await this.#file.load()) ?? []) this.admit(id)
  }

  admit(id: string): 'take' | 'replayed' | 'tooManyCommands' {
    const now = this.#clock.monotonicMs()
    const admission = this.#memory.admit(id, now)
    if (admission === 'take') this.#recent.push({ id, admittedMs: now })
    return admission
  }

  /** Resolves when every id admitted up to now is on the disk; rejects with the disk's code. */
  record(): Promise<void> {
    const now = this.#clock.monotonicMs()
    this.#recent = this.#recent.filter(({ admittedMs }) => now - admittedMs < KEEP_MS)
    return this.#file.save(this.#recent.map(({ id }) => id))
  }
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= IDS_MAX && value.every((entry) => typeof entry === 'string')
}
