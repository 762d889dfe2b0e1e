import type { IntakeAnswer } from '@tieng-lang/protocol/browser'
import { ProblemError } from '../../../../api/problem-error.ts'
import {
  type NewBulletin,
  type ReadyBulletin,
  readyOf,
  type SharedLabels,
  type Source,
} from './new-bulletin.ts'
import { titleFromFileName } from './title-from-file-name.ts'

const SENDING_MAX = 2
/** The server's list of intakes was perhaps asked for before this one began: only the second time counts. */
const MISSED_MAX = 2

export interface SendingOptions {
  onProgress: (sentPart: number) => void
  signal: AbortSignal
}

/** The outermost wire of the queue. */
export interface NewBulletinWire {
  send(bulletin: ReadyBulletin, options: SendingOptions): Promise<IntakeAnswer>
  /** Gives how it stands in the end: it may have been done already. */
  cancelIntake(intakeId: string): Promise<IntakeAnswer>
  newId(): string
}

export interface NewBulletins {
  shared: SharedLabels
  items: readonly NewBulletin[]
}

const NOTHING: NewBulletins = {
  shared: { areaId: null, category: 'notice', language: 'vi', kind: 'speech' },
  items: [],
}

/**
 * The files and texts that are on their way in, two being sent at a time. It lives outside the pages, so that whoever
 * goes to another page loses nothing; it belongs to one person.
 */
export class NewBulletinQueue {
  readonly #wire: NewBulletinWire
  readonly #listeners = new Set<() => void>()
  readonly #aborts = new Map<string, AbortController>()
  readonly #missed = new Map<string, number>()
  #ownerId: string | null = null
  /** The server has had enough for now; the next intake that ends lets it go on. */
  #isHeld = false
  state: NewBulletins = NOTHING

  constructor(wire: NewBulletinWire) {
    this.#wire = wire
  }

