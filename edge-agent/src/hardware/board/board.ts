import type { BoardFault, LineFault } from '@tieng-lang/protocol/board'

/** What was last read of one loudspeaker line; `null` is what the board does not measure. */
export interface LineReadings {
  currentA: number | null
  impedanceOhm: number | null
  faults: LineFault[]
}

/** What was last read of a board; `null` is what it does not measure or what could not be read. */
export interface Readings {
  /** Unix ms of the last answer; 0 before the first. */
  readAt: number
  /** Whether every module of the board answered when last asked. */
  isReachable: boolean
  isPowered: boolean | null
  isAmplifierReady: boolean | null
  isProtectionCut: boolean | null
  mainsV: number | null
  dcV: number | null
  supplyCurrentA: number | null
  temperatureC: number | null
  microphoneDb: number | null
  /** Whether there is an FM tuner at all; known for good once the board has said it. */
  hasTuner: boolean | null
  hasTunerCarrier: boolean | null
  /** What it is tuned to. */
  tunerKhz: number | null
  /** Whether its sound is let through. */
  isTunerOpen: boolean | null
  warmUpMs: number | null
  boardModel: number | null
  boardVersion: number | null
  boardSerial: number | null
  /** How often the local button was pressed since the board was switched on. */
  buttonPresses: number | null
  faults: BoardFault[]
  lines: LineReadings[]
}

/** The readings of a board that has not answered yet: everything unknown, nothing said to be at fault. */
export function noReadings(): Readings {
  return {
    readAt: 0,
    isReachable: false,
    isPowered: null,
    isAmplifierReady: null,
    isProtectionCut: null,
    mainsV: null,
    dcV: null,
    supplyCurrentA: null,
    temperatureC: null,
    microphoneDb: null,
    hasTuner: null,
    hasTunerCarrier: null,
    tunerKhz: null,
    isTunerOpen: null,
    warmUpMs: null,
    boardModel: null,
    boardVersion: null,
    boardSerial: null,
    buttonPresses: null,
    faults: [],
    lines: [],
  }
}

/** Control and supervision of the hardware around the amplifier. */
export interface Board {
  start(): Promise<void>
  stop(): Promise<void>
  /**
   * Switches the amplifier. Resolves when the board has acknowledged; sound is possible {@link Board.warmUpMs} later.
   * Rejects with a `BoardError`.
   */
  setPower(isOn: boolean): Promise<void>
  /**
   * Tunes the FM tuner (kHz) and lets its sound through; null shuts it. Resolves when the board has acknowledged, after
   * which it is read at once. Not to be asked again before. Rejects with a `BoardError`.
   */
  setTuner(frequencyKhz: number | null): Promise<void>
  /** From power on until sound is possible: as the board says, or as configured until it does. */
  warmUpMs(): number
  readings(): Readonly<Readings>
  /** Calls `run` once for every press of the local emergency button, also for one between two polls. */
  onButton(run: () => void): void
  /** Calls `run` after each poll that brought new readings. */
  onReadings(run: (readings: Readonly<Readings>) => void): void
}

export type BoardErrorCode = 'timedOut' | 'notConnected' | 'refusedByBoard' | 'stopped'

/** Why a board did not do what it was asked. */
export class BoardError extends Error {
  readonly code: BoardErrorCode

  constructor(code: BoardErrorCode, detail: string, cause?: unknown) {
    super(`Board: ${code}: ${detail}`, { cause })
    this.name = 'BoardError'
    this.code = code
  }
}
