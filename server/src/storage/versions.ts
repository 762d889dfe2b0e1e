import { CodedError } from '@tieng-lang/protocol'

/** Somebody else was first (412); `current` goes into the problem document, so that a page can show both. */
export class ChangedMeanwhile extends CodedError {
  /** As a GET would answer it. */
  readonly current: unknown

  constructor(current: unknown) {
    super('changedMeanwhile', 'somebody else has changed this meanwhile')
    this.current = current
  }
}

/** Throws `changedMeanwhile` where the version kept is not the one that the change was made on. */
export function checkVersion(current: { version: number }, expected: number | 'any'): void {
  if (expected !== 'any' && current.version !== expected) throw new ChangedMeanwhile(current)
}
