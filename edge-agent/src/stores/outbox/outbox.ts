import {
  type Clock,
  CodedError,
  type Files,
  NO_STEPS,
  type PlayoutRecord,
  type Signer,
  type Steps,
  sealRecord,
  sha256Of,
} from '@tieng-lang/protocol'
import { SerialQueue } from '../serial-queue.ts'
import {
  type Line,
  lineHash,
  listSegments,
  readSegment,
  type Segment,
  segmentName,
  segmentPath,
} from './outbox-segments.ts'
import { StoredMarks } from './stored-marks.ts'

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
  steps?: Steps
  bytesMax?: number
  segmentBytesMax?: number
}

/** Some 20,000 records: over a year of an ordinary commune. */
const BYTES_MAX = 16 * 1024 * 1024
const SEGMENT_BYTES_MAX = 256 * 1024
const APPENDS_WAITING_MAX = 1_000

/** Playout records, numbered, chained and signed, appended to the disk (DESIGN §3, R18). */
export class Outbox {
  readonly #options: OutboxOptions
  readonly #queue = new SerialQueue()
  readonly #marks: StoredMarks
  readonly #appendedListeners: (() => void)[] = []
  readonly #storedListeners: ((storedThrough: number) => void)[] = []
  readonly #lostListeners: ((count: number) => void)[] = []
  #segments: Segment[] = []
  #last = 0
  #lastSha256: string | null = null
  #storedThrough = 0
  /** A failed append or a power cut may have left bytes behind in this segment: they are cut before the next append. */
  #torn: Segment | undefined
  #lastRead: { name: string; sizeBytes: number; lines: Line[] } | undefined

  constructor(options: OutboxOptions) {
    this.#options = options
    this.#marks = new StoredMarks(options.files)
  }

  /**
   * Finds the last number. Writes nothing: a disk that takes nothing must not keep the cluster from playing. Rejects
   * where it cannot be read.
   */
  async start(): Promise<void> {
    const { files } = this.#options
    await this.#marks.start()
    const names = await listSegments(files)
    this.#segments = []
    for (const name of names) {
      const { segment, lines, wholeBytes } = await readSegment(files, name)
      const isTorn = name === names.at(-1) && (wholeBytes === 0 || wholeBytes < segment.sizeBytes)
      if (isTorn) this.#torn = Object.assign(segment, { sizeBytes: wholeBytes })
      if (!isTorn || wholeBytes > 0) this.#segments.push(segment)
      const last = lines.at(-1)
      if (!last) continue
      this.#last = last.sequence
      this.#lastSha256 = lineHash(last)
    }
  }

  /**
   * Resolves with the record's number when it is on the disk; rejects with `storageFull`, `storageFailed` or
   * `limitExceeded` (too many wait for a slow disk). A rejected draft has no number and may be given again.
   */
  append(draft: PlayoutDraft): Promise<number> {
    if (this.#queue.size() >= APPENDS_WAITING_MAX) {
      return Promise.reject(
        new CodedError('limitExceeded', `${APPENDS_WAITING_MAX} records wait for the disk`),
      )
    }
    return this.#queue.run(() => this.#append(draft))
  }

