import type { EmergencyLine } from '@tieng-lang/protocol/browser'

/**
 * What of an emergency is news to whoever sits before the page: that it is asked for, that it sounds, that there is a
 * new warning. Its clusters' reports are none. Each piece of news is told once.
 */
export class AlarmNews {
  readonly #told = new Set<string>()

  /** True the first time that somebody other than `myName` is heard to do this. */
  isNews({ emergencyId, state, edition, raisedBy }: EmergencyLine, myName: string): boolean {
    if (state !== 'active' && state !== 'awaiting') return false
    const news = `${emergencyId} ${state} ${edition}`
    if (this.#told.has(news)) return false
    this.#told.add(news)
    return raisedBy !== myName
  }
}
