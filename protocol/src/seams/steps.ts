/**
 * The seam at which a test may end the program: instants between which a crash must lose nothing, by name. Whoever puts
 * a program together may say what happens there; the shipped programs say nothing, and then nothing does.
 */
export interface Steps {
  /** The program has come to `step`; `about`: which document, by its topic or its type, where the step is of one. */
  reached(step: StepName, about?: string): void
}

export const NO_STEPS: Steps = { reached: () => {} }

/** Every step, in the order in which a bulletin and then its record pass them. */
export const STEPS = {
  programmeApproved: 'Server: an approved programme lies in the database, and no plan tells of it.',
  documentSealed: 'Server: a new revision is sealed, and the transaction that stores it is still open.',
  documentStored: 'Server: a new revision lies in the database, and nobody was told.',
  documentSent: 'Server: a revision was handed to the broker and is not acknowledged.',
  documentAcknowledged: 'Server: the broker has acknowledged a revision.',
  documentHeld: 'Server: it is noted that the cluster holds a revision.',
  documentOpened: 'Agent: a new revision has passed every check and is not on the disk.',
  documentShelved: 'Agent: a new revision is on the disk, and nothing acts by it yet.',
  mediaStored: 'Agent: a recording is whole on the disk.',
  amplifierOn: 'Agent: the board has switched the amplifier on.',
  soundStarted: 'Agent: the first sample of a sound is on its way to the horn, and nothing is written of it.',
  stateSaved: 'Agent: what sounds, waits and is done with is on the disk as it stands.',
  soundEnded: 'Agent: the last sample of a sound is on its way to the horn, and nothing is written of it.',
  amplifierOff: 'Agent: the board has switched the amplifier off.',
  recordSealed: 'Agent: a playout record has its number and its signature, and is not on the disk.',
  recordAppended: 'Agent: a playout record is on the disk.',
  recordSent: 'Agent: the broker has acknowledged a playout record.',
  recordArrived: 'Server: a playout record has arrived and is only in memory.',
  recordsJudged: 'Server: records are written, and their transaction is still open.',
  recordsStored: 'Server: records are stored for good, and their receipts are not.',
  receiptTaken: 'Agent: it is known which records the server holds.',
} as const
export type StepName = keyof typeof STEPS