  /**
   * From the receipts held. A lower number than before (a restored server) makes the sender begin again there; a
   * higher one than our last means that we have lost records: those numbers are not used again, and one is left free,
   * because the hash that the next would have to name is lost with them.
   */
  noteStoredThrough(storedThrough: number): void {
    this.#storedThrough = storedThrough
    const at = this.#options.now()
    if (at !== undefined) this.#marks.note(storedThrough, at)
    for (const run of this.#storedListeners) run(storedThrough)
  }

  /** The number of the last record on the disk; 0 before the first. */
  last(): number {
    return this.#last
  }

  storedThrough(): number {
    return this.#storedThrough
  }

  /** Records lost to `bytesMax` before any server stored them, over all lives of the device. */
  lostCount(): number {
    return this.#marks.lostCount
  }

  onLost(run: (count: number) => void): void {
    this.#lostListeners.push(run)
  }

  onAppended(run: () => void): void {
    this.#appendedListeners.push(run)
  }

  onStoredThrough(run: (storedThrough: number) => void): void {
    this.#storedListeners.push(run)
  }

  /** Sealed records from the number `from` on, at most `countMax`, in order. Damaged ones are left out. */
  async read(from: number, countMax: number): Promise<{ sequence: number; bytes: Uint8Array }[]> {
    const found: { sequence: number; bytes: Uint8Array }[] = []
    for (const segment of this.#segments.filter(({ lastSequence }) => lastSequence >= from)) {
      for (const { sequence, bytes } of await this.#lines(segment)) {
        if (sequence >= from && sequence <= this.#last) found.push({ sequence, bytes })
        if (found.length >= countMax) return found
      }
    }
    return found
  }

  async #lines({ name, sizeBytes }: Segment): Promise<Line[]> {
    const known = this.#lastRead
    if (known && known.name === name && known.sizeBytes === sizeBytes) return known.lines
    const { lines } = await readSegment(this.#options.files, name)
    this.#lastRead = { name, sizeBytes, lines }
    return lines
  }

  async #append(draft: PlayoutDraft): Promise<number> {
    const { clock, clusterId, bootId, files, signer, steps = NO_STEPS } = this.#options
    const hasLost = this.#storedThrough > this.#last
    const sequence = hasLost ? this.#storedThrough + 2 : this.#last + 1
    const chained = { sequence, previousSha256: this.#lastSha256, recordedAt: clock.now() }
    const record = { ...draft, clusterId, bootId, ...chained }
    const sealed = sealRecord(record, signer)
    const line = Buffer.concat([sealed, Buffer.from('\n')])
    await this.#makeRoom(line.length)
    const segment = await this.#openSegment(sequence)
    steps.reached('recordSealed')
    try {
      await files.append(segmentPath(segment.name), line)
    } catch (cause) {
      this.#torn = segment
      throw cause
    }
    if (segment.sizeBytes === 0) this.#segments.push(segment)
    segment.sizeBytes += line.length
    segment.lastSequence = sequence
    this.#last = sequence
    this.#lastSha256 = sha256Of(sealed)
    steps.reached('recordAppended')
    for (const run of this.#appendedListeners) run()
    return sequence
  }

  /** The newest segment, or a fresh one not yet in the list where there is none or it is full. */
  async #openSegment(sequence: number): Promise<Segment> {
    const { segmentBytesMax = SEGMENT_BYTES_MAX } = this.#options
    await this.#mendTail()
    const newest = this.#segments.at(-1)
    if (newest && newest.sizeBytes < segmentBytesMax) return newest
    const name = segmentName(sequence)
    return { name, firstSequence: sequence, lastSequence: 0, sizeBytes: 0 }
  }

  async #mendTail(): Promise<void> {
    if (!this.#torn) return
    const { name, sizeBytes } = this.#torn
    if (sizeBytes === 0) await this.#options.files.remove(segmentPath(name))
    else await this.#options.files.truncate(segmentPath(name), sizeBytes)
    this.#torn = undefined
  }

  /** What was stored long ago goes; beyond `bytesMax` the oldest stored, else the oldest, which is counted and told. */
  async #makeRoom(needBytes: number): Promise<void> {
    const { bytesMax = BYTES_MAX, now } = this.#options
    const at = now()
    // Receipts may have come while the clock was not trusted: they count from now on.
    if (at !== undefined) this.#marks.note(this.#storedThrough, at)
    const heldLongEnough = at === undefined ? 0 : this.#marks.heldLongEnough(at)
    while (this.#segments.length > 1) {
      const [oldest] = this.#segments
      if (!oldest) break
      const isOld = oldest.lastSequence <= heldLongEnough
      const usedBytes = this.#segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
      if (!isOld && usedBytes + needBytes <= bytesMax) break
      await this.#options.files.remove(segmentPath(oldest.name))
      this.#segments.shift()
      const lost = oldest.lastSequence - Math.max(oldest.firstSequence - 1, this.#storedThrough)
      if (lost > 0) this.#tellLost(lost)
    }
    await this.#marks.save()
  }

  #tellLost(count: number): void {
    this.#marks.noteLost(count)
    for (const run of this.#lostListeners) run(count)
  }
}
