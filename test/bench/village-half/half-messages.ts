/** To one half of a village: begin; and, when all is over, end and say what was found. */
export type HalfOrder<Start, Finish> = { kind: 'start'; start: Start } | { kind: 'finish'; finish: Finish }

export type HalfReport<Findings> =
  | { kind: 'started' }
  | { kind: 'finished'; findings: Findings }
  | { kind: 'failed'; reason: string }