  /** Another person who signs in finds an empty list. */
  belongTo(operatorId: string): void {
    if (this.#ownerId === operatorId) return
    for (const abort of this.#aborts.values()) abort.abort()
    this.#ownerId = operatorId
    this.#isHeld = false
    this.#set(NOTHING)
  }

  setShared(change: Partial<SharedLabels>): void {
    this.#set({ ...this.state, shared: { ...this.state.shared, ...change } })
  }

  chooseFiles(files: readonly File[]): void {
    const items = files.map((file) => this.#newItem({ kind: 'file', file }, titleFromFileName(file.name)))
    this.#set({ ...this.state, items: [...this.state.items, ...items] })
  }

  /** A text that is spoken needs no second look: it is sent at once. */
  speak(source: Source & { kind: 'speech' }, title: string, own: Partial<SharedLabels>): void {
    const item: NewBulletin = { ...this.#newItem(source, title), own, step: 'waiting' }
    this.#set({ ...this.state, items: [...this.state.items, item] })
    this.#sendNext()
  }

  /** Title or labels, as long as it has not been sent. */
  change(newId: string, change: Partial<Pick<NewBulletin, 'title' | 'own'>>): void {
    this.#change(newId, ({ step }) => (step === 'chosen' || step === 'failed' ? change : {}))
  }

  /** Sends every chosen one that has all it needs. */
  start(): void {
    for (const item of this.state.items)
      if (item.step === 'chosen' && readyOf(this.state.shared, item))
        this.#change(item.newId, () => ({ step: 'waiting' }))
    this.#sendNext()
  }

  retry(newId: string): void {
    this.#change(newId, ({ step }) =>
      step === 'failed' || step === 'cancelled'
        ? { step: 'waiting', cause: null, intake: null, sentPart: 0 }
        : {},
    )
    this.#sendNext()
  }

  /** Ends it wherever it stands, here and at the server. */
  cancel(newId: string): void {
    const item = this.#find(newId)
    if (item?.step === 'intake' && item.intake) void this.#cancelIntake(newId, item.intake.intakeId)
    else if (item?.step === 'sending') this.#aborts.get(newId)?.abort()
    else if (item?.step === 'waiting') this.#change(newId, () => ({ step: 'cancelled' }))
  }

  /** Takes it off the list; what is under way is not taken off. */
  remove(newId: string): void {
    this.#keep((item) => item.newId !== newId || ['waiting', 'sending', 'intake'].includes(item.step))
  }

  removeDone(): void {
    this.#keep(({ step }) => step !== 'done')
  }

  markSubmitted(newId: string): void {
    this.#change(newId, () => ({ isSubmitted: true }))
  }

  /** What the server tells of one intake; of another's it knows nothing and does nothing. */
  readonly takeIntake = (intake: IntakeAnswer): void => {
    const item = this.state.items.find((each) => each.intake?.intakeId === intake.intakeId)
    if (item?.step !== 'intake') return
    this.#missed.delete(intake.intakeId)
    this.#change(item.newId, () => afterIntake(intake))
    if (['done', 'refused', 'cancelled'].includes(intake.state)) this.#release()
  }

  /** All intakes that the server knows of; one of ours that is not among them was lost with a restart. */
  takeIntakes(intakes: readonly IntakeAnswer[]): void {
    for (const intake of intakes) this.takeIntake(intake)
    const known = new Set(intakes.map(({ intakeId }) => intakeId))
    for (const { newId, step, intake } of this.state.items)
      if (step === 'intake' && intake && !known.has(intake.intakeId)) this.#miss(newId, intake.intakeId)
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #newItem(source: Source, title: string): NewBulletin {
    const newId = this.#wire.newId()
    return {
      newId,
      source,
      title,
      own: {},
      step: 'chosen',
      sentPart: 0,
      intake: null,
      cause: null,
      isSubmitted: false,
    }
  }

  #miss(newId: string, intakeId: string): void {
    const missed = (this.#missed.get(intakeId) ?? 0) + 1
    this.#missed.set(intakeId, missed)
    if (missed < MISSED_MAX) return
    this.#missed.delete(intakeId)
    const cause = new ProblemError({ status: 404, code: 'intakeNotFound' })
    this.#change(newId, () => ({ step: 'failed', cause }))
    this.#release()
  }

  #sendNext(): void {
    if (this.#isHeld) return
    const sending = this.state.items.filter(({ step }) => step === 'sending').length
    const waiting = this.state.items.filter(({ step }) => step === 'waiting')
    for (const item of waiting.slice(0, Math.max(0, SENDING_MAX - sending))) void this.#send(item)
  }

  async #send(item: NewBulletin): Promise<void> {
    const { newId } = item
    const ready = readyOf(this.state.shared, item)
    if (!ready) return this.#change(newId, () => ({ step: 'chosen' }))
    const abort = new AbortController()
    this.#aborts.set(newId, abort)
    this.#change(newId, () => ({ step: 'sending', sentPart: 0 }))
    const onProgress = (sentPart: number) => this.#change(newId, () => ({ sentPart }))
    try {
      const intake = await this.#wire.send(ready, { onProgress, signal: abort.signal })
      this.#change(newId, () => afterIntake(intake))
    } catch (cause) {
      this.#change(newId, () => this.#afterFailure(cause))
    }
    this.#aborts.delete(newId)
    this.#sendNext()
  }

  #afterFailure(cause: unknown): Partial<NewBulletin> {
    const code = cause instanceof ProblemError ? cause.code : ''
    if (code === 'aborted') return { step: 'cancelled' }
    if (code !== 'tooBusy' || !this.state.items.some(({ step }) => step === 'intake'))
      return { step: 'failed', cause }
    this.#isHeld = true
    return { step: 'waiting', sentPart: 0 }
  }

  #release(): void {
    this.#isHeld = false
    this.#sendNext()
  }

  async #cancelIntake(newId: string, intakeId: string): Promise<void> {
    this.#change(newId, () => ({ step: 'cancelled' }))
    try {
      const intake = await this.#wire.cancelIntake(intakeId)
      this.#change(newId, () => afterIntake(intake))
    } catch {
      // It goes on at the server: the line says so again, and whoever still wants it ended presses again.
      this.#change(newId, () => ({ step: 'intake' }))
    }
    this.#release()
  }

  #find(newId: string): NewBulletin | undefined {
    return this.state.items.find((item) => item.newId === newId)
  }

  #keep(isKept: (item: NewBulletin) => boolean): void {
    this.#set({ ...this.state, items: this.state.items.filter(isKept) })
  }

  #change(newId: string, make: (item: NewBulletin) => Partial<NewBulletin>): void {
    const items = this.state.items.map((item) => (item.newId === newId ? { ...item, ...make(item) } : item))
    this.#set({ ...this.state, items })
  }

  #set(state: NewBulletins): void {
    this.state = state
    for (const listener of this.#listeners) listener()
  }
}

/** Where an item stands after the server has told of its intake. */
function afterIntake(intake: IntakeAnswer): Partial<NewBulletin> {
  const { state, refusal } = intake
  if (state === 'done') return { step: 'done', intake }
  if (state === 'cancelled') return { step: 'cancelled', intake }
  if (state !== 'refused') return { step: 'intake', intake }
  const cause = new ProblemError({ status: 422, code: refusal?.code ?? 'internal', detail: refusal?.detail })
  return { step: 'failed', intake, cause }
}
