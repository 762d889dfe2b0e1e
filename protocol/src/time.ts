/**
 * Time as an argument. Instants are Unix milliseconds (`…At`); durations carry their unit (`…Ms`).
 *
 * The wall clock may be wrong and may step; the monotonic clock never does. Everything that waits, waits on a `Clock`,
 * so that a test or a simulation can run seven days in some seconds.
 */
export interface Cancellable {
  cancel(): void
}

export interface Clock {
  /** Wall-clock time, Unix milliseconds, with fractions where the platform has them. */
  now(): number
  /** Milliseconds since an arbitrary start; never steps and never runs backwards. */
  monotonicMs(): number
  /** Runs `run` once, `delayMs` from now on the monotonic clock, unless cancelled. */
  after(delayMs: number, run: () => void): Cancellable
  /** Runs `run` after each time the wall clock was set, where the platform tells; else whoever must know looks. */
  onSet?(run: () => void): Cancellable
}

/** Resolves `delayMs` from now on the given clock. */
export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve)
  })
}

/** Chance as an argument. */
export interface Chance {
  /** A number in [0, 1). */
  next(): number
  /** `length` bytes fit for secrets when the chance is the system's. */
  bytes(length: number): Uint8Array
}

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** The zone of an area that names none. */
export const DEFAULT_TIME_ZONE = 'Asia/Ho_Chi_Minh'
