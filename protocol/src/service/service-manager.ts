/**
 * Whoever started the program, and starts it again where it ends or falls silent (sd_notify(3)). Telling it never fails:
 * a manager that does not listen notices by itself.
 */
export interface ServiceManager {
  /** It wants to hear `alive` at least this often; undefined: it does not watch. */
  readonly watchdogMs: number | undefined
  ready(status: string): void
  alive(): void
  stopping(): void
  /** One line for whoever looks (`systemctl status`). */
  status(text: string): void
}

/** For a program that a person has started. */
export const NO_SERVICE_MANAGER: ServiceManager = {
  watchdogMs: undefined,
  ready() {},
  alive() {},
  stopping() {},
  status() {},
}
