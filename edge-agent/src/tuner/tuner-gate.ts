import type { Board, Readings } from '../hardware/index.ts'

export interface TunerGateOptions {
  board: Pick<Board, 'readings' | 'setTuner' | 'onReadings'>
  /** Its gate stood open although nobody wanted it: it is shut. */
  onStray: () => void
  /** The board did not take it; it is told again when it is read. */
  onFailure: (cause: unknown) => void
}

/** One reading may have been on its way while the board was told. */
const CONTRADICTIONS_MIN = 2

/**
 * Keeps a board's tuner as it is wanted: tuned and open, or shut. What the board does by itself, such as a start of its own,
 * is put right when it is read; so nothing is let through that nobody has asked for.
 */
export class TunerGate {
  readonly #options: TunerGateOptions
  #wantedKhz: number | null = null
  /** As it was last told; undefined where that is not known to have been taken. */
  #toldKhz: number | null | undefined
  #telling: Promise<void> | undefined
  /** Readings in a row that were not as wanted. */
  #contradictions = 0

  constructor(options: TunerGateOptions) {
    this.#options = options
  }

  /** Belongs before the board's own start. */
  start(): void {
    this.#options.board.onReadings((readings) => this.#look(readings))
  }

  get wantedKhz(): number | null {
    return this.#wantedKhz
  }

  /** In kHz; null shuts it. */
  want(frequencyKhz: number | null): void {
    this.#wantedKhz = frequencyKhz
    this.#tell()
  }

  /** Whether the wanted station is let through and has a carrier. */
  get isOpen(): boolean {
    const { hasTunerCarrier, isTunerOpen, tunerKhz } = this.#options.board.readings()
    const isTuned = this.#wantedKhz !== null && tunerKhz === this.#wantedKhz
    return isTuned && isTunerOpen === true && hasTunerCarrier === true
  }

  /** Shuts it, and resolves when the board has been told. */
  async stop(): Promise<void> {
    this.want(null)
    while (this.#telling) await this.#telling
  }

  #look({ isTunerOpen, tunerKhz, hasTuner }: Readonly<Readings>): void {
    if (isTunerOpen === null || hasTuner !== true || this.#telling) return
    const isWanted = this.#wantedKhz !== null
    const isAsWanted = isTunerOpen === isWanted && (!isWanted || tunerKhz === this.#wantedKhz)
    this.#contradictions = isAsWanted ? 0 : this.#contradictions + 1
    if (this.#contradictions < CONTRADICTIONS_MIN) return
    this.#contradictions = 0
    if (!isWanted) this.#options.onStray()
    this.#toldKhz = undefined
    this.#tell()
  }

  /** One after another, since a frequency and its gate are two writes. */
  #tell(): void {
    const { board, onFailure } = this.#options
    const isShut = this.#wantedKhz === null && board.readings().isTunerOpen !== true
    if (this.#telling || this.#wantedKhz === this.#toldKhz) return
    if (this.#toldKhz === undefined && isShut) return
    const frequencyKhz = this.#wantedKhz
    this.#toldKhz = frequencyKhz
    this.#telling = board.setTuner(frequencyKhz).then(
      () => this.#told(),
      (cause: unknown) => {
        onFailure(cause)
        this.#telling = undefined
        this.#toldKhz = undefined
      },
    )
  }

  #told(): void {
    this.#telling = undefined
    this.#contradictions = 0
    this.#tell()
  }
}
