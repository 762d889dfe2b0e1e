import type { Clock, Files, PlayoutRecord, Signer } from '@tieng-lang/protocol'

/** What the outbox itself adds to a record. */
type AddedByOutbox = 'sequence' | 'previousSha256' | 'clusterId' | 'bootId' | 'recordedAt'
export type PlayoutDraft = Omit<PlayoutRecord, AddedByOutbox>

export interface OutboxOptions {
  files: Files
  clock: Clock
  signer: Signer
  clusterId: string
  bootId: string
  /** Trusted time, Unix ms; while undefined nothing is let go for its age. */
  now: () => number | undefined
  bytesMax?: number
}

/** Playout records, numbered, chained and signed, appended to the disk (DESIGN §3, R18). */
export declare class Outbox {
  constructor(options: OutboxOptions)
  /** Cuts a torn tail and finds the last number. */
  start(): Promise<void>
  /** Resolves with the record's number when it is on the disk; rejects with `storageFull`, `storageFailed`, `limitExceeded`. */
  append(draft: PlayoutDraft): Promise<number>
  /** From the receipts held; a lower number than before (a restored server) makes the sender begin again there. */
  noteStoredThrough(storedThrough: number): void
  last(): number
  storedThrough(): number
  /** Records lost to `bytesMax` before any server stored them. */
  lostCount(): number
  onLost(run: (count: number) => void): void
  onAppended(run: () => void): void
  onStoredThrough(run: (storedThrough: number) => void): void
  /** Sealed records from the number `from` on, at most `countMax`, in order (link). */
  read(from: number, countMax: number): Promise<{ sequence: number; bytes: Uint8Array }[]>
}
